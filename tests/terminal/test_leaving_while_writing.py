"""Quitting while a write is under way: it is waited for, or left with a word on what is not known."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from tests.emulator_process import EmulatorProcess
from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import READ, WRITE, Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import ready
from tests.terminal.test_editing import CONTRIBUTOR, change_contributor_write

WAITING = "Waiting for what is being written"


@pytest.fixture
def standstill(emulator_process: EmulatorProcess) -> Iterator[EmulatorProcess]:
    """An emulator that a test may stop in its tracks by SIGSTOP; afterwards it goes on."""
    yield emulator_process
    emulator_process.process.send_signal(signal.SIGCONT)


def quit_while_writing(screen: Terminal, emulator: EmulatorProcess) -> None:
    """Apply a change to a service that has just come to a standstill, and quit."""
    change_contributor_write(screen, "boiler")
    screen.press("ctrl+s")
    screen.wait_for("Enter applies it")
    emulator.process.send_signal(signal.SIGSTOP)
    screen.press("enter")
    screen.wait_for("Writing…")
    screen.press("ctrl+q")
    screen.wait_for(WAITING)


def test_quitting_waits_for_a_write(
    explorer: StartTerminal, standstill: EmulatorProcess, tenant: Tenant
) -> None:
    screen = ready(explorer())
    quit_while_writing(screen, standstill)
    standstill.process.send_signal(signal.SIGCONT)
    assert screen.wait_exit() == 0
    assert screen.left_behind == []
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)


def test_what_was_waited_for_and_was_not_written_is_told(
    explorer: StartTerminal, standstill: EmulatorProcess, tenant: Tenant
) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.press("ctrl+s")
    screen.wait_for("Enter applies it")
    tenant.set_rights("boiler", CONTRIBUTOR, READ)
    standstill.process.send_signal(signal.SIGSTOP)
    screen.press("enter")
    screen.wait_for("Writing…")
    screen.press("ctrl+q")
    screen.wait_for(WAITING)
    standstill.process.send_signal(signal.SIGCONT)
    assert screen.wait_exit() == 1
    assert "Set the ACL of boiler: It changed meanwhile: nothing was written." in screen.text
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, 0)


def test_asked_twice_it_leaves_and_says_that_the_outcome_is_unknown(
    explorer: StartTerminal, standstill: EmulatorProcess
) -> None:
    screen = ready(explorer())
    quit_while_writing(screen, standstill)
    screen.press("q")
    assert screen.wait_exit() == 1
    assert screen.left_behind == []
    assert "Left while writing: Set the ACL of boiler. Whether it was written is not known." in screen.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_writing_says_that_the_outcome_is_unknown(
    explorer: StartTerminal, standstill: EmulatorProcess, number: signal.Signals
) -> None:
    screen = ready(explorer())
    quit_while_writing(screen, standstill)
    screen.signal(number)
    assert screen.wait_exit() == 128 + number
    assert screen.left_behind == []
    assert "Left while writing: Set the ACL of boiler." in screen.text


def test_leaving_the_review_does_not_stop_the_write(
    explorer: StartTerminal, standstill: EmulatorProcess, tenant: Tenant
) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.press("ctrl+s")
    screen.wait_for("Enter applies it")
    standstill.process.send_signal(signal.SIGSTOP)
    screen.press("enter")
    screen.wait_for("Writing…")
    screen.press("escape")
    screen.wait_for("still being written")
    standstill.process.send_signal(signal.SIGCONT)
    screen.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)
