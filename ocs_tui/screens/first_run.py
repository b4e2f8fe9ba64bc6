"""The first run: the demo, or a profile that is tested before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Label, Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.base import Base
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.secret import Secret

_FIELDS = (
    ("name", "Profile name", "production"),
    ("base_url", "Base URL", "https://dat-b.osisoft.com or https://uswe.datahub.connect.aveva.com"),
    ("tenant_id", "Tenant id", "a GUID, from the portal"),
    ("client_id", "Client id", "of a client-credential client"),
    ("secret", "Client secret", "goes to the operating system's keyring"),
)


class FirstRun(Base):
    """Answers ``"demo"``, a profile with its secret, or None when one leaves."""

    CSS_PATH = stylesheet("first_run")
    HELP = "There is no profile yet: open the demo, or fill in the form. ctrl+s tests it, then saves it."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Test and save", priority=True, id="first-run.save"),
        Binding("ctrl+d", "demo", "Demo", priority=True, id="first-run.demo"),
        Binding("escape", "back", "Back", id="first-run.leave"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._testing = False
        self._saved: tuple[Profile, Secret] | None = None
        self._progress = Static("", id="progress", markup=False)

    def compose(self) -> ComposeResult:
        """Two ways in."""
        yield Static("Welcome to ocs-tui", classes="first-title", markup=False)
        with VerticalScroll(id="first-form", can_focus=False):
            yield Static("No account? The demo opens a whole tenant on an emulator inside.", markup=False)
            yield Button("Open the demo (ctrl+d)", id="demo", variant="primary")
            yield Static("With an account, make a profile:", classes="first-part", markup=False)
            for name, label, hint in _FIELDS:
                with Horizontal(classes="first-row"):
                    yield Label(label)
                    yield Input(placeholder=hint, id=f"first-{name}", password=name == "secret", compact=True)
            yield Button("Test and save (ctrl+s)", id="save")
        yield self._progress
        yield ErrorLine(id="error")
        yield KeyBar()

    def on_mount(self) -> None:
        """The demo is one key away."""
        self.query_one("#demo", Button).focus()

    def unsaved(self) -> str | None:
        """Something that was typed."""
        typed = any(self.query_one(f"#first-{name}", Input).value for name, _, _ in _FIELDS)
        return "The new profile" if typed and self._saved is None else None

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two ways in."""
        if event.button.id == "demo":
            self.action_demo()
        else:
            self.action_save()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` goes to the next field, and from the last one on to the test."""
        if event.input.id == "first-secret":
            self.action_save()
        else:
            self.focus_next()

    def action_back(self) -> None:
        """Dismiss the error, or leave."""
        if not self.query_one(ErrorLine).dismiss():
            self.run_worker(self.app.action_quit(), exit_on_error=False)

    def action_demo(self) -> None:
        """Open the demo."""
        if not self._testing:
            self.dismiss("demo")

    def action_save(self) -> None:
        """Test the profile, then save it."""
        if self._saved is not None:
            self.dismiss(self._saved)
        elif not self._testing:
            self.query_one(ErrorLine).dismiss()
            self._test()

    def _point_at(self, sentence: str) -> None:
        """Say what is wrong with a field by its label, and go there."""
        for name, label, _ in _FIELDS:
            if name in sentence:
                self.set_focus(self.query_one(f"#first-{name}"))
                sentence = sentence.replace("the form: ", "").replace(name, label)
                break
        self.fail(sentence[:1].upper() + sentence[1:])

    @work(group="test", exclusive=True, exit_on_error=False)
    async def _test(self) -> None:
        self._testing = True
        try:
            await self._test_and_save()
        finally:
            self._testing = False

    async def _test_and_save(self) -> None:
        import asyncio
        import importlib

        from ocs_tui.settings.errors import SettingsError
        from ocs_tui.settings.profile import make_profile
        from ocs_tui.settings.profiles import Profiles
        from ocs_tui.settings.secret import Secret, secret_problem

        values = {name: self.query_one(f"#first-{name}", Input).value.strip() for name, _, _ in _FIELDS}
        name, typed = values.pop("name"), values.pop("secret")
        try:
            profile = make_profile(name, values, "the form")
            profiles = Profiles.load()
        except SettingsError as error:
            self._point_at(error.sentence)
            return
        if problem := secret_problem(typed):
            self.fail(problem)
            return
        self._progress.update("Signing in…")
        module = await asyncio.to_thread(importlib.import_module, "ocs_tui.connection")
        if sentence := await module.try_profile(profile, typed):
            self._progress.update("")
            self.fail(sentence)
            return
        self._progress.update("It works. Keeping the secret in the keyring…")
        secrets = await asyncio.to_thread(importlib.import_module, "ocs_tui.settings.secrets")
        try:
            profiles.add(profile)
        except SettingsError as error:
            self._progress.update("")
            self.fail(error.sentence)
            return
        answer = await secrets.store(profile, typed)
        secret = Secret(typed, "typed for this run")
        if answer.done:
            self.dismiss((profile, secret))
            return
        self._saved = (profile, secret)
        self._progress.update(
            f"The profile is saved; its secret is not: {safe(answer.sentence)} "
            "It will be asked for at each start. ctrl+s goes on."
        )
