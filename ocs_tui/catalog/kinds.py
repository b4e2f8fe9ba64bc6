"""The kinds of things there are, and which of them an address names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ocs_tui.catalog.assets import ASSET_KINDS
from ocs_tui.catalog.communities import COMMUNITY_KINDS, RECEIVED_INVITATION
from ocs_tui.catalog.identity_kinds import IDENTITY_KINDS, INVITATION
from ocs_tui.catalog.kind import Guard, Kind
from ocs_tui.catalog.namespace import NAMESPACE as NAMESPACE
from ocs_tui.catalog.omf import OMF_KINDS
from ocs_tui.catalog.rules import RULE_KINDS
from ocs_tui.catalog.sds import SDS_KINDS
from ocs_tui.catalog.tenant_kinds import TENANT_KINDS
from ocs_tui.catalog.views import VIEW_KINDS
from ocs_tui.model.address import Address

KINDS: list[Kind] = [
    NAMESPACE,
    *COMMUNITY_KINDS,
    *TENANT_KINDS,
    *IDENTITY_KINDS[: IDENTITY_KINDS.index(INVITATION)],
    RECEIVED_INVITATION,  # beside the tenant's own
    *IDENTITY_KINDS[IDENTITY_KINDS.index(INVITATION) :],
    *SDS_KINDS,
    *ASSET_KINDS,
    *VIEW_KINDS,
    *RULE_KINDS,
    *OMF_KINDS,
]
BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


@contextmanager
def one_more(kind: Kind) -> Iterator[None]:
    """Let there be one more kind: it appears wherever kinds do, for as long as this lasts."""
    KINDS.append(kind)
    BY_NAME[kind.name] = kind
    try:
        yield
    finally:
        KINDS.remove(kind)
        del BY_NAME[kind.name]


def tenant_kinds() -> tuple[Kind, ...]:
    """Return the kinds of what the tenant itself holds beside its namespaces."""
    return tuple(kind for kind in KINDS if kind.collection and kind.within is None)


def namespace_kinds() -> tuple[Kind, ...]:
    """Return the kinds of what a namespace holds."""
    return kinds_in(NAMESPACE)


def kinds_in(kind: Kind) -> tuple[Kind, ...]:
    """Return the kinds of what lies in a thing of a kind: a client's secrets, a namespace's streams."""
    return tuple(each for each in KINDS if each.within is kind)


def kind_at(address: Address) -> Kind:
    """Return the kind of what an address names.

    Raises:
        ValueError: with one sentence, for the tenant and for an address that names no kind of thing.
    """
    found = None if address.is_below_tenant else NAMESPACE
    for collection in address.collections:
        found = next(
            (
                kind
                for kind in KINDS
                if kind.collection and kind.collection == collection and kind.within is found
            ),
            None,
        )
        if found is None:
            break
    if found is None or address.is_tenant or len(address.ids) != found.depth:
        raise ValueError(f"{address} is no address of a thing.")
    return found


def kind_in(address: Address) -> Kind:
    """Return the kind of what a collection holds: ``/roles``, ``/clients/ID/secrets``, ``boiler/streams``.

    Raises:
        ValueError: with one sentence, when there is no such collection.
    """
    try:
        return kind_at(Address((*address.parts, "any")))
    except ValueError:
        raise ValueError(f"{address} is no collection of things.") from None


def address_of(kind: Kind, *ids: str) -> Address:
    """Return the address of a thing: its id, after the ids of what holds it."""
    holders: list[Kind] = []
    holder: Kind | None = kind
    while holder is not None:
        holders.insert(0, holder)
        holder = holder.within
    pairs = [part for each, item_id in zip(holders, ids, strict=True) for part in (each.collection, item_id)]
    return Address(tuple(pairs[1:])) if not holders[0].collection else Address(("", *pairs))


def collection_of(kind: Kind, *holders: str) -> Address:
    """Return the address of a collection: of the ids of what holds it, outermost first."""
    return Address(address_of(kind, *holders, "any").parts[:-1])


def guard_at(address: Address) -> Guard | None:
    """Return the operations on the ACL of what an address names; None where it has none of its own.

    ``/`` is the default of new namespaces, ``boiler/streams`` that of a namespace's new streams.

    Raises:
        ValueError: with one sentence, when it names neither a thing nor a collection.
    """
    if address.is_tenant:
        return NAMESPACE.collection_guard
    if address.is_collection:
        return kind_in(address).collection_guard
    return kind_at(address).guard


def acl_address(text: str) -> Address:
    """Read the address of what has an ACL, as a person types it.

    Raises:
        ValueError: with one sentence, for what is no address and for what has no ACL of its own.
    """
    address = Address.parse(text)
    try:
        guard = guard_at(address)
    except ValueError:
        guard = None
    if guard is None:
        raise ValueError(
            f"{text!r} has no ACL: write '/' for the tenant, a namespace's id, or what lies in one, such as "
            "boiler/streams/pump-1."
        )
    return address
