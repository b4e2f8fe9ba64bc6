"""Lists on stdout while they are read: a table, one JSON array, or CSV."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ocs_tui.cli.row_table import RowTable, width_there
from ocs_tui.cli.talk import put, put_file
from ocs_tui.cli.things import cells
from ocs_tui.data.values import csv_line
from ocs_tui.model.text import safe_lines

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Kind


def put_text(text: str) -> None:
    """Write a part of a file on stdout: as it is, unless somebody looks at it."""
    put_file("\n".join(safe_lines(text, len(text))) if sys.stdout.isatty() else text)


class TableWriter:
    """A table, for people. Nothing at all where there is nothing."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._table = RowTable(cells.heading(kind), width_there())

    def put(self, things: Sequence[Any]) -> None:
        """Write things."""
        if things:
            for line in self._table.lines([cells.row(self._kind, thing) for thing in things]):
                put(line)

    def end(self) -> None:
        """Write what comes last: nothing."""


class JsonWriter:
    """One array, a thing a line, in ASCII. One that broke off has no end, and so is no JSON."""

    def __init__(self) -> None:
        self._begun = False

    def put(self, bodies: Sequence[Any]) -> None:
        """Write bodies."""
        for body in bodies:
            put_file(f"{',' if self._begun else '['}\n  {json.dumps(body)}")
            self._begun = True

    def end(self) -> None:
        """Close the array."""
        put_file("\n]\n" if self._begun else "[]\n")


class CsvWriter:
    """CSV for a spreadsheet: the fields that the kind declares, as they came."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        put_text(csv_line([field.label for field in kind.fields]))

    def put(self, bodies: Sequence[dict[str, Any]]) -> None:
        """Write bodies."""
        put_text("".join(csv_line(cells.csv_row(self._kind, body)) for body in bodies))

    def end(self) -> None:
        """Write what comes last: nothing."""
