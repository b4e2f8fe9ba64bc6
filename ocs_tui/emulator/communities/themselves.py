"""Communities themselves: how they are shown, made, changed and deleted."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from starlette.responses import Response

from ocs_tui.catalog.communities import COMMUNITY, COMMUNITY_TENANT
from ocs_tui.catalog.operation import Era
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Box, Call
from ocs_tui.emulator.communities.people import members
from ocs_tui.emulator.communities.roles import new_roles, renamed, role_id_of, roles_of, taken_away
from ocs_tui.emulator.communities.standing import community_of, require_tenant_administrator
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names, text_or_none
from ocs_tui.emulator.store import Json, Kind
from ocs_tui.emulator.things.contents import inside
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import caller_as_owner, require, rights_on
from ocs_tui.emulator.things.shape import bare, moment, shown
from ocs_tui.emulator.things.writing import change, remove
from ocs_tui.model.enums import (
    ALL_RIGHTS,
    COMMUNITY_ADMINISTRATOR,
    COMMUNITY_MEMBER,
    COMMUNITY_MODERATOR,
    TENANT_ADMINISTRATOR,
    AccessRight,
    TrusteeType,
)

ACTIVE = "Active"
_GIVEN = ("Name", "Description", "Alias", "DisplayName", "PreferredRegionId", "ContactEmail")
_ROLE_FIELDS = ("Id", "Name", "Description", "RoleScope", "TenantId", "CommunityId", "RoleTypeId")


def tenants_of(box: Box, community: Held) -> list[Held]:
    """Return the tenants of a community."""
    return list(box.contents.shelf(inside("", COMMUNITY.name, community.key), COMMUNITY_TENANT.name))


def community_acl(entries: Iterable[tuple[str, int]]) -> Json:
    """Return an ACL of roles by their ids, each with its rights; a role that is not there has no entry."""
    return {
        "RoleTrusteeAccessControlEntries": [
            {
                "Trustee": {"Type": int(TrusteeType.ROLE), "ObjectId": role},
                "AccessType": 0,
                "AccessRights": rights,
            }
            for role, rights in entries
            if role
        ]
    }


def first_acl_of(box: Box, roles: dict[str, str]) -> Json:
    """Return the ACL that a community begins with: administrators may all, everybody in it may read.

    Args:
        box: the tenant.
        roles: the ids of the community's roles, by their type.
    """
    administrators = [
        each["Id"] for each in box.store.primary.all(Kind.ROLE) if each["RoleTypeId"] == TENANT_ADMINISTRATOR
    ]
    return community_acl(
        (
            *((role, int(ALL_RIGHTS)) for role in administrators),
            (roles.get(COMMUNITY_ADMINISTRATOR, ""), int(ALL_RIGHTS)),
            (roles.get(COMMUNITY_MODERATOR, ""), int(AccessRight.READ)),
            (roles.get(COMMUNITY_MEMBER, ""), int(AccessRight.READ)),
        )
    )


def shown_community(call: Call, held: Held) -> Json:
    """Return a community as it is answered: with its tenants and its roles."""
    documents, box = call.box.store.primary, call.box
    roles = [{name: role[name] for name in _ROLE_FIELDS} for role in roles_of(documents, held.id)]
    tenants = [_shown_tenant(call, held, tenant.document) for tenant in tenants_of(box, held)]
    body = held.document | {"MemberRoleId": role_id_of(documents, held.id, COMMUNITY_MEMBER)}
    later = ("DisplayName", "PreferredRegionId", "ContactEmail")
    unknown = ("Alias",) if box.era is Era.CONNECT else later
    body = {name: value for name, value in body.items() if name not in unknown}
    if call.verbose:
        return body | {"Tenants": tenants, "CommunityRoles": roles}
    return bare(
        body | {"Tenants": [bare(each) for each in tenants], "CommunityRoles": [bare(each) for each in roles]}
    )


def get(call: Call) -> Response:
    """Answer a community."""
    return answer(shown(call, COMMUNITY, community_of(call)))


def create(call: Call) -> Response:
    """Make a community, which the caller owns, and answer it.

    Who may is a Tenant Administrator; in CONNECT, where the tenant's communities have an ACL, who may write there.
    """
    if call.box.era is Era.CONNECT:
        require(rights_on(call, COMMUNITY, None), AccessRight.WRITE)
    else:
        require_tenant_administrator(call)
    given = _given(call)
    _check_name(call, given["Name"], "")
    box, now = call.box, call.box.store.clock()
    community_id, tenant = str(uuid.uuid4()), box.store.primary.one(Kind.TENANT)
    roles = new_roles(tenant["Id"], community_id, given["Name"])
    acl = first_acl_of(box, {role["RoleTypeId"]: role["Id"] for role in roles})
    document = {"DisplayName": given["Name"], "Alias": None} | given
    document |= {"Id": community_id, "DateCreated": moment(now)}
    held = Held(document, acl, caller_as_owner(call), created=now, modified=now)
    own: Json = {"Id": tenant["Id"], "Name": tenant["CompanyName"], "Status": ACTIVE, "IsOwner": True}
    member = Held(own, acl, None, created=now, modified=now)
    box.store.write(*((Kind.ROLE, role["Id"], role) for role in roles))
    box.contents.write(
        ("", COMMUNITY.name, held.key, held),
        (inside("", COMMUNITY.name, held.key), COMMUNITY_TENANT.name, member.key, member),
    )
    return answer(shown(call, COMMUNITY, held), 201)


def update(call: Call) -> Response:
    """Change a community; nothing comes back."""
    held = community_of(call, AccessRight.WRITE)
    given = _given(call)
    _check_name(call, given["Name"], held.key)
    change(call, COMMUNITY, held, held.document | given)
    if given["Name"] != held.document["Name"]:
        call.box.store.write(*renamed(call.box, held.id, given["Name"]))
    return empty(200)


def delete(call: Call) -> Response:
    """Delete a community, with its roles."""
    held = community_of(call, AccessRight.DELETE)
    call.box.store.write(*taken_away(call.box, held.id))
    remove(call, COMMUNITY, held)
    return empty(204)


def _given(call: Call) -> Json:
    body = known_names(read_object(call.body), _GIVEN)
    given = {name: text_or_none(body, name) for name in _GIVEN if name in body}
    name = given.get("Name")
    if not name or not name.strip():
        raise Refused(400, "A community needs a Name.")
    return given


def _check_name(call: Call, name: str, own_key: str) -> None:
    for each in call.box.contents.shelf("", COMMUNITY.name):
        if each.key != own_key and each.document["Name"].casefold() == name.casefold():
            raise Refused(409, "There is another community of this name.")


def _shown_tenant(call: Call, community: Held, tenant: Json) -> Json:
    counts = {"UserCount": 0, "ClientCount": 0}
    if tenant["Id"].casefold() == call.box.tenant_id.casefold():
        counts = {
            "UserCount": len(members(call, community, Kind.USER)),
            "ClientCount": len(members(call, community, Kind.CLIENT)),
        }
    return {**counts, **tenant}
