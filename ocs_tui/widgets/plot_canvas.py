"""Cells that curves are drawn into with characters: braille, eight dots each, or plain ASCII marks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

MARKS = "●◆▲■✚○◇△"
ASCII_MARKS = "*+ox#@%&"
AXIS, WORDS = -1, -2
"""How a piece of a line looks that belongs to no series."""
_EVERY = 16
"""Columns after which a curve shows its mark again, where there are several."""
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))

Line = list[tuple[str, int]]
"""Pieces of text, each with the number of its series, AXIS or WORDS."""
Point = tuple[float, float | None]
Window = tuple[float, float]
"""From where to where."""


def place(value: float, scale: Window, last: int) -> int:
    """Return which of the columns, or lines, from 0 to ``last`` a value falls on."""
    low, high = scale
    share = (value / 2 - low / 2) / (high / 2 - low / 2)  # halves: the span itself may be infinite
    return max(0, min(last, round(share * last)))


class Canvas:
    """Cells that curves are drawn into, of eight dots each or of one."""

    def __init__(self, width: int, rows: int, ascii: bool, curves: int) -> None:
        self.width, self._rows, self._ascii, self._curves = width, rows, ascii, curves
        self._wide, self._high = (1, 1) if ascii else (2, 4)
        self._dots = [[0] * width for _ in range(rows)]
        self._owner = [[AXIS] * width for _ in range(rows)]
        self._alone: set[tuple[int, int]] = set()

    def _dot(self, number: int, x: int, y: int) -> tuple[int, int]:
        """Set a dot, counted from below; return its cell."""
        column, row = x // self._wide, self._rows - 1 - y // self._high
        self._dots[row][column] |= 1 if self._ascii else _DOTS[x % 2][3 - y % 4]
        self._owner[row][column] = number
        return column, row

    def trace(
        self, number: int, points: Sequence[Point], span: Window, scale: Window, stepwise: bool
    ) -> None:
        """Draw a curve; what falls into one column of dots is one stroke, however much it is."""
        strokes: list[list[float]] = []
        columns = self.width * self._wide - 1
        begin = span[0] / 2  # halves: the span itself may be infinite
        per_column = columns / (span[1] / 2 - begin)
        for x, y in points:
            if y is None:
                self._draw(number, strokes, scale, stepwise)
                strokes = []
                continue
            column = round((x / 2 - begin) * per_column)
            if strokes and strokes[-1][0] == column:
                stroke = strokes[-1]
                stroke[4] = y
                if y < stroke[2]:
                    stroke[2] = y
                elif y > stroke[3]:
                    stroke[3] = y
            else:
                strokes.append([column, y, y, y, y])
        self._draw(number, strokes, scale, stepwise)

    def _draw(self, number: int, strokes: list[list[float]], scale: Window, stepwise: bool) -> None:
        """Draw what lies between two gaps: columns, each with its first, least, greatest and last value."""
        last = self._rows * self._high - 1
        placed = [(int(column), *(place(y, scale, last) for y in rest)) for column, *rest in strokes]
        for x, _, low, high, _ in placed:
            for y in range(low, high + 1):
                cell = self._dot(number, x, y)
            if len(placed) == 1 and low == high:
                self._alone.add(cell)
        for (x0, _, _, _, y0), (x1, y1, _, _, _) in pairwise(placed):
            for (ax, ay), (bx, by) in pairwise([(x0, y0), *([(x1, y0)] if stepwise else []), (x1, y1)]):
                steps = max(abs(bx - ax), abs(by - ay), 1)
                for step in range(steps + 1):
                    self._dot(
                        number, ax + round((bx - ax) * step / steps), ay + round((by - ay) * step / steps)
                    )

    def lines(self) -> list[Line]:
        """Return what was drawn. Several curves show their marks now and then: colour is not needed."""
        marked = set(self._alone)
        if self._curves > 1:
            for number in range(self._curves):
                for column in range(number * _EVERY // self._curves % _EVERY, self.width, _EVERY):
                    own = [row for row in range(self._rows) if self._owner[row][column] == number]
                    marked |= {(column, row) for row in own[len(own) // 2 :][:1]}
        return [self._line(row, marked) for row in range(self._rows)]

    def _line(self, row: int, marked: set[tuple[int, int]]) -> Line:
        marks = ASCII_MARKS if self._ascii else MARKS
        pieces: Line = []
        for column, (dots, owner) in enumerate(zip(self._dots[row], self._owner[row], strict=True)):
            if not dots:
                letter = " "
            elif self._ascii or (column, row) in marked:
                letter = marks[owner % len(marks)]
            else:
                letter = chr(0x2800 + dots)
            if pieces and (pieces[-1][1] == owner or letter == " "):
                pieces[-1] = (pieces[-1][0] + letter, pieces[-1][1])
            else:
                pieces.append((letter, owner))
        return pieces
