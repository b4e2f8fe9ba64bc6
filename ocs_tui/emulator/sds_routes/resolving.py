"""Stored documents as the engine takes them: types, streams with their events, stream views."""

from __future__ import annotations

from typing import Any

from ocs_tui.catalog.sds import STREAM, STREAM_VIEW, TYPE
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.stream import ResolvedStream, resolve_stream
from ocs_tui.emulator.sds.types import ResolvedType, resolve_type
from ocs_tui.emulator.sds.views import ViewMap, view_map
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import shelf_of
from ocs_tui.model.sds_enums import (
    SdsExtrapolationMode,
    SdsInterpolationMode,
    SdsTypeCode,
    sds_member,
    sds_name,
)

_ENUMS = {
    "SdsTypeCode": SdsTypeCode,
    "InterpolationMode": SdsInterpolationMode,
    "ExtrapolationMode": SdsExtrapolationMode,
}


def type_document(call: Call, type_id: str) -> Json | None:
    """Return a stored type of the call's namespace."""
    held = shelf_of(call, TYPE).get(type_id)
    return None if held is None else held.document


def type_of(call: Call, type_id: Any, what: str = "TypeId") -> ResolvedType:
    """Return a stored type, resolved.

    Raises:
        Refused: 400 when there is none, or it cannot be used; ``what`` names the member that names it.
    """
    document = type_document(call, type_id) if isinstance(type_id, str) and type_id else None
    if document is None:
        raise Refused(400, f"{what} names no type: {type_id!r}.").about(**{what: str(type_id)})
    return resolve_type(document, lambda found: type_document(call, found))


def stream_of(call: Call, held: Held) -> ResolvedStream:
    """Return a stored stream, resolved over its type."""
    return resolve_stream(held.document, type_of(call, held.document["TypeId"]))


def map_of(call: Call, view: Json) -> ViewMap:
    """Return the map of a stream view.

    Raises:
        Refused: 400 when its types or its properties do not fit.
    """
    source = type_of(call, view.get("SourceTypeId"), "SourceTypeId")
    target = type_of(call, view.get("TargetTypeId"), "TargetTypeId")
    for each in view.get("Properties") or []:
        if not isinstance(each, dict):
            raise Refused(400, "Properties holds what is no object.")
    return view_map(source.properties, target.properties, view, lambda found: view_document(call, found))


def view_document(call: Call, view_id: str) -> Json | None:
    """Return a stored stream view of the call's namespace."""
    held = shelf_of(call, STREAM_VIEW).get(view_id)
    return None if held is None else held.document


def numbered(value: Any) -> Any:
    """Return a document whose type codes and modes are numbers, where it names them."""
    if isinstance(value, dict):
        return {name: _number(name, each) for name, each in value.items()}
    return [numbered(each) for each in value] if isinstance(value, list) else value


def with_names(value: Any) -> Any:
    """Return a document whose type codes and modes are names, as a resolved stream has them."""
    if isinstance(value, dict):
        return {name: _name(name, each) for name, each in value.items()}
    return [with_names(each) for each in value] if isinstance(value, list) else value


def stream_held(call: Call, stream_id: str) -> Held | None:
    """Return a stream of the call's namespace, whoever may read it."""
    return shelf_of(call, STREAM).get(stream_id)


def _number(name: str, value: Any) -> Any:
    kind = _ENUMS.get(name)
    if kind is None or value is None or isinstance(value, dict | list):
        return numbered(value)
    member = sds_member(kind, value)
    if member is None:
        raise Refused(400, f"{name} is {value!r}, which is not known.").about(**{name: str(value)})
    return int(member)


def _name(name: str, value: Any) -> Any:
    kind = _ENUMS.get(name)
    member = None if kind is None or value is None else sds_member(kind, value)
    return with_names(value) if member is None else sds_name(member)
