"""Delete a client's secret: what it concerns is to be typed, and who signs in with it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.screens.delete import DeleteScreen
from ocs_tui.screens.secret_words import expiry_words
from ocs_tui.widgets.field_list import Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.connection import Connection
    from ocs_tui.model.clients import SecretDetails


class SecretDelete(DeleteScreen):
    """Shows which secret goes, and deletes it when its number was typed; the client's name where it is grave.

    Args:
        client: the client's address.
        label: what the client is called.
        secret: what is known of the secret.
    """

    HELP = "Type what is asked for, then enter, to delete the secret. Escape goes back."

    def __init__(self, client: Address, label: str, secret: SecretDetails) -> None:
        super().__init__(Address((*client.parts, "secrets", str(secret.id))), secret)
        self._client, self._of, self._secret = client, label, secret

    @property
    def called(self) -> str:
        """The secret's number; what its client is called where deleting it is grave."""
        if not self._dangers():
            return str(self._secret.id)
        return self._of if safe(self._of) == self._of else self._client.ids[-1]

    @property
    def is_confirmed(self) -> bool:
        """Whether that was typed: where it is grave the number is not enough."""
        return self._typed.value == self.called

    @property
    def title_words(self) -> str:
        """What the screen is headed by."""
        return f"Delete secret {self._secret.id} of {self._of}"

    @property
    def placeholder(self) -> str:
        """What stands in the empty field."""
        return f"type {self.called} to delete it"

    @property
    def not_confirmed(self) -> str:
        """What is said while something else was typed."""
        return f"Type {self.called!r}, exactly as it is, to delete it."

    @property
    def done_words(self) -> str:
        """What came of it, once it went."""
        return f"Secret {self._secret.id} of {safe(self._of, 80)} is deleted."

    def lines(self, connection: Connection) -> list[Line]:
        """Return which secret goes, and what follows from that."""
        return [
            heading("What goes"),
            Line("Secret", str(self._secret.id)),
            Line("Description", safe(self._secret.description or "–", 300)),
            Line("Expires", expiry_words(self._secret)),
            Line("Of client", safe(self._of, 300)),
            Line(),
            *(note(text, "bad") for text in self._dangers()),
            note(
                "Programs that still sign in with it are refused; tokens that they have hold until they run out.",
                "changed",
            ),
            note("It cannot be taken back.", "changed"),
        ]

    def _dangers(self) -> list[str]:
        connection = self.ocs.connection
        if connection is None:
            return []
        from ocs_tui.connection.client_secrets import secrets_of

        dangers = []
        listed: tuple[SecretDetails, ...] = connection.value(secrets_of(self._client)) or ()
        if len(listed) == 1 and listed[0].id == self._secret.id:
            dangers.append("It is the client's last one: nobody can sign in as this client any more.")
        if connection.signs_in_with(self._client) == self._secret.id:
            dangers.append(
                "This program signs in with it: once its token has run out, it cannot sign in any more."
            )
        elif connection.is_own(self._client) and connection.signs_in_with(self._client) is None:
            dangers.append(
                "You are signed in as this client, and which of its secrets you signed in with cannot be told."
            )
        return dangers
