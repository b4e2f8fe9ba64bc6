"""How a kind of a known service is declared: its operations follow from its route and what it offers."""

from __future__ import annotations

from dataclasses import replace

from ocs_tui.catalog.kind import Field, Guard, Kind
from ocs_tui.catalog.operation import Era, Operation, reading, writing
from ocs_tui.catalog.service import Listing, Service

AT_ITEM, AT_COLLECTION = "item", "collection"
"""Where a new thing is posted: under its own id, or to its collection, which may give it one."""


def kind_of(
    service: Service,
    name: str,
    plural: str,
    collection: str,
    route: str,
    fields: tuple[Field, ...],
    *,
    within: Kind | None,
    columns: tuple[Field, ...] = (),
    gets: bool = True,
    creates: str = "",
    updates: bool = False,
    deletes: bool = False,
    guarded: bool = False,
    collection_route: str = "",
    listing: Listing | None = None,
    connect: str = "",
    title_field: str = "Name",
    id_field: str = "Id",
    sortable: tuple[str, ...] = (),
    only: Era | None = None,
    same: tuple[int, ...] = (302,),
) -> Kind:
    """Return a kind of thing with its operations.

    Args:
        service: what has it.
        name: one of it, in lower case.
        plural: its collection, as the tree names it.
        collection: its collection, in an address.
        route: the path of its collection.
        fields: its fields.
        within: what holds it.
        columns: what its list shows beside the name.
        gets: whether one can be read by itself.
        creates: where a new one is posted; empty where none can be.
        updates: whether a PUT sets its fields.
        deletes: whether it can be deleted.
        guarded: whether each has an ACL, an owner and access rights.
        collection_route: what the collection's ACL is called below ``AccessControl``; empty for none.
        listing: how its list is asked for, where not as the service's others are.
        connect: ``route`` in CONNECT, where it is another one.
        title_field: the member that holds its name.
        id_field: the member that holds its id.
        sortable: the fields that its list can be ordered by.
        only: the one service that has it.
        same: the codes by which a create says that the same one exists already.
    """
    served, it = service.served, name
    own_id = "{id}" if "{id}" not in route else "{below}"

    def at(path: str, connect_path: str, operation: Operation) -> Operation:
        return replace(operation, path=path, connect=connect_path, only=only)

    def on_list(operation: Operation) -> Operation:
        return at(route, connect, operation)

    def on_item(operation: Operation, below: str = "") -> Operation:
        return at(f"{route}/{own_id}{below}", f"{connect}/{own_id}{below}" if connect else "", operation)

    places = {AT_ITEM: on_item, AT_COLLECTION: on_list}
    guard = None
    if guarded:
        guard = Guard(
            on_item(reading(f"read the ACL of the {it}", "", served), "/AccessControl"),
            on_item(writing(f"set the ACL of the {it}", "PUT", "", served), "/AccessControl"),
            on_item(writing(f"change the ACL of the {it}", "PATCH", "", served), "/AccessControl")
            if service.patches_acl
            else None,
            on_item(reading(f"read the owner of the {it}", "", served), "/Owner"),
            on_item(writing(f"set the owner of the {it}", "PUT", "", served), "/Owner"),
            on_item(reading(f"read one's rights on the {it}", "", served), "/AccessRights"),
        )
    return Kind(
        name,
        plural,
        collection,
        on_list(reading(f"list the {plural[0].lower() + plural[1:]}", "", served)),
        on_item(reading(f"read the {it}", "", served)) if gets else None,
        fields,
        paged=(listing or service.listing).paged,
        creates=places[creates](writing(f"create the {it}", "POST", "", served)) if creates else None,
        updates=on_item(writing(f"change the {it}", "PUT", "", served)) if updates else None,
        deletes=on_item(writing(f"delete the {it}", "DELETE", "", served)) if deletes else None,
        columns=columns,
        within=within,
        service=service,
        own_listing=listing,
        id_field=id_field,
        title_field=title_field,
        guard=guard,
        collection_guard=_collection_guard(service, collection_route, plural, route)
        if collection_route
        else None,
        sortable=sortable,
        only=only,
        same=same,
        as_json=True,
    )


def _collection_guard(service: Service, collection_route: str, plural: str, route: str) -> Guard:
    """Return the operations on the ACL that new things of a kind start with."""
    served, words = service.served, plural[0].lower() + plural[1:]
    base = route[: route.rindex("/")]
    path = f"{base}/AccessControl/{collection_route}"
    patch = writing(f"change the default ACL of the {words}", "PATCH", path, served)
    rights = reading(f"read one's rights on the {words}", f"{base}/AccessRights/{collection_route}", served)
    return Guard(
        reading(f"read the default ACL of the {words}", path, served),
        writing(f"set the default ACL of the {words}", "PUT", path, served),
        patch if service.patches_acl else None,
        get_rights=rights if service.collection_rights else None,
    )
