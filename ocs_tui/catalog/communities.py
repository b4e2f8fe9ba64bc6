"""What communities have: themselves, the tenants in them, invitations, roles, and the streams they share."""

from __future__ import annotations

from dataclasses import replace

from ocs_tui.catalog.declare import AT_COLLECTION, kind_of
from ocs_tui.catalog.kind import Field, Guard
from ocs_tui.catalog.operation import PREVIEW, Era, Served, reading, writing
from ocs_tui.catalog.service import COMMUNITIES, Listing

_OCS = f"{PREVIEW}/tenants/{{tenant}}/Communities"
_CONNECT = f"{PREVIEW}/Communities"
_DEFAULT_ACL = f"{PREVIEW}/tenants/{{tenant}}/AccessControl/Communities"
_ANY = Served.ANY

CONNECT_ASKS = reading("list the communities", _CONNECT, _ANY)
"""A route that only CONNECT has: who answers it is one."""


def _only(era: Era, guard: Guard) -> Guard:
    """Return the operations of a guard as one of the two services alone has them."""
    names = ("get_acl", "set_acl", "get_owner", "set_owner", "get_rights")
    there = {name: operation for name in names if (operation := getattr(guard, name)) is not None}
    return replace(guard, **{name: replace(operation, only=era) for name, operation in there.items()})


_community = kind_of(
    COMMUNITIES,
    "community",
    "Communities",
    "communities",
    _OCS,
    (
        Field("Id"),
        Field("Name", needed=True),
        Field("Alias"),
        Field("DisplayName"),
        Field("Description"),
        Field("DateCreated"),
        Field("MemberRoleId", links="role"),
        Field("Tenants", takes="objects"),
        Field("CommunityRoles", takes="objects", links="role"),
        Field("PreferredRegionId"),
        Field("ContactEmail"),
    ),
    within=None,
    columns=(Field("Description"), Field("Since", "DateCreated")),
    creates=AT_COLLECTION,
    updates=True,
    deletes=True,
    guarded=True,
    connect=_CONNECT,
)
assert _community.guard is not None
COMMUNITY = replace(
    _community,
    editable=("Name", "Description"),
    needed=("Name",),
    sends=("Name", "Description", "PreferredRegionId"),
    guard=_only(Era.OCS, _community.guard),  # the later pages have no ACL of a community itself
    collection_guard=_only(
        Era.CONNECT,
        Guard(
            reading("read the default ACL of the communities", _DEFAULT_ACL, _ANY),
            writing("set the default ACL of the communities", "PUT", _DEFAULT_ACL, _ANY),
            get_rights=reading(
                "read one's rights on the communities",
                f"{PREVIEW}/tenants/{{tenant}}/AccessRights/Communities",
                _ANY,
            ),
        ),
    ),
)

_TENANTS_OCS = f"{PREVIEW}/tenants/{{tenant}}/communities/{{id}}"
_COMMUNITY_OCS = f"{_OCS}/{{id}}"
_COMMUNITY_CONNECT = f"{_CONNECT}/{{id}}"
_member = kind_of(
    COMMUNITIES,
    "community tenant",
    "Tenants",
    "tenants",
    f"{_TENANTS_OCS}/communitytenants",
    (
        Field("Id"),
        Field("Name"),
        Field("Status", names=("Active", "Paused")),
        Field("IsOwner", takes="flag"),
        Field("UserCount", takes="whole"),
        Field("ClientCount", takes="whole"),
    ),
    within=COMMUNITY,
    columns=(
        Field("Status"),
        Field("Owns it", "IsOwner"),
        Field("Users", "UserCount"),
        Field("Clients", "ClientCount"),
    ),
    gets=False,
    updates=True,
    deletes=True,
    guarded=True,
    listing=Listing(skip="", count="", results="Tenants"),
    connect=f"{_COMMUNITY_CONNECT}/tenants",
)
COMMUNITY_TENANT = replace(
    _member,
    # No route lists them: they stand in the community itself.
    lists=replace(_member.lists, path=_COMMUNITY_OCS, connect=_COMMUNITY_CONNECT),
    editable=("Status",),
    sends=("Status",),
)
COMMUNITY_INVITATION = kind_of(
    COMMUNITIES,
    "community invitation",
    "Invitations",
    "invitations",
    f"{_COMMUNITY_OCS}/invitations",
    (
        Field("Id"),
        Field("InvitationRecipient", needed=True),
        Field("State"),
        Field("Issued"),
        Field("Expires"),
        Field("Accepted"),
        Field("IssuingTenantId"),
        Field("InvitedTenantId"),
        Field("CommunityId", links="community"),
        Field("CommunityName"),
        Field("AcceptedUserEmail"),
        Field("AcceptedTenantName"),
    ),
    within=COMMUNITY,
    columns=(Field("State"), Field("Expires")),
    creates=AT_COLLECTION,
    deletes=True,
    connect=f"{_COMMUNITY_CONNECT}/invitations",
    title_field="InvitationRecipient",
)
_PERSON_FIELDS = (Field("Id"), Field("Name"), Field("Email"), Field("RoleIds", takes="texts"))
_TENANT_OCS = f"{PREVIEW}/Tenants/{{tenant}}/Communities/{{id}}"
_TENANT_CONNECT = f"{PREVIEW}/Communities/{{id}}/Tenants/{{tenant}}"
COMMUNITY_USER = kind_of(
    COMMUNITIES,
    "community user",
    "Users",
    "users",
    f"{_TENANT_OCS}/Users",
    _PERSON_FIELDS,
    within=COMMUNITY,
    columns=(Field("E-mail", "Email"),),
    gets=False,
    deletes=True,
    connect=f"{_TENANT_CONNECT}/Users",
)
COMMUNITY_CLIENT = kind_of(
    COMMUNITIES,
    "community client",
    "Clients",
    "clients",
    f"{_TENANT_OCS}/ClientCredentialClients",
    _PERSON_FIELDS,
    within=COMMUNITY,
    gets=False,
    deletes=True,
    connect=f"{_TENANT_CONNECT}/ClientCredentialClients",
)
COMMUNITY_ROLE = kind_of(
    COMMUNITIES,
    "community role",
    "Roles",
    "roles",
    f"{PREVIEW}/Communities/{{id}}/Roles",
    (Field("Id"), Field("Name"), Field("Description"), Field("RoleTypeId"), Field("RoleScope", takes="any")),
    within=COMMUNITY,
    columns=(Field("Description"),),
    gets=False,
)
SHARED_STREAM = kind_of(
    COMMUNITIES,
    "shared stream",
    "Shared streams",
    "streams",
    f"{PREVIEW}/search/communities/{{id}}/streams",
    (
        Field("Id"),
        Field("Name"),
        Field("TypeId"),
        Field("Description"),
        Field("TenantId"),
        Field("TenantName"),
        Field("NamespaceId"),
        Field("CommunityId", links="community"),
        Field("Self"),
    ),
    within=COMMUNITY,
    columns=(Field("Tenant", "TenantName"), Field("Namespace", "NamespaceId"), Field("Type", "TypeId")),
    gets=False,
    listing=Listing(query="query", order="orderBy"),
    sortable=("Name",),
)
RECEIVED_INVITATION = kind_of(
    COMMUNITIES,
    "received community invitation",
    "Community invitations",
    "community-invitations",
    f"{PREVIEW}/tenants/{{tenant}}/communityinvitations",
    COMMUNITY_INVITATION.fields,
    within=None,
    columns=(Field("State"), Field("Community", "CommunityName"), Field("Expires")),
    gets=False,
    title_field="CommunityName",
)

COMMUNITY_KINDS = (
    COMMUNITY,
    COMMUNITY_TENANT,
    COMMUNITY_INVITATION,
    COMMUNITY_USER,
    COMMUNITY_CLIENT,
    COMMUNITY_ROLE,
    SHARED_STREAM,
)
