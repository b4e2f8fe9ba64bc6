"""Tables for people: columns as wide as what stands in them, everything safe to show."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ocs_tui.model.text import safe

GAP = "  "


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return the lines of a table; a title of several words in the header stands on several lines."""
    cells = [[safe(cell) for cell in row] for row in rows]
    titles = [title.split("\n") for title in header]
    deep = max(len(lines) for lines in titles)
    heads = [["", *([""] * (deep - len(lines))), *lines][-deep:] for lines in titles]
    above = [[lines[number] for lines in heads] for number in range(deep)]
    widths = [max(map(_width, column)) for column in zip(*above, *cells, strict=True)]
    return [
        GAP.join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in (*above, *cells)
    ]


def _width(text: str) -> int:
    """How many columns a terminal takes for it."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
