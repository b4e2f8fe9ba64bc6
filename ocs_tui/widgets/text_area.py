"""A field of many lines."""

from __future__ import annotations

from typing import Any

from textual.widgets import TextArea


class LinesArea(TextArea):
    """Textual's, without two of its faults (8.2.8)."""

    def on_unmount(self) -> None:
        """Watch the theme no longer: the app would keep the field, and what it holds, until another is chosen."""
        watchers: dict[str, list[tuple[Any, Any]]] = getattr(self.app, "__watchers", {})
        watchers["theme"] = [one for one in watchers.get("theme", []) if one[0] is not self]

    def _recompute_cursor_offset(self) -> None:
        # Undo can make the text shorter than where the cursor still stands. A scroll bar that is not needed
        # any more then asks where it is drawn, which ended the program: it is told once it has been moved.
        if self.cursor_location[0] < self.document.line_count:
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]
