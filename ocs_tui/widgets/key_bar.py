"""The footer: the main keys of where one is, on one line.

Textual's own footer mounts a widget a key, which costs a tenth of the first frame, and scrolls sideways
where there is no room. This one is drawn in one piece and leaves out what matters least: the app's own
keys, which stand last, are always there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from ocs_tui.widgets.tint import tint

_PRINTED = {*"abcdefghijklmnopqrstuvwxyz0123456789J", "question_mark", "slash", "colon", "asterisk", "space"}
"""Keys that a field takes as text: they are no keys while one types."""


@dataclass(frozen=True, slots=True)
class _Key:
    display: str
    words: str
    enabled: bool
    action: str
    node: DOMNode

    @property
    def width(self) -> int:
        return len(self.display) + len(self.words) + 3


class KeyBar(Widget):
    """Shows the keys that work now; one that does not work yet is dimmed. A click does what the key does."""

    COMPONENT_CLASSES = {"key-bar--key", "key-bar--off"}
    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        dock: bottom;
        background: $footer-background;
        color: $footer-foreground;
        .key-bar--key { color: $footer-key-foreground; text-style: bold; }
        .key-bar--off { color: $text-disabled; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[_Key] = []

    def on_mount(self) -> None:
        """Follow the keys that work."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen and self._keys() != self._shown:
            self.refresh()

    def _keys(self) -> list[_Key]:
        here: list[_Key] = []
        everywhere: list[_Key] = []
        typing = isinstance(self.screen.focused, Input)
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.show or (typing and binding.key in _PRINTED):
                continue
            display = self._display(replace(binding, key_display=None) if typing else binding)
            key = _Key(display, binding.description, active.enabled, binding.action, active.node)
            group = everywhere if isinstance(active.node, App) else here
            if all((key.action, key.node) != (other.action, other.node) for other in group):
                group.append(key)
        room = self.size.width - sum(key.width for key in everywhere)
        fitting = []
        for key in here:
            room -= key.width
            if room < 0:
                break
            fitting.append(key)
        return fitting + everywhere

    def _display(self, binding: Binding) -> str:
        return self.app.get_key_display(binding)

    def render(self) -> Text:
        """The keys and what they do."""
        self._shown = self._keys()
        bright = tint(self, "key-bar--key")
        off = tint(self, "key-bar--off")
        text = Text(no_wrap=True, overflow="ellipsis")
        for key in self._shown:
            text.append(f" {key.display} ", bright if key.enabled else off)
            text.append(f"{key.words} ", Style.null() if key.enabled else off)
        return text

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the pointer does."""
        at = 0
        for key in self._shown:
            if at <= event.x < at + key.width:
                if key.enabled:
                    await self.app.run_action(key.action, key.node)
                return
            at += key.width
