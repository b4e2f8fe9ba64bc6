"""Data of a stream as the connection reads it from the emulator: windows by pages, points, units, files."""

from __future__ import annotations

import asyncio
import csv
import json
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.api.errors import NotFound, OcsError
from ocs_tui.connection import data
from ocs_tui.connection.data_export import export
from ocs_tui.connection.tracks import Asked, How
from ocs_tui.data import values
from ocs_tui.data.window import window_of
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.settings.errors import CallError

PUMP = Address.parse("boiler/streams/B1-P-105")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = Asked(window_of("last 24h", NOW))


@pytest.fixture
async def client(emulator: Emulator) -> AsyncIterator[OcsClient]:
    """A client of the demo tenant."""
    info = emulator.info

    async def secret() -> str:
        return str(info["client_secret"])

    async with OcsClient(Endpoint(info["global"], info["tenant_id"], info["client_id"]), secret) as client:
        yield client


async def test_a_window_comes_page_by_page_and_whole(client: OcsClient) -> None:
    (track,) = (await data.open_data(client, PUMP)).tracks
    pages, token = [], ""
    while True:
        batch = await track.read(replace(DAY, count=300), token)
        pages.append(len(batch.events))
        if not (token := batch.token):
            break
    whole = await data.all_events(track, DAY, 100_000)
    assert len(pages) > 2
    assert sum(pages) == len(whole.events)
    assert whole.note is None
    cut = await data.all_events(track, DAY, 10)
    assert len(cut.events) == 10
    assert cut.note is not None
    assert "there are more" in cut.note


async def test_a_year_is_plotted_from_few_points_and_a_short_window_from_its_events(
    client: OcsClient,
) -> None:
    (track,) = (await data.open_data(client, PUMP)).tracks
    year = Asked(window_of("last 365d", NOW), properties=("Speed",))
    how, batch = await data.plot_events(track, year, 100)
    assert how is How.SAMPLED
    assert 100 <= len(batch.events) <= 400
    speed = track.shape.property("speed")
    assert speed is not None
    found = values.points(batch.events, batch.shape, speed)
    assert all(y is not None for _, y in found)
    assert min(x for x, _ in found).year == 2025  # type: ignore[union-attr]
    how, batch = await data.plot_events(track, replace(year, window=window_of("last 15m", NOW)), 100)
    assert how is How.RAW
    assert [one.id for one in batch.shape.all] == ["Time", "Speed"]


async def test_summaries_are_rows_with_a_column_a_summary(client: OcsClient) -> None:
    (track,) = (await data.open_data(client, PUMP)).tracks
    batch = await track.read(replace(DAY, how=How.SUMMARIES, count=4, properties=("Speed",)))
    assert len(batch.events) == 4
    row = dict(
        zip((one.id for one in batch.shape.all), values.cells(batch.events[0], batch.shape), strict=True)
    )
    assert row["Time"] == "2026-02-28 12:00:00"
    assert row["to Time"] == "2026-02-28 18:00:00"
    assert float(row["Speed Minimum"]) <= float(row["Speed Mean"]) <= float(row["Speed Maximum"])


async def test_data_comes_in_other_units_and_says_so(client: OcsClient) -> None:
    (track,) = (await data.open_data(client, Address.parse("boiler/streams/B1-TI-101"))).tracks
    units = await data.units_like(client, "boiler", "degree Celsius")
    assert "kelvin" in dict(units)
    here = await track.read(replace(DAY, count=1))
    for how in (How.RAW, How.INTERPOLATED):
        there = await track.read(replace(DAY, count=1, how=how, units={"Value": "kelvin"}))
        assert there.events[0]["Value"] == pytest.approx(here.events[0]["Value"] + 273.15, abs=5)
        value = there.shape.property("Value")
        assert value is not None
        assert value.label == "Value [kelvin]"
    last = await track.last(replace(DAY, units={"Value": "kelvin"}))
    assert last.events[0]["Value"] > 273


async def test_a_stream_view_gives_the_properties_of_its_target(client: OcsClient) -> None:
    assert await data.views_of(client, "boiler", "Pump") == [("pump-to-summary", "Pump as a motor")]
    track = await data.through(client, "boiler", "B1-P-105", "pump-to-summary")
    batch = await track.read(replace(DAY, view="pump-to-summary", count=2))
    assert [one.id for one in batch.shape.all] == ["Time", "Rpm", "Power"]
    assert {"Time", "Rpm", "Power"} >= set(batch.events[0])


async def test_what_came_since_an_index_leaves_that_one_out(client: OcsClient) -> None:
    (track,) = (await data.open_data(client, PUMP)).tracks
    events = (await track.read(replace(DAY, count=5))).events
    later = await track.since(replace(DAY, count=4), values.index_of(events[1], track.shape))
    assert [one["Time"] for one in later.events] == [one["Time"] for one in events[2:5]]


async def test_what_has_no_data_says_so_in_a_sentence(client: OcsClient) -> None:
    with pytest.raises(OcsError, match="is a type, which has no data"):
        await data.open_data(client, Address.parse("boiler/types/Pump"))
    with pytest.raises(NotFound):
        await data.open_data(client, Address.parse("boiler/streams/none"))


async def test_an_export_holds_the_whole_window_and_never_overwrites_unasked(
    client: OcsClient, tmp_path: Path
) -> None:
    (track,) = (await data.open_data(client, PUMP)).tracks
    asked, told = replace(DAY, count=500), list[int]()
    path = tmp_path / "pump.csv"
    count = await export(track, asked, path, on_progress=told.append)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    whole = await data.all_events(track, DAY, 100_000)
    assert len(rows) == count == len(whole.events) == told[-1]
    assert len(told) > 1
    assert rows[0]["Time"] == whole.events[0]["Time"]
    assert float(rows[0]["Speed [revolution per minute]"]) == whole.events[0]["Speed"]
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CallError, match="is there already"):
        await export(track, asked, path)
    assert path.read_text(encoding="utf-8") == "mine"
    assert await export(track, asked, path, overwrite=True) == count
    await export(track, asked, tmp_path / "pump.json")
    assert len(json.loads((tmp_path / "pump.json").read_text(encoding="utf-8"))) == count
    with pytest.raises(CallError, match=r"neither \.csv nor \.json"):
        await export(track, asked, tmp_path / "pump.xlsx")


async def test_an_export_that_is_cancelled_leaves_no_file(client: OcsClient, tmp_path: Path) -> None:
    (track,) = (await data.open_data(client, PUMP)).tracks
    begun = asyncio.Event()
    task = asyncio.create_task(
        export(track, replace(DAY, count=10), tmp_path / "pump.csv", on_progress=lambda _: begun.set())
    )
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - the test alone is in this loop
