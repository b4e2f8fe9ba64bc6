"""The routes of namespaces: list, get, create, update, delete, ACL, owner and access rights.

Where the reference is silent, this reading was taken:

- an unknown namespace is 404 on every route;
- a create needs Write on the root ACL, and its caller becomes the owner;
- "the same values" of a create are those it would store: region, description, name, cross-region
  processing, and the ACL where the body gives one;
- an update that names another id or region is refused, since both are immutable; the description
  becomes what the body says, none included; name and cross-region processing, which older clients do
  not know, stay as they are when the body leaves them out;
- ``TierId`` is taken and not kept; other fields beyond the contract are kept.
"""

from __future__ import annotations

import uuid
from typing import Any

from starlette.responses import Response

from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Box, Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rights import granted
from ocs_tui.emulator.shapes import (
    flag_or_none,
    known_names,
    read_acl,
    read_trustee,
    text_or_none,
    write_acl,
    write_trustee,
    written,
)
from ocs_tui.emulator.store import Json, Kind
from ocs_tui.model.enums import RIGHT_WIRE_NAMES, AccessRight, NamespaceState, TrusteeType
from ocs_tui.model.ids import namespace_id_problem

_DEFAULTS: Json = {
    "Id": None,
    "Name": None,
    "Region": None,
    "Self": None,
    "Description": None,
    "State": 0,
    "Owner": None,
    "AccessControl": None,
    "RegionId": None,
    "InstanceId": None,
    "AllowCrossRegionProcessing": False,
}
_EDITABLE = ("Name", "Description", "AllowCrossRegionProcessing")
_DELETABLE = (NamespaceState.CREATING, NamespaceState.ACTIVE, NamespaceState.SUSPENDED)


def list_all(call: Call) -> Response:
    """Answer the namespaces that the caller may read, of one region or of all."""
    wanted = call.query.get("region", "").casefold()
    return answer(
        [
            _body(call, namespace)
            for namespace in call.documents.all(Kind.NAMESPACE)
            if wanted in ("", namespace["Region"].casefold())
            and granted(call.caller, namespace["AccessControl"], namespace["Owner"]) & AccessRight.READ
        ]
    )


def get(call: Call) -> Response:
    """Answer a namespace. Its owner and ACL have routes of their own, and are here only when verbose."""
    return answer(_body(call, _namespace(call, AccessRight.READ)))


def create(call: Call) -> Response:
    """Create a namespace: 201, 302 when the same one exists, 409 when another one has its id."""
    root_acl = call.documents.one(Kind.ROOT_ACL)
    if not granted(call.caller, root_acl) & AccessRight.WRITE:
        raise Refused(403, "Write on the root ACL is needed to create a namespace.")
    body = known_names(read_object(call.body), _DEFAULTS)
    made = _new(call, body, root_acl)
    existing = call.documents.get(Kind.NAMESPACE, made["Id"])
    location = {"Location": call.box.namespace_url(call.base_url, (existing or made)["Id"])}
    if existing is None:
        _set_state(call.box, made, NamespaceState.CREATING)
        call.box.store.write((Kind.FIRST_ACL, made["Id"], made["AccessControl"]))
        return answer(_body(call, made, whole=True), 201, location)
    compared = {"Region", *_EDITABLE} | ({"AccessControl"} if _given_acl(body) else set())
    if all(existing.get(name) == made.get(name) for name in compared):
        return empty(302, location)
    return empty(409)


def update(call: Call) -> Response:
    """Change what may be changed of a namespace, and answer all of it."""
    namespace = _namespace(call, AccessRight.WRITE)
    body = known_names(read_object(call.body), _DEFAULTS)
    _check_types(body)
    if (body.get("Id") or namespace["Id"]).casefold() != namespace["Id"].casefold():
        raise Refused(400, "The id of a namespace cannot be changed.")
    if _named_region(body, namespace["Region"]).casefold() != namespace["Region"].casefold():
        raise Refused(400, "The region of a namespace cannot be changed.")
    if namespace["State"] != NamespaceState.ACTIVE:
        raise Refused(400, "Only an Active namespace can be changed.")
    changed = namespace | _extras(body) | {"Description": body.get("Description")}
    if "Name" in body:
        changed["Name"] = body["Name"]
    if body.get("AllowCrossRegionProcessing") is not None:
        changed["AllowCrossRegionProcessing"] = body["AllowCrossRegionProcessing"]
    call.box.store.write((Kind.NAMESPACE, changed["Id"], changed))
    return answer(_body(call, changed, whole=True))


def delete(call: Call) -> Response:
    """Begin to delete a namespace; it is Deleting for a while and then gone."""
    namespace = _namespace(call, AccessRight.DELETE)
    if namespace["State"] not in _DELETABLE:
        raise Refused(400, "A namespace in this state cannot be deleted.")
    _set_state(call.box, namespace, NamespaceState.DELETING)
    return empty(204)


def get_acl(call: Call) -> Response:
    """Answer the ACL of a namespace."""
    namespace = _namespace(call, AccessRight.READ)
    return answer(write_acl(namespace["AccessControl"], verbose=call.verbose))


def set_acl(call: Call) -> Response:
    """Replace the ACL of a namespace, and answer it."""
    namespace = _namespace(call, AccessRight.MANAGE_ACCESS_CONTROL)
    acl = read_acl(read_object(call.body))
    call.box.store.write((Kind.NAMESPACE, namespace["Id"], namespace | {"AccessControl": acl}))
    return answer(write_acl(acl, verbose=call.verbose))


def get_owner(call: Call) -> Response:
    """Answer the owner of a namespace."""
    return answer(write_trustee(_namespace(call, AccessRight.READ)["Owner"], verbose=call.verbose))


def set_owner(call: Call) -> Response:
    """Replace the owner of a namespace by another user or client of the tenant, and answer it."""
    namespace = _namespace(call, AccessRight.MANAGE_ACCESS_CONTROL)
    owner = read_owner(call)
    call.box.store.write((Kind.NAMESPACE, namespace["Id"], namespace | {"Owner": owner}))
    return answer(write_trustee(owner, verbose=call.verbose))


def get_access_rights(call: Call) -> Response:
    """Answer the names of the caller's own rights; an empty list for none.

    No page documents this route for namespaces; client libraries call it all the same.
    """
    namespace = _namespace(call, AccessRight.NONE)
    rights = granted(call.caller, namespace["AccessControl"], namespace["Owner"])
    return answer([name for right, name in RIGHT_WIRE_NAMES.items() if rights & right])


def read_owner(call: Call) -> Json:
    """Return the owner that a body names: another user or client of the tenant.

    Raises:
        Refused: 400 for anybody else.
    """
    owner = read_trustee(read_object(call.body))
    kind = {TrusteeType.USER: Kind.USER, TrusteeType.CLIENT: Kind.CLIENT}.get(owner["Type"])
    if kind is None:
        raise Refused(400, "An owner is a user or a client.")
    if call.documents.get(kind, owner["ObjectId"]) is None:
        raise Refused(400, "The owner is not known in this tenant.")
    if (owner.get("TenantId") or call.box.tenant_id).casefold() != call.box.tenant_id.casefold():
        raise Refused(400, "The owner is of another tenant.")
    owner["TenantId"] = call.box.tenant_id
    return owner


def _namespace(call: Call, needed: AccessRight) -> Json:
    """Return the namespace of the path.

    Raises:
        Refused: 404 when there is none, 403 when the caller has not the right that is needed.
    """
    namespace = call.documents.get(Kind.NAMESPACE, call.ids["namespace"])
    if namespace is None:
        raise Refused(404, "There is no such namespace.")
    rights = granted(call.caller, namespace["AccessControl"], namespace["Owner"])
    if rights & needed != needed:
        raise Refused(403, "The ACL does not allow it.")
    return namespace


def _new(call: Call, body: Json, root_acl: Json) -> Json:
    """Return the namespace that a create asks for."""
    _check_types(body)
    region = call.box.region(_named_region(body, call.box.administrative.id))
    if region is None:
        raise Refused(400, "The region is not known.")
    allow_cross_region = body.get("AllowCrossRegionProcessing")
    return {
        "Id": _new_id(call.ids.get("namespace"), body.get("Id")),
        "Name": body.get("Name"),
        "Region": region.id,
        "RegionId": region.id,
        "Description": body.get("Description"),
        "State": int(NamespaceState.CREATING),
        "InstanceId": str(uuid.uuid4()),
        "AllowCrossRegionProcessing": True if allow_cross_region is None else allow_cross_region,
        "Owner": {
            "Type": call.caller.type,
            "ObjectId": call.caller.object_id,
            "TenantId": call.box.tenant_id,
        },
        "AccessControl": _given_acl(body) or root_acl,
        **_extras(body),
    }


def _given_acl(body: Json) -> Json | None:
    """Return the ACL in a namespace's body; None when it gives none, or one without a list."""
    acl = body.get("AccessControl")
    if acl is None or (isinstance(acl, dict) and not any(value is not None for value in acl.values())):
        return None
    return read_acl(acl)


def _new_id(in_route: str | None, in_body: str | None) -> str:
    if in_route and in_body and in_route.casefold() != in_body.casefold():
        raise Refused(400, "The id in the route and the one in the body differ.")
    chosen = in_route or in_body or str(uuid.uuid4())
    problem = namespace_id_problem(chosen)
    if problem is not None:
        raise Refused(400, problem)
    return chosen


def _check_types(body: Json) -> None:
    for name in ("Id", "Name", "Description", "Region", "RegionId", "Self", "InstanceId"):
        text_or_none(body, name)
    flag_or_none(body, "AllowCrossRegionProcessing")


def _named_region(body: Json, default: str) -> str:
    region, region_id = body.get("Region"), body.get("RegionId")
    if region and region_id and region.casefold() != region_id.casefold():
        raise Refused(400, "Region and RegionId differ.")
    return region or region_id or default


def _extras(body: Json) -> dict[str, Any]:
    """Return the fields beyond the contract, without ``TierId``, which nothing returns any more."""
    return {key: value for key, value in body.items() if key not in _DEFAULTS and key.casefold() != "tierid"}


def _set_state(box: Box, namespace: Json, state: NamespaceState) -> None:
    """Store a namespace in a state that passes by itself."""
    box.store.write(
        (Kind.NAMESPACE, namespace["Id"], namespace | {"State": int(state)}),
        (Kind.PENDING, namespace["Id"], {"At": box.store.clock() + box.provision_delay}),
    )


def _body(call: Call, namespace: Json, *, whole: bool = False) -> Json:
    """Return a namespace as it is answered; ``whole`` for the answers to a write."""
    region = call.box.regions[namespace["Region"]]
    body = {
        **namespace,
        "Self": call.box.namespace_url(region.base_url, namespace["Id"]),
        "Owner": write_trustee(namespace["Owner"], verbose=call.verbose),
        "AccessControl": write_acl(namespace["AccessControl"], verbose=call.verbose),
    }
    if not whole and not call.verbose:
        del body["Owner"], body["AccessControl"]
    return written(body, _DEFAULTS, verbose=call.verbose)
