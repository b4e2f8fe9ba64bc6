"""The tenants of a community: their status, and one's rights in it."""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.catalog.communities import COMMUNITY, COMMUNITY_TENANT
from ocs_tui.catalog.operation import Era
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Call, is_administrator
from ocs_tui.emulator.communities.standing import community_of, role_types_of
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rights import granted
from ocs_tui.emulator.shapes import known_names
from ocs_tui.emulator.things.contents import inside
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found, require
from ocs_tui.emulator.things.shape import bare
from ocs_tui.emulator.things.writing import change, remove
from ocs_tui.model.enums import (
    COMMUNITY_ADMINISTRATOR,
    COMMUNITY_MEMBER,
    COMMUNITY_MODERATOR,
    RIGHT_WIRE_NAMES,
    AccessRight,
)

_REMOVE = "Remove"
_STATUSES = ("None", "AwaitingConfirmation", "Paused", "Active", _REMOVE)
_STATUSES_IN_CONNECT = ("None", "Paused", "Active")
_EXTENDED = (
    "ViewCommunityDetails", "LeaveCommunity", "ManageUsers", "PauseData", "EditCommunityAlias",
    "EditCommunityProfile", "DeleteCommunity", "ManageTenants", "ManageCommunityAdministrators", "UpdateRegion",
    "UpdateContactEmail",
)  # fmt: skip
"""CommunityAccessRights, in the order of their bits."""
_OF_MODERATOR = ("ViewCommunityDetails", "ManageUsers")
_OF_TENANT_ADMINISTRATOR = (
    "ViewCommunityDetails", "LeaveCommunity", "ManageUsers", "PauseData", "EditCommunityAlias",
)  # fmt: skip


def set_status(call: Call) -> Response:
    """Set the status of a tenant in a community: 204 when it was so already.

    The reference does not say what Remove does. Read here as taking the tenant out of the community.
    """
    community = community_of(call)
    tenant = found(call, COMMUNITY_TENANT, AccessRight.WRITE)
    body = known_names(read_object(call.body), ("Status",))
    status = _status(call, body.get("Status", tenant.document["Status"]))
    if status == tenant.document["Status"]:
        return empty(204)
    if status == _REMOVE:
        return _removed(call, community, tenant)
    tenant = change(call, COMMUNITY_TENANT, tenant, tenant.document | {"Status": status})
    return answer(bare(tenant.document))


def take_out(call: Call) -> Response:
    """Take a tenant out of a community: 204 too for one that is not in it."""
    community = community_of(call)
    tenant = _tenant(call, community)
    holder = community if tenant is None else tenant
    assert holder.acl is not None, "both have one"
    require(granted(call.caller, holder.acl, holder.owner), AccessRight.DELETE)
    return empty(204) if tenant is None else _removed(call, community, tenant)


def rights(call: Call) -> Response:
    """Answer one's rights on a tenant of a community; an empty list for none."""
    tenant = _tenant(call, found(call, COMMUNITY))
    if tenant is None or tenant.acl is None:
        raise Refused(404, "The tenant is not in the community.")
    mask = granted(call.caller, tenant.acl, tenant.owner)
    return answer([name for right, name in RIGHT_WIRE_NAMES.items() if right & mask])


def extended_rights(call: Call) -> Response:
    """Answer what one may do in a community.

    The reference names these rights and not whose they are. Read here: a Community Administrator has all, a
    moderator those on its people, a Tenant Administrator those on the tenant's own part, a member may look.
    """
    community = found(call, COMMUNITY)
    types = role_types_of(call, community)
    if COMMUNITY_ADMINISTRATOR in types:
        return answer(_EXTENDED)
    names: set[str] = set()
    if COMMUNITY_MODERATOR in types:
        names.update(_OF_MODERATOR)
    if COMMUNITY_MEMBER in types:
        names.add(_EXTENDED[0])
    if is_administrator(call.caller, call.documents):
        names.update(_OF_TENANT_ADMINISTRATOR)
    return answer([name for name in _EXTENDED if name in names])


def _tenant(call: Call, community: Held) -> Held | None:
    place = inside("", COMMUNITY.name, community.key)
    return call.box.contents.shelf(place, COMMUNITY_TENANT.name).get(call.ids["below"])


def _removed(call: Call, community: Held, tenant: Held) -> Response:
    if tenant.document["IsOwner"]:
        raise Refused(400, "The owner of a community is in it.")
    remove(call, COMMUNITY_TENANT, tenant)
    return empty(204)


def _status(call: Call, value: object) -> str:
    known = _STATUSES_IN_CONNECT if call.box.era is Era.CONNECT else _STATUSES
    for name in known:
        if isinstance(value, str) and value.casefold() == name.casefold():
            return name
    raise Refused(400, f"Status is one of {', '.join(known)}.")
