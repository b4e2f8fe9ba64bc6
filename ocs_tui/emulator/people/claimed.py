"""The roles that a user has by claims: through groups of the directory of their identity provider.

A group with roles is a claim whose value is the group's id; a user of the tenant is the directory's person
with the same e-mail address. Both are readings: the reference only shows the objects.
"""

from __future__ import annotations

from ocs_tui.emulator.store import Documents, Json, Kind


def roles_by_claims(documents: Documents, user: Json) -> list[str]:
    """Return the ids of the roles that a user has by claims."""
    groups = {group["Id"] for group in _groups_of(documents, user)}
    found: dict[str, None] = {}
    for claim in documents.all(Kind.CLAIM):
        if claim["Value"] in groups and claim["Of"] == user["IdentityProviderId"]:
            found |= dict.fromkeys(claim["RoleIds"])
    return list(found)


def _groups_of(documents: Documents, user: Json) -> list[Json]:
    address = (user.get("Email") or user.get("ContactEmail") or "").casefold()
    persons = {
        each["Id"] for each in documents.all(Kind.DIRECTORY_USER) if each["Email"].casefold() == address
    }
    return [group for group in documents.all(Kind.DIRECTORY_GROUP) if persons & set(group["Members"])]
