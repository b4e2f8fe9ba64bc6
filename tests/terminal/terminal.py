"""A program on a real pseudo-terminal, with a screen model to look at and keys to press."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from tests.terminal.screen import Screen

KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
}

# The new session's leader takes the pseudo-terminal as its own, then becomes the program: without that
# there is no SIGHUP, no SIGWINCH and no Ctrl-C. (A preexec_fn would fork among the tests' threads.)
_TAKE_THE_TERMINAL = """\
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""


def key_bytes(key: str) -> bytes:
    """Return what a terminal sends for a key: a name of ``KEYS``, ``ctrl+x``, ``alt+x`` or one character."""
    if key in KEYS:
        return KEYS[key].encode()
    if key.startswith("ctrl+") and len(key) == 6:
        return bytes([ord(key[-1].upper()) & 0x1F])
    if key.startswith("alt+") and len(key) == 5:
        return b"\x1b" + key[-1].encode()
    if len(key) == 1:
        return key.encode()
    raise ValueError(f"{key!r} is no key that this terminal has.")


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment with an empty home and nothing of the machine's own but its programs."""
    return {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TEXTUAL_ANIMATIONS": "none",
    }


PATIENCE = 20
"""Seconds that a test waits for what it expects: reached on a busy machine, or when it is broken."""
_QUIET = 0.02
"""Seconds without output after which a frame is whole."""
_SETTLES = 0.1
"""Seconds after which the frame that stands counts as whole though the output goes on."""


class Terminal:
    """Starts a command on a terminal of its own; a context manager that ends it.

    Args:
        command: the program and its arguments.
        home: an empty directory that becomes the program's home.
        size: columns and rows.
        env: variables beside those of ``clean_environment``; None takes one out.
        cwd: the working directory.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        home: Path,
        size: tuple[int, int] = (120, 36),
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.home = home
        self.screen = Screen(*size)
        self.output = bytearray()
        """Every byte the program wrote."""
        self._changed = threading.Condition()
        self._master, self._slave = os.openpty()
        self._set_size(size)
        self._modes_before = termios.tcgetattr(self._slave)
        merged = {**clean_environment(home), **(env or {})}
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-E", "-c", _TAKE_THE_TERMINAL, *command],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env={name: value for name, value in merged.items() if value is not None},
            cwd=cwd,
            start_new_session=True,
        )
        self._gone = threading.Event()
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self) -> None:
        """Draw what the program writes, until it has ended and all of it was drawn."""
        while True:
            ended = self.process.poll() is not None
            ready, _, _ = select.select([self._master], [], [], 0.05)
            if (not ready and ended) or self._gone.is_set():
                return
            if not ready:
                continue
            data = os.read(self._master, 65536)
            with self._changed:
                self.output += data
                answer = self.screen.feed(data)
                self._changed.notify_all()
            if answer:
                os.write(self._master, answer)

    # What is shown

    @property
    def text(self) -> str:
        """The screen as one text."""
        with self._changed:
            return self.screen.text

    @property
    def lines(self) -> list[str]:
        """The rows of the screen, without the blanks at their ends."""
        with self._changed:
            return self.screen.lines

    def line_with(self, text: str) -> str:
        """Return the first row that shows ``text``; AssertionError when none does."""
        for line in self.lines:
            if text in line:
                return line
        raise AssertionError(self._report(f"no row shows {text!r}"))

    def wait_for(
        self, wanted: str | re.Pattern[str] | Callable[[str], bool], timeout: float = PATIENCE
    ) -> str:
        """Wait until the screen shows a text, matches a pattern or satisfies a predicate of its text.

        Returns the screen's text. AssertionError, with the screen, when it does not come in time or the
        program ends without it.
        """
        return self._wait(lambda text: _shows(text, wanted), timeout, f"{_name(wanted)} did not appear")

    def wait_gone(self, wanted: str | re.Pattern[str], timeout: float = PATIENCE) -> str:
        """Wait until the screen no longer shows a text; the rest as ``wait_for``."""
        return self._wait(lambda text: not _shows(text, wanted), timeout, f"{_name(wanted)} did not go")

    def _wait(self, holds: Callable[[str], bool], timeout: float, complaint: str) -> str:
        """Wait until it has held of a frame; return the frame that stands once nothing more comes for a moment.

        What passes by (a word on the status line, a question before the next one) is seen too; what is looked
        at next is no frame half drawn over the one before.
        """
        end = time.monotonic() + timeout
        with self._changed:
            while not holds(self.screen.text):
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(self._report(f"{complaint} within {timeout:g} s"))
                if not self._reader.is_alive():
                    raise AssertionError(self._report(f"{complaint}: the program ended"))
                self._changed.wait(min(left, 0.1))
            settled = time.monotonic() + _SETTLES
            while self._changed.wait(_QUIET) and time.monotonic() < settled:
                pass
            return self.screen.text

    def _report(self, complaint: str) -> str:
        state = self.process.poll()
        running = "running" if state is None else f"ended with {state}"
        shown = self.screen.text.rstrip("\n")
        edge = "-" * max(map(len, shown.split("\n")))
        return f"{complaint} ({running}). The screen:\n{edge}\n{shown}\n{edge}"

    # What a person does

    def press(self, *keys: str) -> None:
        """Press keys in one burst. Press ``escape`` in a call of its own: with a key behind it, it is alt."""
        self.type_bytes(b"".join(map(key_bytes, keys)))

    def type(self, text: str) -> None:
        """Type a text."""
        self.type_bytes(text.encode())

    def type_bytes(self, data: bytes) -> None:
        """Send bytes as they are."""
        os.write(self._master, data)

    def click(self, text: str) -> None:
        """Click with the left button in the middle of a text that the screen shows."""
        lines = self.lines
        row = next((number for number, line in enumerate(lines) if text in line), None)
        if row is None:
            raise AssertionError(self._report(f"no {text!r} to click on"))
        column = lines[row].index(text) + len(text) // 2
        place = f"\x1b[<0;{column + 1};{row + 1}"
        self.type_bytes(f"{place}M{place}m".encode())

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size; the program is told by SIGWINCH."""
        with self._changed:
            self.screen.resize(columns, rows)
        self._set_size((columns, rows))

    def _set_size(self, size: tuple[int, int]) -> None:
        columns, rows = size
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # How it ends

    def hang_up(self) -> None:
        """Take the terminal away, as closing its window or losing the line does."""
        self._gone.set()
        self._reader.join()
        os.close(self._master)
        os.close(self._slave)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def wait_exit(self, timeout: float = 15) -> int:
        """Wait until the program has ended and its last words are drawn; return its exit status."""
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(self._report(f"the program did not end within {timeout:g} s")) from None
        self._reader.join(timeout)
        return status

    @property
    def left_behind(self) -> list[str]:
        """What the program left changed in the terminal, as words; empty when it was put back in order."""
        with self._changed:
            said = self.screen.changed_modes()
        if termios.tcgetattr(self._slave) != self._modes_before:
            said.append("the line settings (raw mode, echo) are changed")
        return said

    def close(self) -> None:
        """End the program, with SIGKILL where it still runs, and give the terminal back."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join()
        if not self._gone.is_set():
            for end in (self._master, self._slave):
                os.close(end)


def _shows(text: str, wanted: str | re.Pattern[str] | Callable[[str], bool]) -> bool:
    if isinstance(wanted, str):
        return wanted in text
    if isinstance(wanted, re.Pattern):
        return wanted.search(text) is not None
    return wanted(text)


def _name(wanted: object) -> str:
    return repr(wanted.pattern if isinstance(wanted, re.Pattern) else wanted)
