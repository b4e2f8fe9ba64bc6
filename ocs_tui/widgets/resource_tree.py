"""The tenant tree: tenant, regions, namespaces, and the tenant's roles, users and clients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from ocs_tui.model.text import fold, safe
from ocs_tui.widgets.tint import tint

AT_MOST = 2_000
"""Children shown under one node; a row below says how many more there are."""


@dataclass(frozen=True, slots=True)
class Item:
    """One node's data.

    Attributes:
        kind: ``tenant``, ``region``, ``namespace``, ``collection``, ``board``, ``group``, ``note``, ``retry``, or
            the name of a thing's kind, such as ``role`` or ``stream``.
        key: what makes it the same node after a reload, unique in the tree.
        id: the thing's id.
        label: its name, as it came.
        mark: a glyph before the label.
        words: what follows the label, such as a state.
        tint: ``good``, ``bad``, ``changed`` or ``muted`` for mark and words.
        children: below it; None for a leaf.
        open: whether it is open at the start.
        find: more text that a filter searches, such as an id or an e-mail address.
    """

    kind: str
    key: str
    id: str = ""
    label: str = ""
    mark: str = ""
    words: str = ""
    tint: str = ""
    children: tuple[Item, ...] | None = None
    open: bool = False
    find: str = field(default="", compare=False)


class ResourceTree(Tree[Item]):
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
    guide_depth = 2
    show_guides = True

    class Opened(Message):
        """A closed node was opened by the user."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    class Marked(Message):
        """Other namespaces are marked."""

    def __init__(self, root: Item, *, id: str | None = None) -> None:
        super().__init__(self._plain_label(root), data=root, id=id)
        self.item = root
        self.filter_text = ""
        self.matches = 0
        self.marked: set[str] = set()
        """The ids of the namespaces that are marked."""
        self._open_keys: dict[str, bool] = {}
        self.auto_expand = False
        self._add_items(self.root, root.children or (), [])
        self.root.expand()

    # Data in.

    def show(self, root: Item) -> None:
        """Take a new tree of items; what is open stays open, and the cursor stays on its thing."""
        if root == self.item and not self.filter_text:
            return
        self.item = root
        self._show_items()

    def filter(self, text: str) -> None:
        """Show only the leaves whose name or id holds every word of ``text``, with what they lie in."""
        if text != self.filter_text:
            self.filter_text = text
            self._show_items()

    def reveal(self, key: str) -> bool:
        """Put the cursor on the node of that key; return whether it is there."""
        for node in self._walk(self.root):
            if node.data is not None and node.data.key == key:
                parent = node.parent
                while parent is not None:
                    parent.expand()
                    parent = parent.parent
                self._build_now()
                self.move_cursor(node)
                return True
        return False

    @property
    def current(self) -> Item:
        """The item under the cursor."""
        node = self.cursor_node
        return node.data if node is not None and node.data is not None else self.item

    # Building.

    def _show_items(self) -> None:
        here = self.current
        line = self.cursor_line
        self._remember()
        words = fold(self.filter_text).split()
        self.matches = 0
        with self.app.batch_update():
            self.clear()
            self.root.set_label(self._plain_label(self.item))
            self.root.data = self.item
            self._add_items(self.root, self.item.children or (), words)
            self.root.expand()
            self._build_now()
            if words:
                self._cursor_to_match(here, words)
            elif not self.reveal_open(here.key):
                self.cursor_line = min(max(line, 0), max(0, self.last_line))

    def reveal_open(self, key: str) -> bool:
        """Put the cursor on the node of that key if it is seen without opening anything."""
        for node in self._walk(self.root):
            if node.data is not None and node.data.key == key and node.line >= 0:
                self.move_cursor(node)
                return True
        return False

    def _cursor_to_match(self, here: Item, words: list[str]) -> None:
        first = None
        for node in self._walk(self.root):
            if node.data is None or node.line < 0:
                continue
            if node.data.children is not None and not _is_found(node.data, words):
                continue  # what a match lies in is no match
            if node.data.key == here.key:
                self.move_cursor(node)
                return
            first = first or node
        if first is not None:
            self.move_cursor(first)

    def _remember(self) -> None:
        if self._filtered:
            return
        for node in self._walk(self.root):
            if node.data is not None and node.allow_expand:
                self._open_keys[node.data.key] = node.is_expanded

    _filtered = False

    def _add_items(self, parent: TreeNode[Item], children: Sequence[Item], words: list[str]) -> None:
        self._filtered = bool(words)
        shown = 0
        for child in children:
            if words and not self._holds(child, words):
                continue
            shown += 1
            if shown > AT_MOST:
                continue
            label = self._plain_label(child)
            if child.children is None:
                parent.add_leaf(label, data=child)
                self.matches += child.kind != "note"
            else:
                is_open = bool(words) or self._open_keys.get(child.key, child.open)
                self.matches += bool(words) and _is_found(child, words)
                node = parent.add(label, data=child, expand=is_open)
                self._add_items(node, child.children, words)
        if shown > AT_MOST:
            more = f"{shown - AT_MOST:,} more: narrow them down with /"
            item = Item("note", f"{parent.id}/more", label=more, mark="…", tint="muted")
            parent.add_leaf(self._plain_label(item), data=item)

    def _holds(self, item: Item, words: list[str]) -> bool:
        if _is_found(item, words):
            return True
        return any(self._holds(child, words) for child in item.children or ())

    def _build_now(self) -> None:
        _ = self._tree_lines  # builds the lines, so that nodes know theirs

    def _walk(self, node: TreeNode[Item]) -> Iterator[TreeNode[Item]]:
        yield node
        for child in node.children:
            yield from self._walk(child)

    @staticmethod
    def _plain_label(item: Item) -> Text:
        return Text(safe(item.label, 200), no_wrap=True, overflow="ellipsis")

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
        text.append(safe(item.label, 200), style + (tint if item.kind == "note" else Style.null()))
        if item.words:
            text.append(f"  {item.words}", style + tint)
        return text

    def _tint(self, name: str) -> Style:
        if not name:
            return Style.null()
        return tint(self, f"resource-tree--{name}")

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


_FOUND_TOO = ("group", "namespace", "collection")
"""Branches that are themselves what one looks for."""


def _is_found(item: Item, words: list[str]) -> bool:
    """Whether a filter is for this very item: a thing, or a list of things by its name."""
    if item.kind == "note" or (item.children is not None and item.kind not in _FOUND_TOO):
        return False
    text = fold(f"{item.label} {item.id} {item.find} {item.words}")
    return all(word in text for word in words)
