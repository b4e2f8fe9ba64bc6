"""The app: themes, keys that hold everywhere, connecting, and the writes in flight.

Nothing here needs the network or the keyring before the first frame; httpx, pydantic and keyring are
imported after it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterable
from types import ModuleType
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.theme import Theme

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet, themes_folder
from ocs_tui.screens.base import Base
from ocs_tui.screens.explorer import ExplorerScreen
from ocs_tui.screens.typed_ahead import TypedAhead
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.themes import ThemeFile, load_themes, read_theme, theme_files
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.dom import DOMNode

    from ocs_tui.changes.change import Change
    from ocs_tui.connection import Connection, Key
    from ocs_tui.emulator.server import Emulator
    from ocs_tui.model.tenant import Region
    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.secret import Secret
    from ocs_tui.settings.start import Start

DEFAULT_THEME = "ocs-dark"
Done = Callable[[object, Exception | None], None]


def _things() -> type[Provider]:
    from ocs_tui.screens.palette import Things

    return Things


class OcsTui(App[int]):
    """The terminal explorer.

    Args:
        start: what to open, and as whom.
    """

    TITLE = "ocs-tui"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = App.COMMANDS | {_things}
    CSS_PATH = stylesheet("explorer")  # a default screen's own is not read by Textual
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Help", key_display="?", tooltip="Show every key", id="app.help"),
        Binding(
            "colon,ctrl+p",
            "command_palette",
            "Palette",
            key_display=":",
            tooltip="Find any thing or action",
            id="app.palette",
        ),
        Binding("q", "quit", "Quit", id="app.quit"),
        Binding("ctrl+q,ctrl+c", "quit", "Quit", show=False, priority=True, id="app.quit-always"),
    ]

    def __init__(self, start: Start) -> None:
        # NO_COLOR by itself gives grey in 24 bits; with the terminal's own colours it gives none
        super().__init__(ansi_color=bool(os.environ.get("NO_COLOR")))
        self.start = start
        self.connection: Connection | None = None
        self.leaving_words: str | None = None
        self._emulator: Emulator | None = None
        self._secret: Secret | None = None
        self._profile: Profile | None = start.profile
        self._writes: dict[asyncio.Task[object], str] = {}
        self._notices: list[str] = []
        self._typed_ahead = TypedAhead(self, super().on_event)
        self._dress_with_theme()

    # Starting.

    def _dress_with_theme(self) -> None:
        """Take the theme the first frame needs; the others are read after it."""
        wanted = self.start.theme or DEFAULT_THEME
        files = theme_files(themes_folder())
        file = files.get(wanted)
        if file is None and wanted in self.available_themes:
            self.theme = wanted
            return
        if file is None:
            self._notices.append(f"There is no theme {safe(wanted)}: : lists them under Theme.")
            file = files[DEFAULT_THEME]
        try:
            theme = read_theme(file)
        except SettingsError as error:
            self._notices.append(error.sentence)
            theme = read_theme(themes_folder() / f"{DEFAULT_THEME}.toml")
        self._offer_theme(theme)
        self.theme = theme.name

    def _offer_theme(self, theme: ThemeFile) -> None:
        self.register_theme(Theme(name=theme.name, **theme.fields))

    def get_default_screen(self) -> Screen[object]:
        """The explorer is there from the first frame."""
        profile = self.start.profile
        label = (profile.label or profile.name) if profile else ("demo" if self.start.demo else "ocs-tui")
        return ExplorerScreen(label, self.start.tab or "overview")

    @property
    def explorer(self) -> ExplorerScreen:
        """The screen at the bottom."""
        screen = self.screen_stack[0]
        assert isinstance(screen, ExplorerScreen)
        return screen

    def on_mount(self) -> None:
        """Paint first; everything else comes after."""
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self._on_signal, number)
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        gc.freeze()
        gc.enable()
        self._load_other_themes()
        for notice in self._notices:
            self.explorer.fail(notice)
        if self.start.profile is None and not self.start.demo:
            self._first_run()
        else:
            self.connect()

    @work(group="themes", exit_on_error=False)
    async def _load_other_themes(self) -> None:
        await asyncio.sleep(0)
        themes, notices = load_themes(theme_files(themes_folder()).values())
        for theme in themes:
            if theme.name != self.theme:
                self._offer_theme(theme)
        if notices:
            self.explorer.fail(notices[0])

    def _first_run(self) -> None:
        from ocs_tui.screens.first_run import FirstRun

        self.push_screen(FirstRun(), self._first_run_done)

    def _first_run_done(self, chosen: tuple[Profile, Secret] | str | None) -> None:
        if chosen is None:
            self.exit(0)
            return
        if isinstance(chosen, str):
            self._profile = None
        else:
            self._profile, self._secret = chosen
        self.connect()

    # Connecting.

    def reconnect(self) -> None:
        """Try to connect again."""
        self._secret = None
        self.connect()

    @work(group="connect", exclusive=True, exit_on_error=False)
    async def connect(self, why: str = "") -> None:
        """Connect as the profile says, or to the emulator inside."""
        explorer = self.explorer
        if self._profile is None or self._emulator is not None:
            profile = await self._demo()
        else:
            profile = self._profile
            if self._secret is None or why:
                explorer.say("Looking for the client secret…")
                secret = await self._find_secret(profile, why)
                if secret is None:
                    explorer.say("There is no client secret to sign in with: r asks for it.")
                    return
                self._secret = secret
        self._profile = profile
        explorer.say("Connecting…")
        await self._open(profile)

    async def _demo(self) -> Profile:
        from ocs_tui.settings.profile import Profile
        from ocs_tui.settings.secret import Secret

        if self._emulator is None:
            self.explorer.say("Starting the emulator…")
            self._emulator = await asyncio.to_thread(_started_emulator)
        info = self._emulator.info
        self._secret = Secret(info["client_secret"], "the emulator")
        return Profile("demo", info["global"], info["tenant_id"], info["client_id"])

    async def _find_secret(self, profile: Profile, why: str) -> Secret | None:
        from ocs_tui.settings.secret import Secret

        if not why:
            secrets = await asyncio.to_thread(_secrets_module)
            answer = await secrets.read(profile, self.start.secret)
            if answer.secret is not None:
                found: Secret = answer.secret
                return found
            why = answer.sentence
        from ocs_tui.screens.ask_secret import AskSecret

        screen = AskSecret(profile.name, profile.client_id, safe(why))
        typed = await self.push_screen_wait(screen)
        return Secret(typed, "typed for this run") if typed else None

    async def _open(self, profile: Profile) -> None:
        module = await asyncio.to_thread(_connection_module)
        if self.connection is not None:
            old, self.connection = self.connection, None
            await old.aclose()
        in_demo = self._emulator is not None
        regions, keep = ([], None) if in_demo else self._kept_regions(profile)
        secret = self._secret
        assert secret is not None

        async def reveal() -> str:
            return secret.reveal()

        self.connection = module.Connection(
            profile,
            reveal,
            read_only=self.start.read_only,
            regions=regions,
            keep_regions=keep,
            changed=self._slot_changed,
        )
        label = profile.label or profile.name
        where = f"profile {label} · {profile.base_url}"
        for screen in self.screen_stack:
            for status in screen.query(StatusLine):
                self.dress(status)
        address = self.start.address
        open_at = address.namespace_id if address is not None and not address.is_tenant else None
        self.explorer.connected(label, where, open_at)

    def _kept_regions(self, profile: Profile) -> tuple[list[Region], Callable[[tuple[Region, ...]], None]]:
        from ocs_tui.model.tenant import Region
        from ocs_tui.settings.regions_cache import load_regions, save_regions

        kept: list[Region] = []
        with contextlib.suppress(ValueError):  # a file that was edited into something else
            kept = [Region.model_validate(region) for region in load_regions(profile)]

        def keep(fresh: tuple[Region, ...]) -> None:
            save_regions(profile, [region.to_wire() for region in fresh])

        return kept, keep

    def _slot_changed(self, key: Key | None) -> None:
        from ocs_tui.api.errors import SignInFailed

        if key is not None and self.connection is not None:
            error = self.connection.slot(key).error
            if isinstance(error, SignInFailed) and not self.explorer.query_one(ErrorLine).is_shown:
                self.explorer.fail_with(error)
        self.explorer.slot_changed(key)

    @property
    def sign_in_failed(self) -> str | None:
        """Why signing in failed, as a sentence; None when it did not."""
        from ocs_tui.api.errors import SignInFailed

        error = self.connection.slot(("regions",)).error if self.connection else None
        return error.sentence if isinstance(error, SignInFailed) else None

    # What screens ask.

    @property
    def tenant_id(self) -> str:
        """The tenant's id; empty before there is a profile."""
        return self._profile.tenant_id if self._profile else ""

    def dress(self, status: StatusLine) -> None:
        """Let a status line say whose tenant this is."""
        if self._profile is not None:
            status.profile = self._profile.label or self._profile.name
            status.color = self._profile.color
            if isinstance(status.screen, Base) and not isinstance(status.screen, ExplorerScreen):
                status.place = self.explorer.status.place

    def where_written(self) -> str:
        """Say where a write goes: tenant, profile, and the administrative region."""
        connection = self.connection
        if connection is None:
            return ""
        tenant = connection.value(("tenant",))
        name = (tenant.company_name if tenant else None) or connection.profile.tenant_id
        profile = connection.profile.label or connection.profile.name
        writable = [one for one in connection.regions if one.administrative_endpoints_writable]
        at = f" · written at {safe(writable[0].id)}" if writable else ""
        return f"tenant {safe(name)} · profile {safe(profile)}{at}"

    def region_choices(self) -> list[tuple[str, str]]:
        """Return the tenant's regions as label and id."""
        regions = self.connection.regions if self.connection else ()
        return [
            (safe(f"{one.id} ({one.name})" if one.name and one.name != one.id else one.id), one.id)
            for one in regions
        ]

    # Writes in flight. They belong to the app: leaving a screen never cancels one.

    def write(self, change: Change, done: Done) -> None:
        """Begin a write; ``done`` is told its outcome or its error."""
        connection = self.connection
        assert connection is not None
        task: asyncio.Task[object] = asyncio.create_task(self._carry_out(connection, change, done))
        self._writes[task] = change.title
        task.add_done_callback(self._write_ended)

    async def _carry_out(self, connection: Connection, change: Change, done: Done) -> object:
        from ocs_tui.api.errors import OcsError

        screen = self.screen
        outcome: object = None
        failure: Exception | None = None
        try:
            outcome = await connection.apply(change)
        except OcsError as error:
            failure = error
        except ValueError as error:
            failure = OcsError(safe(error))
        if screen.is_attached and screen in self.screen_stack:
            done(outcome, failure)
        elif isinstance(failure, OcsError):
            self.explorer.fail_with(failure)
        else:
            self.explorer.wrote(change.title, outcome)
        if failure is None:
            self.run_worker(connection.follow_change(change), group="follow", exit_on_error=False)
        return outcome

    def _write_ended(self, task: asyncio.Task[object]) -> None:
        self._writes.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.went_wrong(error)
        from ocs_tui.screens.waiting import Waiting

        if not self._writes and isinstance(self.screen, Waiting):
            self.exit(0)

    # Quitting.

    async def action_quit(self) -> None:
        """Quit; an edit that would be lost is asked about, and a write under way is waited for."""
        from ocs_tui.screens.ask import Ask
        from ocs_tui.screens.waiting import Waiting

        if any(isinstance(screen, Ask | Waiting) for screen in self.screen_stack):
            return
        lost = [screen.unsaved() for screen in self.screen_stack if isinstance(screen, Base)]
        words = next((text for text in lost if text), None)
        if words is None:
            self._quit_when_written()
        else:
            question = f"{words} is not written. Quit, and lose it?"
            self.push_screen(Ask(question, "Quit and lose it", "Stay"), self._quit_anyway)

    def _quit_anyway(self, leave: bool | None) -> None:
        if leave:
            self._quit_when_written()

    def _quit_when_written(self) -> None:
        from ocs_tui.screens.waiting import Waiting

        if not self._writes:
            self.exit(0)
            return
        self.push_screen(Waiting(list(self._writes.values())), self._stop_waiting)

    def _stop_waiting(self, leave: bool | None) -> None:
        if leave:
            self.leave_unknown()
            self.exit(1)

    def leave_unknown(self) -> None:
        """Keep in mind, for the shell, that the outcome of what is being written is not known."""
        if self._writes:
            titles = "; ".join(self._writes.values())
            self.leaving_words = f"Left while writing: {titles}. Whether it was written is not known."

    def _on_signal(self, number: int) -> None:
        self.leave_unknown()
        self.exit(128 + number, return_code=128 + number)

    async def on_unmount(self) -> None:
        """Close what is open."""
        if self.connection is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self.connection.aclose(), timeout=0.5)

    def stop_emulator(self) -> None:
        """End the emulator inside, if there is one."""
        if self._emulator is not None:
            self._emulator.stop()

    # What holds everywhere.

    def action_help(self) -> None:
        """Show every key of the screen one is on."""
        from ocs_tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_noop(self) -> None:
        """A key that is kept."""

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The actions of the screen one is on, and the theme."""
        for binding in screen.active_bindings.values():
            words = binding.binding.tooltip or binding.binding.description
            if words and binding.enabled and isinstance(binding.node, Screen | App):
                run = self._runner(binding.binding.action, binding.node)
                yield SystemCommand(words, f"key {binding.binding.key}", run)
        yield SystemCommand("Theme", "Change the theme", self.action_change_theme)

    def _runner(self, action: str, node: DOMNode) -> Callable[[], Awaitable[object]]:
        async def run() -> object:
            return await self.run_action(action, node)

        return run

    def on_resize(self, event: events.Resize) -> None:
        """Say it when the terminal is too small; nothing is lost meanwhile."""
        from ocs_tui.screens.too_small import HEIGHT, WIDTH, TooSmall

        small = event.size.width < WIDTH or event.size.height < HEIGHT
        shown = self.screen if isinstance(self.screen, TooSmall) else None
        if small and shown is None:
            self.push_screen(TooSmall())
        elif small and shown is not None:
            shown.say(event.size.width, event.size.height)
        elif shown is not None:
            shown.dismiss(None)

    async def on_event(self, event: events.Event) -> None:
        """Let keys wait for the screen they were typed for."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._typed_ahead.take(event)
        else:
            await super().on_event(event)

    # Errors nobody foresaw.

    def went_wrong(self, error: BaseException) -> None:
        """Say that something unforeseen happened in a part, and where the report is; the rest goes on."""
        from ocs_tui.settings.crash import write_report

        report = write_report(error)
        where = f" A report is in {report}." if report else ""
        screen = self.screen if isinstance(self.screen, Base) else self.explorer
        screen.fail(f"Something unforeseen went wrong ({type(error).__name__}).{where}")

    def _fatal_error(self) -> None:
        """End with one sentence instead of a traceback, whose locals could hold a secret."""
        from ocs_tui.settings.crash import write_report

        error = self._exception or sys.exc_info()[1]
        report = write_report(error) if error is not None else None
        where = f" A report is in {report}." if report else ""
        kind = type(error).__name__ if error is not None else "unknown"
        self.leaving_words = f"ocs-tui crashed ({kind}), and is sorry.{where}"
        self._close_messages_no_wait()


def _connection_module() -> ModuleType:
    import ocs_tui.connection

    return ocs_tui.connection


def _secrets_module() -> ModuleType:
    import ocs_tui.settings.secrets

    return ocs_tui.settings.secrets


def _started_emulator() -> Emulator:
    from ocs_tui.emulator.server import Emulator

    emulator = Emulator()
    emulator.start()
    return emulator


def run(start: Start) -> int:
    """Run the explorer until it is left; return the exit code."""
    app = OcsTui(start)
    result = app.run()
    app.stop_emulator()
    if app.leaving_words:
        sys.stderr.write(app.leaving_words + "\n")
        return app.return_code or 1
    return app.return_code or result or 0
