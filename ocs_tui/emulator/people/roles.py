"""Roles, who is in them, and the roles of one.

Readings where the reference is silent or only hints:

- a create makes the id; an ``Id`` in its body only finds the role that has it. The same id or name, the
  latter in any letter case, with the same name and description is 302, with others 409;
- a role that is made here is of the tenant, whatever scope, type or community the body names;
- an update replaces name and description, a missing description included; a name that another role has
  is 400, since 409 is not listed there;
- built-in roles, and those of communities, can neither be changed nor deleted: 400;
- a role that is deleted goes away from users, clients, automation identities and claims. Entries of
  access control lists keep naming it.
"""

from __future__ import annotations

import uuid

from starlette.responses import Response

from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_list
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.people import fields as take
from ocs_tui.emulator.people.collection import Collection, item, key_of, shown_all
from ocs_tui.emulator.people.fields import Field, role_ids_with_member
from ocs_tui.emulator.people.reading import answer_page, total
from ocs_tui.emulator.people.who import Who, require
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names
from ocs_tui.emulator.store import Change, Json, Kind
from ocs_tui.model.enums import RoleScope

_HOLDERS = (Kind.USER, Kind.CLIENT, Kind.AUTOMATION, Kind.CLAIM)


def _new_id(call: Call, given: Json) -> str:
    named = call.documents.get(Kind.ROLE, given.get("Id", ""))
    return str(uuid.uuid4()) if named is None else str(named["Id"])


def _of_the_tenant(call: Call, document: Json, given: Json) -> Json:
    if document["RoleScope"] is not None:
        return document
    return document | {"RoleScope": int(RoleScope.TENANT), "TenantId": call.box.tenant_id}


def _twin(call: Call, role: Json) -> Json | None:
    same_id = call.documents.get(Kind.ROLE, role["Id"])
    others = [same_id] if same_id is not None else []
    name = role["Name"].casefold()
    others += [each for each in call.documents.all(Kind.ROLE) if each["Name"].casefold() == name]
    return next((each for each in others if each["Id"] != role["Id"]), same_id)


def _taken_from_all(call: Call, role: Json) -> list[Change]:
    return [
        (kind, key_of(each), each | {"RoleIds": [held for held in each["RoleIds"] if held != role["Id"]]})
        for kind in _HOLDERS
        for each in call.documents.all(kind)
        if role["Id"] in each["RoleIds"]
    ]


ROLES = Collection(
    Kind.ROLE,
    "role",
    {
        "Id": Field(),
        "Name": Field(take=take.some_text, required=True),
        "Description": Field(take=take.text),
        "RoleScope": Field(default=0),
        "TenantId": Field(),
        "CommunityId": Field(),
        "RoleTypeId": Field(),
    },
    filters={"roleTypeId": lambda role: [role["RoleTypeId"]] if role.get("RoleTypeId") else []},
    new_id=_new_id,
    settles=_of_the_tenant,
    twin=_twin,
    same_if=("Name", "Description"),
    resets=True,
    built_in=lambda role: bool(role.get("RoleTypeId")),
    goes_with=_taken_from_all,
)


def holders_of(members: Collection) -> Handler:
    """Return the handler that lists who is in a role.

    The reference names no paging here, so all are listed unless ``skip`` or ``count`` is given.
    """

    def handler(call: Call) -> Response:
        found = _holders(call, members)
        if call.query.get("skip") or call.query.get("count"):
            return answer_page(call, found, members)
        return answer(shown_all(call, found, members), headers=total(found))

    return handler


def count_holders_of(members: Collection) -> Handler:
    """Return the handler that counts who is in a role."""

    def handler(call: Call) -> Response:
        return empty(200, total(_holders(call, members)))

    return handler


def roles_held_in(members: Collection) -> Handler:
    """Return the handler that lists the roles of one of a collection."""

    def handler(call: Call) -> Response:
        return answer_page(call, _roles_held(call, members), ROLES)

    return handler


def count_roles_held_in(members: Collection) -> Handler:
    """Return the handler that counts the roles of one of a collection."""

    def handler(call: Call) -> Response:
        return empty(200, total(_roles_held(call, members)))

    return handler


def set_roles_held_in(members: Collection) -> Handler:
    """Return the handler that replaces the roles of one of a collection, and answers them.

    Only the ids of the roles in the body count.
    """

    def handler(call: Call) -> Response:
        require(call, Who.ADMINISTRATOR)
        document = item(call, members)
        wanted = [_id_of(role) for role in read_list(call.body)]
        held = role_ids_with_member(call.documents, "The body", wanted)
        call.box.store.write((members.kind, key_of(document), document | {"RoleIds": held}))
        roles = [call.documents.one(Kind.ROLE, role_id) for role_id in held]
        return answer(shown_all(call, roles, ROLES), headers=total(roles))

    return handler


def _id_of(role: object) -> str:
    found = known_names(role, ("Id",)).get("Id") if isinstance(role, dict) else None
    if not isinstance(found, str) or not found:
        raise Refused(400, "Each role in the list needs its Id.")
    return found


def _holders(call: Call, members: Collection) -> list[Json]:
    role = item(call, ROLES)["Id"]
    return [document for document in call.documents.all(members.kind) if role in document["RoleIds"]]


def _roles_held(call: Call, members: Collection) -> list[Json]:
    document = item(call, members)
    require(call, members.reads, document["Id"])
    held = (call.documents.get(Kind.ROLE, role) for role in document["RoleIds"])
    return [role for role in held if role is not None]
