"""The routes of the tenant itself, its regions, and the ACL that new namespaces start with."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime

from starlette.responses import Response

from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_object, read_text
from ocs_tui.emulator.call import Call, is_administrator
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rights import granted
from ocs_tui.emulator.shapes import known_names, read_acl, text_or_none, write_acl, written
from ocs_tui.emulator.store import Json, Kind
from ocs_tui.model.enums import AccessRight

_TENANT: Json = {
    "Id": None,
    "CompanyName": None,
    "State": 0,
    "Created": None,
    "LastUpdated": None,
    "Alias": None,
    "Features": None,
    "ExternalAccountId": None,
    "TenantType": None,
    "Entitlements": None,
}
_FEATURE: Json = {"Id": None, "Name": None, "Description": None, "DefaultState": 0}
_ENTITLEMENT: Json = {
    "EntitlementDefinitionId": None,
    "EntitlementType": 0,
    "LimitType": 0,
    "Value": 0,
    "ManualBlockStatus": False,
}
_ICON_LIMIT = 65536
_REGION: Json = {"Id": None, "Name": None, "AdministrativeEndpointsWritable": False, "BaseAddress": None}


def get(call: Call) -> Response:
    """Answer the tenant with its features and entitlements."""
    tenant = call.documents.one(Kind.TENANT)
    entitlements = [written(one, _ENTITLEMENT, verbose=call.verbose) for one in tenant["Entitlements"]]
    shown = {name: value for name, value in tenant.items() if name != "Icon"}
    body = written(shown, _TENANT, verbose=call.verbose)
    return answer(body | {"Features": _features(call), "Entitlements": entitlements})


def update(call: Call) -> Response:
    """Change the tenant's name and alias, and answer it.

    The reference does not say which fields a PUT may change. Read here as these two; the others of the body
    are let be, but for an id that is another's.
    """
    _require_administrator(call)
    tenant = call.box.store.primary.one(Kind.TENANT)
    body = known_names(read_object(call.body), _TENANT)
    if (text_or_none(body, "Id") or tenant["Id"]).casefold() != tenant["Id"].casefold():
        raise Refused(400, "The id in the route and the one in the body differ.")
    name = text_or_none(body, "CompanyName")
    if not name or not name.strip():
        raise Refused(400, "A tenant needs a CompanyName.")
    alias = text_or_none(body, "Alias") or tenant["Alias"]
    now = datetime.fromtimestamp(call.box.store.clock(), UTC).isoformat().replace("+00:00", "Z")
    tenant = tenant | {"CompanyName": name, "Alias": alias, "LastUpdated": now}
    call.box.store.write((Kind.TENANT, "", tenant))
    without = {field: value for field, value in tenant.items() if field not in ("Entitlements", "Icon")}
    return answer(written(without, _TENANT, verbose=call.verbose) | {"Features": _features(call)})


def get_icon(call: Call) -> Response:
    """Answer the icon as JSON text; null where there is none, of which the reference says nothing."""
    return answer(call.documents.one(Kind.TENANT).get("Icon"))


def set_icon(call: Call) -> Response:
    """Set the icon, a picture in Base64, and answer it.

    It is not stated whether its limit is of the text or of the picture. Read here as of the text.
    """
    _require_administrator(call)
    icon = read_text(call.body)
    if len(icon) >= _ICON_LIMIT:
        raise Refused(400, f"An icon has fewer than {_ICON_LIMIT} characters.")
    try:
        b64decode(icon, validate=True)
    except ValueError:
        raise Refused(400, "The icon is no Base64.") from None
    call.box.store.write((Kind.TENANT, "", call.box.store.primary.one(Kind.TENANT) | {"Icon": icon}))
    return answer(icon)


def delete_icon(call: Call) -> Response:
    """Take the icon away."""
    _require_administrator(call)
    call.box.store.write((Kind.TENANT, "", call.box.store.primary.one(Kind.TENANT) | {"Icon": None}))
    return empty(204)


def list_features(call: Call) -> Response:
    """Answer the features, each with its state."""
    return answer(_features(call))


def get_feature(call: Call) -> Response:
    """Answer a feature with its state."""
    wanted = call.ids["id"].casefold()
    found = next((each for each in _features(call) if each["Feature"]["Id"].casefold() == wanted), None)
    if found is None:
        raise Refused(404, "There is no such feature.")
    return answer(found)


def exists(call: Call) -> Response:
    """Say that the tenant exists: 204. Sources disagree (200 in older pages); the newest is taken."""
    return empty(204)


def list_regions(call: Call) -> Response:
    """Answer the regions; exactly one is administratively writable."""
    return answer(
        [
            written(
                {
                    "Id": region.id,
                    "Name": region.name,
                    "AdministrativeEndpointsWritable": region.writable,
                    "BaseAddress": region.base_url,
                },
                _REGION,
                verbose=call.verbose,
            )
            for region in call.box.regions.values()
        ]
    )


def get_root_acl(call: Call) -> Response:
    """Answer the root ACL."""
    return answer(write_acl(_root_acl(call, AccessRight.READ), verbose=call.verbose))


def set_root_acl(call: Call) -> Response:
    """Replace the root ACL, and answer it. Namespaces that exist stay as they are."""
    _root_acl(call, AccessRight.MANAGE_ACCESS_CONTROL)
    acl = read_acl(read_object(call.body))
    call.box.store.write((Kind.ROOT_ACL, "", acl))
    return answer(write_acl(acl, verbose=call.verbose))


def _features(call: Call) -> list[Json]:
    return [
        written(state, {"Feature": None, "CurrentState": 0}, verbose=call.verbose)
        | {"Feature": written(state["Feature"], _FEATURE, verbose=call.verbose)}
        for state in call.documents.one(Kind.TENANT)["Features"]
    ]


def _require_administrator(call: Call) -> None:
    if not is_administrator(call.caller, call.documents):
        raise Refused(403, "Only a Tenant Administrator may change the tenant.")


def _root_acl(call: Call, needed: AccessRight) -> Json:
    acl = call.documents.one(Kind.ROOT_ACL)
    if not granted(call.caller, acl) & needed:
        raise Refused(403, "The root ACL does not allow it.")
    return acl
