"""What the detail pane shows of each thing, made of what the connection knows: no request is made here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.model.text import safe
from ocs_tui.screens import collection_pane, own_tabs, people_panes, place_panes
from ocs_tui.screens.invitation_pane import INVITATION, invitation_keys, invitation_lines
from ocs_tui.screens.people_panes import served
from ocs_tui.screens.people_words import not_offered
from ocs_tui.screens.secrets_pane import SECRETS, secrets_lines
from ocs_tui.widgets.detail import Body, Fields, Shown
from ocs_tui.widgets.field_list import note

if TYPE_CHECKING:
    from ocs_tui.api.errors import OcsError
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.connection import Connection, Key
    from ocs_tui.widgets.pick_list import Option
    from ocs_tui.widgets.resource_tree import Item

OVERVIEW, ACCESS, OWNER, MEMBERS, JSON = "Overview", "Access", "Owner", "Members", "JSON"
TABS: dict[str, tuple[str, ...]] = {
    "tenant": (OVERVIEW, ACCESS, JSON),
    "region": (OVERVIEW, JSON),
    "namespace": (OVERVIEW, ACCESS, OWNER, JSON),
    "role": (OVERVIEW, MEMBERS, JSON),
    "user": (OVERVIEW, INVITATION, JSON),
    "client": (OVERVIEW, SECRETS, JSON),
}
"""The tabs by kind of node. A kind of the catalog that stands not here has those that its declaration gives it."""


def tabs_of(item: Item) -> tuple[str, ...]:
    """Return the tabs of a thing: those of its own, of what lies in it, of what guards it."""
    if item.kind in TABS:
        return TABS[item.kind]
    if item.kind == "collection":
        return (OVERVIEW, ACCESS) if place_of(item) is not None else (OVERVIEW,)
    kind = people_panes.kind_of(item)
    if kind is None:
        return (OVERVIEW,)
    own = (tab.name for tab in own_tabs.tabs_of(kind))
    guard = (ACCESS, OWNER) if kind.guard is not None else ()
    return (OVERVIEW, *own, *people_panes.lists_in(kind), *guard, JSON)


def place_of(item: Item) -> str | None:
    """Return the place whose ACL a node stands for, the empty string for the tenant; None where it has none."""
    if item.kind == "tenant":
        return ""
    if item.kind == "namespace":
        return item.id
    if item.kind == "collection":
        kind = people_panes.kind_to_create(item)
        return item.id if kind is not None and kind.collection_guard is not None else None
    kind = people_panes.kind_of(item)
    if kind is None or kind.guard is None:
        return None
    return people_panes.address_of_item(item).place


def comparable(connection: Connection, place: str) -> list[Option]:
    """Return what the ACL of a place can be compared with: what it lies in, its siblings, other namespaces."""
    from ocs_tui.model.address import Address
    from ocs_tui.widgets.pick_list import Option

    address = Address.at_place(place)
    options = []
    if address.in_namespace:
        collection = address if address.is_collection else Address(address.parts[:-1])
        if collection != address:
            options.append(Option(str(collection), str(collection), "the default of new ones"))
        first = connection.value(("first", str(collection)))
        siblings = (Address((*collection.parts, one.id)) for one in (first.items if first else ()) if one.id)
        options += [Option(str(one), str(one), "") for one in siblings if one != address]
    namespaces = (one for one in connection.namespaces if one.id != place)
    return options + [Option(one.id, one.id, one.region_label) for one in namespaces]


def slots_of(item: Item, tab: str) -> tuple[Key, ...]:
    """Return the slots that a tab shows: what ``enter`` reads. The first one is the tab's own."""
    names: tuple[Key, ...] = (("roles",), ("me",))
    if item.kind == "tenant":
        if tab == ACCESS:
            return (("acl", ""), *names)
        return (("tenant",), ("regions",), *names)
    if item.kind == "region":
        return (("regions",), ("namespaces",))
    if item.kind == "namespace":
        if tab == ACCESS:
            return (("acl", item.id), ("owner", item.id), *names)
        if tab == OWNER:
            return (("owner", item.id), ("users",), ("clients",))
        return (("namespace", item.id),)
    if item.kind == "group":
        return ((item.id,),)
    place = place_of(item)
    if tab == ACCESS and place is not None:
        owner: tuple[Key, ...] = () if item.kind == "collection" else (("owner", place),)
        return (("acl", place), *owner, *names)
    if tab == OWNER and place is not None:
        return (("owner", place), ("users",), ("clients",))
    if item.kind == "collection":
        return (("first", item.id),)
    kind = people_panes.kind_of(item)
    if kind is None:
        return ()
    from ocs_tui.connection.slots import at

    own = at(people_panes.address_of_item(item))
    if (tab_of_its_own := own_tabs.tab(kind, tab)) is not None:
        return (*tab_of_its_own.slots(people_panes.address_of_item(item)), own)
    if tab == MEMBERS:
        return (own, ("users",), ("clients",))
    if tab == INVITATION:
        return invitation_keys(item)
    if (inside := people_panes.lists_in(kind).get(tab)) is not None:
        return (people_panes.key_in(item, inside), ("roles",))
    if kind.name == "bulk ACL job":
        return (own, ("failures", str(people_panes.address_of_item(item))), ("users",), ("clients",))
    providers = any(field.attribute == "identity_provider_id" for field in kind.fields)
    return (own, ("roles",), ("identity-providers",)) if providers else (own, ("roles",))


def list_behind(item: Item, tab: str) -> Key | None:
    """Return the slot of the list that a tab shows a part of; None where it shows something else."""
    if item.kind == "group":
        return (item.id,)
    kind = people_panes.kind_of(item)
    inside = people_panes.lists_in(kind).get(tab) if kind is not None and tab != SECRETS else None
    return None if inside is None else people_panes.key_in(item, inside)


def is_gone(connection: Connection, item: Item) -> bool:
    """Return whether a thing below the tenant is known to be there no more."""
    from ocs_tui.connection.slots import list_of

    if people_panes.kind_of(item) is None:
        return False
    address = people_panes.address_of_item(item)
    if address.in_namespace:
        return False  # no list of them is ever read to its end
    return connection.known(address) is None and connection.slot(list_of(address)).fetched is not None


def is_list(key: Key) -> bool:
    """Return whether a slot holds a list that may be long."""
    return len(key) == 1 and people_panes.kind_of_list(key) is not None


def is_quiet(key: Key, error: OcsError) -> bool:
    """Return whether an error only says that a list is not for one's eyes, or that there is no such thing as a
    status: its place says that.
    """
    if key[0] == "asset-status" and error.status == 422:
        return True
    kind = people_panes.kind_of_list(key)
    return kind is not None and not_offered(kind, error) is not None


def present(connection: Connection, item: Item, tab: str, where: str) -> Shown:
    """Return what the pane shows of ``item`` on ``tab``; ``where`` names the profile."""
    tabs = tabs_of(item)
    active = tabs.index(tab) if tab in tabs else 0
    body, subtitle = _body(connection, item, tabs[active])
    return Shown(_title(item), subtitle or where, tabs, active, body)


def _title(item: Item) -> str:
    if item.kind == "collection":
        return safe(item.id)
    plain = ("group", "more", "note", "retry", "board", "boards")
    kind = "" if item.kind in plain else f"{item.kind[:1].upper()}{item.kind[1:]} "
    return f"{kind}{safe(item.label)}"


def _body(connection: Connection, item: Item, tab: str) -> tuple[Body, str]:
    if tab == ACCESS and (place := place_of(item)) is not None:
        return place_panes.access(connection, place)
    if tab == OWNER and (place := place_of(item)) is not None:
        return place_panes.owner(connection, place)
    if (kind := people_panes.kind_of(item)) is not None:
        return _thing(connection, item, kind, tab)
    if tab == JSON:
        return place_panes.as_json(connection, item)
    makers = {
        "tenant": place_panes.tenant,
        "region": place_panes.region,
        "namespace": place_panes.namespace,
        "group": _group,
        "collection": collection_pane.collection,
        "board": _board,
    }
    if item.kind in makers:
        return makers[item.kind](connection, item)
    if item.kind == "more":
        return people_panes.more(connection)
    if item.kind == "boards":
        return Fields((note("→ shows them in the tree: how the service is, and what is used of it."),)), ""
    if item.kind == "retry":
        return Fields(place_panes.state_lines(connection, tuple(item.id.split("/")))), ""
    return Fields((note(safe(item.label)),)), ""


def _group(connection: Connection, item: Item) -> tuple[Body, str]:
    return people_panes.group(connection, people_panes.kind_listed(item.id))


def _board(connection: Connection, item: Item) -> tuple[Body, str]:
    return Fields((note("enter opens it."),)), ""


# A thing of a kind.


def _thing(connection: Connection, item: Item, kind: Kind, tab: str) -> tuple[Body, str]:
    if tab == JSON:
        return people_panes.json(connection, item)
    if (tab_of_its_own := own_tabs.tab(kind, tab)) is not None:
        return tab_of_its_own.body(connection, people_panes.address_of_item(item))
    if tab == MEMBERS:
        return people_panes.members(connection, item.id)
    if tab == INVITATION:
        status = place_panes.state_lines(connection, invitation_keys(item)[0])
        return Fields([*status, *invitation_lines(connection, item)]), ""
    if (inside := people_panes.lists_in(kind).get(tab)) is not None:
        if tab == SECRETS:
            key = people_panes.key_in(item, inside)
            fetched = connection.slot(key).fetched
            state = people_panes.state_of_list(connection, key, inside)
            subtitle = served(connection, fetched) if fetched else ""
            return Fields([*state, *secrets_lines(connection, item)]), subtitle
        return people_panes.inside(connection, item, inside)
    return people_panes.overview(connection, item)
