"""The journal as a list: when, what, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from ocs_tui.model.text import fold
from ocs_tui.widgets.line_view import LineView


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One change that was recorded.

    Attributes:
        id: its id in the journal.
        when: when, in words.
        title: what, in one line, safe already.
        outcome: what came of it, in words.
        tint: how the outcome looks.
    """

    id: str
    when: str
    title: str
    outcome: str
    tint: str


class JournalList(LineView):
    """Shows changes, newest first."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._all: Sequence[JournalLine] = ()
        self._rows: list[JournalLine] = []
        self._wanted = ""

    def show(self, lines: Sequence[JournalLine]) -> None:
        """Show these changes; the cursor stays on its change, though a newer one stands above it by now."""
        stays = self.current
        self._all = lines
        self.narrow(self._wanted)
        at = next((row for row, line in enumerate(self._rows) if stays and line.id == stays.id), self.cursor)
        self.cursor = at

    def narrow(self, text: str) -> None:
        """Show only those whose words hold every word of ``text``."""
        self._wanted = text
        words = fold(text).split()
        self._rows = [
            line
            for line in self._all
            if all(word in fold(f"{line.title} {line.outcome} {line.when} {line.id}") for word in words)
        ]
        self.lines_changed()
        self.post_message(self.Moved(self, self.cursor))

    @property
    def current(self) -> JournalLine | None:
        """The change under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def row_count(self) -> int:
        """One line a change."""
        return max(1, len(self._rows))

    def is_selectable(self, row: int) -> bool:
        """Every change."""
        return row < len(self._rows)

    def row_text(self, row: int, width: int) -> Text:
        """When, what, and what came of it."""
        if not self._rows:
            return Text("Nothing was written yet." if not self._all else "Nothing fits.", self.tint("muted"))
        line = self._rows[row]
        room = max(20, width - 42)
        title = Text(line.title)
        title.truncate(room, overflow="ellipsis", pad=True)
        return Text.assemble(
            (line.when + "  ", self.tint("muted")), title, "  ", (line.outcome, self.tint(line.tint))
        )

    def copy_text(self) -> str | None:
        """The id of the change under the cursor."""
        return self.current.id if self.current else None
