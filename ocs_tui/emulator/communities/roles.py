"""The roles of a community: documents of the tenant, so that its people hold them and its ACLs name them."""

from __future__ import annotations

import uuid

from ocs_tui.emulator.call import Box
from ocs_tui.emulator.people.collection import key_of
from ocs_tui.emulator.store import Change, Documents, Json, Kind
from ocs_tui.model.enums import (
    BUILT_IN_ROLES,
    COMMUNITY_ADMINISTRATOR,
    COMMUNITY_MEMBER,
    COMMUNITY_MODERATOR,
    RoleScope,
)

TYPES = (COMMUNITY_ADMINISTRATOR, COMMUNITY_MODERATOR, COMMUNITY_MEMBER)
HOLDERS = (Kind.USER, Kind.CLIENT, Kind.AUTOMATION, Kind.CLAIM)


def new_roles(tenant_id: str, community_id: str, name: str) -> list[Json]:
    """Return the roles that a new community brings to a tenant: administrator, moderator, member."""
    return [
        {
            "Id": str(uuid.uuid4()),
            "Name": role_name(name, type_id),
            "Description": None,
            "RoleScope": int(RoleScope.COMMUNITY),
            "TenantId": tenant_id,
            "CommunityId": community_id,
            "RoleTypeId": type_id,
        }
        for type_id in TYPES
    ]


def role_name(community: str, type_id: str) -> str:
    """Return what a role of a community is called."""
    return f"{community} {BUILT_IN_ROLES[type_id]}"


def roles_of(documents: Documents, community_id: str) -> list[Json]:
    """Return the roles of a community, in the order of :data:`TYPES`."""
    folded = community_id.casefold()
    roles = [each for each in documents.all(Kind.ROLE) if (each["CommunityId"] or "").casefold() == folded]
    return sorted(
        roles, key=lambda role: TYPES.index(role["RoleTypeId"]) if role["RoleTypeId"] in TYPES else 9
    )


def role_id_of(documents: Documents, community_id: str, type_id: str) -> str:
    """Return the id of a community's role of a type; empty where it has none."""
    roles = roles_of(documents, community_id)
    return next((str(role["Id"]) for role in roles if role["RoleTypeId"] == type_id), "")


def renamed(box: Box, community_id: str, name: str) -> list[Change]:
    """Return what changes when a community is called anew: its roles are named after it."""
    return [
        (Kind.ROLE, role["Id"], role | {"Name": role_name(name, role["RoleTypeId"])})
        for role in roles_of(box.store.primary, community_id)
    ]


def taken_away(box: Box, community_id: str) -> list[Change]:
    """Return what changes when a community is gone: nobody has its roles, and they are no more."""
    documents = box.store.primary
    gone = {str(role["Id"]) for role in roles_of(documents, community_id)}
    changes: list[Change] = [
        (kind, key_of(each), each | {"RoleIds": [held for held in each["RoleIds"] if held not in gone]})
        for kind in HOLDERS
        for each in documents.all(kind)
        if gone & set(each["RoleIds"])
    ]
    return changes + [(Kind.ROLE, role_id, None) for role_id in gone]
