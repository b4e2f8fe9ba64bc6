"""Ask for the client secret, for this run only."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class AskSecret(ModalScreen[str]):
    """Answers the secret; None when one gives none."""

    DEFAULT_CSS = """
    AskSecret {
        align: center middle;
        & > Vertical {
            width: 76; max-width: 95%; height: auto; padding: 1 2;
            background: $surface; border: round $warning;
        }
        & .hint { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, profile: str, client_id: str, why: str) -> None:
        super().__init__()
        self._profile, self._client_id, self._why = profile, client_id, why

    def compose(self) -> ComposeResult:
        """Why it is asked for, and where to type it."""
        with Vertical() as frame:
            frame.border_title = "Client secret"
            yield Static(self._why, markup=False)
            yield Static(f"The secret of client {self._client_id} (profile {self._profile}):", markup=False)
            yield Input(password=True, id="secret")
            hint = "It is kept in memory for this run only. enter signs in · escape goes on without"
            yield Static(hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        """The keyboard is in the field."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        if event.value:
            self.dismiss(event.value)
