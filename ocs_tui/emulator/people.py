"""The reads of roles, users and client-credential clients, and of who is in which role.

Every list has its ``Total-Count``: how many there are beyond the page. With ``id`` there are no pages,
and ids that nobody has make the answer a 207 (the reference lists that code; when it is given is not
stated).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import Response

from ocs_tui.emulator.answers import answer, empty, error_body, operation_id
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import written
from ocs_tui.emulator.store import Json, Kind

_PAGE = 100
_LARGEST_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Collection:
    """A kind of thing that is listed.

    Attributes:
        kind: what its documents are.
        noun: what a refusal calls one of it.
        defaults: its fields, each with the default of its type.
        filters: what a repeatable query parameter selects: the values that a document has for it.
        by_id: whether ``id`` selects.
    """

    kind: Kind
    noun: str
    defaults: Json
    filters: dict[str, Callable[[Json], list[str]]]
    by_id: bool


ROLES = Collection(
    Kind.ROLE,
    "role",
    {
        "Id": None,
        "Name": None,
        "Description": None,
        "RoleScope": 0,
        "TenantId": None,
        "CommunityId": None,
        "RoleTypeId": None,
    },
    {"roleTypeId": lambda role: [role["RoleTypeId"]] if role.get("RoleTypeId") else []},
    by_id=False,
)
USERS = Collection(
    Kind.USER,
    "user",
    {
        "Id": None,
        "GivenName": None,
        "Surname": None,
        "Name": None,
        "Email": None,
        "ContactEmail": None,
        "ContactGivenName": None,
        "ContactSurname": None,
        "ExternalUserId": None,
        "IdentityProviderId": None,
        "RoleIds": None,
    },
    {},
    by_id=True,
)
CLIENTS = Collection(
    Kind.CLIENT,
    "client",
    {
        "Id": None,
        "Name": None,
        "Enabled": False,
        "AccessTokenLifetime": 0,
        "Tags": None,
        "RoleIds": None,
    },
    {"tag": lambda client: list(client["Tags"])},
    by_id=True,
)


def list_of(collection: Collection) -> Handler:
    """Return the handler that lists a collection."""

    def handler(call: Call) -> Response:
        found = _selected(call, collection)
        wanted = _wanted_ids(call, collection)
        if not wanted:
            return _page(call, found, collection)
        missing = wanted - {document["Id"].casefold() for document in found}
        if missing:
            return _partial(call, found, sorted(missing), collection)
        return answer(_written(call, found, collection), headers=_count(found))

    return handler


def count_of(collection: Collection) -> Handler:
    """Return the handler that only counts a collection."""

    def handler(call: Call) -> Response:
        return empty(200, _count(_selected(call, collection)))

    return handler


def item_of(collection: Collection) -> Handler:
    """Return the handler that answers one of a collection."""

    def handler(call: Call) -> Response:
        return answer(_written(call, [_item(call, collection)], collection)[0])

    return handler


def exists_in(collection: Collection) -> Handler:
    """Return the handler that says whether there is such a one."""

    def handler(call: Call) -> Response:
        _item(call, collection)
        return empty(200)

    return handler


def holders_of(members: Collection) -> Handler:
    """Return the handler that lists who is in a role: everybody, since the reference names no paging."""

    def handler(call: Call) -> Response:
        found = _holders(call, members)
        return answer(_written(call, found, members), headers=_count(found))

    return handler


def count_holders_of(members: Collection) -> Handler:
    """Return the handler that counts who is in a role."""

    def handler(call: Call) -> Response:
        return empty(200, _count(_holders(call, members)))

    return handler


def roles_held_in(members: Collection) -> Handler:
    """Return the handler that lists the roles of one of a collection."""

    def handler(call: Call) -> Response:
        return _page(call, _roles_held(call, members), ROLES)

    return handler


def count_roles_held_in(members: Collection) -> Handler:
    """Return the handler that counts the roles of one of a collection."""

    def handler(call: Call) -> Response:
        return empty(200, _count(_roles_held(call, members)))

    return handler


def _item(call: Call, collection: Collection) -> Json:
    found = call.documents.get(collection.kind, call.ids["id"])
    if found is None:
        raise Refused(404, f"There is no such {collection.noun}.")
    return found


def _holders(call: Call, members: Collection) -> list[Json]:
    role = _item(call, ROLES)["Id"].casefold()
    return [
        document
        for document in call.documents.all(members.kind)
        if role in {held.casefold() for held in document["RoleIds"]}
    ]


def _roles_held(call: Call, members: Collection) -> list[Json]:
    held = (call.documents.get(Kind.ROLE, role) for role in _item(call, members)["RoleIds"])
    return [role for role in held if role is not None]


def _wanted_ids(call: Call, collection: Collection) -> set[str]:
    if not collection.by_id:
        return set()
    return {value.casefold() for value in call.query.getlist("id") if value}


def _selected(call: Call, collection: Collection) -> list[Json]:
    """Return what the query selects, pages aside; a parameter without a value selects nothing out."""
    found = call.documents.all(collection.kind)
    ids = _wanted_ids(call, collection)
    if ids:
        found = [document for document in found if document["Id"].casefold() in ids]
    for name, values_of in collection.filters.items():
        wanted = {value.casefold() for value in call.query.getlist(name) if value}
        if wanted:
            found = [d for d in found if wanted & {value.casefold() for value in values_of(d)}]
    return found


def _page(call: Call, found: list[Json], collection: Collection) -> Response:
    skip = _number(call, "skip", 0)
    count = _number(call, "count", _PAGE)
    if not 1 <= count <= _LARGEST_PAGE:
        raise Refused(400, f"count is between 1 and {_LARGEST_PAGE}.")
    return answer(_written(call, found[skip : skip + count], collection), headers=_count(found))


def _number(call: Call, name: str, default: int) -> int:
    value = call.query.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Refused(400, f"{name} is no whole number.")
    return int(value)


def _count(found: list[Json]) -> dict[str, str]:
    return {"Total-Count": str(len(found))}


def _written(call: Call, documents: list[Json], collection: Collection) -> list[Json]:
    return [written(document, collection.defaults, verbose=call.verbose) for document in documents]


def _partial(call: Call, found: list[Json], missing: list[str], collection: Collection) -> Response:
    absent = Refused(404, f"There is no such {collection.noun}.")
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
        "Data": _written(call, found, collection),
    }
    return answer(body, 207, _count(found))
