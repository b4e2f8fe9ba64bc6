"""Roles and users: who is in a role, which ACLs there are, invitations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ocs_tui.connection.changing import Changing
from ocs_tui.connection.slots import NAMESPACES, Key
from ocs_tui.model.address import Address
from ocs_tui.model.identity import Client, User
from ocs_tui.model.records import Records

if TYPE_CHECKING:
    from ocs_tui.changes.plan import Reading


class People(Changing):
    """What an administrator does with people and roles."""

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
        from ocs_tui.changes.change import Aspect
        from ocs_tui.changes.plan import read_all

        slot = await self.load(NAMESPACES)
        if slot.error is not None:
            raise slot.error
        places = [Address(), *(Address.namespace(one.id) for one in self.namespaces if one.id)]
        return await read_all(self.client, places, Aspect.ACL, on_progress=progress)

    # Users.

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


def _has(who: Any, role_id: str) -> bool:
    wanted = role_id.casefold()
    return any(held.casefold() == wanted for held in who.role_ids)
