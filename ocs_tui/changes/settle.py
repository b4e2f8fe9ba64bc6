"""A conflict settled: the change that is left when whoever reads it has picked mine or theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from ocs_tui.access import picks as acl_picks
from ocs_tui.access.diff import same_acl, same_owner
from ocs_tui.access.picks import Pick
from ocs_tui.changes.change import Aspect, SetChange
from ocs_tui.changes.reread import Conflicting, with_fields, with_keys
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.stream_parts import Metadata
from ocs_tui.model.wire import Wire


def settle(change: SetChange, found: Conflicting, picks: Sequence[Pick]) -> SetChange:
    """Return the change on top of what is there now, with what was picked.

    Args:
        change: the change as it was made, before it met the other one.
        found: what reading again found.
        picks: for an ACL, one for each of the :func:`~ocs_tui.access.picks.choices` of its conflicts; for
            the fields of a thing, or its metadata, one for each of ``found.fields``; for an owner, a single one.

    Raises:
        ValueError: when there are more or fewer picks than there is to pick.
    """
    now: Wire = found.fetched.value
    match change.aspect:
        case Aspect.ACL:
            base, mine = cast(AccessControlList, change.before), cast(AccessControlList, change.after)
            after: Wire = acl_picks.settle(base, mine, cast(AccessControlList, now), picks)
        case Aspect.OWNER:
            (pick,) = picks
            after = found.change.after if pick is Pick.MINE else now
        case Aspect.FIELDS:
            by_alias = {field.alias: name for name, field in type(now).model_fields.items()}
            names = [by_alias.get(alias, alias) for alias in _theirs(found, picks)]
            after = with_fields(found.change.after, now, names)
        case Aspect.METADATA:
            mine_wins, there = cast(Metadata, found.change.after).values, cast(Metadata, now).values
            after = Metadata(values=with_keys(mine_wins, there, _theirs(found, picks)))
        case Aspect.TAGS:
            after = found.change.after  # they never conflict
    return replace(found.change, after=after)


def _theirs(found: Conflicting, picks: Sequence[Pick]) -> list[str]:
    return [name for name, pick in zip(found.fields, picks, strict=True) if pick is Pick.THEIRS]


def leaves_nothing(change: SetChange) -> bool:
    """True when a settled change would write what is there already: everything picked was theirs."""
    before, after = change.before, change.after
    if isinstance(before, AccessControlList) and isinstance(after, AccessControlList):
        return same_acl(before, after)
    if isinstance(before, Trustee) and isinstance(after, Trustee):
        return same_owner(before, after)
    return before == after
