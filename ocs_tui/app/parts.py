"""What an open profile knows, its connection and its screens, and what these ask of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from ocs_tui.model.text import safe
from ocs_tui.screens.base import Base
from ocs_tui.screens.explorer import ExplorerScreen
from ocs_tui.screens.working import begin
from ocs_tui.widgets.plain import plain
from ocs_tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from ocs_tui.app import OcsTui
    from ocs_tui.app.session import Session
    from ocs_tui.connection import Connection
    from ocs_tui.emulator.server import Emulator
    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.secret import Secret
    from ocs_tui.settings.start import Start


class SessionParts:
    """One profile that is open. Its screens stand on a stack of their own, a mode of Textual's.

    Args:
        app: where the screens are shown.
        mode: the name of the stack.
        start: what to open there, and as whom.
    """

    def __init__(self, app: OcsTui, mode: str, start: Start) -> None:
        self.app = app
        self.mode = mode
        self.start = start
        self.connection: Connection | None = None
        self._profile: Profile | None = start.profile
        self._emulator: Emulator | None = None
        self._secret: Secret | None = None
        self.explorer = ExplorerScreen(self.label, start.tab or "overview")
        """The screen at the bottom."""
        self.explorer.belong_to(self.whole)

    @property
    def whole(self) -> Session:
        """This, with all its parts."""
        return cast("Session", self)

    @property
    def profile(self) -> Profile | None:
        """The profile; None while there is none, and for a demo that was not opened yet."""
        return self._profile

    @property
    def name(self) -> str:
        """The profile's name; empty for the demo, and while there is none."""
        return self._profile.name if self._profile and not self.is_demo else ""

    @property
    def is_demo(self) -> bool:
        """Whether it is the tenant of the emulator inside."""
        return self.start.demo

    @property
    def label(self) -> str:
        """What it is called on the screen, as it came."""
        if self._profile is not None:
            return self._profile.label or self._profile.name
        return "demo" if self.is_demo else "ocs-tui"

    @property
    def tenant_id(self) -> str:
        """The tenant's id; empty before there is a profile."""
        return self._profile.tenant_id if self._profile else ""

    # Its screens.

    @property
    def is_shown(self) -> bool:
        """Whether its screens are the ones that one sees."""
        return self.app.current_mode == self.mode

    @property
    def screen_stack(self) -> list[Screen[Any]]:
        """Its screens, the explorer first."""
        try:
            return self.app.get_screen_stack(self.mode)
        except KeyError:  # not shown yet
            return []

    @property
    def screen(self) -> Screen[Any]:
        """The one on top of its screens."""
        stack = self.screen_stack
        return stack[-1] if stack else self.explorer

    def push_screen(self, screen: Screen[Any], callback: Callable[[Any], object] | None = None) -> None:
        """Put a screen on top of its screens; while another profile is shown, it is seen on the way back."""
        if isinstance(screen, Base):
            screen.belong_to(self.whole)

        def answered(answer: Any) -> None:
            if callback is not None:
                callback(answer)

        self.app.push_screen(screen, answered, mode=self.mode)

    async def push_screen_wait(self, screen: Screen[Any]) -> Any:
        """Put a screen on top of its screens, and return what it answers. Only within a worker."""
        if isinstance(screen, Base):
            screen.belong_to(self.whole)
        return await self.app.push_screen_wait(screen, mode=self.mode)

    def run_worker(
        self, work: Callable[[], Coroutine[Any, Any, object]], *, group: str, exclusive: bool = False
    ) -> None:
        """Run work of its own, which leaving a screen does not end; of an exclusive group the last one.

        Work is given as what begins it: what is cancelled before its turn has never begun.
        """
        begin(self.explorer, work, group=f"session/{group}", exclusive=exclusive)

    # What its screens ask.

    def dress(self, status: StatusLine) -> None:
        """Let a status line say whose tenant this is."""
        profile = self._profile
        if profile is None:
            return
        named = f"{profile.label} ({profile.name})" if profile.label and profile.label != profile.name else ""
        status.profile = named or profile.name
        status.color = profile.color
        if isinstance(status.screen, Base) and not isinstance(status.screen, ExplorerScreen):
            status.place = self.explorer.status.place

    def where_written(self) -> str:
        """Say where a write goes: tenant, profile, and the administrative region."""
        connection = self.connection
        if connection is None:
            return ""
        tenant = connection.value(("tenant",))
        name = (tenant.company_name if tenant else None) or connection.profile.tenant_id
        writable = [one for one in connection.regions if one.administrative_endpoints_writable]
        at = f" · written at {safe(writable[0].id)}" if writable else ""
        return f"tenant {safe(name)} · profile {safe(self.label)}{at}"

    def region_choices(self) -> list[tuple[str, str]]:
        """Return the tenant's regions as label and id."""
        regions = self.connection.regions if self.connection else ()
        return [
            (plain(f"{one.id} ({one.name})" if one.name and one.name != one.id else one.id), one.id)
            for one in regions
        ]

    def went_wrong(self, error: BaseException) -> None:
        """Say that something unforeseen happened in a part, and where the report is; the rest goes on."""
        self.app.went_wrong(error)

    # While another profile is shown.

    def tell_elsewhere(self, sentence: str, *, failed: bool = False) -> None:
        """Say something where one looks, with the profile's name, unless this profile is what one looks at."""
        if self.is_shown:
            return
        shown = self.app.screen if isinstance(self.app.screen, Base) else self.app.session.explorer
        words = f"{self.label}: {sentence}"
        if failed:
            shown.fail(words)
        else:
            shown.tell(words)

    async def aclose(self) -> None:
        """End its requests."""
        if self.connection is not None:
            await self.connection.aclose()

    def stop_emulator(self) -> None:
        """End the emulator inside, if it has one."""
        if self._emulator is not None:
            self._emulator.stop()
