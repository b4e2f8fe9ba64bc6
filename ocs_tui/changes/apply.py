"""Applying a Change: read again, stop if anything is not as it was reviewed, record, write, record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ocs_tui.access.diff import diff, same_owner
from ocs_tui.access.guard import owner_refusal, refusal
from ocs_tui.api.answers import Created, CreateOutcome, Differs, Fetched, SameExists
from ocs_tui.api.errors import Conflict, Forbidden, NotFound
from ocs_tui.catalog.kinds import kind_at
from ocs_tui.changes.change import Aspect, Change, Create, Delete, SetChange
from ocs_tui.changes.entries import Outcome as RecordedOutcome
from ocs_tui.changes.entries import OutcomeKind
from ocs_tui.changes.journal import Journal, JournalFailed
from ocs_tui.changes.recording import Recorded, recorded
from ocs_tui.changes.reread import Reread, Same, is_as_set, reread
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.stream_parts import Metadata, Tags
from ocs_tui.model.text import safe
from ocs_tui.model.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ocs_tui.api.client import OcsClient

T = TypeVar("T")

_WRITTEN_MEANWHILE = 412
"""The code by which a service says that another version is there than the one that was read."""


@dataclass(frozen=True, slots=True)
class Applied:
    """It was written.

    Attributes:
        fetched: what the service answered to a set; None after a delete.
        operation_id: the service's Operation-Id, where it gave one.
        note: what there is to say about it, as sentences (the answer is not what was sent, the record
            is not complete); None otherwise.
        change: what was written, over what was there at that moment; None after a delete.
        entry_id: the journal's entry; None when there is none.
    """

    fetched: Fetched[Any] | None
    operation_id: str | None = None
    note: str | None = None
    change: SetChange | None = None
    entry_id: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """Nothing was written: what is there is not what the change was reviewed against."""

    reread: Reread


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was written: the change must not be made. ``sentence`` says why.

    ``unrecorded`` is True when the journal could not take it down: ``without_journal`` makes it then.
    """

    sentence: str
    unrecorded: bool = False


Outcome = Applied | Changed | Refused | CreateOutcome


async def apply(
    client: OcsClient,
    change: Change,
    namespace: Namespace | None = None,
    journal: Journal | None = None,
    *,
    undoes: str | None = None,
    without_journal: bool = False,
) -> Outcome:
    """Make a change, and return what came of it.

    What a change sets is read again right before it is written; anything but *nothing changed
    meanwhile* writes nothing. Where the service tags what was read with its version, the write names that
    version. Elsewhere, on namespaces and all that is the tenant's, somebody else's write can still be lost
    between that read and the write: a moment instead of the time of an edit.

    The intent is in the journal before the request leaves, and the outcome after the answer; where
    nothing is sent, nothing is recorded. A journal that cannot be written refuses the write.

    Args:
        client: the API client.
        change: the change.
        namespace: the namespace as it is known; by its id alone when None.
        journal: where it is recorded; None records nothing.
        undoes: the id of the journal's entry that the change takes back.
        without_journal: write even when the journal cannot be written.

    Raises:
        RereadFailed: when what is there cannot be read again; nothing was written.
        OutcomeUnknown: when the write was sent and no answer came.
        OcsError: when the service refused the write.
    """

    async def record(
        what: Change, send: Callable[[], Awaitable[T]], outcome_of: Callable[[T], RecordedOutcome]
    ) -> Recorded[T]:
        into = None if client.read_only else journal  # what a read-only client refuses is never sent
        return await recorded(into, what, send, outcome_of, undoes=undoes, without_journal=without_journal)

    try:
        match change:
            case Create(address=address, after=after, kind=kind):
                made = await record(change, lambda: client.create(kind, after, *address.ids), _of_create)
                value = made.value
                return replace(value, entry_id=made.entry_id) if isinstance(value, Created) else value
            case Delete(address=address, kind=kind):
                if (sentence := await _renamed(client, change)) is not None:
                    return Refused(sentence)
                gone = await record(change, lambda: client.delete(kind, *address.ids), _of_delete)
                return Applied(None, gone.value, gone.note, entry_id=gone.entry_id)
            case SetChange():
                sentence = _refusal(change)
                if sentence is not None:
                    return Refused(sentence)
                found = await reread(client, change, namespace)
                if not isinstance(found, Same):
                    return Changed(found)
                now = found.change
                etag = found.fetched.etag
                try:
                    put = await record(
                        now, lambda: _write(client, now, etag), lambda fetched: _of_set(now, fetched)
                    )
                except Conflict as conflict:
                    if not etag or conflict.status != _WRITTEN_MEANWHILE:
                        raise
                    return Changed(await reread(client, change, namespace))
                fetched, note = put.value, _joined(_note(now, put.value), put.note)
                return Applied(fetched, fetched.operation_id, note, now, put.entry_id)
    except JournalFailed as failure:
        return Refused(f"Nothing was written, since no record could be kept. {failure.sentence}", True)


async def _renamed(client: OcsClient, change: Delete) -> str | None:
    """Say that what is to be deleted is called otherwise by now; None when it is not, or cannot be read.

    Its name is what was typed to confirm: another one was meant, or somebody is at work on it.
    """
    label = str(getattr(change.before, "label", ""))
    if len(change.address.parts) == 1 or not getattr(change.before, "id", "") or not label:
        return None
    try:
        now = (await client.get_item(change.kind, *change.address.ids, administrative=True)).value
    except (Forbidden, NotFound):  # one may delete what one may not read; what is gone says so by itself
        return None
    found = str(getattr(now, "label", ""))
    if found == label:
        return None
    return f"Nothing was deleted: {safe(label, 80)} is called {safe(found, 80)} by now. Read it again."


def _refusal(change: SetChange) -> str | None:
    match change.aspect:
        case Aspect.ACL:
            return refusal(cast(AccessControlList, change.after))
        case Aspect.OWNER:
            return owner_refusal(cast(Trustee, change.after))
        case Aspect.FIELDS | Aspect.METADATA | Aspect.TAGS:
            return None


async def _write(client: OcsClient, change: SetChange, etag: str) -> Fetched[Any]:
    """Write what a change sets; where the service knows versions, only over the one that was read."""
    address = change.address
    match change.aspect:
        case Aspect.ACL:
            return await client.set_acl_at(address, cast(AccessControlList, change.after), etag)
        case Aspect.OWNER:
            return await client.set_owner_at(address, cast(Trustee, change.after))
        case Aspect.METADATA:
            return await client.set_metadata(address, cast(Metadata, change.after), etag)
        case Aspect.TAGS:
            return await client.set_tags(address, cast(Tags, change.after))
        case Aspect.FIELDS:
            return await client.update(kind_at(address), change.after, *address.ids, etag=etag)


def _of_set(change: SetChange, fetched: Fetched[Any]) -> RecordedOutcome:
    return RecordedOutcome(OutcomeKind.DONE, fetched.operation_id, _note(change, fetched))


def _of_delete(operation_id: str | None) -> RecordedOutcome:
    return RecordedOutcome(OutcomeKind.DONE, operation_id)


def _of_create(outcome: CreateOutcome) -> RecordedOutcome:
    match outcome:
        case Created(fetched=fetched):
            made = getattr(fetched.value, "id", "")
            return RecordedOutcome(OutcomeKind.DONE, fetched.operation_id, made=str(made) or None)
        case SameExists():
            note = "Nothing was created: the same one existed already."
        case Differs():
            note = "Nothing was created: one of that id existed with other values."
    return RecordedOutcome(OutcomeKind.REFUSED, note=note)


def _note(change: SetChange, fetched: Fetched[Any]) -> str | None:
    """Say that the service answered something else than was sent; None when it did not."""
    if fetched.note:
        return fetched.note
    answer: Wire = fetched.value
    match change.aspect:
        case Aspect.ACL:
            same = not diff(cast(AccessControlList, change.after), cast(AccessControlList, answer))
        case Aspect.OWNER:
            same = same_owner(cast(Trustee, change.after), cast(Trustee, answer))
        case Aspect.FIELDS:
            same = is_as_set(change, answer)
        case Aspect.METADATA:
            same = cast(Metadata, change.after).values == cast(Metadata, answer).values
        case Aspect.TAGS:
            same = set(cast(Tags, change.after).tags) == set(cast(Tags, answer).tags)
    return None if same else "It was written, and the service answered something else than was sent."


def _joined(*notes: str | None) -> str | None:
    return " ".join(note for note in notes if note) or None


def as_done(change: Change, outcome: object) -> Change:
    """Return what was done: as written over what was there, and with the id that the service made."""
    if isinstance(outcome, Applied) and outcome.change is not None:
        return outcome.change
    if isinstance(change, Create) and isinstance(outcome, Created):
        made = str(getattr(outcome.fetched.value, "id", ""))
        if made and len(change.address.ids) < change.kind.depth:
            return replace(change, address=Address((*change.address.parts, made)))
    return change
