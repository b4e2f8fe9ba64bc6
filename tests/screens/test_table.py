"""The table of a long list: by keys, on the emulator's tenant."""

from __future__ import annotations

import pytest

from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.screens.table import TableScreen
from ocs_tui.widgets.big_table import BigTable
from tests.screens.driving import opened, push, until, until_shown


@pytest.mark.parametrize(
    ("collection", "last", "count"),
    [("topics", "mill-connector", 2), ("omf-connections", "edge-northgate", 1)],
)
async def test_a_list_that_comes_whole_is_read_once_and_shown_once(
    emulator: Emulator, collection: str, last: str, count: int
) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, TableScreen(Address.parse(f"boiler/{collection}")))
        text = await until_shown(pilot, last)
        table = pilot.app.screen.query_one(BigTable)
        await until(pilot, lambda: table.total is not None)
        await pilot.press("end", "home")
        await until(pilot, lambda: not table._pages.waits)
        trace = pilot.app.session.connection.trace  # type: ignore[attr-defined]
        assert table.known == count
        assert text.count(last) == 1
        assert sum(one.url.casefold().endswith(collection.replace("-", "")) for one in trace) == 1
