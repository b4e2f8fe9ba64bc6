"""What ocs-tui is measured against: the barest Textual app with a tree, a pane and a footer of keys.

The tree is as wide as the explorer's and has as many rows as the demo's tenant.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, Static, Tree

REGIONS = {"WestUS": 10, "WestEurope": 6}
"""Region ids to how many namespaces the demo has there."""


class BareApp(App[None]):
    """A tree of a tenant that is no tenant, with nothing behind it."""

    CSS = """
    Tree { width: 32%; min-width: 26; max-width: 52; }
    Static { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit"), ("r", "refresh", "Refresh")]

    def compose(self) -> ComposeResult:
        tree: Tree[None] = Tree("tenant")
        tree.root.expand()
        for region, namespaces in REGIONS.items():
            branch = tree.root.add(region, expand=True)
            for number in range(namespaces):
                branch.add_leaf(f"namespace {number}")
        for kind in ("Roles", "Users", "Clients"):
            tree.root.add(kind)
        with Horizontal():
            yield tree
            yield Static("the pane")
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
