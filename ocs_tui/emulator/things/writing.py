"""Creating, changing and deleting a thing of a kind."""

from __future__ import annotations

import uuid
from urllib.parse import quote

from starlette.responses import Response

from ocs_tui.catalog.kind import Kind
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import hooks_of
from ocs_tui.emulator.things.place import (
    caller_as_owner,
    collection_acl,
    found,
    id_in,
    place_of,
    require,
    rights_on,
    shelf_of,
)
from ocs_tui.emulator.things.reading import tags
from ocs_tui.emulator.things.shape import field_problem, id_problem, same, shown
from ocs_tui.model.enums import AccessRight


def create_at_item(kind: Kind) -> Handler:
    """Return the handler that creates a thing under its own id, or answers the same one that is there."""

    def handler(call: Call) -> Response:
        return _create(call, kind, _body(call, kind, id_in(call, kind)), item_route=True)

    return handler


def create_in_collection(kind: Kind) -> Handler:
    """Return the handler that creates a thing and gives it an id unless its body does."""

    def handler(call: Call) -> Response:
        given = _body(call, kind, "")
        return _create(
            call, kind, {kind.id_field: str(uuid.uuid4())} | _without_nulls(given), item_route=False
        )

    return handler


def update_of(kind: Kind) -> Handler:
    """Return the handler that replaces a thing's document; an id that nobody has makes a new one."""

    def handler(call: Call) -> Response:
        hooks = hooks_of(kind)
        before = shelf_of(call, kind).get(id_in(call, kind))
        if before is None and not hooks.updates_new:
            raise Refused(404, f"There is no such {kind.name}.").about(Id=id_in(call, kind))
        require(rights_on(call, kind, before), AccessRight.WRITE)
        check_if_match(call, kind, before)
        given = _body(call, kind, id_in(call, kind))
        document = hooks.checked(call, given, before)
        if before is None:
            held = make(call, kind, document)
            return answer(shown(call, kind, held), hooks.updates_new, tags(kind, held))
        held = change(call, kind, before, document)
        if hooks.updated == 204:
            return empty(204)
        return answer(shown(call, kind, held), hooks.updated, tags(kind, held))

    return handler


def delete_of(kind: Kind) -> Handler:
    """Return the handler that deletes a thing, unless another refers to it."""

    def handler(call: Call) -> Response:
        hooks = hooks_of(kind)
        held = found(call, kind, AccessRight.DELETE if kind.guard is not None else AccessRight.WRITE)
        check_if_match(call, kind, held)
        user = hooks.used_by(call, held)
        if user:
            raise Refused(409, user).about(Id=held.id)
        remove(call, kind, held)
        return empty(hooks.removed)

    return handler


def make(call: Call, kind: Kind, document: Json) -> Held:
    """Store a new thing: the caller owns it, and its ACL is that of its collection."""
    now = call.box.store.clock()
    acl = owner = None
    if kind.guard is not None:
        acl, owner = collection_acl(call, kind).acl, caller_as_owner(call)
    held = Held(document, acl, owner, created=now, modified=now, id_field=kind.id_field)
    call.box.contents.write((place_of(call, kind), kind.name, held.key, held))
    hooks_of(kind).changed(call, held)
    return held


def change(call: Call, kind: Kind, held: Held, document: Json) -> Held:
    """Store a thing's new document; its id stays as it was first written."""
    document = document | {kind.id_field: held.id}
    changed = held.written(document, call.box.store.clock())
    call.box.contents.write((place_of(call, kind), kind.name, held.key, changed))
    hooks_of(kind).changed(call, changed)
    return changed


def put(call: Call, kind: Kind, held: Held) -> Held:
    """Store a thing as it is given: another ACL, or something beside its document."""
    call.box.contents.write((place_of(call, kind), kind.name, held.key, held))
    return held


def remove(call: Call, kind: Kind, held: Held) -> None:
    """Take a thing away, with all that lies in it."""
    call.box.contents.write((place_of(call, kind), kind.name, held.key, None))
    hooks_of(kind).deleted(call, held)


def check_if_match(call: Call, kind: Kind, held: Held | None) -> None:
    """Let nobody pass who has seen another version than there is.

    Raises:
        Refused: 412.
    """
    wanted = call.headers.get("if-match", "").strip()
    if (
        kind.service.tags_items
        and wanted not in ("", "*")
        and (held is None or wanted != f'"{held.version}"')
    ):
        raise Refused(412, "It was changed meanwhile: read it again.")


def _create(call: Call, kind: Kind, given: Json, *, item_route: bool) -> Response:
    hooks = hooks_of(kind)
    require(rights_on(call, kind, None), AccessRight.WRITE)
    problem = id_problem(str(given[kind.id_field]))
    if problem:
        raise Refused(400, problem).about(Id=str(given[kind.id_field]))
    document = hooks.checked(call, given, None)
    there = shelf_of(call, kind).get(str(document[kind.id_field]))
    if there is None:
        held = make(call, kind, document)
        return answer(shown(call, kind, held), hooks.created, tags(kind, held))
    ours = there.document | {kind.id_field: document[kind.id_field]}
    if not item_route or not same(ours, document, hooks.same_without):
        raise Refused(409, f"There is another {kind.name} with this id.").about(Id=there.id)
    if hooks.same == 200:
        return answer(shown(call, kind, there), 200, tags(kind, there))
    location = {"Location": _location(call, there.id)}
    return answer(shown(call, kind, there), 302, location) if hooks.same_body else empty(302, location)


def _body(call: Call, kind: Kind, route_id: str) -> Json:
    """Return the body of a write, its fields spelled as declared, with the id of the route.

    Raises:
        Refused: 400 for a body that is no object, one with a field that holds what it does not take, and one
            whose id is another than the route's.
    """
    given = known_names(read_object(call.body), (each.label for each in kind.fields))
    wrong = field_problem(kind, given)
    if wrong:
        raise Refused(400, wrong)
    if not route_id:
        return given
    problem = id_problem(route_id)
    if problem:
        raise Refused(400, problem).about(Id=route_id)
    said = given.get(kind.id_field)
    if said is not None and (not isinstance(said, str) or said.casefold() != route_id.casefold()):
        raise Refused(400, "The id in the route and the one in the body differ.").about(Id=str(said))
    return given | {kind.id_field: said or route_id}


def _without_nulls(body: Json) -> Json:
    return {name: value for name, value in body.items() if value is not None}


def _location(call: Call, thing_id: str) -> str:
    """Return the address of a thing that is posted to its own path, at the very place that was called."""
    path = call.scope["raw_path"].decode("ascii", "replace").rstrip("/")
    return f"{call.base_url}{path[: path.rindex('/')]}/{quote(thing_id, safe='')}"
