"""A lean frame shows what the frame shows, in fewer bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from rich.style import Style

from ocs_tui.app.lean import lean
from tests.terminal.screen import Screen

COLORS = [
    None,
    Color.parse("red"),
    Color.parse("color(120)"),
    Color.parse("#102030"),
    Color.parse("bright_blue"),
]
STYLES = st.builds(
    Style,
    color=st.sampled_from(COLORS),
    bgcolor=st.sampled_from(COLORS),
    bold=st.booleans(),
    italic=st.booleans(),
    reverse=st.booleans(),
    underline=st.booleans(),
)
PIECES = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 30), st.text("ab ─é", max_size=6), STYLES))


def cells_of(frame: str) -> object:
    screen = Screen(40, 8)
    screen.feed(frame.encode())
    return [[screen._screen.buffer[y][x] for x in range(40)] for y in range(8)]


@given(PIECES, st.sampled_from(["", "\x1b[1m", "\x1b[31;44m", "\x1b[0m"]))
def test_it_shows_the_same_whatever_was_before(
    pieces: list[tuple[int, int, str, Style]], before: str
) -> None:
    frame = "".join(f"\x1b[{y};{x}H{style.render(text)}" for y, x, text, style in pieces)
    assert cells_of(before + lean(frame)) == cells_of(before + frame)


@pytest.mark.parametrize(
    "odd",
    [
        "\x1b[38;5mx\x1b[0my",
        "\x1b[4:3mx\x1b[0my",
        "\x1b[1;58;5;3mx\x1b[0;1my\x1b[22mz",
        "\x1b[?25lx\x1b[6n",
        "a\r\nb",
    ],
)
def test_what_it_does_not_know_passes(odd: str) -> None:
    assert lean(odd).replace("\x1b[m", "\x1b[0m") == odd


def test_a_line_of_pieces_loses_half_of_its_bytes() -> None:
    ground = "48;2;26;32;39"
    frame = "".join(f"\x1b[38;2;1;2;{n};{ground}mword\x1b[0m" for n in range(10)) + "\r\n\x1b[9;1H"
    assert len(lean(frame)) < 0.7 * len(frame)
    assert "\n" not in lean(frame)
