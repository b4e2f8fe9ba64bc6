"""What a namespace holds, as items of the tree: made for those namespaces only that were opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocs_tui.model.text import fold, safe
from ocs_tui.widgets.resource_tree import Item

if TYPE_CHECKING:
    from collections.abc import Collection

    from ocs_tui.catalog.kind import Kind
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.address import Address


def inside(connection: Connection, namespace_id: str, opened: Collection[Address]) -> tuple[Item, ...]:
    """Return the collections and boards of a namespace.

    Args:
        connection: what knows it.
        namespace_id: the namespace.
        opened: things that are shown though no first page holds them.
    """
    from ocs_tui.catalog.boards import boards_of
    from ocs_tui.catalog.kinds import collection_of, namespace_kinds

    mine = [address for address in opened if address.namespace_id == namespace_id]
    items = [
        _collection(connection, kind, collection_of(kind, namespace_id), mine) for kind in namespace_kinds()
    ]
    boards = (board_item(namespace_id, board.name, board.title) for board in boards_of(True))
    return (*items, *boards)


def board_item(place: str, name: str, title: str) -> Item:
    """Return the node of a board; ``place`` is its namespace's id, or empty for the tenant's."""
    return Item("board", f"board/{place}/{name}", f"{place}/{name}", title, mark="▤", tint="muted")


def collection_key(address: Address) -> str:
    """Return the key of a collection's node."""
    return f"collection/{address}"


def thing_key(address: Address) -> str:
    """Return the key of the node of a thing that lies in a namespace."""
    return f"thing/{address}"


def _collection(connection: Connection, kind: Kind, address: Address, opened: Collection[Address]) -> Item:
    key: Key = ("first", str(address))
    slot = connection.slot(key)
    page = slot.fetched.value if slot.fetched else None
    things = list(page.items) if page is not None else []
    listed = {thing.id for thing in things}
    items = [thing_item(kind, address, thing) for thing in things]
    for one in opened:
        if one.parts[:-1] == address.parts and one.ids[-1] not in listed:
            known = connection.known(one)
            items.append(_item(kind, one, getattr(known, "label", "") or one.ids[-1]))
    if page is not None and page.last:
        items.sort(key=lambda item: fold(item.label))
    return Item(
        "collection",
        collection_key(address),
        str(address),
        kind.plural,
        words=_count(page),
        tint="muted",
        children=(*items, *_notes(connection, kind, key, bool(items))),
    )


def _count(page: Any) -> str:
    if page is None:
        return ""
    if page.total is not None:
        return f"{page.total:,}"
    return f"{len(page.items):,}" if page.last or not page.items else f"{len(page.items):,} and more"


def thing_item(kind: Kind, collection: Address, thing: Any) -> Item:
    """Return the node of a thing that lies in a namespace."""
    from ocs_tui.model.address import Address

    return _item(kind, Address((*collection.parts, str(thing.id))), thing.label or str(thing.id))


def _item(kind: Kind, address: Address, label: str) -> Item:
    return Item(kind.name, thing_key(address), str(address), label, find=address.ids[-1])


def _notes(connection: Connection, kind: Kind, key: Key, has_some: bool) -> tuple[Item, ...]:
    """Say that there is more, nothing, or why it is not known."""
    from ocs_tui.screens.people_words import not_offered

    slot = connection.slot(key)
    name = key[1]

    def said(text: str, mark: str = "") -> tuple[Item, ...]:
        return (Item("note", f"more/{name}", name, text, mark=mark, tint="muted"),)

    if words := not_offered(kind, slot.error):
        return said(words)
    if slot.error is not None:
        text = f"{kind.plural} not read: enter retries"
        return (Item("retry", f"retry/first/{name}", "\n".join(key), text, mark="✖", tint="bad"),)
    if slot.fetched is None:
        return said("reading…" if slot.busy_since is not None else "enter opens the list")
    page = slot.fetched.value
    if page.last is False or (page.last is None and page.items):
        left = f"{page.total - len(page.items):,} more: " if page.total is not None else "more: "
        return said(f"{safe(left)}enter opens the list", "…")
    return () if has_some else said("none")
