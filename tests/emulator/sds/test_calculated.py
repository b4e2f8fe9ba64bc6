"""Interpolated and sampled events, summaries and joins."""

from __future__ import annotations

import statistics
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.answer import answer_join, answer_read, read_for_join
from ocs_tui.emulator.sds.series import StoredSeries
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.writes import insert
from tests.emulator.sds.plant import numbered, prop, pump, query, stream_of, type_of, values_at


def two(stream: ResolvedStream) -> StoredSeries:
    series = StoredSeries()
    early = {
        "Time": "2024-05-01T00:00:00Z",
        "Temperature": 10,
        "Turns": 1,
        "Note": "a",
        "State": 1,
        "Load": 4,
    }
    late = {
        "Time": "2024-05-01T01:00:00Z",
        "Temperature": 20,
        "Turns": 4,
        "Note": "b",
        "State": 0,
        "Running": True,
    }
    insert(stream, series, [early, late])
    return series


@pytest.mark.parametrize(
    ("mode", "temperature", "turns", "load"),
    [
        ("Continuous", 15.0, 2, None),
        (1, 10.0, 1, 4.0),
        ("StepwiseContinuousTrailing", 20.0, 4, None),
        (4, 15.0, 2, 4.0),
        (5, 15.0, 2, None),
    ],
)
def test_between_two_events_a_mode_says_what_there_is(
    mode: int | str, temperature: float, turns: int, load: float | None
) -> None:
    stream = pump(InterpolationMode=mode)
    found = answer_read(
        stream, two(stream), "Interpolated", query(index="2024-05-01T00:30:00Z"), verbose=True
    )
    assert [found[0][name] for name in ("Temperature", "Turns", "Load")] == [temperature, turns, load]
    assert found[0]["Time"] == "2024-05-01T00:30:00Z"
    assert found[0]["Note"] == ("b" if mode == "StepwiseContinuousTrailing" else "a")


def test_a_discrete_stream_has_nothing_between_and_a_discrete_property_its_default() -> None:
    times = ["2024-05-01T00:30:00Z", "2024-05-01T01:00:00Z"]
    stream = pump(InterpolationMode="Discrete")
    found = answer_read(stream, two(stream), "Interpolated", query(index=times), verbose=True)
    assert [event["Time"] for event in found] == times[1:]
    stream = pump(PropertyOverrides=[{"SdsTypePropertyId": "Temperature", "InterpolationMode": 3}])
    found = answer_read(stream, two(stream), "Interpolated", query(index=times), verbose=True)
    assert [event["Temperature"] for event in found] == [0.0, 20.0]


@pytest.mark.parametrize(("mode", "wanted"), [(0, [0, 5, 9]), (1, [5]), ("Forward", [5, 9]), (3, [0, 5])])
def test_beyond_the_ends_values_are_carried_on_where_the_mode_says_so(
    mode: int | str, wanted: list[int]
) -> None:
    series = values_at([(4, 40), (6, 60)])
    found = answer_read(
        numbered(ExtrapolationMode=mode), series, "Interpolated", query(index=[0, 5, 9]), verbose=True
    )
    assert [event["At"] for event in found] == wanted
    assert {event["At"]: event["Value"] for event in found}.items() <= {0: 40.0, 5: 50.0, 9: 60.0}.items()


def test_an_interval_includes_both_of_its_ends() -> None:
    given = query(startIndex=4, endIndex=8, count=3)
    found = answer_read(numbered(), values_at([(4, 40), (8, 80)]), "Interpolated", given, verbose=True)
    assert [(event["At"], event["Value"]) for event in found] == [(4, 40.0), (6, 60.0), (8, 80.0)]


def test_an_index_without_distances_is_neither_interpolated_nor_summed_up() -> None:
    stream = stream_of(type_of(prop("A", 9, IsKey=True), prop("B", 9, IsKey=True), prop("V", 14)))
    for read in ("Interpolated", "Summaries", "Sampled"):
        given = query(startIndex="1|1", endIndex="2|2", count=2, intervals=2, sampleBy="V")
        with pytest.raises(Refused, match="one number or time"):
            answer_read(stream, StoredSeries(), read, given, verbose=True)


NUMBERS = st.lists(st.floats(-1e6, 1e6).map(lambda number: round(number, 3)), min_size=2, max_size=20)


@given(NUMBERS)
def test_summaries_are_those_of_the_standard_library(numbers: list[float]) -> None:
    series = values_at(enumerate(numbers))
    given = query(startIndex=0, endIndex=len(numbers), count=1)
    [found] = answer_read(numbered(), series, "Summaries", given, verbose=True)
    sums = {name: values["Value"] for name, values in found["Summaries"].items()}
    assert found["Summaries"]["Count"] == {"At": len(numbers), "Value": len(numbers)}
    assert (sums["Minimum"], sums["Maximum"]) == (min(numbers), max(numbers))
    assert sums["Range"] == max(numbers) - min(numbers)
    assert sums["Total"] == pytest.approx(sum(numbers), rel=1e-6, abs=1e-6)
    assert sums["Mean"] == pytest.approx(statistics.fmean(numbers), rel=1e-6, abs=1e-6)
    assert sums["StandardDeviation"] == pytest.approx(statistics.stdev(numbers), rel=1e-6, abs=1e-6)
    assert sums["PopulationStandardDeviation"] == pytest.approx(
        statistics.pstdev(numbers), rel=1e-6, abs=1e-6
    )
    pieces = [(one + other) / 2 for one, other in pairwise(numbers)] + [numbers[-1]]
    assert sums["WeightedMean"] == pytest.approx(statistics.fmean(pieces), rel=1e-6, abs=1e-6)
    assert sums["WeightedStandardDeviation"] == pytest.approx(statistics.stdev(pieces), rel=1e-6, abs=1e-6)
    assert sums["WeightedPopulationStandardDeviation"] == pytest.approx(
        statistics.pstdev(pieces), rel=1e-6, abs=1e-6
    )
    mean, deviation = statistics.fmean(numbers), statistics.pstdev(numbers)
    if deviation > 1:
        apart = [(number - mean) / deviation for number in numbers]
        assert sums["Skewness"] == pytest.approx(
            statistics.fmean(each**3 for each in apart), rel=1e-6, abs=1e-6
        )
        assert sums["Kurtosis"] == pytest.approx(
            statistics.fmean(each**4 for each in apart) - 3, rel=1e-6, abs=1e-6
        )


def test_intervals_share_no_event_and_empty_ones_count_none() -> None:
    series = values_at([(0, 1), (10, 2), (30, 3), (40, 4)])
    given = query(startIndex=0, endIndex=40, count=4, filter="Value gt 1")
    found = answer_read(numbered(), series, "Summaries", given, verbose=True)
    assert [each["Summaries"]["Count"]["Value"] for each in found] == [0, 1, 0, 2]
    assert [(each["Start"]["At"], each["End"]["At"]) for each in found] == [
        (0, 10),
        (10, 20),
        (20, 30),
        (30, 40),
    ]
    assert found[1]["End"]["Value"] == 2.5
    assert found[2]["Summaries"]["Mean"] == {}
    weighted = answer_read(
        numbered(InterpolationMode=1),
        series,
        "Summaries",
        query(startIndex=0, endIndex=40, count=1),
        verbose=True,
    )
    assert weighted[0]["Summaries"]["WeightedMean"]["Value"] == pytest.approx((1 * 10 + 2 * 20 + 3 * 10) / 40)


def test_values_too_large_to_sum_up_are_words_and_no_broken_body() -> None:
    series = values_at([(0, 1.7e308), (1, 1.7e308), (2, -1.7e308), (3, 1.7e308)])
    [found] = answer_read(
        numbered(), series, "Summaries", query(startIndex=0, endIndex=3, count=1), verbose=True
    )
    assert found["Summaries"]["Range"]["Value"] == "Infinity"
    assert found["Summaries"]["Maximum"]["Value"] == 1.7e308


def test_samples_keep_the_shape_of_a_curve() -> None:
    series = values_at((at, 100 if at == 37 else -50 if at == 12 else at % 5) for at in range(100))
    given = query(startIndex=0, endIndex=99, intervals=4, sampleBy="VALUE")
    found = answer_read(numbered(), series, "Sampled", given, verbose=True)
    places = [event["At"] for event in found]
    assert places == sorted(set(places))
    assert {0, 12, 37, 99} <= set(places)
    assert len(places) <= 16
    with pytest.raises(Refused, match="'Colour'"):
        answer_read(
            numbered(),
            series,
            "Sampled",
            query(startIndex=0, endIndex=9, intervals=1, sampleBy="Colour"),
            verbose=True,
        )


def joined(mode: str | int) -> Any:
    stream = numbered()
    given = query(startIndex=0, endIndex=9)
    parts = [
        read_for_join(stream, values_at([(1, 10), (3, 30)]), given),
        read_for_join(stream, values_at([(1, 100), (2, 200)]), given),
    ]
    return answer_join(parts, query(joinMode=mode), verbose=True)


def test_joins_put_streams_side_by_side_or_into_one() -> None:
    def shape(rows: Any) -> Any:
        return [[each and each["Value"] for each in row] for row in rows]

    assert shape(joined("inner")) == [[10, 100]]
    assert shape(joined(1)) == [[10, 100], [None, 200], [30, None]]
    assert shape(joined("Interpolated")) == [[10, 100], [20, 200], [30, 200]]
    assert [event["Value"] for event in joined("MergeLeft")] == [10, 200, 30]
    assert [event["Value"] for event in joined(4)] == [100, 200, 30]
    other = stream_of(type_of(prop("Name", 18, IsKey=True)))
    part = read_for_join(other, StoredSeries(), query(startIndex="a", endIndex="b"))
    with pytest.raises(Refused, match="different types"):
        answer_join(
            [part, read_for_join(numbered(), values_at([]), query(startIndex=0, endIndex=1))],
            query(),
            verbose=True,
        )
