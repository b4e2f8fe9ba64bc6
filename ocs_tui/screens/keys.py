"""The keys of a screen, read from its bindings: for the help and for the README."""

from __future__ import annotations

import inspect

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from ocs_tui.widgets.access_matrix import AccessMatrix
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.resource_tree import ResourceTree
from ocs_tui.widgets.review_text import ReviewText
from ocs_tui.widgets.trace_pane import TracePane

Section = tuple[str, list[tuple[str, str]]]
"""A heading, and keys with what they do."""

_TITLES: dict[type[Widget], str] = {
    ResourceTree: "In the tree",
    AccessMatrix: "In the access matrix",
    TracePane: "In the trace",
    ReviewText: "In the review",
}


_OF_THEIR_OWN = {ReviewText}
"""Lists that do not take the keys of lists."""


def own_keys(owner: type) -> list[tuple[str, str]]:
    """Return the keys a class binds itself, with what they do."""
    keys = []
    for binding in vars(owner).get("BINDINGS", ()):
        if words := _words(binding):
            keys.append((key_words(binding), words))
    return keys


def class_sections(owner: type[Screen[object]]) -> list[Section]:
    """Return the keys of a screen's class and of the classes of ours below it."""
    ours = [each for each in inspect.getmro(owner) if each.__module__.startswith("ocs_tui.")]
    keys = [key for each in ours for key in own_keys(each)]
    return [("On this screen", keys)] if keys else []


def keys_of(screen: Screen[object]) -> list[Section]:
    """Return the keys of a screen and of the widgets that stand on it."""
    sections = class_sections(type(screen))
    seen: set[type] = set()
    for widget in screen.walk_children(Widget):
        kind = type(widget)
        if kind in _TITLES and kind not in seen:
            seen.add(kind)
            sections.append((_TITLES[kind], own_keys(kind)))
    if any(
        isinstance(widget, LineView) and type(widget) not in _OF_THEIR_OWN
        for widget in screen.walk_children(Widget)
    ):
        sections.append(("In lists and fields", own_keys(LineView)))
    sections.append(("Everywhere", own_keys(type(screen.app))))
    return sections


def _words(binding: BindingType) -> str:
    if not isinstance(binding, Binding):
        return ""
    return binding.tooltip or binding.description


def key_words(binding: BindingType) -> str:
    assert isinstance(binding, Binding)
    names = {"question_mark": "?", "slash": "/", "colon": ":", "exclamation_mark": "!"}
    keys = [names.get(key, key) for key in binding.key.split(",")]
    return " or ".join(key if len(key) == 1 or "+" in key else _spelled(key) for key in keys)


def _spelled(key: str) -> str:
    return {"up": "↑", "down": "↓", "left": "←", "right": "→"}.get(key, key)
