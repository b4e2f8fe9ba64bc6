"""The profiles that are open, and going from one to another.

Each has a stack of screens of its own, so that all of its place is kept: cursor, tab, open nodes, filter,
marks. Its connection lives on while another is shown.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from textual.app import App

from ocs_tui.app.session import Session
from ocs_tui.screens.base import Base
from ocs_tui.screens.working import begin

if TYPE_CHECKING:
    from ocs_tui.app import OcsTui
    from ocs_tui.connection import Connection
    from ocs_tui.screens.explorer import ExplorerScreen
    from ocs_tui.screens.switch_profile import Choice
    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.secret import Secret
    from ocs_tui.settings.start import Start


class Switching(App[int]):
    """Opens profiles.

    Args:
        start: what to open first, and as whom.
    """

    DEFAULT_MODE = "profile-0"  # one cannot go back to Textual's own

    def __init__(self, start: Start) -> None:
        self.no_color_was = os.environ.get("NO_COLOR")
        """What stood in the environment: Textual takes it out, and an editor that is started wants it."""
        # NO_COLOR by itself gives grey in 24 bits; with the terminal's own colours it gives none. Else the theme
        # says whether the terminal's own colours are meant.
        super().__init__(ansi_color=True if self.no_color_was else None)
        self.start = start
        self.sessions: list[Session] = []
        """The profiles that are open, in the order they were opened."""
        self._add_session(start)

    @property
    def session(self) -> Session:
        """The one that is shown."""
        return next(session for session in self.sessions if session.mode == self.current_mode)

    @property
    def connection(self) -> Connection | None:
        """The connection of the profile that is shown."""
        return self.session.connection

    @property
    def explorer(self) -> ExplorerScreen:
        """The explorer of the profile that is shown."""
        return self.session.explorer

    def _add_session(self, start: Start, secret: Secret | None = None) -> Session:
        session = Session(cast("OcsTui", self), f"profile-{len(self.sessions)}", start)
        session.take(start, secret)
        self.add_mode(session.mode, lambda: session.explorer)
        self.sessions.append(session)
        return session

    # Going from one to another.

    def choose_profile(self) -> None:
        """Let one choose the profile to show."""
        from ocs_tui.screens.switch_profile import SwitchProfile

        choices, problem = self._choices()
        self.push_screen(SwitchProfile(choices, problem), self._chosen)

    def show_session(self, session: Session) -> None:
        """Show the screens of a profile that is open."""
        if not session.is_shown:
            self.switch_mode(session.mode)
            session.came_back()

    def open_profile(self, start: Start, secret: Secret | None = None) -> None:
        """Open another profile and show it; with the secret where that is known already."""
        session = self._add_session(start, secret)

        async def show() -> None:
            await self.switch_mode(session.mode)
            session.connect()

        begin(self, show, group="open")

    def _chosen(self, choice: Choice | None) -> None:
        from ocs_tui.settings.start import Start

        if choice is None:
            return
        shown = next((session for session in self.sessions if session.mode == choice.mode), None)
        if shown is not None:
            self.show_session(shown)
        elif choice.problem:
            self.explorer.fail(choice.problem)
        elif choice.profile is not None:
            self.open_profile(Start(choice.profile, read_only=self.start.always_read_only))
        elif choice.adds:
            from ocs_tui.screens.first_run import FirstRun

            self.session.push_screen(FirstRun(adding=True), self._added)
        else:
            self.open_profile(Start(None, demo=True, read_only=self.start.always_read_only))

    def _added(self, made: tuple[Profile, Secret | None] | None) -> None:
        from ocs_tui.settings.start import Start

        if made is not None:
            profile, secret = made
            self.open_profile(Start(profile, read_only=self.start.always_read_only), secret)

    def _choices(self) -> tuple[list[Choice], str]:
        """Return what there is to show, and what is wrong with the profiles file: those open first known."""
        from ocs_tui.screens.switch_profile import Choice
        from ocs_tui.settings.errors import SettingsError
        from ocs_tui.settings.profiles import Profiles

        modes = {session.name: session.mode for session in self.sessions if not session.is_demo}
        here = self.session.mode
        choices, problem = [], ""
        names: tuple[str, ...] = ()
        try:
            profiles = Profiles.load()
            names = profiles.names
        except SettingsError as error:
            problem = error.sentence
        for session in self.sessions:
            if session.profile is not None and not session.is_demo and session.name not in names:
                choices.append(Choice.of(session.profile, session.mode, here))
        for name in names:
            try:
                choices.append(Choice.of(profiles.get(name), modes.get(name, ""), here))
            except SettingsError as error:
                choices.append(Choice(name, mode=modes.get(name, ""), problem=error.sentence))
        demo = next((session.mode for session in self.sessions if session.is_demo), "")
        choices.append(Choice.of_demo(demo, here))
        choices.append(Choice.of_adding())
        return choices, problem

    # What is wrong.

    def went_wrong(self, error: BaseException) -> None:
        """Say that something unforeseen happened in a part, and where the report is; the rest goes on."""
        from ocs_tui.settings.crash import write_report

        report = write_report(error)
        where = f" A report is in {report}." if report else ""
        screen = self.screen if isinstance(self.screen, Base) else self.explorer
        screen.fail(f"Something unforeseen went wrong ({type(error).__name__}).{where}")
