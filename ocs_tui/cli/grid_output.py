"""The grid of namespaces by roles as a table, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from typing import Any

from ocs_tui.access.directory import Directory
from ocs_tui.access.grid import Cell, Grid, GridRow
from ocs_tui.access.rights_text import right_names
from ocs_tui.cli.output import owner_body
from ocs_tui.cli.table import table, tables_within
from ocs_tui.cli.talk import put, put_file
from ocs_tui.model.text import safe

_NOT_READ = "?"


def put_grid(grid: Grid, directory: Directory) -> None:
    """Write it as a table; ``*`` after a cell says that it differs from the root ACL.

    On a terminal that is too narrow it comes as several tables, each with some of the roles.
    """
    names = [_stacked(safe(directory.names(role_id)), role_id) for role_id in grid.role_ids]
    rows = [
        (row.address, *(_marks(grid, row, role_id) for role_id in grid.role_ids), _owner(row, directory))
        for row in _rows(grid)
    ]
    header = ("NAMESPACE", *names, "OWNER")
    on_a_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns
    for line in tables_within(width, header, rows) if on_a_terminal else table(header, rows):
        put(line)


def put_csv(grid: Grid, directory: Directory) -> None:
    """Write it as CSV for a spreadsheet, in words."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [safe(directory.names(role_id)) for role_id in grid.role_ids]
    titles = [
        f"{name} ({role_id})" if names.count(name) > 1 else name
        for name, role_id in zip(names, grid.role_ids, strict=True)
    ]
    writer.writerow(["namespace", "owner", "owner id", "owner gone", *map(_cell, titles), "other entries"])
    for row in _rows(grid):
        owner = row.owner if row.owner and row.owner.object_id else None
        gone = "" if row.owner_gone is None else "yes" if row.owner_gone else "no"
        name = directory.name(owner.type, owner.object_id) or "" if owner else ""
        if row.thing.owner_problem is not None:
            name = _NOT_READ
        cells = [_words(row.cell(role_id)) for role_id in grid.role_ids]
        owner_id = owner.object_id if owner else ""
        others = _NOT_READ if row.thing.acl is None else row.others
        writer.writerow([*map(_cell, (str(row.address), name, owner_id)), gone, *cells, others])
    put_file(text.getvalue())


def grid_body(grid: Grid, directory: Directory) -> dict[str, Any]:
    """Return it as plain JSON types; roles that an ACL does not name are left out of its cells."""
    roles = [{"id": role_id, "name": _name(role_id, directory)} for role_id in grid.role_ids]
    return {"roles": roles, "namespaces": [_row_body(grid, row, directory) for row in _rows(grid)]}


def _row_body(grid: Grid, row: GridRow, directory: Directory) -> dict[str, Any]:
    found = {role_id: row.cell(role_id) for role_id in grid.role_ids}
    cells = {
        role_id: {"allow": right_names(cell.allowed), "deny": right_names(cell.denied)}
        for role_id, cell in found.items()
        if cell is not None and cell != Cell()
    }
    return {
        "address": str(row.address),
        "owner": owner_body(row.owner, directory),
        "cells": None if row.thing.acl is None else cells,
        "other_entries": row.others,
        "differs_from_root": list(grid.differing(row)),
        "problems": [one for one in (row.thing.acl_problem, row.thing.owner_problem) if one is not None],
    }


def _rows(grid: Grid) -> tuple[GridRow, ...]:
    return (*([grid.root] if grid.root else ()), *grid.rows)


def _marks(grid: Grid, row: GridRow, role_id: str) -> str:
    cell = row.cell(role_id)
    if cell is None:
        return _NOT_READ
    unknown = f"+{cell.unknown_bits}" if cell.unknown_bits else ""
    return cell.marks + unknown + "*" * grid.differs(row, role_id)


def _words(cell: Cell | None) -> str:
    if cell is None:
        return _NOT_READ
    parts = (("allow", cell.allowed), ("deny", cell.denied))
    return "; ".join(f"{word} {' '.join(map(str, right_names(mask)))}" for word, mask in parts if mask)


def _owner(row: GridRow, directory: Directory) -> str:
    if row.thing.owner_problem is not None:
        return _NOT_READ
    if row.owner is None or not row.owner.object_id:
        return ""
    name = directory.name(row.owner.type, row.owner.object_id) or row.owner.object_id
    return f"{name} (gone)" if row.owner_gone else name


def _stacked(name: str, role_id: str) -> str:
    """A title as narrow as its cells: a word a line; an id in place of a name breaks where it can."""
    words = name.replace("-", "- ") if name == safe(role_id) else name
    return "\n".join(words.split())


def _cell(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    shown = safe(text)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown


def _name(role_id: str, directory: Directory) -> str | None:
    name = directory.names(role_id)
    return None if name == role_id else name
