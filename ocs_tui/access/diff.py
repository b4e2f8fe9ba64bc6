"""The difference of two ACLs, and of two owners, by what they mean.

The form of the wire (an enum by name, a default written out) makes no difference. Unknown fields do:
what is not understood is not taken for nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ocs_tui.access.rows import Row, Setting, rows_of
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import RIGHTS, AccessRight
from ocs_tui.model.wire import Wire


@dataclass(frozen=True, slots=True)
class CellChange:
    """One right of one role, before and after. ``was_both``, ``is_both``: in both of its entries."""

    right: AccessRight
    before: Setting
    after: Setting
    was_both: bool
    is_both: bool


@dataclass(frozen=True, slots=True)
class RowChange:
    """What changed in one role's row; ``before`` or ``after`` is None where the role has none."""

    role_id: str
    before: Row | None
    after: Row | None

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """The rights that changed, in the order of the matrix."""
        before, after = self.before or Row(self.role_id), self.after or Row(self.role_id)
        cells = (
            CellChange(
                right, before.setting(right), after.setting(right), before.both(right), after.both(right)
            )
            for right in RIGHTS
        )
        return tuple(cell for cell in cells if (cell.before, cell.was_both) != (cell.after, cell.is_both))


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that fits no row and was added, removed or changed; ``position`` counts from 1."""

    position: int
    before: AccessControlEntry | None
    after: AccessControlEntry | None


@dataclass(frozen=True, slots=True)
class AclDiff:
    """What differs between two ACLs.

    Attributes:
        rows: the roles whose row changed.
        rest: the other entries that changed.
        reordered: True when the entries that stand in both stand in another order.
        fields: True when something of the list besides its entries changed.
    """

    rows: tuple[RowChange, ...] = ()
    rest: tuple[EntryChange, ...] = ()
    reordered: bool = False
    fields: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows or self.rest or self.reordered or self.fields)


@dataclass(frozen=True, slots=True)
class OwnerDiff:
    """Another owner."""

    before: Trustee
    after: Trustee


SlotKey = tuple[object, str, object, int]
"""An entry's place in an ACL: trustee type, id, type of access, and which one of these it is."""


def slots_of(acl: AccessControlList) -> dict[SlotKey, AccessControlEntry]:
    """Return the entries of an ACL by what identifies them across two versions of it, in their order."""
    slots: dict[SlotKey, AccessControlEntry] = {}
    numbers: dict[tuple[object, str, object], int] = {}
    for entry in acl.entries:
        kind, object_id = entry.trustee.key
        alike = (kind, object_id, entry.access_type)
        number = numbers[alike] = numbers.get(alike, -1) + 1
        slots[(*alike, number)] = entry
    return slots


def same_fields(one: Wire, other: Wire) -> bool:
    """True when two bodies hold the same unknown fields; one that is null counts as absent."""
    return _unknown_fields(one) == _unknown_fields(other)


def same_trustee(one: Trustee, other: Trustee) -> bool:
    """True when two trustees mean the same, tenant and unknown fields included."""
    same_id = one.key == other.key and (one.tenant_id or "").casefold() == (other.tenant_id or "").casefold()
    return same_id and same_fields(one, other)


def same_owner(one: Trustee, other: Trustee) -> bool:
    """True when two owners are the same one. A tenant that is not said may be any: editors leave it out."""
    tenants = {tenant.casefold() for tenant in (one.tenant_id, other.tenant_id) if tenant}
    return one.key == other.key and len(tenants) < 2


def same_entry(one: AccessControlEntry, other: AccessControlEntry) -> bool:
    """True when two entries mean the same, unknown fields included."""
    same = one.access_type == other.access_type and one.access_rights == other.access_rights
    return same and same_trustee(one.trustee, other.trustee) and same_fields(one, other)


def same_acl(one: AccessControlList, other: AccessControlList) -> bool:
    """True when two lists hold the same entries in the same order."""
    return not diff(one, other)


def diff(before: AccessControlList, after: AccessControlList) -> AclDiff:
    """Return what changed between two ACLs."""
    was, now = slots_of(before), slots_of(after)
    kept = [key for key in was if key in now]
    changed = [key for key in (*was, *(key for key in now if key not in was)) if _differs(key, was, now)]
    old_rows, new_rows = rows_of(before).by_role(), rows_of(after).by_role()
    was_at, is_at = ({key: at for at, key in enumerate(slots, 1)} for slots in (was, now))
    roles: dict[str, RowChange] = {}
    rest = []
    for key in changed:
        old, new = was.get(key), now.get(key)
        role_id = key[1]
        old_row, new_row = old_rows.get(role_id.casefold()), new_rows.get(role_id.casefold())
        if _in(old, old_row) or _in(new, new_row):
            spelled = next(row.role_id for row in (new_row, old_row) if row)
            roles.setdefault(role_id, RowChange(spelled, old_row, new_row))
        else:
            rest.append(EntryChange(was_at[key] if old else is_at[key], old, new))
    return AclDiff(
        rows=tuple(roles.values()),
        rest=tuple(rest),
        reordered=kept != [key for key in now if key in was],
        fields=not same_fields(before, after),
    )


def diff_owner(before: Trustee, after: Trustee) -> OwnerDiff | None:
    """Return the change of owner; None when it is the same one."""
    return None if same_owner(before, after) else OwnerDiff(before, after)


def _differs(
    key: SlotKey, was: dict[SlotKey, AccessControlEntry], now: dict[SlotKey, AccessControlEntry]
) -> bool:
    return not (key in was and key in now and same_entry(was[key], now[key]))


def _in(entry: AccessControlEntry | None, row: Row | None) -> bool:
    return entry is not None and row is not None and (entry is row.allowed or entry is row.denied)


def _unknown_fields(body: Wire) -> str:
    # As JSON text, since to Python 1, 1.0 and true are equal and to a service they may not be.
    extra = {key: value for key, value in (body.model_extra or {}).items() if value is not None}
    return json.dumps(extra, sort_keys=True)
