"""Windows, ranges, pages and single events against plain lists."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.answer import answer_read
from ocs_tui.emulator.sds.series import StoredSeries
from ocs_tui.emulator.sds.stretch import MOST_EVENTS
from tests.emulator.sds.plant import numbered, query, values_at

KEYS = st.sets(st.integers(-20, 20), max_size=12)
PLACE = st.integers(-24, 24)
BOUNDARY = st.integers(0, 3)


def ask(series: StoredSeries, read: str = "", **given: Any) -> Any:
    return answer_read(numbered(), series, read, query(**given), verbose=True)


def places(events: list[dict[str, Any]]) -> list[int]:
    return [event["At"] for event in events]


def window_model(keys: list[int], start: int, end: int, first: int, last: int) -> list[int]:
    """Which indexes a window has, by the words of the four boundary types."""
    inside = [key for key in keys if start < key < end]
    edges = {key for key in (start, end) if key in keys}
    found = set(inside)
    if first != 1 and start in edges and (start != end or last != 1):
        found.add(start)
    if last != 1 and end in edges and (start != end or first != 1):
        found.add(end)
    if first == 2:
        found.update([key for key in keys if key < start][-1:])
    if last == 2:
        found.update([key for key in keys if key > end][:1])
    if keys:
        # All modes are continuous and carried on, so that there is a value anywhere.
        found.update([start] * (first == 3) + [end] * (last == 3))
    return sorted(found)


@given(KEYS, PLACE, PLACE, BOUNDARY, BOUNDARY)
def test_a_window_holds_what_its_boundaries_say(
    chosen: set[int], one: int, other: int, first: int, last: int
) -> None:
    keys, (start, end) = sorted(chosen), sorted((one, other))
    series = values_at((key, key * 2) for key in keys)
    events = ask(series, startIndex=start, endIndex=end, startBoundaryType=first, endBoundaryType=last)
    assert places(events) == window_model(keys, start, end, first, last)
    calculated = [event for event in events if event["At"] not in chosen]
    for event in calculated:
        assert min(keys) * 2 <= event["Value"] <= max(keys) * 2
        if min(keys) <= event["At"] <= max(keys):
            assert event["Value"] == pytest.approx(event["At"] * 2)


@given(KEYS, PLACE, PLACE, BOUNDARY, BOUNDARY, st.integers(1, 5), st.sampled_from([None, "Value gt 0"]))
def test_the_pages_of_a_window_make_the_window(
    chosen: set[int], one: int, other: int, first: int, last: int, count: int, chosen_filter: str | None
) -> None:
    start, end = sorted((one, other))
    series = values_at((key, key * 2) for key in chosen)
    given: dict[str, Any] = {
        "startIndex": start,
        "endIndex": end,
        "startBoundaryType": first,
        "endBoundaryType": last,
    }
    given["filter"] = chosen_filter
    pages, token = list[Any](), ""
    while True:
        page = ask(series, **given, count=count, continuationToken=token)
        assert len(page["Results"]) == count or page["ContinuationToken"] is None
        pages += page["Results"]
        token = page["ContinuationToken"]
        if token is None:
            break
    assert pages == ask(series, **given)


@given(KEYS, PLACE, BOUNDARY, st.booleans(), st.integers(0, 4), st.integers(0, 6), st.booleans())
def test_a_range_goes_on_from_its_start(
    chosen: set[int], start: int, boundary: int, back: bool, skip: int, count: int, filtered: bool
) -> None:
    keys, sign = sorted(chosen, reverse=back), -1 if back else 1
    wanted = [key for key in keys if (key - start) * sign > 0 or (key == start and boundary != 1)]
    if boundary == 2:
        wanted = [key for key in keys if (key - start) * sign < 0][-1:] + wanted
    elif boundary == 3 and keys and start not in keys:
        wanted = [start, *wanted]
    series = values_at((key, key) for key in keys)
    text = "At ge -100" if filtered else ""
    given: dict[str, Any] = {
        "startIndex": start,
        "boundaryType": boundary,
        "reversed": str(back),
        "skip": skip,
        "count": count,
    }
    assert places(ask(series, **given, filter=text)) == wanted[skip : skip + count]


@given(KEYS, PLACE)
def test_a_search_finds_the_nearest_event(chosen: set[int], place: int) -> None:
    series = values_at((key, key) for key in chosen)
    later, earlier = (
        [key for key in sorted(chosen) if key > place][:1],
        [key for key in sorted(chosen) if key < place][-1:],
    )
    exact = [place] if place in chosen else []
    modes = [exact, exact or later, later, exact or earlier, earlier]
    names = ["Exact", "ExactOrNext", "next", "EXACTORPREVIOUS", "Previous"]
    for number, (name, wanted) in enumerate(zip(names, modes, strict=True)):
        assert places(ask(series, index=place, searchMode=name)) == wanted
        assert places(ask(series, index=place, searchMode=number)) == wanted


def test_first_and_last_of_an_empty_stream_are_null() -> None:
    assert ask(values_at([]), "First") is None
    assert ask(values_at([]), "last") is None
    series = values_at([(3, 1), (1, 0), (2, 5)])
    assert (ask(series, "First")["At"], ask(series, "Last")["At"]) == (1, 3)


def test_a_token_of_another_read_or_of_nobody_is_refused() -> None:
    series = values_at((key, key) for key in range(9))
    page = ask(series, startIndex=0, endIndex=8, count=2, continuationToken="")
    for wrong in ({"endIndex": 7}, {"filter": "Value gt 1"}, {"boundaryType": 1}, {"continuationToken": "x"}):
        asked = {
            "startIndex": 0,
            "endIndex": 8,
            "count": 2,
            "continuationToken": page["ContinuationToken"],
        } | wrong
        with pytest.raises(Refused, match="continuationToken") as refused:
            ask(series, **asked)
        assert refused.value.status == 400


def test_a_page_stays_in_place_when_events_are_written_meanwhile() -> None:
    series = values_at((key, key) for key in range(0, 10, 2))
    page = ask(series, startIndex=0, endIndex=9, count=2, continuationToken="")
    series.put([(1, {"At": 1, "Value": 0.0}), (3, {"At": 3, "Value": 0.0})])
    page = ask(series, startIndex=0, endIndex=9, count=9, continuationToken=page["ContinuationToken"])
    assert places(page["Results"]) == [3, 4, 6, 8]


def test_more_events_than_a_read_answers_are_refused() -> None:
    series = values_at((key, 0) for key in range(MOST_EVENTS + 1))
    end = MOST_EVENTS
    assert len(ask(series, startIndex=1, endIndex=end)) == MOST_EVENTS
    for wrong in (
        {"startIndex": 0, "endIndex": end},
        {"startIndex": 0, "count": end + 1},
        {"filter": "Value eq 0"},
        {"startIndex": 0, "endIndex": end, "count": end + 1, "continuationToken": ""},
    ):
        with pytest.raises(Refused, match="250000 is the most") as refused:
            ask(series, **wrong)
        assert refused.value.status == 400
    assert len(ask(series, startIndex=0, count=5)) == 5
    assert len(ask(series, startIndex=0)) == 100


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "index, startIndex"),
        ({"startIndex": 2, "endIndex": 1}, "startIndex is after endIndex"),
        ({"startIndex": 1, "endIndex": 2, "startBoundaryType": 1}, "go together"),
        ({"startIndex": 1, "endIndex": 2, "count": 1}, "continuationToken"),
        ({"startIndex": 1, "count": "many"}, "count"),
        ({"startIndex": 1, "count": -1}, "count"),
        ({"startIndex": 1, "boundaryType": "Nearby"}, "Outside"),
        ({"startIndex": 1, "reversed": "maybe"}, "reversed"),
        ({"startIndex": "one"}, "startIndex"),
        ({"index": 1, "searchMode": 9}, "searchMode"),
        ({"index": 1, "form": "pie"}, "form"),
    ],
)
def test_a_read_that_makes_no_sense_is_refused_with_a_sentence(given: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(values_at([(1, 1)]), **given)
    assert refused.value.status == 400
    assert says in refused.value.reason
    assert refused.value.reason.endswith(".")


def test_a_table_has_every_value_and_its_heads_when_asked() -> None:
    series = values_at([(0, 0), (1, 2.5)])
    table = answer_read(numbered(), series, "", query(startIndex=0, form="table"), verbose=False)
    assert table["Columns"] == [{"Name": "At", "Type": "Int32"}, {"Name": "Value", "Type": "Double"}]
    assert table["Rows"] == [[0, 0.0], [1, 2.5]]
    assert ask(series, startIndex=0, form="tableh")["Rows"][0] == ["At", "Value"]
