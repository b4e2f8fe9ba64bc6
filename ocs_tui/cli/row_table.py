"""A table that is written while it is read: its columns are as wide as the first rows need, or the terminal lets."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from ocs_tui.model.text import safe

GAP = "  "
LEAST = 8
"""So many columns of the screen a text keeps when its column is made narrower."""


def width_there() -> int | None:
    """Return how many columns the terminal has that stdout goes to; None where it goes to none."""
    return shutil.get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else None


class RowTable:
    """Lines of a table, rows by rows.

    On a terminal no line is wider than it: the widest columns become narrower, the last ones are left out
    where that is not enough, and what does not fit is cut. Elsewhere nothing is cut.

    Args:
        header: the titles of its columns; the first column is made narrower last.
        width: columns of the terminal; None for no limit.
    """

    def __init__(self, header: Sequence[str], width: int | None) -> None:
        self._header = [safe(title) for title in header]
        self._limit = width
        self._widths: list[int] | None = None

    def lines(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """Return rows as lines, whose cells are safe to show; the header stands before the first."""
        first = self._widths is None
        if self._widths is None:
            natural = [max(map(cell_len, column)) for column in zip(self._header, *rows, strict=True)]
            self._widths = natural if self._limit is None else _fitted(natural, self._limit)
        return [self._line(row) for row in ([self._header, *rows] if first else rows)]

    def _line(self, row: Sequence[str]) -> str:
        assert self._widths is not None, "lines() has made them"
        cells = [self._cell(text, wide) for text, wide in zip(row, self._widths, strict=False)]
        return GAP.join(cells).rstrip()

    def _cell(self, text: str, wide: int) -> str:
        length = cell_len(text)
        if length <= wide:
            return text + " " * (wide - length)
        return text if self._limit is None else set_cell_size(text, wide - 1) + "…"


def _fitted(natural: list[int], limit: int) -> list[int]:
    """Return widths that fit, fewer than there are columns where need be."""
    widths = list(natural)
    while len(widths) > 1:
        over = sum(widths) + len(GAP) * (len(widths) - 1) - limit
        if over <= 0:
            return widths
        widest = max(range(1, len(widths)), key=lambda one: widths[one])
        if widths[widest] <= LEAST:
            widths.pop()
            continue
        others = max((wide for at, wide in enumerate(widths[1:], 1) if at != widest), default=0)
        widths[widest] = max(LEAST, min(widths[widest] - 1, max(others, widths[widest] - over)))
    return [min(widths[0], limit)]
