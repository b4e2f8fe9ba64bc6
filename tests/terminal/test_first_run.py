"""The first run, on a real terminal: no profile, no keyring, an empty home."""

from __future__ import annotations

import sys
import tomllib

from tests.emulator_process import EmulatorProcess
from tests.terminal.conftest import StartTerminal
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import ready


def first_run(terminal: StartTerminal) -> Terminal:
    """Start with nothing set up, on the smallest terminal that serves."""
    screen = terminal(sys.executable, "-m", "ocs_tui", size=(80, 24))
    screen.wait_for("Welcome to ocs-tui")
    return screen


def fill_in(screen: Terminal, *values: str) -> None:
    """Type the fields of the form one after the other; the keyboard goes there by tab, past who signs in."""
    screen.press("tab")
    for value in values:
        screen.press("tab")
        screen.type(value)


def test_the_demo_is_one_key_away(terminal: StartTerminal) -> None:
    screen = first_run(terminal)
    screen.press("ctrl+d")
    ready(screen)


def test_a_profile_is_tested_before_it_is_saved(
    terminal: StartTerminal, emulator_process: EmulatorProcess
) -> None:
    screen = first_run(terminal)
    profiles = screen.home / ".config/ocs-tui/profiles.toml"
    fill_in(
        screen, "plant", emulator_process.global_url, emulator_process.tenant_id, emulator_process.client_id,
        "a wrong secret",
    )  # fmt: skip
    screen.press("ctrl+s")
    screen.wait_for("Signing in")
    screen.wait_for("✖")
    assert not profiles.exists()
    screen.press(*["backspace"] * len("a wrong secret"))
    screen.type(emulator_process.client_secret)
    screen.press("ctrl+s")
    screen.wait_for("its secret is not")  # there is no keyring here, and it says so
    saved = tomllib.loads(profiles.read_text())
    assert saved["profiles"]["plant"]["base_url"] == emulator_process.global_url
    assert emulator_process.client_secret not in profiles.read_text()
    screen.press("ctrl+s")
    ready(screen)
    assert "plant" in screen.text


def test_a_wrong_field_is_named_by_its_label(terminal: StartTerminal) -> None:
    screen = first_run(terminal)
    fill_in(screen, "plant", "http://ocs.example", "tenant", "client", "secret")
    screen.press("ctrl+s")
    screen.wait_for("Base URL")
    screen.wait_for("https")
    screen.press("f2")
    screen.wait_for("What went wrong")


def test_a_name_that_is_none_is_told_before_anybody_signs_in(terminal: StartTerminal) -> None:
    screen = first_run(terminal)
    fill_in(screen, "my plant", "http://127.0.0.1:9", "tenant", "client", "secret")
    screen.press("ctrl+s")
    screen.wait_for("no name for a profile")
    screen.press("escape", "ctrl+u")
    screen.type("works")
    screen.wait_for("Profile name    works")


def test_without_a_keyring_the_secret_is_asked_for_this_run(
    terminal: StartTerminal, emulator_process: EmulatorProcess
) -> None:
    add = terminal(
        sys.executable, "-m", "ocs_tui", "profile", "add", "plant", "--no-secret",
        "--base-url", emulator_process.global_url, "--tenant-id", emulator_process.tenant_id,
        "--client-id", emulator_process.client_id,
    )  # fmt: skip
    assert add.wait_exit() == 0
    screen = terminal(sys.executable, "-m", "ocs_tui", size=(80, 24))
    screen.wait_for("It is kept in memory for this run only")
    screen.type(emulator_process.client_secret)
    assert emulator_process.client_secret not in screen.text
    screen.press("enter")
    ready(screen)
    assert emulator_process.client_secret.encode() not in screen.output
