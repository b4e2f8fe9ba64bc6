"""What the app is made of and knows: its state, the connection, and what screens ask of it."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from textual.app import App

from ocs_tui.model.text import safe
from ocs_tui.screens.base import Base
from ocs_tui.screens.explorer import ExplorerScreen
from ocs_tui.widgets.plain import plain
from ocs_tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from ocs_tui.connection import Connection
    from ocs_tui.emulator.server import Emulator
    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.secret import Secret
    from ocs_tui.settings.start import Start


class AppParts(App[int]):
    """The state of the app.

    Args:
        start: what to open, and as whom.
    """

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
        self._last_words: str | None = None

    @property
    def explorer(self) -> ExplorerScreen:
        """The screen at the bottom."""
        screen = self.screen_stack[0]
        assert isinstance(screen, ExplorerScreen)
        return screen

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
            (plain(f"{one.id} ({one.name})" if one.name and one.name != one.id else one.id), one.id)
            for one in regions
        ]

    def went_wrong(self, error: BaseException) -> None:
        """Say that something unforeseen happened in a part, and where the report is; the rest goes on."""
        from ocs_tui.settings.crash import write_report

        report = write_report(error)
        where = f" A report is in {report}." if report else ""
        screen = self.screen if isinstance(self.screen, Base) else self.explorer
        screen.fail(f"Something unforeseen went wrong ({type(error).__name__}).{where}")
