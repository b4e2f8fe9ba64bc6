"""A checkbox whose state is seen without colour."""

from __future__ import annotations

from textual.widgets import Checkbox


class Tick(Checkbox):
    """Shows X when it is on, and nothing when it is off; Textual's own shows a dim X then."""

    def on_mount(self) -> None:
        """Show the state one starts with."""
        self._mark()

    def watch_value(self) -> None:
        """Show the state."""
        super().watch_value()
        self._mark()

    def _mark(self) -> None:
        self.BUTTON_INNER = "X" if self.value else " "
        self.refresh()
