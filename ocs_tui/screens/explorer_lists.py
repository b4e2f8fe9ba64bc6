"""The lists of the explorer: what opens one, and going to a thing that one of them, or a pane, names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ocs_tui.model.address import Address
from ocs_tui.screens import subjects
from ocs_tui.screens.explorer_finding import Finding
from ocs_tui.screens.working import begin
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from textual.widgets import Tree

    from ocs_tui.connection import Key
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
            begin(self, partial(self._load, [key_of_retry(item)]), group="tree")
            return
        if item.kind in ("more", "boards"):
            event.node.toggle()
        elif item.kind == "board":
            self.open_board(item)
        elif item.kind == "collection" or (item.kind == "note" and "/" in item.id):
            self.open_collection(Address.parse(item.id))
        elif item.kind in ("group", "note"):
            self.open_list((item.id,))
        else:
            self.read_here(focus=True)

    def on_resource_tree_opened(self, event: ResourceTree.Opened) -> None:
        """A group is read when it is first opened; what a namespace holds then stands in the tree."""
        connection = self.ocs.connection
        item = event.item
        if connection is None:
            return
        if item.kind == "group":
            self.read_list((item.id,), again=False)
        elif item.kind == "collection":
            self.read_list(("first", item.id), again=False)
        elif item.kind == "namespace" and item.id not in self._opened_namespaces:
            self._opened_namespaces.add(item.id)
            self._refresh_tree()

    def open_collection(self, collection: Address) -> None:
        """Open the table of what lies in a namespace, of one kind."""
        from ocs_tui.screens.table import TableScreen

        if self.ocs.connection is not None:
            self.app.push_screen(TableScreen(collection), self._back_from_list)

    def open_board(self, item: Item) -> None:
        """Open a board: health, logs, metrics, usage."""
        from ocs_tui.screens.boards import board_screen

        place, _, name = item.id.rpartition("/")
        if self.ocs.connection is not None:
            self.app.push_screen(board_screen(name, place))

    def open_list(self, key: Key) -> None:
        """Open a list of its own: of a kind, or of what lies in a thing."""
        from ocs_tui.screens.collection import CollectionScreen

        if self.ocs.connection is not None:
            self.app.push_screen(CollectionScreen(key), self._back_from_list)

    def _back_from_list(self, chosen: Address | None) -> None:
        if chosen is not None:
            self.go_to_thing(chosen)

    def go_to_thing(self, address: Address, *, by_link: bool = False) -> None:
        """Go to a thing below the tenant or in a namespace, and read it; back from a link leads ``backspace``."""
        self._end_filter()
        here = self.resources.current
        if self.resources.reveal(self._key_of(address)):
            if by_link and here.key != self.resources.current.key:
                self._came_from.append(here.key)
            self.read_here(focus=True)

    def _key_of(self, address: Address) -> str:
        """Return the key of a thing's node, which is put into the tree where it does not stand there."""
        from ocs_tui.catalog.kinds import kind_at
        from ocs_tui.screens import namespace_subjects

        if address.in_namespace:
            # what lies in a thing has no node of its own: its holder has
            holder = Address(address.parts[:3])
            self._opened_namespaces.add(address.namespace_id)
            self._opened_things.pop(holder, None)
            self._opened_things[holder] = None
            key = namespace_subjects.thing_key(holder)
        else:
            self._pinned[address.collections[0], address.ids[0]] = None
            key = subjects.thing_key(kind_at(Address(address.parts[:3])), address.ids[0])
        self._refresh_tree()
        return key

    def go_back(self) -> bool:
        """Go back to where the last link was followed from; return whether there is such a place."""
        while self._came_from:
            if self.resources.reveal(self._came_from.pop()):
                self.read_here(focus=True, again=False)
                return True
        return False

    def on_line_view_chosen(self, event: LineView.Chosen) -> None:
        """``enter`` on a value that names another thing goes there; on what lies in a thing, to its list."""
        from ocs_tui.screens import panes
        from ocs_tui.widgets.field_list import FieldList

        if not isinstance(event.view, FieldList) or not self.detail.holds_focus:
            return
        line = event.view.current
        if line is not None and isinstance(line.data, Address):
            self.go_to_thing(line.data, by_link=True)
        elif (key := panes.list_behind(self.item, self.tab)) is not None:
            self.open_list(key)
        elif self.item.kind == "collection":
            self.open_collection(Address.parse(self.item.id))


def key_of_retry(item: Item) -> Key:
    """Return the slot that a node offers to read again."""
    return tuple(item.id.split("\n" if "\n" in item.id else "/"))
