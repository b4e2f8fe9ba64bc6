"""The tree as items, made of what the connection knows. Free of pydantic: the first frame needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.model.enums import NamespaceState, enum_words
from ocs_tui.model.text import fold, safe
from ocs_tui.widgets.resource_tree import Item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.namespace import Namespace

GROUPS = (("roles", "Roles"), ("users", "Users"), ("clients", "Clients"))


def starting(label: str) -> Item:
    """Return the tree before anything is known: its shape stands at once."""
    return Item("tenant", "tenant", label=label, children=_groups(None), open=True)


def tree_of(connection: Connection, label: str) -> Item:
    """Return the tree of what is known now."""
    return Item(
        "tenant",
        "tenant",
        label=label,
        children=(*_regions(connection), *_groups(connection)),
        open=True,
        find=connection.profile.tenant_id,
    )


def namespace_key(namespace_id: str) -> str:
    """Return the key of a namespace's node."""
    return f"namespace/{namespace_id}"


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


def _regions(connection: Connection) -> tuple[Item, ...]:
    by_region: dict[str, list[Namespace]] = {}
    for listed in connection.namespaces:
        current = connection.namespace(listed.id) or listed
        by_region.setdefault(fold(current.region_label), []).append(current)
    items = []
    for region in connection.regions:
        mine = by_region.pop(fold(region.id), [])
        if region.name and fold(region.name) != fold(region.id):
            mine += by_region.pop(fold(region.name), [])
        items.append(_region(region.id, mine, _namespaces_note(connection, region.id)))
    for left in by_region.values():  # a region that the tenant's list does not name
        items.append(_region(left[0].region_label or "no region", left, ()))
    if connection.slot(("regions",)).fetched is None:
        items += _state_of_slot(connection, ("regions",), "Regions")
        if not connection.regions:
            items += _namespaces_note(connection, "") if connection.slot(("namespaces",)).error else ()
    return tuple(items)


def _namespaces_note(connection: Connection, place: str) -> tuple[Item, ...]:
    return _state_of_slot(connection, ("namespaces",), "Namespaces", place)


def _region(region_id: str, namespaces: list[Namespace], note: tuple[Item, ...]) -> Item:
    children = tuple(_namespace(item) for item in sorted(namespaces, key=lambda one: fold(one.id)))
    if not children and not note:
        note = (_note(f"empty/{region_id}", "no namespaces"),)
    return Item("region", f"region/{region_id}", region_id, region_id, children=(*children, *note), open=True)


STATE_MARKS = {
    NamespaceState.ACTIVE: ("●", "good"),
    NamespaceState.CREATING: ("◌", "changed"),
    NamespaceState.DELETING: ("✖", "bad"),
    NamespaceState.DELETED: ("✖", "bad"),
}


def _namespace(namespace: Namespace) -> Item:
    state = namespace.state
    if not namespace.id:
        return _note("namespace/without-id", "a namespace without an id", "changed", "○")
    mark, tint = ("○", "changed")
    if isinstance(state, NamespaceState):
        mark, tint = STATE_MARKS.get(state, (mark, tint))
    return Item(
        "namespace",
        namespace_key(namespace.id),
        namespace.id,
        namespace.id,
        mark=mark,
        words="" if state == NamespaceState.ACTIVE else safe(enum_words(state)),
        tint=tint,
        find=f"{namespace.name or ''} {namespace.description or ''}",
    )


def _groups(connection: Connection | None) -> tuple[Item, ...]:
    items = []
    for name, label in GROUPS:
        children: tuple[Item, ...] = ()
        count = ""
        if connection is not None:
            known = connection.value((name,))
            if known is not None:
                count = f"{len(known):,}"
                children = tuple(_identity(name, known))
                if connection.slot((name,)).fetched and not children:
                    children = (_note(f"{name}/none", "none"),)
            children += _state_of_slot(connection, (name,), label) if known is None else ()
            if known is not None and connection.slot((name,)).error:
                children += _state_of_slot(connection, (name,), label)
        items.append(
            Item(
                "group",
                f"group/{name}",
                name,
                label,
                words=count,
                tint="muted",
                children=children,
                open=False,
            )
        )
    return tuple(items)


def _identity(name: str, things: Iterable[object]) -> list[Item]:
    kind = name[:-1]
    items = []
    for thing in things:
        thing_id: str = thing.id  # type: ignore[attr-defined]
        label: str = thing.name if kind == "role" else thing.label  # type: ignore[attr-defined]
        find = getattr(thing, "address", "")
        built_in = "built-in" if getattr(thing, "is_built_in", False) else ""
        items.append(
            Item(
                kind,
                f"{kind}/{thing_id}",
                thing_id,
                label or thing_id,
                words=built_in,
                tint="muted",
                find=find,
            )
        )
    return sorted(items, key=lambda item: fold(item.label))
