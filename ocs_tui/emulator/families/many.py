"""Creating and deleting many at once: each is done by itself, and 207 tells of those that were not."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from ocs_tui.catalog.kind import Kind
from ocs_tui.emulator.answers import answer, empty, error_body, operation_id
from ocs_tui.emulator.bodies import read_list
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.hooks import hooks_of
from ocs_tui.emulator.things.place import require, rights_on, shelf_of
from ocs_tui.emulator.things.shape import id_problem, same, shown
from ocs_tui.emulator.things.writing import make, remove
from ocs_tui.model.enums import AccessRight


def create_many(kind: Kind) -> Handler:
    """Return the handler that creates many of a kind; one that is there already and the same is fine."""

    def handler(call: Call) -> Response:
        require(rights_on(call, kind, None), AccessRight.WRITE)
        data, errors = _each(call, read_list(call.body), lambda given: _created(call, kind, given))
        body: Json = {"Data": data}
        return _partial(call, body, errors) if errors else answer(body)

    return handler


def delete_many(kind: Kind) -> Handler:
    """Return the handler that deletes those whose ids the query names."""

    def handler(call: Call) -> Response:
        ids = [value for name, value in call.query.multi_items() if name.casefold() == "id" and value]
        if not ids:
            raise Refused(400, "An id is needed.")
        _, errors = _each(call, ids, lambda given: _deleted(call, kind, given))
        return _partial(call, {}, errors) if errors else empty(204)

    return handler


def _created(call: Call, kind: Kind, given: object) -> Json:
    if not isinstance(given, dict):
        raise Refused(400, "The body is no list of objects.")
    document = known_names(given, (each.label for each in kind.fields))
    problem = id_problem(str(document.get("Id") or ""))
    if problem:
        raise Refused(400, problem)
    document = hooks_of(kind).checked(call, document, None)
    there = shelf_of(call, kind).get(str(document["Id"]))
    if there is not None and not same(there.document, document):
        raise Refused(409, f"There is another {kind.name} with the id {there.id}.")
    return shown(call, kind, there or make(call, kind, document))


def _deleted(call: Call, kind: Kind, given: str) -> Json:
    held = shelf_of(call, kind).get(given)
    if held is None:
        raise Refused(404, f"There is no {kind.name} {given}.")
    require(rights_on(call, kind, held), AccessRight.DELETE)
    remove(call, kind, held)
    return {}


def _each(call: Call, wanted: list[Any], do: Callable[[Any], Json]) -> tuple[list[Json], list[Json]]:
    """Return what came of those that could be done, and the errors of the others."""
    data: list[Json] = []
    errors: list[Json] = []
    for each in wanted:
        try:
            data.append(do(each))
        except Refused as refused:
            errors.append({**error_body(refused, call.scope), "StatusCode": refused.status})
    return data, errors


def _partial(call: Call, body: Json, errors: list[Json]) -> Response:
    about = {
        "OperationId": operation_id(call.scope),
        "Error": HTTPStatus.MULTI_STATUS.phrase,
        "Reason": f"{len(errors)} could not be done.",
    }
    return answer(about | body | {"ChildErrors": errors}, 207)
