"""Types, streams and sequences that the tests of the SDS engine share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.query import Query
from ocs_tui.emulator.sds.series import StoredSeries
from ocs_tui.emulator.sds.stream import ResolvedStream, resolve_stream
from ocs_tui.emulator.sds.types import resolve_type

Json = dict[str, Any]


def prop(name: str, code: int | str, **more: Any) -> Json:
    """A property of a type."""
    return {"Id": name, "SdsType": {"SdsTypeCode": code}, **more}


def type_of(*properties: Json, **more: Any) -> Json:
    """A type document."""
    return {"Id": "plant", "SdsTypeCode": 1, "Properties": list(properties), **more}


STATE = {
    "Id": "State",
    "SdsType": {
        "SdsTypeCode": 609,
        "Properties": [{"Id": "Good", "Value": 0}, {"Id": "Bad", "Value": 1}, {"Id": "Gone", "Value": 7}],
    },
}

PUMP = type_of(
    prop("Time", "DateTime", IsKey=True),
    prop("Temperature", 14, Uom="degree Celsius"),
    prop("Turns", 9),
    prop("Load", 114),
    prop("Running", 3),
    prop("Note", 18),
    STATE,
)


def stream_of(document: Json, **more: Any) -> ResolvedStream:
    """A stream over a type document."""
    return resolve_stream({"Id": "s", "TypeId": document["Id"], **more}, resolve_type(document))


def pump(**more: Any) -> ResolvedStream:
    """A stream of all that a pump says."""
    return stream_of(PUMP, **more)


def numbered(**more: Any) -> ResolvedStream:
    """A stream of numbers by a whole number."""
    return stream_of(type_of(prop("At", 9, IsKey=True), prop("Value", 14)), **more)


def values_at(values: Iterable[tuple[Key, float]]) -> StoredSeries:
    """A sequence for ``numbered``."""
    return StoredSeries((key, {"At": key, "Value": float(value)}) for key, value in values)


def query(**given: Any) -> Query:
    """A query; a list is a parameter that comes several times."""
    return Query(
        (name, each)
        for name, value in given.items()
        for each in (value if isinstance(value, list) else [value])
    )
