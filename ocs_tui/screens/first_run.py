"""The first run: the demo, or a profile that is tested before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Label, Select, Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.base import Base
from ocs_tui.screens.working import begin
from ocs_tui.settings.profile import REDIRECT_URI
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.secret import Secret

_FIELDS = (
    ("name", "Profile name", "production"),
    ("base_url", "Base URL", "https://dat-b.osisoft.com or https://uswe.datahub.connect.aveva.com"),
    ("tenant_id", "Tenant id", "a GUID, from the portal"),
    ("client_id", "Client id", "a GUID, from the portal"),
    ("redirect_uri", "Redirect URI", "where the browser comes back to, as registered with the client"),
    ("secret", "Client secret", "goes to the operating system's keyring"),
)
_WAYS = (
    ("a client, with its secret", "client"),
    ("a person, by browser", "browser"),
    ("a person, by a code typed on another device", "device"),
)
_ONLY_FOR = {"secret": "client", "redirect_uri": "browser"}
"""Fields that one way of signing in needs and the others do not have."""


class FirstRun(Base):
    """Answers ``"demo"``, a profile with its secret, or None when one leaves.

    Args:
        adding: whether it adds a profile to those there are, and no demo is offered.
    """

    CSS_PATH = stylesheet("first_run")
    HELP = "There is no profile yet: open the demo, or fill in the form. ctrl+s tests it, then saves it."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Test and save", priority=True, id="first-run.save"),
        Binding("ctrl+d", "demo", "Demo", priority=True, id="first-run.demo"),
        Binding("escape", "back", "Back", id="first-run.leave"),
    ]

    def __init__(self, *, adding: bool = False) -> None:
        super().__init__()
        self._adding = adding
        self._testing = False
        self._saved: tuple[Profile, Secret | None] | None = None
        self._progress = Static("", id="progress", markup=False)

    def compose(self) -> ComposeResult:
        """Two ways in; the form alone where one adds a profile."""
        title = "Add a profile" if self._adding else "Welcome to ocs-tui"
        yield Static(title, classes="first-title", markup=False)
        with VerticalScroll(id="first-form", can_focus=False):
            if not self._adding:
                yield Static("No account? The demo opens a whole tenant on an emulator inside.", markup=False)
                yield Button("Open the demo (ctrl+d)", id="demo", variant="primary")
                yield Static("With an account, make a profile:", classes="first-part", markup=False)
            with Horizontal(classes="first-row"):
                yield Label("Who signs in")
                yield Select(_WAYS, value="client", allow_blank=False, id="first-sign_in", compact=True)
            for name, label, hint in _FIELDS:
                with Horizontal(classes="first-row", id=f"row-{name}"):
                    yield Label(label)
                    yield Input(placeholder=hint, id=f"first-{name}", password=name == "secret", compact=True)
            yield Button("Test and save (ctrl+s)", id="save")
        yield self._progress
        yield ErrorLine(id="error")
        yield KeyBar()

    def on_mount(self) -> None:
        """The demo is one key away; where one adds a profile, its name is."""
        self.set_focus(self.query_one("#first-name" if self._adding else "#demo"))
        self.query_one("#first-redirect_uri", Input).value = REDIRECT_URI
        self._show_fields()

    @property
    def _way(self) -> str:
        return str(self.query_one("#first-sign_in", Select).value)

    def on_select_changed(self) -> None:
        """Another way of signing in needs other fields."""
        self._show_fields()

    def _show_fields(self) -> None:
        for name, way in _ONLY_FOR.items():
            self.query_one(f"#row-{name}").display = self._way == way

    def unsaved(self) -> str | None:
        """Something that was typed."""
        fields = [name for name, _, _ in _FIELDS if name != "redirect_uri"]
        typed = any(self.query_one(f"#first-{name}", Input).value for name in fields)
        return "The new profile" if typed and self._saved is None else None

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two ways in."""
        if event.button.id == "demo":
            self.action_demo()
        else:
            self.action_save()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` goes to the next field, and from the last one on to the test."""
        shown = [name for name, _, _ in _FIELDS if _ONLY_FOR.get(name, self._way) == self._way]
        if event.input.id == f"first-{shown[-1]}":
            self.action_save()
        else:
            self.focus_next()

    def action_back(self) -> None:
        """Dismiss the error, or leave."""
        if self.query_one(ErrorLine).dismiss():
            return
        if self._adding:
            self.dismiss(self._saved)
        else:
            begin(self, self.app.action_quit)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The demo is offered at the first run alone."""
        return not (action == "demo" and self._adding)

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
        from ocs_tui.settings.profile import make_profile, profile_name_problem
        from ocs_tui.settings.profiles import Profiles
        from ocs_tui.settings.secret import Secret, secret_problem
        from ocs_tui.settings.signed_in import SignedIn

        values = {name: self.query_one(f"#first-{name}", Input).value.strip() for name, _, _ in _FIELDS}
        name, typed = values.pop("name"), values.pop("secret")
        values["sign_in"] = self._way
        if self._way != "browser":
            del values["redirect_uri"]
        try:
            profile = make_profile(name, values, "the form")
            profiles = Profiles.load()
        except SettingsError as error:
            self._point_at(error.sentence)
            return
        try:  # before anybody signs in for it
            if (problem := profile_name_problem(name)) is not None:
                raise SettingsError(problem)
            profiles.refuse_taken(name)
        except SettingsError as error:
            self.set_focus(self.query_one("#first-name"))
            self.fail(error.sentence)
            return
        signs_in = SignedIn(None)
        if (problem := secret_problem(typed)) and self._way == "client":
            self.fail(problem)
            return
        self._progress.update("Signing in…")
        module = await asyncio.to_thread(importlib.import_module, "ocs_tui.connection")
        how = typed if self._way == "client" else self.ocs.asked_for(profile, signs_in)
        if sentence := await module.try_profile(profile, how):
            self._progress.update("")
            self.fail(sentence)
            return
        self._progress.update("It works. Keeping it in the keyring…")
        secrets = await asyncio.to_thread(importlib.import_module, "ocs_tui.settings.secrets")
        try:
            profiles.add(profile)
        except SettingsError as error:
            self._progress.update("")
            self.fail(error.sentence)
            return
        kept: Secret | None
        if self._way == "client":
            answer = await secrets.store(profile, typed)
            kept, problem = Secret(typed, "typed for this run"), answer.sentence
        else:
            kept, problem = signs_in.token, await self._keep_sign_in(profile, signs_in.token)
        if not problem:
            self.dismiss((profile, kept))
            return
        self._saved = (profile, kept)
        what = "secret" if self._way == "client" else "sign-in"
        self._progress.update(
            f"The profile is saved; its {what} is not: {safe(problem)} "
            "It will be asked for at each start. ctrl+s goes on."
        )

    async def _keep_sign_in(self, profile: Profile, token: Secret | None) -> str:
        """Keep what a person's sign-in gave for another run; return why it is not kept, empty when it is."""
        from ocs_tui.settings.refresh_tokens import RefreshTokens

        told: list[str] = []
        if token is not None:
            await RefreshTokens(profile, told.append).keep(token.reveal())
        return " ".join(told)
