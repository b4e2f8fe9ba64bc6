"""What the screens of one long list share: ``/`` filters it as one types, escape ends that, then leaves."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from ocs_tui.screens.base import Base
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.status_line import ErrorLine


class Filtered(Base):
    """A screen around a list. A subclass names the list and narrows it."""

    DEFAULT_CSS = """
    Filtered > #find { border: round $primary; }
    """
    FIND: ClassVar[str] = "find"
    """What the empty field says can be found."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Find", key_display="/", id="filtered.filter"),
        Binding("escape,backspace", "back", "Back", id="filtered.back"),
    ]

    @property
    def listing(self) -> LineView:
        """The list."""
        raise NotImplementedError

    def narrow(self, text: str) -> None:
        """Show what fits; everything for an empty text."""
        raise NotImplementedError

    @property
    def wanted(self) -> str:
        """What stands in the filter."""
        box = self.query("#find")
        return box.first(Input).value if box else ""

    async def action_filter(self) -> None:
        """Filter as one types."""
        if not self.query("#find"):
            await self.mount(Input(placeholder=self.FIND, id="find"), before=self.listing)
        self.set_focus(self.query_one("#find"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self.narrow(event.value)

    def on_input_submitted(self) -> None:
        """Back to the list."""
        self.set_focus(self.listing)

    def action_back(self) -> None:
        """Dismiss the error, else end the filter, else leave."""
        if self.query_one(ErrorLine).dismiss():
            return
        if box := self.query("#find"):
            self.set_focus(self.listing)
            box.remove()
            self.narrow("")
            return
        self.dismiss(None)
