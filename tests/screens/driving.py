"""The program itself on the emulator's tenant, driven by keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from textual.pilot import Pilot

from ocs_tui.app import OcsTui
from ocs_tui.emulator.server import Emulator
from ocs_tui.screens.base import Base
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import Start
from ocs_tui.widgets.status_line import ErrorLine

WIDE = (120, 36)
NARROW = (80, 24)


def lines(pilot: Pilot[int]) -> list[str]:
    """Return what the screen shows."""
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    return [strip.text.rstrip() for strip in strips]


def shown(pilot: Pilot[int]) -> str:
    """Return what the screen shows as one text."""
    return "\n".join(lines(pilot))


async def until(pilot: Pilot[int], holds: Callable[[], object]) -> None:
    """Wait until something holds; a test that waits in vain ends with what is seen."""
    for _ in range(800):
        await pilot.pause()
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"It did not come. {type(pilot.app.screen).__name__}:\n{shown(pilot)}")


async def until_shown(pilot: Pilot[int], *words: str) -> str:
    """Wait until all these words are on the screen, and return what it shows."""
    await until(pilot, lambda: all(word in shown(pilot) for word in words))
    return shown(pilot)


def error_of(pilot: Pilot[int]) -> str:
    """Return the error on the line of the screen on top; empty for none."""
    found = pilot.app.screen.query(ErrorLine)
    return found.first().sentence if found and found.first().is_shown else ""


@asynccontextmanager
async def opened(
    emulator: Emulator, size: tuple[int, int] = WIDE, *, read_only: bool = False
) -> AsyncIterator[Pilot[int]]:
    """The program, connected as the demo client."""
    info = emulator.info
    profile = Profile("demo", info["global"], info["tenant_id"], info["client_id"])
    profile = replace(profile, read_only=read_only)
    app = OcsTui(Start(profile, secret=Secret(info["client_secret"], "the test")))
    async with app.run_test(size=size) as pilot:
        session = app.session
        await until(pilot, lambda: session.connection and session.connection.slot(("namespaces",)).fetched)
        yield pilot


async def push(pilot: Pilot[int], screen: Base) -> None:
    """Put a screen on top, and wait until it stands."""
    pilot.app.push_screen(screen)
    await until(pilot, lambda: pilot.app.screen is screen and screen.is_mounted)
