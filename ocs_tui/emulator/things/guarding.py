"""The ACL, the owner and one's rights: of a thing, and of a collection."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from ocs_tui.catalog.kind import Kind
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_list, read_object
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.json_patch import patched
from ocs_tui.emulator.namespaces import read_owner
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import read_acl, write_acl, write_trustee
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import hooks_of
from ocs_tui.emulator.things.place import collection_acl, found, require, rights_on, set_collection_acl
from ocs_tui.emulator.things.writing import put
from ocs_tui.model.enums import RIGHT_WIRE_NAMES, AccessRight

_MANAGE = AccessRight.MANAGE_ACCESS_CONTROL
_EMPTY: Json = {"RoleTrusteeAccessControlEntries": []}
_Finding = Callable[[Call, Kind, AccessRight], Held]
_Setting = Callable[[Call, Kind, Held, Json], Held]


def _thing(call: Call, kind: Kind, needed: AccessRight) -> Held:
    return found(call, kind, needed)


def _set_on_thing(call: Call, kind: Kind, held: Held, acl: Json) -> Held:
    return put(call, kind, held.guarded(acl))


def _collection(call: Call, kind: Kind, needed: AccessRight) -> Held:
    require(rights_on(call, kind, None), needed)
    return collection_acl(call, kind)


def _set_on_collection(call: Call, kind: Kind, held: Held, acl: Json) -> Held:
    return set_collection_acl(call, kind, acl)


def acl_handlers(kind: Kind, *, of_collection: bool) -> dict[str, Handler]:
    """Return what GET, PUT and PATCH of an ACL do: that of a thing, or of the collection."""
    finding: _Finding = _collection if of_collection else _thing
    setting: _Setting = _set_on_collection if of_collection else _set_on_thing

    def get(call: Call) -> Response:
        return _answer_acl(call, kind, finding(call, kind, kind.service.reads_acl))

    def replace(call: Call) -> Response:
        held = finding(call, kind, _MANAGE)
        held = setting(call, kind, held, read_acl(read_object(call.body)))
        return empty(204) if kind.service.acl_set == 204 else _answer_acl(call, kind, held)

    def patch(call: Call) -> Response:
        held = finding(call, kind, _MANAGE)
        wanted = call.headers.get("if-match", "").strip()
        if wanted not in ("", "*", f'"{held.acl_version}"'):
            raise Refused(412, "The access control list was changed meanwhile: read it again.")
        acl = patched(write_acl(held.acl or _EMPTY, verbose=True), read_list(call.body))
        held = setting(call, kind, held, read_acl(acl))
        code = 204 if of_collection else hooks_of(kind).acl_patched
        return empty(204) if code == 204 else _answer_acl(call, kind, held)

    handlers: dict[str, Handler] = {"GET": get, "PUT": replace}
    return handlers | {"PATCH": patch} if kind.service.patches_acl else handlers


def owner_handlers(kind: Kind) -> dict[str, Handler]:
    """Return what GET and PUT of a thing's owner do."""

    def get(call: Call) -> Response:
        owner = found(call, kind, AccessRight.READ).owner
        if owner is None:
            return empty(200)
        return answer(write_trustee(owner, verbose=call.verbose_unless_said(kind.service.verbose)))

    def replace(call: Call) -> Response:
        held = put(call, kind, found(call, kind, _MANAGE).owned(read_owner(call)))
        if kind.service.owner_set == 204 or held.owner is None:
            return empty(204)
        return answer(write_trustee(held.owner, verbose=call.verbose_unless_said(kind.service.verbose)))

    return {"GET": get, "PUT": replace}


def rights_of(kind: Kind, *, of_collection: bool) -> Handler:
    """Return the handler that answers the names of the caller's own rights; an empty list for none."""

    def handler(call: Call) -> Response:
        rights = rights_on(call, kind, None if of_collection else found(call, kind))
        return answer([name for right, name in RIGHT_WIRE_NAMES.items() if rights & right])

    return handler


def _answer_acl(call: Call, kind: Kind, held: Held) -> Response:
    acl = write_acl(held.acl or _EMPTY, verbose=call.verbose_unless_said(kind.service.verbose))
    headers = {"ETag": f'"{held.acl_version}"'} if kind.service.tags_acl else {}
    return answer(acl, headers=headers)
