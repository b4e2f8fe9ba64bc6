"""A plain line of tabs. Its panes are filled later by whoever shows it."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget


class TabLine(Widget):
    """Tabs by number."""

    COMPONENT_CLASSES = {"tab-line--active", "tab-line--idle"}
    DEFAULT_CSS = """
    TabLine {
        height: 1;
        .tab-line--active { text-style: bold underline; color: $primary; }
        .tab-line--idle { color: $text-muted; }
    }
    """

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.labels: tuple[str, ...] = ()
        self.active = 0

    def show(self, labels: tuple[str, ...], active: int) -> None:
        """Show these tabs, one of them active."""
        if (labels, active) != (self.labels, self.active):
            self.labels, self.active = labels, active
            self.refresh()

    def render(self) -> Text:
        """Number and name of each."""
        text = Text(no_wrap=True)
        for index, label in enumerate(self.labels):
            part = "active" if index == self.active else "idle"
            style = self.get_component_rich_style(f"tab-line--{part}", partial=True)
            text.append(f"{index + 1} {label}", style)
            text.append("   ")
        return text

    def on_click(self, event: events.Click) -> None:
        """Pick the tab under the pointer."""
        at = 0
        for index, label in enumerate(self.labels):
            end = at + len(label) + 2
            if at <= event.x < end + 3:
                self.post_message(self.Picked(index))
                return
            at = end + 3
