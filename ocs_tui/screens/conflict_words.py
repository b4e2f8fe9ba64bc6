"""A conflict as the rows that are picked from. Everything returned is safe to show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from ocs_tui.access.meaning import access_type_words, trustee_words
from ocs_tui.access.picks import Choice, cell, choices
from ocs_tui.changes.change import Aspect, SetChange
from ocs_tui.changes.reread import Conflicting
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import RIGHT_LABELS, right_words
from ocs_tui.model.stream_parts import Metadata
from ocs_tui.model.text import safe
from ocs_tui.model.wire import Wire
from ocs_tui.widgets.conflict_table import ConflictRow

if TYPE_CHECKING:
    from ocs_tui.connection import Connection

_LIMIT = 240
_BEFORE = 30
"""How much of what is the same is shown before the place where two long texts part."""


def rows(connection: Connection, change: SetChange, found: Conflicting) -> list[ConflictRow]:
    """Return one row for each thing to pick, in the order in which the picks are handed back."""
    sides = (change.before, change.after, found.fetched.value)
    match change.aspect:
        case Aspect.ACL:
            conflicts = found.merge.conflicts if found.merge is not None else ()
            lists = cast(tuple[AccessControlList, AccessControlList, AccessControlList], sides)
            return [_choice_row(connection, choice, lists) for choice in choices(conflicts)]
        case Aspect.OWNER:
            owners = cast(tuple[Trustee, ...], sides)
            return [ConflictRow("", "Owner", *(_owner_words(connection, one) for one in owners))]
        case Aspect.METADATA:
            maps = [cast(Metadata, side).values for side in sides]
            return [
                ConflictRow("", safe(key), *_cut([_value(connection, "", one.get(key)) for one in maps]))
                for key in found.fields
            ]
        case Aspect.TAGS:
            return []  # they never conflict
        case Aspect.FIELDS:
            bodies = [side.to_wire() for side in sides]
            return [
                ConflictRow(
                    "", safe(alias), *_cut([_value(connection, alias, one.get(alias)) for one in bodies])
                )
                for alias in found.fields
            ]


def _choice_row(
    connection: Connection,
    choice: Choice,
    lists: tuple[AccessControlList, AccessControlList, AccessControlList],
) -> ConflictRow:
    conflict = choice.conflict
    if conflict.trustee is None:
        return ConflictRow("The list", "Other fields", *(_other_fields(one) for one in lists))
    trustee = conflict.trustee
    group = trustee_words(trustee, lambda _: connection.trustee_name(trustee))
    entries = (conflict.base, conflict.mine, conflict.theirs)
    if choice.right is not None:
        right = choice.right
        return ConflictRow(group, RIGHT_LABELS[right], *(_cell_words(*cell(one, right)) for one in entries))
    return ConflictRow(
        group, "All of it", *("; ".join(map(_entry_words, one)) or "no entry" for one in entries)
    )


def _cell_words(allowed: bool, denied: bool) -> str:
    if allowed and denied:
        return "Allow and Deny"
    return "Allow" if allowed else "Deny" if denied else "unset"


def _entry_words(entry: AccessControlEntry) -> str:
    said = f"{access_type_words(entry.access_type)} {right_words(entry.access_rights)}"
    more = _other_fields(entry)
    return said if more == "none" else f"{said} {more}"


def _other_fields(body: Wire) -> str:
    extra = {key: value for key, value in (body.model_extra or {}).items() if value is not None}
    return safe(json.dumps(extra, ensure_ascii=False), _LIMIT) if extra else "none"


def _owner_words(connection: Connection, owner: Trustee) -> str:
    """Name an owner, with the id, since two people may have one name."""
    name = trustee_words(owner, lambda _: connection.trustee_name(owner))
    return name if safe(owner.object_id) in name else f"{name} ({safe(owner.object_id)})"


def _value(connection: Connection, alias: str, value: object) -> str:
    if alias == "RoleIds" and isinstance(value, list):
        value = ", ".join(connection.role_name(str(role_id)) for role_id in value)
    words: dict[object, str] = {None: "(none)", "": "(empty)", True: "yes", False: "no"}
    if isinstance(value, str | bool) or value is None:
        return words.get(value) or safe(value)
    return safe(json.dumps(value, ensure_ascii=False))


def _cut(texts: list[str]) -> list[str]:
    """Cut what is long so that it shows where mine and theirs, the last two, begin to differ."""
    _, mine, theirs = texts
    pairs = enumerate(zip(mine, theirs, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(mine), len(theirs)))
    start = same - _BEFORE if max(map(len, texts)) > _LIMIT and same > _BEFORE else 0
    return [safe(f"…{text[min(start, len(text) - _BEFORE):]}" if start and len(text) > _BEFORE else text, _LIMIT)
            for text in texts]  # fmt: skip
