"""What was left is let go: a day of use takes no more memory than its first minutes."""

from __future__ import annotations

import asyncio
import gc

from textual.widgets import Input

from ocs_tui.catalog.sds import STREAM
from ocs_tui.model.address import Address
from ocs_tui.screens.delete import DeleteScreen
from ocs_tui.screens.explorer import ExplorerScreen
from ocs_tui.screens.json_editor import JsonEditor
from ocs_tui.widgets.text_area import LinesArea
from tests.screens.conftest import Drive, Driven

TIMES = 8
AT_MOST = 2
"""What was handled last may still be in the hands of Textual: a part of the screen keeps its last message."""


def left(kind: type[object]) -> int:
    """Return how many of a kind there still are, when asyncio has let go of the timers that were stopped."""
    scheduled = asyncio.get_running_loop()._scheduled  # type: ignore[attr-defined]
    for timer in scheduled:
        if timer.cancelled():
            timer._context = None
    gc.collect()
    return sum(type(one) is kind for one in gc.get_objects())


async def leave(driven: Driven) -> None:
    await driven.press("escape")
    await driven.on(ExplorerScreen)


async def test_a_text_that_was_edited(drive: Drive) -> None:
    async with drive() as driven:
        for _ in range(TIMES):
            await driven.open(JsonEditor(STREAM, Address.parse("boiler/streams/B1-BU-106")))
            await driven.on(JsonEditor)
            await driven.until(lambda: not driven.screen.query_one(LinesArea).disabled)
            await leave(driven)
        assert left(LinesArea) <= AT_MOST
        assert left(JsonEditor) <= AT_MOST


async def test_where_a_filter_was_typed(drive: Drive) -> None:
    async with drive() as driven:
        for _ in range(TIMES):
            await driven.press("slash", "b")
            await driven.sees("escape shows all")
            await driven.press("escape")
            await driven.until(lambda: "escape shows all" not in driven.seen())
        assert left(Input) <= AT_MOST


async def test_a_screen_that_could_not_read_what_it_shows(drive: Drive) -> None:
    """Why it could not is kept."""
    async with drive() as driven:
        for number in range(TIMES):
            await driven.open(DeleteScreen(Address.parse(f"boiler/streams/none-{number}")))
            await driven.sees("(404)")
            await driven.press("escape")
            await leave(driven)
        assert left(DeleteScreen) <= AT_MOST
