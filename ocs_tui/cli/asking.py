"""Getting a secret from a person or a pipe. It is never an argument: those are seen in process lists."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator

from ocs_tui.settings.errors import SettingsError


def can_ask() -> bool:
    """True when there is somebody to ask: stdin and stderr are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask_secret(prompt: str) -> str:
    """Ask for a secret without showing it; empty when nothing was typed."""
    import getpass

    try:
        with _stopped_by_ctrl_c():
            return getpass.getpass(prompt, stream=sys.stderr).strip()
    except EOFError:
        return ""


def secret_from_stdin() -> str:
    """Return the first line of stdin without its line end.

    Raises:
        SettingsError: when it is no text.
    """
    try:
        # utf-8-sig: PowerShell writes a mark before what it pipes
        return sys.stdin.buffer.readline().decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise SettingsError("What comes on stdin is no text. Nothing was saved.") from None


def ask_yes(question: str) -> bool:
    """Ask for a yes; anything else is a no."""
    return _line(f"{question} [y/N] ").casefold() in ("y", "yes")


def ask(question: str) -> str:
    """Ask for a line of text; empty when nothing was typed."""
    return _line(question)


def _line(question: str) -> str:
    with _stopped_by_ctrl_c():  # before the question is seen: who reads it may press at once
        sys.stderr.write(question)
        sys.stderr.flush()
        return sys.stdin.readline().strip()


@contextlib.contextmanager
def _stopped_by_ctrl_c() -> Iterator[None]:
    """Let the first Ctrl-C end a question: asyncio's handler would wait until it is answered."""
    try:
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
    except ValueError:  # not in the main thread, where no signal comes
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
