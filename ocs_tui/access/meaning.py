"""What a change means, in words and as the lines of a diff. Everything returned is safe to show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any, Literal

from ocs_tui.access.diff import (
    AclDiff,
    CellChange,
    EntryChange,
    OwnerDiff,
    RowChange,
    same_fields,
    same_trustee,
)
from ocs_tui.access.evaluate import Names
from ocs_tui.access.rows import Row
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import ALL_RIGHTS, RIGHT_LABELS, AccessType, TrusteeType, right_words
from ocs_tui.model.text import safe
from ocs_tui.model.wire import Wire

Sign = Literal["+", "-", " "]
Lines = list[tuple[Sign, str]]
"""Each line with its sign: added, removed, or as before."""

_NAME_LIMIT = 60
_VALUE_LIMIT = 200
_OTHER_FIELDS = "fields other than the rights change"


def trustee_words(trustee: Trustee, names: Names) -> str:
    """Name a trustee: a role by its name alone, anybody else with what they are."""
    name = safe(names(trustee.object_id), _NAME_LIMIT) if trustee.object_id else "no id"
    if trustee.type == TrusteeType.ROLE:
        return name if trustee.object_id else "role with no id"
    known = {TrusteeType.USER: "user", TrusteeType.CLIENT: "client"}
    kind = next((word for member, word in known.items() if trustee.type == member), None)
    return f"{kind} {name}" if kind else f"unknown type of trustee ({safe(trustee.type, 20)}) {name}"


def access_type_words(value: object) -> str:
    """``Allow``, ``Deny``, or the unknown value as it came."""
    words = {AccessType.ALLOWED: "Allow", AccessType.DENIED: "Deny"}
    return next((word for kind, word in words.items() if value == kind), f"unknown ({safe(value, 20)})")


def words(diff: AclDiff, names: Names) -> list[str]:
    """Say what changes in an ACL, one sentence a role: ``Contractors: Write Allow → Deny``."""
    lines = [f"{safe(names(row.role_id), _NAME_LIMIT)}: {'; '.join(_row_words(row))}" for row in diff.rows]
    lines += [_entry_change_words(change, names) for change in diff.rest]
    if diff.reordered:
        lines.append("The order of the entries changes, which has no effect.")
    if diff.fields:
        lines.append("Fields of the list other than its entries change.")
    return lines


def owner_words(diff: OwnerDiff, names: Names) -> list[str]:
    """Say that the owner changes: ``Owner: user Ada → client Pump Gateway``."""
    return [f"Owner: {trustee_words(diff.before, names)} → {trustee_words(diff.after, names)}"]


def field_words(before: Wire, after: Wire, names: Names = str) -> list[str]:
    """Say which fields of a body change: ``Description: (none) → Boiler house 2``.

    Of roles it says which ones come and go, by ``names``.
    """
    return member_words(before.to_wire(), after.to_wire(), names)


def member_words(old: Mapping[str, Any], new: Mapping[str, Any], names: Names = str) -> list[str]:
    """Say which members of an object change, as :func:`field_words` does."""
    words: list[str] = []
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        if key == "RoleIds":
            words += _role_words(was or (), now or (), names)
        else:
            words.append(f"{safe(key)}: {_value(was)} → {_value(now)}")
    return words


def body_words(body: Wire, names: Names = str) -> list[str]:
    """Say what stands in a body: ``Description: Boiler house 2``; roles by ``names``."""
    words = []
    for key, value in body.to_wire().items():
        if key == "RoleIds":
            value = ", ".join(names(role_id) for role_id in value or ())
        words.append(f"{safe(key)}: {_value(value)}")
    return words


def _role_words(before: Iterable[str], after: Iterable[str], names: Names) -> list[str]:
    was = {role_id.casefold(): role_id for role_id in before}
    now = {role_id.casefold(): role_id for role_id in after}
    gained = [f"Role {safe(names(role_id))}: given" for key, role_id in now.items() if key not in was]
    return gained + [
        f"Role {safe(names(role_id))}: taken away" for key, role_id in was.items() if key not in now
    ]


def diff_lines(before: AccessControlList, after: AccessControlList, names: Names) -> Lines:
    """Return both lists as one diff, a line an entry, unchanged ones included."""
    texts = [_columns(entry, names) for entry in (*before.entries, *after.entries)]
    wide = max((len(text[0]) for text in texts), default=0)
    kind = max((len(text[1]) for text in texts), default=0)
    lines = [f"{text[0]:<{wide}}  {text[1]:<{kind}}  {text[2]}" for text in texts]
    old, new = lines[: len(before.entries)], lines[len(before.entries) :]
    result: Lines = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            result += [(" ", line) for line in old[i1:i2]]
        else:
            result += [("-", line) for line in old[i1:i2]]
            result += [("+", line) for line in new[j1:j2]]
    return result


def owner_lines(before: Trustee, after: Trustee, names: Names) -> Lines:
    """Return the change of owner as a diff, with ids, since two people may have one name."""
    return [
        ("-", f"{trustee_words(before, names)}  {safe(before.object_id)}"),
        ("+", f"{trustee_words(after, names)}  {safe(after.object_id)}"),
    ]


def _columns(entry: AccessControlEntry, names: Names) -> tuple[str, str, str]:
    return (
        trustee_words(entry.trustee, names),
        access_type_words(entry.access_type),
        right_words(entry.access_rights),
    )


def _row_words(change: RowChange) -> list[str]:
    if change.before is None or change.after is None:
        row = change.before or change.after
        verb = "removed, had" if change.after is None else "added with"
        return [f"{verb} {_rights_of(row)}"] if row else []
    groups: dict[tuple[str, str], list[str]] = {}
    for cell in change.cells:
        groups.setdefault(_ends(cell), []).append(RIGHT_LABELS[cell.right])
    found = [f"{', '.join(rights)} {before} → {after}" for (before, after), rights in groups.items()]
    for kind, old, new in zip(("Allow", "Deny"), change.before.masks, change.after.masks, strict=True):
        if (old := old & ~int(ALL_RIGHTS)) != (new := new & ~int(ALL_RIGHTS)):
            found.append(f"{kind} {right_words(old)} → {right_words(new)}")
    if _other_fields(change.before, change.after):
        found.append(_OTHER_FIELDS)
    return found or ["an entry without rights comes or goes"]


def _rights_of(row: Row) -> str:
    pairs = zip(row.masks, ("Allow", "Deny"), strict=True)
    return ", ".join(f"{right_words(mask)} ({kind})" for mask, kind in pairs if mask) or "no rights"


def _ends(cell: CellChange) -> tuple[str, str]:
    return (
        "Allow and Deny" if cell.was_both else cell.before.value,
        "Allow and Deny" if cell.is_both else cell.after.value,
    )


def _other_fields(before: Row, after: Row) -> bool:
    pairs = ((before.allowed, after.allowed), (before.denied, after.denied))
    return any(
        old is not None
        and new is not None
        and not (same_trustee(old.trustee, new.trustee) and same_fields(old, new))
        for old, new in pairs
    )


def _entry_change_words(change: EntryChange, names: Names) -> str:
    entry = change.after or change.before
    assert entry is not None, "a change has at least one end"
    where = f"entry {change.position} ({trustee_words(entry.trustee, names)})"
    before, after = _entry_words(change.before), _entry_words(change.after)
    if before is None:
        return f"{where} added: {after}"
    if after is None:
        return f"{where} removed: {before}"
    return f"{where}: {before} → {after}" if before != after else f"{where}: {_OTHER_FIELDS}"


def _entry_words(entry: AccessControlEntry | None) -> str | None:
    if entry is None:
        return None
    return f"{right_words(entry.access_rights)} ({access_type_words(entry.access_type)})"


def _value(value: Any) -> str:
    if value is None or value == "":
        return "(none)"
    return safe(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), _VALUE_LIMIT)
