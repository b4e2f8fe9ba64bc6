"""A conflict settled by whoever reads it: for each thing that both changed, mine or theirs.

Where the two versions of a trustee differ in the five rights alone, each right is picked by itself, also
one that only one side changed: the merge takes the entries of one trustee for one thing. Anything else
(bits without a name, unknown fields, several entries of one type) is picked whole: parts of what is not
understood put together might say what neither side said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ocs_tui.access.diff import same_entry, same_fields, same_trustee
from ocs_tui.access.merge import Conflict, Entries, combine, merge
from ocs_tui.model.access import AccessControlEntry, AccessControlList
from ocs_tui.model.enums import ALL_RIGHTS, RIGHTS, AccessRight, AccessType

_FIVE = int(ALL_RIGHTS)
_KINDS = (AccessType.ALLOWED, AccessType.DENIED)


class Pick(Enum):
    """Whose holds."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick.

    Attributes:
        conflict: where both changes meet; its trustee is None for the fields of the list.
        right: the right that is picked; None where everything of the conflict is picked as one.
    """

    conflict: Conflict
    right: AccessRight | None = None


def choices(conflicts: Sequence[Conflict]) -> tuple[Choice, ...]:
    """Return what there is to pick, in the order of the conflicts and of the matrix."""
    return tuple(choice for conflict in conflicts for choice in _choices_in(conflict))


def cell(entries: Entries, right: AccessRight) -> tuple[bool, bool]:
    """Return whether entries allow, and whether they deny, a right."""
    allowed, denied = (any(e.access_rights & right for e in entries if e.access_type == k) for k in _KINDS)
    return allowed, denied


def settle(
    base: AccessControlList, mine: AccessControlList, theirs: AccessControlList, picks: Sequence[Pick]
) -> AccessControlList:
    """Return the list in which both changes stand, and what was picked where they meet.

    Args:
        base: the list before both changes.
        mine: the list as I changed it.
        theirs: the list as it was changed meanwhile.
        picks: one for each of the :func:`choices` of their merge.

    Raises:
        ValueError: when there are more or fewer picks than choices.
    """
    found = choices(merge(base, mine, theirs).conflicts)
    picked = list(zip(found, picks, strict=True))

    def entries_of(conflict: Conflict) -> Entries:
        key = _key(conflict)
        return _settled(conflict, [(one.right, pick) for one, pick in picked if _key(one.conflict) == key])

    my_fields = all(pick is Pick.MINE for choice, pick in picked if choice.conflict.trustee is None)
    return combine(base, mine, theirs, entries_of, my_fields=my_fields)


def _key(conflict: Conflict) -> object:
    return conflict.trustee.key if conflict.trustee is not None else None


def _choices_in(conflict: Conflict) -> list[Choice]:
    rights: list[AccessRight] = []
    if _differ_in_rights_alone(conflict):
        rights = [right for right in RIGHTS if cell(conflict.mine, right) != cell(conflict.theirs, right)]
    return [Choice(conflict, right) for right in rights] or [Choice(conflict)]


def _differ_in_rights_alone(conflict: Conflict) -> bool:
    both = (*conflict.mine, *conflict.theirs)
    by_kind = [{entry.access_type: entry for entry in side} for side in (conflict.mine, conflict.theirs)]
    plain = len(by_kind[0]) + len(by_kind[1]) == len(both) and all(e.access_type in _KINDS for e in both)
    if not both or not plain or not all(same_trustee(both[0].trustee, entry.trustee) for entry in both):
        return False
    for kind in _KINDS:
        entries = [side[kind] for side in by_kind if kind in side]
        if len(entries) == 2 and not same_entry(*(_without_the_five(entry) for entry in entries)):
            return False
        if len(entries) == 1 and not _says_rights_alone(entries[0]):
            return False
    return True


def _without_the_five(entry: AccessControlEntry) -> AccessControlEntry:
    return entry.changed(access_rights=entry.access_rights & ~_FIVE)


def _says_rights_alone(entry: AccessControlEntry) -> bool:
    known = 0 < entry.access_rights <= _FIVE
    return known and same_fields(entry, AccessControlEntry())


def _settled(conflict: Conflict, picks: list[tuple[AccessRight | None, Pick]]) -> Entries:
    """Return the entries a trustee shall have; whole versions stay as they came, order included."""
    if all(pick is Pick.MINE for _, pick in picks):
        return conflict.mine
    if all(pick is Pick.THEIRS for _, pick in picks):
        return conflict.theirs
    from_mine = sum(int(right or 0) for right, pick in picks if pick is Pick.MINE)
    result: list[AccessControlEntry] = []
    for kind in dict.fromkeys(entry.access_type for entry in (*conflict.theirs, *conflict.mine)):
        theirs, mine = (_of_kind(side, kind) for side in (conflict.theirs, conflict.mine))
        masks = [entry.access_rights if entry else 0 for entry in (theirs, mine)]
        mask = (masks[0] & ~from_mine) | (masks[1] & from_mine)
        came_empty = any(entry is not None and not entry.access_rights for entry in (theirs, mine))
        form = theirs or mine
        if form is not None and (mask or came_empty):
            result.append(form if mask == form.access_rights else form.changed(access_rights=mask))
    return tuple(result)


def _of_kind(entries: Entries, kind: object) -> AccessControlEntry | None:
    return next((entry for entry in entries if entry.access_type == kind), None)
