"""The communities of the demo tenant: one that it owns, with two partners, and invitations both ways."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from ocs_tui.catalog.communities import COMMUNITY
from ocs_tui.emulator import demo
from ocs_tui.emulator.call import Box
from ocs_tui.emulator.communities.invitations import ACCEPTED, COMPLETED, CREATED
from ocs_tui.emulator.communities.roles import roles_of
from ocs_tui.emulator.communities.themselves import ACTIVE, community_acl, first_acl_of
from ocs_tui.emulator.store import Json, Kind
from ocs_tui.emulator.things.contents import inside
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.shape import moment
from ocs_tui.model.enums import ALL_RIGHTS, TENANT_ADMINISTRATOR, TENANT_MEMBER, AccessRight

GRID_PARTNERS = demo.community_id("grid-partners")
_NAME = "Baltic Grid Partners"
_MADE = 1_599_552_000.0
_DAY = 86400.0


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(GRID_PARTNERS), name))


_PARTNERS = (
    (_id("tenant/skaane"), "Skåne Nätdrift", ACTIVE, 6, 1),
    (_id("tenant/rugen"), "Rügen Offshore Wind", "Paused", 2, 0),
)


def communities(box: Box, place: str) -> Iterator[Held]:
    """Yield the communities of the tenant."""
    if place or not roles_of(box.store.primary, GRID_PARTNERS):
        return
    steward = demo.user_id("Dev", "Raghunathan")
    document = {
        "Id": GRID_PARTNERS,
        "Name": _NAME,
        "Alias": "Grid partners",
        "DisplayName": "Grid partners",
        "Description": "Output of the wind park for the operators of the grid",
        "DateCreated": moment(_MADE),
        "PreferredRegionId": demo.WEST_EUROPE,
    }
    owner = {"Type": 1, "ObjectId": steward, "TenantId": demo.TENANT_ID}
    yield Held(document, _acl(box), owner, created=_MADE, modified=_MADE)


def tenants(box: Box, place: str) -> Iterator[Held]:
    """Yield the tenants of a community."""
    if place != inside("", COMMUNITY.name, GRID_PARTNERS):
        return
    own = box.store.primary.one(Kind.TENANT)
    acl = _acl(box)
    document: Json = {"Id": own["Id"], "Name": own["CompanyName"], "Status": ACTIVE, "IsOwner": True}
    yield Held(document, acl, created=_MADE, modified=_MADE)
    for tenant_id, name, status, users, clients in _PARTNERS:
        document = {"Id": tenant_id, "Name": name, "Status": status, "IsOwner": False}
        yield Held(
            document | {"UserCount": users, "ClientCount": clients}, acl, created=_MADE, modified=_MADE
        )


def invitations(box: Box, place: str) -> Iterator[Held]:
    """Yield the invitations to a community: one to be confirmed, one on its way, one whose time is over."""
    if place != inside("", COMMUNITY.name, GRID_PARTNERS):
        return
    now = box.store.clock()
    accepted = {
        "Accepted": moment(now - _DAY),
        "InvitedTenantId": _id("tenant/aland"),
        "AcceptedTenantName": "Åland Energi",
        "AcceptedUserEmail": "control.room@aland-energi.example",
    }
    own = {"IssuingTenantId": demo.TENANT_ID, "CommunityId": GRID_PARTNERS, "CommunityName": _NAME}
    yield _invitation("control.room@aland-energi.example", ACCEPTED, now - 4 * _DAY, own | accepted)
    yield _invitation("dispatch@bornholm-net.example", CREATED, now - 6 * _DAY, own)
    yield _invitation("grid@gotland-wind.example", CREATED, now - 40 * _DAY, own)


def received(box: Box, place: str) -> Iterator[Held]:
    """Yield the invitations to communities of others: one that is completed, one that waits for an answer."""
    if place or not roles_of(box.store.primary, GRID_PARTNERS):
        return
    now = box.store.clock()
    safety = {"CommunityId": _id("community/safety"), "CommunityName": "Process Safety Exchange"}
    buyers = {"CommunityId": _id("community/gas"), "CommunityName": "Gas Buyers Northwest"}
    accepted = {
        "Accepted": moment(now - 80 * _DAY),
        "InvitedTenantId": demo.TENANT_ID,
        "AcceptedTenantName": box.store.primary.one(Kind.TENANT)["CompanyName"],
        "AcceptedUserEmail": "maria.lindqvist@northwind-process.example",
        "IssuingTenantId": _id("tenant/safety"),
    }
    address = "maria.lindqvist@northwind-process.example"
    yield _invitation(address, COMPLETED, now - 84 * _DAY, safety | accepted)
    yield _invitation(address, CREATED, now - 2 * _DAY, buyers | {"IssuingTenantId": _id("tenant/gas")})


def first_acls(box: Box, place: str) -> Iterator[Held]:
    """Yield the ACL of the tenant's communities: its administrators may all, its members may look."""
    if place:
        return
    by_type = {
        each["RoleTypeId"]: each["Id"] for each in box.store.primary.all(Kind.ROLE) if each["RoleTypeId"]
    }
    entries = (
        (by_type.get(TENANT_ADMINISTRATOR, ""), int(ALL_RIGHTS)),
        (by_type.get(TENANT_MEMBER, ""), int(AccessRight.READ)),
    )
    yield Held({"Id": COMMUNITY.name}, community_acl(entries))


def _acl(box: Box) -> Json:
    roles = roles_of(box.store.primary, GRID_PARTNERS)
    return first_acl_of(box, {role["RoleTypeId"]: role["Id"] for role in roles})


def _invitation(address: str, state: str, issued: float, more: Json) -> Held:
    ends = issued + 21 * _DAY
    document = {
        "Id": _id(f"invitation/{address}/{more['CommunityId']}"),
        "Issued": moment(issued),
        "Expires": moment(ends),
        "State": state,
        "InvitationRecipient": address,
    }
    return Held(document | more, created=issued, modified=issued, also={"EndsAt": ends})
