"""Fields that name other things, as lines that lead there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.screens import thing_words
from ocs_tui.screens.people_panes import LINK
from ocs_tui.widgets.field_list import Line

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Field
    from ocs_tui.connection import Connection

_NAMED_BY = {"stream": "StreamId", "type": "TypeId"}
"""The member of a nested object that holds the id of a thing of a kind."""


def line_of(connection: Connection, field: Field, address: Address, value: str) -> Line:
    """A value that names a thing of another kind, in the same namespace or tenant: enter goes there."""
    from ocs_tui.catalog.kinds import BY_NAME, address_of
    from ocs_tui.model.ids import fits_in_a_path

    kind = BY_NAME[field.links]
    holders = address.ids[: kind.depth - 1]
    if not fits_in_a_path(value):
        return Line(field.label, safe(value), value, "changed")
    place = address_of(kind, *holders, value)
    known = connection.known(place)
    name = safe(getattr(known, "label", "") or value)
    words = name if name == safe(value) else f"{name}  {safe(value)}"
    return Line(field.label, words, value, LINK, data=place)


def lines_of(connection: Connection, field: Field, address: Address, values: list[Any]) -> list[Line]:
    """The same for several, each an id or an object that holds one: enter goes to the one under the cursor."""
    lines = []
    for value in values:
        found = value.get(_NAMED_BY.get(field.links, "Id")) if isinstance(value, dict) else value
        if not isinstance(found, str) or not found:
            lines += thing_words.lines_of(field, [value])
            continue
        line = line_of(connection, field, address, found)
        if isinstance(value, dict):
            name = safe(
                value.get("Name") or found, 120
            )  # what is the thing itself needs no more than its name
            words = thing_words.one_of_many(value) if field.links in _NAMED_BY else f"{name}  {safe(found)}"
            line = replace(line, value=words)
        lines.append(line)
    return [replace(line, label=" ") if number else line for number, line in enumerate(lines)]
