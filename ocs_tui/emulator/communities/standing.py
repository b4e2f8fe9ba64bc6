"""Who one is in a community: whether one may see it, and what one may do there.

Readings: its owner is a Community Administrator of it; a Tenant Administrator may look at every community of the
tenant, and let people in; reading and changing the community itself is its ACL's to say.
"""

from __future__ import annotations

import re

from ocs_tui.catalog.communities import COMMUNITY
from ocs_tui.emulator.call import Call, is_administrator
from ocs_tui.emulator.communities.roles import roles_of
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found
from ocs_tui.model.enums import COMMUNITY_ADMINISTRATOR, COMMUNITY_MODERATOR, AccessRight

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)


def check_guid(text: str) -> None:
    """Let nothing pass that is no GUID.

    Raises:
        Refused: 400.
    """
    if not _GUID.fullmatch(text.strip()):
        raise Refused(400, "The id of a community is a GUID.")


def community_of(call: Call, needed: AccessRight = AccessRight.READ) -> Held:
    """Return the community of the path.

    Raises:
        Refused: 400 for an id that is no GUID, 404 when there is none, 403 when the right is missing.
    """
    check_guid(call.ids["id"])
    return found(call, COMMUNITY, needed)


def role_types_of(call: Call, community: Held) -> set[str]:
    """Return the types of the caller's roles in a community."""
    types = {
        str(role["RoleTypeId"])
        for role in roles_of(call.box.store.primary, community.id)
        if role["Id"].casefold() in call.caller.roles
    }
    return types | {COMMUNITY_ADMINISTRATOR} if call.caller.is_trustee(community.owner) else types


def is_member(call: Call, community: Held) -> bool:
    """True for who has a role in a community, or owns it."""
    return bool(role_types_of(call, community))


def require_moderator(call: Call, community: Held) -> None:
    """Let pass who may let others in: the tenant's administrators, the community's, and its moderators.

    Raises:
        Refused: 403.
    """
    if role_types_of(call, community) & {COMMUNITY_ADMINISTRATOR, COMMUNITY_MODERATOR}:
        return
    require_tenant_administrator(call)


def require_community_administrator(call: Call, community: Held) -> None:
    """Let pass the administrators of the tenant and of the community.

    Raises:
        Refused: 403.
    """
    if COMMUNITY_ADMINISTRATOR not in role_types_of(call, community):
        require_tenant_administrator(call)


def require_tenant_administrator(call: Call) -> None:
    """Let pass the administrators of the tenant.

    Raises:
        Refused: 403.
    """
    if not is_administrator(call.caller, call.documents):
        raise Refused(403, "Only an administrator may do this.")
