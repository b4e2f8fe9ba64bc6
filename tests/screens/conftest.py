"""The program on a tenant of the emulator, both in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from textual.pilot import Pilot

from ocs_tui.api.client import OcsClient
from ocs_tui.app import OcsTui
from ocs_tui.connection import Connection
from ocs_tui.emulator.server import Emulator
from ocs_tui.screens.base import Base
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import Start
from ocs_tui.widgets.status_line import ErrorLine, StatusLine


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of its own for each test: no profile and no journal of this machine is touched."""
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))


@pytest.fixture
def box() -> Iterator[Emulator]:
    """A tenant of one's own."""
    with Emulator(replica_delay=0.0, provision_delay=1.0) as running:
        yield running


class Driven:
    """The program, driven by keys, and looked at as a person would.

    Args:
        pilot: drives it.
    """

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot

    @property
    def app(self) -> OcsTui:
        """The program."""
        assert isinstance(self.pilot.app, OcsTui)
        return self.pilot.app

    @property
    def connection(self) -> Connection:
        """The connection of the profile that is shown."""
        assert self.app.connection is not None
        return self.app.connection

    @property
    def client(self) -> OcsClient:
        """What speaks to the emulator: somebody else with the same client."""
        return self.connection.client

    @property
    def screen(self) -> Any:
        """What is on top."""
        return self.app.screen

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        for _ in range(800):
            if holds():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"it did not come to hold; the screen is {self.screen}: {self.seen()}")

    async def press(self, *keys: str) -> None:
        """Type keys."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def open(self, screen: Base) -> None:
        """Put a screen on top."""
        await self.app.push_screen(screen)
        await self.pilot.pause()

    async def on(self, kind: type[Any]) -> Any:
        """Wait until a screen of a kind is on top and has read what it opens on; return it."""
        await self.until(lambda: isinstance(self.screen, kind) and not getattr(self.screen, "opening", False))
        return self.screen

    async def review_and_apply(self) -> None:
        """From an editor through its review: wait until it can be applied, and apply it."""
        from ocs_tui.screens.review import ReviewScreen

        await self.press("ctrl+s")
        review = await self.on(ReviewScreen)
        await self.until(lambda: review.is_armed)
        await self.press("enter")
        await self.until(lambda: self.screen is not review)

    def seen(self) -> str:
        """Return what stands on the screen, as text."""
        height = self.app.size.height
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines[:height])

    async def sees(self, text: str) -> None:
        """Wait until a text stands on the screen."""
        await self.until(lambda: text in self.seen())

    @property
    def error(self) -> str:
        """What the error line says; empty for nothing."""
        line = self.screen.query_one(ErrorLine)
        return str(line.sentence) if line.is_shown else ""

    @property
    def said(self) -> str:
        """What the status line says."""
        return str(self.screen.query_one(StatusLine).message)


class Drive(Protocol):
    """Starts the program on the box."""

    def __call__(self, size: tuple[int, int] = (120, 36)) -> Any: ...


@pytest.fixture
def drive(box: Emulator) -> Drive:
    """Start the program; it is connected when one gets it. All of one test share one empty home."""

    @asynccontextmanager
    async def start(size: tuple[int, int] = (120, 36)) -> AsyncIterator[Driven]:
        info = box.info
        profile = Profile("box", str(info["global"]), str(info["tenant_id"]), str(info["client_id"]))
        app = OcsTui(Start(profile, secret=Secret(str(info["client_secret"]), "the test")))
        async with app.run_test(size=size) as pilot:
            driven = Driven(pilot)
            await driven.until(lambda: app.connection is not None)
            await driven.until(lambda: driven.connection.slot(("namespaces",)).fetched)
            yield driven

    return start
