"""Opening a browser, where there is a desktop that has one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping

_OPEN_SECONDS = 10.0
_PROGRAM = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.stdin.read()))"
_OF_THE_TERMINAL = ("TERM",)  # without it, webbrowser finds no browser that would draw over the screen


def has_desktop(environ: Mapping[str, str], platform: str) -> bool:
    """Return whether a browser opened here would come up before the person at the keyboard.

    Args:
        environ: the environment variables.
        platform: as ``sys.platform``.
    """
    if any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")):
        return False
    if platform in ("darwin", "win32"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


async def open_in_browser(url: str) -> bool:
    """Open an address in the desktop's browser; return whether there was one to be asked.

    It is opened by a program of its own, so that what a browser prints does not draw over the screen, and
    one that hangs holds up nothing. The address goes to that program by its input. What it starts then
    (xdg-open, the browser) takes it as an argument, which others on this machine can read: while we listen
    it is a local one that serves once, and neither it nor the one it leads to is a secret.
    """
    if not has_desktop(os.environ, sys.platform):
        return False
    environ = {name: value for name, value in os.environ.items() if name not in _OF_THE_TERMINAL}
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-c",
            _PROGRAM,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env=environ,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(_OPEN_SECONDS):
            await process.communicate(url.encode())
            return process.returncode == 0
    except TimeoutError:
        return True  # a browser that runs in the foreground: it may be what the person looks at
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
