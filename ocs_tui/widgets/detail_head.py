"""The head of the pane: what it shows, where that was read, and a plain line of tabs, drawn in one piece."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from ocs_tui.widgets.tint import tint


class DetailHead(Widget):
    """Title, subtitle, and tabs by number. Its panes are filled by whoever shows it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"detail-head--active", "detail-head--idle"}
    DEFAULT_CSS = """
    DetailHead {
        height: 4;
        .detail-head--active { text-style: bold underline; color: $primary; }
        .detail-head--idle { color: $text-muted; }
    }
    """

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown: tuple[str, str, tuple[str, ...], int] = ("", "", (), 0)

    def show(self, title: str, subtitle: str, tabs: tuple[str, ...], active: int) -> None:
        """Show a title, a subtitle and these tabs, one of them active; all safe already."""
        if (shown := (title, subtitle, tabs, active)) != self.shown:
            self.shown = shown
            self.refresh()

    def render(self) -> Text:
        """Three lines and a blank one."""
        title, subtitle, tabs, active = self.shown
        width = self.size.width
        idle = tint(self, "detail-head--idle")
        bright = tint(self, "detail-head--active")
        lines = [Text(title, "bold"), Text(subtitle, idle), Text()]
        for index, label in enumerate(tabs):
            lines[-1].append(f"{index + 1} {label}", bright if index == active else idle)
            lines[-1].append("   ")
        for line in lines:
            line.truncate(width, overflow="ellipsis")
        return Text("\n", no_wrap=True).join(lines)

    def on_click(self, event: events.Click) -> None:
        """Pick the tab under the pointer."""
        if event.y != 2:
            return
        at = 0
        for index, label in enumerate(self.shown[2]):
            end = at + len(label) + 5
            if at <= event.x < end:
                self.post_message(self.Picked(index))
                return
            at = end
