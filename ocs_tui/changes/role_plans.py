"""Deleting a role together with every ACL entry that names it, as one plan."""

from __future__ import annotations

from collections.abc import Mapping

from ocs_tui.access.guard import refusal
from ocs_tui.api.errors import OcsError
from ocs_tui.catalog.identity_kinds import ROLE
from ocs_tui.catalog.kinds import address_of
from ocs_tui.changes.change import Aspect, Delete, SetChange
from ocs_tui.changes.plan import Plan, Planned, Reading
from ocs_tui.model.access import AccessControlList
from ocs_tui.model.address import Address
from ocs_tui.model.identity import Role


def naming(readings: Mapping[Address, Reading], role_id: str) -> tuple[Address, ...]:
    """Return the things whose ACL names a role, of those that could be read."""
    return tuple(
        address
        for address, reading in readings.items()
        if not isinstance(reading, OcsError) and _without(reading.value, role_id) is not None
    )


def plan_role_delete(readings: Mapping[Address, Reading], role: Role, *, entries_too: bool) -> Plan:
    """Delete a role, and first the ACL entries that name it; the delete is the plan's last place.

    An ACL that could not be read, or that nobody could manage without the role, is a place with a
    problem: entries of it would be left behind naming nobody.

    Args:
        readings: the ACLs of the namespaces and the root ACL, as read where they are written.
        role: the role.
        entries_too: also remove the entries.
    """
    places = (
        [_planned(address, reading, role) for address, reading in readings.items()] if entries_too else []
    )
    gone = Delete(address_of(ROLE, role.id), role)
    return (*(place for place in places if place is not None), Planned(gone.address, gone))


def _planned(address: Address, reading: Reading, role: Role) -> Planned | None:
    if isinstance(reading, OcsError):
        return Planned(address, None, reading.sentence, True)
    before: AccessControlList = reading.value
    after = _without(before, role.id)
    if after is None:
        return None
    if reading.problem is not None:
        return Planned(address, None, reading.problem, True)
    if (problem := refusal(after)) is not None:
        return Planned(address, None, problem, True)
    return Planned(address, SetChange(address, Aspect.ACL, before, after))


def _without(acl: AccessControlList, role_id: str) -> AccessControlList | None:
    """Return an ACL without the entries of a role; None where it has none."""
    wanted = role_id.casefold()
    left = tuple(entry for entry in acl.entries if entry.trustee.object_id.casefold() != wanted)
    return acl.with_entries(left) if len(left) < len(acl.entries) else None
