"""Tenants for the tests of this room: who there is, in few words."""

from __future__ import annotations

from ocs_tui.access.directory import Directory
from ocs_tui.model.enums import RoleScope
from ocs_tui.model.identity import Client, Role, User

TENANT_ID = "t-1"


def role(role_id: str, name: str, scope: RoleScope = RoleScope.TENANT) -> Role:
    """A role."""
    return Role(id=role_id, name=name, role_scope=scope)


def person(user_id: str, name: str, *role_ids: str, email: str | None = None) -> User:
    """A user."""
    return User(id=user_id, name=name, email=email, role_ids=role_ids)


def machine(client_id: str, name: str, *role_ids: str, enabled: bool = True) -> Client:
    """A client."""
    return Client(id=client_id, name=name, enabled=enabled, role_ids=role_ids)


ROLES = (
    role("a", "Operators"),
    role("b", "Contractors"),
    role("c", "Grid \x1b[31mPartners", RoleScope.COMMUNITY),
)
USERS = (
    person("u-1", "Ada", "a", email="ada@works.example"),
    person("u-2", "Ben", "a", "b"),
    person("u-3", "Ben"),
)
CLIENTS = (machine("c-1", "Pump gateway", "b"), machine("c-2", "Old gateway", "a", enabled=False))
DIRECTORY = Directory(TENANT_ID, ROLES, USERS, CLIENTS)
