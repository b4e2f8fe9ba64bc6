"""The screen model: what the other tests see through it must be what a terminal shows."""

from __future__ import annotations

import pytest

from tests.terminal.screen import Screen

EVERYTHING = (
    b"\x1b[?1049h\x1b[?25l\x1b[?1003h\x1b[?2004h\x1b[>1u\x1b[?2026$p\x1b[c"
    b"\x1b]0;a title\x07\x1bPq#0\x1b\\\x1b[2;3H\x1b[1;31mred\x1b[0m\x1b[ q\x1b[22;0t!"
)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_sequences_are_understood_wherever_the_writes_are_cut(size: int) -> None:
    screen = Screen(20, 4)
    answers = b"".join(screen.feed(EVERYTHING[at : at + size]) for at in range(0, len(EVERYTHING), size))
    assert screen.lines == ["", "  red!", "", ""]
    assert answers == b"\x1b[?2026;2$y\x1b[?62;22c"
    assert {1049, 1003, 2004} <= screen.modes
    assert 25 not in screen.modes


def test_half_of_a_wide_character_that_was_drawn_over_is_a_blank() -> None:
    screen = Screen(6, 1)
    screen.feed("ＡＢ".encode())
    assert screen.lines == ["ＡＢ"]
    screen.feed(b"\x1b[1;1Hx")
    assert screen.lines == ["x Ｂ"]


def test_the_alternate_screen_gives_the_first_one_back() -> None:
    screen = Screen(20, 2)
    screen.feed(b"$ program\r\n\x1b[?1049h\x1b[2Jfull screen")
    assert screen.lines == ["full screen", ""]
    screen.feed(b"\x1b[?1049lbye")
    assert screen.lines == ["$ program", "bye"]


def test_what_a_program_left_on_is_said() -> None:
    screen = Screen(20, 2)
    screen.feed(b"\x1b[?1049h\x1b[?25l\x1b[?1003h\x1b[?1006h\x1b[?2004h\x1b[>1u")
    assert screen.changed_modes() == [
        "a keyboard protocol is left pushed",
        "pastes are bracketed",
        "private mode 1006 is changed",
        "the alternate screen is shown",
        "the cursor is hidden",
        "the mouse is reported",
    ]
    screen.feed(b"\x1b[?1049l\x1b[?25h\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[<u")
    assert screen.changed_modes() == []


def test_the_colours_of_a_cell_can_be_read() -> None:
    screen = Screen(20, 2)
    screen.feed(b"\x1b[1;31mred")
    assert (screen.style_at(0, 0).fg, screen.style_at(0, 0).bold) == ("red", True)
    assert screen.cursor == (3, 0)
