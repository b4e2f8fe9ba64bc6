"""Several profiles in one explorer: going from one to another, each with its place, its colour, its name."""

from __future__ import annotations

import re
import signal
import sys
import tomllib
from pathlib import Path

import pytest

from tests.emulator_process import EmulatorProcess
from tests.terminal.conftest import StartTerminal
from tests.terminal.profiles_file import table, write_profiles
from tests.terminal.tenant import READ, WRITE, Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import ALL_THERE, go_to, ready
from tests.terminal.test_editing import CONTRIBUTOR, change_contributor_write

SMALL = (80, 24)
RED = "d03030"
LIST = "Add a profile…"
LEFT = "till being written"


@pytest.fixture
def home(tmp_path: Path, emulator_process: EmulatorProcess) -> Path:
    """A home with two profiles that work, one whose secret is wrong, and one that is no profile."""
    home = tmp_path / "home"
    write_profiles(
        home,
        'current = "work"\n'
        + table("work", emulator_process, 'label = "PRODUCTION"', 'color = "red"')
        + table("lab", emulator_process, "read_only = true")
        + table("locked-out", emulator_process, secret="not-the-secret")
        + '[profiles.broken]\nbase_url = "https://one.example"\n',
    )
    return home


@pytest.fixture
def started(terminal: StartTerminal, home: Path) -> Terminal:
    """The explorer on the profile ``work``, on the smallest terminal that serves."""
    return ready(terminal(sys.executable, "-m", "ocs_tui", size=SMALL))


def switch(screen: Terminal, name: str) -> None:
    """Go to a profile by typing a part of its line."""
    screen.press("p")
    screen.wait_for(LIST)
    screen.type(name)
    screen.wait_gone("The demo" if name == "add a" else LIST)
    screen.press("enter")
    screen.wait_gone("enter switches")


def status_line(screen: Terminal) -> str:
    """The line above the footer."""
    return screen.lines[-2]


def wait_for_profile(screen: Terminal, words: str) -> None:
    """Wait until the status line begins with these words."""
    screen.wait_for(lambda text: text.split("\n")[-2].strip().startswith(words))


def test_production_is_told_by_its_words_and_by_its_colour(started: Terminal) -> None:
    assert status_line(started).strip().startswith("PRODUCTION (work)")
    assert started.screen.style_at(1, 22).bg == RED
    assert started.screen.style_at(78, 22).bg == RED, "the whole line"
    change_contributor_write(started, "boiler")
    wait_for_profile(started, "PRODUCTION (work)")
    assert started.screen.style_at(1, 22).bg == RED, "in an editor too"
    started.press("ctrl+s")
    started.wait_for("Enter applies it")
    wait_for_profile(started, "PRODUCTION (work)")
    assert started.screen.style_at(1, 22).bg == RED, "and in a review"


def test_each_profile_keeps_its_place_and_what_it_may(started: Terminal) -> None:
    go_to(started, "boiler")
    started.press("space", "2")
    started.wait_for("1 marked")
    switch(started, "lab")
    started.wait_for(ALL_THERE)
    wait_for_profile(started, "lab")
    started.wait_for(re.compile(r"lab .*read-only"))
    assert "marked" not in started.text
    started.wait_for("1 Overview")
    go_to(started, "sandbox")
    switch(started, "production")
    wait_for_profile(started, "PRODUCTION")
    started.wait_for("1 marked")
    assert "◆ ● boiler" in started.text
    switch(started, "lab")
    wait_for_profile(started, "lab")
    started.wait_for("Namespace sandbox")
    assert "◆" not in started.text
    started.press("n")
    started.wait_for("read-only here")
    started.press("backspace")
    started.wait_gone("read-only here")
    switch(started, "production")
    wait_for_profile(started, "PRODUCTION")
    started.press("n")
    started.wait_for("Create a namespace")


def test_read_only_of_the_command_line_holds_for_every_profile(terminal: StartTerminal, home: Path) -> None:
    screen = ready(terminal(sys.executable, "-m", "ocs_tui", "--read-only", "--profile", "lab", size=SMALL))
    switch(screen, "production")
    wait_for_profile(screen, "PRODUCTION")
    screen.wait_for(ALL_THERE)
    screen.press("n")
    screen.wait_for("read-only here")


def test_a_write_goes_on_while_another_profile_is_shown(
    started: Terminal, emulator_process: EmulatorProcess, tenant: Tenant
) -> None:
    switch(started, "lab")
    started.wait_for(ALL_THERE)
    switch(started, "production")
    wait_for_profile(started, "PRODUCTION")
    change_contributor_write(started, "boiler")
    started.press("ctrl+s")
    started.wait_for("Enter applies it")
    emulator_process.process.send_signal(signal.SIGSTOP)
    try:
        started.press("enter")
        started.wait_for("Writing…")
        started.press("backspace")
        started.wait_for(LEFT)
        switch(started, "lab")
        wait_for_profile(started, "lab")
        started.press("q")
        started.wait_for("Waiting for what is being written")
        started.wait_for("PRODUCTION: Set the ACL of boiler")
        started.press("escape")
        started.wait_gone("Waiting for what is being written")
    finally:
        emulator_process.process.send_signal(signal.SIGCONT)
    started.wait_for("PRODUCTION: Set the ACL of boiler: written.")
    wait_for_profile(started, "lab")
    assert tenant.rights("boiler", CONTRIBUTOR) == (READ, WRITE)


def test_the_profile_of_the_environment_is_listed_as_what_it_is(explorer: StartTerminal, home: Path) -> None:
    screen = ready(explorer(size=SMALL))
    screen.press("p")
    screen.wait_for(LIST)
    screen.wait_for(lambda _: "shown now" in screen.line_with("(environment)"))
    screen.type("lab")
    screen.wait_gone(LIST)
    screen.press("enter")
    wait_for_profile(screen, "lab")
    screen.wait_for(ALL_THERE)


def test_the_list_says_what_each_is_and_what_cannot_be_used(started: Terminal) -> None:
    started.press("p")
    started.wait_for(LIST)
    assert "▸ ■ PRODUCTION (work)" in started.line_with("PRODUCTION (work) ")
    assert "shown now" in started.line_with("PRODUCTION (work) ")
    assert "read-only" in started.line_with(" lab ")
    assert "127.0.0.1" in started.line_with(" locked-out ")
    assert "cannot be used" in started.line_with(" broken ")
    assert "emulator inside" in started.line_with("The demo")
    started.press("escape")
    started.wait_gone(LIST)
    switch(started, "broken")
    started.wait_for("✖ (!")
    wait_for_profile(started, "PRODUCTION")
    started.press("f2")  # the file's path may be longer than the line
    started.wait_for("missing.")


def test_a_profile_that_cannot_sign_in_lets_one_go_back_or_to_the_demo(started: Terminal) -> None:
    switch(started, "locked")
    started.wait_for("Signing in was refused")
    wait_for_profile(started, "locked-out")
    switch(started, "demo")
    wait_for_profile(started, "demo")
    started.wait_for(ALL_THERE)
    switch(started, "production")
    wait_for_profile(started, "PRODUCTION")
    started.wait_for(ALL_THERE)
    assert "refused" not in started.text, "what went wrong there is no matter of this profile"


def test_a_profile_is_added_from_the_list(started: Terminal, emulator_process: EmulatorProcess) -> None:
    switch(started, "add a")
    started.wait_for("Profile name")
    started.press("escape")
    started.wait_gone("Profile name")
    switch(started, "add a")
    started.wait_for("Profile name")
    for value in ("spare", emulator_process.global_url, emulator_process.tenant_id):
        started.type(value)
        started.press("tab")
    started.type(emulator_process.client_id)
    started.press("tab")
    started.type(emulator_process.client_secret)
    started.press("ctrl+s")
    started.wait_for("its secret is not")
    started.press("ctrl+s")
    wait_for_profile(started, "spare")
    started.wait_for(ALL_THERE)
    saved = tomllib.loads((started.home / ".config/ocs-tui/profiles.toml").read_text())
    assert "spare" in saved["profiles"]
    assert saved["current"] == "work"
    switch(started, "production")
    wait_for_profile(started, "PRODUCTION")
