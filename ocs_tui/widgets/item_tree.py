"""A tree of items: what is there stays, what is new is put in its place, and a filter narrows it down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.text import Text
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from ocs_tui.model.text import fold, safe

AT_MOST = 2_000
"""Children shown under one node; a row below says how many more there are."""


_FOUND_TOO = ("group", "namespace", "collection")
"""Branches that are themselves what one looks for."""


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


class ItemTree(Tree[Item]):
    """Shows items, and finds among them."""

    guide_depth = 2
    show_guides = True

    def __init__(self, root: Item, *, id: str | None = None) -> None:
        super().__init__(self._plain_label(root), data=root, id=id)
        self.item = root
        self.filter_text = ""
        self.matches = 0
        self._open_keys: dict[str, bool] = {}
        self._texts: dict[str, str] = {}
        self.auto_expand = False
        self._put_items(self.root, root.children or (), [])
        self.root.expand()

    # Data in.

    def show(self, root: Item) -> None:
        """Take a new tree of items; what is open stays open, and the cursor stays on its thing."""
        if root == self.item and not self.filter_text:
            return
        self.item = root
        self._texts.clear()
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
            self._is_building = True
            try:
                self._update(self.root, self.item)
                self._put_items(self.root, self.item.children or (), words)
                self.root.expand()
            finally:
                self._is_building = False
            self._invalidate()
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
            if node.data.children is not None and not self._is_found(node.data, words):
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

    def _put_items(self, parent: TreeNode[Item], children: Sequence[Item], words: list[str]) -> None:
        """Let a node have these children: nodes of things that were there stay, and say what is said now.

        That many are added or moved by one look at the tenant as have changed, and not as many as there are.
        """
        self._filtered = bool(words)
        shown = [child for child in children if not words or self._holds(child, words)]
        if len(shown) > AT_MOST:
            more = f"{len(shown) - AT_MOST:,} more: narrow them down with /"
            note = Item("note", f"{parent.id}/more", label=more, mark="…", tint="muted")
            shown = [*shown[:AT_MOST], note]
        stay = {(child.key, child.children is None) for child in shown}
        for node in list(parent.children):
            if node.data is None or (node.data.key, not node.allow_expand) not in stay:
                node.remove()
        there = {node.data.key for node in parent.children if node.data is not None}
        for at, child in enumerate(shown):
            nodes = parent.children
            found = nodes[at] if at < len(nodes) else None
            if found is None or found.data is None or found.data.key != child.key:
                if child.key in there:  # perhaps further down
                    for one in list(nodes)[at + 1 :]:
                        if one.data is not None and one.data.key == child.key:
                            one.remove()
                before = at if at < len(parent.children) else None
                node = parent.add(
                    self._plain_label(child), child, before=before, allow_expand=child.children is not None
                )
            else:
                node = found
                self._update(node, child)
            if child.children is None:
                self.matches += child.kind != "note"
            else:
                # not by expand(): it would tell that a person opened it
                node._expanded = bool(words) or self._open_keys.get(child.key, child.open)
                self.matches += bool(words) and self._is_found(child, words)
                self._put_items(node, child.children, words)

    def _update(self, node: TreeNode[Item], item: Item) -> None:
        if node.data is None or node.data.label != item.label:
            node.set_label(self._plain_label(item))
        node.data = item

    _is_building = False

    def _invalidate(self) -> None:
        """Forget what was drawn; once for all nodes that are put in together, and not with each of them."""
        if not self._is_building:
            super()._invalidate()

    def _holds(self, item: Item, words: list[str]) -> bool:
        if self._is_found(item, words):
            return True
        return any(self._holds(child, words) for child in item.children or ())

    def _is_found(self, item: Item, words: list[str]) -> bool:
        """Whether a filter is for this very item: a thing, or a list of things by its name."""
        if item.kind == "note" or (item.children is not None and item.kind not in _FOUND_TOO):
            return False
        text = self._texts.get(item.key)
        if text is None:
            text = self._texts[item.key] = fold(f"{item.label} {item.id} {item.find} {item.words}")
        return all(word in text for word in words)

    def _build_now(self) -> None:
        _ = self._tree_lines  # builds the lines, so that nodes know theirs

    def _walk(self, node: TreeNode[Item]) -> Iterator[TreeNode[Item]]:
        yield node
        for child in node.children:
            yield from self._walk(child)

    @staticmethod
    def _plain_label(item: Item) -> Text:
        return Text(safe(item.label, 200), no_wrap=True, overflow="ellipsis")
