"""The harness of the terminal tests, tried on a tiny program: a harness that sees nothing proves nothing."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.terminal.conftest import StartTerminal

pytestmark = pytest.mark.terminal
PROGRAM = (sys.executable, str(Path(__file__).with_name("echo_keys.py")))


def test_keys_arrive_as_a_terminal_sends_them(terminal: StartTerminal) -> None:
    program = terminal(*PROGRAM)
    program.wait_for("keys:")
    program.press("ctrl+s", "down", "a", "enter")
    program.wait_for(r"b'\x13\x1b[Ba\r'")
    program.type("pump 1")
    program.wait_for("b'pump 1'")
    program.click("size")
    program.wait_for(r"b'\x1b[<0;3;1M\x1b[<0;3;1m'")


def test_a_resize_reaches_the_program(terminal: StartTerminal) -> None:
    program = terminal(*PROGRAM, size=(80, 24))
    program.wait_for("size 80x24")
    program.resize(100, 30)
    program.wait_for("size 100x30")
    program.wait_gone("size 80x24")


def test_a_tidy_end_leaves_nothing_behind(terminal: StartTerminal) -> None:
    program = terminal(*PROGRAM)
    program.wait_for("keys:")
    assert len(program.left_behind) == 3
    program.press("q")
    assert program.wait_exit() == 0
    assert program.left_behind == []
    assert program.lines[0] == "ended"


def test_an_untidy_end_is_noticed(terminal: StartTerminal) -> None:
    program = terminal(*PROGRAM)
    program.wait_for("keys:")
    program.press("x")
    assert program.wait_exit() == 1
    assert program.left_behind == [
        "the alternate screen is shown",
        "the cursor is hidden",
        "the line settings (raw mode, echo) are changed",
    ]


def test_signals_and_ctrl_c_reach_the_program(terminal: StartTerminal) -> None:
    program = terminal(sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)")
    program.wait_for("here")
    program.press("ctrl+c")
    program.wait_for("KeyboardInterrupt")
    other = terminal(*PROGRAM)
    other.wait_for("keys:")
    other.signal(signal.SIGHUP)
    assert other.wait_exit() == -signal.SIGHUP


def test_a_failure_shows_the_screen(terminal: StartTerminal) -> None:
    program = terminal(*PROGRAM, size=(40, 5))
    program.wait_for("keys:")
    with pytest.raises(AssertionError, match=r"(?s)'boiler' did not appear within 0.1 s.*size 40x5"):
        program.wait_for("boiler", timeout=0.1)
    program.press("x")
    with pytest.raises(AssertionError, match="the program ended"):
        program.wait_for("boiler")


def test_the_environment_is_clean(terminal: StartTerminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCS_TUI_CLIENT_SECRET", "left over")
    monkeypatch.setenv("NO_COLOR", "1")
    program = terminal(
        sys.executable, "-c", "import os; print(sorted(os.environ), 'done')", env={"MORE": "1"}
    )
    program.wait_for("done")
    program.wait_exit()
    assert "OCS_TUI" not in program.text
    assert "NO_COLOR" not in program.text
    assert "MORE" in program.text
