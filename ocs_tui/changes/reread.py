"""Reading again what a change is about to set, where it would be written, and saying what became of it.

``Same`` and ``Merged`` carry the change as it would be written now, on top of what is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from ocs_tui.access.diff import same_acl, same_fields, same_owner
from ocs_tui.access.merge import Merge, merge
from ocs_tui.api.answers import Fetched
from ocs_tui.api.errors import OcsError
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import kind_at
from ocs_tui.changes.change import Aspect, SetChange
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.wire import Wire

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient


class RereadFailed(OcsError):
    """What is there could not be read again right before the write, so nothing was written."""


@dataclass(frozen=True, slots=True)
class Same:
    """Nothing changed meanwhile."""

    fetched: Fetched[Any]
    change: SetChange


@dataclass(frozen=True, slots=True)
class Already:
    """It is already as it shall be: there is nothing to write."""

    fetched: Fetched[Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """It changed meanwhile, elsewhere: ``change`` holds both changes, to be reviewed again.

    ``merge`` tells an ACL's two changes; it is None for the fields of a namespace.
    """

    fetched: Fetched[Any]
    change: SetChange
    merge: Merge | None


@dataclass(frozen=True, slots=True)
class Conflicting:
    """The same was changed meanwhile, differently.

    Attributes:
        fetched: what is there now.
        change: mine on top of it, to be reviewed again if mine shall win.
        merge: an ACL's two changes and where they meet; None for an owner and for fields.
        fields: the names on the wire of a namespace's fields that both changed.
    """

    fetched: Fetched[Any]
    change: SetChange
    merge: Merge | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uneditable:
    """What is there now would not survive being parsed and written; ``fetched.problem`` says why."""

    fetched: Fetched[Any]


Reread = Same | Already | Merged | Conflicting | Uneditable


async def reread(client: OcsClient, change: SetChange, namespace: Namespace | None = None) -> Reread:
    """Read what a change sets at the administrative base URL, and compare.

    Args:
        client: the API client.
        change: the change.
        namespace: the namespace as it is known; by its id alone when None.

    Raises:
        RereadFailed: when it cannot be read.
    """
    try:
        fetched = await read_again(client, change, namespace)
    except OcsError as error:
        raise RereadFailed(
            f"Nothing was written: what is there now could not be read. {error.sentence}",
            operation_id=error.operation_id,
            status=error.status,
            detail=error.detail,
        ) from error
    if fetched.problem is not None:
        return Uneditable(fetched)
    match change.aspect:
        case Aspect.ACL:
            return _compare_acl(change, fetched)
        case Aspect.OWNER:
            return _compare_owner(change, fetched)
        case Aspect.FIELDS:
            return _compare_fields(change, fetched)


def same_field(name: str, one: Wire, other: Wire) -> bool:
    """True when a field says the same in two bodies: the service leaves a default out, so absent is one."""
    was, now = getattr(one, name) or None, getattr(other, name) or None
    if name == "role_ids":  # their order means nothing, and no letter case of an id does
        return _folded(was) == _folded(now)
    return bool(was == now)


def same_fields_of(kind: Kind, one: Wire, other: Wire) -> bool:
    """True when every field that can be set says the same in two bodies."""
    return all(same_field(name, one, other) for name in editable_of(kind, one, other))


def editable_of(kind: Kind, *bodies: Wire) -> tuple[str, ...]:
    """Return the fields of a thing that an update may change: those of its kind, else all that there are."""
    if kind.editable or not kind.as_json:
        return kind.editable
    names = (name for body in bodies for name in (body.model_extra or {}))
    return tuple(name for name in dict.fromkeys(names) if name not in _MADE_BY_THE_SERVICE)


_MADE_BY_THE_SERVICE = frozenset(
    {"Id", "CreatedDate", "ModifiedDate", "CreationTime", "ModifiedTime", "ETag"}
)


def wire_name(body: Wire, attribute: str) -> str:
    """Return what a field is called on the wire."""
    field = type(body).model_fields.get(attribute)
    return field.alias if field is not None and field.alias else attribute


def _folded(role_ids: Iterable[str] | None) -> set[str]:
    return {role_id.casefold() for role_id in role_ids or ()}


async def read_again(
    client: OcsClient, change: SetChange, namespace: Namespace | None = None, *, administrative: bool = True
) -> Fetched[Any]:
    """Read what a change sets, where it would be written; else where the namespace's region serves it.

    Raises:
        OcsError: when it cannot be read.
        ValueError: when the tenant has no such thing.
    """
    if change.address.is_tenant:
        if change.aspect is not Aspect.ACL:
            raise ValueError(f"The tenant has no {change.aspect.value} that could be set.")
        return await client.get_root_acl(administrative=administrative)
    if len(change.address.parts) > 1:
        return await _read_thing(client, change, administrative)
    thing = namespace or Namespace(id=change.address.namespace_id)
    match change.aspect:
        case Aspect.ACL:
            return await client.get_acl(thing, administrative=administrative)
        case Aspect.OWNER:
            return await client.get_owner(thing, administrative=administrative)
        case Aspect.FIELDS:
            return await client.get_namespace(thing, administrative=administrative)


async def _read_thing(client: OcsClient, change: SetChange, administrative: bool) -> Fetched[Any]:
    address = change.address
    match change.aspect:
        case Aspect.ACL:
            return await client.get_acl_at(address, administrative=administrative)
        case Aspect.OWNER:
            return await client.get_owner_at(address, administrative=administrative)
        case Aspect.FIELDS:
            return await client.get_item(kind_at(address), *address.ids, administrative=administrative)


def _compare_acl(change: SetChange, fetched: Fetched[AccessControlList]) -> Reread:
    before, after = cast(AccessControlList, change.before), cast(AccessControlList, change.after)
    now = fetched.value
    if now.to_wire() == before.to_wire():
        return Same(fetched, change)
    if same_acl(now, after):
        return Already(fetched)
    merged = merge(before, after, now)
    rebased = replace(change, before=now, after=merged.mine_wins)
    if merged.conflicts:
        return Conflicting(fetched, rebased, merged)
    # Only the form differs (a default written out, an enum by name): nobody changed anything.
    return Merged(fetched, rebased, merged) if merged.theirs else Same(fetched, rebased)


def _compare_owner(change: SetChange, fetched: Fetched[Trustee]) -> Reread:
    before, after, now = cast(Trustee, change.before), cast(Trustee, change.after), fetched.value
    rebased = replace(change, before=now)
    if same_owner(now, before):
        return Same(fetched, rebased)
    if same_owner(now, after):
        return Already(fetched)
    return Conflicting(fetched, rebased)


def _compare_fields(change: SetChange, fetched: Fetched[Any]) -> Reread:
    before, after, now = change.before, change.after, fetched.value
    editable = editable_of(kind_at(change.address), before, after, now)
    mine = [name for name in editable if not same_field(name, before, after)]
    theirs = [name for name in editable if not same_field(name, before, now)]
    left = [name for name in mine if not same_field(name, now, after)]
    if not left:
        return Already(fetched)
    rebased = replace(change, before=now, after=now.changed(**{name: getattr(after, name) for name in left}))
    if met := tuple(name for name in left if name in theirs):
        return Conflicting(fetched, rebased, fields=tuple(wire_name(now, name) for name in met))
    if theirs or not same_fields(before, now):
        return Merged(fetched, rebased, None)
    return Same(fetched, rebased)
