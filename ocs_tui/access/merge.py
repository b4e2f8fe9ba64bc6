"""Three-way merge of ACLs: what I changed, put onto what is there now.

The unit is a trustee: all entries of one role, whatever their type. Two people who change one role,
one its Allowed and one its Denied entry, are a conflict too: what comes of both is what neither saw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ocs_tui.access.diff import AclDiff, SlotKey, diff, same_entry, same_fields, slots_of
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee

Entries = tuple[AccessControlEntry, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A trustee whose entries both sides changed, each in its own way.

    ``trustee`` is None for the list's own fields, of which both sides changed some.
    """

    trustee: Trustee | None
    base: Entries = ()
    mine: Entries = ()
    theirs: Entries = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge came to.

    Attributes:
        mine_wins: their list with my changes, mine taken where both changed the same.
        conflicts: where both changed the same, and differently.
        mine: what I changed.
        theirs: what changed meanwhile.
    """

    mine_wins: AccessControlList
    conflicts: tuple[Conflict, ...]
    mine: AclDiff
    theirs: AclDiff

    @property
    def result(self) -> AccessControlList | None:
        """Both changes together; None when they are in conflict."""
        return None if self.conflicts else self.mine_wins


def merge(base: AccessControlList, mine: AccessControlList, theirs: AccessControlList) -> Merge:
    """Put the changes from ``base`` to ``mine`` onto ``theirs``.

    What I did not change is theirs, entry by entry and in their order. Their order holds also where I
    only reordered, unless nothing at all was changed meanwhile: order means nothing to the service.
    """
    conflicts: list[Conflict] = []

    def take_mine(conflict: Conflict) -> Entries:
        conflicts.append(conflict)
        return conflict.mine

    wins = combine(base, mine, theirs, take_mine)
    if _fields_meet(base, mine, theirs):
        conflicts.append(Conflict(None))
    return Merge(wins, tuple(conflicts), diff(base, mine), diff(base, theirs))


def combine(
    base: AccessControlList,
    mine: AccessControlList,
    theirs: AccessControlList,
    entries_of: Callable[[Conflict], Entries],
    *,
    my_fields: bool = True,
) -> AccessControlList:
    """Put both changes together, as :func:`merge` says.

    Args:
        base: the list before both changes.
        mine: the list as I changed it.
        theirs: the list as it was changed meanwhile.
        entries_of: says for each trustee in conflict, in the order of :attr:`Merge.conflicts`, which
            entries it shall have.
        my_fields: whose fields of the list hold where both changed some.
    """
    was, my, their = _units(base), _units(mine), _units(theirs)
    result = list(theirs.entries)
    for unit in dict.fromkeys((*was, *my)):
        base_part, my_part, their_part = was.get(unit, {}), my.get(unit, {}), their.get(unit, {})
        if _same(base_part, my_part) or _same(my_part, their_part):
            continue
        wanted = my_part
        if not _same(base_part, their_part):
            trustee = next(iter((my_part or their_part or base_part).values())).trustee
            parts = (tuple(part.values()) for part in (base_part, my_part, their_part))
            wanted = slots_of(theirs.with_entries(entries_of(Conflict(trustee, *parts))))
        result = _replaced(result, their_part, wanted)
    if not diff(base, theirs):
        result = _in_the_form_of(theirs, mine)
    changed_mine = not same_fields(base, mine) and not same_fields(mine, theirs)
    form = mine if changed_mine and (my_fields or same_fields(base, theirs)) else theirs
    return form.with_entries(tuple(result))


def _fields_meet(base: AccessControlList, mine: AccessControlList, theirs: AccessControlList) -> bool:
    """True when both changed fields of the list other than its entries, each in its own way."""
    pairs = ((base, mine), (base, theirs), (mine, theirs))
    return not any(same_fields(one, other) for one, other in pairs)


_Part = dict[SlotKey, AccessControlEntry]


def _units(acl: AccessControlList) -> dict[tuple[object, str], _Part]:
    units: dict[tuple[object, str], _Part] = {}
    for slot, entry in slots_of(acl).items():
        units.setdefault(entry.trustee.key, {})[slot] = entry
    return units


def _same(one: _Part, other: _Part) -> bool:
    """True when two parts mean the same: their order is no difference."""
    return one.keys() == other.keys() and all(same_entry(entry, other[slot]) for slot, entry in one.items())


def _in_the_form_of(theirs: AccessControlList, mine: AccessControlList) -> list[AccessControlEntry]:
    """My entries in my order; where one means the same as theirs, theirs."""
    their = slots_of(theirs)
    return [
        their[slot] if slot in their and same_entry(their[slot], entry) else entry
        for slot, entry in slots_of(mine).items()
    ]


def _replaced(entries: list[AccessControlEntry], old: _Part, new: _Part) -> list[AccessControlEntry]:
    """Put a trustee's new entries where its old ones stand; new slots beside them, or at the end.

    An entry whose slot is in both takes the old one's place. A new slot follows the slot it follows
    in ``new``; the first ones go before the first that stays, or where the first old one stood.
    """
    groups: dict[SlotKey | None, list[AccessControlEntry]] = {None: []}
    anchor: SlotKey | None = None
    for slot, entry in new.items():
        if slot in old:
            anchor = slot
            groups[slot] = []
        kept = entry if slot not in old or not same_entry(entry, old[slot]) else old[slot]
        groups[anchor].append(kept)
    if not old:
        return entries + groups[None]
    slot_at = {id(entry): slot for slot, entry in old.items()}
    first = next((slot for slot in old if slot in groups), next(iter(old)))
    result = []
    for entry in entries:
        found = slot_at.get(id(entry))
        if found is None:
            result.append(entry)
            continue
        if found == first:
            result += groups[None]
        result += groups.get(found, [])
    return result
