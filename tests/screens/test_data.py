"""The data of a stream by keys: a window as table and plot, read otherwise, live, and into a file."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from textual.widgets import Input

from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.screens.data import DataScreen
from ocs_tui.screens.typed_choice import TypedChoice
from ocs_tui.widgets.big_table import BigTable
from ocs_tui.widgets.plot import Plot
from tests.screens.driving import NARROW, error_of, opened, push, shown, until, until_shown

PUMP = Address.parse("boiler/streams/B1-P-105")


async def test_v_in_the_table_of_streams_opens_the_last_day(emulator: Emulator) -> None:
    from ocs_tui.screens.table import TableScreen

    async with opened(emulator) as pilot:
        await push(pilot, TableScreen(Address.parse("boiler/streams")))
        await until_shown(pilot, "B1-BU-106")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, DataScreen))
        text = await until_shown(pilot, "last 24h", "UTC", "FlameCount", "plot: ")
        assert "Boiler 1 burner" in text
        assert "w Window" in text
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, TableScreen))
        await push(pilot, TableScreen(Address.parse("boiler/types")))
        await until_shown(pilot, "Flowmeter")
        assert "v Data" not in shown(pilot)


async def test_a_window_that_is_typed_is_read_and_one_that_is_none_is_told(emulator: Emulator) -> None:
    async with opened(emulator, NARROW) as pilot:
        await push(pilot, DataScreen.of(PUMP))
        await until_shown(pilot, "rows, more as you scroll", "yes")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, TypedChoice))
        await until_shown(pilot, "The window", "rows, more as you scroll")  # the data show through
        pilot.app.screen.query_one(Input).value = "2026-02-30"
        await pilot.press("enter")
        await until_shown(pilot, "is no day of the calendar.")
        pilot.app.screen.query_one(Input).value = "2026-01-31..2026-01-31"
        await pilot.press("enter")
        text = await until_shown(pilot, "2026-01-31 00:00:00 – 23:59:59 UTC", "2026-01-31 00:00:17")
        assert "2026-01-30" not in text
        table = pilot.app.screen.query_one(BigTable)
        await pilot.press("end")
        await until(pilot, lambda: table.known > 100)
        for _ in range(30):
            await pilot.press("end")
        await until(pilot, lambda: table.total == 1440)
        await until_shown(pilot, "2026-01-31 23:59:17")
        assert table.kept <= 2_000


async def test_a_plot_that_is_refused_says_no_word_of_there_being_nothing(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, DataScreen.of(PUMP))
        await until_shown(pilot, "plot: ")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, TypedChoice))
        pilot.app.screen.query_one(Input).value = "last 3000y"
        await pilot.press("enter")
        assert "Nothing to plot" not in await until_shown(
            pilot, "Not read.", "not plotted", "rows, more as you scroll"
        )


async def test_table_and_plot_take_turns_where_there_is_no_room_for_both(emulator: Emulator) -> None:
    async with opened(emulator, NARROW) as pilot:
        await push(pilot, DataScreen.of(PUMP))
        await until_shown(pilot, "Running", "yes")
        plot = pilot.app.screen.query_one(Plot)
        assert not plot.display
        await pilot.press("x")
        await until_shown(pilot, "Speed:", "plot: sampled")
        assert not pilot.app.screen.query_one(BigTable).display
        assert plot.has_focus
        await until_shown(pilot, "Power:", "Vibration:")


async def test_m_goes_through_the_ways_of_reading(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, DataScreen.of(PUMP))
        await until_shown(pilot, "as stored", "yes")
        await pilot.press("m")
        await until_shown(pilot, "sampled · ", "rows")
        await pilot.press("m")
        await until_shown(pilot, "interpolated · 200 rows")
        await pilot.press("m")
        await until_shown(pilot, "summaries · 24 rows", "to Time")
        await pilot.press("m")
        await until_shown(pilot, "as stored · ", "yes")
        assert not error_of(pilot)


async def test_properties_and_units_are_chosen_and_said(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, DataScreen.of(Address.parse("boiler/streams/B1-TI-101")))
        await until_shown(pilot, "Value [degree Celsius]", "Good")
        await pilot.press("u")
        await until_shown(pilot, "Read which property")
        await pilot.press("enter")
        await until_shown(pilot, "kelvin")
        await pilot.press(*"kelvin", "enter")
        await until_shown(pilot, "Value [kelvin]", "kelvin")
        await pilot.press("p")
        await until_shown(pilot, "[X] Quality")
        await pilot.press("down", "space", "o")
        await until_shown(pilot, "1 of 2 properties")
        assert "Quality" not in shown(pilot)


async def test_the_live_tail_asks_only_when_it_was_asked_for(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, DataScreen.of(PUMP))
        await until_shown(pilot, "as stored", "plot: sampled")
        connection = pilot.app.session.connection  # type: ignore[attr-defined]
        await pilot.press("f")
        await until_shown(pilot, "Live, the newest first, every 3 s", "the last 500 events")

        def looks() -> int:
            return sum("/Data?" in record.url and "reversed" not in record.url for record in connection.trace)

        before = looks()
        await until(pilot, lambda: looks() > before)
        await pilot.press("space")
        await until_shown(pilot, "paused: space goes on")
        await pilot.press("f")
        await until_shown(pilot, "as stored")
        assert "Live" not in shown(pilot).splitlines()[1]


async def test_what_is_shown_is_written_to_a_file_and_never_over_one_unasked(
    emulator: Emulator, tmp_path: Path
) -> None:
    path = tmp_path / "pump.csv"
    async with opened(emulator) as pilot:
        await push(pilot, DataScreen.of(PUMP))
        await until_shown(pilot, "as stored", "yes")
        await pilot.press("E")
        await until_shown(pilot, "Boiler-1-feedwater-pump.csv")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "pump.txt")
        await pilot.press("enter")
        await until_shown(pilot, "which says what is written")
        pilot.app.screen.query_one(Input).value = str(path)
        await pilot.press("enter")
        said = re.search(r"([\d,]+) events written to", await until_shown(pilot, "events written to"))
        with path.open(encoding="utf-8", newline="") as file:
            written = len(list(csv.DictReader(file)))
        assert said is not None
        assert written == int(said[1].replace(",", ""))
        assert 1400 < written <= 1441  # a day of minutes, but for the gaps that real data has
        path.write_text("mine", encoding="utf-8")
        await pilot.press("E")
        await until_shown(pilot, "Export")
        pilot.app.screen.query_one(Input).value = str(path)
        await pilot.press("enter")
        await until_shown(pilot, "Write over it?")
        await pilot.press("escape")
        await until_shown(pilot, "Nothing was written")
        assert path.read_text(encoding="utf-8") == "mine"


async def test_what_is_not_there_is_an_error_in_a_sentence(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        await push(pilot, DataScreen.of(Address.parse("boiler/streams/none")))
        await until(pilot, lambda: error_of(pilot))
        assert "none" in error_of(pilot)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, DataScreen))


async def test_the_pane_shows_the_last_value_with_units_and_names(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        pilot.app.session.explorer.go_to_thing(PUMP)  # type: ignore[attr-defined]
        await until_shown(pilot, "Boiler 1 feedwater pump", "Data")
        await pilot.press("2")
        await until_shown(pilot, "revolution per minute", "Good", "v shows more")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, DataScreen))
