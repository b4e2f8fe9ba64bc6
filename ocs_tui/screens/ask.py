"""A question with two answers. Yes answers only when the question has stood for half a second."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

STANDS = 0.5
"""Seconds the question stands before yes is an answer."""


class Ask(ModalScreen[bool]):
    """Asks; answers True for yes."""

    DEFAULT_CSS = """
    Ask {
        align: center middle;
        & > Vertical {
            width: 64; max-width: 95%; height: auto; padding: 1 2;
            background: $surface; border: round $warning;
        }
        & Horizontal { height: auto; margin-top: 1; }
        & Button { margin-right: 2; min-width: 12; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n,escape", "answer(False)", "No", show=False),
    ]

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        """The question, and its answers with their keys."""
        with Vertical():
            yield Static(self._question, markup=False)
            with Horizontal():
                yield Button(f"{self._no} (escape)", id="no", variant="primary")
                yield Button(f"{self._yes} (…)", id="yes", variant="warning", disabled=True)

    def on_mount(self) -> None:
        """``enter`` typed ahead keeps what there is, and so does ``y``."""
        self.set_focus(self.query_one("#no", Button))
        self.set_timer(STANDS, self._stood)

    def _stood(self) -> None:
        yes = self.query_one("#yes", Button)
        yes.disabled = False
        yes.label = f"{self._yes} (y)"

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button answers."""
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """A key answers."""
        if not answer or not self.query_one("#yes", Button).disabled:
            self.dismiss(answer)
