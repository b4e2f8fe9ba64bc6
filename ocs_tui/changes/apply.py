"""Applying a Change: read again, stop if anything is not as it was reviewed, write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from ocs_tui.access.diff import diff, same_owner
from ocs_tui.access.guard import owner_refusal, refusal
from ocs_tui.api.answers import CreateOutcome, Fetched
from ocs_tui.changes.change import Aspect, Change, CreateNamespace, DeleteNamespace, SetChange
from ocs_tui.changes.reread import EDITABLE_FIELDS, Reread, Same, reread, same_field
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.wire import Wire

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient


@dataclass(frozen=True, slots=True)
class Applied:
    """It was written.

    Attributes:
        fetched: what the service answered to a set; None after a delete.
        operation_id: the service's Operation-Id, where it gave one.
        note: one sentence when the answer is not what was sent; None otherwise.
    """

    fetched: Fetched[Any] | None
    operation_id: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """Nothing was written: what is there is not what the change was reviewed against."""

    reread: Reread


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was written: the change must not be made. ``sentence`` says why."""

    sentence: str


Outcome = Applied | Changed | Refused | CreateOutcome


async def apply(client: OcsClient, change: Change, namespace: Namespace | None = None) -> Outcome:
    """Make a change, and return what came of it.

    What a change sets is read again right before it is written; anything but *nothing changed
    meanwhile* writes nothing. There is no ETag on these routes, so between that read and the write
    somebody else's write can still be lost: a moment instead of the time of an edit.

    Args:
        client: the API client.
        change: the change.
        namespace: the namespace as it is known; by its id alone when None.

    Raises:
        RereadFailed: when what is there cannot be read again; nothing was written.
        OutcomeUnknown: when the write was sent and no answer came.
        OcsError: when the service refused the write.
    """
    match change:
        case CreateNamespace(after=after):
            return await client.create_namespace(after)
        case DeleteNamespace(address=address):
            return Applied(None, await client.delete_namespace(address.namespace_id))
        case SetChange():
            return await _set(client, change, namespace)


async def _set(client: OcsClient, change: SetChange, namespace: Namespace | None) -> Outcome:
    sentence = _refusal(change)
    if sentence is not None:
        return Refused(sentence)
    found = await reread(client, change, namespace)
    if not isinstance(found, Same):
        return Changed(found)
    fetched = await _write(client, found.change)
    note = fetched.note or _note(found.change, fetched.value)
    return Applied(fetched, fetched.operation_id, note)


def _refusal(change: SetChange) -> str | None:
    match change.aspect:
        case Aspect.ACL:
            return refusal(cast(AccessControlList, change.after))
        case Aspect.OWNER:
            return owner_refusal(cast(Trustee, change.after))
        case Aspect.FIELDS:
            return None


async def _write(client: OcsClient, change: SetChange) -> Fetched[Any]:
    match change.aspect:
        case Aspect.ACL if change.address.is_tenant:
            return await client.set_root_acl(cast(AccessControlList, change.after))
        case Aspect.ACL:
            return await client.set_acl(change.address.namespace_id, cast(AccessControlList, change.after))
        case Aspect.OWNER:
            return await client.set_owner(change.address.namespace_id, cast(Trustee, change.after))
        case Aspect.FIELDS:
            return await client.update_namespace(cast(Namespace, change.after))


def _note(change: SetChange, answer: Wire) -> str | None:
    """Say that the service answered something else than was sent; None when it did not."""
    match change.aspect:
        case Aspect.ACL:
            same = not diff(cast(AccessControlList, change.after), cast(AccessControlList, answer))
        case Aspect.OWNER:
            same = same_owner(cast(Trustee, change.after), cast(Trustee, answer))
        case Aspect.FIELDS:
            same = all(same_field(name, change.after, answer) for name in EDITABLE_FIELDS)
    return None if same else "It was written, and the service answered something else than was sent."
