"""Two ACLs side by side: two namespaces', one with the root ACL, or one with a file's."""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.access.diff import diff, same_entry
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import AccessType

Entries = tuple[AccessControlEntry, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the lists says of a trustee: its entries, in the order of the list."""

    entries: Entries = ()

    @property
    def allowed(self) -> int:
        """The bits that its entries allow together."""
        return self._together(AccessType.ALLOWED)

    @property
    def denied(self) -> int:
        """The bits that its entries deny together."""
        return self._together(AccessType.DENIED)

    def _together(self, kind: AccessType) -> int:
        mask = 0
        for entry in self.entries:
            mask |= entry.access_rights if entry.access_type == kind else 0
        return mask


@dataclass(frozen=True, slots=True)
class Line:
    """One trustee, on both sides.

    Attributes:
        trustee: a role, or whatever the entries say.
        left: what the left list says of it.
        right: what the right list says of it.
        same: True when its entries are the same, in the same order.
    """

    trustee: Trustee
    left: Side
    right: Side
    same: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two lists, trustee by trustee: in the order of the left one, then those only in the right one.

    ``same``: True when one could stand for the other, order and unknown fields included.
    """

    lines: tuple[Line, ...]
    same: bool

    @property
    def differing(self) -> tuple[Line, ...]:
        """The lines whose entries are not the same."""
        return tuple(line for line in self.lines if not line.same)


def compare(left: AccessControlList, right: AccessControlList) -> Comparison:
    """Put two lists side by side."""
    sides = _by_trustee(left), _by_trustee(right)
    lines = []
    for key in dict.fromkeys((*sides[0], *sides[1])):
        mine, theirs = sides[0].get(key, ()), sides[1].get(key, ())
        trustee = (*mine, *theirs)[0].trustee
        lines.append(Line(trustee, Side(mine), Side(theirs), _same(mine, theirs)))
    return Comparison(tuple(lines), not diff(left, right))


def _by_trustee(acl: AccessControlList) -> dict[tuple[object, str], Entries]:
    found: dict[tuple[object, str], Entries] = {}
    for entry in acl.entries:
        found[entry.trustee.key] = (*found.get(entry.trustee.key, ()), entry)
    return found


def _same(one: Entries, other: Entries) -> bool:
    return len(one) == len(other) and all(map(same_entry, one, other))


def _is_known(entry: AccessControlEntry) -> bool:
    return entry.access_type in (AccessType.ALLOWED, AccessType.DENIED)
