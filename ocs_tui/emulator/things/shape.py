"""How a thing looks on the wire, and which are the same."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.operation import Era
from ocs_tui.catalog.service import ASSETS, SDS
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import hooks_of

MAX_ID = 100
_DEFAULTS: dict[str, Any] = {"whole": 0, "number": 0, "flag": False}
_LISTS = ("texts", "objects")


def shown(call: Call, kind: Kind, held: Held) -> Json:
    """Return a thing as it is answered to a call.

    In CONNECT the things of the data store and of the asset store tell when they were made and changed.
    """
    hooks = hooks_of(kind)
    body = hooks.shown(call, held)
    dated = any(each.label == "ModifiedDate" for each in kind.fields)
    if dated and call.box.era is Era.CONNECT and kind.service in (SDS, ASSETS):
        body = body | {"CreatedDate": moment(held.created), "ModifiedDate": moment(held.modified)}
    if hooks.whole:
        return body
    return spelled_out(kind, body) if call.verbose_unless_said(kind.service.verbose) else bare(body)


def spelled_out(kind: Kind, body: Json) -> Json:
    """Return a body with every field of its kind."""
    missing: Json = {
        each.label: [] if each.takes in _LISTS else _DEFAULTS.get(each.takes)
        for each in kind.fields
        if each.label not in ("CreatedDate", "ModifiedDate")
    }
    return {name: body.get(name, default) for name, default in missing.items()} | body


def bare(body: Json) -> Json:
    """Return a body without the members that have the default of their type."""
    return {name: value for name, value in body.items() if not _is_default(value)}


def same(one: Json, other: Json, without: tuple[str, ...] = ()) -> bool:
    """True when two documents say the same: a member with its default says what a missing one does."""
    return bool(_stripped(one, without) == _stripped(other, without))


def moment(seconds: float) -> str:
    """Return a time as the service writes it."""
    at = datetime.fromtimestamp(seconds, UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".") + "Z"


def field_problem(kind: Kind, body: Json) -> str:
    """Return which declared field of a body holds what it does not take, as a sentence; empty when none does."""
    for each in kind.fields:
        value = body.get(each.label)
        named = each.words is not None and isinstance(value, str)
        if value is not None and not named and not _TAKEN[each.takes](value):
            return f"{each.label} holds {_WORDS[each.takes]}."
    return ""


def id_problem(thing_id: str) -> str:
    """Return which rule of ids one breaks, as a sentence; empty when it is fine.

    The rules are those of the data store, which of all services states the most.
    """
    if not thing_id or not thing_id.strip():
        return "An id is needed."
    if thing_id != thing_id.strip():
        return "An id does not start or end with white space."
    if "/" in thing_id:
        return "An id holds no slash."
    if len(thing_id) > MAX_ID:
        return f"An id has at most {MAX_ID} characters."
    return ""


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


_TAKEN: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "whole": _whole,
    "number": lambda value: _whole(value) or isinstance(value, float),
    "flag": lambda value: isinstance(value, bool),
    "texts": _texts,
    "map": lambda value: isinstance(value, dict) and _texts(list(value.values())),
    "object": lambda value: isinstance(value, dict),
    "objects": lambda value: isinstance(value, list) and all(isinstance(each, dict) for each in value),
    "any": lambda value: True,
}
_WORDS = {
    "text": "a text",
    "whole": "a whole number",
    "number": "a number",
    "flag": "true or false",
    "texts": "a list of texts",
    "map": "an object of texts",
    "object": "an object",
    "objects": "a list of objects",
    "any": "anything",
}


def _is_default(value: Any) -> bool:
    if isinstance(value, int | float):
        return value == 0
    return value is None or value in ("", [])


def _stripped(value: Any, without: tuple[str, ...] = ()) -> Any:
    if isinstance(value, dict):
        there = {name: _stripped(each) for name, each in value.items() if name not in without}
        return {name: each for name, each in there.items() if not _is_default(each) and each != {}}
    if isinstance(value, list):
        return [_stripped(each) for each in value]
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return int(value)
    return value
