"""What a plan does to people: who gains and who loses what, said once where it is the same in several places.

Each change is looked at on its own. An owner may do everything whatever the ACL says, so a change of an ACL
does nothing to the owner, and a change of owner does something to the two owners alone: what an ACL does is
found out once for all the places that hold it, however many owners they have.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ocs_tui.access.directory import Directory
from ocs_tui.access.gains import Gains, Standing, gain_lines, gains
from ocs_tui.changes.change import SetChange
from ocs_tui.changes.plan import Group, Plan
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.identity import Client, User

Person = TypeVar("Person", User, Client)

NOBODY = "Nobody who is listed gains or loses anything."
NO_ACL = "Who gains and who loses access is not known: the ACL could not be read."
NO_OWNER = "Who owns it could not be read: the owner may do everything, and gains and loses nothing."


@dataclass(frozen=True, slots=True)
class Effects:
    """What a plan does to people, the largest groups first.

    Attributes:
        people: who gains and who loses what, and where.
        unknown: what of that cannot be told, and where.
    """

    people: tuple[Group, ...] = ()
    unknown: tuple[Group, ...] = ()


def effects_of(
    plan: Plan,
    directory: Directory,
    acl_of: Callable[[Address], AccessControlList | None],
    owner_of: Callable[[Address], Trustee | None],
) -> Effects:
    """Return what the changes of ACLs and owners in a plan do to people.

    Args:
        plan: the plan.
        directory: who there is.
        acl_of: the ACL of a thing whose owner changes; None where it could not be read.
        owner_of: the owner of a thing whose ACL changes; None where it could not be read.
    """
    people: dict[str, list[Address]] = {}
    unknown: dict[str, list[Address]] = {}
    counted = _Counted(directory)
    for planned in plan:
        change, address = planned.change, planned.address
        if not isinstance(change, SetChange):
            continue
        match change.before, change.after:
            case AccessControlList() as was, AccessControlList() as now:
                found = counted.of_acl(was, now, owner_of(address), has_owner=address.has_owner)
            case Trustee() as was, Trustee() as now:
                found = counted.of_owner(acl_of(address), was, now)
            case _:
                continue
        for line in found.lines:
            people.setdefault(line, []).append(address)
        for sentence in found.unknown:
            unknown.setdefault(sentence, []).append(address)
    return Effects(_grouped(people), _grouped(unknown))


@dataclass(frozen=True, slots=True)
class _Said:
    lines: tuple[str, ...]
    unknown: tuple[str, ...]


class _Counted:
    """Who gains and who loses, counted once for each two ACLs."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._users = _by_id(directory.users)
        self._clients = _by_id(directory.clients)
        self._of_acls: dict[str, tuple[Gains, _Said]] = {}

    def of_acl(
        self, was: AccessControlList, now: AccessControlList, owner: Trustee | None, *, has_owner: bool
    ) -> _Said:
        key = json.dumps([was.to_wire(), now.to_wire()])
        if key not in self._of_acls:
            found = gains(
                Standing(was),
                Standing(now),
                users=self._directory.users,
                clients=self._directory.clients,
                names=self._directory.names,
            )
            self._of_acls[key] = found, _said(found)
        found, said = self._of_acls[key]
        if owner is None:
            return replace(said, unknown=(*said.unknown, NO_OWNER)) if has_owner else said
        others = tuple(one for one in found.effects if (one.type, one.id.casefold()) != owner.key)
        return said if len(others) == len(found.effects) else _said(replace(found, effects=others))

    def of_owner(self, acl: AccessControlList | None, was: Trustee, now: Trustee) -> _Said:
        if acl is None:
            return _Said((), (NO_ACL,))
        ids = dict.fromkeys(one.object_id.casefold() for one in (was, now))
        users, clients = self._users, self._clients
        found = gains(
            Standing(acl, was),
            Standing(acl, now),
            users=None if users is None else [users[one] for one in ids if one in users],
            clients=None if clients is None else [clients[one] for one in ids if one in clients],
            names=self._directory.names,
        )
        return _said(found)


def _said(found: Gains) -> _Said:
    lines = gain_lines(replace(found, unknown=()))
    return _Said(tuple(lines) or (NOBODY,), found.unknown)


def _by_id(people: Sequence[Person] | None) -> dict[str, Person] | None:
    return None if people is None else {one.id.casefold(): one for one in people}


def _grouped(said: Mapping[str, Sequence[Address]]) -> tuple[Group, ...]:
    found = [Group((text,), tuple(addresses)) for text, addresses in said.items()]
    return tuple(sorted(found, key=lambda group: -len(group.addresses)))
