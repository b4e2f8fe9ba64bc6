"""Said while the terminal is smaller than the program needs. It takes all keys: none acts unseen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

WIDTH, HEIGHT = 80, 24


class TooSmall(ModalScreen[None]):
    """Stands above everything else, which stays as it is."""

    DEFAULT_CSS = """
    TooSmall { align: center middle; background: $background; }
    TooSmall > Static { width: auto; max-width: 100%; height: auto; text-align: center; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.quit", "Quit")]

    def compose(self) -> ComposeResult:
        """What to do."""
        yield Static("", id="size", markup=False)

    def on_mount(self) -> None:
        """Say how small it is."""
        self.say(self.app.size.width, self.app.size.height)

    def on_screen_resume(self) -> None:
        """What stood above is gone; perhaps the terminal grew meanwhile."""
        size = self.app.size
        if size.width >= WIDTH and size.height >= HEIGHT:
            self.call_after_refresh(self._make_way)
        else:
            self.say(size.width, size.height)

    def _make_way(self) -> None:
        if self.is_current:
            self.dismiss()

    def say(self, width: int, height: int) -> None:
        """Say how small the terminal is now."""
        text = (
            f"ocs-tui needs {WIDTH}×{HEIGHT}.\nThis terminal is {width}×{height}.\nMake it larger · q quits"
        )
        self.query_one("#size", Static).update(text)
