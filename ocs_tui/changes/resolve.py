"""Finding out what became of a write of which no answer is recorded, by reading the thing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from ocs_tui.access.diff import same_acl, same_owner
from ocs_tui.access.merge import merge
from ocs_tui.api.errors import NotFound, OcsError
from ocs_tui.catalog.kinds import kind_at
from ocs_tui.changes.change import ActChange, Aspect, Create, Delete, SetChange
from ocs_tui.changes.entries import Entry, Outcome, OutcomeKind
from ocs_tui.changes.journal import Journal, JournalFailed
from ocs_tui.changes.reread import editable_of, read_aspect, same_field, says, value_of
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.enums import NamespaceState
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.stream_parts import Metadata, Tags
from ocs_tui.model.thing import Thing

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient

_GONE = (NamespaceState.DELETING, NamespaceState.DELETED)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What reading the thing told.

    Attributes:
        happened: True or False; None when it cannot be told.
        sentence: what was found; safe to show.
    """

    happened: bool | None
    sentence: str


async def resolve_intent(client: OcsClient, journal: Journal, entry: Entry) -> Resolution:
    """Tell whether a write happened, by reading the thing where it would be written; record the answer.

    It compares what is there with what was and with what should be, others' later changes aside. A
    thing that cannot be read is not recorded: the next look may tell. It reads only.

    Raises:
        ValueError: when the entry is another tenant's.
    """
    if not journal.is_of_this_tenant(entry):
        raise ValueError(f"The entry {entry.id} is of another tenant: open its profile.")
    try:
        found = await _look(client, entry)
    except OcsError as error:
        return Resolution(None, f"{entry.change.title}: cannot tell whether it happened. {error.sentence}")
    kinds = {True: OutcomeKind.DONE, False: OutcomeKind.FAILED, None: OutcomeKind.UNKNOWN}
    outcome = Outcome(kinds[found.happened], note=found.sentence, looked=True)
    try:
        await asyncio.to_thread(journal.end, entry.id, outcome)
    except JournalFailed as failure:
        return Resolution(found.happened, f"{found.sentence} {failure.sentence}")
    return found


async def _look(client: OcsClient, entry: Entry) -> Resolution:
    change = entry.change
    match change:
        case SetChange():
            happened = _set_happened(change, (await read_aspect(client, change.address, change.aspect)).value)
        case Create():
            happened = await _created(client, change)
        case Delete():
            happened = await _deleted(client, change)
        case ActChange():
            happened = None
    words = {
        True: "it happened: when it was looked at, it was so.",
        False: "it did not happen: when it was looked at, it was not so.",
        None: "cannot tell whether it happened: what is there now is neither what it was nor what it "
        "should be."
        if not isinstance(change, ActChange)
        else "cannot tell whether it happened: nothing that can be read says so.",
    }
    return Resolution(happened, f"{change.title}: {words[happened]}")


def _set_happened(change: SetChange, now: Any) -> bool | None:
    match change.aspect:
        case Aspect.ACL:
            return _acl_happened(change, now)
        case Aspect.OWNER:
            is_after = same_owner(now, cast(Trustee, change.after))
            is_before = same_owner(now, cast(Trustee, change.before))
        case Aspect.FIELDS:
            editable = editable_of(kind_at(change.address), change.before, change.after)
            mine = [name for name in editable if not same_field(name, change.before, change.after)]
            is_after = all(same_field(name, change.after, now) for name in mine)
            is_before = all(same_field(name, change.before, now) for name in mine)
        case Aspect.METADATA:
            was, shall = cast(Metadata, change.before).values, cast(Metadata, change.after).values
            keys = [key for key in {*was, *shall} if was.get(key) != shall.get(key)]
            is_after = all(now.values.get(key) == shall.get(key) for key in keys)
            is_before = all(now.values.get(key) == was.get(key) for key in keys)
        case Aspect.TAGS:
            tags, there = cast(Tags, change.before).tags, cast(Tags, change.after).tags
            moved = {*tags} ^ {*there}
            is_after = all((tag in now.tags) == (tag in there) for tag in moved)
            is_before = all((tag in now.tags) == (tag in tags) for tag in moved)
    return _either(is_after, is_before)


def _acl_happened(change: SetChange, now: AccessControlList) -> bool | None:
    """What I changed is there when putting it onto what is there changes nothing; likewise what was."""
    before, after = cast(AccessControlList, change.before), cast(AccessControlList, change.after)
    forth, back = merge(before, after, now), merge(after, before, now)
    return _either(same_acl(forth.mine_wins, now), same_acl(back.mine_wins, now))


def _either(is_after: bool, is_before: bool) -> bool | None:
    return is_after if is_after != is_before else None


async def _created(client: OcsClient, change: Create) -> bool | None:
    kind = change.kind
    if len(change.address.ids) < kind.depth:  # the service makes the id: nobody knows which
        return None
    try:
        found = await client.get_item(kind, *change.address.ids, administrative=True)
    except NotFound:
        return False
    if isinstance(change.after, Thing):
        names = (name for name in change.after.to_wire() if name != kind.id_field)
        same = all(says(value_of(change.after, name), value_of(found.value, name)) for name in names)
        return True if same else None
    given = [name for name in kind.editable if name in change.after.model_fields_set]
    return True if all(same_field(name, change.after, found.value) for name in given) else None


async def _deleted(client: OcsClient, change: Delete) -> bool | None:
    try:
        found = await client.get_item(change.kind, *change.address.ids, administrative=True)
    except NotFound:
        return True
    if not isinstance(change.before, Namespace):
        return False
    if found.value.state in _GONE:
        return True
    was, now = change.before.instance_id, found.value.instance_id
    return bool(was and now and was != now)  # another of the same id stands there
