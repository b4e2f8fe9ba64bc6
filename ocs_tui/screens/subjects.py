"""The tree as items, made of what the connection knows. Free of pydantic: the first frame needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ocs_tui.model.enums import NamespaceState, enum_words
from ocs_tui.model.text import fold, safe
from ocs_tui.widgets.resource_tree import Item

if TYPE_CHECKING:
    from collections.abc import Collection

    from ocs_tui.catalog.kind import Kind
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.address import Address
    from ocs_tui.model.namespace import Namespace

    Pinned = Collection[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened of the namespaces: what they hold stands in the tree for these alone.

    Attributes:
        namespaces: their ids.
        things: things in them that were gone to, in the order in which that happened.
    """

    namespaces: Collection[str] = ()
    things: Collection[Address] = ()


NOTHING_OPENED = Opened()

GROUPS = (("communities", "Communities"), ("roles", "Roles"), ("users", "Users"), ("clients", "Clients"))
"""What an administrator looks for first. The first frame shows them, so they are not asked of the catalog."""
BESIDE_BOARDS = ("entitlements", "features")
"""What is looked at together with the boards: what the tenant may use."""
SHOWN_AT_MOST = 300
"""Things of one kind that the tree shows; their list shows them all."""


def starting(label: str) -> Item:
    """Return the tree before anything is known: its shape stands at once."""
    return Item("tenant", "tenant", label=label, children=_groups(None), open=True)


def tree_of(connection: Connection, label: str, pinned: Pinned = (), opened: Opened = NOTHING_OPENED) -> Item:
    """Return the tree of what is known now.

    Args:
        connection: what knows it.
        label: what the tenant is called.
        pinned: things by collection and id that are shown even if their list is too long to be, or not read.
        opened: the namespaces that were opened, and things in them that are shown though no list holds them.
    """
    return Item(
        "tenant",
        "tenant",
        label=label,
        children=(*_regions(connection, opened), *_groups(connection, pinned)),
        open=True,
        find=connection.profile.tenant_id,
    )


def namespace_key(namespace_id: str) -> str:
    """Return the key of a namespace's node."""
    return f"namespace/{namespace_id}"


def not_searched(connection: Connection | None) -> str:
    """Say which users and clients a filter of the tree cannot find; the empty string when it finds all."""
    said = []
    for name in ("users", "clients"):
        there = connection.slot((name,)).there if connection is not None else None
        if there is None:
            said.append(f"{name} not read")
        elif len(there) > SHOWN_AT_MOST:
            said.append(f"{SHOWN_AT_MOST} of {len(there):,} {name} searched: their list finds all")
    return "".join(f"{words} · " for words in said)


def _note(key: str, text: str, tint: str = "muted", mark: str = "") -> Item:
    return Item("note", f"note/{key}", label=text, tint=tint, mark=mark)


def _state_of_slot(connection: Connection, key: Key, what: str, place: str = "") -> tuple[Item, ...]:
    """Say that a part is being read or could not be; nothing when it is simply there.

    ``place`` tells nodes apart where the same part is missing in more than one.
    """
    slot = connection.slot(key)
    name = "/".join(key)
    if slot.error is not None:
        text = f"{what} not read: enter retries"
        return (Item("retry", f"retry/{name}/{place}", id=name, label=text, mark="✖", tint="bad"),)
    if slot.busy_since is None and slot.fetched is not None:
        return ()
    if slot.progress and slot.slow:
        done, total = slot.progress
        of = f" of {total:,}" if total else ""
        return (_note(name, f"reading… {done:,}{of}"),)
    if slot.fetched is None and (slot.slow or slot.busy_since is None):
        return (_note(name, "reading…" if slot.slow else "not read yet"),)
    return ()


def _boards(connection: Connection | None, groups: tuple[Item, ...] = ()) -> Item:
    """Return the node of the tenant's boards; what is in it is not part of the first frame."""
    boards: tuple[Item, ...] = ()
    if connection is not None:
        from ocs_tui.catalog.boards import boards_of
        from ocs_tui.screens.namespace_subjects import board_item

        boards = tuple(board_item("", board.name, board.title) for board in boards_of(False))
    return Item(
        "boards", "boards", label="Boards", words="health, usage …", tint="muted", children=(*boards, *groups)
    )


def _regions(connection: Connection, opened: Opened) -> tuple[Item, ...]:
    by_region: dict[str, list[Namespace]] = {}
    for listed in connection.namespaces:
        current = connection.namespace(listed.id) or listed
        by_region.setdefault(fold(current.region_label), []).append(current)
    items = []
    for region in connection.regions:
        mine = by_region.pop(fold(region.id), [])
        if region.name and fold(region.name) != fold(region.id):
            mine += by_region.pop(fold(region.name), [])
        nodes = [_namespace(connection, one, opened) for one in mine]
        items.append(_region(region.id, nodes, _namespaces_note(connection, region.id)))
    for left in by_region.values():  # a region that the tenant's list does not name
        nodes = [_namespace(connection, one, opened) for one in left]
        items.append(_region(left[0].region_label or "no region", nodes, ()))
    if connection.slot(("regions",)).fetched is None:
        items += _state_of_slot(connection, ("regions",), "Regions")
        if not connection.regions:
            items += _namespaces_note(connection, "") if connection.slot(("namespaces",)).error else ()
    return tuple(items)


def _namespaces_note(connection: Connection, place: str) -> tuple[Item, ...]:
    return _state_of_slot(connection, ("namespaces",), "Namespaces", place)


def _region(region_id: str, namespaces: list[Item], note: tuple[Item, ...]) -> Item:
    children = tuple(sorted(namespaces, key=lambda one: fold(one.id)))
    if not children and not note:
        note = (_note(f"empty/{region_id}", "no namespaces"),)
    return Item("region", f"region/{region_id}", region_id, region_id, children=(*children, *note), open=True)


STATE_MARKS = {
    NamespaceState.ACTIVE: ("●", "good"),
    NamespaceState.CREATING: ("◌", "changed"),
    NamespaceState.DELETING: ("✖", "bad"),
    NamespaceState.DELETED: ("✖", "bad"),
}


def _namespace(connection: Connection, namespace: Namespace, opened: Opened) -> Item:
    state = namespace.state
    if not namespace.id:
        return _note("namespace/without-id", "a namespace without an id", "changed", "○")
    mark, tint = ("○", "changed")
    if isinstance(state, NamespaceState):
        mark, tint = STATE_MARKS.get(state, (mark, tint))
    inside: tuple[Item, ...] = ()
    if namespace.id in opened.namespaces:
        from ocs_tui.screens import namespace_subjects

        inside = namespace_subjects.inside(connection, namespace.id, opened.things)
    return Item(
        "namespace",
        namespace_key(namespace.id),
        namespace.id,
        namespace.id,
        mark=mark,
        words="" if state == NamespaceState.ACTIVE else safe(enum_words(state)),
        tint=tint,
        children=inside,
        find=f"{namespace.name or ''} {namespace.description or ''}",
    )


def _groups(connection: Connection | None, pinned: Pinned = ()) -> tuple[Item, ...]:
    """Return the groups of what the tenant holds beside its namespaces: three by themselves, the rest in one."""
    if connection is None:
        first = [_group_of(name, label, "", ()) for name, label in GROUPS]
        return (_boards(None), *first, _more(()))
    from ocs_tui.catalog.kinds import tenant_kinds

    groups = [_group(connection, kind, pinned) for kind in tenant_kinds()]
    by_name = {item.id: item for item in groups}
    first = [by_name.pop(name) for name, _ in GROUPS]
    beside_boards = tuple(by_name.pop(name) for name in BESIDE_BOARDS)
    return (_boards(connection, beside_boards), *first, _more(tuple(by_name.values())))


def _more(children: tuple[Item, ...]) -> Item:
    return Item(
        "more", "more", label="More", words="other clients, sign-in …", tint="muted", children=children
    )


def _group_of(name: str, label: str, count: str, children: tuple[Item, ...]) -> Item:
    return Item("group", f"group/{name}", name, label, words=count, tint="muted", children=children)


def _group(connection: Connection, kind: Kind, pinned: Pinned) -> Item:
    from ocs_tui.catalog.kinds import address_of

    key: Key = (kind.collection,)
    slot = connection.slot(key)
    there = slot.there
    opened = [item_id for name, item_id in pinned if name == kind.collection]
    if there is None:
        known = ((item_id, connection.known(address_of(kind, item_id))) for item_id in opened)
        items = [_thing(kind, thing) if thing else _unknown(kind, item_id) for item_id, thing in known]
        return _group_of(kind.collection, kind.plural, "", (*items, *_state_of_list(connection, kind)))
    count = f"{len(there):,}"
    if slot.fetched is None and slot.progress and slot.progress[1]:
        count += f" of {slot.progress[1]:,}"
    items = [_thing(kind, thing) for thing in there[:SHOWN_AT_MOST]]
    more: tuple[Item, ...] = ()
    if len(there) > SHOWN_AT_MOST:
        listed = {item.id for item in items}
        others = (connection.item(key, item_id) for item_id in opened if item_id not in listed)
        items += [_thing(kind, thing) for thing in others if thing is not None]
        words = f"{len(there) - len(items):,} more: enter opens the list"
        more = (Item("note", f"more/{kind.collection}", kind.collection, words, mark="…", tint="muted"),)
    else:  # a part of them in the order of their names would look like all of them
        items.sort(key=lambda item: fold(item.label))
    if not items and slot.fetched is not None:
        items = [_note(f"{kind.collection}/none", "none")]
    said = _state_of_list(connection, kind) if slot.error is not None else ()
    return _group_of(kind.collection, kind.plural, count, (*items, *more, *said))


def _state_of_list(connection: Connection, kind: Kind) -> tuple[Item, ...]:
    """What is the matter with a list; that it is not for one's eyes is no error, and takes one quiet line."""
    from ocs_tui.screens.people_words import not_offered

    if said := not_offered(kind, connection.slot((kind.collection,)).error):
        return (_note(kind.collection, said),)
    return _state_of_slot(connection, (kind.collection,), kind.plural)


def _thing(kind: Kind, thing: Any) -> Item:
    """Return the node of a thing of the tenant."""
    thing_id = str(thing.id)
    return Item(
        kind.name,
        thing_key(kind, thing_id),
        thing_id,
        thing.label or thing_id,
        words="built-in" if getattr(thing, "is_built_in", False) else "",
        tint="muted",
        find=getattr(thing, "address", ""),
    )


def _unknown(kind: Kind, item_id: str) -> Item:
    return Item(kind.name, thing_key(kind, item_id), item_id, item_id)


def thing_key(kind: Kind, item_id: str) -> str:
    """Return the key of the node of a role, a user, a client or another thing of the tenant."""
    return f"{kind.name}/{item_id}"
