"""The routes beside the lists of types, streams and stream views: references, types of streams, maps, bulk reads."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from ocs_tui.catalog.sds import STREAM, STREAM_VIEW, TYPE
from ocs_tui.emulator.answers import answer, empty, error_body
from ocs_tui.emulator.bodies import read_list
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds_routes.data import through, view_of
from ocs_tui.emulator.sds_routes.events import GENERATED, forget_events, series_of, writing
from ocs_tui.emulator.sds_routes.hooks import type_users
from ocs_tui.emulator.sds_routes.resolving import (
    map_of,
    stream_held,
    stream_of,
    type_document,
    type_of,
    with_names,
)
from ocs_tui.emulator.sds_routes.shaping import written_stream, written_type
from ocs_tui.emulator.shapes import write_acl, write_trustee
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found, namespace_of, require, rights_on
from ocs_tui.emulator.things.shape import bare
from ocs_tui.emulator.things.writing import change
from ocs_tui.model.enums import AccessRight

_READ = AccessRight.READ


def references(call: Call) -> Response:
    """Answer how many streams, stream views and types refer to a type."""
    users = type_users(call, found(call, TYPE, _READ).id)
    return answer(users if call.verbose else bare(users))


def view_map(call: Call) -> Response:
    """Answer what a stream view does to each property."""
    view = found(call, STREAM_VIEW, _READ).document
    document = map_of(call, view).document(view["SourceTypeId"], view["TargetTypeId"])
    return answer(document if call.verbose else _all_bare(document))


def type_of_stream(call: Call) -> Response:
    """Answer the type of a stream, which whoever may read the stream may read there."""
    document = type_document(call, found(call, STREAM, _READ).document["TypeId"])
    if document is None:
        raise Refused(404, "The stream's type is not there any more.")
    return answer(written_type(document, verbose=call.verbose))


def set_type(call: Call) -> Response:
    """Change the type of a stream to the target of a stream view, and its events with it.

    Generated events are made anew for the new type's properties; those that were written are mapped.
    """
    held = found(call, STREAM, AccessRight.WRITE)
    view_id = call.asked("streamViewId")
    if not view_id:
        raise Refused(400, "A change of type needs streamViewId.")
    view = view_of(call, view_id).document
    stream = stream_of(call, held)
    target = type_of(call, view["TargetTypeId"], "TargetTypeId")
    generated = GENERATED in held.also
    source = series_of(call, held, stream)
    events: list[Json] = []
    through(call, held, stream, source, view_id)  # refuses what does not fit
    if not generated:
        mapping = map_of(call, view)
        events = [mapping.event(event) for _, event in source.pairs(0, len(source))]
    changed = change(call, STREAM, held, held.document | {"TypeId": target.id})
    forget_events(call, held)
    if events:
        of = stream_of(call, changed)
        with writing(call, changed, of) as series:
            series.put([(of.index.key(event), event) for event in events])
    return empty(204)


def resolved(call: Call) -> Response:
    """Answer a stream with its type in it."""
    return answer(_resolved(call, found(call, STREAM, _READ)))


def resolved_many(call: Call) -> Response:
    """Answer 207: the streams that the body names with their types, and why some are not there."""
    data, errors = [], []
    for stream_id in _ids(call):
        try:
            data.append(_resolved(call, _readable(call, stream_id)))
        except Refused as refused:
            error: Json = dict(error_body(refused, call.scope))
            errors.append(error | {"StreamId": stream_id, "StatusCode": refused.status})
    return answer({"Data": data, "ChildErrors": errors}, 207)


def acls(call: Call) -> Response:
    """Answer 207: the ACLs of the streams that the body names."""
    return _bulk(call, lambda held: {"AccessControlList": write_acl(held.acl or {}, verbose=call.verbose)})


def owners(call: Call) -> Response:
    """Answer 207: the owners of the streams that the body names."""
    return _bulk(call, lambda held: {"Owner": write_trustee(held.owner or {}, verbose=call.verbose)})


def _bulk(call: Call, part: Any) -> Response:
    results, errors = [], []
    for stream_id in _ids(call):
        try:
            results.append({"Id": stream_id} | part(_readable(call, stream_id)))
        except Refused as refused:
            error = error_body(refused, call.scope)
            errors.append({"Id": stream_id, "OperationStatus": refused.status, "Error": error})
    body = {"Results": results, "Errors": errors}
    return answer(body if call.verbose else {name: each for name, each in body.items() if each}, 207)


def _ids(call: Call) -> list[str]:
    namespace_of(call)
    ids = read_list(call.body)
    if not all(isinstance(each, str) for each in ids):
        raise Refused(400, "The body is a list of ids.")
    return ids


def _readable(call: Call, stream_id: str) -> Held:
    held = stream_held(call, stream_id)
    if held is None:
        raise Refused(404, "There is no such stream.")
    require(rights_on(call, STREAM, held), _READ)
    return held


def _resolved(call: Call, held: Held) -> Json:
    """Return a stream with its type in it, the type's enumerations by name."""
    of = type_document(call, held.document["TypeId"])
    body = written_stream(held.document, verbose=call.verbose) | {"Resolved": of is not None}
    return body if of is None else body | {"Type": with_names(written_type(of, verbose=call.verbose))}


def _all_bare(value: Any) -> Any:
    if isinstance(value, dict):
        return bare({name: _all_bare(each) for name, each in value.items()})
    return [_all_bare(each) for each in value] if isinstance(value, list) else value
