"""The writes in flight, and quitting. A write belongs to the app: leaving a screen never cancels one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from ocs_tui.app.parts import AppParts
from ocs_tui.model.text import safe
from ocs_tui.screens.base import Base

if TYPE_CHECKING:
    from ocs_tui.changes.bulk import Result, Results
    from ocs_tui.changes.change import Change
    from ocs_tui.changes.plan import Plan
    from ocs_tui.connection import Connection


FOLLOWED_AT_ONCE = 4
"""How many of a plan's writes are looked for at a time."""

Done = Callable[[object, Exception | None], None]


class Writing(AppParts):
    """Begins writes, and asks before anything is lost by quitting."""

    def write(self, change: Change, done: Done, undoes: str | None = None) -> None:
        """Begin a write; ``done`` is told its outcome or its error.

        ``undoes`` is the id of the journal's entry that it takes back.
        """
        connection = self.connection
        assert connection is not None
        task: asyncio.Task[object] = asyncio.create_task(self._carry_out(connection, change, done, undoes))
        self._writes[task] = change.title
        task.add_done_callback(self._write_ended)

    async def _carry_out(
        self, connection: Connection, change: Change, done: Done, undoes: str | None
    ) -> object:
        from ocs_tui.api.errors import OcsError

        screen = self.screen
        outcome: object = None
        failure: Exception | None = None
        try:
            outcome = await connection.apply(change, undoes)
        except OcsError as error:
            failure = error
        except ValueError as error:
            failure = OcsError(safe(error))
        self._last_words = self._what_came(change, outcome, failure)
        if screen.is_attached and screen in self.screen_stack:
            done(outcome, failure)
        elif isinstance(failure, OcsError):
            self.explorer.fail_with(failure)
        else:
            self.explorer.wrote(change.title, outcome)
        if failure is None and self._last_words is None:
            self.run_worker(self._follow(connection, change, outcome), group="follow", exit_on_error=False)
        return outcome

    async def _follow(self, connection: Connection, change: Change, outcome: object) -> None:
        """Say how far a write has come: written, then replicated."""
        async for sighting in connection.follow(change, outcome):
            self.explorer.seen(change.title, sighting)

    async def _follow_all(self, connection: Connection, results: Results) -> None:
        """Say how many of a plan's writes the regions that serve them show."""
        from ocs_tui.changes.bulk import State

        done = [result for result in results if result.state is State.DONE]
        replicated = 0
        gate = asyncio.Semaphore(FOLLOWED_AT_ONCE)

        async def one(result: Result) -> None:
            nonlocal replicated
            assert result.planned.change is not None
            async with gate:
                async for sighting in connection.follow(result.planned.change, result.outcome):
                    replicated += sighting.is_replicated

        await asyncio.gather(*(one(result) for result in done))
        if done:
            self.explorer.tell(f"{len(done)} written; {replicated} of them replicated.")

    def _what_came(self, change: Change, outcome: object, failure: Exception | None) -> str | None:
        """Return what the shell is told if one is quitting; None when the change was made."""
        from ocs_tui.api.answers import Created
        from ocs_tui.api.errors import OcsError
        from ocs_tui.changes.apply import Applied, Refused

        if isinstance(outcome, Applied | Created):
            return None
        if isinstance(failure, OcsError):
            return f"{change.title}: {failure.sentence}"
        if isinstance(outcome, Refused):
            return f"{change.title}: {outcome.sentence}"
        return f"{change.title}: It changed meanwhile: nothing was written."

    def write_plan(
        self,
        plan: Plan,
        undoes: tuple[str | None, ...],
        stop: asyncio.Event,
        progress: Callable[[int, int], None],
        done: Callable[[Results], None],
    ) -> None:
        """Begin to write a plan; ``done`` is told what came of each place.

        ``stop``, once set, lets the writes that have begun come to their end and begins no other.
        """
        from ocs_tui.changes.bulk import State

        connection = self.connection
        assert connection is not None

        async def carry_out() -> object:
            results = await connection.apply_plan(plan, undoes, stop, progress)
            failed = sum(
                result.state is not State.DONE and result.state is not State.UNCHANGED for result in results
            )
            self._last_words = f"{failed} of {len(results)} were not written." if failed else None
            done(results)
            self.run_worker(self._follow_all(connection, results), group="follow", exit_on_error=False)
            return results

        task: asyncio.Task[object] = asyncio.create_task(carry_out())
        self._writes[task] = f"Change {len(plan)} namespaces"
        task.add_done_callback(self._write_ended)

    def _write_ended(self, task: asyncio.Task[object]) -> None:
        self._writes.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.went_wrong(error)
        from ocs_tui.screens.waiting import Waiting

        if not self._writes and any(isinstance(screen, Waiting) for screen in self.screen_stack):
            self.leaving_words = self._last_words
            self.exit(1 if self._last_words else 0)

    # Quitting.

    async def action_quit(self) -> None:
        """Quit; an edit that would be lost is asked about, and a write under way is waited for."""
        from ocs_tui.screens.ask import Ask
        from ocs_tui.screens.waiting import Waiting

        if any(isinstance(screen, Ask | Waiting) for screen in self.screen_stack):
            return
        words = None
        for screen in reversed(self.screen_stack):
            if not isinstance(screen, Base):
                continue
            if screen.is_writing:  # what lies below is what is being written
                break
            words = screen.unsaved() or words
        if words is None:
            self._quit_when_written()
        else:
            question = f"{words} is not written. Quit, and lose it?"
            self.push_screen(Ask(question, "Quit and lose it", "Stay"), self._quit_anyway)

    def _quit_anyway(self, leave: bool | None) -> None:
        if leave:
            for screen in self.screen_stack:
                if isinstance(screen, Base):
                    screen.forget_draft()
            self._quit_when_written()

    def _quit_when_written(self) -> None:
        from ocs_tui.screens.waiting import Waiting

        if not self._writes:
            self.exit(0)
            return
        self.push_screen(Waiting(list(self._writes.values())), self._stop_waiting)

    def _stop_waiting(self, leave: bool | None) -> None:
        if leave:
            self.leave_unknown()
            self.exit(1)

    def leave_unknown(self) -> None:
        """Keep in mind, for the shell, that the outcome of what is being written is not known."""
        if self._writes:
            titles = "; ".join(self._writes.values())
            self.leaving_words = f"Left while writing: {titles}. Whether it was written is not known."

    def _on_signal(self, number: int) -> None:
        self.leave_unknown()
        self.exit(128 + number, return_code=128 + number)
