"""One review of a plan of many changes, its progress, and what came of each."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input, Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.base import Base
from ocs_tui.widgets.field_list import Line, heading, note
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.review_text import ReviewText
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.changes.bulk import Results
    from ocs_tui.changes.plan import Group, Plan

STANDS = 0.5
"""Seconds the whole review stands before ``enter`` applies."""
NAMED_AT_MOST = 8


class BulkReview(Base):
    """Shows a plan, applies it, and shows a result for each namespace."""

    CSS_PATH = stylesheet("review")
    HELP = (
        "What would change, and where; what is the same in several places is said once. Enter writes it; escape "
        "goes back. While it is written escape stops after the writes that have begun."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "apply", "Apply", id="bulk.apply"),
        Binding("a", "again", "Try the rest again", id="bulk.again"),
        Binding("u", "undo", "Undo it all", id="bulk.undo"),
        Binding("escape,backspace", "back", "Back", id="bulk.back"),
    ]

    def __init__(self, plan: Plan, undoes: tuple[str | None, ...] = ()) -> None:
        super().__init__()
        self._plan = plan
        self._undoes = undoes
        self._results: Results = ()
        self._armed = False
        self._writing = False
        self._stop = asyncio.Event()
        self._arming: Timer | None = None
        self._heading = Static("", classes="review-title", markup=False)
        self._text = ReviewText(id="review-text")
        self._foot = Static("", id="review-foot", markup=False)

    def compose(self) -> ComposeResult:
        """The plan, and below it whether it can be applied yet."""
        yield self._heading
        yield self._text
        yield self._foot
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show it."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self._text)
        self._show_plan()

    def unsaved(self) -> str | None:
        """A plan that is not written."""
        return (
            None if self._writing or self._results or not self._count() else "The change of many namespaces"
        )

    def _count(self) -> int:
        return sum(planned.change is not None for planned in self._plan)

    # The plan.

    def _show_plan(self) -> None:
        from ocs_tui.changes.plan import groups, note_groups, unchanged_groups
        from ocs_tui.screens import review_words

        connection = self.ocs.connection
        assert connection is not None
        count = self._count()
        self._heading.update(f"Review: {count} of {len(self._plan)} namespaces change")
        lines: list[Line] = []
        for group in groups(self._plan, connection.directory().names):
            lines += [heading(_places(group)), *(note(text, "") for text in group.text), Line()]
        followed = note_groups(self._plan, lambda change: review_words.notes_of(connection, change))
        if followed:
            lines.append(heading("What follows"))
            for group in followed:
                mark, tint = ("⚠ Danger", "bad") if group.is_danger else ("Note", "changed")
                lines += [note(f"{mark}: {text} ({_places(group)})", tint) for text in group.text]
            lines.append(Line())
        for group in unchanged_groups(self._plan):
            tint = "bad" if group.is_danger else "muted"
            lines += [heading(_places(group)), *(note(text, tint) for text in group.text), Line()]
        lines += [heading("Where"), note(self.ocs.where_written(), "")]
        lines.append(note("It can be taken back, as a whole or one by one in the journal."))
        self._text.show(lines)
        if not count:
            self._foot.update("There is nothing to write. Escape goes back.")
            return
        if any(group.is_danger for group in followed) and not self.query("#accept"):
            accept = Input(placeholder=f"type {count} to accept the dangers", id="accept")
            self.mount(accept, before=self._foot)
            self.call_after_refresh(self.set_focus, accept)
        self._foot.update("A moment…")
        self.call_after_refresh(self._stand)

    def _stand(self) -> None:
        if self._arming is not None:
            self._arming.stop()
        self._arming = self.set_timer(STANDS, self._stood)

    def _stood(self) -> None:
        self._arming = None
        self._armed = True
        self._foot.update("Enter applies it · escape or backspace goes back.")
        self.refresh_bindings()

    def on_key(self) -> None:
        """A key before the review has stood was not meant for it."""
        if self._arming is not None:
            self._stand()

    @property
    def _accepted(self) -> bool:
        box = self.query("#accept")
        return not box or box.first(Input).value == str(self._count())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done is offered."""
        if action == "apply":
            if self._results:
                return False
            return True if self._armed and self._accepted and not self._writing else None
        if action in ("again", "undo"):
            return bool(self._results) and not self._writing
        return True

    def on_input_changed(self) -> None:
        """``enter`` applies once the number stands there."""
        self.refresh_bindings()

    def on_input_submitted(self) -> None:
        """``enter`` in the field is ``enter`` on the review."""
        self.action_apply()

    # Writing.

    def action_apply(self) -> None:
        """Write it all, some at a time."""
        if not self._armed or self._writing or self._results:
            return
        if not self._accepted:
            self.fail(
                f"This change is dangerous: type {self._count()}, the number of namespaces, to accept that."
            )
            return
        self._armed, self._writing = False, True
        self.query("#accept").remove()
        self.set_focus(self._text)
        self.refresh_bindings()
        self._foot.update("Writing… escape stops after the writes that have begun.")
        self.ocs.write_plan(self._plan, self._undoes, self._stop, self._progress, self._written)

    def _progress(self, done: int, of: int) -> None:
        if self.is_attached:
            stopping = " · stopping" if self._stop.is_set() else " · escape stops"
            self._foot.update(f"Writing… {done:,} of {of:,}{stopping}")

    @property
    def is_writing(self) -> bool:
        """Whether the plan is being written."""
        return self._writing

    def _written(self, results: Results) -> None:
        self.when_on_top(lambda: self._ended(results))

    def _ended(self, results: Results) -> None:
        from ocs_tui.changes.bulk import State, counts

        self._writing = False
        self._results = results
        found = counts(results)
        words = ", ".join(f"{found[state]} {state.value}" for state in State if found[state])
        self._heading.update(f"Done: {words}")
        tints = {State.DONE: "good", State.UNCHANGED: "muted"}
        lines = [heading("What came of each")]
        for result in results:
            said = f": {result.sentence}" if result.sentence else ""
            text = f"{safe(result.planned.address)}: {result.state.value}{said}"
            lines.append(note(text, tints.get(result.state, "bad")))
        self._text.show(lines)
        self._foot.update("a tries again what failed · u takes it all back · escape leaves")
        self.refresh_bindings()

    def action_again(self) -> None:
        """Review what is left to do."""
        from ocs_tui.changes.bulk import again

        plan = again(self._results)
        if plan:
            self.app.switch_screen(BulkReview(plan))
        else:
            self.tell("There is nothing left that could be tried again as it is.")

    def action_undo(self) -> None:
        """Review taking back what was done."""
        from ocs_tui.changes.bulk import undo_plan

        plan, undoes = undo_plan(self._results)
        if plan:
            self.app.switch_screen(BulkReview(plan, undoes))
        else:
            self.tell("Nothing of it was done: there is nothing to take back.")

    def action_back(self) -> None:
        """Stop, or leave."""
        if self.query_one(ErrorLine).dismiss():
            return
        if self._writing:
            self._stop.set()
            return
        self.dismiss(str(self._heading.content) if self._results else None)


def _places(group: Group) -> str:
    names = [safe(address) for address in group.addresses[:NAMED_AT_MOST]]
    more = len(group.addresses) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")
