"""Getting a secret from a person or a pipe. It is never an argument: those are seen in process lists."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType

from ocs_tui.settings.errors import SettingsError


def can_ask() -> bool:
    """True when there is somebody to ask: stdin and stderr are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask_secret(prompt: str) -> str:
    """Ask for a secret without showing it; empty when nothing was typed."""
    import getpass

    try:
        with _stopped_by_signals():
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
    with _stopped_by_signals():  # before the question is seen: who reads it may press at once
        sys.stderr.write(question)
        sys.stderr.flush()
        return sys.stdin.readline().strip()


@contextlib.contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Let the first Ctrl-C end a question: asyncio's handler would wait until it is answered.

    SIGTERM and SIGHUP end it in order too, since a terminal that hides what is typed would stay so.
    """
    handlers: dict[int, Callable[[int, FrameType | None], object]] = {
        signal.SIGINT: signal.default_int_handler
    }
    ends = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handlers |= {number: _leave for number in ends if signal.getsignal(number) is not signal.SIG_IGN}  # nohup
    before = {}
    try:
        for number, handler in handlers.items():
            before[number] = signal.signal(number, handler)
    except ValueError:  # not in the main thread, where no signal comes
        yield
        return
    try:
        yield
    finally:
        for number, handler_before in before.items():
            signal.signal(number, signal.SIG_DFL if handler_before is None else handler_before)


def _leave(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)
