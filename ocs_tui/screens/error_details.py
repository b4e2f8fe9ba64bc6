"""An error in full: what the service said, and the Operation-Id to quote to its support."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.screens.working import begin
from ocs_tui.widgets.field_list import FieldList, Line, note


class ErrorDetails(ModalScreen[None]):
    """Shows an error."""

    DEFAULT_CSS = """
    ErrorDetails {
        align: center middle;
        & > Vertical {
            width: 90%; max-width: 100; height: 16; padding: 0 1;
            background: $surface; border: round $error;
        }
        & .hint { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace,enter", "dismiss(None)", "Back"),
        Binding("y", "copy", "Copy"),
    ]

    def __init__(self, sentence: str, operation_id: str | None, detail: tuple[str, ...]) -> None:
        super().__init__()
        self._sentence, self._operation_id, self._detail = sentence, operation_id, detail

    def compose(self) -> ComposeResult:
        """Sentence, Operation-Id, details."""
        with Vertical() as frame:
            frame.border_title = "What went wrong"
            yield FieldList(id="error-fields")
            yield Static("y copies the Operation-Id · escape goes back", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show it."""
        operation = safe(self._operation_id) if self._operation_id else "none was given"
        lines = [
            Line("Error", self._sentence, self._sentence),
            Line("Operation-Id", operation, self._operation_id, "" if self._operation_id else "muted"),
            *(note(text, "") for text in self._detail),
        ]
        fields = self.query_one(FieldList)
        fields.show(lines)
        fields.focus()

    def action_copy(self) -> None:
        """Copy the Operation-Id, else the sentence."""
        from ocs_tui.widgets.clipboard import copy

        async def run() -> None:
            frame = self.query_one(Vertical)
            frame.border_subtitle = await copy(self.app, self._operation_id or self._sentence)

        begin(self, run)
