"""The explorer's keys for clients' secrets and users' invitations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ocs_tui.model.text import safe
from ocs_tui.screens.secret_survey import Surveying
from ocs_tui.screens.working import begin
from ocs_tui.widgets.field_list import FieldList

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from ocs_tui.connection import Connection
    from ocs_tui.model.address import Address
    from ocs_tui.model.clients import SecretDetails
    from ocs_tui.model.identity import User
    from ocs_tui.widgets.line_view import LineView


class SecretKeys(Surveying):
    """What the keys do in a list of secrets and on an invitation."""

    def secret_action(self, action: str) -> bool:
        """Do what a key does in a client's list of secrets, or on an invitation.

        Args:
            action: ``create``, ``edit`` or ``delete``.

        Returns:
            False where the key means the thing itself: in the tree, and on the other tabs.
        """
        from ocs_tui.screens.invitation_pane import INVITATION
        from ocs_tui.screens.secrets_pane import SECRETS, client_at

        if not self.detail.holds_focus:
            return False
        if self.tab == SECRETS and (address := client_at(self._seen)) is not None:
            keys = {"create": self._add_secret, "edit": self._edit_secret, "delete": self._delete_secret}
            keys[action](address, self._seen.label)
            return True
        if self.tab == INVITATION and action == "delete":
            self._withdraw()
            return True
        return False

    def on_line_view_chosen(self, event: LineView.Chosen) -> None:
        """``enter`` on a secret edits it; on one that expires soon it goes to its client."""
        from ocs_tui.screens.secrets_pane import SECRETS, OpenSecrets, ReadAllSecrets

        if not isinstance(event.view, FieldList) or not self.detail.holds_focus:
            return
        line = event.view.current
        data = line.data if line is not None else None
        if isinstance(data, OpenSecrets):
            self._tab = SECRETS
            self.go_to_thing(data.address)
        elif isinstance(data, ReadAllSecrets):
            self.read_all_or_stop()
        elif self.tab == SECRETS:
            self.secret_action("edit")

    def go_to_thing(self, address: Address) -> None:
        """Go to a thing below the tenant, and read it."""
        raise NotImplementedError

    # Secrets.

    def _may_write(self) -> Connection | None:
        from ocs_tui.screens import editing

        connection = self.ocs.connection
        if connection is not None and (refusal := editing.why_not_at_all(connection)):
            self.fail(refusal)
            return None
        return connection

    @property
    def _secret_here(self) -> SecretDetails | None:
        from ocs_tui.model.clients import SecretDetails

        body = self.detail.body
        line = body.current if isinstance(body, FieldList) else None
        if line is not None and isinstance(line.data, SecretDetails):
            return line.data
        self.fail("Put the cursor on a secret of the list.")
        return None

    def _add_secret(self, address: Address, label: str) -> None:
        from ocs_tui.screens.new_secret import NewSecretScreen

        connection = self._may_write()
        if connection is None:
            return

        def opened() -> Screen[Any]:
            from ocs_tui.screens.secret_form import SecretForm

            return SecretForm(
                f"Add a secret to {_called(address, label)}",
                "The secret comes up on a screen of its own, this once.",
                "",
                lambda details: connection.add_secret(address, label, details),
                lambda made: NewSecretScreen(label, made, address),
            )

        self._open_where_there_is_room(connection, address, opened)

    def _open_where_there_is_room(
        self, connection: Connection, address: Address, opened: Callable[[], Screen[Any]]
    ) -> None:
        """Open a form that adds a secret, unless the client has as many as there can be."""
        begin(self, partial(self._with_room, connection, address, opened), group="room", exclusive=True)  # fmt: skip

    async def _with_room(
        self, connection: Connection, address: Address, opened: Callable[[], Screen[Any]]
    ) -> None:
        from ocs_tui.changes.acts import MOST_SECRETS
        from ocs_tui.connection.client_secrets import secrets_of

        slot = await connection.load(secrets_of(address))
        if slot.error is not None:
            self.fail_with(slot.error)
        elif slot.fetched is not None and len(slot.fetched.value) >= MOST_SECRETS:
            self.fail(f"This client has {MOST_SECRETS} secrets, and no more are allowed: delete one first.")
        else:
            self.when_on_top(lambda: self.app.push_screen(opened(), self.back_from_secret))

    def _edit_secret(self, address: Address, label: str) -> None:
        from ocs_tui.model.address import Address
        from ocs_tui.screens.secret_form import SecretEdit

        secret = self._secret_here
        if secret is not None and self._may_write() is not None:
            place = Address((*address.parts, "secrets", str(secret.id)))
            self.app.push_screen(SecretEdit(place, label), self.back_from_secret)

    def _delete_secret(self, address: Address, label: str) -> None:
        from ocs_tui.screens.secret_delete import SecretDelete

        secret = self._secret_here
        if secret is not None and self._may_write() is not None:
            self.app.push_screen(SecretDelete(address, label, secret), self.back_from_secret)

    def back_from_secret(self, done: str | None) -> None:
        """Back from a change of a secret or an invitation."""
        if done is not None:
            self.status.message = done
            self._present()
            self._read_pane(again=True)

    # Rotating.

    def action_rotate(self) -> None:
        """Rotate the secret of the client under the cursor, or go on with it."""
        from ocs_tui.screens.secrets_pane import OpenSecrets, client_at

        line = self.detail.body.current if isinstance(self.detail.body, FieldList) else None
        if self.detail.holds_focus and line is not None and isinstance(line.data, OpenSecrets):
            self._rotate(line.data.address, line.data.label)
            return
        item = self._seen if self.detail.holds_focus else self.resources.current
        address = client_at(item)
        if address is None:
            self.fail("Put the cursor on a client, or on a secret that expires: R rotates it.")
        else:
            self._rotate(address, item.label)

    def _rotate(self, address: Address, label: str) -> None:
        from ocs_tui.screens.rotate import RotateScreen, rotation_form

        connection = self._may_write()
        if connection is None:
            return
        if address.collections[0] != "clients":
            self.fail(
                "Only a person can sign in through a hybrid client, so a new secret of it cannot be proven here: "
                "on its Secrets tab, n adds one, and d deletes the old one once the new one is in use."
            )
            return
        begun = connection.rotations.find(address.ids[-1])
        if begun is not None:
            self.app.push_screen(RotateScreen(address, label, begun), self.back_from_secret)
        else:
            self._open_where_there_is_room(
                connection, address, lambda: rotation_form(connection, address, label)
            )

    # Invitations.

    def action_invite(self) -> None:
        """Invite the user under the cursor, or send the invitation again."""
        item = self._seen if self.detail.holds_focus else self.resources.current
        if item.kind != "user":
            self.fail("Put the cursor on a user: i invites it.")
        elif (connection := self._may_write()) is not None:
            self._with_user(connection, item.id, self._invite)

    def _withdraw(self) -> None:
        if (connection := self._may_write()) is not None:
            self._with_user(connection, self._seen.id, self._withdraw_of)

    def _with_user(
        self, connection: Connection, user_id: str, then: Callable[[Connection, User], None]
    ) -> None:
        begin(self, partial(self._read_user, connection, user_id, then), group="user", exclusive=True)  # fmt: skip

    async def _read_user(
        self, connection: Connection, user_id: str, then: Callable[[Connection, User], None]
    ) -> None:
        """Read a user and how far the invitation has come: what is sent depends on it."""
        from asyncio import gather

        from ocs_tui.api.errors import NotFound
        from ocs_tui.connection.slots import at
        from ocs_tui.model.address import Address

        user_key = at(Address(("", "users", user_id)))
        keys = [user_key, ("user-status", user_id), ("invitation", user_id)]
        user, status, invitation = await gather(*(connection.load(key) for key in keys))
        error = user.error or status.error or invitation.error
        if error is not None and not isinstance(error, NotFound):
            self.fail_with(error)
        elif user.fetched is None:
            self.fail("This user is gone.")
        else:
            found: User = user.fetched.value
            self.when_on_top(lambda: then(connection, found))

    def _invite(self, connection: Connection, user: User) -> None:
        from ocs_tui.model.enums import UserInvitationStatus
        from ocs_tui.screens.invitation_pane import has_invitation, status_of
        from ocs_tui.screens.invite import InviteForm

        again = has_invitation(connection, user.id)
        if status_of(connection, user.id) == UserInvitationStatus.INVITATION_ACCEPTED:
            self.fail(f"{safe(user.label, 80)} has accepted already: there is nobody to invite.")
        elif not again and not user.identity_provider_id:
            self.fail(f"{safe(user.label, 80)} has no identity provider, which an invitation needs.")
        else:
            self.app.push_screen(InviteForm(user, again=again), self.back_from_secret)

    def _withdraw_of(self, connection: Connection, user: User) -> None:
        from ocs_tui.screens.act_review import ActReview
        from ocs_tui.screens.invitation_pane import invitation_at
        from ocs_tui.screens.invite import withdrawing

        if invitation_at(connection, user.id) is None:
            self.fail("No invitation stands: there is nothing to withdraw.")
            return
        title, lines = withdrawing(user)
        review = ActReview(title, lines, lambda: connection.withdraw_invitation(user))
        self.app.push_screen(review, self.back_from_secret)


def _called(address: Address, label: str) -> str:
    """Return what a title calls a client: ``the client Pump Gateway``."""
    from ocs_tui.catalog.kinds import kind_at

    return f"the {kind_at(address).name} {safe(label, 80)}"
