"""Leaving a screen at the very moment in which another one opens above it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.command import CommandList

from ocs_tui.screens.base import Base
from ocs_tui.screens.palette import Palette
from ocs_tui.widgets.status_line import ErrorLine


class _Screen(Base):
    def compose(self) -> ComposeResult:
        yield ErrorLine()


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
