"""Roles, users, clients, and the details of secrets, which never hold the secret itself."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from ocs_tui.model.enums import BUILT_IN_ROLES, InvitationState, RoleScope, UserInvitationStatus
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


class CodeClient(Wire):
    """A client that signs people in: authorization code, hybrid or implicit; it carries no roles."""

    id: str = ""
    name: str | None = None
    enabled: bool = False
    access_token_lifetime: Count = 0
    tags: tuple[str, ...] = ()
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    allowed_cors_origins: tuple[str, ...] = ()
    client_uri: str | None = None
    logo_uri: str | None = None
    allow_offline_access: bool = False
    allow_access_tokens_via_browser: bool = False

    @property
    def label(self) -> str:
        """Its name, else its id."""
        return self.name or self.id


class DeviceClient(Wire):
    """A device code client; it carries no roles. ``device_code_lifetime`` is in seconds."""

    id: str = ""
    name: str | None = None
    enabled: bool = False
    access_token_lifetime: Count = 0
    device_code_lifetime: Count = 0
    tags: tuple[str, ...] = ()
    client_uri: str | None = None
    logo_uri: str | None = None

    @property
    def label(self) -> str:
        """Its name, else its id."""
        return self.name or self.id


class Automation(Wire):
    """An automation identity of CONNECT and the last OCS pages."""

    id: str = ""
    name: str | None = None
    tenant_id: str | None = None
    role_ids: tuple[str, ...] = ()
    role_type_ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name, else its id."""
        return self.name or self.id


class SecretDetails(Wire):
    """What is known of a client's secret: anything but the secret.

    ``expires`` absent means true; ``expiration`` is a date-time, None for a secret that never expires.
    """

    id: Count = 0
    description: str | None = None
    expiration: str | None = None
    expires: bool = True

    @property
    def label(self) -> str:
        """Its description, else its number."""
        return self.description or f"secret {self.id}"


class Invitation(Wire):
    """An invitation of a user. Times are date-times as they came."""

    id: str = ""
    issued: str | None = None
    expires: str | None = None
    accepted: str | None = None
    state: Annotated[InvitationState | int | str, BeforeValidator(read_enum(InvitationState))] = (
        InvitationState.NONE
    )
    tenant_id: str | None = None
    user_id: str | None = None

    @property
    def label(self) -> str:
        """Its id: whom it invites is a user's id."""
        return self.id


class UserStatus(Wire):
    """How far a user's invitation has come."""

    invitation_status: Annotated[
        UserInvitationStatus | int | str, BeforeValidator(read_enum(UserInvitationStatus))
    ] = UserInvitationStatus.INVITATION_ACCEPTED
    user: User = User()

    @property
    def id(self) -> str:
        """The user's id."""
        return self.user.id


class Provider(Wire):
    """An identity provider: where people of the tenant sign in."""

    id: str = ""
    display_name: str | None = None
    scheme: str | None = None
    user_id_claim_type: str | None = None
    client_id: str | None = None
    is_configured: bool = False
    capabilities: dict[str, Any] | None = None

    @property
    def label(self) -> str:
        """Its display name, else its scheme, else its id."""
        return self.display_name or self.scheme or self.id


class Claim(Wire):
    """Who has a claim of an identity provider (a group of its directory) has the claim's roles."""

    id: str = ""
    type_name: str | None = None
    value: str | None = None
    role_ids: tuple[str, ...] = ()
    is_built_in: bool = False

    @property
    def label(self) -> str:
        """Its type and value."""
        return f"{self.type_name or 'claim'}: {self.value or self.id}"


class Group(Wire):
    """A group of an identity provider's directory that has roles through a claim."""

    id: str = ""
    name: str | None = None
    email: str | None = None
    identity_provider_claim_id: str | None = None
    role_ids: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name, else its id."""
        return self.name or self.id


class ClaimType(Wire):
    """A type of claim that an identity provider gives out."""

    id: str = ""
    type_name: str | None = None
    identity_provider_id: str | None = None
