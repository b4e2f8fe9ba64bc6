"""What the two questions share, *who can?* and *what does it reach?*: a table, filters, and the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ocs_tui.model.enums import RIGHT_LABELS, RIGHTS
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.filtered import Filtered
from ocs_tui.widgets.access_table import AccessRow, AccessTable
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.access.evaluate import Evaluation, Names


class Question(Filtered):
    """A question about access, answered."""

    CSS_PATH = stylesheet("question")
    FIND = "find by name or id"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "right(0)", "Only who may Read", show=False, id="question.read"),
        Binding("2", "right(1)", "Only who may Write", show=False, id="question.write"),
        Binding("3", "right(2)", "Only who may Delete", show=False, id="question.delete"),
        Binding("4", "right(3)", "Only who may Manage access", show=False, id="question.manage"),
        Binding("5", "right(4)", "Only who may Share", show=False, id="question.share"),
        Binding("0", "right(-1)", "Every right", show=False, id="question.all"),
        Binding("r", "again", "Refresh", id="question.again"),
        Binding("y", "copy", "Copy id", id="question.copy"),
    ]

    def __init__(self, title: str, first: str) -> None:
        super().__init__()
        self._heading = Static(title, classes="question-title", markup=False)
        self._said = Static("", id="question-said", markup=False)
        self._table = AccessTable(first=first, id="question-table")
        self._why = Static("", id="question-why", markup=False)
        self._not_known: tuple[str, ...] = ()
        self._right: int | None = None

    def compose(self) -> ComposeResult:
        """The answer, and below it why."""
        yield self._heading
        yield self._said
        yield self._table
        yield self._why
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read what the answer needs."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self._table)
        self._answer(again=False)

    @work(group="question", exclusive=True, exit_on_error=False)
    async def _answer(self, again: bool) -> None:
        self._said.update("Reading… escape leaves.")
        rows, self._not_known = await self.answer(again)
        self._table.show(rows)
        self._say()

    async def answer(self, again: bool) -> tuple[Sequence[AccessRow], tuple[str, ...]]:
        """Return the rows, and what is not known."""
        raise NotImplementedError

    def progress(self, text: str) -> None:
        """Say how far the reading is."""
        self._said.update(text)

    def _say(self) -> None:
        shown, of = self._table.counts
        right = "" if self._right is None else f" who may {RIGHT_LABELS[RIGHTS[self._right]]}"
        self._said.update(f"{shown:,} of {of:,}{right} · 1 to 5 choose a right, 0 all")

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """Say why, for the row under the cursor; below it what is not known."""
        row = self._table.current
        lines = [f"{row.name}: {reason}" for reason in row.reasons] if row else []
        self._why.update("\n".join([*lines, *self._not_known][:8]))

    def action_right(self, right: int) -> None:
        """Show only who may do that."""
        self._right = None if right < 0 else right
        self.narrow(self.wanted)

    @property
    def listing(self) -> AccessTable:
        """The table."""
        return self._table

    def narrow(self, text: str) -> None:
        """Show what fits the filter and the right."""
        self._table.narrow(text, self._right)
        self._say()

    def action_again(self) -> None:
        """Read anew."""
        self._answer(again=True)

    def action_copy(self) -> None:
        """Copy the id under the cursor."""
        self.copy(self._table.copy_text())


def access_row(object_id: str, name: str, more: str, evaluation: Evaluation, names: Names) -> AccessRow:
    """Return an evaluation as a row of the table."""
    from ocs_tui.access.who import reasons

    return AccessRow(
        object_id,
        safe(name),
        safe(more),
        tuple(verdict.allowed for verdict in evaluation.verdicts),
        tuple(bool(verdict.denied_by) for verdict in evaluation.verdicts),
        tuple(reasons(evaluation, names)) or ("nothing is allowed",),
    )
