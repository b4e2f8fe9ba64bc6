"""The routes of a stream's data: reads, joins, reads through a view or in other units, writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from ocs_tui.catalog.sds import STREAM, STREAM_VIEW
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_list
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds import writes
from ocs_tui.emulator.sds.answer import answer_join, answer_read, query_of_options, read_for_join
from ocs_tui.emulator.sds.joins import Joined
from ocs_tui.emulator.sds.query import Query
from ocs_tui.emulator.sds.series import Series
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.transforms import in_units, through_view
from ocs_tui.emulator.sds.values import NUMBERS
from ocs_tui.emulator.sds_routes.events import series_of, writing
from ocs_tui.emulator.sds_routes.resolving import map_of, stream_held, stream_of, type_of
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found, named, require, rights_on
from ocs_tui.model.enums import AccessRight

_READ, _WRITE = AccessRight.READ, AccessRight.WRITE


def read_of(read: str) -> Handler:
    """Return the handler of a read; ``read`` is what follows ``Data`` in the path."""

    def handler(call: Call) -> Response:
        held = found(call, STREAM, _READ)
        stream = stream_of(call, held)
        return _answered(call, stream, series_of(call, held, stream), read)

    return handler


def transformed(read: str) -> Handler:
    """Return the handler of a read through the stream view that the query names.

    Without one it is a plain read: the service's library for Python reads so.
    """

    def handler(call: Call) -> Response:
        held = found(call, STREAM, _READ)
        view_id = call.asked("streamViewId")
        stream = stream_of(call, held)
        series = series_of(call, held, stream)
        if not view_id:
            return _answered(call, stream, series, read)
        return _answered(call, *through(call, held, stream, series, view_id), read)

    return handler


def converted(read: str) -> Handler:
    """Return the handler of a read with the units that the body names."""

    def handler(call: Call) -> Response:
        held = found(call, STREAM, _READ)
        stream = stream_of(call, held)
        return _answered(call, *in_units(stream, series_of(call, held, stream), read_list(call.body)), read)

    return handler


def through(
    call: Call, held: Held, stream: ResolvedStream, series: Series, view_id: str
) -> tuple[ResolvedStream, Series]:
    """Return a stream and its events as a stream view shows them.

    Raises:
        Refused: 404 when there is no such view, 403 when it may not be read, 400 or 409 when it does not fit.
    """
    view = view_of(call, view_id).document
    if view["SourceTypeId"].casefold() != held.document["TypeId"].casefold():
        raise Refused(409, "The stream view begins with another type than the stream's.").about(
            SourceTypeId=view["SourceTypeId"], TypeId=held.document["TypeId"]
        )
    return through_view(stream, series, map_of(call, view), type_of(call, view["TargetTypeId"]))


def view_of(call: Call, view_id: str) -> Held:
    """Return a stream view.

    Raises:
        Refused: 404 when there is none that the caller may read.
    """
    view = named(call, STREAM_VIEW, view_id)
    if view is None:
        raise Refused(404, "There is no such stream view.").about(StreamViewId=view_id)
    return view


def joined(call: Call) -> Response:
    """Answer the join of the streams that the query names, read alike."""
    ids = [each.strip() for text in call.query.getlist("streams") for each in text.split(",") if each.strip()]
    if not ids:
        raise Refused(400, "A join needs streams.")
    query = Query(call.query.multi_items())
    parts = [_part(call, stream_id, query) for stream_id in ids]
    return answer(answer_join(parts, query, verbose=call.verbose))


def joined_each(call: Call) -> Response:
    """Answer the join of the streams that the body names, each read by options of its own."""
    parts = []
    for each in read_list(call.body):
        if not isinstance(each, dict) or not isinstance(each.get("StreamId"), str):
            raise Refused(400, "The body is a list of objects with StreamId and Options.")
        parts.append(_part(call, each["StreamId"], query_of_options(each.get("Options"))))
    return answer(answer_join(parts, Query(call.query.multi_items()), verbose=call.verbose))


def insert(call: Call) -> Response:
    """Add events."""
    return _written(call, lambda stream, series: writes.insert(stream, series, read_list(call.body)))


def update(call: Call) -> Response:
    """Add events or put them in place of those there are; with ``allowCreate=false`` only the latter."""
    query = Query(call.query.multi_items())
    create = query.text("allowCreate") is None or query.yes("allowCreate")
    write = writes.update if create else writes.replace
    return _written(call, lambda stream, series: write(stream, series, read_list(call.body)))


def patch(call: Call) -> Response:
    """Change some properties of events."""
    select = call.asked("selectExpression") or call.asked("select")
    if not select.strip():
        raise Refused(400, "A change of some properties needs selectExpression.")
    return _written(call, lambda stream, series: writes.patch(stream, series, read_list(call.body), select))


def remove(call: Call) -> Response:
    """Take events away: by index, or between two."""
    query = Query(call.query.multi_items())
    indexes = query.texts("index")
    if indexes:
        return _written(call, lambda stream, series: writes.remove(stream, series, indexes))
    start, end = query.required("startIndex", "A removal"), query.required("endIndex", "A removal")
    return _written(call, lambda stream, series: writes.remove_window(stream, series, start, end))


def _written(call: Call, write: Callable[[ResolvedStream, Any], object]) -> Response:
    held = found(call, STREAM, _WRITE)
    stream = stream_of(call, held)
    with writing(call, held, stream) as series:
        write(stream, series)
    return empty(204)


def _answered(call: Call, stream: ResolvedStream, series: Series, read: str) -> Response:
    query = Query(call.query.multi_items())
    if read == "Sampled":
        _check_sampled(stream, query)
    return answer(answer_read(stream, series, read, query, verbose=call.verbose))


def _check_sampled(stream: ResolvedStream, query: Query) -> None:
    """Refuse sampling by what is no number: guides say that what cannot be interpolated cannot be sampled."""
    for name in (part.strip() for text in query.texts("sampleBy") for part in text.split(",")):
        known = stream.type.properties.find(name)
        if known is not None and (known.value.is_list or known.value.base not in NUMBERS):
            raise Refused(400, f"{known.id} is no number that could be sampled by.").about(sampleBy=name)


def _part(call: Call, stream_id: str, query: Query) -> Joined:
    held = stream_held(call, stream_id)
    if held is None:
        raise Refused(404, "There is no such stream.").about(StreamId=stream_id)
    require(rights_on(call, STREAM, held), _READ)
    stream = stream_of(call, held)
    return read_for_join(stream, series_of(call, held, stream), query)
