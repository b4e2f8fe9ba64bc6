"""Where a call looks: the namespace of its path, the place of its things, the thing it names, one's rights."""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.namespace import NAMESPACE
from ocs_tui.catalog.service import SDS
from ocs_tui.emulator.call import Box, Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rights import granted
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.contents import inside
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import hooks_of
from ocs_tui.emulator.things.shelf import Readable, Shelf
from ocs_tui.model.enums import ALL_RIGHTS, AccessRight

_ACLS = "collection ACL"
"""The kind, not one of the catalog, of the ACLs that new things start with; by the name of the kind."""


def namespace_of(call: Call) -> Json:
    """Return the namespace of the path.

    The reference does not say what another region answers about what lies in a namespace. Read here as 404,
    as of a thing that is not there; the global base URL serves what lies in every region.

    Raises:
        Refused: 404 when there is none, or it lies in another region.
    """
    namespace = call.documents.get(Stored.NAMESPACE, call.ids["namespace"])
    if namespace is None:
        raise Refused(404, "There is no such namespace.").about(NamespaceId=call.ids["namespace"])
    if namespace["Region"] != call.region.id and not call.region.writable:
        raise Refused(404, f"The namespace lies in {namespace['Region']}: its Self says where.")
    return namespace


def place_of(call: Call, kind: Kind) -> str:
    """Return the place of a call's things. What has no ACL of its own lies in what may be read.

    Raises:
        Refused: 404 when a holder is not there, 403 when it may not be read.
    """
    if kind.within is None:
        return ""
    if kind.within is NAMESPACE:
        return str(namespace_of(call)["Id"]).casefold()
    holder = found(call, kind.within, AccessRight.NONE if kind.guard is not None else AccessRight.READ)
    return inside(place_of(call, kind.within), kind.within.name, holder.key)


def id_in(call: Call, kind: Kind) -> str:
    """Return the id of the call's thing of a kind: ``{below}`` where its holder has ``{id}``."""
    nested = kind.within is not None and kind.within is not NAMESPACE
    return call.ids["below" if nested else "id"]


def shelf_of(call: Call, kind: Kind) -> Shelf:
    """Return the things of a call.

    Raises:
        Refused: 404 or 403 for what they lie in.
    """
    return call.box.contents.shelf(place_of(call, kind), kind.name)


def found(call: Call, kind: Kind, needed: AccessRight = AccessRight.NONE) -> Held:
    """Return the thing of the path.

    Raises:
        Refused: 404 when there is none, 403 when the caller has not the right that is needed.
    """
    thing_id = id_in(call, kind)
    held = shelf_of(call, kind).get(thing_id)
    if held is None:
        raise Refused(404, f"There is no such {kind.name}.").about(Id=thing_id)
    require(rights_on(call, kind, held), needed)
    return held


def named(call: Call, kind: Kind, thing_id: str, needed: AccessRight = AccessRight.READ) -> Held | None:
    """Return a thing of the call's place by its id; None when it is not there, or may not be had so."""
    held = shelf_of(call, kind).get(thing_id)
    if held is None or rights_on(call, kind, held) & needed != needed:
        return None
    return held


def readable(call: Call, kind: Kind) -> Iterator[Held]:
    """Yield the things of a call that its caller may read, in the order of their ids."""
    return shelf_of(call, kind).readable(may_read(call, kind))


def may_read(call: Call, kind: Kind) -> Readable:
    """Return whether the caller may read a thing of this ACL and this owner. Asks once for each ACL."""
    if _comes_by_community(call, kind):
        from ocs_tui.emulator.communities.sharing import readable_by_community

        return readable_by_community(call, kind)
    if kind.guard is None:
        whole = bool(rights_on(call, kind, None) & AccessRight.READ)
        return lambda acl, owner: whole
    known: dict[int, bool] = {}

    def may(acl: Json | None, owner: Json | None) -> bool:
        if call.caller.is_trustee(owner) or acl is None:
            return True
        said = known.get(id(acl))
        if said is None:
            said = known[id(acl)] = bool(granted(call.caller, acl) & AccessRight.READ)
        return said

    return may


def rights_on(call: Call, kind: Kind, held: Held | None) -> int:
    """Return the caller's rights on a thing, or with None on its collection.

    What has no ACL of its own follows what it lies in, else the ACL of its collection. Where there is none
    either, every member of the tenant may do everything: the reference names no right there.
    """
    if _comes_by_community(call, kind):
        from ocs_tui.emulator.communities.sharing import rights_by_community

        return rights_by_community(call, kind, held)
    said = hooks_of(kind).rights(call, held)
    if said is not None:
        return said
    if held is not None and kind.guard is not None:
        return int(ALL_RIGHTS) if held.acl is None else granted(call.caller, held.acl, held.owner)
    if kind.within is not None and kind.within is not NAMESPACE and kind.collection_guard is None:
        return rights_on(call, kind.within, found(call, kind.within))
    if kind.collection_guard is not None:
        acl = collection_acl(call, kind).acl
        assert acl is not None, "a collection always has one"
        return granted(call.caller, acl)
    return int(ALL_RIGHTS)


def _comes_by_community(call: Call, kind: Kind) -> bool:
    """True for a call of the data store that reads what is shared with a community."""
    return kind.service is SDS and "community-id" in call.headers


def collection_acl(call: Call, kind: Kind) -> Held:
    """Return the ACL that new things of a kind start with, as something that is held.

    It starts as the ACL that the namespace was made with. The reference says so of data views only. Read here
    as so of all.
    """
    place = place_of(call, kind)
    held = call.box.contents.shelf(place, _ACLS).get(kind.name)
    return held or Held({"Id": kind.name}, first_acl(call.box, place))


def set_collection_acl(call: Call, kind: Kind, acl: Json) -> Held:
    """Replace the ACL that new things of a kind start with, and return it."""
    held = collection_acl(call, kind).guarded(acl)
    call.box.contents.write((place_of(call, kind), _ACLS, held.key, held))
    return held


def first_acl(box: Box, place: str) -> Json:
    """Return the ACL that a namespace was made with; outside of one, the tenant's root ACL."""
    namespace = place.split("/", 1)[0]
    documents = box.store.primary
    acl = documents.get(Stored.FIRST_ACL, namespace)
    if acl is not None:
        return acl
    holder = documents.get(Stored.NAMESPACE, namespace)  # made by an earlier release
    return documents.one(Stored.ROOT_ACL) if holder is None else dict(holder["AccessControl"])


def caller_as_owner(call: Call) -> Json:
    """Return the caller as the owner of what it makes."""
    return {"Type": call.caller.type, "ObjectId": call.caller.object_id, "TenantId": call.box.tenant_id}


def require(rights: int, needed: AccessRight) -> None:
    """Let nobody pass who has not the rights.

    Raises:
        Refused: 403.
    """
    if rights & needed != needed:
        raise Refused(403, "The access control list does not allow it.")
