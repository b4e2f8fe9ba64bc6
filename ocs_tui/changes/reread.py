"""Reading again what a change is about to set, where it would be written, and saying what became of it.

``Same`` and ``Merged`` carry the change as it would be written now, on top of what is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ocs_tui.access.diff import same_acl, same_fields, same_owner
from ocs_tui.access.merge import Merge, merge
from ocs_tui.api.answers import Fetched
from ocs_tui.api.errors import OcsError
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import kind_at
from ocs_tui.catalog.schema import MADE_BY_THE_SERVICE
from ocs_tui.changes.change import Aspect, SetChange
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.stream_parts import Metadata, Tags
from ocs_tui.model.thing import Thing
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
        fields: the names on the wire of the fields, or the keys of the metadata, that both changed.
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
        fetched = await read_aspect(client, change.address, change.aspect, namespace)
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
        case Aspect.METADATA:
            return _compare_metadata(change, fetched)
        case Aspect.TAGS:
            return _compare_tags(change, fetched)
        case Aspect.FIELDS:
            return _compare_fields(change, fetched)


def same_field(name: str, one: Wire, other: Wire) -> bool:
    """True when a field says the same in two bodies: the service leaves a default out, so absent is one."""
    was, now = value_of(one, name) or None, value_of(other, name) or None
    if name == "role_ids":  # their order means nothing, and no letter case of an id does
        return _folded(was) == _folded(now)
    return bool(was == now)


def value_of(body: Wire, name: str) -> Any:
    """Return a field of a body; of a thing without a model of its own what came under that name."""
    return (body.model_extra or {}).get(name) if isinstance(body, Thing) else getattr(body, name)


def same_beside(one: Wire, other: Wire) -> bool:
    """True when what no update may change is the same in two bodies; of a thing without a model of its own that
    is what the service says by itself, such as when it was changed, and nobody's edit.
    """
    return isinstance(one, Thing) or same_fields(one, other)


W = TypeVar("W", bound=Wire)


def with_fields(body: W, other: Wire, names: Iterable[str]) -> W:
    """Return a body with these fields of another one; what that one has not, it has not either."""
    if not isinstance(body, Thing):
        return body.changed(**{name: getattr(other, name) for name in names})
    made, beside = body.to_wire(), other.to_wire()
    for name in names:
        if name in beside:
            made[name] = beside[name]
        else:
            made.pop(name, None)
    return type(body).model_validate(made)


def says(sent: Any, now: Any) -> bool:
    """Whether what is there says all that was sent. A service completes what it is given, nested parts too."""
    if isinstance(sent, dict) and isinstance(now, dict):
        return all(not one or says(one, now.get(name)) for name, one in sent.items())
    if isinstance(sent, list) and isinstance(now, list):
        return len(sent) == len(now) and all(says(one, other) for one, other in zip(sent, now, strict=True))
    return bool((sent or None) == (now or None))


def is_as_set(change: SetChange, now: Wire) -> bool:
    """Whether a thing is as a change of its fields says; what it says beside that does not count."""
    kind = kind_at(change.address)
    if not isinstance(now, Thing):
        return same_fields_of(kind, change.after, now)
    names = editable_of(kind, change.before, change.after)
    # what was taken out is gone, or back at its default
    return all(
        says(value_of(change.after, name), value_of(now, name))
        if value_of(change.after, name)
        else not value_of(now, name) or same_field(name, change.before, change.after)
        for name in names
    )


def same_fields_of(kind: Kind, one: Wire, other: Wire) -> bool:
    """True when every field that can be set says the same in two bodies."""
    return all(same_field(name, one, other) for name in editable_of(kind, one, other))


def editable_of(kind: Kind, *bodies: Wire) -> tuple[str, ...]:
    """Return the fields of a thing that an update may change: those of its kind, else all that there are."""
    if not kind.is_json:
        return kind.editable
    names = (name for body in bodies for name in (body.model_extra or {}))
    return tuple(
        name for name in dict.fromkeys(names) if name != kind.id_field and name not in MADE_BY_THE_SERVICE
    )


def wire_name(body: Wire, attribute: str) -> str:
    """Return what a field is called on the wire."""
    field = type(body).model_fields.get(attribute)
    return field.alias if field is not None and field.alias else attribute


def _folded(role_ids: Iterable[str] | None) -> set[str]:
    return {role_id.casefold() for role_id in role_ids or ()}


async def read_aspect(
    client: OcsClient,
    address: Address,
    aspect: Aspect,
    namespace: Namespace | None = None,
    *,
    administrative: bool = True,
) -> Fetched[Any]:
    """Read an aspect of a thing where it would be written; else where its region serves it.

    Args:
        client: the API client.
        address: the thing.
        aspect: what of it.
        namespace: a namespace as it is known; by its id alone when None.
        administrative: where it would be written.

    Raises:
        OcsError: when it cannot be read.
        ValueError: when such a thing has no such aspect.
    """
    match aspect:
        case Aspect.ACL if address.is_tenant:
            return await client.get_root_acl(administrative=administrative)
        case Aspect.ACL if address.is_nested:
            return await client.get_acl_at(address, administrative=administrative)
        case Aspect.OWNER if address.is_nested:
            return await client.get_owner_at(address, administrative=administrative)
        case Aspect.METADATA if address.is_nested:
            return await client.get_metadata(address, administrative=administrative)
        case Aspect.TAGS if address.is_nested:
            return await client.get_tags(address, administrative=administrative)
        case Aspect.FIELDS if address.is_nested:
            return await client.get_item(kind_at(address), *address.ids, administrative=administrative)
    if address.is_tenant:
        raise ValueError(f"The tenant has no {aspect.value} that could be set.")
    thing = namespace or Namespace(id=address.namespace_id)
    match aspect:
        case Aspect.ACL:
            return await client.get_acl(thing, administrative=administrative)
        case Aspect.OWNER:
            return await client.get_owner(thing, administrative=administrative)
        case Aspect.FIELDS:
            return await client.get_namespace(thing, administrative=administrative)
    raise ValueError(f"A namespace has no {aspect.value} that could be set.")


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
    if same_acl(now, merged.mine_wins):  # what is mine is there, beside what others changed
        return Already(fetched)
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
    rebased = replace(change, before=now, after=with_fields(now, after, left))
    if met := tuple(name for name in left if name in theirs):
        return Conflicting(fetched, rebased, fields=tuple(wire_name(now, name) for name in met))
    if theirs or not same_beside(before, now):
        return Merged(fetched, rebased, None)
    return Same(fetched, rebased)


def _compare_metadata(change: SetChange, fetched: Fetched[Metadata]) -> Reread:
    before, after = cast(Metadata, change.before).values, cast(Metadata, change.after).values
    now = fetched.value.values
    mine = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    theirs = {key for key in dict.fromkeys((*before, *now)) if before.get(key) != now.get(key)}
    left = [key for key in mine if now.get(key) != after.get(key)]
    if not left:
        return Already(fetched)
    rebased = replace(change, before=fetched.value, after=Metadata(values=with_keys(now, after, left)))
    if met := tuple(key for key in left if key in theirs):
        return Conflicting(fetched, rebased, fields=met)
    return Merged(fetched, rebased, None) if theirs else Same(fetched, rebased)


def with_keys(values: dict[str, Any], other: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """Return values with those of some keys taken from others; what these have not is left out."""
    taken = set(keys)
    kept = {key: other.get(key) if key in taken else value for key, value in values.items()}
    kept |= {key: other[key] for key in taken if key in other}
    return {key: value for key, value in kept.items() if key not in taken or key in other}


def _compare_tags(change: SetChange, fetched: Fetched[Tags]) -> Reread:
    """Tags that both change never conflict: what each adds is there, what each takes away is gone."""
    before, after = cast(Tags, change.before).tags, cast(Tags, change.after).tags
    now = fetched.value.tags
    gone = {tag for tag in before if tag not in after}
    new = tuple(tag for tag in after if tag not in before and tag not in now)
    made = (*(tag for tag in now if tag not in gone), *new)
    if set(made) == set(now):
        return Already(fetched)
    rebased = replace(change, before=fetched.value, after=Tags(tags=made))
    return Same(fetched, rebased) if set(now) == set(before) else Merged(fetched, rebased, None)
