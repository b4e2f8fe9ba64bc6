"""A long table of things: a line is made of its thing when it is seen, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.text import Text

from ocs_tui.widgets.line_view import LineView

_SAMPLE = 200
"""Lines by which the columns are made as wide as they need to be."""
_WIDEST = 60
_LEAST = 8
_LEAST_OF_LAST = 16
"""A piece of an id that is shorter tells nothing: without it there is more room for names."""
_GAP = 2

Cells = Callable[[int], tuple[str, ...]]
"""Returns the cells of a thing by its number, safe already."""


class ThingTable(LineView):
    """Shows the things of some numbers, under headings that stay."""

    pinned = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._headings: tuple[str, ...] = ()
        self._cells: Cells = lambda number: ()
        self._numbers: Sequence[int] = ()
        self._widths: list[int] = []
        self.empty = ""
        """What is said where there is nothing."""

    def show(self, headings: tuple[str, ...], cells: Cells, numbers: Sequence[int], empty: str) -> None:
        """Show things; the cursor stays on its line.

        Args:
            headings: a heading a column.
            cells: returns the cells of a thing.
            numbers: which things, in which order.
            empty: what is said where there are none.
        """
        had = min(len(self._numbers), _SAMPLE)
        self._cells, self._numbers, self.empty = cells, numbers, empty
        if headings != self._headings or had < _SAMPLE:
            self._headings = headings
            self._fit(self.size.width)
        self.lines_changed()

    @property
    def current(self) -> int | None:
        """The number of the thing under the cursor."""
        at = self.cursor - 1
        return self._numbers[at] if 0 <= at < len(self._numbers) else None

    def go_to(self, number: int) -> None:
        """Put the cursor on a thing; nothing happens where it is not shown."""
        if number in self._numbers:
            self.cursor = self._numbers.index(number) + 1

    def on_resize(self) -> None:
        """Share the new width out."""
        self._fit(self.size.width)

    def _fit(self, width: int) -> None:
        """Make each column as wide as it needs; where there is not room for all, the last, an id, goes first."""
        sample = [self._headings, *(self._cells(number) for number in self._numbers[:_SAMPLE])]
        widths = [min(_WIDEST, max(map(cell_len, column))) for column in zip(*sample, strict=True)]
        room = max(1, width - _GAP * (len(widths) - 1))
        if widths:
            left = room - sum(widths[:-1])
            widths[-1] = min(widths[-1], left) if left >= _LEAST_OF_LAST else 0
        while sum(widths) > room and max(widths, default=0) > _LEAST:
            widths[widths.index(max(widths))] -= 1
        self._widths = widths

    def row_count(self) -> int:
        """The headings, and a line a thing."""
        return 1 + max(1, len(self._numbers))

    def is_selectable(self, row: int) -> bool:
        """Every line but the headings."""
        return 1 <= row <= len(self._numbers)

    def row_text(self, row: int, width: int) -> Text:
        """A line of the table."""
        if row == 0:
            return self._line(self._headings, "heading")
        if not self._numbers:
            return Text(self.empty, self.tint("muted"))
        return self._line(self._cells(self._numbers[row - 1]), "")

    def _line(self, cells: tuple[str, ...], tint: str) -> Text:
        line = Text("", self.tint(tint) if tint else "")
        for number, (cell, room) in enumerate(zip(cells, self._widths, strict=False)):
            if not room:
                continue
            part = Text(cell, self.tint("muted") if number and not tint else "")
            part.truncate(room, overflow="ellipsis", pad=True)
            line.append_text(part)
            line.append(" " * _GAP)
        return line
