"""What nobody foresaw, on a real terminal: it is given back, with one sentence and where the report is."""

from __future__ import annotations

import re
import sys

from tests.terminal.conftest import StartTerminal

_RUN = """
import sys
from ocs_tui.cli import main
sys.exit(main())
"""
_IN_ON_MOUNT = """
from ocs_tui.app import OcsTui
def on_mount(self):
    raise KeyError("canary")
OcsTui.on_mount = on_mount
"""
_IN_A_THREAD = """
import threading
from ocs_tui.app import OcsTui
def work():
    raise KeyError("canary")
def painted(self, real=OcsTui._painted):
    real(self)
    self.set_timer(1.0, lambda: threading.Thread(target=work).start())
OcsTui._painted = painted
"""


def test_a_crash_while_the_app_begins_gives_the_terminal_back(terminal: StartTerminal) -> None:
    screen = terminal(sys.executable, "-c", _IN_ON_MOUNT + _RUN, "--demo")
    assert screen.wait_exit() == 1
    screen.wait_for("A report is in")
    assert screen.lines[0].startswith("ocs-tui crashed (KeyError)"), screen.text
    assert "Boards" not in screen.text, "nothing was painted over what stood there"
    assert b"canary" not in screen.output
    assert not screen.left_behind
    (report,) = screen.home.rglob("crash-*.txt")
    assert "canary" not in report.read_text()


def test_a_crash_of_a_thread_is_said_and_everything_goes_on(terminal: StartTerminal) -> None:
    screen = terminal(sys.executable, "-c", _IN_A_THREAD + _RUN, "--demo")
    screen.wait_for(re.compile(r"Something unforeseen went wrong \(KeyError\)"))
    assert b"canary" not in screen.output
    screen.press("escape")
    screen.press("down", "down", "enter")
    screen.wait_for("boiler")
    (report,) = screen.home.rglob("crash-*.txt")
    assert "in work" in report.read_text()
