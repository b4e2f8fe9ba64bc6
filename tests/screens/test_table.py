"""The table of a long list: by keys, on the emulator's tenant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.screens.table import TableScreen
from ocs_tui.widgets.big_table import BigTable
from tests.screens.driving import NARROW, error_of, opened, push, until, until_shown


@pytest.fixture
def connect() -> Iterator[Emulator]:
    """The same tenant on CONNECT, which has no topics and no subscriptions."""
    with Emulator(connect=True) as running:
        yield running


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


async def test_the_tables_title_says_what_is_counted(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, TableScreen(Address.parse("boiler/omf-connections")))
        await until_shown(pilot, "1 OMF connection", "edge-northgate")
        await push(pilot, TableScreen(Address.parse("boiler/types")))
        await until_shown(pilot, "8 types")
        await push(pilot, TableScreen(Address.parse("boiler/acl-jobs")))
        await until_shown(pilot, "0 bulk ACL jobs", "None.")


async def test_the_palette_goes_to_lists_of_the_tenant(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        explorer = pilot.app.session.explorer  # type: ignore[attr-defined]
        await pilot.press("colon")
        await pilot.press(*"communities")
        await until_shown(pilot, "group · communities")
        await pilot.press("enter")
        await until(pilot, lambda: explorer.resources.current.label == "Communities")


async def test_on_a_narrow_screen_what_a_default_acl_is_for_is_said_to_its_end(emulator: Emulator) -> None:
    async with opened(emulator, NARROW) as pilot:
        explorer = pilot.app.session.explorer  # type: ignore[attr-defined]
        explorer.resources.reveal("namespace/boiler")
        await until(pilot, lambda: explorer.resources.current.id == "boiler")
        await pilot.press("right", "down")
        await until(pilot, lambda: explorer.resources.current.id == "boiler/types")
        await pilot.press("2")
        await until_shown(pilot, "The default of new types; those there keep theirs.", "Tenant Administrator")


async def test_who_is_in_a_community_is_said_with_what_each_number_is(emulator: Emulator) -> None:
    async with opened(emulator, (160, 40)) as pilot:
        session = pilot.app.session  # type: ignore[attr-defined]
        await session.connection.load(("communities",))
        community = session.connection.value(("communities",))[0]
        session.explorer.go_to_thing(Address.parse(f"/communities/{community.id}"))
        await until_shown(pilot, "3 Tenants")
        await pilot.press("3")
        await until_shown(pilot, "Active · Owns it · Users 1", "Active · Users 6 · Clients 1")


async def test_a_list_that_the_service_has_not_says_so(connect: Emulator) -> None:
    async with opened(connect) as pilot:
        await push(pilot, TableScreen(Address.parse("boiler/subscriptions")))
        text = await until_shown(pilot, "This service has no subscriptions to show.")
        assert "reading…" not in text
        assert not error_of(pilot)
