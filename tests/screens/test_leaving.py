"""Leaving a screen at the very moment in which another one opens above it."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult
from textual.command import CommandList

from ocs_tui.screens.base import Base
from ocs_tui.screens.explorer import ExplorerScreen
from ocs_tui.screens.palette import Palette
from ocs_tui.screens.unfinished import Unfinished
from ocs_tui.widgets.status_line import ErrorLine
from tests.screens.conftest import Drive


class _Screen(Base):
    def compose(self) -> ComposeResult:
        yield ErrorLine()


class _Slow(Unfinished):
    may_come: asyncio.Event

    async def _compose(self) -> None:
        await self.may_come.wait()
        await super()._compose()


async def test_a_screen_below_another_one_is_left_once_and_takes_no_other_with_it() -> None:
    told: list[str | None] = []
    async with App[None]().run_test() as pilot:
        below, above = _Screen(), _Screen()
        pilot.app.push_screen(below, told.append)
        pilot.app.push_screen(above, told.append)
        await pilot.pause()
        below.dismiss("below")
        await pilot.pause()
        assert pilot.app.screen is above
        above.dismiss("above")
        while len(told) < 2:
            await pilot.pause()
        assert told == ["above", "below"]
        below.dismiss("again")
        await pilot.pause()
        assert told == ["above", "below"]


async def test_the_palette_may_go_while_it_looks_for_something() -> None:
    async with App[None]().run_test() as pilot:
        palette = Palette()
        await pilot.app.push_screen(palette)
        await palette.query_one(CommandList).remove()
        await palette._gather_commands("x").wait()
        assert pilot.app.is_running


async def test_a_key_on_its_way_does_nothing_in_a_screen_that_has_just_come(drive: Drive) -> None:
    """It rose from the screen before, and meets the bindings of the new one before any part of that stands."""
    async with drive() as driven:
        slow = _Slow("Set the ACL of boiler", ["Write Allow → Deny"])
        slow.may_come = asyncio.Event()
        driven.app.push_screen(slow)
        assert driven.app.screen is slow
        assert not slow.is_mounted
        await driven.app._check_bindings("escape")
        await driven.app._check_bindings("y")
        assert driven.app.screen is slow
        slow.may_come.set()
        await driven.until(lambda: slow.is_mounted)
        await driven.press("escape")
        await driven.on(ExplorerScreen)
