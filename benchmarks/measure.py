"""Start a program on a pseudo-terminal and measure what a person would feel of it.

Nothing is drawn while the clock runs: what the program writes is kept with the time of each write, and
played to a screen model afterwards to find out when something was first to be seen.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.terminal.screen import Screen, answers_to
from tests.terminal.terminal import clean_environment, key_bytes

SIZE = (120, 36)
_SLICE = 0.005  # seconds of a slow line that are read at a time
_LONGEST_QUESTION = 12

QUIET = 0.4
"""Seconds without output after which a program that was started has settled."""
KEY_QUIET = 0.12
"""The same after a key. Shorter than the rest after which a pane follows the cursor."""
LIMIT = 20.0
"""Seconds after which a measurement is given up."""


class NotSeen(Exception):
    """What was to be measured never came; the sentence says what, and shows the screen."""


@dataclass(frozen=True)
class Measurement:
    """One start of a program.

    Attributes:
        shown_ms: for each moment asked for, the milliseconds from the start until it was on the screen.
        key_bytes: the bytes written for one press of the key, as the median over the presses.
        key_ms: the milliseconds from a press to the last byte it caused, as the median.
        exit_ms: the milliseconds from the key that quits to the end of the process.
        rss_mb: the memory of the process and its children once settled.
        start_bytes: the bytes written until settled.
        settled_ms: the milliseconds from the start to the last byte until settled.
    """

    shown_ms: tuple[float, ...]
    key_bytes: float
    key_ms: float
    exit_ms: float
    rss_mb: float
    start_bytes: int
    settled_ms: float


class Run:
    """A program being measured: what it wrote, and when.

    Args:
        command: the program and its arguments.
        home: its home, empty at first.
        environment: what stands in its environment besides.
        rate: the bytes a second that the line takes; None for one that takes what comes.
    """

    def __init__(
        self,
        command: Sequence[str],
        home: Path,
        environment: Mapping[str, str] | None = None,
        rate: float | None = None,
    ) -> None:
        self.writes: list[tuple[float, bytes]] = []
        self._rate = rate
        self._unread = b""  # the beginning of a question, perhaps
        environment = clean_environment(home) | dict(environment or {})
        self.start = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                self._set_size(1)
                os.execvpe(command[0], list(command), environment)
            finally:
                os._exit(127)
        self._set_size(self.fd)

    @staticmethod
    def _set_size(fd: int) -> None:
        columns, rows = SIZE
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def now(self) -> float:
        return time.monotonic() - self.start

    def read(self, timeout: float) -> bool:
        """Keep one write; False when none came in time or the program has ended."""
        if not select.select([self.fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.fd, 65536 if self._rate is None else max(1, int(self._rate * _SLICE)))
        except OSError:  # the program closed its end
            time.sleep(0.001)
            return False
        if self._rate is not None:
            time.sleep(len(data) / self._rate)
        self.writes.append((self.now(), data))
        self._answer(data)
        return bool(data)

    def _answer(self, data: bytes) -> None:
        """Answer as a terminal does, when it has taken the question."""
        data = self._unread + data
        escape = data.rfind(b"\x1b", max(0, len(data) - _LONGEST_QUESTION))
        whole = data if escape < 0 or answers_to(data[escape:]) else data[:escape]
        self._unread = data[len(whole) :]
        if answer := answers_to(whole):
            os.write(self.fd, answer)

    def settle(self, quiet: float) -> None:
        end = self.now() + LIMIT
        while self.now() < end and self.read(quiet):
            pass

    def press(self, key: str, quiet: float = KEY_QUIET) -> tuple[int, float]:
        """Press a key; return the bytes it caused, and the milliseconds until the last of them."""
        before, pressed = len(self.writes), self.now()
        os.write(self.fd, key_bytes(key))
        self.settle(quiet)
        caused = self.writes[before:]
        last = caused[-1][0] if caused else pressed
        return sum(len(data) for _, data in caused), (last - pressed) * 1000

    def shown_ms(self, texts: Sequence[str]) -> float | None:
        """When all texts were first on the screen together; None when they have not been yet."""
        screen = Screen(*SIZE)
        for at, data in self.writes:
            screen.feed(data)
            if all(text in screen.text for text in texts):
                return at * 1000
        return None

    def last_screen(self) -> str:
        screen = Screen(*SIZE)
        for _, data in self.writes:
            screen.feed(data)
        return screen.text

    def rss_mb(self) -> float:
        root = psutil.Process(self.pid)
        rss = sum(process.memory_info().rss for process in (root, *root.children(recursive=True)))
        return float(rss) / 2**20

    def rest(self, seconds: float) -> tuple[int, float]:
        """Leave it alone; return the bytes that it wrote, and how often a second its threads woke up."""
        before, woken, end = len(self.writes), self._woken(), self.now() + seconds
        while (left := end - self.now()) > 0:
            self.read(left)
        woken = self._woken() - woken
        return sum(len(data) for _, data in self.writes[before:]), woken / seconds

    def _woken(self) -> int:
        """How often its threads went to sleep since they began."""
        lines = (
            line
            for thread in Path(f"/proc/{self.pid}/task").iterdir()
            for line in (thread / "status").read_text().splitlines()
        )
        return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches:"))

    def wait_end(self) -> None:
        end = self.now() + LIMIT
        while self.now() < end:
            self.read(0.002)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                self.pid = 0
                return
        raise NotSeen("It did not quit.")

    def close(self) -> None:
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


def measure(
    command: Sequence[str],
    moments: Sequence[Sequence[str]],
    *,
    key: str = "down",
    presses: int = 12,
    quit_key: str = "ctrl+q",
    before: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Measurement:
    """Start a program once and measure it.

    Args:
        command: the program and its arguments.
        moments: what to wait for; a moment has come when all of its texts are on the screen.
        key: the key whose cost is measured.
        presses: how often it is pressed.
        quit_key: the key that ends the program.
        before: keys that are pressed first, one after the other.
        environment: what stands in its environment besides.

    Raises:
        NotSeen: when a moment did not come, or the program did not quit.
    """
    with tempfile.TemporaryDirectory() as home:
        run = Run(command, Path(home), environment)
        try:
            shown = _wait_for(run, moments)
            settled_ms = run.writes[-1][0] * 1000
            start_bytes, rss_mb = sum(len(data) for _, data in run.writes), run.rss_mb()
            for each in before:
                run.press(each, QUIET)
            costs = [run.press(key) for _ in range(presses)]
            pressed = run.now()
            os.write(run.fd, key_bytes(quit_key))
            run.wait_end()
            ended = run.now()
        finally:
            run.close()
    return Measurement(
        shown_ms=shown,
        key_bytes=statistics.median(cost for cost, _ in costs),
        key_ms=statistics.median(ms for _, ms in costs),
        exit_ms=(ended - pressed) * 1000,
        rss_mb=rss_mb,
        start_bytes=start_bytes,
        settled_ms=settled_ms,
    )


def at_rest(command: Sequence[str], moment: Sequence[str], after: float, seconds: float) -> tuple[int, float]:
    """Start a program, wait until it has nothing left to do, and look how little it does.

    Returns:
        The bytes written, and the wake-ups a second.

    Raises:
        NotSeen: when the moment did not come.
    """
    with tempfile.TemporaryDirectory() as home:
        run = Run(command, Path(home))
        try:
            _wait_for(run, (moment,))
            run.rest(after)
            return run.rest(seconds)
        finally:
            run.close()


def _wait_for(run: Run, moments: Sequence[Sequence[str]]) -> tuple[float, ...]:
    while run.now() < LIMIT:
        run.settle(QUIET)
        shown = [run.shown_ms(texts) for texts in moments]
        if all(at is not None for at in shown):
            return tuple(at for at in shown if at is not None)
    missing = [" and ".join(map(repr, texts)) for texts, at in zip(moments, shown, strict=True) if at is None]
    raise NotSeen(f"{', '.join(missing)} did not appear. The screen:\n{run.last_screen()}")
