"""Plans: one change made of many namespaces, each on top of what is there. Pure; no I/O but ``read_all``.

A plan has a place for every namespace that was asked for: what would be written there, or why nothing is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from ocs_tui.access.diff import diff, diff_owner, same_acl, same_owner
from ocs_tui.access.evaluate import Names
from ocs_tui.access.guard import owner_refusal, refusal
from ocs_tui.access.meaning import body_words, field_words, member_words, owner_words, words
from ocs_tui.access.notes import Note
from ocs_tui.access.rows import Setting, set_right
from ocs_tui.api.answers import Fetched
from ocs_tui.api.errors import OcsError
from ocs_tui.changes.change import Aspect, Change, Create, Delete, SetChange
from ocs_tui.changes.reread import read_aspect
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight
from ocs_tui.model.stream_parts import Metadata, Tags
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient

Reading = Fetched[Any] | OcsError
"""What reading a thing gave: its ACL or owner, or why that could not be read."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The place of one thing in a plan.

    Attributes:
        address: the thing.
        change: what would be written; None when nothing is.
        reason: why nothing is, as a sentence; empty when something is.
        is_problem: True when that is because it cannot be, not because it is so already.
    """

    address: Address
    change: Change | None
    reason: str = ""
    is_problem: bool = False


Plan = tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What is said once, and of which things."""

    text: tuple[str, ...]
    addresses: tuple[Address, ...]
    is_danger: bool = False


async def read_all(
    client: OcsClient,
    addresses: Sequence[Address],
    aspect: Aspect,
    *,
    concurrency: int = 4,
    on_progress: Callable[[int, int], None] | None = None,
) -> dict[Address, Reading]:
    """Read the ACLs or owners of things where they would be written, some at a time.

    Args:
        client: the API client.
        addresses: the things, each once.
        aspect: what of them.
        concurrency: how many at a time.
        on_progress: told how many were read, and of how many.

    Returns:
        What was read of each, in the order asked for; an error where it could not be.
    """
    found: dict[Address, Reading] = {}
    slots = asyncio.Semaphore(concurrency)

    async def read(address: Address) -> None:
        async with slots:
            try:
                found[address] = await read_aspect(client, address, aspect)
            except OcsError as error:
                found[address] = error
            except ValueError as error:  # the tenant has no owner
                found[address] = OcsError(str(error))
        if on_progress is not None:
            on_progress(len(found), len(addresses))

    async with asyncio.TaskGroup() as group:
        for address in addresses:
            group.create_task(read(address))
    return {address: found[address] for address in addresses}


def plan_rights(
    readings: Mapping[Address, Reading], role_id: str, rights: AccessRight, setting: Setting
) -> Plan:
    """Grant (Allow), deny (Deny) or revoke (unset) rights of a role, as its cells of the matrix would."""
    return _plan_acls(readings, lambda acl: set_right(acl, role_id, rights, setting))


def plan_acl(readings: Mapping[Address, Reading], source: AccessControlList) -> Plan:
    """Give things the entries of ``source``: another one's ACL, or the root ACL."""
    return _plan_acls(readings, lambda acl: acl.with_entries(source.entries))


def plan_owner(readings: Mapping[Address, Reading], owner: Trustee) -> Plan:
    """Give things an owner. ``readings`` are of owners."""
    problem = owner_refusal(owner)

    def change(address: Address, fetched: Fetched[Any]) -> Planned:
        before = cast(Trustee, fetched.value)
        if problem is not None:
            return Planned(address, None, problem, True)
        if same_owner(before, owner):
            return Planned(address, None, "This owner has it already.")
        return Planned(address, SetChange(address, Aspect.OWNER, before, owner))

    return tuple(_planned(address, reading, change) for address, reading in readings.items())


def plan_of(changes: Sequence[Change]) -> Plan:
    """Return a plan of changes that are known already, such as undos."""
    return tuple(Planned(change.address, change) for change in changes)


def changes_of(plan: Plan) -> list[Change]:
    """Return what a plan would write."""
    return [planned.change for planned in plan if planned.change is not None]


def groups(plan: Plan, names: Names) -> list[Group]:
    """Say a plan for its review: what is the same in several places is said once, the largest group first.

    Args:
        plan: the plan.
        names: what an id of a role, user or client is called.
    """
    said: dict[tuple[str, ...], list[Address]] = {}
    for planned in plan:
        if planned.change is not None:
            said.setdefault(_words(planned.change, names), []).append(planned.address)
    return _sorted(Group(text, tuple(addresses)) for text, addresses in said.items())


def unchanged_groups(plan: Plan) -> list[Group]:
    """Say where nothing is written and why, problems first."""
    said: dict[tuple[str, bool], list[Address]] = {}
    for planned in plan:
        if planned.change is None:
            said.setdefault((planned.reason, planned.is_problem), []).append(planned.address)
    return _sorted(Group((text,), tuple(places), problem) for (text, problem), places in said.items())


def note_groups(plan: Plan, notes_of: Callable[[Change], Sequence[Note]]) -> list[Group]:
    """Say the notes and dangers of a plan, each once with where it holds, dangers first."""
    said: dict[Note, list[Address]] = {}
    for planned in plan:
        if planned.change is not None:
            for note in notes_of(planned.change):
                said.setdefault(note, []).append(planned.address)
    return _sorted(
        Group((note.text,), tuple(addresses), note.level == "danger") for note, addresses in said.items()
    )


def _plan_acls(
    readings: Mapping[Address, Reading], edit: Callable[[AccessControlList], AccessControlList]
) -> Plan:
    def change(address: Address, fetched: Fetched[Any]) -> Planned:
        before = cast(AccessControlList, fetched.value)
        after = edit(before)
        if same_acl(before, after):
            return Planned(address, None, "It is so already.")
        if (problem := refusal(after)) is not None:
            return Planned(address, None, problem, True)
        return Planned(address, SetChange(address, Aspect.ACL, before, after))

    return tuple(_planned(address, reading, change) for address, reading in readings.items())


def _planned(
    address: Address, reading: Reading, change: Callable[[Address, Fetched[Any]], Planned]
) -> Planned:
    if isinstance(reading, OcsError):
        return Planned(address, None, reading.sentence, True)
    if reading.problem is not None:
        return Planned(address, None, reading.problem, True)
    return change(address, reading)


def _words(change: Change, names: Names) -> tuple[str, ...]:
    if isinstance(change, Create):
        return (change.title, *body_words(change.after, names))
    if isinstance(change, Delete):
        return (change.title,)
    match change.before, change.after:
        case AccessControlList() as before, AccessControlList() as after:
            return tuple(words(diff(before, after), names))
        case Trustee() as before, Trustee() as after:
            changed = diff_owner(before, after)
            return tuple(owner_words(changed, names)) if changed is not None else ("nothing",)
        case Metadata() as before, Metadata() as after:
            return (change.title, *member_words(before.values, after.values))
        case Tags() as before, Tags() as after:
            gone = [f"{safe(tag)}: removed" for tag in before.tags if tag not in after.tags]
            return (
                change.title,
                *gone,
                *(f"{safe(tag)}: added" for tag in after.tags if tag not in before.tags),
            )
    return (change.title, *field_words(change.before, change.after, names))


def _sorted(found: Iterable[Group]) -> list[Group]:
    return sorted(found, key=lambda group: (not group.is_danger, -len(group.addresses)))
