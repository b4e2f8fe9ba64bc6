"""Low bandwidth: chosen by a switch, or by itself where the line to the terminal is slow over SSH."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.conftest import StartTerminal
from tests.terminal.test_browsing import ready

pytestmark = pytest.mark.terminal
REPO = Path(__file__).parents[2]
TRUE_COLOR = re.compile(rb"\x1b\[[0-9;]*[34]8;2;")

# A process of its own, since measuring forks and the tests have threads.
BY_ITSELF = "from benchmarks.slow import *; print(chooses_by_itself(RATE), chooses_by_itself(None))"
HELD = "from benchmarks.slow import *; print(held_key(LOW, None).key_bytes, held_key(FULL, None).key_bytes)"


def told(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=REPO)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_switch_takes_the_terminals_own_colours_and_says_so(terminal: StartTerminal) -> None:
    screen = terminal(sys.executable, "-m", "ocs_tui", "--demo", "--low-bandwidth")
    screen.wait_for("boiler")
    screen.wait_for("Low bandwidth: fewer colours and repaints.")
    assert not TRUE_COLOR.search(bytes(screen.output))
    screen.press("down", "down", "enter")
    screen.wait_for("Namespace boiler")
    screen.press("ctrl+q")
    assert screen.wait_exit() == 0


def test_a_theme_that_was_chosen_stays(terminal: StartTerminal) -> None:
    screen = terminal(sys.executable, "-m", "ocs_tui", "--demo", "--low-bandwidth", "--theme", "ocs-light")
    ready(screen)
    assert TRUE_COLOR.search(bytes(screen.output))


def test_it_is_chosen_by_itself_on_a_slow_line_over_ssh_and_not_on_a_quick_one() -> None:
    assert told(BY_ITSELF) == ["True", "False"]


def test_a_key_costs_less_than_half() -> None:
    low, full = map(float, told(HELD))
    assert low < full / 2
