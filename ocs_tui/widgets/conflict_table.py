"""What two people changed differently: as it was, mine, and theirs, side by side, with what was picked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message

from ocs_tui.widgets.line_view import LineView

HEADINGS = ("Was", "Mine", "Theirs")


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One thing to pick. All texts are safe already.

    Attributes:
        group: what it belongs to, such as a role; said once above its rows.
        label: what it is, such as a right.
        was: what it was before both changes.
        mine: what I made of it.
        theirs: what it is now.
    """

    group: str
    label: str
    was: str
    mine: str
    theirs: str


class ConflictTable(LineView):
    """Shows the rows; ``?`` marks what is not picked yet, ``✓`` what was."""

    pinned = 1

    class Picked(Message):
        """Mine or theirs was clicked."""

        def __init__(self, mine: bool) -> None:
            super().__init__()
            self.mine = mine

    def __init__(self, rows: Sequence[ConflictRow], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows = rows
        self.picked: list[bool | None] = [None] * len(rows)
        """One a row: True for mine, False for theirs, None where nothing is picked yet."""
        self._lines: list[int | str] = []  # the number of a row, or a group's heading
        for index, row in enumerate(rows):
            if row.group and (not index or rows[index - 1].group != row.group):
                self._lines.append(row.group)
            self._lines.append(index)

    @property
    def left(self) -> int:
        """How many are not picked yet."""
        return sum(pick is None for pick in self.picked)

    @property
    def current(self) -> int:
        """The number of the row under the cursor."""
        line = self._lines[self.cursor - 1] if 1 <= self.cursor <= len(self._lines) else 0
        return line if isinstance(line, int) else 0

    def pick(self, mine: bool) -> None:
        """Pick for the row under the cursor, and go on to the next one."""
        self.picked[self.current] = mine
        self.refresh_line(self.cursor)
        self.action_cursor(1)

    def pick_all(self, mine: bool) -> None:
        """Pick for every row."""
        self.picked = [mine] * len(self.rows)
        self.refresh()

    def row_count(self) -> int:
        """The headings, and the rows below their groups."""
        return 1 + len(self._lines)

    def is_selectable(self, row: int) -> bool:
        """What can be picked."""
        return row > 0 and isinstance(self._lines[row - 1], int)

    def on_mount(self) -> None:
        """The cursor is on the first row."""
        self.lines_changed()

    def _label_width(self, width: int) -> int:
        return min(max([len(row.label) for row in self.rows], default=0) + 5, max(16, width // 4))

    def _column_width(self, width: int) -> int:
        return max(8, (width - self._label_width(width)) // 3)

    def row_text(self, row: int, width: int) -> Text:
        """What it is, what it was, mine and theirs."""
        label_width, column = self._label_width(width), self._column_width(width)
        if row == 0:
            headings = "".join(f"  {each}".ljust(column) for each in HEADINGS)
            return Text(" " * label_width + headings, self.tint("heading"))
        line = self._lines[row - 1]
        if isinstance(line, str):
            return Text(_cut(line, width), self.tint("key"))
        shown, picked = self.rows[line], self.picked[line]
        mark = "? " if picked is None else "  "
        text = Text(_padded(mark + shown.label, label_width))
        if picked is None:
            text.stylize(self.tint("changed"), 0, 1)
        text.append(_padded(f"  {shown.was}", column), self.tint("muted"))
        for value, is_mine in ((shown.mine, True), (shown.theirs, False)):
            mark = "✓ " if picked is is_mine else "  "
            text.append(_padded(mark + value, column), self._style(picked, is_mine, value != shown.was))
        return text

    def _style(self, picked: bool | None, is_mine: bool, changed: bool) -> Style:
        if picked is None:
            return self.tint("changed") if changed else Style.null()
        return self.tint("good" if picked is is_mine else "muted")

    def on_click(self, event: events.Click) -> None:
        """A click on mine or on theirs picks it; elsewhere it moves the cursor."""
        event.prevent_default()
        row = event.y if event.y < self.pinned else event.y + self.scroll_offset.y
        if row >= self.row_count() or not self.is_selectable(row):
            return
        self.cursor = row
        width = self.size.width
        at = (event.x - self._label_width(width)) // self._column_width(width)
        if event.x >= self._label_width(width) and at >= 1:
            self.post_message(self.Picked(at == 1))

    def copy_text(self) -> str | None:
        """The row under the cursor."""
        row = self.rows[self.current] if self.rows else None
        return f"{row.group} {row.label}: {row.was} / {row.mine} / {row.theirs}".strip() if row else None


def _cut(text: str, width: int) -> str:
    cut = Text(text)
    cut.truncate(max(1, width), overflow="ellipsis")
    return cut.plain


def _padded(text: str, width: int) -> str:
    """Cut or fill up to a width in columns of the terminal, a blank at the end."""
    padded = Text(_cut(text, width - 1))
    padded.truncate(width, pad=True)
    return padded.plain
