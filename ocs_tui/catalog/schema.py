"""What a body of a kind must be like, by what the kind declares: looked at before it is sent.

The service decides in the end. What came from it and was not changed is never called wrong here.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ocs_tui.catalog.kind import Field, Kind
from ocs_tui.model.ids import fits_in_a_path

MADE_BY_THE_SERVICE = frozenset(
    {"CreatedDate", "ModifiedDate", "CreationTime", "ModifiedTime", "DateCreated", "ETag"}
)
"""What the service says of a thing by itself: a template has none of it."""
LONGEST_ID = 100
"""Characters. The reference says so of types, streams and stream views; read here as holding for all."""
_NEARLY = 0.82
"""How alike two names are of which one may be meant for the other."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to be said of a body, each a sentence.

    Attributes:
        problems: what keeps it from being sent.
        warnings: what is sent all the same.
    """

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def check(kind: Kind, body: Any, before: Mapping[str, Any] | None = None, own_id: str = "") -> Findings:
    """Look at a body.

    Args:
        kind: what it is.
        body: the body.
        before: it as it came from the service; None for a new one.
        own_id: the id that its address has; empty for a new one.
    """
    if not isinstance(body, dict):
        what = "a list" if isinstance(body, list) else "a single value"
        return Findings((f"It is {what}: one {kind.name} is one JSON object, {{ … }}.",))
    problems: list[str] = []
    warnings: list[str] = []
    declared = {field.label: field for field in kind.fields}
    came = before or {}
    problems += _id_problems(kind, body, own_id)
    for field in kind.fields:
        value = body.get(field.label)
        if value is None or value == "":
            if field.needed and field.label != kind.id_field and (before is None or came.get(field.label)):
                problems.append(f"{field.label} is missing: {kind.with_article} needs it.")
            continue
        if field.label == kind.id_field or (field.label in came and _same(came[field.label], value)):
            continue
        if said := _wrong(field, value):
            problems.append(said)
        elif said := _doubtful(field, value):
            warnings.append(said)
    for name in body:
        if name in declared or name in came or name == kind.id_field.split(".")[0]:
            continue
        if (meant := _meant(name, [label for label in declared if label not in body])) is not None:
            problems.append(
                f"{name!r} is no field of {kind.with_article}: {meant} is. Spell it so, or take it out."
            )
        else:
            warnings.append(
                f"{name!r} is no field of {kind.with_article} that is known here: it is sent as it stands."
            )
    return Findings(tuple(problems), tuple(warnings))


def template(kind: Kind) -> dict[str, Any]:
    """Return a body to begin a new thing with: every field that can be said of it, empty."""
    return {
        field.label: _EMPTY[field.takes]() if not (field.words and field.takes == "any") else None
        for field in kind.fields
        if field.label not in MADE_BY_THE_SERVICE
    }


def filled_in(kind: Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a new body without the fields of its template that were left empty."""
    empty = template(kind)
    needed = {field.label for field in kind.fields if field.needed}
    return {
        name: value
        for name, value in body.items()
        if name in needed or name not in empty or not _same(empty[name], value)
    }


def copy_of(kind: Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body to begin another one with: what came, without its id and what the service says by itself."""
    copied = {name: value for name, value in body.items() if name not in MADE_BY_THE_SERVICE}
    copied.pop(kind.id_field, None)
    return {kind.id_field: "", **copied}


def _nothing() -> None:
    return None


_EMPTY: dict[str, Callable[[], Any]] = {
    "text": str,
    "whole": _nothing,
    "number": _nothing,
    "flag": bool,
    "texts": list,
    "map": dict,
    "object": _nothing,
    "objects": list,
    "any": _nothing,
}


def _id_problems(kind: Kind, body: Mapping[str, Any], own_id: str) -> list[str]:
    name = kind.id_field
    if "." in name:
        return []
    value = body.get(name)
    if own_id:
        if value is None or (isinstance(value, str) and value.casefold() == own_id.casefold()):
            return []
        return [f"{name} is {value!r}, and this is the {kind.name} {own_id!r}: an id cannot be changed."]
    needed = any(field.label == name and field.needed for field in kind.fields)
    if value is None or value == "":
        at_its_id = kind.creates is not None and kind.creates.path != kind.lists.path
        return (
            [f"{name} is missing: {kind.with_article} is created under its id."]
            if needed or at_its_id
            else []
        )
    if not isinstance(value, str):
        return [f"{name} is {_shape(value)}: a text belongs there."]
    if value != value.strip():
        return [f"{name} starts or ends with a space."]
    if not fits_in_a_path(value):
        return [f"{name} is {value!r}: an id holds no '/', and is neither '.' nor '..'."]
    if len(value) > LONGEST_ID:
        return [f"{name} has {len(value)} characters: {LONGEST_ID} at most."]
    return []


def _wrong(field: Field, value: Any) -> str:
    """Return that a field holds what it does not take; empty when it does not."""
    if field.words is not None and field.takes in ("whole", "any") and isinstance(value, str):
        names = {member.replace("_", "").casefold(): member for member in field.words.__members__}
        if value.replace("_", "").casefold() in names:
            return ""
        near = difflib.get_close_matches(value.casefold(), list(names), 1, 0.6)
        meant = f" {_spelled(names[near[0]])!r} is." if near else ""
        return f"{field.label} is {value!r}, which is none of its values.{meant}"
    wanted, fits = _TAKES[field.takes]
    return "" if fits(value) else f"{field.label} is {_shape(value)}: {wanted} belongs there."


def _doubtful(field: Field, value: Any) -> str:
    if field.words is not None and isinstance(value, int) and value not in field.words._value2member_map_:
        return f"{field.label} is {value}, which has no name here: it is sent as it stands."
    return ""


def _spelled(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_TAKES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "text": ("a text", lambda value: isinstance(value, str)),
    "whole": ("a whole number", _is_whole),
    "number": ("a number", lambda value: _is_whole(value) or isinstance(value, float)),
    "flag": ("true or false", lambda value: isinstance(value, bool)),
    "texts": ("a list of texts", lambda value: _all_of(value, str)),
    "map": ("an object of texts", lambda value: isinstance(value, dict) and _all_of([*value.values()], str)),
    "object": ("an object, { … },", lambda value: isinstance(value, dict)),
    "objects": ("a list of objects, [{ … }],", lambda value: _all_of(value, dict)),
    "any": ("anything", lambda value: True),
}


def _all_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)


def _shape(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    names: dict[type, str] = {dict: "an object", list: "a list", str: "a text"}
    return names.get(type(value), f"the number {value}")


def _meant(name: str, labels: list[str]) -> str | None:
    """Return the field that a name only nearly spells."""
    folded = {label.casefold(): label for label in labels}
    near = difflib.get_close_matches(name.replace("_", "").casefold(), list(folded), 1, _NEARLY)
    return folded[near[0]] if near else None


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same on the wire: ``true`` is not 1, nor 1.0."""
    return one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
