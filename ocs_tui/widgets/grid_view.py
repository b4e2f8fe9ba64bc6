"""The grid of namespaces by roles: drawn line by line and column by column, so that neither number costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from ocs_tui.model.text import fold
from ocs_tui.widgets.line_view import LineView

COLUMN = 12
"""Columns of the terminal a role takes."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell.

    Attributes:
        marks: five marks, one a right; ``?????`` where the list was not read.
        denies: True when something in it is denied.
        differs: True when it differs from the root ACL's.
        words: the cell in words, safe already.
    """

    marks: str
    denies: bool = False
    differs: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class GridLine:
    """One namespace.

    Attributes:
        id: its id; empty for the root ACL.
        name: what is shown, safe already.
        owner: its owner in words, safe already.
        owner_gone: True when that one is gone.
        cells: one a role, in the order of the columns.
    """

    id: str
    name: str
    owner: str
    owner_gone: bool
    cells: tuple[GridCell, ...]


class GridView(LineView):
    """Shows the grid; the arrows move both ways, and the names stay where they are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "column(-1)", "Left", show=False, id="grid.left"),
        Binding("right,l", "column(1)", "Right", show=False, id="grid.right"),
        Binding("space", "mark", "Mark", tooltip="Mark, or unmark, the namespace", id="grid.mark"),
        Binding(
            "asterisk",
            "mark_all",
            "Mark all that are shown, or none",
            key_display="*",
            show=False,
            id="grid.mark-all",
        ),
    ]
    column: reactive[int] = reactive(0, repaint=False)
    pinned = 1

    class CellChosen(Message):
        """A cell was chosen."""

        def __init__(self, namespace_id: str, column: int) -> None:
            super().__init__()
            self.namespace_id = namespace_id
            self.column = column

    class Marked(Message):
        """Other namespaces are marked."""

    def __init__(self, marked: set[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.marked = marked
        """The ids of the namespaces that are marked, shared with the tree."""
        self.roles: Sequence[str] = ()
        self._all: Sequence[GridLine] = ()
        self._rows: list[GridLine] = []
        self._wanted = ""
        self._first = 0

    def show(self, roles: Sequence[str], lines: Sequence[GridLine]) -> None:
        """Show these roles (names, safe already) and namespaces; the cursor stays on its namespace."""
        at = self.current
        self.roles, self._all = roles, lines
        self._place_columns()
        self._fit(at.id if at else None)

    def narrow(self, text: str) -> None:
        """Show only namespaces whose name or owner holds every word of ``text``."""
        self._wanted = text
        self._fit(None)

    def _fit(self, keep: str | None) -> None:
        words = fold(self._wanted).split()
        self._rows = [
            row for row in self._all if all(word in fold(f"{row.name} {row.owner}") for word in words)
        ]
        self.lines_changed()
        if keep is not None:
            index = next((index for index, row in enumerate(self._rows) if row.id == keep), None)
            if index is not None:
                self.cursor = index + 1
        self.post_message(self.Moved(self, self.cursor))

    @property
    def current(self) -> GridLine | None:
        """The namespace under the cursor."""
        index = self.cursor - 1
        return self._rows[index] if 0 <= index < len(self._rows) else None

    @property
    def current_cell(self) -> GridCell | None:
        """The cell under the cursor."""
        row = self.current
        return row.cells[self.column] if row and self.column < len(row.cells) else None

    def shown_ids(self) -> set[str]:
        """The ids of the namespaces that the filter lets through."""
        return {row.id for row in self._rows if row.id}

    @property
    def counts(self) -> tuple[int, int]:
        """How many namespaces are shown, and of how many."""
        return len(self._rows), len(self._all)

    def row_count(self) -> int:
        """The headings, and the namespaces."""
        return 1 + max(1, len(self._rows))

    def is_selectable(self, row: int) -> bool:
        """Every namespace."""
        return 1 <= row <= len(self._rows)

    def _name_width(self, width: int) -> int:
        return max(18, min(32, width // 4))

    def _owner_width(self, width: int) -> int:
        return 22 if width >= 100 else 0

    def _fitting(self, width: int) -> int:
        """How many roles there is room for."""
        room = width - self._name_width(width) - self._owner_width(width)
        return max(1, min(len(self.roles) or 1, room // COLUMN))

    def row_text(self, row: int, width: int) -> Text:
        """Name, owner, and the roles in sight."""
        name_width, owner_width = self._name_width(width), self._owner_width(width)
        columns = range(self._first, min(len(self.roles), self._first + self._fitting(width)))
        if row == 0:
            more = ("‹ " if self._first else "") + "Namespace"
            text = Text(more.ljust(name_width) + ("Owner".ljust(owner_width) if owner_width else ""), "")
            for index in columns:
                text.append(_cut(self.roles[index], COLUMN - 1).ljust(COLUMN))
            if columns.stop < len(self.roles):
                text.append("›")
            text.stylize(self.tint("heading"))
            return text
        if not self._rows:
            return Text("Nothing fits.", self.tint("muted"))
        line = self._rows[row - 1]
        mark = "◆ " if line.id and line.id in self.marked else ""
        text = Text(_cut(mark + line.name, name_width - 1).ljust(name_width), "")
        if mark:
            text.stylize(self.tint("changed"), 0, 1)
        if owner_width:
            text.append(
                _cut(line.owner, owner_width - 1).ljust(owner_width),
                self.tint("changed" if line.owner_gone else "muted"),
            )
        for index in columns:
            cell = line.cells[index]
            shown = cell.marks + ("≠" if cell.differs else " ")
            text.append(shown, self._cell_style(cell, row == self.cursor and index == self.column))
            text.append(" " * (COLUMN - len(shown)))
        return text

    def _cell_style(self, cell: GridCell, here: bool) -> Style:
        if here and self.has_focus:
            return Style(reverse=True, bold=True)
        if cell.denies:
            return self.tint("bad")
        return self.tint("changed" if cell.differs else "good" if cell.marks.strip("·") else "muted")

    def validate_column(self, value: int) -> int:
        """Keep the cursor in a column."""
        return max(0, min(value, len(self.roles) - 1)) if self.roles else 0

    def watch_column(self, old: int, new: int) -> None:
        """Repaint the cursor's line, or everything when other roles come into sight."""
        if not self._place_columns():
            self.refresh_line(self.cursor)
        self.post_message(self.Moved(self, self.cursor))

    def _place_columns(self) -> bool:
        """Bring the cursor's role into sight, and as many others as fit; return whether they moved."""
        fitting = self._fitting(self.size.width)
        first = min(max(self._first, self.column - fitting + 1), self.column)
        first = max(0, min(first, len(self.roles) - fitting))
        if first == self._first:
            return False
        self._first = first
        self.refresh()
        return True

    def on_resize(self) -> None:
        """Another width has room for another number of roles."""
        self._place_columns()

    def action_column(self, step: int) -> None:
        """Move by columns."""
        self.column += step

    def action_mark(self) -> None:
        """Mark a namespace and go on to the next line; the root ACL is none."""
        row = self.current
        if row is not None and row.id:
            self.marked ^= {row.id}
            self.refresh_line(self.cursor)
            self.post_message(self.Marked())
        self.action_cursor(1)

    def action_mark_all(self) -> None:
        """Mark every namespace that is shown; when all of them are, unmark them."""
        shown = {row.id for row in self._rows if row.id}
        if shown <= self.marked:
            self.marked -= shown
        else:
            self.marked |= shown
        self.refresh()
        self.post_message(self.Marked())

    def action_choose(self) -> None:
        """Open the cell under the cursor."""
        row = self.current
        if row is not None:
            self.post_message(self.CellChosen(row.id, self.column))

    def on_click(self, event: events.Click) -> None:
        """A click goes to a cell; a second one opens it."""
        event.prevent_default()
        row = event.y if event.y < self.pinned else event.y + self.scroll_offset.y
        if not self.is_selectable(row):
            return
        width = self.size.width
        at = event.x - self._name_width(width) - self._owner_width(width)
        same = row == self.cursor
        self.cursor = row
        if at >= 0:
            self.column = self._first + at // COLUMN
        if same and event.chain >= 2:
            self.action_choose()

    def copy_text(self) -> str | None:
        """The id of the namespace under the cursor."""
        return self.current.id if self.current else None


def _cut(text: str, width: int) -> str:
    cut = Text(text)
    cut.truncate(width, overflow="ellipsis")
    return cut.plain
