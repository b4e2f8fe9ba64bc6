"""What a change would do that its author may not have meant: for the review, in one sentence each.

A *note* is shown and asks nothing; a *danger* is what one should stop at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ocs_tui.access.diff import AclDiff, diff
from ocs_tui.access.evaluate import Names, Who, evaluate
from ocs_tui.access.guard import managing_roles
from ocs_tui.access.rows import Setting, same_id
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.enums import (
    RIGHT_LABELS,
    TENANT_MEMBER,
    AccessRight,
    AccessType,
    RoleScope,
    TrusteeType,
    right_words,
)
from ocs_tui.model.identity import Client, Role, User
from ocs_tui.model.text import safe

_UNKNOWN_SELF = "Cannot tell whether you keep access: who you are, or your roles, could not be read."


@dataclass(frozen=True, slots=True)
class Note:
    """One consequence."""

    level: Literal["note", "danger"]
    text: str


def notes(
    before: AccessControlList,
    after: AccessControlList,
    *,
    names: Names,
    roles: Mapping[str, Role] | None,
    me: Who | None,
    owner: Trustee | None,
    users: Sequence[User] | None = None,
    clients: Sequence[Client] | None = None,
) -> list[Note]:
    """Return the consequences of changing one ACL into another, dangers first.

    Args:
        before: the list as it is.
        after: the list as it shall be.
        names: what an id is called.
        roles: the tenant's roles by id; None when they could not be read.
        me: the signed-in client or user with its roles; None when that could not be read.
        owner: the owner of the thing; None when it has none or it is not known.
        users: the tenant's users; None when they were not read.
        clients: the tenant's clients; None when they were not read.
    """
    changes = diff(before, after)
    if not changes:
        return []
    by_id = None if roles is None else {role_id.casefold(): role for role_id, role in roles.items()}
    found = [
        *_about_me(before, owner, after, owner, me),
        *_about_managers(before, after, names),
        *_about_everybody(before, after, by_id),
        *_about_roles(before, after, changes, names, by_id),
        *_about_empty_roles(changes, names, by_id, users, clients),
        *_about_owner(owner, names, users, clients),
    ]
    return sorted(found, key=lambda note: note.level != "danger")


def owner_notes(
    before: Trustee,
    after: Trustee,
    *,
    acl: AccessControlList | None,
    me: Who | None,
    names: Names = str,
    users: Sequence[User] | None = None,
    clients: Sequence[Client] | None = None,
) -> list[Note]:
    """Return the consequences of another owner, dangers first.

    Args:
        before: the owner as it is.
        after: the owner as it shall be.
        acl: the thing's list; None when it could not be read.
        me: the signed-in client or user with its roles; None when that could not be read.
        names: what an id is called.
        users: the tenant's users; None when they were not read.
        clients: the tenant's clients; None when they were not read.
    """
    gone = _about_owner(after, names, users, clients)
    if acl is None:
        return [Note("note", "Cannot tell whether you keep access: the ACL could not be read."), *gone]
    return [*_about_me(acl, before, acl, after, me), *gone]


def is_gone(trustee: Trustee, users: Sequence[User] | None, clients: Sequence[Client] | None) -> bool:
    """True when a user or client is none that the tenant lists; False where the list was not read."""
    listed: Sequence[User] | Sequence[Client] | None = None
    if trustee.type == TrusteeType.USER:
        listed = users
    elif trustee.type == TrusteeType.CLIENT:
        listed = clients
    if listed is None or not trustee.object_id:
        return False
    return all(not same_id(one.id, trustee.object_id) for one in listed)


def _about_owner(
    owner: Trustee | None,
    names: Names,
    users: Sequence[User] | None,
    clients: Sequence[Client] | None,
) -> list[Note]:
    if owner is None or not is_gone(owner, users, clients):
        return []
    kind = "user" if owner.type == TrusteeType.USER else "client"
    return [Note("note", f"The owner is gone: {safe(names(owner.object_id))} is no {kind} that is listed.")]


def _about_me(
    old: AccessControlList,
    old_owner: Trustee | None,
    new: AccessControlList,
    new_owner: Trustee | None,
    me: Who | None,
) -> list[Note]:
    if me is None:
        return [Note("note", _UNKNOWN_SELF)]
    lost = evaluate(old, old_owner, me).mask & ~evaluate(new, new_owner, me).mask
    if not lost:
        return []
    grave = lost & (AccessRight.READ | AccessRight.MANAGE_ACCESS_CONTROL)
    return [Note("danger" if grave else "note", f"You lose {right_words(lost)} yourself.")]


def _about_managers(before: AccessControlList, after: AccessControlList, names: Names) -> list[Note]:
    old, new = managing_roles(before), managing_roles(after)
    if len(new) != 1:
        return []
    name = safe(names(new[0]))
    if len(old) > 1:
        return [Note("danger", f"Only {name} would keep Manage access; now {len(old)} roles have it.")]
    if [one.casefold() for one in old] == [one.casefold() for one in new]:
        return [Note("note", f"{name} is the only role with Manage access, as before.")]
    return [Note("note", f"{name} would be the only role with Manage access.")]


def _about_everybody(
    before: AccessControlList, after: AccessControlList, roles: Mapping[str, Role] | None
) -> list[Note]:
    """Everybody in a tenant is a Tenant Member; whether the API refuses to deny it is not stated."""
    was, now = _denials(before), _denials(after)
    if roles is None:
        if all(not mask & ~was.get(key, 0) for key, mask in now.items()):
            return []
        text = "Cannot tell whether a denial hits Tenant Member, which is everybody: no roles were read."
        return [Note("note", text)]
    members = {key for key, role in roles.items() if _is_member(role)}
    denied = _mask_of(now, members) & ~_mask_of(was, members)
    if not denied:
        return []
    return [Note("danger", f"Everybody is in Tenant Member: {right_words(denied)} would be denied to all.")]


def _is_member(role: Role) -> bool:
    return (role.role_type_id or "").casefold() == TENANT_MEMBER


def _denials(acl: AccessControlList) -> dict[str, int]:
    """What is denied to each role, by its folded id."""
    denied: dict[str, int] = {}
    for entry in acl.entries:
        if entry.is_role and entry.access_type == AccessType.DENIED:
            key = entry.trustee.object_id.casefold()
            denied[key] = denied.get(key, 0) | entry.access_rights
    return denied


def _mask_of(denied: Mapping[str, int], role_keys: set[str]) -> int:
    mask = 0
    for key in role_keys:
        mask |= denied.get(key, 0)
    return mask


def _about_empty_roles(
    changes: AclDiff,
    names: Names,
    roles: Mapping[str, Role] | None,
    users: Sequence[User] | None,
    clients: Sequence[Client] | None,
) -> list[Note]:
    """A role of the tenant that gets a setting and has nobody in it. A community's has members elsewhere."""
    if users is None or clients is None:
        return []
    held = {role_id.casefold() for user in users for role_id in user.role_ids}
    held |= {role_id.casefold() for client in clients for role_id in client.role_ids}
    found = []
    for change in changes.rows:
        key = change.role_id.casefold()
        sets = any(cell.after is not Setting.UNSET for cell in change.cells)
        if sets and key not in held and (roles is None or _is_of_the_tenant(roles.get(key))):
            name = safe(names(change.role_id))
            found.append(Note("note", f"Nobody that the tenant lists is in {name}."))
    return found


def _is_of_the_tenant(role: Role | None) -> bool:
    return role is not None and not role.community_id and role.role_scope != RoleScope.COMMUNITY


def _about_roles(
    before: AccessControlList,
    after: AccessControlList,
    changes: AclDiff,
    names: Names,
    roles: Mapping[str, Role] | None,
) -> list[Note]:
    found = []
    for change in changes.rows:
        name, who = safe(names(change.role_id)), Who.role(change.role_id)
        old, new = evaluate(before, None, who).mask, evaluate(after, None, who).mask
        if _blind(new) and not _blind(old):
            found.append(Note("note", f"{name} may Write and not Read."))
        for cell in change.cells:
            label, has = RIGHT_LABELS[cell.right], bool(new & cell.right)
            if cell.after is Setting.ALLOW and not has:
                found.append(Note("note", f"{name} does not get {label}: another entry denies it."))
            elif cell.after is Setting.UNSET and has:
                found.append(Note("note", f"{name} keeps {label}: another entry allows it."))
        if change.before is None and roles is not None and change.role_id.casefold() not in roles:
            found.append(Note("note", f"{name} is no role that this tenant lists."))
    return found


def _blind(mask: AccessRight) -> bool:
    return bool(mask & AccessRight.WRITE) and not mask & AccessRight.READ
