"""Rotate a client's secret: add, prove, store, and only then delete an old one. Gone on with at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.rotating import Rotating
from ocs_tui.screens.working import begin
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from ocs_tui.api.answers import NewSecret
    from ocs_tui.connection import Connection
    from ocs_tui.model.address import Address
    from ocs_tui.screens.secret_form import SecretForm

LOST = "The new secret is only here, and was neither copied nor kept."


class RotateScreen(Rotating):
    """Goes through a rotation from where it stands; answers what came of it, in words."""

    CSS_PATH = stylesheet("rotate")
    HELP = (
        "A new secret takes the place of an old one: it is added, proven by signing in with it, stored, and "
        "then you choose which old one goes. Nothing old can be deleted before the new one is proven."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "value", "Value", tooltip="Show the new secret, to copy it", id="rotate.value"),
        Binding("s", "keep", "Store", tooltip="Keep the new secret in the keyring", id="rotate.keep"),
        Binding("e", "stored", "Elsewhere", tooltip="It is stored elsewhere: go on", id="rotate.stored"),
        Binding("d", "delete", "Delete old", tooltip="Delete the old secret under the cursor", id="rotate.delete"),
        Binding("f", "finish", "Finish", tooltip="Finish, and leave the old ones", id="rotate.finish"),
        Binding("r", "again", "Try now", tooltip="Try the new secret now", id="rotate.again"),
        Binding("p", "paste", "Paste value", tooltip="Give the new secret's value again", id="rotate.paste"),
        Binding("x", "give_up", "Give up", tooltip="Delete the new secret, to begin anew", id="rotate.give-up"),
        Binding("escape", "leave", "Leave", id="rotate.leave"),
    ]  # fmt: skip

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key is there when its step is; that of deleting says why it does not yet."""
        knows, is_proven, is_stored = bool(self._value), self._rotation.is_proven, self._is_stored
        applies = {
            "value": knows,
            "again": knows and not is_proven,
            "paste": not knows and not is_stored,
            "keep": knows and is_proven and not is_stored,
            "stored": is_proven and not is_stored,
            "finish": is_stored,
            "give_up": not is_stored,
        }
        return applies.get(action, True)

    def action_again(self) -> None:
        """Try the new secret now."""
        self._prove()

    def action_paste(self) -> None:
        """Give the value again, which only whoever saw it knows."""
        from ocs_tui.screens.ask_secret import AskSecret

        why = f"The value of secret {self._rotation.secret_id}, which was shown when it was added."
        profile = self.ocs.connection.profile.name if self.ocs.connection else ""
        self.app.push_screen(AskSecret(profile, self._client.ids[-1], why), self._pasted)

    def _pasted(self, typed: str | None) -> None:
        from ocs_tui.settings.secret import secret_problem

        if not typed:
            return
        if (problem := secret_problem(typed)) is not None:
            self.fail(problem)
            return
        self._value = typed
        self._kept = True  # whoever pastes it has it
        self._show()
        self._prove()

    def action_value(self) -> None:
        """Show the new secret, to copy it."""
        from ocs_tui.api.answers import NewSecret
        from ocs_tui.api.hidden import Hidden
        from ocs_tui.model.clients import SecretDetails
        from ocs_tui.screens.new_secret import NewSecretScreen

        details = self._new or SecretDetails(id=self._rotation.secret_id)
        shown = NewSecret(Hidden(self._value), details)
        self.app.push_screen(NewSecretScreen(self._of, shown, asks=False), self._copied)

    def _copied(self, copied: bool | None) -> None:
        if copied:
            self._kept = True
            if self._rotation.is_proven and not self._is_own:
                self._advance_to_stored()

    def action_keep(self) -> None:
        """Keep the new secret in the keyring."""
        self.tell("Asking the keyring…")
        begin(self, self._keep, group="keep", exclusive=True)

    async def _keep(self) -> None:
        connection = self.ocs.connection
        if connection is None:
            return
        answer = await connection.keep_secret(self._client, self._value)
        self.tell("")
        if not answer.done:
            self.fail(
                f"{answer.sentence} v shows the secret, to copy it; e goes on when it is stored elsewhere."
            )
            return
        self._kept = True
        self._now.update(connection.kept_words(self._client))
        self._advance_to_stored()

    def action_stored(self) -> None:
        """Go on: the new secret is where it is needed."""
        from ocs_tui.screens.ask import Ask

        question = "Is the new secret's value stored where it is needed from now on?"
        self.app.push_screen(Ask(question, "It is stored", "Not yet"), self._stored_elsewhere)

    def _stored_elsewhere(self, stored: bool | None) -> None:
        if stored:
            self._kept = True
            self._advance_to_stored()

    def _advance_to_stored(self) -> None:
        from ocs_tui.changes.rotation import Step

        if not self._is_stored:
            self._advance(Step.STORED)

    def action_delete(self) -> None:
        """Delete the old secret under the cursor, once the new one is proven and stored."""
        from ocs_tui.model.clients import SecretDetails
        from ocs_tui.screens.secret_delete import SecretDelete

        line = self._lines.current
        old = line.data if line is not None else None
        if not self._rotation.is_proven:
            self.fail("Nothing old is deleted before the new secret is proven.")
        elif not self._is_stored:
            self.fail(
                "Nothing old is deleted before the new secret is stored: s keeps it, v shows it to copy."
            )
        elif not isinstance(old, SecretDetails):
            self.fail("Put the cursor on the old secret that goes; f finishes, and leaves them all.")
        else:
            self.app.push_screen(SecretDelete(self._client, self._of, old), self._deleted)

    def _deleted(self, done: str | None) -> None:
        if done is not None:
            self._end(f"Rotated. {done}")

    def action_finish(self) -> None:
        """Finish, and leave the old secrets as they are."""
        self._end(f"Rotated: secret {self._rotation.secret_id} works, and no old one was deleted.")

    def action_give_up(self) -> None:
        """Delete the new secret; the old ones stay as they are."""
        from ocs_tui.model.clients import SecretDetails
        from ocs_tui.screens.secret_delete import SecretDelete

        if self._is_stored:
            self.fail(
                "It is in use: it is an ordinary secret now, and d on the client's Secrets tab deletes it."
            )
            return
        known = self._new or SecretDetails(id=self._rotation.secret_id)
        self.app.push_screen(SecretDelete(self._client, self._of, known), self._gave_up)

    def _gave_up(self, done: str | None) -> None:
        if done is not None:
            self._end(f"{done} Nothing was rotated: R begins anew.")

    def _end(self, words: str) -> None:
        if self.ocs.connection is not None:
            self.ocs.connection.rotations.end(self._client.ids[-1])
        self._value = ""
        self.dismiss(words)

    def action_leave(self) -> None:
        """Leave; R on the client goes on later. A value that is nowhere else is asked about."""
        if self.query_one(ErrorLine).dismiss():
            return
        if not self._is_only_here:
            self._left(True)
            return
        from ocs_tui.screens.ask import Ask

        question = f"{LOST} Leave without it? (v shows it, to copy it.)"
        self.app.push_screen(Ask(question, "Leave without it", "Stay"), self._left)

    def _left(self, leave: bool | None) -> None:
        if leave:
            self.dismiss("The rotation is not finished: R on the client goes on with it.")


def rotation_form(connection: Connection, client: Address, label: str) -> SecretForm:
    """Return the form that begins a rotation: the new secret's description, and until when it holds."""
    from datetime import date

    from ocs_tui.changes.rotation import Rotation, Step
    from ocs_tui.screens.secret_form import SecretForm

    def shown(answer: tuple[NewSecret, str]) -> RotateScreen:
        made, problem = answer
        begun = Rotation(client.ids[-1], made.details.id, Step.ADDED)
        return RotateScreen(client, label, begun, made, problem)

    return SecretForm(
        f"Rotate the secret of the client {safe(label, 80)}",
        "First a new one is added; it is proven, and stored; then you choose which old one goes.",
        f"rotated {date.today():%Y-%m-%d}",
        lambda details: connection.begin_rotation(client, label, details),
        shown,
    )
