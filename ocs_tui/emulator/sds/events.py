"""Events against their type: read from what a client sent, written as a client asked for them."""

from __future__ import annotations

from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.types import Properties, ValueType
from ocs_tui.emulator.sds.values import scalar_of, shown
from ocs_tui.model.sds_enums import SdsTypeCode as Code
from ocs_tui.model.sds_enums import sds_name

Event = dict[str, Any]
"""A complete event: every property of its type by its id, each value in the form that JSON takes."""


def event_of(properties: Properties, document: object, where: str) -> Event:
    """Return a complete event of what a client sent; what it leaves out has its default.

    Names match in any case and unknown ones are ignored. Raises Refused with 400 and a sentence with
    ``where`` and the property when a value is not one of its type.
    """
    if not isinstance(document, dict):
        raise Refused(400, f"{where} is no object: {shown(document)}.")
    given = {name.casefold(): value for name, value in document.items()}
    return {
        each.id: value_of(each.value, given[folded], where, each.id)
        if folded in given
        else each.value.default
        for folded, each in properties.by_id.items()
    }


def value_of(kind: ValueType, value: object, where: str, name: str) -> Any:
    """Return one value as events keep it. Raises Refused with 400 when it is not one of ``kind``."""
    if value is None:
        # A client that is verbose about an absent value means the default.
        return kind.default
    if kind.members is not None:
        return _member_of(kind, value, where, name)
    if kind.is_list:
        if not isinstance(value, list):
            raise _wrong(kind, value, where, name)
        item = kind.item
        if item is None:
            return value
        return [value_of(item, each, where, f"{name}[{number}]") for number, each in enumerate(value)]
    if kind.properties is not None:
        if not isinstance(value, dict):
            raise _wrong(kind, value, where, name)
        return event_of(kind.properties, value, f"{where}, property {name!r}")
    if kind.base is Code.EMPTY:
        return value
    try:
        return scalar_of(kind.base, value)
    except (ValueError, OverflowError):
        raise _wrong(kind, value, where, name) from None


def _member_of(kind: ValueType, value: object, where: str, name: str) -> int:
    """Return an enum's number, given it or a member's name. A number without a name is kept, as .NET does."""
    members = kind.members or {}
    if isinstance(value, str):
        for member, number in members.items():
            if member.casefold() == value.strip().casefold():
                return number
    try:
        return int(scalar_of(kind.base, value))
    except ValueError:
        some = ", ".join(list(members)[:6])
        reason = f"{where} has {name!r} as {shown(value)}, which is none of its values: {some}."
        raise Refused(400, reason) from None


def _wrong(kind: ValueType, value: object, where: str, name: str) -> Refused:
    return Refused(400, f"{where} has {name!r} as {shown(value)}, which is no {sds_name(kind.code)}.")


def written_event(properties: Properties, event: Event, *, verbose: bool) -> Event:
    """Return an event as it is answered. Not verbose, what equals its default is left out, keys included."""
    if verbose and all(each.value.properties is None for each in properties.all):
        return event
    answer: Event = {}
    for each in properties.all:
        value = event[each.id]
        if not verbose and _is_default(each.value, value):
            continue
        nested = each.value.properties
        answer[each.id] = (
            written_event(nested, value, verbose=verbose) if nested and value is not None else value
        )
    return answer


def _is_default(kind: ValueType, value: Any) -> bool:
    default = kind.default
    return value is default or (value == default and isinstance(value, bool) == isinstance(default, bool))
