"""What the explorer's matrix, grid and tables are measured against: a bare table of as many columns."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable, Footer

COLUMNS = ("role", "Read", "Write", "Delete", "Manage", "Share")
ROWS = 100


class BareTable(App[None]):
    """A table with a cursor over whole lines, and nothing behind it."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        table: DataTable[str] = DataTable(cursor_type="row")
        table.add_columns(*COLUMNS)
        table.add_rows((f"role number {row}", *("Allow",) * 5) for row in range(ROWS))
        yield table
        yield Footer()


if __name__ == "__main__":
    BareTable().run()
