"""A window as people type it is the one that they mean, and what is none gets a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.data.window import PRESETS, WindowProblem, again, indexes_of, said, window_of

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
BERLIN = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("last 24h", "2026-11-21T12:30:00Z", "2026-11-22T12:30:00Z"),
        ("  Last 15 minutes", "2026-11-22T12:15:00Z", "2026-11-22T12:30:00Z"),
        ("1.5h", "2026-11-22T11:00:00Z", "2026-11-22T12:30:00Z"),
        ("last week", "2026-11-15T12:30:00Z", "2026-11-22T12:30:00Z"),
        ("today", "2026-11-22T00:00:00Z", "2026-11-22T12:30:00Z"),
        ("yesterday", "2026-11-21T00:00:00Z", "2026-11-21T23:59:59.999999Z"),
        ("2026-01-31", "2026-01-31T00:00:00Z", "2026-01-31T23:59:59.999999Z"),
        ("2026-01-01..2026-01-31", "2026-01-01T00:00:00Z", "2026-01-31T23:59:59.999999Z"),
        ("2026-01-01T08:00 .. 2026-01-01T09:00+01:00", "2026-01-01T08:00:00Z", "2026-01-01T08:00:00.5Z"),
        ("2026-11-22T12:00:00.25Z..now", "2026-11-22T12:00:00.250000Z", "2026-11-22T12:30:00Z"),
        ("-2h..-1h", "2026-11-22T10:30:00Z", "2026-11-22T11:30:00Z"),
        ("2026-11-01..", "2026-11-01T00:00:00Z", "2026-11-22T12:30:00Z"),
    ],
)
def test_a_window_is_the_one_that_is_meant(typed: str, start: str, end: str) -> None:
    if "+01:00" in typed:
        with pytest.raises(WindowProblem, match="ends before it begins"):
            window_of(typed, NOW)
        return
    window = window_of(typed, NOW)
    assert (window.start, window.end) == (start, end)


def test_a_moment_without_a_zone_is_one_of_the_zone_that_is_asked_for() -> None:
    window = window_of("2026-01-31", NOW, BERLIN)
    assert (window.start, window.end) == ("2026-01-30T23:00:00Z", "2026-01-31T22:59:59.999999Z")
    absolute = window_of("2026-01-31T00:00Z..2026-01-31T02:00+01:00", NOW, BERLIN)
    assert (absolute.start, absolute.end) == ("2026-01-31T00:00:00Z", "2026-01-31T01:00:00Z")
    assert said(absolute, BERLIN) == "2026-01-31 01:00:00 – 02:00:00 local time (UTC+0100)"
    assert said(absolute) == "2026-01-31 00:00:00 – 01:00:00 UTC"


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "last 0h", "last 3 fortnights", "2026-02-30", "a..b", "..now", "2026-02-02..2026-02-01"],
)
def test_what_is_no_window_gets_one_sentence(typed: str) -> None:
    with pytest.raises(WindowProblem) as problem:
        window_of(typed, NOW)
    assert str(problem.value).endswith(".")
    assert "\n" not in str(problem.value)


def test_what_ends_now_moves_on_and_nothing_else_does() -> None:
    later = NOW + timedelta(hours=1)
    assert again(window_of("last 1h", NOW), later).start == "2026-11-22T12:30:00Z"
    fixed = window_of("2026-01-31", NOW)
    assert again(fixed, later) == fixed


def test_an_index_that_is_no_time_is_taken_as_it_is() -> None:
    window = indexes_of(" 0 .. 1000 ")
    assert (window.start, window.end, window.length) == ("0", "1000", None)
    with pytest.raises(WindowProblem):
        indexes_of("last 24h")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_window_or_a_sentence(typed: str) -> None:
    for zone in (UTC, None):
        try:
            window = window_of(typed, NOW, zone)
        except WindowProblem:
            continue
        assert window.start <= window.end


def test_every_preset_is_a_window() -> None:
    assert all(window_of(one, NOW).follows for one in PRESETS)
