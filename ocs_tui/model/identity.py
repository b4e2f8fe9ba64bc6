"""Roles, users and client-credential clients: who can be a trustee. The first screen needs them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from ocs_tui.model.enums import BUILT_IN_ROLES, RoleScope
from ocs_tui.model.wire import Count, Wire, read_enum


class Role(Wire):
    """A role. Built-in ones are known by ``role_type_id``; custom ones have none."""

    id: str = ""
    name: str = ""
    description: str | None = None
    role_scope: Annotated[RoleScope | int | str, BeforeValidator(read_enum(RoleScope))] = RoleScope.NONE
    tenant_id: str | None = None
    community_id: str | None = None
    role_type_id: str | None = None

    @property
    def label(self) -> str:
        """Its name, else its id."""
        return self.name or self.id

    @property
    def is_built_in(self) -> bool:
        """True for a role every tenant has."""
        return (self.role_type_id or "").casefold() in BUILT_IN_ROLES


class User(Wire):
    """A person of the tenant."""

    id: str = ""
    name: str | None = None
    given_name: str | None = None
    surname: str | None = None
    email: str | None = None
    contact_email: str | None = None
    contact_given_name: str | None = None
    contact_surname: str | None = None
    external_user_id: str | None = None
    identity_provider_id: str | None = None
    role_ids: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The best name there is: full name, else the parts, else the e-mail address, else the id."""
        parts = " ".join(
            part
            for part in (self.given_name or self.contact_given_name, self.surname or self.contact_surname)
            if part
        )
        return self.name or parts or self.address or self.id

    @property
    def address(self) -> str:
        """The e-mail address, or the empty string."""
        return self.email or self.contact_email or ""


class Client(Wire):
    """A client-credential client. Its secrets are never part of it."""

    id: str = ""
    name: str | None = None
    enabled: bool = False
    access_token_lifetime: Count = 0
    tags: tuple[str, ...] = ()
    role_ids: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name, else its id."""
        return self.name or self.id
