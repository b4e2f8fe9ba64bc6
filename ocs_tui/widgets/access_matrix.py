"""The access control list as a matrix: roles by rights."""

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

from ocs_tui.model.enums import RIGHT_LABELS, RIGHTS, AccessRight
from ocs_tui.widgets.line_view import LineView

SHORT = {**RIGHT_LABELS, AccessRight.MANAGE_ACCESS_CONTROL: "Manage"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One right of one role.

    Attributes:
        word: ``Allow``, ``Deny`` or empty for unset.
        both: True when an Allowed and a Denied entry both hold it (so it is denied).
        changed: True when an edit changed it.
    """

    word: str = ""
    both: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One role.

    Attributes:
        role_id: its id, as it came.
        name: its name, safe already.
        cells: one a right, in the order of ``RIGHTS``.
        extra: what else the entries hold, such as unknown bits; empty for nothing.
    """

    role_id: str
    name: str
    cells: tuple[Cell, ...]
    extra: str = ""


_FULL = 76
"""From this width on the headings are written out."""
_ROOMY = 60
"""From this width on the columns stand further apart."""


class AccessMatrix(LineView):
    """Shows rows of roles. In an editor the keys change it; elsewhere they ask for the editor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "column(-1)", "Left", show=False, id="matrix.left"),
        Binding("right,l", "column(1)", "Right", show=False, id="matrix.right"),
        Binding(
            "space",
            "edit('toggle')",
            "Set",
            key_display="space",
            id="matrix.toggle",
            tooltip="The cell: unset → Allow → Deny → unset",
        ),
        Binding("a", "edit('add')", "Add", tooltip="Add a role", id="matrix.add"),
        Binding("x", "edit('clear')", "Clear", tooltip="Clear the row", id="matrix.clear"),
        Binding("i", "ids", "Show ids, or names again", show=False, id="matrix.ids"),
    ]
    column: reactive[int] = reactive(0, repaint=False)

    class Edit(Message):
        """A key that changes the list was pressed.

        Attributes:
            action: ``toggle``, ``add`` or ``clear``.
            role_id: the row's role; None where there is no row.
            right: the column's right.
        """

        def __init__(self, action: str, role_id: str | None, right: AccessRight) -> None:
            super().__init__()
            self.action = action
            self.role_id = role_id
            self.right = right

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[MatrixRow] = ()
        self.rest: Sequence[str] = ()
        self.note = ""
        self._noted: Sequence[str] = ()
        self.show_ids = False
        self._above = self.pinned = 1  # the headings

    def show(self, rows: Sequence[MatrixRow], rest: Sequence[str] = (), note: str = "") -> None:
        """Show a list.

        Args:
            rows: the roles.
            rest: the entries that fit no row, in words, safe already.
            note: a sentence above the matrix.
        """
        if (rows, rest, note) == (self.rows, self.rest, self.note):
            return
        at = self.current
        self.rows, self.rest, self.note = rows, rest, note
        self._fold(at)
        self.lines_changed()

    def on_resize(self) -> None:
        """Fold the sentence above anew for the width; the cursor stays on its role."""
        self._fold(self.current)

    def _fold(self, at: MatrixRow | None) -> None:
        room = max(8, self.size.width - 1)
        folded = Text(self.note).wrap(self.app.console, room) if self.note else ()
        self._noted = tuple(line.plain.rstrip() for line in folded)
        self._above = self.pinned = len(self._noted) + 1
        if at is not None:
            self.go_to(at.role_id)

    def go_to(self, role_id: str, right: AccessRight | None = None) -> bool:
        """Put the cursor on a role's row, and on a right of it; return whether it has a row."""
        if right is not None:
            self.column = RIGHTS.index(right)
        for index, row in enumerate(self.rows):
            if row.role_id.casefold() == role_id.casefold():
                self.cursor = index + self._above
                return True
        return False

    @property
    def current(self) -> MatrixRow | None:
        """The row under the cursor; None when there is none."""
        index = self.cursor - self._above
        return self.rows[index] if 0 <= index < len(self.rows) else None

    @property
    def right(self) -> AccessRight:
        """The right of the column the cursor is in."""
        return RIGHTS[self.column]

    def cell_words(self) -> str:
        """Say the cell under the cursor in words."""
        row = self.current
        if row is None:
            return ""
        cell = row.cells[self.column]
        word = cell.word or "unset"
        both = " (also in its Allowed entry; Deny wins)" if cell.both else ""
        return f"{row.name} · {RIGHT_LABELS[self.right]}: {word}{both}"

    # Drawing.

    def row_count(self) -> int:
        """Note, headings, rows, and the entries that fit no row."""
        rest = len(self.rest) + 2 if self.rest else 0
        return self._above + max(1, len(self.rows)) + rest

    def is_selectable(self, row: int) -> bool:
        """The roles' rows."""
        return self._above <= row < self._above + len(self.rows)

    def _columns(self, width: int) -> list[tuple[str, int]]:
        """Return the headings of the rights and how wide each column is."""
        gap = 2 if width >= _ROOMY else 1
        labels = [(RIGHT_LABELS if width >= _FULL else SHORT)[right] for right in RIGHTS]
        return [(label, max(len(label), len("Allow")) + gap) for label in labels]

    def _name_width(self, width: int) -> int:
        return max(12, min(44, width - sum(wide for _, wide in self._columns(width))))

    def row_text(self, row: int, width: int) -> Text:
        """Draw a line of the matrix."""
        if row < len(self._noted):
            return Text(self._noted[row], self.tint("muted"))
        columns, name_width = self._columns(width), self._name_width(width)
        if row == self._above - 1:
            text = Text("Role".ljust(name_width), self.tint("heading"))
            for label, wide in columns:
                text.append(label.ljust(wide), self.tint("heading"))
            return text
        index = row - self._above
        if not self.rows and index == 0:
            return Text("No role has an entry.", self.tint("muted"))
        if index < len(self.rows):
            return self._role(self.rows[index], row == self.cursor, columns, name_width)
        below = index - max(1, len(self.rows))
        if below == 0:
            return Text()
        if below == 1:
            return Text(
                f"Entries that fit no row, kept as they are ({len(self.rest)}):", self.tint("heading")
            )
        return Text("  " + self.rest[below - 2], self.tint("muted"))

    def _role(self, row: MatrixRow, here: bool, columns: list[tuple[str, int]], name_width: int) -> Text:
        name = Text(row.role_id if self.show_ids else row.name)
        name.truncate(name_width - 1, overflow="ellipsis", pad=True)
        text = Text.assemble(name, " ")
        for index, ((_, wide), cell) in enumerate(zip(columns, row.cells, strict=True)):
            word = (cell.word or "·") + ("+" if cell.both else "") + ("*" if cell.changed else "")
            style = self._cell_style(cell, here and index == self.column)
            text.append(word, style)
            text.append(" " * (wide - len(word)))
        if row.extra:
            text.append(row.extra, self.tint("muted"))
        return text

    def _cell_style(self, cell: Cell, here: bool) -> Style:
        if here and self.has_focus:
            return Style(reverse=True, bold=True)
        if cell.changed:
            return self.tint("changed")
        return self.tint({"Allow": "good", "Deny": "bad"}.get(cell.word, "muted"))

    # Moving.

    def validate_column(self, value: int) -> int:
        """Keep the cursor in a column."""
        return max(0, min(value, len(RIGHTS) - 1))

    def watch_column(self) -> None:
        """Repaint the cursor's line."""
        self.refresh_line(self.cursor)
        self.post_message(self.Moved(self, self.cursor))

    def action_column(self, step: int) -> None:
        """Move by columns."""
        self.column += step

    def action_edit(self, action: str) -> None:
        """Ask for a change."""
        row = self.current
        self.post_message(self.Edit(action, row.role_id if row else None, self.right))

    def action_ids(self) -> None:
        """Show ids in place of names, or names again."""
        self.show_ids = not self.show_ids
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click goes to a cell; a click on the cell under the cursor changes it."""
        event.prevent_default()
        row = event.y if event.y < self.pinned else event.y + self.scroll_offset.y
        if not self.is_selectable(row):
            return
        at = self._name_width(self.size.width)
        for index, (_, wide) in enumerate(self._columns(self.size.width)):
            if at <= event.x < at + wide:
                if (row, index) == (self.cursor, self.column) and event.chain >= 2:
                    self.action_edit("toggle")
                self.column = index
            at += wide
        self.cursor = row

    def copy_text(self) -> str | None:
        """The id of the role under the cursor."""
        row = self.current
        return row.role_id if row else None
