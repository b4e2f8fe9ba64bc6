"""Fields of things as cells of a table, as lines, and as cells of a CSV file."""

from __future__ import annotations

import json
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.data.values import csv_cell
from ocs_tui.model.enums import enum_words
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Field, Kind

_LONGEST = 500
"""Characters of a cell; JSON and CSV hold all of them."""


def heading(kind: Kind) -> tuple[str, ...]:
    """Return the titles of a list's columns: the id, the name where it is another member, what tells it apart."""
    titles = ["ID"] if kind.id_field == kind.title_field else ["ID", "NAME"]
    return (*titles, *(field.label.upper() for field in _columns(kind)))


def row(kind: Kind, thing: Any) -> tuple[str, ...]:
    """Return a thing as a row of its list."""
    name = getattr(thing, "label", None) or getattr(thing, "name", None) or ""
    own = [thing.id] if kind.id_field == kind.title_field else [thing.id, name]
    columns = (words(field, getattr(thing, field.attribute)) for field in _columns(kind))
    return (*(safe(one or "") for one in own), *columns)


def _columns(kind: Kind) -> tuple[Field, ...]:
    if kind is not NAMESPACE:
        return kind.columns
    return tuple(field for field in kind.fields if field.label in ("Region", "State", "Description"))


def lines(kind: Kind, thing: Any) -> list[str]:
    """Return a thing as lines: what a field is called, and what it holds. Empty fields are left out."""
    wide = max(len(field.label) for field in kind.fields) + 2
    return [
        f"{field.label:<{wide}}{said}"
        for field in kind.fields
        if (said := words(field, getattr(thing, field.attribute)))
    ]


def words(field: Field, value: Any) -> str:
    """Return what a field holds in a line that is safe to show: enumerations by name, what is nested as JSON."""
    if field.words is not None and isinstance(value, int) and value in field.words._value2member_map_:
        return enum_words(field.words(value))
    if value in (None, "", (), [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, IntEnum):
        return enum_words(value)
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return safe(", ".join(value), _LONGEST)
    if isinstance(value, list | dict | tuple):
        return safe(json.dumps(value, ensure_ascii=False, default=str), _LONGEST)
    return safe(value, _LONGEST)


def csv_row(kind: Kind, body: dict[str, Any]) -> list[str]:
    """Return a thing's body as cells of a CSV file, its declared fields as they came."""
    return [csv_cell(body.get(field.label)) for field in kind.fields]
