"""Stored, generated and overlaid sequences against a plain dictionary."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ocs_tui.emulator.sds.generated import GeneratedSeries, Recipe
from ocs_tui.emulator.sds.moments import DAY, MINUTE, SECOND, moment_ticks
from ocs_tui.emulator.sds.overlay import Edits, OverlaySeries
from ocs_tui.emulator.sds.series import Series, StoredSeries, position_after
from tests.emulator.sds.plant import pump

START = moment_ticks("2024-01-01")[0]


def check_is(series: Series, wanted: dict[int, Any]) -> None:
    """A sequence holds these events, whichever way it is asked."""
    keys = sorted(wanted)
    assert len(series) == len(keys)
    assert [series.key_at(position) for position in range(len(keys))] == keys
    assert [series.event_at(position) for position in range(len(keys))] == [wanted[key] for key in keys]
    assert list(series.pairs(0, len(keys))) == [(key, wanted[key]) for key in keys]
    for cut in range(0, len(keys), 3):
        assert [key for key, _ in series.pairs(cut, cut + 4)] == keys[cut : cut + 4]
    for key in keys:
        assert series.key_at(series.position_of(key)) == key
        assert series.position_of(key + 1) == position_after(series, key)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.lists(st.integers(0, 60), max_size=90)),
        st.tuples(st.just("remove"), st.lists(st.integers(0, 60), max_size=70)),
        st.tuples(st.just("between"), st.tuples(st.integers(0, 60), st.integers(0, 60))),
        st.tuples(st.just("later"), st.integers(0, 12)),
    ),
    max_size=8,
)


@given(STEPS)
def test_a_stored_sequence_is_a_sorted_dictionary(steps: list[tuple[str, Any]]) -> None:
    series, model = StoredSeries(), dict[int, Any]()
    for number, (step, what) in enumerate(steps):
        if step == "put":
            pairs = [(key, {"n": number, "at": at}) for at, key in enumerate(what)]
            series.put(pairs)
            model.update(pairs)
        elif step == "remove":
            series.remove(what)
            model = {key: event for key, event in model.items() if key not in what}
        elif step == "between":
            series.remove_between(*what)
            model = {key: event for key, event in model.items() if not what[0] <= key <= what[1]}
    check_is(series, model)


@settings(deadline=None)
@given(STEPS, st.integers(0, 3))
def test_writes_over_generated_events_are_kept_as_time_goes_on(
    steps: list[tuple[str, Any]], missing: int
) -> None:
    stream = pump()
    recipe = Recipe("pump", START, 10 * SECOND, block=7, missing=missing)
    now, edits = START + 200 * SECOND, Edits()
    # A key of a step is a third of an interval: some lie on generated events, some between, some ahead of now.
    step_ticks = 10 * SECOND // 2
    model = dict(GeneratedSeries(stream, recipe, now).pairs(0, 1000))
    written: set[int] = set()
    for number, (step, what) in enumerate(steps):
        base = GeneratedSeries(stream, recipe, now)
        series = OverlaySeries(base, edits)
        if step == "put":
            pairs: list[tuple[int, Any]] = [(START + key * step_ticks, {"n": number}) for key in what]
            series.put(pairs)
            model.update(pairs)
            written.update(key for key, _ in pairs)
        elif step == "remove":
            keys = {START + key * step_ticks for key in what} & set(model)
            series.remove(keys)
            model = {key: event for key, event in model.items() if key not in keys}
        elif step == "between":
            first, last = (START + key * step_ticks for key in what)
            series.remove_between(first, last)
            model = {key: event for key, event in model.items() if not first <= key <= last}
        else:
            new = GeneratedSeries(stream, recipe, now + what * 10 * SECOND)
            for key, event in new.pairs(len(base), len(new)):
                if key not in written:
                    model[key] = event
            now += what * 10 * SECOND
        check_is(OverlaySeries(GeneratedSeries(stream, recipe, now), edits), model)
    restored = Edits(edits.added.pairs(0, len(edits.added)), edits.hidden)
    check_is(OverlaySeries(GeneratedSeries(stream, recipe, now), restored), model)


def test_generated_events_are_the_same_at_every_start_and_of_years_at_no_cost() -> None:
    stream, recipe = pump(), Recipe("pump-1", START)
    series = GeneratedSeries(stream, recipe, START + 3650 * DAY)
    assert len(series) > 5_000_000
    assert series.event_at(len(series) - 1)["Time"] == "2033-12-29T00:00:00Z"
    assert series.event_at(4_000_000) == GeneratedSeries(stream, recipe, START + 4000 * DAY).event_at(
        4_000_000
    )
    # Written down once: what a demo shows today it shows tomorrow, on another machine too.
    assert series.event_at(1234) == {
        "Time": "2024-01-01T20:34:00Z",
        "Temperature": 47.95,
        "Turns": 72,
        "Load": 57.981,
        "Running": True,
        "Note": "Idle",
        "State": 0,
    }
    assert GeneratedSeries(stream, Recipe("pump-2", START), START + DAY).event_at(1234) != series.event_at(
        1234
    )


def test_the_live_end_moves_on_and_earlier_events_stay() -> None:
    stream, recipe = pump(), Recipe("pump-1", START)
    before = GeneratedSeries(stream, recipe, START + DAY)
    after = GeneratedSeries(stream, recipe, START + DAY + 5 * MINUTE)
    assert len(after) == len(before) + 5
    assert list(after.pairs(0, len(before)))[-3:] == list(before.pairs(len(before) - 3, len(before)))
    assert before.key_at(len(before) - 1) == START + DAY
    assert len(GeneratedSeries(stream, recipe, START - 1)) == 0
    assert len(GeneratedSeries(stream, recipe, START)) == 1


def test_generated_values_look_like_a_plant() -> None:
    series = GeneratedSeries(pump(), Recipe("pump-1", START), START + 30 * DAY)
    events = [event for _, event in series.pairs(0, len(series))]
    temperatures = [event["Temperature"] for event in events]
    assert 18 <= min(temperatures) < max(temperatures) <= 96
    assert len(set(temperatures)) > 1000
    moved = [abs(left - right) for left, right in pairwise(temperatures)]
    assert sorted(moved)[len(moved) * 95 // 100] < 4, "it drifts and does not jump about"
    running = [event["Running"] for event in events]
    assert 0.5 < sum(running) / len(running) < 1
    still = [event["Temperature"] for event in events if not event["Running"]]
    assert len(set(still)) == 1, "a standstill is a plateau"
    assert 0 < sum(event["Load"] is None for event in events) < len(events) / 50
    keys = [key for key, _ in series.pairs(0, len(series))]
    gaps = {right - left for left, right in pairwise(keys)}
    assert gaps == {MINUTE, 10 * MINUTE}
