"""How the program ends, on a real terminal: what it asks, and what it leaves behind."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from tests.needs import needs
from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import READ, WRITE, Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import go_to, ready
from tests.terminal.test_editing import change_contributor_write


@pytest.mark.parametrize("way", ["q", "ctrl+q", "palette"])
def test_an_unsaved_edit_is_asked_about_however_one_quits(
    explorer: StartTerminal, tenant: Tenant, way: str
) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    if way == "palette":
        screen.press(":")
        screen.wait_for("Search")
        screen.type("quit")
        screen.wait_for("key q")
        screen.press("enter")
    else:
        screen.press(way)
    screen.wait_for("Quit, and lose it?")
    screen.press("escape")
    screen.wait_gone("Quit, and lose it?")
    assert "1 cell changed" in screen.text
    screen.press("q")
    screen.wait_for("(y)")
    screen.press("y")
    assert screen.wait_exit() == 0
    assert tenant.rights("boiler", "Tenant Contributor") == (READ | WRITE, 0)
    assert screen.left_behind == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_in_order(explorer: StartTerminal, number: signal.Signals) -> None:
    screen = ready(explorer())
    screen.signal(number)
    assert screen.wait_exit() == 128 + number
    assert screen.left_behind == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_one_that_it_is_let_go_on_with_at_the_end_ends_all_the_same(
    explorer: StartTerminal, number: signal.Signals
) -> None:
    """The kernel sends SIGCONT behind SIGHUP when the leader of a session goes."""
    screen = ready(explorer())
    screen.signal(number)
    for _ in range(2000):
        screen.signal(signal.SIGCONT)
        with suppress(subprocess.TimeoutExpired):
            screen.process.wait(0.002)
    assert screen.wait_exit(1) == 128 + number
    assert screen.left_behind == []


CRASH = """
from ocs_tui.settings.start import Start
from ocs_tui import app
from ocs_tui.screens.explorer import ExplorerScreen
def action_trace(self):
    password = "canary-in-a-local"
    raise RuntimeError("canary-in-the-message")
ExplorerScreen.action_trace = action_trace
raise SystemExit(app.run(Start(None, demo=True)))
"""


def test_a_crash_restores_the_terminal_and_writes_a_report_without_values(terminal: StartTerminal) -> None:
    screen = ready(terminal(sys.executable, "-c", CRASH))
    screen.press("t")
    assert screen.wait_exit() == 1
    assert screen.left_behind == []
    assert "ocs-tui crashed (RuntimeError)" in screen.text
    assert "canary" not in screen.text
    reports = list((screen.home / ".local/state").rglob("crash-*.txt"))
    assert len(reports) == 1
    report = reports[0].read_text()
    assert "action_trace" in report
    assert "RuntimeError" in report
    assert "canary-in-a-local" not in report.replace('password = "canary-in-a-local"', "")
    assert "canary-in-the-message" not in report.replace('raise RuntimeError("canary-in-the-message")', "")


NOBODY_WAITS = """
import asyncio
from ocs_tui import app
from ocs_tui.settings.start import Start
from ocs_tui.screens.explorer import ExplorerScreen
async def fails():
    password = "canary-in-a-local"
    raise RuntimeError("canary-in-the-message")
def action_trace(self):
    asyncio.get_running_loop().call_later(0, lambda: 1 / 0) if %r == "call" else asyncio.create_task(fails())
ExplorerScreen.action_trace = action_trace
raise SystemExit(app.run(Start(None, demo=True)))
"""


@pytest.mark.parametrize(("way", "kind"), [("call", "ZeroDivisionError"), ("task", "RuntimeError")])
def test_what_fails_where_nobody_waits_for_it_is_said_and_the_rest_goes_on(
    terminal: StartTerminal, way: str, kind: str
) -> None:
    screen = ready(terminal(sys.executable, "-c", NOBODY_WAITS % way))
    screen.press("t")
    screen.wait_for(f"Something unforeseen went wrong ({kind}).")
    (report,) = (screen.home / ".local/state").rglob("crash-*.txt")
    assert kind in report.read_text()
    assert "canary-in-the-message" not in screen.text
    screen.press("escape")
    screen.wait_gone("Something unforeseen")
    screen.press("down", "down")
    screen.wait_for("Namespace boiler")
    screen.press("q")
    assert screen.wait_exit() == 0


def test_no_colour_means_none(explorer: StartTerminal) -> None:
    screen = ready(explorer(env={"NO_COLOR": "1", "COLORTERM": None}))
    go_to(screen, "boiler")
    colours = [b"\x1b[38;", b"\x1b[48;", b";38;", b";48;"]
    assert not any(colour in bytes(screen.output) for colour in colours)


def test_copying_in_tmux_reaches_the_outer_terminal(terminal: StartTerminal, tmp_path: object) -> None:
    needs("tmux")
    socket = f"ocs-tui-test-{id(tmp_path)}"
    command = (
        "tmux",
        "-L",
        socket,
        "-f",
        "/dev/null",
        "new-session",
        sys.executable,
        "-m",
        "ocs_tui",
        "--demo",
    )
    screen = terminal(*command)
    try:
        ready(screen)
        screen.press("down", "down")
        screen.wait_for("Namespace boiler")
        screen.press("y")
        screen.wait_for("Sent to the clipboard by tmux.")
        import base64

        wait_for_output(screen, base64.b64encode(b"boiler"))
    finally:
        import subprocess

        subprocess.run(["tmux", "-L", socket, "kill-server"], check=False)


def wait_for_output(screen: Terminal, wanted: bytes) -> None:
    """Wait until the terminal was sent these bytes."""
    screen.wait_for(lambda _: wanted in bytes(screen.output))


def test_copying_outside_tmux_is_sent_to_the_terminal(explorer: StartTerminal) -> None:
    screen = ready(explorer(env={"TMUX": None}))
    screen.press("down", "down")
    screen.wait_for("Namespace boiler")
    screen.press("y")
    screen.wait_for("Sent to the terminal's clipboard.")
    wait_for_output(screen, b"\x1b]52;c;Ym9pbGVy")
