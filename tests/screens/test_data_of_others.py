"""The data of an asset, of a data view and of a shared stream, by keys."""

from __future__ import annotations

import httpx

from ocs_tui.catalog.communities import COMMUNITY, SHARED_STREAM
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.screens.collection import CollectionScreen
from ocs_tui.screens.data import DataScreen
from ocs_tui.widgets.big_table import BigTable
from tests.screens.driving import NARROW, error_of, opened, push, shown, until, until_shown


async def test_an_asset_shows_one_stream_as_a_table_and_all_of_them_as_a_plot(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, DataScreen.of(Address.parse("boiler/assets/boiler-1")))
        await until_shown(pilot, "Steam temperature (1 of 6", "Value [degree Celsius]")
        await until_shown(pilot, "Steam temperature Value:", "Drum pressure Value:", "plot: sampled")
        await pilot.press("right_square_bracket")
        await until_shown(pilot, "Drum pressure (2 of 6", "Value [bar]")
        await pilot.press("m")
        await until_shown(pilot, "sampled · ", " rows")
        await pilot.press("m")
        await until_shown(pilot, "interpolated · 200 rows")
        assert not error_of(pilot)


async def test_the_pane_shows_an_assets_status_in_words_and_its_last_values(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        pilot.app.session.explorer.go_to_thing(Address.parse("boiler/assets/boiler-1"))  # type: ignore[attr-defined]
        await until_shown(pilot, "Boiler 1", "Data")
        await pilot.press("2")
        await until_shown(pilot, "✓ Good", "In order", "Steam temperature", "Value", "degree Celsius")
        assert not error_of(pilot)


async def test_a_data_view_is_a_table_of_pages_and_a_plot_by_group(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, DataScreen.of(Address.parse("boiler/data-views/boiler-assets")))
        await until_shown(pilot, "interpolated", "Boiler 1", "Steam temperature", "plot: interpolated")
        await until_shown(pilot, "Boiler 1 Steam temper")
        await pilot.press("m")
        await until_shown(pilot, "as stored", "Boiler 1")
        table = pilot.app.screen.query_one(BigTable)
        for _ in range(15):
            await pilot.press("end")
        await until(pilot, lambda: table.known > 1_200)
        assert table.kept <= 2_000
        assert not error_of(pilot)


async def test_the_pane_shows_what_a_data_view_resolves_to(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        pilot.app.session.explorer.go_to_thing(Address.parse("boiler/data-views/boiler-assets"))  # type: ignore[attr-defined]
        await until_shown(pilot, "Boilers, as assets", "Data")
        await pilot.press("2")
        await until_shown(pilot, "The fields it resolves to", "Feedwater flow", "GroupCount")


def _join(emulator: Emulator, community: str, role: str) -> None:
    """Let the demo client be in a community."""
    info = emulator.info
    form = {name: info[name] for name in ("client_id", "client_secret")} | {
        "grant_type": "client_credentials"
    }
    token = httpx.post(f"{info['global']}/identity/connect/token", data=form).json()["access_token"]
    path = f"/api/v1-preview/Tenants/{info['tenant_id']}/Communities/{community}/ClientCredentialClients"
    answer = httpx.put(
        f"{info['global']}{path}/{info['client_id']}",
        json=[role],
        headers={"Authorization": f"Bearer {token}"},
    )
    answer.raise_for_status()


async def test_a_shared_stream_is_read_in_the_communitys_name(emulator: Emulator) -> None:
    async with opened(emulator, NARROW) as pilot:
        session = pilot.app.session  # type: ignore[attr-defined]
        community = (await session.connection.client.list_page(COMMUNITY)).items[0]
        await push(pilot, CollectionScreen(("in", f"/communities/{community.id}/{SHARED_STREAM.collection}")))
        await until_shown(pilot, "Turbine 1", "v Data")
        await pilot.press("v")
        await until(pilot, lambda: "not in the community" in error_of(pilot))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CollectionScreen))
        _join(emulator, community.id, community.MemberRoleId)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, DataScreen))
        await until(pilot, lambda: error_of(pilot) or "Rpm" in shown(pilot))
        while error_of(pilot):  # the stream's region has not heard of it yet
            await pilot.press("r")
            await until(pilot, lambda: error_of(pilot) or "Rpm" in shown(pilot))
        text = await until_shown(pilot, "as stored", "rows", "Rpm")
        assert "Turbine" in text
        assert "u Units" not in shown(pilot)
        assert not error_of(pilot)
