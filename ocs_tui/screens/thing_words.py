"""Values of things in words: enumerations by their names, what is nested as lines of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ocs_tui.model.enums import enum_words
from ocs_tui.model.text import safe
from ocs_tui.widgets.field_list import Line

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Field

LINES_AT_MOST = 40
"""Lines of one field; the JSON tab has all of it."""
_ABOUT_ONE = ("Name", "Label", "Id", "SdsTypePropertyId", "StreamReferenceName", "SourceId", "Field")
"""The members by which one of several is told from the others, the best first."""


def lines_of(field: Field, value: Any) -> list[Line]:
    """Return a field's value as lines: an enumeration by name, an object member by member."""
    if value is None and field.words is not None and 0 in field.words._value2member_map_:
        return [Line(field.label, enum_words(field.words(0)), None, "muted")]  # 0 is left out on the wire
    if value in (None, "", [], {}):
        return [Line(field.label, "–", None, "muted")]
    if field.words is not None:
        return [Line(field.label, safe(word_of(field, value)), str(value))]
    if isinstance(value, dict):
        parts = [f"{safe(name, 40)}: {brief(one)}" for name, one in value.items() if one is not None]
    elif isinstance(value, list):
        parts = [one_of_many(one) for one in value]
    else:
        parts = [safe(value, 500)]
    shown = parts[:LINES_AT_MOST]
    if len(parts) > len(shown):
        shown.append(f"… {len(parts) - len(shown):,} more: see JSON")
    copied = json.dumps(value, ensure_ascii=False)
    return [Line(" " if number else field.label, part, copied) for number, part in enumerate(shown)]


def word_of(field: Field, value: Any) -> str:
    """Return the name of an enumeration's number; a name that came as one stays as it came."""
    assert field.words is not None
    if isinstance(value, int) and not isinstance(value, bool) and value in field.words._value2member_map_:
        return enum_words(field.words(value))
    return str(value)


def one_of_many(value: Any) -> str:
    """Return one object of several in a line: what it is called first, then what it holds."""
    if not isinstance(value, dict):
        return brief(value)
    named = next((name for name in _ABOUT_ONE if value.get(name)), "")
    others = ((name, one) for name, one in value.items() if name != named and one not in (None, ""))
    rest = (f"{safe(name, 40)} {brief(one)}" for name, one in others)
    head = f"{safe(value[named], 80)}" if named else ""
    return " · ".join(part for part in (head, ", ".join(rest)) if part)[:300]


def brief(value: Any) -> str:
    """Return a nested value in a few words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        if reason := value.get("Reason") or value.get("Error"):  # an error of the service
            return safe(f"{reason} {value.get('Resolution') or ''}".strip(), 200)
        return safe(value.get("Id") or value.get("Name") or "{…}", 80)
    if isinstance(value, list):
        return safe(", ".join(brief(one) for one in value[:6]), 120) + (" …" if len(value) > 6 else "")
    return safe(value, 120)
