"""Tables for people: columns as wide as what stands in them, everything safe to show."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ocs_tui.model.text import safe

GAP = "  "
_FEW = 8
"""So many columns a text has that is cut, however narrow it gets."""


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return the lines of a table; a title of several words in the header stands on several lines."""
    cells = [[safe(cell) for cell in row] for row in rows]
    above = _stacked(header)
    widths = _widths(above, cells)
    return [
        GAP.join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in (*above, *cells)
    ]


def tables_within(width: int, header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return the lines of a table that is no wider than ``width`` columns.

    One that is too wide comes as several, one below the other, each with as many columns as fit beside the
    first, which stands in all of them. What is too long for its place all the same loses its middle: a name
    in the first column that takes more than half, and a cell that does not fit beside it.
    """
    cells = [[safe(cell) for cell in row] for row in rows]
    if sum(_widths(_stacked(header), cells)) + len(GAP) * (len(header) - 1) <= width:
        return table(header, cells)
    first = [_cut(row[0], width // 2) for row in cells]
    left = width - max(map(_width, (header[0], *first))) - len(GAP)
    cells = [[name, *(_cut(cell, left) for cell in row[1:])] for name, row in zip(first, cells, strict=True)]
    header = ["\n".join(_cut(line, left) for line in title.split("\n")) for title in header]
    widths = _widths(_stacked(header), cells)
    blocks: list[list[int]] = [[]]
    for column in range(1, len(header)):
        if blocks[-1] and sum(widths[one] + len(GAP) for one in (*blocks[-1], column)) > left + len(GAP):
            blocks.append([])
        blocks[-1].append(column)
    lines: list[str] = []
    for block in blocks:
        shown = (0, *block)
        lines += [""] if lines else []
        lines += table([header[one] for one in shown], [[row[one] for one in shown] for row in cells])
    return lines


def _stacked(header: Sequence[str]) -> list[list[str]]:
    """Return the lines of the titles, which end on the last one."""
    titles = [title.split("\n") for title in header]
    deep = max(len(lines) for lines in titles)
    heads = [["", *([""] * (deep - len(lines))), *lines][-deep:] for lines in titles]
    return [[lines[number] for lines in heads] for number in range(deep)]


def _widths(above: Sequence[Sequence[str]], cells: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(_width, column)) for column in zip(*above, *cells, strict=True)]


def _cut(text: str, width: int) -> str:
    """Return a text that takes no more than ``width`` columns, and no fewer than a few; its ends are kept."""
    width = max(width, _FEW)
    if _width(text) <= width:
        return text
    head, tail = text[: width // 2], text[-(width // 2) :]
    while _width(head) + 1 + _width(tail) > width:
        head, tail = (head[:-1], tail) if _width(head) >= _width(tail) else (head, tail[1:])
    return f"{head}…{tail}"


def _width(text: str) -> int:
    """How many columns a terminal takes for it."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
