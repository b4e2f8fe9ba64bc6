"""Reading a collection: lists, counts, one of it, whether there is one.

Every list has its ``Total-Count``: how many there are beyond the page. With ``id`` there are no pages,
and ids that nobody has make the answer a 207 (the reference lists that code; when it is given is not
stated). ``query``, which the reference marks as not supported, is taken and selects nothing.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from ocs_tui.emulator.answers import answer, empty, error_body, operation_id
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.people.collection import Collection, all_of, item, shown, shown_all
from ocs_tui.emulator.people.who import require
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json

PAGE = 100
LARGEST_PAGE = 1000


def list_of(collection: Collection) -> Handler:
    """Return the handler that lists a collection."""

    def handler(call: Call) -> Response:
        require(call, collection.reads, call.ids.get("id", ""))
        found = selected(call, collection)
        wanted = _wanted_ids(call, collection)
        if not wanted:
            return answer_page(call, found, collection)
        missing = wanted - {document["Id"].casefold() for document in found}
        if missing:
            return partial(call, shown_all(call, found, collection), sorted(missing), collection.noun)
        return answer(shown_all(call, found, collection), headers=total(found))

    return handler


def count_of(collection: Collection) -> Handler:
    """Return the handler that only counts a collection."""

    def handler(call: Call) -> Response:
        require(call, collection.heads or collection.reads, call.ids.get("id", ""))
        return empty(200, total(selected(call, collection)))

    return handler


def item_of(collection: Collection) -> Handler:
    """Return the handler that answers one of a collection."""

    def handler(call: Call) -> Response:
        require(call, collection.reads, call.ids["id"])
        return answer(shown(call, item(call, collection), collection))

    return handler


def exists_in(collection: Collection) -> Handler:
    """Return the handler that says whether there is such a one."""

    def handler(call: Call) -> Response:
        require(call, collection.heads or collection.reads, call.ids["id"])
        item(call, collection)
        return empty(200)

    return handler


def selected(call: Call, collection: Collection) -> list[Json]:
    """Return what the query selects, pages aside; a parameter without a value selects nothing out."""
    found = [each for each in all_of(call, collection) if collection.listed(call, each)]
    ids = _wanted_ids(call, collection)
    if ids:
        found = [document for document in found if document["Id"].casefold() in ids]
    for name, values_of in collection.filters.items():
        wanted = {value.casefold() for value in call.query.getlist(name) if value}
        if wanted:
            found = [d for d in found if wanted & {value.casefold() for value in values_of(d)}]
    return found


def page(call: Call, found: list[Json]) -> list[Json]:
    """Return the part of a list that the query asks for.

    Raises:
        Refused: 400 for bounds that are none.
    """
    skip = number(call, "skip", 0)
    count = number(call, "count", PAGE)
    if not 1 <= count <= LARGEST_PAGE:
        raise Refused(400, f"count is between 1 and {LARGEST_PAGE}.")
    return found[skip : skip + count]


def answer_page(call: Call, found: list[Json], collection: Collection) -> Response:
    """Answer the page of a list."""
    return answer(shown_all(call, page(call, found), collection), headers=total(found))


def number(call: Call, name: str, default: int) -> int:
    """Return a number of the query.

    Raises:
        Refused: 400 when it is none.
    """
    value = call.query.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Refused(400, f"{name} is no whole number.")
    return int(value)


def truth(call: Call, name: str) -> bool:
    """Return a truth of the query: false unless it says true, in any letter case."""
    return call.query.get(name, "").strip().casefold() == "true"


def total(found: list[Json]) -> dict[str, str]:
    """Return the header that counts."""
    return {"Total-Count": str(len(found))}


def partial(call: Call, found: list[Json], missing: list[str], noun: str) -> Response:
    """Answer 207: what was found of the ids that were asked for, and which were not."""
    absent = Refused(404, f"There is no such {noun}.")
    children = [
        error_body(absent, call.scope) | {"EventId": "", "StatusCode": 404, "ModelId": model_id}
        for model_id in missing
    ]
    body = {
        "OperationId": operation_id(call.scope),
        "Error": HTTPStatus.MULTI_STATUS.phrase,
        "Reason": "Some of the ids were not found.",
        "EventId": "",
        "ChildErrors": children,
        "Data": found,
    }
    return answer(body, 207, total(found))


def _wanted_ids(call: Call, collection: Collection) -> set[str]:
    if not collection.by_id:
        return set()
    return {value.casefold() for value in call.query.getlist("id") if value}
