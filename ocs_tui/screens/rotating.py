"""A rotation on the screen: its steps, proving the new secret, and noting down how far it has come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.screens.base import Base
from ocs_tui.screens.rotate_words import old_lines, step_lines
from ocs_tui.widgets.field_list import FieldList, Line
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.api.answers import NewSecret
    from ocs_tui.changes.rotation import Rotation, Step
    from ocs_tui.model.address import Address
    from ocs_tui.model.clients import SecretDetails


class Rotating(Base):
    """Goes through a rotation from where it stands; answers what came of it, in words.

    Args:
        client: the client's address.
        label: what the client is called.
        rotation: how far it has come.
        made: the new secret; None when the program has ended since it was added.
        problem: why the rotation could not be noted down; empty when it was.
    """

    def __init__(
        self,
        client: Address,
        label: str,
        rotation: Rotation,
        made: NewSecret | None = None,
        problem: str = "",
    ) -> None:
        super().__init__()
        self._client, self._of = client, label
        self._rotation = rotation
        self._value = made.value.value if made is not None else ""
        self._details: SecretDetails | None = made.details if made is not None else None
        self._problem = problem
        self._kept = False
        self._said = ""
        self._next: float | None = None
        self._ticking: Timer | None = None
        self._lines = FieldList(id="steps")
        self._now = Static("", id="now", markup=False)

    def compose(self) -> ComposeResult:
        """The steps, the old secrets, and what is happening now."""
        title = f"Rotate the secret of {safe(self._of, 80)}"
        yield Static(title, classes="rotate-title", markup=False)
        yield self._lines
        yield self._now
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Prove at once what can be proven."""
        self.begin_as_who_is_signed_in()
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self._lines)
        self._show()
        self._read_secrets()
        if self._problem:
            self.fail(f"If the program ends now, this rotation cannot be gone on with. {self._problem}")
        if self._value and not self._rotation.is_proven:
            self._prove()

    def on_unmount(self) -> None:
        """Forget the value, as far as Python lets go of a text."""
        self._value = ""

    def unsaved(self) -> str | None:
        """The new secret, while it is nowhere else."""
        return "The new secret, which is only here," if self._is_only_here else None

    # What is shown.

    @property
    def _is_only_here(self) -> bool:
        return bool(self._value) and not self._kept and not self._is_stored

    @property
    def _is_stored(self) -> bool:
        from ocs_tui.changes.rotation import Step

        return self._rotation.step is Step.STORED

    @property
    def _is_own(self) -> bool:
        connection = self.ocs.connection
        return connection is not None and connection.is_own(self._client)

    def _show(self) -> None:
        lines = step_lines(self._rotation, self._new, has_value=bool(self._value), is_own=self._is_own)
        old = [one for one in self._listed() if one.id != self._rotation.secret_id]
        connection = self.ocs.connection
        in_use = connection.signs_in_with(self._client) if connection else None
        self._lines.show([*lines, Line(), *old_lines(old, in_use)])
        self.refresh_bindings()

    @property
    def _new(self) -> SecretDetails | None:
        """What is known of the new secret."""
        listed = (one for one in self._listed() if one.id == self._rotation.secret_id)
        return self._details or next(listed, None)

    def _listed(self) -> tuple[SecretDetails, ...]:
        from ocs_tui.connection.client_secrets import secrets_of

        connection = self.ocs.connection
        return (connection.value(secrets_of(self._client)) or ()) if connection else ()

    @work(group="list", exclusive=True, exit_on_error=False)
    async def _read_secrets(self) -> None:
        from ocs_tui.connection.client_secrets import secrets_of

        connection = self.ocs.connection
        if connection is not None:
            slot = await connection.load(secrets_of(self._client))
            if slot.error is not None:
                self.fail_with(slot.error)
            self._show()

    # Proving.

    @work(group="prove", exclusive=True, exit_on_error=False)
    async def _prove(self) -> None:
        from ocs_tui.changes.rotation import Step

        connection = self.ocs.connection
        if connection is None or not self._value:
            return
        self._wait_until(None)
        self._now.update("Signing in with the new secret…")
        async for trial in connection.prove_secret(self._client.ids[-1], self._value):
            if trial.works:
                self._wait_until(None)
                self._now.update("It works: a token was got with it.")
                self._advance(Step.STORED if self._kept and not self._is_own else Step.PROVEN)
                return
            self._said = trial.sentence
            if trial.again_in is None:
                self._wait_until(None)
                self._now.update(f"It did not work for an hour. {self._said} r tries again; x gives it up.")
            else:
                self._wait_until(time.monotonic() + trial.again_in)

    def _wait_until(self, moment: float | None) -> None:
        """Count down to the next try, a line a second; None ends it."""
        self._next = moment
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        if moment is not None:
            self._tick()
            self._ticking = self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        if self._next is not None:
            left = max(0, round(self._next - time.monotonic()))
            self._now.update(
                f"It does not work yet, which takes up to an hour: the next try in {left} s. {self._said}"
            )

    def _advance(self, step: Step) -> None:
        """Note down how far it has come."""
        from ocs_tui.changes.rotation import Step
        from ocs_tui.model.clients import SecretDetails
        from ocs_tui.settings.errors import SettingsError

        connection = self.ocs.connection
        if connection is None:
            return
        try:
            self._rotation = connection.rotations.advance(self._rotation, step)
        except SettingsError as error:
            from dataclasses import replace

            self._rotation = replace(self._rotation, step=step)
            self.fail(f"If the program ends now, this rotation cannot be gone on with. {error.sentence}")
        if step is Step.STORED and self._is_own and self._value:
            self.ocs.use_secret(self._value, "its rotation")
            connection.rotated_to = self._rotation.secret_id
        self._show()
        if step is Step.STORED:  # what is left to choose is which old one goes
            self._lines.go_to(lambda line: isinstance(line.data, SecretDetails))
