"""Sending an OMF message: types, streams and events are there, or gone, when it is answered.

A message is carried out whole or not at all, but for events of several containers, whose order is kept. Readings:
create and update alike put values in place of those with the same index; what is created again must be the same;
deleting what is not there is fine; static data is kept in a stream that is called as its type; links are taken
and not kept, since nothing of the service shows them.
"""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.catalog.sds import STREAM, TYPE
from ocs_tui.emulator.answers import answer, operation_id
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.omf.messages import Headers, headers_of, items_of
from ocs_tui.emulator.omf.types import sds_type_of
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.series import Pair
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.writes import events_of_body
from ocs_tui.emulator.sds_routes.events import writing
from ocs_tui.emulator.sds_routes.resolving import stream_of
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import hooks_of
from ocs_tui.emulator.things.place import require, rights_on, shelf_of
from ocs_tui.emulator.things.shape import same
from ocs_tui.emulator.things.writing import change, make, put, remove
from ocs_tui.model.enums import AccessRight

_LINK = "__link"


def send(call: Call) -> Response:
    """Carry out a message, for those who may write streams, and answer its operation."""
    require(rights_on(call, STREAM, None), AccessRight.WRITE)
    check_is_json(call)
    headers = headers_of(call.headers)
    items = items_of(headers, call.headers, call.body)
    if headers.type == "type":
        _types(call, headers, items)
    elif headers.type == "container":
        _containers(call, headers, items)
    else:
        _data(call, headers, items)
    return answer({"Operation-Id": operation_id(call.scope)}, 202)


def check_is_json(call: Call) -> None:
    """Let no body pass that its own header calls something else than JSON.

    Raises:
        Refused: 415.
    """
    media = call.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if media and media != "application/json":
        raise Refused(415, "The body is to be application/json.")


def _types(call: Call, headers: Headers, items: list[Json]) -> None:
    shelf = shelf_of(call, TYPE)
    if headers.action == "delete":
        for held in [held for item in items if (held := shelf.get(item["id"])) is not None]:
            user = hooks_of(TYPE).used_by(call, held)
            if user:
                raise Refused(400, user).about(id=held.id)
            remove(call, TYPE, held)
        return
    new: list[Json] = []
    for item in items:
        document = hooks_of(TYPE).checked(call, sds_type_of(item), None)
        there = shelf.get(item["id"])
        if there is None:
            new.append(document)
        elif not same(there.document | {"Id": document["Id"]}, document):
            raise Refused(400, f"There is another type {there.id}, and types do not change.").about(
                id=there.id
            )
    for document in new:
        make(call, TYPE, document)


def _containers(call: Call, headers: Headers, items: list[Json]) -> None:
    shelf = shelf_of(call, STREAM)
    if headers.action == "delete":
        for held in [held for item in items if (held := shelf.get(item["id"])) is not None]:
            remove(call, STREAM, held)
        return
    wanted: list[tuple[Json, Held | None, Json]] = []
    for item in items:
        document: Json = {"Id": item["id"], "Name": item.get("name") or item["id"], "TypeId": item["typeid"]}
        if item.get("description"):
            document["Description"] = item["description"]
        there = shelf.get(item["id"])
        if there is not None and there.document["TypeId"].casefold() != str(item["typeid"]).casefold():
            raise Refused(400, f"There is a container {there.id} of another type.").about(id=there.id)
        wanted.append((hooks_of(STREAM).checked(call, document, there), there, _beside(item)))
    for document, there, beside in wanted:
        held = make(call, STREAM, document) if there is None else change(call, STREAM, there, document)
        if beside:
            put(call, STREAM, held.beside(**beside))


def _beside(item: Json) -> Json:
    """Return the metadata and the tags that a container comes with."""
    beside: Json = {}
    metadata, tags = item.get("metadata"), item.get("tags")
    if isinstance(metadata, dict):
        beside["Metadata"] = {name: str(value) for name, value in metadata.items()}
    if isinstance(tags, list):
        beside["Tags"] = [str(tag) for tag in tags]
    return beside


def _data(call: Call, headers: Headers, items: list[Json]) -> None:
    wanted: list[tuple[Held, ResolvedStream, list[Pair]]] = []
    for item in items:
        if str(item.get("typeid") or "").casefold() == _LINK:
            continue
        held = _stream(call, item)
        stream = stream_of(call, held)
        wanted.append((held, stream, events_of_body(stream, item["values"])))
    for held, stream, pairs in wanted:
        with writing(call, held, stream) as series:
            if headers.action == "delete":
                series.remove([key for key, _ in pairs])
            else:
                series.put(pairs)


def _stream(call: Call, item: Json) -> Held:
    """Return the stream of a data item: its container, or for static data the one called as its type."""
    container = item.get("containerid")
    held = shelf_of(call, STREAM).get(str(container or item["typeid"]))
    if held is not None:
        return held
    if container:
        raise Refused(400, f"There is no container {container}.").about(containerid=str(container))
    type_id = str(item["typeid"])
    document: Json = {"Id": type_id, "Name": type_id, "TypeId": type_id}
    return make(call, STREAM, hooks_of(STREAM).checked(call, document, None))
