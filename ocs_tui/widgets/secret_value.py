"""A secret on the screen: alone on its lines, so that a terminal's own selection takes it and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

COVER = "•"


class SecretValue(Widget):
    """Shows a secret until it is cleared; a picture of the screen shows it covered.

    It is drawn a character at a time: Rich and Textual keep the texts that they have measured.

    Args:
        value: the secret.
    """

    DEFAULT_CSS = """
    SecretValue {
        height: auto;
        margin: 1 0;
        color: $text-warning;
        text-style: bold;
    }
    """

    def __init__(self, value: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._characters = list(value)
        self._covered = False

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it needs."""
        return max(1, -(-len(self._characters) // max(1, width)))

    def render_line(self, y: int) -> Strip:
        """Draw a part of it."""
        width = max(1, self.size.width)
        part = self._characters[y * width : (y + 1) * width]
        style = self.rich_style
        segments = [Segment(COVER if self._covered else each, style) for each in part]
        return Strip(segments, len(part)).extend_cell_length(width, style)

    def clear(self) -> None:
        """Forget it."""
        self._characters.clear()
        self.refresh(layout=True)

    @contextmanager
    def covered(self) -> Iterator[None]:
        """Draw it covered meanwhile."""
        self._covered = True
        self.refresh()
        try:
            yield
        finally:
            self._covered = False
            self.refresh()
