"""The matrix: an ACL as one row a role, and edits that touch one row only.

A role's row is its first Allowed and its first Denied entry. What fits no row (a second entry of one
role and type, a trustee that is no role, an unknown role or type of access) is the *rest*: shown as
it came, counted in every answer, sent back untouched.

An edit changes the bits it names and no others, splits an entry or drops one where it must, and
hands every other entry back as the same object in the same order. An entry is dropped when an edit
takes its last right; one that came without rights stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import ALL_RIGHTS, AccessRight, AccessType, TrusteeType


class Setting(Enum):
    """What the matrix shows in a cell."""

    UNSET = "unset"
    ALLOW = "Allow"
    DENY = "Deny"


_NEXT = {Setting.UNSET: Setting.ALLOW, Setting.ALLOW: Setting.DENY, Setting.DENY: Setting.UNSET}


def next_setting(setting: Setting) -> Setting:
    """Return what ``space`` makes of a cell: unset, Allow, Deny and round again."""
    return _NEXT[setting]


Masks = tuple[int, int]
"""The bits allowed and the bits denied."""

_TYPES = (AccessType.ALLOWED, AccessType.DENIED)


@dataclass(frozen=True, slots=True)
class Row:
    """One role of the matrix.

    Attributes:
        role_id: the id, spelled as its first entry spells it.
        allowed: its Allowed entry, if any; ``allowed_at`` is where in the list that stands.
        denied: its Denied entry, if any; ``denied_at`` is where in the list that stands.
    """

    role_id: str
    allowed: AccessControlEntry | None = None
    denied: AccessControlEntry | None = None
    allowed_at: int | None = None
    denied_at: int | None = None

    @property
    def masks(self) -> Masks:
        """The rights its Allowed and its Denied entry hold, unknown bits included; 0 without an entry."""
        allowed = self.allowed.access_rights if self.allowed else 0
        return allowed, self.denied.access_rights if self.denied else 0

    @property
    def unknown_bits(self) -> int:
        """The bits of either entry that are none of the five rights."""
        allowed, denied = self.masks
        return (allowed | denied) & ~int(ALL_RIGHTS)

    def setting(self, right: AccessRight) -> Setting:
        """Return what the cell of ``right`` shows; Deny where it is both allowed and denied."""
        allowed, denied = self.masks
        if denied & right:
            return Setting.DENY
        return Setting.ALLOW if allowed & right else Setting.UNSET

    def both(self, right: AccessRight) -> bool:
        """True when ``right`` stands in the Allowed and in the Denied entry."""
        allowed, denied = self.masks
        return bool(allowed & denied & right)


@dataclass(frozen=True, slots=True)
class Rows:
    """An ACL as the matrix shows it: the rows in the order of their first entries, and the rest."""

    rows: tuple[Row, ...]
    rest: tuple[AccessControlEntry, ...]

    def of(self, role_id: str) -> Row | None:
        """Return the row of a role; None when it has none."""
        return next((row for row in self.rows if same_id(row.role_id, role_id)), None)

    def by_role(self) -> dict[str, Row]:
        """Return the rows by folded role id, to find many of them."""
        return {row.role_id.casefold(): row for row in self.rows}


def same_id(one: str, other: str) -> bool:
    """True when two ids are the same: letter case does not count (ids are GUIDs)."""
    return one.casefold() == other.casefold()


def rows_of(acl: AccessControlList, known_role_ids: Collection[str] | None = None) -> Rows:
    """Take an ACL apart into rows and rest.

    Args:
        acl: the list.
        known_role_ids: the ids of the tenant's roles; None when they could not be read, and then
            every role counts as known.
    """
    known = None if known_role_ids is None else {role_id.casefold() for role_id in known_role_ids}
    slots: dict[str, dict[object, tuple[int, AccessControlEntry]]] = {}
    rest = []
    for index, entry in enumerate(acl.entries):
        key = entry.trustee.object_id.casefold()
        fits = entry.is_role and entry.access_type in _TYPES and (known is None or key in known)
        slot = slots.setdefault(key, {}) if fits else {}
        if fits and entry.access_type not in slot:
            slot[entry.access_type] = (index, entry)
        else:
            rest.append(entry)
    return Rows(tuple(_row(slot) for slot in slots.values()), tuple(rest))


def _row(slot: dict[object, tuple[int, AccessControlEntry]]) -> Row:
    _, first = min(slot.values(), key=lambda found: found[0])
    allowed_at, allowed = slot.get(AccessType.ALLOWED, (None, None))
    denied_at, denied = slot.get(AccessType.DENIED, (None, None))
    return Row(first.trustee.object_id, allowed, denied, allowed_at, denied_at)


def set_right(
    acl: AccessControlList, role_id: str, right: AccessRight, setting: Setting
) -> AccessControlList:
    """Return the list with one cell, or several (``right`` may hold more than one), set.

    Allow takes the right out of the role's Denied entry, Deny out of its Allowed entry, unset out of
    both. A new entry stands right after the role's other one, or at the end of the list.
    """
    row = rows_of(acl).of(role_id) or Row(role_id)
    return _with_masks(acl, [(row, _set(row.masks, right, setting))])


def edit(acl: AccessControlList, cells: Mapping[tuple[str, AccessRight], Setting]) -> AccessControlList:
    """Return the list as an editor's cells, by role id and right, make it.

    A cell that says what the list already shows changes nothing, so going once round through unset,
    Allow and Deny ends at the very list one began with.
    """
    shown = rows_of(acl).by_role()
    edited: dict[str, tuple[Row, Masks]] = {}
    for (role_id, right), setting in cells.items():
        row = shown.get(role_id.casefold()) or Row(role_id)
        _, masks = edited.get(role_id.casefold(), (row, row.masks))
        if row.setting(right) is not setting:
            masks = _set(masks, right, setting)
        edited[role_id.casefold()] = (row, masks)
    return _with_masks(acl, edited.values())


def _set(masks: Masks, right: AccessRight, setting: Setting) -> Masks:
    allowed, denied = (mask & ~int(right) for mask in masks)
    if setting is Setting.ALLOW:
        allowed |= int(right)
    elif setting is Setting.DENY:
        denied |= int(right)
    return allowed, denied


def _with_masks(acl: AccessControlList, edited: Iterable[tuple[Row, Masks]]) -> AccessControlList:
    """Give each row's two entries these masks, making or dropping one where it must be.

    The rows are those of the list, or new: no entry is in two of them.
    """
    places = [[entry] for entry in acl.entries]
    for row, masks in edited:
        made = []
        ends = (row.allowed_at, row.denied_at)
        for kind, at, before, mask in zip(_TYPES, ends, row.masks, masks, strict=True):
            if at is None:
                made += [_entry(row.role_id, kind, mask)] if mask else []
            elif mask != before:
                places[at] = [entry.changed(access_rights=mask) for entry in places[at] if mask]
        beside = row.allowed_at if row.allowed_at is not None else row.denied_at
        if beside is None:
            places.append(made)
        else:
            places[beside] += made
    entries = tuple(entry for place in places for entry in place)
    return acl if entries == acl.entries else acl.with_entries(entries)


def _entry(role_id: str, kind: AccessType, mask: int) -> AccessControlEntry:
    trustee = Trustee(type=TrusteeType.ROLE, object_id=role_id)
    if kind is AccessType.ALLOWED:  # the default, left out as the service leaves it out
        return AccessControlEntry(trustee=trustee, access_rights=mask)
    return AccessControlEntry(trustee=trustee, access_type=kind, access_rights=mask)
