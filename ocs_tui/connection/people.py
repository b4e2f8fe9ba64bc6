"""Roles, users and clients: who is in a role, secrets, invitations, and proving a new secret."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ocs_tui.api.answers import Fetched, NewSecret
from ocs_tui.api.client import OcsClient
from ocs_tui.catalog import identity as op
from ocs_tui.catalog.identity_kinds import CLIENT
from ocs_tui.catalog.kinds import address_of
from ocs_tui.changes.change import Aspect
from ocs_tui.connection.changing import Changing
from ocs_tui.connection.slots import NAMESPACES, Key
from ocs_tui.model.address import Address
from ocs_tui.model.expiry import days_until
from ocs_tui.model.identity import Client, Role, User
from ocs_tui.model.records import Records

if TYPE_CHECKING:
    from ocs_tui.changes.plan import Plan, Reading
    from ocs_tui.changes.rotation import Trial
    from ocs_tui.model.clients import SecretDetails
    from ocs_tui.model.providers import Invitation, UserStatus


class People(Changing):
    """What an administrator does with people, roles and clients."""

    def users_in(self, role_id: str) -> Sequence[User] | None:
        """Return the users that have a role; None while the users are not known."""
        return self._in(("users",), role_id)

    def clients_in(self, role_id: str) -> Sequence[Client] | None:
        """Return the client-credential clients that have a role; None while the clients are not known."""
        return self._in(("clients",), role_id)

    def _in(self, key: Key, role_id: str) -> Sequence[Any] | None:
        listed = self.value(key)
        if isinstance(listed, Records):  # as long as it may be: no model is made of those that are not in it
            return listed.holding("role_ids", role_id)
        return None if listed is None else tuple(one for one in listed if _has(one, role_id))

    # Roles.

    async def read_acls(self, progress: Callable[[int, int], None] | None = None) -> dict[Address, Reading]:
        """Read every ACL there is where it is written: the root ACL and those of all namespaces.

        Raises:
            OcsError: the namespaces cannot be listed.
        """
        from ocs_tui.changes.plan import read_all

        slot = await self.load(NAMESPACES)
        if slot.error is not None:
            raise slot.error
        places = [Address(), *(Address.namespace(one.id) for one in self.namespaces if one.id)]
        return await read_all(self.client, places, Aspect.ACL, on_progress=progress)

    async def role_delete(
        self, role: Role, *, entries_too: bool, progress: Callable[[int, int], None] | None = None
    ) -> Plan:
        """Return the plan that deletes a role, and first the ACL entries that name it.

        Raises:
            OcsError: the namespaces cannot be listed.
        """
        from ocs_tui.changes.role_plans import plan_role_delete

        return plan_role_delete(await self.read_acls(progress), role, entries_too=entries_too)

    # Users.

    async def user_status(self, user_id: str) -> Fetched[UserStatus]:
        """Read how far a user's invitation has come.

        Raises:
            OcsError: it cannot be read.
        """
        from ocs_tui.model.providers import UserStatus

        return await self.client.read(op.GET_USER_STATUS, UserStatus, user_id)

    async def invitation_of(self, user_id: str) -> Fetched[Invitation]:
        """Read a user's invitation.

        Raises:
            NotFound: there is none.
            OcsError: it cannot be read.
        """
        from ocs_tui.model.providers import Invitation

        return await self.client.read(op.GET_INVITATION_OF, Invitation, user_id)

    async def invite(self, user: User, *, again: bool, expires: datetime | None = None) -> None:
        """Send a user an invitation; ``again`` sends another in the place of one that stands.

        Raises:
            OcsError: it was not sent, or that is not known.
        """
        from ocs_tui.changes import acts

        await acts.invite(self.client, self.journal, user, again=again, expires=expires)

    async def withdraw_invitation(self, user: User) -> None:
        """Take back an invitation that was not accepted yet.

        Raises:
            OcsError: it was not taken back, or that is not known.
        """
        from ocs_tui.changes import acts

        await acts.withdraw_invitation(self.client, self.journal, user)

    # Clients and their secrets.

    async def add_secret(self, address: Address, label: str, details: SecretDetails) -> NewSecret:
        """Add a secret to a client; its value comes back this once.

        Raises:
            OcsError: it was not added, or that is not known.
        """
        from ocs_tui.changes import acts

        made = await acts.add_secret(self.client, self.journal, address, label, details)
        self.changed(secrets_of(address))
        return made

    async def prove_secret(self, client_id: str, secret: str) -> AsyncIterator[Trial]:
        """Try to sign in as a client with a secret, for up to an hour; yields each try."""
        from ocs_tui.changes.rotation import prove

        async def reveal() -> str:
            return secret

        async def sign_in() -> None:
            async with OcsClient(self.endpoint_of(client_id), reveal, regions=self.regions) as trial:
                await trial.sign_in()

        async for one in prove(sign_in):
            yield one


def secrets_of(address: Address) -> Key:
    """Return the slot of a client's secrets: what is known of them, never their values."""
    return ("in", f"{address}/secrets")


def secrets_of_client(client_id: str) -> Key:
    """Return the slot of the secrets of a client-credential client."""
    return secrets_of(address_of(CLIENT, client_id))


def days_left(secret: SecretDetails, now: datetime | None = None) -> int | None:
    """Return the whole days until a secret expires, negative when it has; None for one that never does."""
    return days_until(secret.expiration, now) if secret.expires else None


def soonest(secrets: Sequence[SecretDetails]) -> int | None:
    """Return the days until the first of these secrets expires; None when none does."""
    days = [left for secret in secrets if (left := days_left(secret)) is not None]
    return min(days, default=None)


def _has(who: Any, role_id: str) -> bool:
    wanted = role_id.casefold()
    return any(held.casefold() == wanted for held in who.role_ids)
