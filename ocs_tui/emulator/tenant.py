"""The routes of the tenant itself, its regions, and the ACL that new namespaces start with."""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rights import granted
from ocs_tui.emulator.shapes import read_acl, write_acl, written
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
_REGION: Json = {"Id": None, "Name": None, "AdministrativeEndpointsWritable": False, "BaseAddress": None}


def get(call: Call) -> Response:
    """Answer the tenant with its features and entitlements."""
    tenant = call.documents.one(Kind.TENANT)
    features = [
        written(state, {"Feature": None, "CurrentState": 0}, verbose=call.verbose)
        | {"Feature": written(state["Feature"], _FEATURE, verbose=call.verbose)}
        for state in tenant["Features"]
    ]
    entitlements = [written(one, _ENTITLEMENT, verbose=call.verbose) for one in tenant["Entitlements"]]
    body = written(tenant, _TENANT, verbose=call.verbose)
    return answer(body | {"Features": features, "Entitlements": entitlements})


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


def _root_acl(call: Call, needed: AccessRight) -> Json:
    acl = call.documents.one(Kind.ROOT_ACL)
    if not granted(call.caller, acl) & needed:
        raise Refused(403, "The root ACL does not allow it.")
    return acl
