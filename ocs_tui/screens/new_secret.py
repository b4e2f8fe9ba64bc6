"""A new secret, shown this once: copied or kept on request, and forgotten when one leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.base import Base
from ocs_tui.screens.working import begin
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.secret_value import SecretValue
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.api.answers import NewSecret
    from ocs_tui.model.address import Address


class NewSecretScreen(Base):
    """Shows a new secret; answers whether it was copied or kept.

    Args:
        label: what the client is called.
        made: the secret; its value is wiped when one leaves.
        address: the client's; without it, keeping the secret in the keyring is not offered.
        asks: whether leaving loses it, and is asked about.
    """

    CSS_PATH = stylesheet("new_secret")
    HELP = (
        "A new secret. Nobody can read it again once this screen is left: copy it, or keep it in the keyring."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,y", "copy", "Copy", tooltip="Copy the secret", id="new-secret.copy"),
        Binding("s", "keep", "Store in the keyring", id="new-secret.keep"),
        Binding("escape", "leave", "Leave", id="new-secret.leave"),
    ]

    def __init__(
        self, label: str, made: NewSecret, address: Address | None = None, *, asks: bool = True
    ) -> None:
        super().__init__()
        self._of = safe(label, 80)
        self._made = made
        self._address = address
        self._asks = asks
        self._done: list[str] = []
        self._value = SecretValue(made.value.value, id="value")
        self._state = Static("", id="state", markup=False)

    def compose(self) -> ComposeResult:
        """The secret between what it is and what became of it."""
        from ocs_tui.screens.secret_words import expiry_words

        details = self._made.details
        about = f"Secret {details.id} · {expiry_words(details)}"
        if details.description:
            about += f" · {safe(details.description, 200)}"
        yield Static(f"New secret of {self._of}", classes="new-secret-title", markup=False)
        yield Static(about, id="about", markup=False)
        once = (
            "It is shown this once: nobody can read it again." if self._asks else "Nobody can read it later."
        )
        yield Static(once, id="once", markup=False)
        yield self._value
        yield self._state
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Nothing became of it yet."""
        self.ocs.dress(self.query_one(StatusLine))
        self._say()

    def unsaved(self) -> str | None:
        """The secret, while it is nowhere else."""
        return "The new secret, shown this once," if self._asks and not self._done else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keeping it needs to know whose it is."""
        return not (action == "keep" and self._address is None)

    def _say(self) -> None:
        keys = "c copies it, or hold shift (option on a Mac) and select it with the mouse"
        if self._address is not None and (connection := self.ocs.connection) is not None:
            keys += f" · s keeps it in the keyring, {connection.keyring_words(self._address)}"
        said = " ".join(self._done) or "Neither copied nor kept yet."
        leaves = "escape leaves, and forgets it" if self._asks else "escape goes back"
        self._state.update(f"{said}\n{keys} · {leaves}.")

    # Copying, keeping.

    def action_copy(self) -> None:
        """Copy it to the terminal's clipboard."""
        begin(self, self._copied, group="copy", exclusive=True)

    async def _copied(self) -> None:
        from ocs_tui.widgets.clipboard import copy

        sentence = await copy(self.app, self._made.value.value, exact=True)
        self._forget_the_apps_copy()
        self.tell(sentence)
        if "Nothing was copied" not in sentence:
            self._note_done("Copied.")

    def _forget_the_apps_copy(self) -> None:
        """Textual keeps what was copied last, for its own fields to paste."""
        if self.app.clipboard == self._made.value.value:
            self.app._clipboard = ""

    def action_keep(self) -> None:
        """Keep it in the keyring; what the profile signs in with is only replaced when one says so."""
        connection = self.ocs.connection
        if connection is None or self._address is None:
            return
        if not connection.is_own(self._address) or not connection.profile.is_saved:
            self._begin_keeping(True)
            return
        from ocs_tui.screens.ask import Ask

        question = (
            f"The profile {safe(connection.profile.name)} signs in with the secret that is kept now. Put this "
            "one in its place, before it is proven to work? (R on the client rotates: it proves first.)"
        )
        self.app.push_screen(Ask(question, "Replace it", "Keep the old one"), self._begin_keeping)

    def _begin_keeping(self, wanted: bool | None) -> None:
        if wanted:
            self.tell("Asking the keyring…")
            begin(self, self._kept, group="keep", exclusive=True)

    async def _kept(self) -> None:
        connection = self.ocs.connection
        if connection is None or self._address is None:
            return
        answer = await connection.keep_secret(self._address, self._made.value.value)
        self.tell("")
        if answer.done:
            self._note_done(connection.kept_words(self._address))
        else:
            self.fail(answer.sentence)

    def _note_done(self, what: str) -> None:
        if what not in self._done:
            self._done.append(what)
        self._say()

    # Leaving.

    def action_leave(self) -> None:
        """Leave; a secret that is nowhere else is asked about."""
        if self.query_one(ErrorLine).dismiss():
            return
        if self.unsaved() is None:
            self._left(True)
            return
        from ocs_tui.screens.ask import Ask

        question = "The secret was neither copied nor kept, and nobody can read it again. Leave without it?"
        self.app.push_screen(Ask(question, "Leave without it", "Stay"), self._left)

    def _left(self, leave: bool | None) -> None:
        if leave:
            self.dismiss(bool(self._done))

    def on_unmount(self) -> None:
        """Forget it, as far as Python lets go of a text."""
        self._value.clear()
        self._made.value.value = ""
