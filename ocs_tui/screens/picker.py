"""Pick one thing from a filterable list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from ocs_tui.widgets.pick_list import Option, PickList


class Picker(ModalScreen[str]):
    """Answers the id that was picked; None when none was."""

    DEFAULT_CSS = """
    Picker {
        align: center middle;
        & > Vertical {
            width: 90%; max-width: 90; height: 80%; padding: 0 1;
            background: $surface; border: round $primary;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, title: str, placeholder: str, options: Sequence[Option], empty: str) -> None:
        super().__init__()
        self._heading = title
        self._options, self._empty = options, empty
        self._list = PickList(placeholder=placeholder)

    def compose(self) -> ComposeResult:
        """The list in a frame."""
        with Vertical() as frame:
            frame.border_title = self._heading
            yield self._list
            yield Static("type to filter · enter picks · escape goes back", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Offer, with the keyboard in the filter."""
        self._list.show(self._options, self._empty)
        self.set_focus(self._list.query_one("Input"))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Answer."""
        if event.option is not None:
            self.dismiss(event.option.id)
