"""What the detail pane shows of each thing, made of what the connection knows: no request is made here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.model.text import safe
from ocs_tui.screens import people_panes, place_panes
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
"""The tabs by kind of node. A kind of the catalog that stands not here has those of what lies in it."""


def tabs_of(item: Item) -> tuple[str, ...]:
    """Return the tabs of a thing."""
    if item.kind in TABS:
        return TABS[item.kind]
    kind = people_panes.kind_of(item)
    return (OVERVIEW,) if kind is None else (OVERVIEW, *people_panes.lists_in(kind), JSON)


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
    kind = people_panes.kind_of(item)
    if kind is None:
        return ()
    from ocs_tui.connection.slots import at

    own = at(people_panes.address_of_item(item))
    if tab == MEMBERS:
        return (own, ("users",), ("clients",))
    if tab == INVITATION:
        return invitation_keys(item)
    if (inside := people_panes.lists_in(kind).get(tab)) is not None:
        return (people_panes.key_in(item, inside), ("roles",))
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
    return connection.known(address) is None and connection.slot(list_of(address)).fetched is not None


def is_list(key: Key) -> bool:
    """Return whether a slot holds a list that may be long."""
    return len(key) == 1 and people_panes.kind_of_list(key) is not None


def is_quiet(key: Key, error: OcsError) -> bool:
    """Return whether an error only says that a list is not for one's eyes: its place says that."""
    kind = people_panes.kind_of_list(key)
    return kind is not None and not_offered(kind, error) is not None


def present(connection: Connection, item: Item, tab: str, where: str) -> Shown:
    """Return what the pane shows of ``item`` on ``tab``; ``where`` names the profile."""
    tabs = tabs_of(item)
    active = tabs.index(tab) if tab in tabs else 0
    body, subtitle = _body(connection, item, tabs[active])
    return Shown(_title(item), subtitle or where, tabs, active, body)


def _title(item: Item) -> str:
    kind = "" if item.kind in ("group", "more", "note", "retry") else f"{item.kind.capitalize()} "
    return f"{kind}{safe(item.label)}"


def _body(connection: Connection, item: Item, tab: str) -> tuple[Body, str]:
    if (kind := people_panes.kind_of(item)) is not None:
        return _identity(connection, item, kind, tab)
    if tab == JSON:
        return place_panes.as_json(connection, item)
    if tab == ACCESS:
        return place_panes.access(connection, "" if item.kind == "tenant" else item.id)
    if tab == OWNER:
        return place_panes.owner(connection, item.id)
    makers = {
        "tenant": place_panes.tenant,
        "region": place_panes.region,
        "namespace": place_panes.namespace,
        "group": _group,
    }
    if item.kind in makers:
        return makers[item.kind](connection, item)
    if item.kind == "more":
        return people_panes.more(connection)
    if item.kind == "retry":
        return Fields(place_panes.state_lines(connection, tuple(item.id.split("/")))), ""
    return Fields((note(safe(item.label)),)), ""


def _group(connection: Connection, item: Item) -> tuple[Body, str]:
    return people_panes.group(connection, people_panes.kind_listed(item.id))


# Roles, users, clients.


def _identity(connection: Connection, item: Item, kind: Kind, tab: str) -> tuple[Body, str]:
    if tab == JSON:
        return people_panes.json(connection, item)
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
