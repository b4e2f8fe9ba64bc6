"""The data of an asset: of each of its streams by the name of the reference; and its status."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from ocs_tui.catalog.assets import ASSET
from ocs_tui.emulator.answers import answer, operation_id
from ocs_tui.emulator.assets.resolved import Resolved, resolved_asset
from ocs_tui.emulator.assets.status import Mapped, last_status, status_property, status_summary
from ocs_tui.emulator.assets.streams import Readable, streams_of
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.answer import answer_read
from ocs_tui.emulator.sds.query import Query
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.values import NUMBERS
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found
from ocs_tui.emulator.things.shape import moment
from ocs_tui.model.enums import AccessRight

_RANGE = ("startIndex", "endIndex")
_NEEDED = {
    "": _RANGE,
    "Last": (),
    "Sampled": (*_RANGE, "intervals"),
    "Summaries": (*_RANGE, "count"),
    "Interpolated": (*_RANGE, "count"),
}
"""What each read needs of the query."""
_TAKEN = (*_RANGE, "intervals", "boundaryType", "startBoundaryType", "endBoundaryType", "filter")


def data_of(read: str) -> Handler:
    """Return the handler of a read; ``read`` is what follows ``Data`` in the path."""

    def handler(call: Call) -> Response:
        held = found(call, ASSET, AccessRight.READ)
        readable = streams_of(call)
        asset = resolved_asset(call, held, readable)
        return answer(_results(call, asset, readable, read))

    return handler


def last_status_of(call: Call, held: Held, readable: Readable) -> Json:
    """Return an asset's last status. Raises Refused with 422 when nothing tells it."""
    return last_status(held.id, _mapped(call, held, readable), moment(call.box.store.clock()))


def status_handler(call: Call) -> Response:
    """Answer an asset's last status."""
    return answer(last_status_of(call, found(call, ASSET, AccessRight.READ), streams_of(call)))


def summary_handler(call: Call) -> Response:
    """Answer how an asset's status went; without ``intervals`` in one piece."""
    held = found(call, ASSET, AccessRight.READ)
    query = Query(call.query.multi_items())
    start, end = (query.required(name, "A status summary") for name in _RANGE)
    intervals = query.number("intervals", 1) or 0
    of = _mapped(call, held, streams_of(call))
    index = of.stream.index
    return answer(status_summary(of, index.parse(start, _RANGE[0]), index.parse(end, _RANGE[1]), intervals))


def _mapped(call: Call, held: Held, readable: Readable) -> Mapped:
    asset = resolved_asset(call, held, readable)
    stream, prop = status_property(asset)
    told = readable.events(stream.id)
    if told is None or asset.status is None:
        raise Refused(422, f"SDS Stream '{stream.id}' not found.").about(AssetId=held.id)
    mappings = tuple(asset.status.get("ValueStatusMappings") or ())
    return Mapped(told[0], told[1], prop, mappings)


def _results(call: Call, asset: Resolved, readable: Readable, read: str) -> Json:
    """Return what a read finds in each stream; what fails for one is told beside the others.

    Raises:
        Refused: 400 for what is wrong for all of them: a parameter that is missing or is no number.
    """
    query = Query(call.query.multi_items())
    for name in _NEEDED[read]:
        query.required(name, f"Data/{read}" if read else "A window of data")
    for name in ("intervals", "count"):
        if name in _NEEDED[read]:
            query.number(name, least=1)
    query.boundaries()
    wanted = [name.strip() for text in query.texts("stream") for name in text.split(",") if name.strip()]
    results: Json = {}
    errors: Json = {}
    for reference in asset.streams:
        if _is_wanted(reference.name, wanted):
            try:
                results[reference.name] = _read(call, reference.stream, readable, read)
            except Refused as refused:
                errors[reference.name] = _error(call, refused.status, refused.reason)
    for name, reason in asset.unresolved:
        if _is_wanted(name, wanted):
            errors[name] = _error(call, 404, reason)
    known = [each.name for each in asset.streams] + [name for name, _ in asset.unresolved]
    for name in wanted:
        if not any(_is_wanted(each, [name]) for each in known):
            errors[name] = _error(call, 404, "The asset has no stream reference of this name.")
    return {"Results": results, "Errors": _errors(call, errors) if errors else None}


def _read(call: Call, stream: ResolvedStream, readable: Readable, read: str) -> Any:
    told = readable.events(stream.id)
    if told is None:
        raise Refused(404, f"SDS Stream '{stream.id}' not found.")
    taken = (*_TAKEN, "count") if "count" in _NEEDED[read] else _TAKEN
    folded = {name.casefold() for name in taken}
    pairs: list[tuple[str, object]] = [
        (name, value) for name, value in call.query.multi_items() if name.casefold() in folded
    ]
    if read == "Sampled":
        numbers = [prop.id for prop in stream.type.properties.all if _is_number(prop)]
        pairs.append(("sampleBy", ",".join(numbers) or stream.type.properties.all[0].id))
    body = answer_read(told[0], told[1], read, Query(pairs), verbose=call.verbose)
    return ([] if body is None else [body]) if read == "Last" else body


def _is_number(prop: Any) -> bool:
    return prop.value.base in NUMBERS and prop.value.members is None and not prop.is_key


def _is_wanted(name: str, wanted: list[str]) -> bool:
    return not wanted or name.casefold() in [each.casefold() for each in wanted]


def _error(call: Call, status: int, reason: str) -> Json:
    return {
        "OperationId": operation_id(call.scope),
        "Error": "The data of the stream could not be read.",
        "Reason": reason,
        "StatusCode": status,
    }


def _errors(call: Call, errors: Json) -> Json:
    return {
        "OperationId": operation_id(call.scope),
        "Error": "Some streams of the asset could not be read.",
        "Reason": "ChildErrors says which by the names of the references, and why.",
        "ChildErrors": errors,
    }
