"""The streams that are shared with a community: those whose ACL allows its members to read.

A tenant that has paused shares nothing meanwhile, which the reference only hints at (PauseData).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator

from ocs_tui.catalog.communities import COMMUNITY
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.communities.roles import role_id_of
from ocs_tui.emulator.communities.standing import check_guid, is_member
from ocs_tui.emulator.communities.themselves import ACTIVE, tenants_of
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rights import Caller, granted
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.shelf import Readable
from ocs_tui.model.enums import COMMUNITY_MEMBER, AccessRight, NamespaceState

HEADER = "community-id"


def shares(call: Call, community: Held) -> Readable:
    """Return whether a stream of an ACL is shared with a community."""
    role = role_id_of(call.box.store.primary, community.id, COMMUNITY_MEMBER)
    own = call.box.tenant_id.casefold()
    active = any(
        each.key == own and each.document["Status"] == ACTIVE for each in tenants_of(call.box, community)
    )
    anyone = Caller(
        type=0, object_id="", roles=frozenset([role.casefold()]) if role and active else frozenset()
    )
    known: dict[int, bool] = {}

    def shared(acl: Json | None, owner: Json | None) -> bool:
        if acl is None:
            return False
        said = known.get(id(acl))
        if said is None:
            said = known[id(acl)] = bool(granted(anyone, acl) & AccessRight.READ)
        return said

    return shared


def community_of_header(call: Call) -> Held:
    """Return the community that the header of a read names, and that the caller is in.

    Raises:
        Refused: 400 for an id that is no GUID, 404 when there is none, 403 for who is not in it.
    """
    community_id = call.headers[HEADER].strip()
    check_guid(community_id)
    community = call.box.contents.shelf("", COMMUNITY.name).get(community_id)
    if community is None:
        raise Refused(404, "There is no such community.")
    if not is_member(call, community):
        raise Refused(403, "The caller is not in the community.")
    return community


def rights_by_community(call: Call, kind: Kind, held: Held | None) -> int:
    """Return one's rights on what lies in a namespace, when one comes by a community: reading shared streams.

    Raises:
        Refused: 400, 404 or 403 for the community.
    """
    community = community_of_header(call)
    if kind is not STREAM or held is None:
        return int(AccessRight.NONE)
    return int(AccessRight.READ) if shares(call, community)(held.acl, held.owner) else int(AccessRight.NONE)


def readable_by_community(call: Call, kind: Kind) -> Readable:
    """Return whether a thing of an ACL may be read by who comes by a community."""
    community = community_of_header(call)
    return shares(call, community) if kind is STREAM else lambda acl, owner: False


def shared_streams(
    call: Call, community: Held, *, here: bool = False, query: str = ""
) -> Iterator[tuple[Json, Held]]:
    """Yield the streams that are shared with a community, each with its namespace, in the order of their names.

    Args:
        call: the call.
        community: the community.
        here: whether those of other regions are left out.
        query: what they are searched for; all when empty.
    """
    from ocs_tui.emulator.things.hooks import hooks_of

    matches: Callable[[Held], bool] = (
        hooks_of(STREAM).query(call, query) if query.strip() else lambda held: True
    )
    shared = shares(call, community)
    found: list[tuple[str, str, Json, Held]] = []
    for namespace in call.box.store.primary.all(Stored.NAMESPACE):
        if namespace["State"] != NamespaceState.ACTIVE or (here and namespace["Region"] != call.region.id):
            continue
        shelf = call.box.contents.shelf(str(namespace["Id"]).casefold(), STREAM.name)
        found += [
            (_name(held).casefold(), held.key, namespace, held)
            for held in filter(matches, shelf.readable(shared))
        ]
    heapq.heapify(order := [(name, key, number) for number, (name, key, _, _) in enumerate(found)])
    while order:
        _, _, number = heapq.heappop(order)
        yield found[number][2:]


def count_shared(call: Call, community: Held, *, here: bool = False) -> int:
    """Return how many streams are shared with a community."""
    shared = shares(call, community)
    return sum(
        call.box.contents.shelf(str(each["Id"]).casefold(), STREAM.name).count(shared)
        for each in call.box.store.primary.all(Stored.NAMESPACE)
        if each["State"] == NamespaceState.ACTIVE and not (here and each["Region"] != call.region.id)
    )


def _name(held: Held) -> str:
    return str(held.document.get("Name") or held.id)
