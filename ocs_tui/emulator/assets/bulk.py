"""Many assets at once: what went well, and beside it an error for each that did not (207)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from ocs_tui.catalog.assets import ASSET
from ocs_tui.catalog.kind import Kind
from ocs_tui.emulator.answers import answer, empty, error_body, operation_id
from ocs_tui.emulator.assets.data import last_status_of
from ocs_tui.emulator.assets.resolved import resolved_asset, written_asset
from ocs_tui.emulator.assets.streams import Readable, streams_of
from ocs_tui.emulator.bodies import read_list
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import hooks_of
from ocs_tui.emulator.things.place import require, rights_on, shelf_of
from ocs_tui.emulator.things.shape import bare, id_problem, same, shown
from ocs_tui.emulator.things.writing import make, remove
from ocs_tui.model.enums import AccessRight

MOST = 1000
"""How many a call may hold: stated for the deletion of assets, read here as so of all."""

_Telling = Callable[[Call, Held, Readable], Json]


def create_many(kind: Kind) -> Handler:
    """Return the handler that creates those of a list; the same one again is answered as it is."""

    def handler(call: Call) -> Response:
        require(rights_on(call, kind, None), AccessRight.WRITE)
        made: list[Json] = []
        errors: list[Json] = []
        for given in _listed(call):
            try:
                made.append(shown(call, kind, _made(call, kind, given)))
            except Refused as refused:
                errors.append(_child(call, refused))
        return _answer(call, made, errors, "were created")

    return handler


def delete_by_query(call: Call) -> Response:
    """Delete the assets that the query names, ``id`` for each."""
    ids = [value for name, value in call.query.multi_items() if name.casefold() == "id"]
    return _deleted(call, ids)


def delete_by_body(call: Call) -> Response:
    """Delete the assets that the body lists, as the service's library for Python does."""
    return _deleted(call, _ids(call))


def told_many(telling: _Telling) -> Handler:
    """Return the handler that tells something of every asset whose id the body lists."""

    def handler(call: Call) -> Response:
        shelf_of(call, ASSET)
        told: list[Json] = []
        errors: list[Json] = []
        readable = streams_of(call)
        for asset_id in _ids(call):
            try:
                told.append(telling(call, _held(call, asset_id, AccessRight.READ), readable))
            except Refused as refused:
                errors.append(_child(call, refused.about(Id=asset_id)))
        return _answer(call, told, errors, "were read")

    return handler


def resolved_one(call: Call, held: Held, readable: Readable) -> Json:
    """Return an asset resolved, as the caller wants it."""
    body = written_asset(resolved_asset(call, held, readable))
    return body if call.verbose else bare(body)


def status_one(call: Call, held: Held, readable: Readable) -> Json:
    """Return the last status of an asset."""
    return last_status_of(call, held, readable)


def _made(call: Call, kind: Kind, given: Any) -> Held:
    if not isinstance(given, dict):
        raise Refused(400, "The list holds what is no object.")
    body = known_names(given, (each.label for each in kind.fields))
    body = {name: value for name, value in body.items() if value is not None}
    document = {kind.id_field: str(uuid.uuid4())} | body
    thing_id = document[kind.id_field]
    problem = id_problem(thing_id) if isinstance(thing_id, str) else "An id is text."
    if problem:
        raise Refused(400, problem).about(Id=str(thing_id))
    checked = hooks_of(kind).checked(call, document, None)
    there = shelf_of(call, kind).get(thing_id)
    if there is None:
        return make(call, kind, checked)
    if not same(there.document | {kind.id_field: thing_id}, checked, hooks_of(kind).same_without):
        raise Refused(409, f"There is another {kind.name} with this id.").about(Id=there.id)
    return there


def _deleted(call: Call, ids: list[str]) -> Response:
    shelf_of(call, ASSET)
    if not ids or not all(each.strip() for each in ids):
        raise Refused(400, "The ids of the assets to delete are needed.")
    if len(ids) > MOST:
        raise Refused(400, f"At most {MOST} assets are deleted at once.")
    gone: list[Any] = []
    errors: list[Json] = []
    for asset_id in dict.fromkeys(ids):
        try:
            held = _held(call, asset_id, AccessRight.DELETE)
            remove(call, ASSET, held)
            gone.append(held.id)
        except Refused as refused:
            errors.append(_child(call, refused.about(Id=asset_id)))
    return _answer(call, gone, errors, "were deleted") if errors else empty(204)


def _held(call: Call, asset_id: str, needed: AccessRight) -> Held:
    held = shelf_of(call, ASSET).get(asset_id)
    if held is None:
        raise Refused(404, f"There is no asset {asset_id!r}.")
    require(rights_on(call, ASSET, held), needed)
    return held


def _listed(call: Call) -> list[Any]:
    given = read_list(call.body)
    if len(given) > MOST:
        raise Refused(400, f"A list holds at most {MOST}.")
    return given


def _ids(call: Call) -> list[str]:
    given = _listed(call)
    if not all(isinstance(each, str) for each in given):
        raise Refused(400, "The list holds what is no id.")
    return given


def _child(call: Call, refused: Refused) -> Json:
    return {**error_body(refused, call.scope), "StatusCode": refused.status, **refused.parameters}


def _answer(call: Call, data: list[Any], errors: list[Json], done: str) -> Response:
    """Answer the list alone when all went well, which is what clients read; else 207."""
    if not errors:
        return answer(data)
    return answer(
        {
            "OperationId": operation_id(call.scope),
            "Error": HTTPStatus.MULTI_STATUS.phrase,
            "Reason": f"Not all {done}: ChildErrors says why.",
            "Data": data,
            "ChildErrors": errors,
        },
        207,
    )
