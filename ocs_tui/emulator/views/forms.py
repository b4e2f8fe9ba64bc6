"""Rows of a data view in the form that is asked for: objects, tables, lines of text; standard shape or narrow."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.views.resolution import Resolution, abbreviation
from ocs_tui.emulator.views.rows import Row
from ocs_tui.model.view_enums import FieldKind

FORMS = ("default", "table", "tableh", "csv", "csvh")
_BESIDE = (FieldKind.INDEX_FIELD, FieldKind.GROUPING_FIELD, FieldKind.FIELD_UOM)


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns with type codes, and rows."""

    columns: list[tuple[str, str]]
    rows: list[list[Any]]


def form_of(text: str) -> str:
    """Return a form, folded. Raises Refused with 400 for one there is not."""
    form = text.strip().casefold() or "default"
    if form not in FORMS:
        raise Refused(400, f"form is one of {', '.join(FORMS)}.").about(form=text)
    return form


def table_of(of: Resolution, rows: Iterable[Row]) -> Table:
    """Return rows under the columns of the view; of a narrow one each value is a row of its own."""
    if of.view.narrow:
        return Table(_narrow_columns(of), [made for row in rows for made in _narrow(of, row)])
    return Table([(column.id, column.code) for column in of.columns], [row.values for row in rows])


def body_of(table: Table, form: str, *, verbose: bool) -> tuple[str, str]:
    """Return the body of an answer and its content type. Only objects leave out what is null, if not verbose."""
    names = [name for name, _ in table.columns]
    if form.startswith("csv"):
        return _lines(names if form == "csvh" else None, table.rows), "text/csv"
    value: Any
    if form == "default":
        value = [_object(names, row, verbose=verbose) for row in table.rows]
    else:
        value = {
            "Columns": [{"Name": name, "Type": code} for name, code in table.columns],
            "Rows": [names, *table.rows] if form == "tableh" else table.rows,
        }
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")), "application/json"


def _object(names: Sequence[str], row: Sequence[Any], *, verbose: bool) -> dict[str, Any]:
    told = zip(names, row, strict=True)
    return {name: value for name, value in told if verbose or value is not None}


def _lines(names: Sequence[str] | None, rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    if names is not None:
        writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def _narrow_columns(of: Resolution) -> list[tuple[str, str]]:
    beside = [column for column in of.columns if column.kind in _BESIDE]
    names = [(column.id, column.code) for column in beside] + [("Field", "String"), ("Value", "Object")]
    return [*names, ("Uom", "String")] if _has_units(of) else names


def _narrow(of: Resolution, row: Row) -> Iterator[list[Any]]:
    """Yield a row for each data field that the row's group has."""
    told = list(zip(of.columns, row.values, strict=True))
    beside = [value for column, value in told if column.kind in _BESIDE]
    for column, value in told:
        cell = column.cells[row.place.group] if column.cells else None
        if column.kind is FieldKind.DATA_FIELD and cell is not None:
            made = [*beside, column.id, value]
            wanted = column.field is not None and column.field.with_uom
            yield [*made, (abbreviation(cell.uom) or None) if wanted else None] if _has_units(of) else made


def _has_units(of: Resolution) -> bool:
    return any(column.field is not None and column.field.with_uom for column in of.columns)
