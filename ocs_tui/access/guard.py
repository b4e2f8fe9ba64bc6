"""What must not be written.

Source: an ACL has to leave Manage access (ManageAccessControl) with one role or more. Not stated,
so decided here: a role whose own entries deny it the right does not keep it. Roles that the tenant
does not list count: they may be a community's, or the list could not be read.
"""

from __future__ import annotations

from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.enums import AccessRight, AccessType, TrusteeType

_MANAGE = AccessRight.MANAGE_ACCESS_CONTROL


def managing_roles(acl: AccessControlList) -> tuple[str, ...]:
    """Return the ids of the roles that keep Manage access, each once, in the order of the list."""
    allowed: dict[str, str] = {}
    denied = set()
    for entry in acl.entries:
        if entry.is_role and entry.access_rights & _MANAGE:
            role_id = entry.trustee.object_id
            if entry.access_type == AccessType.ALLOWED:
                allowed.setdefault(role_id.casefold(), role_id)
            elif entry.access_type == AccessType.DENIED:
                denied.add(role_id.casefold())
    return tuple(role_id for key, role_id in allowed.items() if key not in denied)


def refusal(acl: AccessControlList) -> str | None:
    """Return why a list must not be written, as a sentence; None when it may be."""
    if managing_roles(acl):
        return None
    return "No role would keep Manage access: allow it to at least one role."


def owner_refusal(owner: Trustee) -> str | None:
    """Return why a trustee cannot be an owner, as a sentence; None when it can."""
    if not owner.object_id:
        return "An owner needs an id."
    if owner.type not in (TrusteeType.USER, TrusteeType.CLIENT):
        return "An owner is a user or a client, nothing else."
    return None
