"""Delete a client's secret: what it concerns is to be typed, and who signs in with it is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.screens.secret_words import expiry_words
from ocs_tui.widgets.field_list import FieldList, Line, heading, note
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from ocs_tui.changes.change import Delete
    from ocs_tui.model.address import Address
    from ocs_tui.model.clients import SecretDetails


class SecretDelete(Editor):
    """Shows which secret goes, and deletes it when its number was typed; the client's name where it is grave.

    Args:
        client: the client's address.
        label: what the client is called.
        secret: what is known of the secret.
    """

    CSS_PATH = stylesheet("secret_delete")
    HELP = "Type what is asked for, then enter, to delete the secret. Escape goes back."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "review", "Delete", priority=True, id="secret-delete.delete"),
    ]

    def __init__(self, client: Address, label: str, secret: SecretDetails) -> None:
        super().__init__(f"Delete secret {secret.id} of {safe(label, 80)}")
        self._client, self._of, self._secret = client, label, secret
        self._what = FieldList(id="what")
        self._phrase = str(secret.id)
        self._writing = False

    def body(self) -> Iterable[Widget]:
        """What goes, and where to type."""
        return (self._what, Input(id="typed"))

    def on_mount(self) -> None:
        """Show what goes."""
        self.entitle(f"Delete secret {self._secret.id} of {self._of}", self.ocs.where_written())
        dangers = self._dangers()
        if dangers:
            self._phrase = self._of if safe(self._of) == self._of else self._client.ids[-1]
        self._what.can_focus = False
        self._what.show(
            [
                heading("What goes"),
                Line("Secret", str(self._secret.id)),
                Line("Description", safe(self._secret.description or "–", 300)),
                Line("Expires", expiry_words(self._secret)),
                Line("Of client", safe(self._of, 300)),
                Line(),
                *(note(text, "bad") for text in dangers),
                *(note(text, "changed") for text in self._notes()),
            ]
        )
        typed = self.query_one("#typed", Input)
        typed.placeholder = f"type {self._phrase} to delete it"
        self.set_focus(typed)

    def _dangers(self) -> list[str]:
        connection = self.ocs.connection
        if connection is None:
            return []
        from ocs_tui.connection.people import secrets_of

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

    def _notes(self) -> list[str]:
        return [
            "Programs that still sign in with it are refused; tokens that they have hold until they run out.",
            "It cannot be taken back.",
        ]

    def change(self) -> Delete | str:
        """The deletion, once the phrase was typed."""
        from ocs_tui.changes.change import Delete
        from ocs_tui.model.address import Address

        if self.query_one("#typed", Input).value != self._phrase:
            return f"Type {self._phrase!r}, exactly as it is, to delete it."
        return Delete(Address((*self._client.parts, "secrets", str(self._secret.id))), self._secret)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` after it deletes."""
        self.action_review()

    def action_review(self) -> None:
        """What was typed is the confirmation: delete."""
        if self._writing or self.app.screen is not self:
            return
        change = self.change()
        if isinstance(change, str):
            self.fail(change)
            return
        self._writing = True
        self.query_one(ErrorLine).dismiss()
        self.tell("Deleting… It goes on if you leave.")
        self.ocs.write(change, lambda outcome, error: self.when_on_top(lambda: self._ended(outcome, error)))

    @property
    def is_writing(self) -> bool:
        """Whether it is being deleted."""
        return self._writing

    def _ended(self, outcome: object, error: Exception | None) -> None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.changes.apply import Refused

        self._writing = False
        self.tell("")
        if isinstance(error, OcsError):
            self.fail_with(error)
        elif isinstance(outcome, Refused):
            self.fail(outcome.sentence)
        else:
            self.dismiss(f"Secret {self._secret.id} of {safe(self._of, 80)} is deleted.")
