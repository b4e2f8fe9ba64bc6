"""Choose several of a few things by ticking them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from ocs_tui.screens.dialog import Dialog
from ocs_tui.widgets.pick_list import Option
from ocs_tui.widgets.plain import plain
from ocs_tui.widgets.tick_list import TickList


class TickedChoice(Dialog):
    """Answers the ids of what is ticked; None when one goes back."""

    HELP = "Space ticks and unticks, a ticks all or none, o takes it, escape goes back."
    DEFAULT_CSS = """
    TickedChoice {
        & > Vertical { max-width: 84; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o,ctrl+s", "take", "Take", id="ticked.take"),
        Binding("a", "all", "All or none", id="ticked.all"),
        Binding("escape,backspace", "dismiss(None)", "Back", id="ticked.back"),
    ]

    def __init__(self, title: str, options: Sequence[Option], ticked: Collection[str]) -> None:
        super().__init__()
        self._heading = title
        self._ids = [option.id for option in options]
        self._list = TickList(options, ticked, id="ticked")

    def compose(self) -> ComposeResult:
        """The list in a frame."""
        with Vertical() as frame:
            frame.border_title = plain(self._heading)
            yield self._list
            yield Static(
                "space ticks · a all or none · o takes it · escape goes back", classes="hint", markup=False
            )

    def on_mount(self) -> None:
        """The keyboard is in the list."""
        self.set_focus(self._list)

    def action_all(self) -> None:
        """Tick all; where all are ticked, none."""
        self._list.tick(() if len(self._list.values) == len(self._ids) else self._ids)

    def action_take(self) -> None:
        """Answer."""
        self.dismiss(self._list.values)
