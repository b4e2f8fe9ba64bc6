"""The tenant tree: tenant, regions, namespaces, and the tenant's roles, users and clients."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from ocs_tui.model.text import safe
from ocs_tui.widgets.item_tree import Item as Item
from ocs_tui.widgets.item_tree import ItemTree
from ocs_tui.widgets.tint import tint

_SHORTEST = 8
"""Columns below which a name is not shortened: nothing would be left of it."""


class ResourceTree(ItemTree):
    """Shows items. Moving costs nothing but the cursor; ``right`` opens, ``left`` closes or goes up."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "resource-tree--good",
        "resource-tree--bad",
        "resource-tree--changed",
        "resource-tree--muted",
    }
    DEFAULT_CSS = """
    ResourceTree {
        .resource-tree--good { color: $text-success; }
        .resource-tree--bad { color: $text-error; }
        .resource-tree--changed { color: $text-warning; }
        .resource-tree--muted { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Up", show=False, id="tree.up"),
        Binding("down,j", "cursor_down", "Down", show=False, id="tree.down"),
        Binding("right,l", "open", "Open", show=False, id="tree.open"),
        Binding("left,h", "close", "Close, or go to the parent", show=False, id="tree.close"),
        Binding("enter", "select_cursor", "Read and go to the pane", show=False, id="tree.read"),
        Binding("space", "mark", "Mark, or unmark", show=False, id="tree.mark"),
        Binding(
            "asterisk",
            "mark_all",
            "Mark all that are shown, or none",
            key_display="*",
            show=False,
            id="tree.mark-all",
        ),
    ]

    class Opened(Message):
        """A closed node was opened by the user."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    class Marked(Message):
        """Other namespaces are marked."""

    def __init__(self, root: Item, *, id: str | None = None) -> None:
        self.marked: set[str] = set()
        """The ids of the namespaces that are marked."""
        self._tints: dict[str, Style] = {}
        super().__init__(root, id=id)

    # Drawing.

    def render_label(self, node: TreeNode[Item], base_style: Style, style: Style) -> Text:
        """Mark, name and state; the arrow of a branch comes first."""
        item = node.data
        if item is None:
            return super().render_label(node, base_style, style)
        text = Text(no_wrap=True)
        if node.allow_expand:
            arrow = self.ICON_NODE_EXPANDED if node.is_expanded else self.ICON_NODE
            text.append(arrow, base_style)
        tint = self._tint(item.tint)
        if item.kind == "namespace" and item.id in self.marked:
            text.append("◆ ", style + self._tint("changed"))
        if item.mark:
            text.append(f"{item.mark} ", style + tint)
        name = safe(item.label, 200)
        if self.size.width and item.kind not in ("note", "retry"):
            of_many = item.kind not in ("collection", "group", "region", "tenant", "board", "boards", "more")
            name = _shortened(name, self._room_for(node) - text.cell_len, of_many)
        text.append(name, style + (tint if item.kind == "note" else Style.null()))
        if item.words:
            text.append(f"  {item.words}", style + tint)
        return text

    def _room_for(self, node: TreeNode[Item]) -> int:
        """Return the columns that are left for a label beside its guides."""
        depth = 0
        while (node := node.parent) is not None:  # type: ignore[assignment]
            depth += 1
        return self.scrollable_content_region.width - depth * self.guide_depth

    def get_label_width(self, node: TreeNode[Item]) -> int:
        """Return how wide a label is; of all lines this is asked, and only those that are seen are drawn."""
        item = node.data
        if item is None:
            return super().get_label_width(node)
        width = cell_len(safe(item.label, 200)) + 2 * node.allow_expand
        width += 2 * (item.kind == "namespace" and item.id in self.marked)
        width += cell_len(item.mark) + 1 if item.mark else 0
        return width + (cell_len(item.words) + 2 if item.words else 0)

    def _tint(self, name: str) -> Style:
        if not name:
            return Style.null()
        if name not in self._tints:
            self._tints[name] = tint(self, f"resource-tree--{name}")
        return self._tints[name]

    def notify_style_update(self) -> None:
        """Take new styles: what was kept of them holds for as long as they do, and not for one key."""
        self._tints.clear()
        super().notify_style_update()

    # Keys.

    def action_open(self) -> None:
        """Open the node; on an open one, go to its first child."""
        node = self.cursor_node
        if node is None or not node.allow_expand:
            return
        if not node.is_expanded:
            node.expand()
            if node.data is not None:
                self.post_message(self.Opened(node.data))
        elif node.children:
            self.move_cursor(node.children[0])

    def action_mark(self) -> None:
        """Mark a namespace and go on to the next line; on a region, all of it."""
        item = self.current
        if item.kind == "namespace":
            self.marked ^= {item.id}
            self.refresh_marks()
            self.action_cursor_down()
        elif item.kind == "region":
            self._mark_or_not({child.id for child in item.children or () if child.kind == "namespace"})

    def action_mark_all(self) -> None:
        """Mark every namespace that is shown; when all of them are, unmark them."""
        self._mark_or_not(self.shown_namespaces())

    def shown_namespaces(self) -> set[str]:
        """Return the ids of the namespaces that the filter lets through."""
        items = (node.data for node in self._walk(self.root))
        return {item.id for item in items if item is not None and item.kind == "namespace"}

    def _mark_or_not(self, ids: set[str]) -> None:
        if ids <= self.marked:
            self.marked -= ids
        else:
            self.marked |= ids
        self.refresh_marks()

    def unmark(self, namespace_ids: Iterable[str]) -> None:
        """Unmark these."""
        self.marked.difference_update(namespace_ids)
        self.refresh_marks()

    def refresh_marks(self) -> None:
        """Show the marks as they are now."""
        self._invalidate()
        self.refresh()
        self.post_message(self.Marked())

    def action_close(self) -> None:
        """Close the node, or go to its parent."""
        node = self.cursor_node
        if node is None:
            return
        if node.allow_expand and node.is_expanded and node.parent is not None:
            node.collapse()
        elif node.parent is not None:
            self.move_cursor(node.parent)

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[Item]) -> None:
        """A click on the arrow opens as the key does."""
        if event.node.data is not None and event.node.parent is not None:
            self.post_message(self.Opened(event.node.data))


def _shortened(name: str, room: int, of_many: bool) -> str:
    """Return a name that fits: of many its middle is cut out, since names that lie together differ at their ends."""
    if cell_len(name) <= room or room < _SHORTEST:
        return name
    tail = name[-((room - 1) // 2) :] if of_many else ""
    head = name[: room - 1 - len(tail)]
    while head and cell_len(head) + 1 + cell_len(tail) > room:
        head, tail = head[:-1], tail if len(head) > len(tail) else tail[1:]
    return f"{head}…{tail}"
