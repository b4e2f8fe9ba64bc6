"""The command palette finds every namespace, role, user, client and whatever else the tree holds."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import work
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.css.query import NoMatches
from textual.markup import escape

from ocs_tui.model.text import safe
from ocs_tui.widgets.resource_tree import Item

if TYPE_CHECKING:
    from ocs_tui.app import OcsTui


_gather = inspect.unwrap(CommandPalette._gather_commands)
"""Textual's own search, without the worker that it stands in."""


class Palette(CommandPalette):
    """The palette, at two places where Textual would end: a key in haste is no reason to.

    A key for a page of a list that is not painted yet does nothing, and what is looked for while the palette
    goes away is not found.
    """

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError, IndexError):
            super()._action_command_list(action)

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        with suppress(NoMatches):
            await _gather(self, search_value)


class Things(Provider):
    """Things of the tree."""

    async def startup(self) -> None:
        """Read the roles' names, so that they are found; what is known already costs nothing."""
        app = cast("OcsTui", self.app)
        if app.connection is not None and app.connection.value(("roles",)) is None:
            await app.connection.load(("roles",))

    def _items(self) -> Iterator[Item]:
        from ocs_tui.screens.subjects import tree_of

        app = cast("OcsTui", self.app)
        if app.connection is None or self.screen is not app.explorer:
            return  # an editor is open: nowhere to go to without leaving it
        stack = [tree_of(app.connection, "")]
        while stack:
            item = stack.pop()
            stack += item.children or ()
            if item.kind not in ("tenant", "more", "note", "retry"):
                yield item

    def _go(self, key: str) -> None:
        app = cast("OcsTui", self.app)
        app.explorer.go_to(key)

    async def discover(self) -> Hits:
        """Offer the namespaces before anything is typed."""
        for item in self._items():
            if item.kind == "namespace":
                yield DiscoveryHit(Content(safe(item.label)), partial(self._go, item.key), help="namespace")

    async def search(self, query: str) -> Hits:
        """Find by name or id."""
        matcher = self.matcher(query)
        for item in self._items():
            name = safe(item.label)
            score = max(matcher.match(name), matcher.match(item.id) * 0.9)
            if score > 0:
                more = item.kind if item.id == item.label else f"{item.kind} · {safe(item.id)}"
                # brackets would be taken for markup: such a name is shown plain, without the marks of the match
                shown = Content(name) if "[" in name else matcher.highlight(name)
                yield Hit(score, shown, partial(self._go, item.key), text=name, help=escape(more))
