"""A home in which the program does all that it can, and a search of everything that comes of it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx

from tests.cli.running import run
from tests.terminal.canaries import Arguments, Canaries
from tests.terminal.conftest import StartTerminal
from tests.terminal.signing_in import People
from tests.terminal.terminal import Terminal

# Programs in the place of the desktop's: they keep all that they are given. The first opens no browser.
BROWSER = """#!/bin/sh
{ env; echo "$@"; } >> "$HOME/browser-was-given"
printf %s "$1" > "$HOME/opening" && mv "$HOME/opening" "$HOME/opened"
"""
TMUX = """#!/bin/sh
{ env; echo "$@"; cat; echo; } >> "$HOME/tmux-was-given"
"""

# The program, with a key for pictures, and two whose work fails in the worst way: the error's own words and
# the variables around it are the token.
PROGRAM = """
import os, sys, time
from ocs_tui.app import OcsTui
from ocs_tui.screens.explorer import ExplorerScreen

async def in_a_worker(self):
    held = self.ocs.connection.client._tokens._held.token.value
    raise RuntimeError(held)

def in_the_app(self):
    held = self.ocs.connection.client._tokens._held.token.value
    try:
        raise RuntimeError(held)
    except RuntimeError as error:
        raise ValueError(held + "!") from error

def picture(self):
    self.save_screenshot(f"{time.monotonic_ns()}.svg", os.path.expanduser("~/pictures"))

OcsTui.action_help = picture
ExplorerScreen.action_copy = lambda self: self.run_worker(in_a_worker(self), exit_on_error=False)
ExplorerScreen.action_trace = in_the_app if "--fails" in sys.argv else ExplorerScreen.action_trace
sys.argv = [argument for argument in sys.argv if argument != "--fails"]
from ocs_tui.cli import main
raise SystemExit(main())
"""


class FullRun:
    """One home, and all that is done in it.

    Args:
        terminal: starts the program.
        tenant: whom it talks to.
        canaries: what must not be found.
        folder: the home and whatever else is written is below it.
    """

    def __init__(
        self, terminal: StartTerminal, tenant: People, canaries: Canaries, arguments: Arguments, folder: Path
    ) -> None:
        self.tenant, self.canaries, self.arguments, self.folder = tenant, canaries, arguments, folder
        self.home = tenant.home
        self._terminal = terminal
        self._keyring = {name: value for name, value in tenant.environment.items() if value is not None}
        (self.home / "pictures").mkdir()
        programs = folder / "programs"
        programs.mkdir()
        for name, text in (("browser", BROWSER), ("tmux", TMUX)):
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        self._desktop = {
            "DISPLAY": ":nowhere",
            "BROWSER": str(programs / "browser"),
            "TMUX": "/nowhere,1,0",
            "PATH": f"{programs}:{Path(sys.executable).parent}:/usr/bin:/bin",
            "PYTHONASYNCIODEBUG": "1",
        }
        self.files: set[str] = set()
        """Names of files that were searched."""

    def command(
        self, *arguments: str, stdin: str | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; what it says is searched."""
        done = run(*arguments, home=self.home, env={**self._keyring, **env}, stdin=stdin)
        self.search(" ".join(arguments), (done.stdout + done.stderr).encode())
        return done

    def explorer(self, profile: str, *more: str) -> Terminal:
        """Start the program on a desktop."""
        program = (sys.executable, "-X", "dev", "-c", PROGRAM, *more, "--profile", profile)
        return self._terminal(*program, env={**self._keyring, **self._desktop})

    def opened(self, screen: Terminal) -> str:
        """Return where the browser is led to that the program opened."""
        screen.wait_for("Sign in with the browser that has opened")
        file = self.home / "opened"
        end = time.monotonic() + 8
        while not file.exists():
            assert time.monotonic() < end, "no browser was opened"
            time.sleep(0.01)
        opened = file.read_text()
        file.unlink()  # the next sign-in opens another
        return httpx.get(opened, trust_env=False).headers["Location"]

    def search(self, what: str, data: bytes, *, but: frozenset[str] = frozenset()) -> None:
        """Pass when no canary is there."""
        found = self.canaries.found_in(data, but=but)
        assert not found, f"{', '.join(found)} in {what}"

    def search_all(self, screen: Terminal, *, but: frozenset[str] = frozenset()) -> None:
        """Pass when no canary is in what a program has drawn, nor in any file there is now."""
        self.search("what was drawn", bytes(screen.output), but=but)
        for file in self.folder.rglob("*"):
            if file.is_file() and file.name != "keyring.json":
                with suppress(FileNotFoundError):  # what a program that runs just put in another's place
                    self.search(str(file.relative_to(self.folder)), file.read_bytes())
                    self.files.add(file.name)

    def picture(self, screen: Terminal, shows: str) -> None:
        """Take a picture of the screen, and see that it is one."""
        folder = self.home / "pictures"
        before = set(folder.glob("*.svg"))
        screen.press("f1")
        end = time.monotonic() + 8
        while not [made for made in set(folder.glob("*.svg")) - before if "</svg>" in made.read_text()]:
            assert time.monotonic() < end, "no picture was made"
            time.sleep(0.01)
        (made,) = set(folder.glob("*.svg")) - before
        assert shows.replace(" ", "&#160;") in re.sub(r"<[^>]*>|\s", "", made.read_text())
