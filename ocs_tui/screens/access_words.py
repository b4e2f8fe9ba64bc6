"""Access control lists as the screens show them: rows of the matrix, and entries in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.model.enums import (
    RIGHTS,
    AccessRight,
    AccessType,
    TrusteeType,
    enum_words,
    right_words,
)
from ocs_tui.model.text import safe
from ocs_tui.widgets.access_matrix import Cell, MatrixRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocs_tui.access.rows import Row, Rows
    from ocs_tui.connection import Connection
    from ocs_tui.model.access import AccessControlEntry, AccessControlList


def matrix_of(
    connection: Connection,
    acl: AccessControlList,
    before: AccessControlList | None = None,
    added: Sequence[str] = (),
) -> tuple[tuple[MatrixRow, ...], tuple[str, ...]]:
    """Return an ACL as the matrix shows it: rows, and the entries that fit none in words.

    Args:
        connection: knows the roles' names.
        acl: the list.
        before: what an edit started from; cells that differ from it are marked.
        added: ids of roles that have a row and no entry yet.
    """
    from ocs_tui.access.rows import Setting, rows_of

    known = connection.role_known()
    shown = rows_as_edited(acl, before, known)
    old = {row.role_id.casefold(): row for row in rows_of(before, known).rows} if before else None
    words = {Setting.UNSET: "", Setting.ALLOW: "Allow", Setting.DENY: "Deny"}

    def cell(row: Row | None, was: Row | None, right: AccessRight) -> Cell:
        now = row.setting(right) if row else Setting.UNSET
        then = was.setting(right) if was else Setting.UNSET
        both = row.both(right) if row else False
        return Cell(words[now], both, old is not None and now is not then)

    now = {row.role_id.casefold(): row for row in shown.rows}
    rows = []
    # what there was keeps its place, also a row that was cleared; what is new comes after it
    for key in dict.fromkeys((*(old or now), *now)):
        row, was = now.get(key), (old or {}).get(key)
        role_id = row.role_id if row else was.role_id if was else key
        extra = f"+{row.unknown_bits}" if row and row.unknown_bits else ""
        cells = tuple(cell(row, was, right) for right in RIGHTS)
        rows.append(MatrixRow(role_id, connection.role_name(role_id), cells, extra))
    there = {row.role_id.casefold() for row in rows}
    for role_id in added:
        if role_id.casefold() not in there:
            rows.append(MatrixRow(role_id, connection.role_name(role_id), tuple(Cell() for _ in RIGHTS)))
    return tuple(rows), tuple(entry_words(connection, entry) for entry in shown.rest)


def rows_as_edited(acl: AccessControlList, before: AccessControlList | None, known: set[str] | None) -> Rows:
    """Return the rows of an edited list: an entry that fitted no row when the edit began fits none now.

    A role may have a second entry of one type; it does not become the row when the first one is cleared.
    """
    from ocs_tui.access.rows import Rows, rows_of

    if before is None:
        return rows_of(acl, known)
    rest = rows_of(before, known).rest
    kept = {id(entry) for entry in rest}
    own = acl.with_entries(tuple(entry for entry in acl.entries if id(entry) not in kept))
    return Rows(rows_of(own, known).rows, rest)


def entry_words(connection: Connection, entry: AccessControlEntry) -> str:
    """Say one entry in words, safe to show."""
    trustee = entry.trustee
    kind = enum_words(trustee.type) if isinstance(trustee.type, TrusteeType) else f"type {trustee.type}"
    access = {AccessType.ALLOWED: "Allow", AccessType.DENIED: "Deny"}
    word = access.get(entry.access_type) if isinstance(entry.access_type, AccessType) else None
    name = connection.trustee_name(trustee) or "no id"
    unknown = ""
    if trustee.type == TrusteeType.ROLE and trustee.object_id.casefold() not in (
        connection.role_known() or ()
    ):
        unknown = " (unknown)"
    label = word or f"type {safe(entry.access_type)}"
    return f"{safe(kind)} {name}{unknown}: {label} {right_words(entry.access_rights)}"
