"""The columns of a table: how wide each is, which are in sight, and a line of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

_GAP = 2
"""Spaces between two columns."""
_WIDEST = 60
_LEAST_OF_FIRST = 8


class Columns:
    """Columns of which the first stays in sight, and the others move by when there is no room for all.

    They are settled by the first cells that come, so that they do not jump with each page; what is wider
    later is kept in mind until :meth:`widen`.
    """

    def __init__(self, margin: int = 0) -> None:
        self._margin = margin
        """Columns of the terminal before the first."""
        self._first = 1
        self.headings: tuple[str, ...] = ()
        self._widths: list[int] = []
        self._wider: list[int] = []

    def begin(self, headings: Sequence[str]) -> None:
        """Begin with others; the headings are safe already."""
        self.headings = tuple(headings)
        self._first, self._widths, self._wider = 1, [], []

    def take(self, lines: Iterable[Sequence[str]]) -> bool:
        """Take in the cells of some lines; return whether that settled the columns."""
        widths = [cell_len(heading) for heading in self.headings]
        is_any = False
        for cells in lines:
            is_any = True
            for at, cell in enumerate(cells[: len(widths)]):
                widths[at] = max(widths[at], min(_WIDEST, cell_len(cell)))
        if not is_any:
            return False
        if not self._widths:
            self._widths = widths
            return True
        wider = [max(pair) for pair in zip(self._wider or self._widths, widths, strict=True)]
        self._wider = wider if wider != self._widths else []
        return False

    @property
    def wants_wider(self) -> bool:
        """Whether something came that is wider than its column."""
        return bool(self._wider)

    def widen(self) -> None:
        """Make them as wide as what came."""
        if self._wider:
            self._widths, self._wider = self._wider, []

    def move(self, step: int, width: int) -> bool:
        """Bring others into sight in so wide a view; return whether they moved."""
        first = max(1, min(self._first + step, self._last_first(width)))
        moved = first != self._first
        self._first = first
        return moved

    def reveal(self, column: int, width: int) -> bool:
        """Bring a column into sight as a whole; return whether they moved."""
        widths, room = self._room(width)
        before = self._first
        self._first = max(1, min(self._first, column))
        while (
            self._first < column
            and sum(widths[self._first : column + 1]) + _GAP * (column - self._first) > room
        ):
            self._first += 1
        return self._first != before

    def at(self, x: int, width: int) -> int:
        """Return the column at so many columns of the terminal from the left."""
        widths, _ = self._room(width)
        x -= self._margin + widths[0] + _GAP
        column = 0
        while x >= 0 and column < len(widths) - 1:
            column = column + 1 if column else self._first
            x -= widths[column] + _GAP
        return min(column, len(widths) - 1)

    def heading(self, width: int, style: Style) -> Text:
        """Return the line of the headings, with arrows where there are more."""
        text = self.line(self.headings, width, lambda _: "")
        text.truncate(width - 1, pad=True)
        plain = ("‹" if self._first > 1 else " ") + text.plain[1:] if self._margin else text.plain
        return Text(plain + ("›" if self._first < self._last_first(width) else ""), style)

    def line(self, cells: Sequence[str], width: int, style: Callable[[int], Style | str]) -> Text:
        """Return a line of cells; what has no room is cut with an ellipsis."""
        widths, room = self._room(width)
        line = Text(" " * self._margin)
        _put(line, cells[0] if cells else "", widths[0], style(0))
        for at in range(self._first, len(widths)):
            if room <= 0:
                break
            _put(line, cells[at] if at < len(cells) else "", min(widths[at], room), style(at))
            room -= widths[at] + _GAP
        return line

    def _room(self, width: int) -> tuple[list[int], int]:
        """Return the widths as they are drawn, and the room beside the first."""
        widths = self._widths or [max(_LEAST_OF_FIRST, cell_len(heading)) for heading in self.headings] or [0]
        if len(widths) > 1:
            widths = [min(widths[0], max(_LEAST_OF_FIRST, width // 2)), *widths[1:]]
        else:
            widths = [min(widths[0], max(1, width - self._margin))]
        return widths, width - self._margin - widths[0] - _GAP

    def _last_first(self, width: int) -> int:
        """Return the first column from which all to the last have room."""
        widths, room = self._room(width)
        at, used = len(widths), -_GAP
        while at > 1 and used + widths[at - 1] + _GAP <= room:
            at -= 1
            used += widths[at] + _GAP
        return max(1, min(at, len(widths) - 1))


def _put(line: Text, cell: str, width: int, style: Style | str) -> None:
    part = Text(cell, style)
    part.truncate(width, overflow="ellipsis", pad=True)
    line.append_text(part)
    line.append(" " * _GAP)
