"""Signing in by browser with the real program on a real terminal, and a real browser."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Chromium, Page
from tests.terminal.conftest import StartTerminal
from tests.terminal.signing_in import People, people
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.asyncio(loop_scope="module")

# The desktop's browser: it only notes what it is to open, for the test to open it.
DESKTOP = """#!/bin/sh
printf %s "$1" > "$HOME/opening" && mv "$HOME/opening" "$HOME/opened"
"""
NAME = "Terminal explorer for people"
SIGN_IN = "Sign in to maria"
WAITS = "Waiting for the browser to come back"

Start = Callable[[], Terminal]


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[People]:
    """A tenant, and a home whose profile ``maria`` is signed in to by browser."""
    with people(tmp_path / "home") as found:
        yield found


@pytest.fixture
def start(terminal: StartTerminal, tenant: People, tmp_path: Path) -> Start:
    """Start the program on a desktop."""
    desktop = tmp_path / "desktop"
    desktop.write_text(DESKTOP)
    desktop.chmod(0o755)
    env = {**tenant.environment, "DISPLAY": ":nowhere", "BROWSER": str(desktop)}
    return lambda: terminal(sys.executable, "-m", "ocs_tui", env=env)


async def opened(screen: Terminal) -> str:
    """Wait until the program has opened a browser; return the address, once."""
    file = screen.home / "opened"
    async with asyncio.timeout(20):
        while not file.exists():  # noqa: ASYNC110  there is nothing but the file to look at
            await asyncio.sleep(0.02)
    address = file.read_text()
    file.unlink()
    return address


async def signs_in(page: Page, screen: Terminal, who: str = "Maria Lindqvist") -> None:
    """Go to the page that the program opened, and say who one is."""
    assert not await page.open(await opened(screen))
    await page.shows(f"{NAME} asks to")
    await page.click(who)
    await page.click("Sign in")


def is_open(port: int) -> bool:
    """Whether anybody listens at a port of this machine."""
    for address in ("127.0.0.1", "::1"):
        try:
            socket.create_connection((address, port), timeout=5).close()
        except OSError:
            continue
        return True
    return False


async def test_who_signs_in_sees_the_tenant_and_stays_signed_in(
    page: Page, start: Start, tenant: People
) -> None:
    screen = start()
    screen.wait_for(WAITS)
    await signs_in(page, screen, "Jonas Weidner")
    await page.shows("You can close this page")
    screen.wait_for("● wind-borkum")
    screen.wait_gone(SIGN_IN)
    assert "flare.monitoring" not in screen.text  # closed to contractors
    assert not is_open(tenant.port)
    screen.press("q")
    assert screen.wait_exit() == 0
    kept = tenant.kept
    assert kept
    later = start()
    later.wait_for("● wind-borkum")
    assert SIGN_IN not in later.text
    assert tenant.kept != kept  # each is used once


async def test_who_refuses_is_told_and_may_try_again(page: Page, start: Start) -> None:
    screen = start()
    await page.open(await opened(screen))
    await page.click("Refuse")
    screen.wait_for("Not signed in")
    assert "Signing in was refused: The user refused" in _words(screen)
    screen.press("enter")
    await signs_in(page, screen)
    screen.wait_for("● boiler")


async def test_who_gives_up_is_let_into_the_program_and_may_sign_in_later(
    page: Page, start: Start, tenant: People
) -> None:
    screen = start()
    await page.open(await opened(screen))
    await page.shows(NAME)
    await page.close()
    screen.wait_for(WAITS)
    assert is_open(tenant.port)
    screen.press("escape")
    screen.wait_gone(SIGN_IN)
    screen.wait_for("sign in to go on")
    assert not is_open(tenant.port)


@pytest.mark.parametrize("end", ["q", "SIGTERM"])
async def test_ending_the_program_meanwhile_leaves_nothing_listening(
    start: Start, tenant: People, end: str
) -> None:
    screen = start()
    screen.wait_for(WAITS)
    assert is_open(tenant.port)
    if end == "q":
        screen.press("q")
        assert screen.wait_exit() == 0
    else:
        screen.signal(signal.SIGTERM)
        assert screen.wait_exit() == 128 + signal.SIGTERM
    assert not is_open(tenant.port)
    assert screen.left_behind == []


async def test_a_foreign_page_is_told_of_and_the_right_one_goes_on(
    chromium: Chromium, page: Page, start: Start, tenant: People
) -> None:
    screen = start()
    screen.wait_for(WAITS)
    async with chromium.page() as foreign:
        await foreign.open(f"http://localhost:{tenant.port}/callback.html?code=theirs&state=guessed")
        await foreign.shows("Not signed in")
    screen.wait_for("belongs to another sign-in")
    await signs_in(page, screen)
    screen.wait_for("● boiler")


def _words(screen: Terminal) -> str:
    """What the screen says, without frames and line breaks."""
    return re.sub(r"[\s│╭╮╰╯─]+", " ", screen.text)
