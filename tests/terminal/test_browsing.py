"""Looking around, on a real terminal."""

from __future__ import annotations

import re
import sys

from tests.emulator_process import EmulatorProcess
from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import Tenant
from tests.terminal.terminal import Terminal

MATCHES = re.compile(r"\d+ match")
ALL_THERE = re.compile(r"● boiler.*● wind-borkum", re.DOTALL)


def ready(terminal: Terminal) -> Terminal:
    """Wait until the tree is complete."""
    terminal.wait_for(ALL_THERE)
    return terminal


def go_to(terminal: Terminal, namespace: str) -> None:
    """Put the cursor on a namespace by filtering."""
    terminal.press("/")
    terminal.wait_for("find by name or id")
    terminal.type(namespace)
    terminal.wait_for(MATCHES)
    terminal.press("enter")
    terminal.wait_for(f"Namespace {namespace}")
    terminal.press("backspace")
    terminal.wait_gone(MATCHES)


def test_the_demo_needs_nothing_and_leaves_nothing(terminal: StartTerminal) -> None:
    demo = ready(terminal(sys.executable, "-m", "ocs_tui", "--demo"))
    demo.wait_for("Tenant Administrator")
    demo.wait_for("Northwind Process Industries")
    demo.press("q")
    assert demo.wait_exit() == 0
    assert demo.left_behind == []
    home = demo.home
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_moving_costs_no_request_and_the_pane_follows_the_rest(
    explorer: StartTerminal, emulator_process: EmulatorProcess
) -> None:
    screen = ready(explorer())
    screen.press("down", "down")
    screen.wait_for("Namespace boiler")
    screen.press("down", "down")
    screen.wait_for("Namespace compressors")
    assert emulator_process.asked("/Namespaces/") == []
    screen.press("enter")
    emulator_process.wait_for(lambda lines: "/Namespaces/compressors" in "".join(lines))
    assert len(emulator_process.asked("/Namespaces/")) == len(
        emulator_process.asked("/Namespaces/compressors")
    )


def test_the_trace_shows_each_request_as_it_is_made(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press("t")
    screen.wait_for("Trace")
    screen.press("backspace", "down", "down", "enter")
    screen.wait_for(re.compile(r"GET +200 .*Namespaces/boiler"))


def test_tabs_show_access_owner_and_json(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    go_to(screen, "boiler")
    screen.press("2")
    screen.wait_for(re.compile(r"Contractors +· +Deny +Deny"))
    screen.press("3")
    screen.wait_for(re.compile(r"Owner +\w+"))
    screen.press("4")
    screen.wait_for('"Id": "boiler"')
    screen.press("1")
    screen.wait_for(re.compile(r"State +Active"))


def test_left_and_right_fold_and_space_does_not(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press("down", "space")
    screen.press("left")
    screen.wait_gone("● boiler")
    screen.press("right")
    screen.wait_for("● boiler")
    screen.press("right", "left")
    screen.wait_for("Region WestUS")


def test_a_namespace_on_the_command_line_opens_on_its_tab(explorer: StartTerminal) -> None:
    screen = explorer("Utilities and Energy", "--tab", "owner")
    screen.wait_for("Namespace Utilities and Energy")
    screen.wait_for("ObjectId")


def test_an_unknown_namespace_is_said(explorer: StartTerminal) -> None:
    screen = explorer("no-such-thing")
    screen.wait_for("No namespace no-such-thing in this tenant")
    screen.press("escape")
    screen.wait_gone("No namespace no-such-thing")


def test_names_from_outside_reach_the_terminal_as_text(explorer: StartTerminal, tenant: Tenant) -> None:
    namespace = tenant.get("/Namespaces/boiler")
    tenant.put("/Namespaces/boiler", {**namespace, "Description": "a\x1b]0;owned\x07b\x9bc\u202ed [/x][b]"})
    screen = ready(explorer())
    go_to(screen, "boiler")
    screen.wait_for("a␛]0;owned␇b‹9B›c‹RLO›d [/x][b]")
    assert b"owned\x07" not in screen.output


def test_the_palette_finds_things_and_actions(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press(":")
    screen.wait_for("Search")
    screen.type("wind-bor")
    screen.wait_for("wind-borkum")
    screen.press("enter")
    screen.wait_for("Namespace wind-borkum")
    screen.press(":")
    screen.wait_for("Search")
    screen.type("create a name")
    screen.wait_for("key n")
    screen.press("enter")
    screen.wait_for("can never be changed afterwards")


def test_help_lists_the_keys_of_the_screen(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press("?")
    screen.wait_for("Delete what the cursor is on")
    screen.press("escape")
    screen.wait_gone("Delete what the cursor is on")


def test_a_region_that_is_gone_keeps_what_is_there(
    explorer: StartTerminal, emulator_process: EmulatorProcess
) -> None:
    screen = ready(explorer())
    emulator_process.process.terminate()
    emulator_process.process.wait(10)
    screen.press("r")
    screen.wait_for("✖ Namespaces not read")
    assert "● boiler" in screen.text
    screen.press("q")
    assert screen.wait_exit() == 0


def test_below_eighty_by_twenty_four_it_says_so(explorer: StartTerminal) -> None:
    screen = ready(explorer(size=(80, 24)))
    screen.resize(60, 20)
    screen.wait_for("ocs-tui needs 80×24")
    screen.resize(80, 24)
    screen.wait_for("● boiler")
    screen.wait_gone("ocs-tui needs")


def test_eighty_by_twenty_four_shows_the_matrix_whole(explorer: StartTerminal) -> None:
    screen = ready(explorer(size=(80, 24)))
    go_to(screen, "compressors")
    screen.press("2")
    screen.wait_for(re.compile(r"Tenant Administrator Allow Allow Allow  Allow  Allow"))
    assert all(len(line) <= 80 for line in screen.lines)
