"""A conflict: what both changed differently, side by side, and a pick for each. Nothing is picked beforehand.

What comes of the picks is a change like any other: it is reviewed before anything is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ocs_tui.resources import stylesheet
from ocs_tui.screens.base import Base
from ocs_tui.widgets.conflict_table import ConflictTable
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.changes.change import SetChange
    from ocs_tui.changes.reread import Conflicting

SAID = (
    "Somebody else changed the same meanwhile, and nothing was written. Pick for each whose holds; "
    "everything that does not meet is kept from both."
)


class ConflictScreen(Base):
    """Answers the change with what was picked; None when one goes back.

    Args:
        change: the change as it was made.
        found: what reading again found.
    """

    CSS_PATH = stylesheet("conflict")
    HELP = (
        "Both changed what stands here, each in their own way. m takes mine, t theirs; nothing is picked "
        "beforehand. When all is picked, enter shows the review of what comes of it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "pick(True)", "Mine", tooltip="Take mine", id="conflict.mine"),
        Binding("t", "pick(False)", "Theirs", tooltip="Take theirs", id="conflict.theirs"),
        Binding("ctrl+s", "review", "Review", priority=True, id="conflict.review"),
        Binding("escape,backspace", "back", "Back to the edit", id="conflict.back"),
        Binding("M", "pick_all(True)", "All mine", tooltip="Take mine everywhere", id="conflict.all-mine"),
        Binding(
            "T", "pick_all(False)", "All theirs", tooltip="Take theirs everywhere", id="conflict.all-theirs"
        ),
        Binding("y", "copy", "Copy", show=False, id="conflict.copy"),
    ]

    def __init__(self, change: SetChange, found: Conflicting) -> None:
        super().__init__()
        self._change, self._found = change, found
        self._row = Static("", id="conflict-row", markup=False)
        self._foot = Static("", id="conflict-foot", markup=False)

    def compose(self) -> ComposeResult:
        """What is to be picked, the row under the cursor in full, and how many are left."""
        from ocs_tui.screens import conflict_words

        connection = self.ocs.connection
        assert connection is not None
        rows = conflict_words.rows(connection, self._change, self._found)
        yield Static(f"Conflict: {self._change.title}", classes="conflict-title", markup=False)
        yield Static(SAID, id="conflict-said", markup=False)
        yield ConflictTable(rows, id="conflict-table")
        yield self._row
        yield self._foot
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """The keyboard is in the table."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self.table)
        self._say()

    @property
    def table(self) -> ConflictTable:
        """What is to be picked."""
        return self.query_one(ConflictTable)

    def unsaved(self) -> str | None:
        """The change that met another one."""
        return self._change.title

    def _say(self) -> None:
        row = self.table.rows[self.table.current]
        name = f"{row.group} · {row.label}" if row.group else row.label
        self._row.update(f"{name}\nwas:    {row.was}\nmine:   {row.mine}\ntheirs: {row.theirs}")
        left, of = self.table.left, len(self.table.rows)
        self._foot.update(
            f"{left} of {of} left to pick: m takes mine, t theirs; M or T takes all of them."
            if left
            else "All is picked: enter shows the review of it."
        )

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """Say the row in full."""
        self._say()

    def on_line_view_chosen(self, event: LineView.Chosen) -> None:
        """``enter`` goes on to the review."""
        self.action_review()

    def on_conflict_table_picked(self, event: ConflictTable.Picked) -> None:
        """A click picks."""
        self.action_pick(event.mine)

    def action_pick(self, mine: bool) -> None:
        """Take mine, or theirs, of the row under the cursor."""
        self.query_one(ErrorLine).dismiss()
        self.table.pick(mine)
        self._say()

    def action_pick_all(self, mine: bool) -> None:
        """Take mine, or theirs, of every row."""
        self.query_one(ErrorLine).dismiss()
        self.table.pick_all(mine)
        self._say()

    def action_review(self) -> None:
        """Hand on what was picked, once everything is; a list that must not be written goes no further."""
        from ocs_tui.access.guard import refusal
        from ocs_tui.access.picks import Pick
        from ocs_tui.changes.settle import settle
        from ocs_tui.model.access import AccessControlList

        if self.app.screen is not self:
            return
        if left := self.table.left:
            self.fail(f"{left} of {len(self.table.rows)} are not picked yet: nothing is taken unasked.")
            return
        picks = [Pick.MINE if mine else Pick.THEIRS for mine in self.table.picked]
        settled = settle(self._change, self._found, picks)
        problem = refusal(settled.after) if isinstance(settled.after, AccessControlList) else None
        if problem is not None:
            self.fail(problem)
        else:
            self.dismiss(settled)

    def action_copy(self) -> None:
        """Copy the row under the cursor."""
        self.copy(self.table.copy_text())

    def action_back(self) -> None:
        """Dismiss the error, or go back with the edit as it was."""
        if not self.query_one(ErrorLine).dismiss():
            self.dismiss(None)
