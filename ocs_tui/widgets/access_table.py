"""A table of who may do what, or of what somebody reaches: a line each, with the rights in five marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from ocs_tui.model.enums import RIGHT_LABELS, RIGHTS
from ocs_tui.model.text import fold
from ocs_tui.widgets.line_view import LineView

HEADINGS = tuple(RIGHT_LABELS[right].split(" ", maxsplit=1)[0] for right in RIGHTS)


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One line.

    Attributes:
        id: what ``y`` copies.
        name: what it is called, safe already.
        more: what else is said beside it, such as ``user`` or ``owner``, safe already.
        allowed: one a right, in the order of ``RIGHTS``: whether it may be done.
        denied: one a right: whether something denies it.
        reasons: why, a sentence each, safe already.
    """

    id: str
    name: str
    more: str
    allowed: tuple[bool, ...]
    denied: tuple[bool, ...]
    reasons: tuple[str, ...]


class AccessTable(LineView):
    """Shows the rows that fit a filter by name and by right."""

    pinned = 1

    def __init__(self, *, first: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._first = first
        self._rows: Sequence[AccessRow] = ()
        self._shown: list[AccessRow] = []
        self._wanted = ""
        self._right: int | None = None
        self.empty = "Nobody."

    def show(self, rows: Sequence[AccessRow]) -> None:
        """Show these rows."""
        self._rows = rows
        self._fit()

    def narrow(self, name: str, right: int | None) -> None:
        """Show only rows whose name or id holds ``name``, and that may do the right of that column."""
        self._wanted, self._right = name, right
        self._fit()

    def _fit(self) -> None:
        words = fold(self._wanted).split()
        self._shown = [
            row
            for row in self._rows
            if (self._right is None or row.allowed[self._right])
            and all(word in fold(f"{row.name} {row.more} {row.id}") for word in words)
        ]
        self.lines_changed()
        self.post_message(self.Moved(self, self.cursor))

    @property
    def counts(self) -> tuple[int, int]:
        """How many rows are shown, and of how many."""
        return len(self._shown), len(self._rows)

    @property
    def current(self) -> AccessRow | None:
        """The row under the cursor."""
        index = self.cursor - 1
        return self._shown[index] if 0 <= index < len(self._shown) else None

    def row_count(self) -> int:
        """The headings, and the rows."""
        return 1 + max(1, len(self._shown))

    def is_selectable(self, row: int) -> bool:
        """Every row but the headings."""
        return 1 <= row <= len(self._shown)

    def row_text(self, row: int, width: int) -> Text:
        """Name, the five rights, and what else is said."""
        room = max(16, min(40, width - sum(len(label) + 2 for label in HEADINGS) - 16))
        if row == 0:
            text = Text(self._first.ljust(room + 1), self.tint("heading"))
            for label in HEADINGS:
                text.append(label + "  ", self.tint("heading"))
            return text
        if not self._shown:
            return Text(self.empty, self.tint("muted"))
        item = self._shown[row - 1]
        name = Text(item.name)
        name.truncate(room, overflow="ellipsis", pad=True)
        text = Text.assemble(name, " ")
        for label, allowed, denied in zip(HEADINGS, item.allowed, item.denied, strict=True):
            word, style = (
                ("Deny", "bad") if denied and not allowed else ("yes", "good") if allowed else ("·", "muted")
            )
            text.append(word.ljust(len(label) + 2), self.tint(style))
        text.append(item.more, self.tint("muted"))
        return text

    def copy_text(self) -> str | None:
        """The id under the cursor."""
        return self.current.id if self.current else None
