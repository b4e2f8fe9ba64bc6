"""One terminal after the other: each shows all that there is to see, in colours that it has and one can read."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import needs
from tests.terminal.conftest import StartTerminal
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import go_to, ready

OF_16_COLOURS = ("linux", "xterm", "screen", "vt220", "rxvt")
OF_256_COLOURS = ("xterm-256color", "tmux-256color", "screen-256color")
SGR = re.compile(rb"\x1b\[([0-9;]*)m")
UNSEEN = {("black", "default"), ("white", "default"), ("brightwhite", "default")}
"""Text that a ground of the terminal's own swallows, where that is black or where it is white."""


def open_access(terminal: Terminal) -> Terminal:
    """Look at the access of a namespace: tree, tabs, table, status line, keys."""
    ready(terminal)
    go_to(terminal, "boiler")
    terminal.press("2")
    terminal.wait_for(re.compile(r"Contractors +· +Deny +Deny"))
    return terminal


def unreadable(terminal: Terminal) -> str:
    """Return what is drawn in the colour of its ground, or in one that a light or a dark ground swallows."""
    found = ""
    for row, line in enumerate(terminal.lines):
        for column in range(len(line)):
            cell = terminal.screen.style_at(column, row)
            pair = (cell.fg, cell.bg)
            if cell.data.strip() and ((cell.fg == cell.bg != "default") or pair in UNSEEN):
                found += cell.data
    return found


def colours(terminal: Terminal) -> set[bytes]:
    """Return the kinds of colours that were asked for: ``38;2`` and ``48;2`` are of 24 bits, ``38;5`` of 256."""
    return {
        kind
        for sequence in SGR.findall(bytes(terminal.output))
        for kind in re.findall(rb"[34]8;[25]", sequence)
    }


@pytest.mark.parametrize("term", OF_16_COLOURS)
def test_sixteen_colours_are_the_terminals_own_and_readable_on_light_and_dark(
    terminal: StartTerminal, term: str
) -> None:
    screen = open_access(
        terminal(sys.executable, "-m", "ocs_tui", "--demo", env={"TERM": term, "COLORTERM": None})
    )
    assert colours(screen) == set()
    assert unreadable(screen) == ""
    row = next(number for number, line in enumerate(screen.lines) if "Deny" in line)
    assert screen.screen.style_at(screen.lines[row].index("Deny"), row).fg == "red"
    screen.press("q")
    assert screen.wait_exit() == 0
    assert screen.left_behind == []


@pytest.mark.parametrize("term", OF_256_COLOURS)
@pytest.mark.parametrize("theme", ["ocs-dark", "ocs-light", "ocs-high-contrast"])
def test_256_colours_are_readable(terminal: StartTerminal, term: str, theme: str) -> None:
    command = (sys.executable, "-m", "ocs_tui", "--demo", "--theme", theme)
    screen = open_access(terminal(*command, env={"TERM": term, "COLORTERM": None}))
    assert colours(screen) == {b"38;5", b"48;5"}
    assert unreadable(screen) == ""


TOUR = (
    (("d", "x", "enter"), "Type the id exactly as it is"),
    (("f1",), "On this screen"),
    (("escape",), "Type the id exactly as it is"),
    (("escape",), "type the id to delete it|x"),
    (("escape",), "Namespace boiler"),
    (("enter", "down", "right", "space"), "1 cell changed"),
    (("ctrl+s",), "Enter applies it"),
    (("escape",), "1 cell changed"),
    (("escape",), r"\(y\)"),
    (("y",), "Namespace boiler"),
    (("J",), "Journal: what was written from here"),
    (("escape",), "Namespace boiler"),
    (("g",), "RWDMS"),
    (("escape",), "Namespace boiler"),
    (("t",), "connect/token"),
    ((":",), "Search"),
)
"""Keys, and what then stands on the screen."""


@pytest.mark.parametrize("theme", ["ocs-ansi", "ocs-dark", "ocs-light", "ocs-high-contrast"])
def test_what_stands_on_each_screen_can_be_read(terminal: StartTerminal, theme: str) -> None:
    env = {"TERM": "linux" if theme == "ocs-ansi" else "xterm-256color", "COLORTERM": None}
    screen = open_access(terminal(sys.executable, "-m", "ocs_tui", "--demo", "--theme", theme, env=env))
    for keys, shown in TOUR:
        screen.press(*keys)
        screen.wait_for(re.compile(shown))
        assert (keys, [char for char in unreadable(screen) if char.isalnum()]) == (keys, [])


@pytest.mark.parametrize("env", [{}, {"COLORTERM": None}])
def test_the_theme_of_the_terminals_own_colours_asks_for_no_others(
    terminal: StartTerminal, env: dict[str, str | None]
) -> None:
    screen = open_access(terminal(sys.executable, "-m", "ocs_tui", "--demo", "--theme", "ocs-ansi", env=env))
    assert colours(screen) == set()
    assert unreadable(screen) == ""


def test_where_one_is_shows_without_colours(terminal: StartTerminal) -> None:
    screen = open_access(terminal(sys.executable, "-m", "ocs_tui", "--demo", env={"NO_COLOR": "1"}))
    row = next(number for number, line in enumerate(screen.lines) if "● boiler" in line)
    assert screen.screen.style_at(screen.lines[row].index("boiler"), row).reverse


@pytest.mark.parametrize("env", [{"LC_ALL": "C", "LANG": "C"}, {"LC_ALL": None, "LANG": None}])
def test_under_the_c_locale_the_lines_arrive(terminal: StartTerminal, env: dict[str, str | None]) -> None:
    screen = open_access(terminal(sys.executable, "-m", "ocs_tui", "--demo", env=env))
    assert "├ ▶ ● compressors" in screen.text


@pytest.fixture
def multiplexer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, ...]]:
    """The command that starts a multiplexer of the test's own with a program in it."""
    name: str = request.param
    needs(name)
    socket = tmp_path / "multiplexer"
    if name == "tmux":
        yield ("tmux", "-S", str(socket), "-f", "/dev/null", "new-session")
        subprocess.run(["tmux", "-S", str(socket), "kill-server"], capture_output=True)
    else:
        socket.mkdir(mode=0o700)
        yield ("env", f"SCREENDIR={socket}", "screen", "-c", "/dev/null")


@pytest.mark.parametrize("multiplexer", ["tmux", "screen"], indirect=True)
def test_in_a_multiplexer_it_is_drawn_and_left_in_order(
    terminal: StartTerminal, multiplexer: tuple[str, ...]
) -> None:
    screen = open_access(terminal(*multiplexer, sys.executable, "-m", "ocs_tui", "--demo"))
    assert unreadable(screen) == ""
    screen.resize(100, 30)
    screen.wait_for(lambda text: "q Quit" in text.split("\n")[28] + text.split("\n")[29])
    screen.press("q")
    assert screen.wait_exit() == 0
    assert screen.left_behind == []
