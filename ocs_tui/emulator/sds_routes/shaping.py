"""Types and streams as they are answered: what is nullable, and what has a default of its own."""

from __future__ import annotations

from typing import Any

from ocs_tui.emulator.call import Call
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held

_TYPE: Json = {
    "Id": None,
    "Name": None,
    "Description": None,
    "SdsTypeCode": 0,
    "IsGenericType": False,
    "IsReferenceType": False,
    "GenericArguments": None,
    "Properties": None,
    "BaseType": None,
    "DerivedTypes": None,
    "InterpolationMode": 0,
    "ExtrapolationMode": 0,
}
_PROPERTY: Json = {
    "Id": None,
    "Name": None,
    "Description": None,
    "Order": 0,
    "IsKey": False,
    "FixedSize": 0,
    "SdsType": None,
    "Value": None,
    "Uom": None,
    "InterpolationMode": None,
    "IsQuality": False,
}
_STREAM: Json = {
    "Id": None,
    "Name": None,
    "Description": None,
    "TypeId": None,
    "Indexes": None,
    "InterpolationMode": None,
    "ExtrapolationMode": None,
    "PropertyOverrides": None,
}


def shown_type(call: Call, held: Held) -> Json:
    """Return a stored type as it is answered."""
    return written_type(held.document, verbose=call.verbose)


def written_type(document: Json, *, verbose: bool) -> Json:
    """Return a type, and the types in it, with all members or without those that have their default.

    The value of a member of an enumeration is always there: it may be null, so that 0 is no default.
    """
    body = document | {"BaseType": _inner(document.get("BaseType"), verbose=verbose)}
    for name in ("GenericArguments", "DerivedTypes"):
        if isinstance(document.get(name), list):
            body[name] = [_inner(each, verbose=verbose) for each in document[name]]
    if isinstance(document.get("Properties"), list):
        body["Properties"] = [_property(each, verbose=verbose) for each in document["Properties"]]
    return _written(body, _TYPE, verbose=verbose)


def shown_stream(call: Call, held: Held) -> Json:
    """Return a stored stream as it is answered: its modes may be null, so that 0 is no default."""
    return written_stream(held.document, verbose=call.verbose)


def written_stream(document: Json, *, verbose: bool) -> Json:
    """Return a stream with all members, or without those that are null."""
    return _written(document, _STREAM, verbose=verbose)


def _property(part: Any, *, verbose: bool) -> Any:
    if not isinstance(part, dict):
        return part
    body = part | {"SdsType": _inner(part.get("SdsType"), verbose=verbose)}
    return _written(body, _PROPERTY, verbose=verbose)


def _inner(value: Any, *, verbose: bool) -> Any:
    return written_type(value, verbose=verbose) if isinstance(value, dict) else value


def _written(body: Json, defaults: Json, *, verbose: bool) -> Json:
    if verbose:
        return defaults | body
    return {
        name: value
        for name, value in body.items()
        if value is not None and (name not in defaults or value != defaults[name])
    }
