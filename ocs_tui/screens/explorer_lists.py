"""The lists of the explorer: what opens one, and going to a thing that one of them, or a pane, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.screens import subjects
from ocs_tui.screens.explorer_finding import Finding
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from textual.widgets import Tree

    from ocs_tui.connection import Key
    from ocs_tui.model.address import Address
    from ocs_tui.widgets.line_view import LineView
    from ocs_tui.widgets.resource_tree import Item, ResourceTree


class Lists(Finding):
    """``enter`` in the tree and in the pane."""

    def on_tree_node_selected(self, event: Tree.NodeSelected[Item]) -> None:
        """``enter``: read the rest and move into it."""
        item = event.node.data
        if item is None or (item.kind == "note" and not item.key.startswith("more/")):
            return
        if item.kind == "retry":
            self.query_one(ErrorLine).dismiss()
            self.run_worker(self._load([tuple(item.id.split("/"))]), group="tree", exit_on_error=False)
            return
        if item.kind == "more":
            event.node.toggle()
        elif item.kind in ("group", "note"):
            self.open_list((item.id,))
        else:
            self.read_here(focus=True)

    def on_resource_tree_opened(self, event: ResourceTree.Opened) -> None:
        """A group is read when it is first opened."""
        connection = self.ocs.connection
        item = event.item
        if connection is None or item.kind != "group":
            return
        self.read_list((item.id,), again=False)

    def open_list(self, key: Key) -> None:
        """Open a list of its own: of a kind, or of what lies in a thing."""
        from ocs_tui.screens.collection import CollectionScreen

        if self.ocs.connection is not None:
            self.app.push_screen(CollectionScreen(key), self._back_from_list)

    def _back_from_list(self, chosen: Address | None) -> None:
        if chosen is not None:
            self.go_to_thing(chosen)

    def go_to_thing(self, address: Address) -> None:
        """Go to a role, a user, a client or another thing below the tenant, and read it."""
        from ocs_tui.catalog.kinds import kind_at

        kind = kind_at(address)
        self._pinned[address.collections[0], address.ids[0]] = None
        self._end_filter()
        self._refresh_tree()
        if self.resources.reveal(subjects.thing_key(kind, address.ids[0])):
            self.read_here(focus=True)

    def on_line_view_chosen(self, event: LineView.Chosen) -> None:
        """``enter`` on a value that names another thing goes there; on what lies in a thing, to its list."""
        from ocs_tui.model.address import Address
        from ocs_tui.screens import panes
        from ocs_tui.widgets.field_list import FieldList

        if not isinstance(event.view, FieldList) or not self.detail.holds_focus:
            return
        line = event.view.current
        if line is not None and isinstance(line.data, Address):
            self.go_to_thing(line.data)
        elif (key := panes.list_behind(self.item, self.tab)) is not None:
            self.open_list(key)
