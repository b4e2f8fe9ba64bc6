"""One review of a plan of many changes, its progress, and what came of each."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from ocs_tui.model.text import safe
from ocs_tui.screens.standing import StandingReview
from ocs_tui.widgets.field_list import Line, heading, note
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ocs_tui.changes.bulk import Results
    from ocs_tui.changes.change import Delete
    from ocs_tui.changes.effects import Effects
    from ocs_tui.changes.plan import Group, Plan
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.address import Address

NAMED_AT_MOST = 8
PEOPLE: tuple[Key, ...] = (("roles",), ("users",), ("clients",))
PEOPLE_WITHIN = 3.0
"""Seconds for which the review waits for the names of people; a long list is not waited for."""


class BulkReview(StandingReview):
    """Shows a plan, applies it, and shows a result for each namespace.

    ``earlier`` is what came of the plan whose rest this one tries again: it is taken back together with it.
    ``aside`` is said on top: what is not in the plan, though one would expect it.
    """

    HELP = (
        "What would change, and where, and who gains and loses what by it; what is the same in several places is "
        "said once. Enter writes it; escape goes back. While it is written escape stops after the writes that have "
        "begun."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "again", "Try the rest again", id="bulk.again"),
        Binding("u", "undo", "Undo it all", id="bulk.undo"),
        Binding("escape,backspace", "back", "Back", id="bulk.back"),
    ]

    def __init__(
        self, plan: Plan, undoes: tuple[str | None, ...] = (), earlier: Results = (), aside: str = ""
    ) -> None:
        super().__init__()
        self._aside = aside
        self._plan = plan
        self._undoes = undoes
        self._earlier = earlier
        self._results: Results = ()
        self._writing = False
        self._stop = asyncio.Event()

    def on_mount(self) -> None:
        """Show it, and who gains and who loses once that is known."""
        self._show_plan(None)
        if self._count():
            self.foot.update("Reading who gains and who loses… nothing can be applied yet.")
            self._find_effects()
        else:
            self.foot.update("There is nothing to write. Escape goes back.")

    def unsaved(self) -> str | None:
        """A plan that is not written."""
        return (
            None
            if self._writing or self._results or not self._count()
            else f"The change of many {self._noun}"
        )

    @property
    def _noun(self) -> str:
        """What they are: ``namespaces``, ``streams``."""
        from ocs_tui.catalog.kinds import kind_at

        kinds = {kind_at(one.address).plural.casefold() for one in self._plan if one.address.parts}
        return kinds.pop() if len(kinds) == 1 else "things"

    def _count(self) -> int:
        return sum(planned.change is not None for planned in self._plan)

    # The plan.

    @work(group="effects", exclusive=True, exit_on_error=False)
    async def _find_effects(self) -> None:
        """Read who there is, and what besides the plan decides who gains and who loses."""
        from ocs_tui.changes.effects import effects_of

        connection = self.ocs.connection
        assert connection is not None

        def progress(done: int, of: int) -> None:
            self.foot.update(f"Reading who gains and who loses… {done:,} of {of:,} · escape goes back")

        await asyncio.gather(
            self._read_people(connection),
            connection.load_missing(self._standing_keys(), progress, again=True),
        )
        found = await asyncio.to_thread(
            effects_of,
            self._plan,
            connection.directory(),
            lambda address: connection.value(("acl", address.place)),
            lambda address: connection.value(("owner", address.place)) if address.has_owner else None,
        )
        self._show_plan(found)

    async def _read_people(self, connection: Connection) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(connection.load_missing(PEOPLE), PEOPLE_WITHIN)

    def _standing_keys(self) -> list[Key]:
        """Return the owner of each thing whose ACL changes, and the ACL of each whose owner does."""
        from ocs_tui.changes.change import Aspect, SetChange

        beside = {Aspect.ACL: "owner", Aspect.OWNER: "acl"}
        return [
            (beside[change.aspect], change.address.place)
            for change in (planned.change for planned in self._plan)
            if isinstance(change, SetChange) and change.aspect in beside and change.address.has_owner
        ]

    def _show_plan(self, effects: Effects | None) -> None:
        from ocs_tui.changes.plan import groups, note_groups, unchanged_groups
        from ocs_tui.screens import review_words

        connection = self.ocs.connection
        assert connection is not None
        count = self._count()
        what = "changes" if self._deletes else f"{self._noun} change"
        self.heading.update(f"Review: {count} of {len(self._plan)} {what}")
        lines: list[Line] = [*self.as_whom]
        if self._aside:
            lines += [note(self._aside, "bad"), Line()]
        followed = note_groups(self._plan, lambda change: review_words.notes_of(connection, change))
        if dangers := [group for group in followed if group.is_danger]:  # first: they are what is accepted
            lines += [heading("What follows"), *self._note_lines(dangers), Line()]
        for group in groups(self._plan, connection.directory().names):
            lines += [heading(self._places(group)), *(note(text, "") for text in group.text), Line()]
        if effects is not None:
            lines += self._effect_lines(effects, count)
        if notes := [group for group in followed if not group.is_danger]:
            lines += [heading("What follows"), *self._note_lines(notes), Line()]
        for group in unchanged_groups(self._plan):
            tint = "bad" if group.is_danger else "muted"
            lines += [heading(self._places(group)), *(note(text, tint) for text in group.text), Line()]
        lines += [heading("Where"), note(self.ocs.where_written(), "")]
        for change in self._deletes:
            lines.append(note(f"{change.title}: {change.can_be_undone}"))
        what = "The rest" if self._deletes else "It"
        lines.append(note(f"{what} can be taken back, as a whole or one by one in the journal."))
        self.text.show(lines)
        if effects is not None:
            self.ask_for(str(count) if any(group.is_danger for group in followed) else "")
            self.arm()

    def _note_lines(self, followed: list[Group]) -> list[Line]:
        """Say dangers or notes, and where each holds."""
        return [
            note(f"⚠ Danger: {text} ({self._places(group)})", "bad")
            if group.is_danger
            else note(f"Note: {text} ({self._places(group)})", "changed")
            for group in followed
            for text in group.text
        ]

    def _effect_lines(self, effects: Effects, count: int) -> list[Line]:
        """Say who gains and who loses; what holds wherever something changes is said without the places."""
        lines: list[Line] = []
        for tint, groups in (("", effects.people), ("muted", effects.unknown)):
            for group in groups:
                places = "" if len(group.addresses) == count else f" ({self._places(group)})"
                lines += [note(f"{text}{places}", tint) for text in group.text]
        return [heading("Who gains, and who loses"), *lines, Line()] if lines else []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done is offered."""
        if action == "apply":
            if self._results:
                return False
            return True if self.is_armed and self.is_accepted and not self._writing else None
        if action in ("again", "undo"):
            return bool(self._results) and not self._writing
        return True

    # Writing.

    def apply(self) -> None:
        """Write it all, some at a time."""
        self._writing = True
        self.refresh_bindings()
        self.foot.update("Writing… escape stops after the writes that have begun.")
        self.write_as_reviewed(
            lambda: self.ocs.write_plan(self._plan, self._undoes, self._stop, self._progress, self._written)
        )

    def review_anew(self) -> None:
        """Show it again, and who gains and who loses: somebody else writes it now."""
        self._writing = False
        self._find_effects()

    def _progress(self, done: int, of: int) -> None:
        if self.is_attached:
            stopping = " · stopping" if self._stop.is_set() else " · escape stops"
            self.foot.update(f"Writing… {done:,} of {of:,}{stopping}")

    @property
    def is_writing(self) -> bool:
        """Whether the plan is being written."""
        return self._writing

    def _written(self, results: Results) -> None:
        self.when_on_top(lambda: self._ended(results))

    def _ended(self, results: Results) -> None:
        self._writing = False
        self._show_results(results)

    def _show_results(self, results: Results) -> None:
        from ocs_tui.changes.bulk import State, counts

        self._results = results
        settled = (State.DONE, State.UNCHANGED)
        self.ocs.explorer.unmark(str(one.planned.address) for one in results if one.state in settled)
        found = counts(results)
        words = ", ".join(f"{found[state]} {state.value}" for state in State if found[state])
        self.heading.update(f"Done: {words}")
        tints = {State.DONE: "good", State.UNCHANGED: "muted"}
        lines = [heading("What came of each")]
        for result in results:
            said = f": {result.sentence}" if result.sentence else ""
            text = f"{self._called(result.planned.address)}: {result.state.value}{said}"
            lines.append(note(text, tints.get(result.state, "bad")))
        self.text.show(lines)
        what = "what was set" if self._deletes else "it all"
        looks = ", once it is looked what came of the rest" if found[State.UNKNOWN] else ""
        self.foot.update(f"a tries again what failed · u takes {what} back{looks} · escape leaves")
        self.refresh_bindings()

    def _unknown(self) -> list[Address]:
        """What no answer came of, in this plan and the ones whose rest it is."""
        from ocs_tui.changes.bulk import State

        both = (*self._earlier, *self._results)
        return [one.planned.address for one in both if one.state is State.UNKNOWN]

    @work(group="look", exclusive=True, exit_on_error=False)
    async def _look_then(self, go_on: Callable[[], None]) -> None:
        """Find out what became of what no answer came of: what was done can be taken back, what was not is tried."""
        connection = self.ocs.connection
        if connection is not None and self._unknown():
            self.foot.update("Looking what came of those without an answer…")
            self._earlier = await connection.look_up(self._earlier)
            self._show_results(await connection.look_up(self._results))
        if self.is_current:
            go_on()

    def _left_out(self) -> str:
        unknown = self._unknown()
        return f"Not known yet, and left out: {self._named(unknown)}. J looks again." if unknown else ""

    def action_again(self) -> None:
        """Review what is left to do."""
        self._look_then(self._again)

    def _again(self) -> None:
        from ocs_tui.changes.bulk import again

        plan = again(self._results)
        if plan:
            earlier = (*self._earlier, *self._results)
            takes_back = {
                planned.address: entry for planned, entry in zip(self._plan, self._undoes, strict=False)
            }
            undoes = tuple(takes_back.get(planned.address) for planned in plan)
            self.app.push_screen(BulkReview(plan, undoes, earlier, self._left_out()), self._back_from_next)
        else:
            self.tell(f"There is nothing left that could be tried again as it is. {self._left_out()}".strip())

    def action_undo(self) -> None:
        """Review taking back what was done."""
        self._look_then(self._undo)

    def _undo(self) -> None:
        from ocs_tui.changes.bulk import undo_plan, was_deleted

        results = (*self._earlier, *self._results)
        if was_deleted(results):
            self.tell(
                "What was deleted does not come back: J shows each change, and what can be done instead."
            )
            return
        plan, undoes = undo_plan(results)
        if plan:
            self.app.push_screen(BulkReview(plan, undoes, aside=self._left_out()), self._back_from_next)
        else:
            self.tell(self._left_out() or "Nothing of it was done: there is nothing to take back.")

    def _back_from_next(self, done: str | None) -> None:
        """The next plan was written: there is nothing to come back to here."""
        if done is not None:
            self.dismiss(done)

    def action_back(self) -> None:
        """Stop, or leave."""
        if self.query_one(ErrorLine).dismiss():
            return
        if self._writing:
            self._stop.set()
            self.foot.update("Stopping after the writes that have begun…")
            return
        self.dismiss(str(self.heading.content) if self._results else None)

    # What things are called.

    @property
    def _deletes(self) -> list[Delete]:
        from ocs_tui.changes.change import Delete

        return [planned.change for planned in self._plan if isinstance(planned.change, Delete)]

    def _called(self, address: Address) -> str:
        """An address; of what is deleted, and has no address to speak of, what it is."""
        from ocs_tui.changes.change import name_of

        gone = next((change for change in self._deletes if change.address == address), None)
        return safe(address) if gone is None else name_of(gone.kind, address, gone.before)

    def _places(self, group: Group) -> str:
        return self._named(group.addresses)

    def _named(self, addresses: Sequence[Address]) -> str:
        names = [self._called(address) for address in addresses[:NAMED_AT_MOST]]
        more = len(addresses) - len(names)
        return ", ".join(names) + (f" and {more} more" if more else "")
