"""What every screen of ours can do: say an error, copy, show its keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.await_complete import AwaitComplete
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from ocs_tui.screens.working import begin
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.api.errors import OcsError
    from ocs_tui.app import OcsTui
    from ocs_tui.app.session import Session
    from ocs_tui.connection import Key
    from ocs_tui.connection.slots import Me


class Base(Screen[Any]):
    """A screen of the explorer."""

    HELP: ClassVar[str] = ""
    """What the screen is for, in a sentence or two: the head of its help."""

    opening: bool = False
    """True while the screen reads what it opens on: keys typed ahead wait for it a moment."""

    begun_as: Me | None = None
    """Who was signed in when what is done here began; None where that was not known yet."""

    _session: Session | None = None

    @property
    def ocs(self) -> Session:
        """The open profile that the screen belongs to: its connection, and all that screens ask for.

        It stays the same when another profile is shown meanwhile.
        """
        if self._session is None:
            self._session = cast("OcsTui", self.app).session
        return self._session

    def _on_timer_update(self) -> None:
        """Paint what has changed: with low bandwidth not before the terminal has taken the last frame."""
        line = getattr(self.app, "line", None)  # Textual's timer goes on until it is let through
        if line is None or line.takes_more():
            super()._on_timer_update()
            if line is not None:
                line.painted()

    def belong_to(self, session: Session) -> None:
        """Be a screen of that profile, and not of the one that is shown when the screen opens."""
        self._session = session

    def begin_as_who_is_signed_in(self) -> None:
        """Remember who begins here."""
        connection = self.ocs.connection
        self.begun_as = connection.me if connection is not None else None

    @property
    def is_writing(self) -> bool:
        """Whether what stands here, or below, is being written."""
        return bool(self._waiting_calls)

    def unsaved(self) -> str | None:
        """Return what would be lost by leaving, in a few words; None when nothing would."""
        return None

    _waiting_calls: tuple[Callable[[], object], ...] = ()

    def when_on_top(self, call: Callable[[], object]) -> None:
        """Do something now, or as soon as no other screen stands above this one: leaving a screen leaves the
        one on top, whichever asked for it.
        """
        if self.app.screen is self:
            call()
        else:
            self._waiting_calls += (call,)

    def on_screen_resume(self) -> None:
        """Do what waited for the screens above to go."""
        calls, self._waiting_calls = self._waiting_calls, ()
        for call in calls:
            self.call_after_refresh(self.when_on_top, call)

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leave, once: what has been left stays left, and what stands below another screen waits for it.

        A key in haste can open something in the moment in which this screen goes. Textual would take the one
        on top away in its place, and end the program when this one is left again.
        """
        if not any(self in stack for stack in self.app._screen_stacks.values()):
            return AwaitComplete()
        if self.app.screen is not self:
            self.when_on_top(partial(self.dismiss, result))
            return AwaitComplete()
        return super().dismiss(result)

    def slot_changed(self, key: Key | None) -> None:
        """Hear that something was read, or is being read; None for the requests in flight."""

    def forget_draft(self) -> None:
        """Forget what was kept of an edit: it was written, or given up."""

    def fail(self, sentence: str, operation_id: str | None = None, detail: tuple[str, ...] = ()) -> None:
        """Show an error on its line, until it is dismissed."""
        self.query_one(ErrorLine).show(sentence, operation_id, detail)

    def fail_with(self, error: OcsError) -> None:
        """Show an error of the client."""
        self.fail(error.sentence, error.operation_id, error.detail)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A read that failed in a way nobody foresaw costs its part of the screen, not the program."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.ocs.went_wrong(event.worker.error)

    def copy(self, text: str | None) -> None:
        """Copy a value to the terminal's clipboard, and say so."""
        if not text:
            self.tell("There is nothing to copy here.")
            return
        begin(self, partial(self._copy, text), group="copy")

    async def _copy(self, text: str) -> None:
        from ocs_tui.widgets.clipboard import copy

        self.tell(await copy(self.app, text))

    def tell(self, text: str) -> None:
        """Say something in the status line."""
        for status in self.query(StatusLine):
            status.message = text

    def show_error_details(self) -> None:
        """Show the last error's details: what the service said, and its Operation-Id."""
        lines = self.query(ErrorLine)
        if lines and (line := lines.first()).is_shown:
            from ocs_tui.screens.error_details import ErrorDetails

            self.app.push_screen(ErrorDetails(line.sentence, line.operation_id, line.detail))

    def on_error_line_details_wanted(self) -> None:
        """A click on the line asks for the same."""
        self.show_error_details()
