"""Writes are done whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds import writes
from ocs_tui.emulator.sds.generated import GeneratedSeries, Recipe
from ocs_tui.emulator.sds.moments import HOUR, moment_ticks
from ocs_tui.emulator.sds.overlay import Edits, OverlaySeries
from ocs_tui.emulator.sds.series import StoredSeries, WritableSeries
from tests.emulator.sds.plant import pump

START = moment_ticks("2024-05-01")[0]
FIRST, SECOND, NEW = "2024-05-01T00:00:00Z", "2024-05-01T00:01:00Z", "2024-05-01T00:00:30Z"


@pytest.fixture(params=["stored", "generated"])
def series(request: pytest.FixtureRequest) -> WritableSeries:
    base = GeneratedSeries(pump(), Recipe("s", START, missing=0), START + HOUR)
    if request.param == "generated":
        return OverlaySeries(base, Edits())
    return StoredSeries(base.pairs(0, len(base)))


def refusal(status: int, write: Any, *given: Any) -> str:
    with pytest.raises(Refused) as refused:
        write(pump(), *given)
    assert refused.value.status == status
    return refused.value.reason


def all_of(series: WritableSeries) -> list[Any]:
    return list(series.pairs(0, len(series)))


def test_an_insert_adds_and_refuses_what_exists(series: WritableSeries) -> None:
    before = all_of(series)
    assert FIRST in refusal(409, writes.insert, series, [{"Time": NEW}, {"time": FIRST}])
    assert NEW in refusal(409, writes.insert, series, [{"Time": NEW}, {"Time": NEW}])
    assert "Event [1]" in refusal(
        400, writes.insert, series, [{"Time": NEW}, {"Time": SECOND, "Turns": "many"}]
    )
    assert "'Time'" in refusal(400, writes.insert, series, [{"Turns": 1}])
    assert "list" in refusal(400, writes.insert, series, "none")
    assert all_of(series) == before
    writes.insert(pump(), series, [{"Time": NEW, "Turns": 5}])
    assert [event["Time"] for _, event in all_of(series)][:3] == [FIRST, NEW, SECOND]
    assert len(series) == len(before) + 1


def test_an_update_adds_or_changes_and_a_replace_only_changes(series: WritableSeries) -> None:
    before = len(series)
    writes.update(pump(), series, [{"Time": FIRST, "Turns": -5}, {"Time": NEW, "Turns": -6}])
    assert [event["Turns"] for _, event in all_of(series)][:2] == [-5, -6]
    assert "12:00" in refusal(
        404, writes.replace, series, [{"Time": FIRST}, {"Time": "2024-05-01T12:00:00Z"}]
    )
    assert series.event_at(0)["Turns"] == -5
    writes.replace(pump(), series, [{"Time": FIRST, "Note": "new"}])
    assert (series.event_at(0)["Turns"], series.event_at(0)["Note"]) == (0, "new")
    assert len(series) == before + 1


def test_a_patch_changes_what_is_selected_and_nothing_else(series: WritableSeries) -> None:
    old = series.event_at(0)
    kept = dict(old)
    writes.patch(pump(), series, [{"Time": FIRST, "Turns": 99, "Note": "new"}], "turns")
    assert series.event_at(0) == kept | {"Turns": 99}
    assert "'Colour'" in refusal(400, writes.patch, series, [{"Time": FIRST}], "Turns, Colour")
    assert "key" in refusal(400, writes.patch, series, [{"Time": FIRST}], "Time")
    refusal(404, writes.patch, series, [{"Time": NEW}], "Turns")
    assert old == kept, "an event that was given out is not changed"


def test_a_remove_takes_away_by_index_and_by_window(series: WritableSeries) -> None:
    before = len(series)
    assert NEW in refusal(404, writes.remove, series, [FIRST, NEW])
    assert len(series) == before
    writes.remove(pump(), series, [FIRST])
    assert series.event_at(0)["Time"] == SECOND
    writes.remove_window(pump(), series, "2024-05-01T00:01:30Z", "2024-05-01T00:10:00Z")
    assert len(series) == before - 10
    assert [event["Time"][14:16] for _, event in all_of(series)][:2] == ["01", "11"]
    writes.remove_window(pump(), series, "2024-05-01T00:01:30Z", "2024-05-01T00:10:00Z")
    assert "after" in refusal(400, writes.remove_window, series, SECOND, FIRST)
    writes.insert(pump(), series, [{"Time": FIRST}])
    assert series.event_at(0)["Turns"] == 0
