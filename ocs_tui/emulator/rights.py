"""Who may do what, in a few plain lines: the emulator's own reading of the access control page.

The owner may do everything, whatever the ACL says. For all others a right needs an Allowed entry of
one of their roles, and no Denied entry of any of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ocs_tui.emulator.store import Json
from ocs_tui.model.enums import ALL_RIGHTS, AccessRight, AccessType


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a token belongs to: a trustee's type and id, and the folded ids of its roles."""

    type: int
    object_id: str
    roles: frozenset[str]

    def is_trustee(self, trustee: Json | None) -> bool:
        """True when ``trustee`` names this caller."""
        return (
            trustee is not None
            and trustee["Type"] == self.type
            and trustee["ObjectId"].casefold() == self.object_id.casefold()
        )


def granted(caller: Caller, acl: Json, owner: Json | None = None) -> int:
    """Return the rights that a caller has on a thing, as a bit mask."""
    if caller.is_trustee(owner):
        return int(ALL_RIGHTS)
    allowed = denied = 0
    for entry in acl["RoleTrusteeAccessControlEntries"]:
        if entry["Trustee"]["ObjectId"].casefold() not in caller.roles:
            continue
        if entry["AccessType"] == AccessType.DENIED:
            denied |= entry["AccessRights"]
        else:
            allowed |= entry["AccessRights"]
    return allowed & ~denied


def someone_manages(entries: Iterable[Json]) -> bool:
    """True when at least one role is allowed Manage access and not denied it in the same list."""
    manage = int(AccessRight.MANAGE_ACCESS_CONTROL)
    allowed: set[str] = set()
    denied: set[str] = set()
    for entry in entries:
        if entry["AccessRights"] & manage:
            role = entry["Trustee"]["ObjectId"].casefold()
            (denied if entry["AccessType"] == AccessType.DENIED else allowed).add(role)
    return bool(allowed - denied)
