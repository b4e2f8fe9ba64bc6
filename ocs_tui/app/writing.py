"""Beginning writes. A write belongs to the app: leaving a screen, or its profile, never cancels one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from ocs_tui.app.parts import SessionParts
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.changes.bulk import Result, Results
    from ocs_tui.changes.change import Change
    from ocs_tui.changes.plan import Plan
    from ocs_tui.connection import Connection


FOLLOWED_AT_ONCE = 4
"""How many of a plan's writes are looked for at a time."""

Done = Callable[[object, Exception | None], None]


class Writing(SessionParts):
    """Begins writes through the profile's connection, and says what came of them."""

    def write(self, change: Change, done: Done, undoes: str | None = None) -> None:
        """Begin a write; ``done`` is told its outcome or its error.

        ``undoes`` is the id of the journal's entry that it takes back.
        """
        connection = self.connection
        assert connection is not None
        self._begin(change.title, self._carry_out(connection, change, done, undoes))

    def _begin(self, title: str, write: Coroutine[Any, Any, object]) -> None:
        self.app.begin_write(asyncio.create_task(write), title, self.whole)

    def _tell_elsewhere(self, problem: str | None, success: str) -> None:
        self.tell_elsewhere(problem or success, failed=problem is not None)

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
        self.app.last_words = self._what_came(change, outcome, failure)
        self._show_secret(change, outcome)
        if screen.is_attached and screen in self.screen_stack:
            done(outcome, failure)
        elif isinstance(failure, OcsError):
            self.explorer.fail_with(failure)
        else:
            self.explorer.wrote(change.title, outcome)
        self._tell_elsewhere(self.app.last_words, f"{change.title}: written.")
        if self.app.last_words is not None and not screen.is_attached:
            self.run_worker(partial(self._offer_again, connection, change), group="offer-again")
        if failure is None and self.app.last_words is None:
            self.run_worker(partial(self._follow, connection, change, outcome), group="follow")
        return outcome

    async def _offer_again(self, connection: Connection, change: Change) -> None:
        """Offer the edit of a write that was left while it was made, and failed: its editor is gone by now."""
        from ocs_tui.changes.change import Create, SetChange

        if isinstance(change, SetChange | Create):
            draft = await asyncio.to_thread(connection.drafts.mine, change)
            if draft is not None:
                await self.whole.offer(connection, [draft])

    def _show_secret(self, change: Change, outcome: object) -> None:
        """Show a new client's first secret above whatever stands there: it is shown this once."""
        from ocs_tui.api.answers import Created
        from ocs_tui.changes.apply import as_done

        if isinstance(outcome, Created) and outcome.secret is not None:
            from ocs_tui.screens.new_secret import NewSecretScreen

            label = getattr(outcome.fetched.value, "label", "")
            self.push_screen(NewSecretScreen(label, outcome.secret, as_done(change, outcome).address))

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
        connection = self.connection
        assert connection is not None

        async def carry_out() -> object:
            results = await connection.apply_plan(plan, undoes, stop, progress)
            self.app.last_words = _what_came_of_all(results)
            done(results)
            self._tell_elsewhere(self.app.last_words, f"{len(results)} changes: written.")
            self.run_worker(partial(self._follow_all, connection, results), group="follow")
            return results

        self._begin(f"Change {len(plan)} namespaces", carry_out())

    def act(self, title: str, request: Callable[[], Awaitable[object]], done: Done) -> None:
        """Begin an act, such as adding a secret; ``done`` is always told its answer or its error.

        ``done`` hears it even where the screen that asked was left, or one waits to quit: what is shown
        once, a new secret, must not get lost with a screen.
        """

        async def carry_out() -> object:
            from ocs_tui.api.errors import OcsError

            answer: object = None
            failure: Exception | None = None
            try:
                answer = await request()
            except OcsError as error:
                failure = error
            except ValueError as error:
                failure = OcsError(safe(error))
            self.app.last_words = f"{title}: {failure.sentence}" if isinstance(failure, OcsError) else None
            done(answer, failure)
            self._tell_elsewhere(self.app.last_words, f"{title}: done.")
            return None

        self._begin(title, carry_out())


def _what_came_of_all(results: Results) -> str | None:
    """Return what the shell is told of a plan if one is quitting; None when all of it was made."""
    from ocs_tui.changes.bulk import State, counts

    found = counts(results)
    unknown = found[State.UNKNOWN]
    failed = len(results) - found[State.DONE] - found[State.UNCHANGED] - unknown
    said = [f"{failed} of {len(results)} were not written."] * bool(failed)
    said += [f"Whether {unknown} of {len(results)} were written is not known."] * bool(unknown)
    return " ".join(said) or None
