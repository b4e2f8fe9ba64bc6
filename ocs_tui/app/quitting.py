"""The writes in flight of every profile, and quitting."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ocs_tui.app.switching import Switching
from ocs_tui.screens.base import Base

if TYPE_CHECKING:
    from ocs_tui.app.session import Session
    from ocs_tui.settings.start import Start


class Quitting(Switching):
    """Asks before anything is lost by quitting, in the profiles that are not shown too."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        self.leaving_words: str | None = None
        """What the shell is told at the end."""
        self.last_words: str | None = None
        """What came of the last write, where it was not made."""
        self._writes: dict[asyncio.Task[object], tuple[str, Session]] = {}

    @property
    def is_writing_anything(self) -> bool:
        """Whether a write of any profile is under way."""
        return bool(self._writes)

    def begin_write(self, task: asyncio.Task[object], title: str, session: Session) -> None:
        """Hold a write until it has come to its end."""
        self._writes[task] = (title, session)
        task.add_done_callback(self._write_ended)

    def _write_ended(self, task: asyncio.Task[object]) -> None:
        self._writes.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.went_wrong(error)
        from ocs_tui.screens.waiting import Waiting

        if self._writes or not any(isinstance(screen, Waiting) for screen in self.screen_stack):
            return
        for session in self.sessions:
            if not session.is_shown and len(session.screen_stack) > 1:
                self.screen.dismiss(False)  # something is to be seen there, such as a secret shown once
                self.show_session(session)
                return
        self.leaving_words = self.last_words
        self.exit(1 if self.last_words else 0)

    def _titles(self) -> list[str]:
        """Return what is being written, with the profile's name where several are open."""
        several = len(self.sessions) > 1
        return [f"{session.label}: {title}" if several else title for title, session in self._writes.values()]

    async def action_quit(self) -> None:
        """Quit; an edit that would be lost is asked about, and a write under way is waited for."""
        from ocs_tui.screens.ask import Ask
        from ocs_tui.screens.waiting import Waiting

        if any(isinstance(screen, Ask | Waiting) for screen in self.screen_stack):
            return
        words = [found for session in self.sessions if (found := self._unsaved_of(session))]
        if not words:
            self._quit_when_written()
        else:
            question = f"{' and '.join(words)} {'is' if len(words) == 1 else 'are'} not written."
            question += f" Quit, and lose {'it' if len(words) == 1 else 'them'}?"
            yes = f"Quit and lose {'it' if len(words) == 1 else 'them'}"
            self.push_screen(Ask(question, yes, "Stay"), self._quit_anyway)

    def _unsaved_of(self, session: Session) -> str | None:
        words = None
        for screen in reversed(session.screen_stack):
            if not isinstance(screen, Base):
                continue
            if screen.is_writing:  # what lies below is what is being written
                break
            words = screen.unsaved() or words
        return words if words is None or session.is_shown else f"{words} (profile {session.label})"

    def _quit_anyway(self, leave: bool | None) -> None:
        if leave:
            for screen in (screen for session in self.sessions for screen in session.screen_stack):
                if isinstance(screen, Base):
                    screen.forget_draft()
            self._quit_when_written()

    def _quit_when_written(self) -> None:
        from ocs_tui.screens.waiting import Waiting

        if not self._writes:
            self.exit(0)
            return
        self.push_screen(Waiting(self._titles()), self._stop_waiting)

    def _stop_waiting(self, leave: bool | None) -> None:
        if leave:
            self.leave_unknown()
            self.exit(1)

    def leave_unknown(self) -> None:
        """Keep in mind, for the shell, that the outcome of what is being written is not known."""
        if self._writes:
            titles = "; ".join(self._titles())
            self.leaving_words = f"Left while writing: {titles}. Whether it was written is not known."
