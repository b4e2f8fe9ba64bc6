"""Indexes: written, read back, and in the order of what they mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.moments import moment_of, moment_text, moment_ticks, span_text, span_ticks
from tests.emulator.sds.plant import numbered, prop, stream_of, type_of

TICKS = st.integers(0, 3_652_058 * 864_000_000_000)


@given(TICKS, st.integers(-14 * 60, 14 * 60))
def test_a_moment_is_read_back_with_its_offset(ticks: int, offset: int) -> None:
    assert moment_ticks(moment_text(ticks)) == (ticks, 0)
    if 864_000_000_000 < ticks < 3_652_050 * 864_000_000_000:
        assert moment_ticks(moment_text(ticks, offset)) == (ticks, offset)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_means_what_python_says(when: datetime) -> None:
    assert moment_ticks(when.isoformat())[0] == moment_of(when)
    there = timezone(timedelta(hours=5, minutes=30))
    if 1 < when.year < 9999:
        assert moment_ticks(when.astimezone(there).isoformat()) == (moment_of(when), 330)


@given(st.integers(-(2**62), 2**62))
def test_a_span_is_read_back(ticks: int) -> None:
    assert span_ticks(span_text(ticks)) == ticks


KEYS: list[tuple[str, st.SearchStrategy[Any]]] = [
    ("DateTime", TICKS.map(moment_text)),
    ("Int64", st.integers(-(2**63), 2**63 - 1).map(str)),
    ("Double", st.floats(allow_nan=False, allow_infinity=False).map(repr)),
    ("String", st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), max_size=5)),
    ("Guid", st.uuids().map(str)),
    ("TimeSpan", st.integers(-(10**15), 10**15).map(span_text)),
]


@pytest.mark.parametrize(("code", "texts"), KEYS)
def test_a_key_is_read_back_from_its_text(code: str, texts: st.SearchStrategy[str]) -> None:
    index = stream_of(type_of(prop("Key", code, IsKey=True))).index

    @given(texts)
    def check(text: str) -> None:
        key = index.parse(text)
        assert index.parse(index.text(key)) == key
        assert index.key(index.values(key)) == key

    check()


@given(st.lists(st.tuples(st.integers(-5, 5), st.text("ab", max_size=2)), min_size=2))
def test_a_compound_index_sorts_by_its_properties_in_their_order(parts: list[tuple[int, str]]) -> None:
    document = type_of(prop("Name", 18, IsKey=True, Order=1), prop("Number", 9, IsKey=True, Order=0))
    index = stream_of(document).index
    keys = [index.parse(f"{number}|{name}") for number, name in parts]
    assert sorted(keys) == [index.parse(f"{number}|{name}") for number, name in sorted(parts)]
    assert [index.text(key) for key in keys] == [f"{number}|{name}" for number, name in parts]


def test_the_same_moment_at_another_place_is_the_same_key() -> None:
    index = stream_of(type_of(prop("Time", "DateTimeOffset", IsKey=True))).index
    assert index.parse("2024-05-01T12:00:00+02:00") == index.parse("2024-05-01T10:00:00Z")
    # A plus sign that a URL turned into a blank.
    assert index.parse("2024-05-01T12:00:00 02:00") == index.parse("2024-05-01T10:00:00Z")


@pytest.mark.parametrize("text", ["", "x", "1.5", "1|2", "1e3"])
def test_what_is_no_index_is_refused_by_name(text: str) -> None:
    with pytest.raises(Refused, match="startIndex") as refused:
        numbered().index.parse(text, "startIndex")
    assert refused.value.status == 400


@given(st.integers(-100, 100), st.integers(0, 1000), st.integers(1, 50))
def test_even_keys_include_both_ends_and_rise(start: int, length: int, count: int) -> None:
    keys = numbered().index.evenly(start, start + length, count)
    assert keys[0] == start
    assert keys == sorted(set(keys))
    assert count == 1 or keys[-1] == start + length
