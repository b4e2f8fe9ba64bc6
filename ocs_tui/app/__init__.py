"""The app: themes, keys that hold everywhere, the error boundary.

Nothing here needs the network or the keyring before the first frame; httpx, pydantic and keyring are
imported after it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import Worker, WorkerState

from ocs_tui.app.line import THEME as LOW_BANDWIDTH
from ocs_tui.app.line import Line, driver_through
from ocs_tui.app.signals import Signals
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet, themes_folder
from ocs_tui.screens.base import Base
from ocs_tui.screens.typed_ahead import TypedAhead
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.themes import ThemeFile, load_themes, read_theme, theme_files
from ocs_tui.widgets.plain import plain

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.command import Provider
    from textual.dom import DOMNode
    from textual.driver import Driver

    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.secret import Secret
    from ocs_tui.settings.start import Start


DEFAULT_THEME = "ocs-dark"
OF_SIXTEEN_COLOURS = "ocs-ansi"
"""The default where the terminal has no more (the Linux console, ``TERM=xterm``): 24 bits brought down to
sixteen lose the red of a denial, and lines vanish."""
AT_REST = 1.0
"""Seconds after the first frame. By then the demo is open, or one waits for the network: what takes a while and
nobody waits for begins here, garbage collection too, which would cost the imports before it a tenth more."""


def _things() -> type[Provider]:
    from ocs_tui.screens.palette import Things

    return Things


class OcsTui(Signals):
    """The terminal explorer.

    Args:
        start: what to open, and as whom.
    """

    TITLE = "ocs-tui"
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
        Binding(
            "exclamation_mark,f2",
            "error_details",
            "Details of the error",
            key_display="!",
            show=False,
            tooltip="Details of the error",
            id="app.error",
        ),
        Binding("ctrl+q,ctrl+c", "quit", "Quit", show=False, priority=True, id="app.quit-always"),
        Binding(
            "ctrl+z",
            "suspend_process",
            "Back to the shell",
            show=False,
            tooltip="Back to the shell, until its fg",
            id="app.suspend",
        ),
    ]

    def __init__(self, start: Start) -> None:
        self.line = Line(self, start.low_bandwidth)
        super().__init__(start)
        self._notices: list[str] = [start.warning] if start.warning else []
        self._has_themes = False
        self._typed_ahead = TypedAhead(self, super().on_event)
        self._dress_with_theme(self.start.theme or self._default_theme())

    # Starting.

    def _default_theme(self) -> str:
        if self.start.low_bandwidth:
            return LOW_BANDWIDTH
        few_colours = self.console.color_system == "standard"
        return OF_SIXTEEN_COLOURS if few_colours else DEFAULT_THEME

    def _dress_with_theme(self, wanted: str) -> None:
        """Take the theme the first frame needs; the others are read after it."""
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

    def on_mount(self) -> None:
        """Paint first; everything else comes after."""
        self.hear_signals()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._of_the_loop)
        threading.excepthook = partial(self._of_a_thread, loop)
        self.line.before_the_first_frame()
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self.set_timer(AT_REST, self._come_to_rest)
        self.line.after_the_first_frame()
        for notice in self._notices:
            self.explorer.fail(notice)
        if self.start.profile is None and not self.start.demo:
            self._first_run()
        else:
            self.session.connect()

    def _come_to_rest(self) -> None:
        """Do what could wait until one has something to look at."""
        self._load_other_themes()
        gc.freeze()
        gc.enable()

    def _load_other_themes(self) -> None:
        if self._has_themes:
            return
        self._has_themes = True
        themes, notices = load_themes(theme_files(themes_folder()).values())
        for theme in themes:
            if theme.name != self.theme:
                self._offer_theme(theme)
        if notices:
            self.explorer.fail(notices[0])

    def _first_run(self) -> None:
        from ocs_tui.screens.first_run import FirstRun

        self.push_screen(FirstRun(), self._first_run_done)

    def _first_run_done(self, chosen: tuple[Profile, Secret | None] | str | None) -> None:
        if chosen is None:
            self.exit(0)
            return
        secret = None
        if isinstance(chosen, str):
            start = replace(self.start, demo=True)
        else:
            profile, secret = chosen
            start = replace(self.start, profile=profile)
        self.session.take(start, secret)
        self.session.connect()

    async def on_unmount(self) -> None:
        """Close what is open."""
        closing = asyncio.gather(*(session.aclose() for session in self.sessions), return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(closing, timeout=0.5)

    def get_driver_class(self) -> type[Driver]:
        """Return what writes to the terminal: through the line, which may write less."""
        return driver_through(self.line, super().get_driver_class())

    def take_theme_of_low_bandwidth(self, name: str) -> None:
        """Take a theme of few bytes, unless one was chosen."""
        if self.start.theme is None and self.theme != name:
            self._dress_with_theme(name)

    def on_cursor_position(self) -> None:
        """The terminal has taken all that was written before it was asked."""
        self.line.answered()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """With low bandwidth nothing blinks."""
        self.line.calm(event.widget)

    # What holds everywhere.

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What fails in the app's own work costs that work, and is said."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.went_wrong(event.worker.error)

    def action_help(self) -> None:
        """Show every key of the screen one is on."""
        from ocs_tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_error_details(self) -> None:
        """Show the last error of the screen one is on in full, with its Operation-Id."""
        if isinstance(self.screen, Base):
            self.screen.show_error_details()

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action, but none that Textual would end on.

        A list that is not laid out yet has no pages to turn. And a key on its way up from the screen before may
        meet a binding of one that has just come, of which no part stands yet: it was not meant.
        """
        if isinstance(default_namespace, Screen) and not default_namespace.is_mounted:
            return True
        if action in ("page_up", "page_down"):
            from textual.widgets import OptionList

            if isinstance(default_namespace, OptionList) and not default_namespace.scrollable_content_region:
                return True
        return await super().run_action(action, default_namespace, namespaces)

    def action_command_palette(self) -> None:
        """Find any thing or action."""
        from ocs_tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """Choose a theme; the first time they are read for that."""
        from textual.theme import ThemeProvider

        from ocs_tui.screens.palette import Palette

        self._load_other_themes()
        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The actions of the screen one is on, and the theme."""
        from ocs_tui.screens.keys import key_words

        seen = set()
        shown_first = sorted(screen.active_bindings.values(), key=lambda active: not active.binding.show)
        for active in shown_first:
            binding = active.binding
            words = binding.tooltip or binding.description
            ours = isinstance(active.node, Screen | App) and bool(binding.id)
            if not words or not active.enabled or not ours or binding.action in seen:
                continue
            seen.add(binding.action)
            if binding.action not in ("back", "leave", "command_palette"):
                key = key_words(replace(binding, key=binding.key_display or binding.key))
                yield SystemCommand(words, f"key {key}", self._runner(binding.action, active.node))
        if self.session.signs_in_a_person and self.session.connection is not None:
            forgets = f"Forget the sign-in of profile {plain(self.session.label)}"
            yield SystemCommand("Sign out", forgets, self.session.sign_out)
        if screen is self.explorer and self.session.connection is not None:
            kept = "Edits that were put off, or that a program left that ended"
            yield SystemCommand("Unfinished edits", kept, self.session.offer_unfinished)
        yield SystemCommand("Theme", "Change the theme", self.action_change_theme)

    def _runner(self, action: str, node: DOMNode) -> Callable[[], Awaitable[object]]:
        async def run() -> object:
            return await self.run_action(action, node)

        return run

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """Return a picture of the screen, on which a secret that stands there is covered."""
        from ocs_tui.widgets.secret_value import SecretValue

        with contextlib.ExitStack() as covers:
            for value in (found for screen in self.screen_stack for found in screen.query(SecretValue)):
                covers.enter_context(value.covered())
            return super().export_screenshot(title=title, simplify=simplify)

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
        """Let what is typed and pasted wait for the screen it was meant for, in the order in which it came."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._typed_ahead.take(event)
        else:
            await super().on_event(event)

    # Errors nobody foresaw.

    def _of_the_loop(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Say what went wrong where nobody waits for it; that a line dropped is said by who wanted something."""
        error = context.get("exception")
        if isinstance(error, Exception) and not isinstance(error, OSError):
            self.went_wrong(error)

    def _of_a_thread(self, loop: asyncio.AbstractEventLoop, args: threading.ExceptHookArgs) -> None:
        """Say what went wrong in a thread; with the loop gone, a report alone is left to write."""
        error = args.exc_value
        if not isinstance(error, Exception):
            return
        try:
            loop.call_soon_threadsafe(self.went_wrong, error)
        except RuntimeError:
            from ocs_tui.settings.crash import write_report

            write_report(error)

    def _fatal_error(self) -> None:
        """End with one sentence instead of a traceback, whose locals could hold a secret."""
        from ocs_tui.settings.crash import write_report

        error = self._exception or sys.exc_info()[1]
        report = write_report(error) if error is not None else None
        where = f" A report is in {report}." if report else ""
        kind = type(error).__name__ if error is not None else "unknown"
        self.leaving_words = f"ocs-tui crashed ({kind}), and is sorry.{where}"
        self._close_messages_no_wait()


def run(start: Start) -> int:
    """Run the explorer until it is left; return the exit code."""
    app = OcsTui(start)
    result = app.run()
    for session in app.sessions:
        session.stop_emulator()
    if app.leaving_words:
        with contextlib.suppress(OSError):  # the terminal may be gone
            sys.stderr.write(app.leaving_words + "\n")
        return app.return_code or 1
    return app.return_code or result or 0
