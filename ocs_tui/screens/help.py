"""Every key of the screen one is on, generated from its bindings."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from ocs_tui.screens.keys import keys_of
from ocs_tui.widgets.field_list import FieldList, Line, heading, note


class HelpScreen(ModalScreen[None]):
    """Shows the keys of another screen."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > Vertical {
            width: 90%; max-width: 84; height: 90%; padding: 0 1;
            background: $surface; border: round $primary;
        }
        & .hint { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace,question_mark,q,enter", "dismiss(None)", "Back"),
    ]

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        self._of = screen

    def compose(self) -> ComposeResult:
        """What the screen is for, and its keys."""
        with Vertical() as frame:
            frame.border_title = "Keys"
            yield FieldList(id="help-keys")
            yield Static("escape goes back", classes="hint", markup=False)

    def on_mount(self) -> None:
        """List them."""
        lines: list[Line] = []
        if text := getattr(self._of, "HELP", ""):
            lines += [note(text, ""), Line()]
        for title, keys in keys_of(self._of):
            lines.append(heading(title))
            lines += [Line(key, words) for key, words in keys]
            lines.append(Line())
        fields = self.query_one(FieldList)
        fields.show(lines)
        fields.focus()
