"""Values of things in words: enumerations by their names, what is nested as lines of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
_TYPED = ("SdsType", "SdsTypeCode")
"""The members that say of what type a property is."""


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
    elif isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        parts = [brief(value, len(value))]
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
    head = safe(value[named], 80) if named else ""
    rest = ", ".join(_members(value, named))
    return " · ".join(part for part in (head, rest) if part)[:300]


def _members(value: dict[str, Any], named: str = "", deep: int = 2) -> Iterator[str]:
    """What an object holds beside its name, member by member; a second name that says the same is left out."""
    for name, one in value.items():
        if name == named or one in (None, "", [], {}) or (name in _ABOUT_ONE and one == value.get(named)):
            continue
        if name in _TYPED:
            yield _type_word(one)
        else:
            yield f"{safe(name, 40)} {brief(one, deep=deep)}"


def _type_word(value: Any) -> str:
    """Return the type of a property by its name: the word of its code, or the id of a type of its own."""
    from ocs_tui.model.sds_enums import SdsTypeCode

    if isinstance(value, dict):
        value = value.get("Id") or value.get("SdsTypeCode") or brief(value)
    if isinstance(value, int) and not isinstance(value, bool) and value in SdsTypeCode._value2member_map_:
        return enum_words(SdsTypeCode(value))
    return safe(value, 80)


def brief(value: Any, most: int = 6, deep: int = 2) -> str:
    """Return a nested value in a few words.

    Args:
        value: the value.
        most: how many of a list are told.
        deep: how many objects within objects are told member by member.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        if reason := value.get("Reason") or value.get("Error"):  # an error of the service
            return safe(f"{reason} {value.get('Resolution') or ''}".strip(), 200)
        if name := value.get("Id") or value.get("Name"):
            return safe(name, 80)
        return f"({', '.join(_members(value, deep=deep - 1))})"[:200] if deep > 0 and value else "{…}"
    if isinstance(value, list):
        said = ", ".join(brief(one, deep=deep) for one in value[:most])
        return safe(said, 300) + (" …" if len(value) > most else "")
    return safe(value, 120)
