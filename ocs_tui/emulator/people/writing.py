"""Creating, changing and deleting in a collection, by its rules.

Where the reference is silent, this reading was taken, as on its general page: a create that meets the same
thing is 302 with its ``Location``, one that meets another is 409. An ``Id`` in the body of an update must
be that of the route.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.people.collection import Collection, all_of, holder_of, item, key_of, shown
from ocs_tui.emulator.people.fields import taken
from ocs_tui.emulator.people.who import require
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json


class SameExists(Exception):
    """A create met the same thing.

    Attributes:
        document: the one that exists.
    """

    def __init__(self, document: Json) -> None:
        super().__init__("the same exists")
        self.document = document


def make(call: Call, collection: Collection) -> tuple[Json, Json]:
    """Return the document that a create asks for, not stored yet, and what its body gives.

    Raises:
        Refused: 400, 403, 404, or the code of the collection for a conflict.
        SameExists: where the collection tells the same from another.
    """
    assert collection.new_id is not None, "the routes offer it"
    require(call, collection.writes, call.ids.get("id", ""))
    holder = holder_of(call, collection)
    given = taken(call.documents, call.body, collection.fields, creates=True)
    made: Json = {name: given.get(name, field.start) for name, field in collection.fields.items()}
    made["Id"] = collection.new_id(call, given)
    if holder is not None:
        made["Of"] = holder["Id"]
    made = collection.settles(call, made, given)
    twin = collection.twin(call, made)
    if twin is not None:
        if collection.same_if and all(twin.get(name) == made.get(name) for name in collection.same_if):
            raise SameExists(twin)
        raise Refused(collection.clash, f"Such a {collection.noun} exists already.")
    if collection.most is not None and _count(call, collection) >= collection.most:
        raise Refused(400, f"There are {collection.most} already, and no more are allowed.")
    return made, given


def create_in(collection: Collection) -> Handler:
    """Return the handler that creates one: 201, 302 when the same exists, 409 when another is in its place."""

    def handler(call: Call) -> Response:
        try:
            made, _ = make(call, collection)
        except SameExists as same:
            return empty(302, {"Location": location(call, str(same.document["Id"]))})
        call.box.store.write((collection.kind, key_of(made), made))
        return answer(shown(call, made, collection), 201)

    return handler


def update_in(collection: Collection) -> Handler:
    """Return the handler that changes one and answers it."""

    def handler(call: Call) -> Response:
        require(call, collection.updates or collection.writes, call.ids["id"])
        changed = changed_by(call, item(call, collection), collection)
        call.box.store.write((collection.kind, key_of(changed), changed))
        return answer(shown(call, changed, collection))

    return handler


def changed_by(call: Call, document: Json, collection: Collection) -> Json:
    """Return a document as the call's body changes it.

    Raises:
        Refused: 400 for a body that does not fit or one that is built in; the code of the collection for
            a conflict.
    """
    _check_changeable(document, collection)
    given = taken(call.documents, call.body, collection.fields, creates=False)
    given_id = given.pop("Id", None)
    if given_id is not None and given_id.casefold() != str(document["Id"]).casefold():
        raise Refused(400, "The id in the route and the one in the body differ.")
    left_out: Json = {}
    if collection.resets:
        left_out = {n: f.start for n, f in collection.fields.items() if f.take is not None and not f.fixed}
        # What cannot be without a value must be given again.
        missing = next((n for n in left_out if collection.fields[n].required and n not in given), None)
        if missing is not None:
            raise Refused(400, f"{missing} is needed.")
    changed = collection.settles(call, document | left_out | given, given)
    twin = collection.twin(call, changed)
    if twin is not None and twin["Id"] != document["Id"]:
        raise Refused(collection.clash_on_update, f"Such a {collection.noun} exists already.")
    return changed


def delete_in(collection: Collection) -> Handler:
    """Return the handler that deletes one, and what must not outlive it."""

    def handler(call: Call) -> Response:
        require(call, collection.writes, call.ids["id"])
        document = item(call, collection)
        _check_changeable(document, collection)
        gone = (collection.kind, key_of(document), None)
        call.box.store.write(gone, *collection.goes_with(call, document))
        return empty(204)

    return handler


def location(call: Call, item_id: str) -> str:
    """Return the address of a thing in the collection that was called, at the very place it was called."""
    path = call.scope["raw_path"].decode("ascii", "replace").rstrip("/")
    return f"{call.base_url}{path}/{quote(item_id, safe='')}"


def _check_changeable(document: Json, collection: Collection) -> None:
    if collection.built_in(document):
        raise Refused(400, f"A built-in {collection.noun} cannot be changed or deleted.")


def _count(call: Call, collection: Collection) -> int:
    if not collection.counted:
        return len(all_of(call, collection))
    return sum(len(call.documents.keys(kind)) for kind in collection.counted)
