"""A plot tells its curves apart without colour, shows gaps as gaps, and says so where there is nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import on

from ocs_tui.widgets.plot import Plot
from ocs_tui.widgets.plot_drawing import Series, ascii_only, curves_of, draw, plot_text
from ocs_tui.widgets.plot_scale import number_ticks, span_words, time_ticks
from tests.widgets.showing import Showing, lines, until

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def minutes(values: Sequence[float | None], label: str = "Pump", stepwise: bool = False) -> Series:
    """Return a series with a value a minute."""
    points = [(NOON + timedelta(minutes=minute), value) for minute, value in enumerate(values)]
    return Series(label, points, "°C", stepwise)


def body(text: str) -> list[str]:
    """Return what stands right of the axis, from the top."""
    rows = text.split("\n")
    bottom = next(at for at, row in enumerate(rows) if row.lstrip().startswith(("└", "+--", "++-")))
    corner = len(rows[bottom]) - len(rows[bottom].lstrip())
    return [row[corner + 1 :] for row in rows[:bottom] if row[corner : corner + 1] in tuple("│┤|+")]


def column_is_empty(text: str, share: float, width: int) -> bool:
    """Whether nothing is drawn at a share of the width."""
    rows = body(text)
    at = round(share * (width - 8))
    return all(row[at : at + 1] in ("", " ") for row in rows)


def test_a_gap_is_left_open() -> None:
    closed = plot_text([minutes([1.0] * 60)], 70, 12, False)
    opened = plot_text([minutes([1.0] * 20 + [None] * 20 + [1.0] * 20)], 70, 12, False)
    assert not column_is_empty(closed, 0.5, 70)
    assert column_is_empty(opened, 0.5, 70)
    assert not column_is_empty(opened, 0.2, 70)
    assert not column_is_empty(opened, 0.8, 70)


def test_what_is_no_finite_number_is_a_gap() -> None:
    for gap in (math.nan, math.inf, 10**400):
        opened = plot_text([minutes([1.0] * 20 + [gap] * 20 + [1.0] * 20)], 70, 12, False)
        assert column_is_empty(opened, 0.5, 70)


def test_a_step_holds_its_value_until_the_next() -> None:
    rows = body(plot_text([minutes([0, 10], stepwise=True)], 60, 12, True))
    assert rows[-1].count("*") > 40, "the first value holds"
    assert rows[0].strip() == "*"
    slanted = body(plot_text([minutes([0, 10])], 60, 12, True))
    assert slanted[-1].count("*") < 10


def test_one_point_alone_is_seen() -> None:
    assert "●" in body(plot_text([minutes([5])], 60, 12, False))[3]
    assert "●" in "".join(body(plot_text([minutes([1, None, 2, None, 1])], 60, 12, False)))


@pytest.mark.parametrize(
    ("series", "said"),
    [
        ([], "Nothing to plot: there is no value here."),
        ([minutes([])], "Nothing to plot: there is no value here."),
        ([minutes([None])], "Nothing to plot: the one value here is no number."),
        ([minutes([None, math.nan])], "Nothing to plot: none of the 2 values here is a number."),
    ],
)
def test_nothing_to_plot_is_said(series: list[Series], said: str) -> None:
    assert plot_text(series, 60, 12, False) == said


def test_curves_are_told_apart_without_colour() -> None:
    series = [minutes([number + math.sin(at / 9) for at in range(100)], f"s{number}") for number in range(3)]
    text = plot_text(series, 80, 16, False)
    assert "● s0" in text
    assert "◆ s1" in text
    assert "▲ s2" in text
    drawn = "".join(body(text))
    assert all(drawn.count(mark) >= 3 for mark in "●◆▲")


def test_ascii_is_nothing_but_ascii() -> None:
    series = [minutes([1, 3, None, 2], "Größe"), minutes([2, 1, 4], "b", stepwise=True)]
    text = plot_text(series, 60, 14, True)
    assert text.isascii()
    assert max(map(len, text.split("\n"))) <= 60
    assert "* Grosse: 1 - 3 degC" in text
    assert "+ b" in text
    assert "2026-11-22 12:00:00 - 12:03:00 UTC" in text
    assert plot_text([], 60, 14, True).isascii()


def test_hostile_labels_are_shown_and_not_obeyed() -> None:
    text = plot_text([Series("a\x1b]0;x\x07[/b]", [(0.0, 1.0)], "\x9b31m")], 60, 12, False)
    assert "a␛]0;x␇[/b]" in text
    assert "\x9b" not in text


def test_each_unit_has_a_scale_of_its_own() -> None:
    cold, high = (
        minutes([0, 10], "cold"),
        Series("high", [(NOON, 1e6), (NOON + timedelta(minutes=1), 9e5)], "Pa"),
    )
    text = plot_text([cold, high], 80, 16, True)
    assert "the axis in" in text
    assert "high: 900,000 - 1,000,000 Pa" in text
    for row in (body(text)[0], body(text)[-1]):
        assert {"*", "+"} <= set(row), "both go from bottom to top"


def test_many_series_leave_room_for_the_plot() -> None:
    text = plot_text([minutes([1, 2], f"a rather long name {number}") for number in range(40)], 80, 20, False)
    assert "more" in text
    assert len(body(text)) >= 10


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.floats(allow_nan=True) | st.datetimes(timezones=st.just(UTC)),
                st.none() | st.floats() | st.integers(),
            ),
            max_size=8,
        ),
        max_size=4,
    ),
    st.integers(0, 90),
    st.integers(0, 30),
    st.booleans(),
    st.booleans(),
)
def test_whatever_comes_is_drawn_within_its_size(
    points: list[list[tuple[float | datetime, float | None]]],
    width: int,
    height: int,
    ascii: bool,
    steps: bool,
) -> None:
    series = [Series(f"s{at}", some, f"u{at % 2}", steps) for at, some in enumerate(points)]
    data = curves_of(series)
    drawn = draw(data, width, height, ascii=ascii)
    texts = ["".join(text for text, _ in line) for line in drawn]
    if width >= 24 and height >= 8 and data.whole is not None:
        assert len(texts) == height
        assert max(map(cell_len, texts)) <= width
    assert not ascii or all(text.isascii() for text in texts)


@pytest.mark.parametrize(
    ("span", "zone", "said"),
    [
        (timedelta(seconds=2), UTC, "12:00:00.500"),
        (timedelta(minutes=5), UTC, "12:01"),
        (timedelta(minutes=1), UTC, "12:00:10"),
        (timedelta(hours=6), UTC, "13:00"),
        (timedelta(hours=40), UTC, "11-23"),
        (timedelta(days=9), UTC, "11-24"),
        (timedelta(days=400), UTC, "2027-01"),
        (timedelta(days=9000), UTC, "2030"),
        (timedelta(hours=6), timezone(timedelta(hours=5, minutes=30)), "18:00"),
    ],
)
def test_times_are_told_as_clocks_and_calendars_do(span: timedelta, zone: timezone, said: str) -> None:
    ticks = time_ticks(NOON.timestamp(), (NOON + span).timestamp(), 90, zone)
    assert said in [words for _, words in ticks]
    assert 3 <= len(ticks) <= 12


def test_an_hour_that_comes_twice_stands_once() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begin = datetime(2026, 10, 24, 22, tzinfo=UTC).timestamp()
    ticks = time_ticks(begin, begin + 6 * 3600, 90, berlin)
    assert [moment for moment, _ in ticks] == sorted({moment for moment, _ in ticks})
    assert [words for _, words in ticks].count("02:00") == 1


def test_the_zone_is_said() -> None:
    begin = NOON.timestamp()
    assert span_words(begin, begin + 7200, UTC) == "2026-11-22 12:00 – 14:00 UTC"
    berlin = span_words(begin, begin + 7200, ZoneInfo("Europe/Berlin"))
    assert berlin == "2026-11-22 13:00 – 15:00 Europe/Berlin, UTC+0100"


def test_ticks_of_numbers_are_round() -> None:
    assert [words for _, words in number_ticks(0.13, 0.97, 5)] == ["0.2", "0.4", "0.6", "0.8"]
    assert [words for _, words in number_ticks(-1.2e9, 3e9, 5)] == ["-1e+09", "0", "1e+09", "2e+09", "3e+09"]
    assert [words for _, words in number_ticks(1000, 5000, 5)] == [
        "1,000",
        "2,000",
        "3,000",
        "4,000",
        "5,000",
    ]


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"LANG": "C"}, True),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "POSIX"}, True),
        ({"LANG": "C.UTF-8", "TERM": "xterm"}, False),
        ({"LANG": "C.UTF-8", "TERM": "linux"}, True),
    ],
)
def test_terminals_without_braille_get_ascii(environ: dict[str, str], said: bool) -> None:
    assert ascii_only(environ) is said


class Plotting(Showing):
    """Shows a plot, and keeps where one looked."""

    def __init__(self, ascii: bool = False) -> None:
        self.plot = Plot(ascii=ascii)
        super().__init__(self.plot)
        self.looked: list[tuple[float, float]] = []

    @on(Plot.Looked)
    def _looked(self, message: Plot.Looked) -> None:
        self.looked.append((message.begin, message.end))


async def test_one_looks_closer_moves_along_and_back() -> None:
    app = Plotting()
    async with app.run_test(size=(80, 20)) as pilot:
        app.plot.show([minutes([math.sin(at / 20) for at in range(241)])])
        await until(pilot, lambda: "12:00 – 16:00 UTC" in lines(pilot)[-1])
        await pilot.press("plus")
        await until(pilot, lambda: "13:00 – 15:00 UTC" in lines(pilot)[-1])
        await pilot.press("right")
        await until(pilot, lambda: "13:30 – 15:30 UTC" in lines(pilot)[-1])
        for _ in range(4):
            await pilot.press("right")
        await until(pilot, lambda: "14:00 – 16:00 UTC" in lines(pilot)[-1])
        await pilot.press("0")
        await until(pilot, lambda: "12:00 – 16:00 UTC" in lines(pilot)[-1])
        begin = NOON.timestamp()
        assert app.looked[0] == (begin + 3600, begin + 3 * 3600)
        for _ in range(60):
            await pilot.press("plus")
        await until(pilot, lambda: "┤" in "\n".join(lines(pilot)))


async def test_the_screen_shows_what_the_text_says_in_every_size() -> None:
    app = Plotting(ascii=True)
    series = [minutes([1, 2, None, 4, 5]), minutes([3, 3, 1], "Valve", stepwise=True)]
    async with app.run_test(size=(80, 20)) as pilot:
        await until(pilot, lambda: lines(pilot)[0].startswith("reading"))
        app.plot.show(series)
        await until(pilot, lambda: "\n".join(lines(pilot)) == plot_text(series, 80, 20, True))
        await pilot.resize_terminal(50, 12)
        await until(pilot, lambda: "\n".join(lines(pilot)) == plot_text(series, 50, 12, True))
        await pilot.resize_terminal(20, 5)
        await until(pilot, lambda: lines(pilot)[0].startswith("Too small"))
        app.plot.show([])
        await until(pilot, lambda: lines(pilot)[0].startswith("Nothing to plot"))
        app.plot.say("Not read.")
        await until(pilot, lambda: lines(pilot)[0].startswith("Not read."))
        await pilot.press("plus", "minus", "left", "right", "0")
