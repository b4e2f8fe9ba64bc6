"""The kinds of things there are, and which of them an address names."""

from __future__ import annotations

from ocs_tui.catalog import operations as op
from ocs_tui.catalog.identity_kinds import IDENTITY_KINDS
from ocs_tui.catalog.kind import Field, Kind
from ocs_tui.model.address import Address

NAMESPACE = Kind(
    "namespace",
    "Namespaces",
    "",
    op.LIST_NAMESPACES,
    op.GET_NAMESPACE,
    fields=(
        Field("Id", "id"),
        Field("Name", "name"),
        Field("State", "state"),
        Field("Description", "description"),
        Field("Region", "region"),
        Field("RegionId", "region_id"),
        Field("Self", "self_url"),
        Field("InstanceId", "instance_id"),
        Field("AllowCrossRegionProcessing", "allow_cross_region_processing"),
    ),
    paged=False,
    creates=op.CREATE_NAMESPACE,
    updates=op.UPDATE_NAMESPACE,
    deletes=op.DELETE_NAMESPACE,
    # Sources disagree: the earliest has the description only, later ones all three; owner and ACL never
    # change through an update, whatever the body holds.
    editable=("name", "description", "allow_cross_region_processing"),
)

KINDS: tuple[Kind, ...] = (NAMESPACE, *IDENTITY_KINDS)
BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def tenant_kinds() -> tuple[Kind, ...]:
    """Return the kinds of what the tenant itself holds beside its namespaces."""
    return tuple(kind for kind in KINDS if kind.collection and kind.within is None)


def kinds_in(kind: Kind) -> tuple[Kind, ...]:
    """Return the kinds of what lies in a thing of a kind: a client's secrets."""
    return tuple(each for each in KINDS if each.within is kind)


def kind_at(address: Address) -> Kind:
    """Return the kind of what an address names.

    Raises:
        ValueError: with one sentence, for the tenant and for an address that names no kind of thing.
    """
    if len(address.parts) == 1:
        return NAMESPACE
    found: Kind | None = None
    for collection in address.collections:
        found = next((kind for kind in KINDS if kind.collection == collection and kind.within is found), None)
        if found is None:
            break
    if found is None or len(address.ids) != len(address.collections):
        raise ValueError(f"{address} is no address of a thing.")
    return found


def kind_in(address: Address) -> Kind:
    """Return the kind of what a collection holds: ``/roles``, ``/clients/ID/secrets``.

    Raises:
        ValueError: with one sentence, when there is no such collection.
    """
    try:
        return kind_at(Address((*address.parts, "any")))
    except ValueError:
        raise ValueError(f"{address} is no collection of things.") from None


def address_of(kind: Kind, *ids: str) -> Address:
    """Return the address of a thing: its id, after the ids of what holds it."""
    if not kind.collection:
        return Address(ids)
    holders: list[Kind] = []
    holder: Kind | None = kind
    while holder is not None:
        holders.insert(0, holder)
        holder = holder.within
    pairs = (part for each, item_id in zip(holders, ids, strict=True) for part in (each.collection, item_id))
    return Address(("", *pairs))
