"""A person signs in from the command line: an address, a QR code, and a line to paste the answer into."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ocs_tui.cli.talk import say, tell
from ocs_tui.model.qr_code import qr_code
from ocs_tui.model.text import safe
from ocs_tui.settings.profile import Profile

if TYPE_CHECKING:
    from ocs_tui.api.signin.interaction import BrowserSignIn, DeviceSignIn, Interact

_WHITE_ON_BLACK, _AS_BEFORE = "\x1b[97;40m", "\x1b[0m"
_OTHER_LINES = 8
"""Lines that are told beside the QR code."""
_LONGEST_LINE = 8192


def ask_person(profile: Profile) -> Interact:
    """Return what asks the person at this terminal to sign in to a profile."""

    async def ask(asked: BrowserSignIn | DeviceSignIn) -> None:
        from ocs_tui.api.signin.interaction import BrowserSignIn

        clock = (datetime.now() + timedelta(seconds=asked.seconds)).strftime("%H:%M")
        tell(f"Sign in to profile {safe(profile.name)}. It is waited for until {clock}; Ctrl-C gives up.")
        if isinstance(asked, BrowserSignIn):
            await _by_browser(asked)
        else:
            _show_device(asked)
            await asyncio.Event().wait()

    return ask


def _show_device(asked: DeviceSignIn) -> None:
    tell("In any browser, on any machine, open this address and type the code:")
    tell(f"  {asked.address}")
    tell(f"  {asked.code}")
    _show_qr(asked.whole_address or asked.address)


async def _by_browser(asked: BrowserSignIn) -> None:
    """Wait for the browser, and for what is pasted; return at the end of the input: the person gave up."""
    from ocs_tui.api.errors import SignInFailed

    asked.tell = say
    if await asked.open_browser():
        tell("A browser has been opened. This is its address, for another one:")
    else:
        tell("Open this address in a browser:")
    tell(asked.url)
    if asked.note:
        say(asked.note)
    _show_qr(asked.url)
    tell("Where that browser is on another machine, it ends at a page that is not there:")
    tell(f"paste its address here, which begins with {asked.redirect_uri}")
    with _lines() as lines:
        while line := await lines.get():
            if not line.strip():
                continue
            try:
                asked.paste(line)
            except SignInFailed as failure:
                say(failure.sentence)
    # Ctrl-D: nothing more comes from here


def _show_qr(text: str) -> None:
    """Show a QR code, where the terminal has room for it."""
    lines = qr_code(text)
    columns, rows = shutil.get_terminal_size()
    if not lines or len(lines[0]) > columns or len(lines) + _OTHER_LINES > rows:
        return
    before, after = ("", "") if os.environ.get("NO_COLOR") else (_WHITE_ON_BLACK, _AS_BEFORE)
    for line in lines:
        tell(f"{before}{line}{after}")


@contextlib.contextmanager
def _lines() -> Iterator[asyncio.Queue[str]]:
    """Give the lines that are typed meanwhile, and an empty one at the end of the input.

    No thread reads: one that waits for a line could not be ended, and would take the answer to the next
    question. Where the loop cannot watch the terminal, which is Windows, nothing can be pasted.
    """
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        data = os.read(sys.stdin.fileno(), _LONGEST_LINE)
        lines.put_nowait(data.decode("utf-8", "replace"))

    try:
        loop.add_reader(sys.stdin.fileno(), read)
    except NotImplementedError:
        yield lines
        return
    try:
        yield lines
    finally:
        loop.remove_reader(sys.stdin.fileno())
