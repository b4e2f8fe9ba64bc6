"""Quitting while a write is under way: wait for it, or leave and say that its outcome is unknown."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static


class Waiting(ModalScreen[bool]):
    """Answers True when one leaves without waiting, False when one stays."""

    DEFAULT_CSS = """
    Waiting {
        align: center middle;
        & > Vertical {
            width: 70; max-width: 95%; height: auto; padding: 1 2;
            background: $surface; border: round $warning;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q", "dismiss(True)", "Leave now", priority=True),
        Binding("escape", "dismiss(False)", "Stay"),
    ]

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self._titles = titles

    def compose(self) -> ComposeResult:
        """What is waited for."""
        with Vertical():
            yield Static("Waiting for what is being written:", markup=False)
            for title in self._titles:
                yield Static(f"  {title}", markup=False)
            yield Static("q again leaves now, its outcome unknown · escape stays", markup=False)
