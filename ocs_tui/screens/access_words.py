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

    from ocs_tui.access.rows import Row
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
    shown = rows_of(acl, known)
    old = {row.role_id.casefold(): row for row in rows_of(before, known).rows} if before else None
    words = {Setting.UNSET: "", Setting.ALLOW: "Allow", Setting.DENY: "Deny"}

    def cell(row: Row | None, was: Row | None, right: AccessRight) -> Cell:
        now = row.setting(right) if row else Setting.UNSET
        then = was.setting(right) if was else Setting.UNSET
        both = row.both(right) if row else False
        return Cell(words[now], both, old is not None and now is not then)

    rows = []
    for row in shown.rows:
        was = old.get(row.role_id.casefold()) if old is not None else None
        extra = f"+{row.unknown_bits}" if row.unknown_bits else ""
        cells = tuple(cell(row, was, right) for right in RIGHTS)
        rows.append(MatrixRow(row.role_id, connection.role_name(row.role_id), cells, extra))
    there = {row.role_id.casefold() for row in shown.rows}
    gone = [row for folded, row in (old or {}).items() if folded not in there]
    for was in gone:
        cells = tuple(cell(None, was, right) for right in RIGHTS)
        rows.append(MatrixRow(was.role_id, connection.role_name(was.role_id), cells))
    there |= {row.role_id.casefold() for row in gone}
    for role_id in added:
        if role_id.casefold() not in there:
            rows.append(MatrixRow(role_id, connection.role_name(role_id), tuple(Cell() for _ in RIGHTS)))
    return tuple(rows), tuple(entry_words(connection, entry) for entry in shown.rest)


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
