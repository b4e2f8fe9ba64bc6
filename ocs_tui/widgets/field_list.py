"""Fields and their values, one a line, a long value folded onto more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.text import Text

from ocs_tui.widgets.line_view import LineView

LONGEST = 10_000
"""Characters of a value that are shown here: folding it takes time for each. The body itself is shown whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a field list.

    Attributes:
        label: what the value is; empty for a line of text.
        value: what is shown, safe already.
        copy: what ``y`` copies: the value as it came; None where nothing is to be copied.
        tint: a style of :class:`LineView`, such as ``muted`` or ``bad``.
        heading: True for a heading, which the cursor jumps over.
        data: handed back when the line is chosen.
    """

    label: str = ""
    value: str = ""
    copy: str | None = None
    tint: str = ""
    heading: bool = False
    data: object = None


def heading(text: str) -> Line:
    """Return a heading."""
    return Line(value=text, heading=True)


def note(text: str, tint: str = "muted") -> Line:
    """Return a line of text."""
    return Line(value=text, tint=tint)


class FieldList(LineView):
    """Shows fields."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: Sequence[Line] = ()
        self._folded: list[tuple[Line, str, bool]] = []
        self._label_width = 0
        self._was_at: Line | None = None

    def show(self, lines: Sequence[Line]) -> None:
        """Replace what is shown; the cursor stays where it is if it can."""
        if lines == self.lines:
            return
        self.lines = lines
        self._fold(self.size.width)
        self.lines_changed()

    def on_resize(self) -> None:
        """Fold anew for the width; the cursor stays on its line, and comes back to it where there was no room."""
        at = self.current or self._was_at
        was_folded = bool(self._folded)
        self._fold(self.size.width)
        self._was_at = None if self._folded else at
        if not was_folded:
            self.lines_changed()
        self.go_to(lambda line: line is at)

    def _fold(self, width: int) -> None:
        if not width:  # not laid out yet: what is folded for no width would be painted once, a word a line
            self._folded = []
            return
        labels = [len(line.label) for line in self.lines if line.label]
        self._label_width = min(max(labels, default=0) + 2, max(12, width // 2))
        folded: list[tuple[Line, str, bool]] = []
        for line in self.lines:
            room = max(8, width - (self._label_width if line.label else 0) - 1)
            value = line.value
            if len(value) > LONGEST:
                value = (
                    f"{value[:LONGEST]}… and {len(value) - LONGEST:,} characters more: y copies all of them."
                )
            texts = [value]
            if len(value) * 2 > room:
                wrapped = Text(value).wrap(self.app.console, room)
                texts = [part.plain.rstrip() for part in wrapped] or texts
            folded += [(line, text, at == 0) for at, text in enumerate(texts)]
        self._folded = folded

    def row_count(self) -> int:
        """One line a field, more for a long one."""
        return len(self._folded)

    def is_selectable(self, row: int) -> bool:
        """Headings, blank lines and the folds of a value are jumped over."""
        line, _, first = self._folded[row]
        return first and not line.heading and bool(line.value or line.label)

    def row_text(self, row: int, width: int) -> Text:
        """Label, then value."""
        line, value, first = self._folded[row]
        if line.heading:
            return Text(value, self.tint("heading"))
        text = Text()
        if line.label:
            label = line.label[: self._label_width - 1] if first else ""
            text.append(label.ljust(self._label_width), self.tint("muted"))
        text.append(value, self.tint(line.tint) if line.tint else "")
        return text

    @property
    def current(self) -> Line | None:
        """The field under the cursor."""
        return self._folded[self.cursor][0] if self._folded else None

    def go_to(self, wanted: Callable[[Line], bool]) -> None:
        """Put the cursor on the first field that is wanted; it stays where none is."""
        rows = (row for row, (line, _, first) in enumerate(self._folded) if first and wanted(line))
        if (row := next(rows, None)) is not None:
            self.cursor = row

    def copy_text(self) -> str | None:
        """The value under the cursor, as it came."""
        line = self.current
        return line.copy if line else None
