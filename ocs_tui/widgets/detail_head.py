"""The head of the pane: what it shows, where that was read, and a plain line of tabs, drawn in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from ocs_tui.widgets.tint import tint

_TELLING = 5
"""Columns of a name that still tell one tab from another."""


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
        for index, (label, gap) in enumerate(_fitted(tabs, active, width)):
            lines[-1].append(label, bright if index == active else idle)
            lines[-1].append(" " * (gap if index + 1 < len(tabs) else 0))
        for line in lines:
            line.truncate(width, overflow="ellipsis")
        return Text("\n", no_wrap=True).join(lines)

    def on_click(self, event: events.Click) -> None:
        """Pick the tab under the pointer."""
        if event.y != 2:
            return
        at = 0
        for index, (label, gap) in enumerate(_fitted(self.shown[2], self.shown[3], self.size.width)):
            end = at + cell_len(label) + gap
            if at <= event.x < end:
                self.post_message(self.Picked(index))
                return
            at = end


def _fitted(tabs: Sequence[str], active: int, width: int) -> list[tuple[str, int]]:
    """Return the tabs with their numbers, and the blanks behind each: every number, and what fits of the names.

    Args:
        tabs: what they are called.
        active: which of them keeps its whole name.
        width: the columns there are.
    """
    longest = max(map(len, tabs), default=0)
    for most, gap in ((longest, 3), (longest, 2), *((most, 1) for most in range(longest, _TELLING - 1, -1))):
        names = [
            name if len(name) <= most or index == active else f"{name[: most - 1]}…"
            for index, name in enumerate(tabs)
        ]
        if (fitted := _numbered(names, gap)) and _wide(fitted) <= width:
            return fitted
    names = [""] * len(tabs)
    for index in sorted(range(len(tabs)), key=lambda index: abs(index - active)):
        names[index] = tabs[index]
        if _wide(_numbered(names, 1)) > width and index != active:
            names[index] = ""
            break
    return _numbered(names, 1)


def _numbered(names: Sequence[str], gap: int) -> list[tuple[str, int]]:
    return [(f"{number} {name}".rstrip(), gap) for number, name in enumerate(names, 1)]


def _wide(fitted: Sequence[tuple[str, int]]) -> int:
    return sum(cell_len(label) + gap for label, gap in fitted) - (fitted[-1][1] if fitted else 0)
