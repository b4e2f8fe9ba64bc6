"""How people come in: invitations, identity providers, and the claims and groups that give roles."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from ocs_tui.model.enums import InvitationState, UserInvitationStatus
from ocs_tui.model.identity import User
from ocs_tui.model.wire import Wire, read_enum


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
