"""A field of many lines."""

from __future__ import annotations

from textual.widgets import TextArea


class LinesArea(TextArea):
    """Textual's, whose undo can make the text shorter than where the cursor still stands.

    A scroll bar that is not needed any more then asks where the cursor is drawn (Textual 8.2.8), which ended
    the program: it is told as soon as the cursor has been moved.
    """

    def _recompute_cursor_offset(self) -> None:
        if self.cursor_location[0] < self.document.line_count:
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]
