"""What a plan means, in words: what changes, who gains and loses, notes and dangers. What is alike is said
once, with the places where it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from ocs_tui.access.directory import Directory
from ocs_tui.access.gains import Gains, Standing, gain_lines, gains
from ocs_tui.access.notes import Note, notes, owner_notes
from ocs_tui.access.people_notes import people_notes
from ocs_tui.api.errors import OcsError
from ocs_tui.changes.change import Aspect, Change, Create, Delete, SetChange
from ocs_tui.changes.plan import (
    Group,
    Plan,
    Reading,
    changes_of,
    groups,
    note_groups,
    read_all,
    unchanged_groups,
)
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.access.evaluate import Who
    from ocs_tui.cli.tenant import Tenant

AT_ONCE = 16
"""How many things are read at a time."""
_NAMED = 6
_NOBODY = ["Nobody who is listed gains or loses anything."]


@dataclass(frozen=True, slots=True)
class Review:
    """A plan, said.

    Attributes:
        plan: the plan.
        changes: what would be written.
        effects: who gains and who loses what.
        not_known: what of that cannot be told.
        notes: what there is to know, dangers first.
        left: where nothing is written and why, problems first.
    """

    plan: Plan
    changes: list[Group] = field(default_factory=list)
    effects: list[Group] = field(default_factory=list)
    not_known: list[Group] = field(default_factory=list)
    notes: list[Group] = field(default_factory=list)
    left: list[Group] = field(default_factory=list)

    @property
    def dangers(self) -> list[Group]:
        """The notes that are dangers."""
        return [group for group in self.notes if group.is_danger]

    @property
    def dangers_but_deletes(self) -> list[Group]:
        """The dangers that stay once each name of what is deleted was typed."""
        deletes = _deletes(changes_of(self.plan))
        return [group for group in self.dangers if group not in deletes]

    @property
    def problems(self) -> list[Group]:
        """Why something cannot be written."""
        return [group for group in self.left if group.is_danger]

    def lines(self) -> list[str]:
        """Return the review as people read it."""
        lines = []
        for group in self.changes:
            lines += [f"{places(group.addresses)}:", *(f"  {text}" for text in group.text)]
        for group in self.effects:
            lines += [f"What that does at {places(group.addresses)}:", *(f"  {text}" for text in group.text)]
        lines += [text for group in self.not_known for text in group.text]
        for group in self.notes:
            word = "DANGER" if group.is_danger else "Note"
            lines.append(f"{word} ({places(group.addresses)}): {' '.join(group.text)}")
        for group in self.left:
            lines.append(f"Nothing is written to {places(group.addresses)}: {' '.join(group.text)}")
        return lines

    def body(self) -> dict[str, Any]:
        """Return the review as plain JSON types."""
        return {
            "changes": _bodies(self.changes),
            "effects": _bodies(self.effects),
            "not_known": _bodies(self.not_known),
            "notes": [
                {"level": "danger" if group.is_danger else "note", **body}
                for group, body in zip(self.notes, _bodies(self.notes), strict=True)
            ],
            "not_written": [
                {"problem": group.is_danger, **body}
                for group, body in zip(self.left, _bodies(self.left), strict=True)
            ],
        }


def places(addresses: Sequence[Address]) -> str:
    """Say some addresses, the first of many by name."""
    named = ", ".join(safe(address) for address in addresses[:_NAMED])
    rest = len(addresses) - _NAMED
    return f"{named} and {rest} more" if rest > 0 else named


async def review(
    tenant: Tenant,
    plan: Plan,
    directory: Directory,
    known: Mapping[Aspect, Mapping[Address, Reading]] | None = None,
) -> Review:
    """Say what a plan means.

    What matters and the plan does not hold is read: who is signed in, the owner where an ACL changes, and
    the ACL where an owner changes.

    Args:
        tenant: the tenant.
        plan: the plan.
        directory: who there is.
        known: what was read of ACLs and owners for the plan.
    """
    planned = changes_of(plan)
    if not planned:
        return Review(plan, left=unchanged_groups(plan))
    await tenant.connection.load(("me",))
    changes = [
        change
        for change in planned
        if isinstance(change, SetChange) and change.aspect in (Aspect.ACL, Aspect.OWNER)
    ]
    standing = await _Standing.read(tenant, changes, known or {})
    saying = _Saying(directory, tenant.connection.who, standing, changes)
    effects = [(address, saying.effects(address)) for address in standing.addresses]
    unknown = [(address, [sentence]) for address, found in effects for sentence in found.unknown]
    return Review(
        plan,
        groups(plan, directory.names),
        _grouped((address, gain_lines(replace(found, unknown=())) or _NOBODY) for address, found in effects),
        _grouped(unknown),
        [*_deletes(planned), *note_groups(plan, saying.notes)],
        unchanged_groups(plan),
    )


class _Standing:
    """ACLs and owners as they are; None for one that could not be read, or is none."""

    def __init__(self, found: Mapping[Aspect, Mapping[Address, Reading]], addresses: list[Address]) -> None:
        self._found = found
        self.addresses = addresses

    @classmethod
    async def read(
        cls,
        tenant: Tenant,
        changes: list[SetChange],
        known: Mapping[Aspect, Mapping[Address, Reading]],
    ) -> _Standing:
        addresses = list(dict.fromkeys(change.address for change in changes))
        found: dict[Aspect, Mapping[Address, Reading]] = {}
        for aspect in (Aspect.ACL, Aspect.OWNER):
            there = known.get(aspect, {})
            wanted = [
                address
                for address in addresses
                if address not in there and not (aspect is Aspect.OWNER and not address.has_owner)
            ]
            client = tenant.connection.client
            found[aspect] = {**there, **await read_all(client, wanted, aspect, concurrency=AT_ONCE)}
        return cls(found, addresses)

    def acl(self, address: Address) -> AccessControlList | None:
        return cast("AccessControlList | None", self._value(Aspect.ACL, address))

    def owner(self, address: Address) -> Trustee | None:
        return cast("Trustee | None", self._value(Aspect.OWNER, address))

    def _value(self, aspect: Aspect, address: Address) -> object:
        reading = self._found[aspect].get(address)
        return None if reading is None or isinstance(reading, OcsError) else reading.value


class _Saying:
    """Says what changes mean. Of one thing the ACL is written first, then the owner."""

    def __init__(
        self, directory: Directory, me: Who | None, standing: _Standing, changes: list[SetChange]
    ) -> None:
        self._directory = directory
        self._me = me
        self._standing = standing
        self._of = {(change.address, change.aspect): change for change in changes}

    def notes(self, change: Change) -> list[Note]:
        directory, address = self._directory, change.address
        if isinstance(change, Create):
            return []
        if isinstance(change, Delete) or change.aspect is Aspect.FIELDS:
            after = None if isinstance(change, Delete) else change.after
            return people_notes(change.before, after, me=self._me, roles=directory.roles)
        match change.before, change.after:
            case AccessControlList() as before, AccessControlList() as after:
                roles = None if directory.roles is None else directory.roles_by_id
                return notes(
                    before,
                    after,
                    names=directory.names,
                    roles=roles,
                    me=self._me,
                    owner=self._standing.owner(address),
                    users=directory.users,
                    clients=directory.clients,
                )
            case Trustee() as was, Trustee() as now:
                acl = self._after(address, self._standing.acl(address))
                return owner_notes(
                    was,
                    now,
                    acl=acl,
                    me=self._me,
                    names=directory.names,
                    users=directory.users,
                    clients=directory.clients,
                )
        return []

    def effects(self, address: Address) -> Gains:
        acl, owner = self._standing.acl(address), self._standing.owner(address)
        change = self._of.get((address, Aspect.ACL))
        if change is not None:
            acl = cast(AccessControlList, change.before)
        if acl is None:
            return Gains((), ("Who gains and who loses access is not known: the ACL could not be read.",))
        change = self._of.get((address, Aspect.OWNER))
        before = Standing(acl, owner if change is None else cast(Trustee, change.before))
        after_owner = owner if change is None else cast(Trustee, change.after)
        after_acl = self._after(address, acl)
        assert after_acl is not None, "there is an ACL before"
        after = Standing(after_acl, after_owner)
        directory = self._directory
        return gains(before, after, users=directory.users, clients=directory.clients, names=directory.names)

    def _after(self, address: Address, acl: AccessControlList | None) -> AccessControlList | None:
        change = self._of.get((address, Aspect.ACL))
        return acl if change is None else cast(AccessControlList, change.after)


def _deletes(changes: list[Change]) -> list[Group]:
    """A delete is a danger: what comes back, if anything, is not what was there."""
    return [
        Group((f"{change.title}. {change.can_be_undone}",), (change.address,), True)
        for change in changes
        if isinstance(change, Delete)
    ]


def _grouped(said: Iterable[tuple[Address, list[str]]]) -> list[Group]:
    found: dict[tuple[str, ...], list[Address]] = {}
    for address, lines in said:
        if lines:
            found.setdefault(tuple(lines), []).append(address)
    return [Group(text, tuple(addresses)) for text, addresses in found.items()]


def _bodies(some: list[Group]) -> list[dict[str, Any]]:
    return [
        {"text": list(group.text), "addresses": [str(address) for address in group.addresses]}
        for group in some
    ]
