"""What a long life brings: stops, terminals that go away, disks that refuse, a night, files of an older version."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.emulator_process import EmulatorProcess
from tests.needs import needs
from tests.terminal.conftest import StartTerminal
from tests.terminal.profiles_file import table, write_profiles
from tests.terminal.signing_in import come_back, copied, end_of_browser, people
from tests.terminal.tenant import READ, WRITE, Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import ready
from tests.terminal.test_drafts import answer, wait_for_drafts
from tests.terminal.test_editing import APPLIES, CONTRIBUTOR, apply, change_contributor_write

ONE_CHANGED = "1 cell changed"
OF_THE_SHELLS_OWN_LINE = {"pastes are bracketed", "the line settings (raw mode, echo) are changed"}
STATE_OF_0_1_0 = Path(__file__).with_name("state_of_0_1_0")
"""What version 0.1.0 has left: a write, one that was cut off, an edit, regions that are no more."""


# Stopped and gone on with.


@pytest.fixture
def shell(terminal: StartTerminal, emulator_process: EmulatorProcess) -> Terminal:
    """A shell with jobs, in which the explorer edits an ACL."""
    needs("bash")
    screen = terminal(
        "bash", "--norc", "--noprofile", "-i", env={**emulator_process.environment, "PS1": "sh>"}
    )
    screen.wait_for("sh>")
    screen.type(f"{sys.executable} -m ocs_tui\r")
    ready(screen)
    change_contributor_write(screen, "boiler")
    return screen


@pytest.mark.parametrize("way", ["ctrl+z", "SIGTSTP", "SIGSTOP"])
def test_stopped_and_gone_on_with_the_edit_stands_as_it_stood(
    shell: Terminal, tenant: Tenant, way: str
) -> None:
    if way == "ctrl+z":
        shell.press(way)
    else:
        psutil.Process(shell.process.pid).children()[0].send_signal(signal.Signals[way])
    shell.wait_for("Stopped")
    if way != "SIGSTOP":  # which nobody hears
        assert set(shell.left_behind) <= OF_THE_SHELLS_OWN_LINE
    shell.output.clear()
    shell.type("fg\r")
    shell.wait_for(
        lambda _: b"\x1b[?1049h" in shell.output
    )  # the screen of its own: it has the terminal again
    shell.wait_for(lambda text: ONE_CHANGED in text and "sh>" not in text)
    assert "Edit the ACL of boiler" in shell.lines[0]
    apply(shell)
    shell.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)
    shell.press("q")
    # The prompt of before shows when the screen is given back; what is typed until the end is thrown away.
    shell.wait_for(lambda _: not psutil.Process(shell.process.pid).children())
    shell.type("exit\r")
    assert shell.wait_exit() == 0
    assert shell.left_behind == []


def test_in_the_background_it_draws_nothing(shell: Terminal) -> None:
    shell.press("ctrl+z")
    shell.wait_for("Stopped")
    shell.type("bg; echo told $((40+2))\r")
    shell.wait_for("told 42")
    (job,) = psutil.Process(shell.process.pid).children()
    shell.wait_for(lambda _: job.status() == psutil.STATUS_STOPPED)
    assert ONE_CHANGED not in shell.text
    shell.type("fg\r")
    shell.wait_for(ONE_CHANGED)


def test_where_no_shell_waits_it_is_not_stopped_for_ever(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press("ctrl+z")
    screen.press("down", "down")
    screen.wait_for("Namespace boiler")


def test_going_on_without_a_stop_changes_nothing(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    for _ in range(3):
        screen.signal(signal.SIGCONT)
    screen.press("down", "down")
    screen.wait_for("Namespace boiler")
    screen.press("q")
    assert screen.wait_exit() == 0
    assert screen.left_behind == []


# The terminal itself.


def test_a_terminal_that_grows_again_below_a_question_loses_no_edit(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.resize(70, 24)
    screen.wait_for("This terminal is 70×24.")
    screen.press("q")
    screen.wait_for("Quit, and lose it?")
    screen.resize(100, 30)
    screen.wait_for(lambda text: "Quit, and lose it?" in text)
    screen.press("escape")
    screen.wait_for(ONE_CHANGED)
    screen.press("q")
    screen.wait_for("Quit, and lose it?")


@pytest.mark.parametrize("nohup", [False, True], ids=["SIGHUP", "nohup"])
def test_a_terminal_that_is_gone_ends_it_and_the_edit_is_offered(
    explorer: StartTerminal, terminal: StartTerminal, emulator_process: EmulatorProcess, nohup: bool
) -> None:
    ignoring = ("sh", "-c", 'trap "" HUP; exec "$@"', "sh") if nohup else ()
    screen = ready(terminal(*ignoring, sys.executable, "-m", "ocs_tui", env={**emulator_process.environment}))
    change_contributor_write(screen, "boiler")
    wait_for_drafts(screen, 1)
    screen.hang_up()
    assert screen.process.wait(10) == 128 + signal.SIGHUP
    assert not list(screen.home.rglob("crash-*")), "it ended as by a fault"
    later = explorer()
    answer(later, "y")
    later.wait_for(ONE_CHANGED)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (b"\xfc", "is no UTF-8"),
        (b"\x1b[200~M\xfcller\x1b[201~", "is no UTF-8"),
        (b"\xc3\x1b[B", "is no UTF-8"),
        (b"\x1b[1114112u", "is no key"),
    ],
)
def test_what_cannot_be_read_from_the_terminal_costs_no_edit(
    explorer: StartTerminal, typed: bytes, said: str
) -> None:
    screen = ready(explorer())
    change_contributor_write(screen, "boiler")
    screen.type_bytes(typed)
    screen.wait_for(f"What was typed {said}, and was left out.")
    assert ONE_CHANGED in screen.text
    screen.press("escape")
    screen.wait_gone("What was typed")
    screen.press("down")
    screen.wait_for("Tenant Member · Write")


# Disks.


def no_file_can_grow(screen: Terminal) -> None:
    """Let no file of the program take another byte from now on, as on a full disk."""
    resource.prlimit(screen.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def there_is_space_again(screen: Terminal) -> None:
    """Take that back."""
    no_limit = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(screen.process.pid, resource.RLIMIT_FSIZE, no_limit)


def test_on_a_full_disk_nothing_is_written_unrecorded_and_it_goes_on_when_there_is_space(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer())
    no_file_can_grow(screen)
    change_contributor_write(screen, "boiler")
    screen.wait_for("No draft of this edit is kept")
    apply(screen)
    screen.wait_for("Nothing was written, since no record could be kept.")
    screen.wait_for("cannot be written: file too large.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE, 0)
    there_is_space_again(screen)
    screen.press("r")
    screen.wait_gone("Nothing was written")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)


@pytest.fixture
def read_only_home(tmp_path: Path) -> Iterator[Path]:
    """A home in which nobody can write, not even root."""
    home = tmp_path / "home"  # of the terminals, which is there by now
    home.mkdir(exist_ok=True)
    if os.geteuid() != 0:
        home.chmod(0o555)
        yield home
        home.chmod(0o755)
        return
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(home)], capture_output=True)
    if mounted.returncode:
        pytest.skip("needs a user other than root, or one who may mount")
    yield home
    subprocess.run(["umount", "-l", str(home)], check=True)


def test_in_a_home_that_is_read_only_one_looks_around_and_writes_nothing_unrecorded(
    explorer: StartTerminal, tenant: Tenant, read_only_home: Path
) -> None:
    screen = ready(explorer())
    assert screen.home == read_only_home
    change_contributor_write(screen, "boiler")
    screen.wait_for("No draft of this edit is kept")
    apply(screen)
    screen.wait_for("Nothing was written, since no record could be kept.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ | WRITE, 0)
    screen.press("backspace")  # the error
    screen.press("backspace")
    screen.wait_for(ONE_CHANGED)
    screen.press("q")
    screen.wait_for("(y)")
    screen.press("y")
    assert screen.wait_exit() == 0


# A night.


def test_after_a_night_it_goes_on_with_a_new_token_and_the_edit(
    terminal: StartTerminal, tmp_path: Path
) -> None:
    with people(tmp_path / "home") as tenant:
        tenant.let_tokens_last(2)
        screen = terminal(sys.executable, "-m", "ocs_tui", env=tenant.environment)
        screen.wait_for(re.compile("left, until"))
        screen.press("y")
        screen.wait_for("Sent to the terminal's clipboard")
        come_back(end_of_browser(copied(screen)))
        ready(screen)
        change_contributor_write(screen, "boiler")
        screen.signal(signal.SIGSTOP)
        tenant.wait_until_tokens_end()
        screen.output.clear()
        screen.signal(signal.SIGCONT)
        screen.wait_for(lambda _: b"\x1b[?1049h" in screen.output)
        screen.wait_for(ONE_CHANGED)
        apply(screen)
        screen.wait_for("Set the ACL of boiler: written.")
        assert "Sign in to" not in screen.text


MOVED = """
import sys, time
import datetime as module
back = float(sys.argv.pop(1))
real, real_datetime = time.time, module.datetime

class Moved(real_datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

time.time = lambda: real() + back
module.datetime = Moved
from ocs_tui.cli import main
raise SystemExit(main())
"""


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_is_off_by_a_year_stops_nothing(
    terminal: StartTerminal, emulator_process: EmulatorProcess, tenant: Tenant, days: int
) -> None:
    command = (sys.executable, "-c", MOVED, str(days * 86400.0))
    screen = ready(terminal(*command, env={**emulator_process.environment}))
    change_contributor_write(screen, "boiler")
    apply(screen)
    screen.wait_for("Set the ACL of boiler: written.")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)
    screen.press("J")
    screen.wait_for("Journal: what was written from here")
    screen.wait_for("Set the ACL of boiler")
    year = time.gmtime(time.time() + days * 86400).tm_year
    screen.wait_for(f"{year}-")


# Two at once.


def test_two_instances_on_one_profile_leave_journal_and_drafts_whole(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screens = [ready(explorer()), ready(explorer())]
    for screen, namespace in zip(screens, ("boiler", "compressors"), strict=True):
        change_contributor_write(screen, namespace)
    wait_for_drafts(screens[0], 2)
    for screen in screens:
        screen.press("ctrl+s")
    for screen in screens:
        screen.wait_for(APPLIES)
    for screen in screens:
        screen.press("enter")
    for screen in screens:
        screen.wait_for("written.")
    for namespace in ("boiler", "compressors"):
        assert tenant.rights(namespace, CONTRIBUTOR) == (READ, WRITE)
    wait_for_drafts(screens[0], 0)
    screens[0].press("J")
    screens[0].wait_for(
        re.compile(r"Set the ACL of (boiler|compressors)(.|\n)*Set the ACL of (boiler|compr)")
    )
    assert "cannot be read" not in screens[0].text


# Upgrades.


def test_what_version_0_1_0_left_is_read(
    terminal: StartTerminal, emulator_process: EmulatorProcess, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    write_profiles(home, 'current = "plant"\n\n' + table("plant", emulator_process))
    shutil.copytree(STATE_OF_0_1_0, home / ".local/state/ocs-tui")
    screen = ready(terminal(sys.executable, "-m", "ocs_tui"))
    screen.wait_for("ocs-tui ended while writing.")
    answer(screen, "y")
    screen.wait_for(ONE_CHANGED)
    apply(screen)
    screen.wait_for("Set the ACL of boiler: written.")
    screen.press("J")
    for title in ("Set the ACL of boiler", "Create the role", "Set the ACL of compressors"):
        screen.wait_for(title)
    wait_for_drafts(screen, 0)
