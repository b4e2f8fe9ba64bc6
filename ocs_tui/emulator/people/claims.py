"""Claims of an identity provider: who has one, by a group of the directory say, has its roles.

Readings where the reference is silent: type and value are what a claim is known by, so that a create of
the same with the same roles is 302, with others 409; an update leaves be what its body leaves out; a
built-in claim is refused with 400.
"""

from __future__ import annotations

import uuid

from ocs_tui.emulator.call import Call
from ocs_tui.emulator.people import fields as take
from ocs_tui.emulator.people.collection import Collection
from ocs_tui.emulator.people.fields import Field
from ocs_tui.emulator.people.known import claim_type_names
from ocs_tui.emulator.people.providers import PROVIDERS
from ocs_tui.emulator.people.who import Who
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json, Kind


def _with_type(call: Call, claim: Json, given: Json) -> Json:
    if claim["IsBuiltIn"]:
        raise Refused(400, "Built-in claims are not made here.")
    if claim["TypeName"] is not None:
        return claim
    wanted = claim["IdentityProviderClaimTypeNameId"]
    names = {each["Id"]: each["TypeName"] for each in claim_type_names(claim["Of"])}
    if wanted not in names:
        raise Refused(400, "IdentityProviderClaimTypeNameId names no claim type of this identity provider.")
    return claim | {"TypeName": names[wanted]}


def _twin(call: Call, claim: Json) -> Json | None:
    same = (
        each
        for each in call.documents.all(Kind.CLAIM)
        if each["Id"] != claim["Id"]
        and (each["Of"], each["TypeName"], each["Value"]) == (claim["Of"], claim["TypeName"], claim["Value"])
    )
    return next(same, None)


CLAIMS = Collection(
    Kind.CLAIM,
    "claim",
    {
        "Id": Field(),
        "TypeName": Field(),
        "Value": Field(take=take.some_text, required=True),
        "RoleIds": Field(take=take.role_ids, start=[]),
        "IsBuiltIn": Field(default=False, take=take.flag, start=False, fixed=True),
        "IdentityProviderClaimTypeNameId": Field(take=take.guid, required=True, fixed=True, shown=False),
    },
    reads=Who.ADMINISTRATOR,
    within=PROVIDERS,
    new_id=lambda call, given: str(uuid.uuid4()),
    settles=_with_type,
    twin=_twin,
    same_if=("RoleIds",),
    clash_on_update=409,
    built_in=lambda claim: bool(claim["IsBuiltIn"]),
)
