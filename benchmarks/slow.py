"""The explorer on a line of 9.6 kB a second: whether it keeps up with a key that is held down, and with what."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import NotSeen, Run
from tests.terminal.terminal import key_bytes

RATE = 9_600.0
"""Bytes a second."""
KEYS = 120
A_SECOND = 30
"""Keys: the repeat of a key that is held down."""
DEMO = (sys.executable, "-m", "ocs_tui", "--demo")
LOW, FULL = "--low-bandwidth", "--no-low-bandwidth"


@dataclass(frozen=True)
class Held:
    """What a held key cost.

    Attributes:
        start_ms: until the namespaces were on the screen.
        behind_ms: how long the screen went on changing after the last key.
        key_bytes: the bytes for each key.
    """

    start_ms: float
    behind_ms: float
    key_bytes: float


def held_key(switch: str, rate: float | None = RATE) -> Held:
    """Open the demo on the slow line and hold the cursor key down.

    Raises:
        NotSeen: when the namespaces never came.
    """
    with tempfile.TemporaryDirectory() as home:
        run = Run((*DEMO, switch), Path(home), rate=rate)
        try:
            _open(run)
            start_ms = run.shown_ms(("boiler",))
            assert start_ms is not None
            before = len(run.writes)
            begun = run.now()
            for number in range(KEYS):
                os.write(run.fd, key_bytes("down" if number // 15 % 2 == 0 else "up"))
                while (wait := begun + (number + 1) / A_SECOND - run.now()) > 0:
                    if not run.read(wait):
                        time.sleep(0.001)
            last_key = run.now()
            run.settle(0.25)
            caused = run.writes[before:]
            behind = max(0.0, caused[-1][0] - last_key) if caused else 0.0
            return Held(start_ms, behind * 1000, sum(len(data) for _, data in caused) / KEYS)
        finally:
            run.close()


def chooses_by_itself(rate: float | None) -> bool:
    """Whether low bandwidth is chosen by itself over SSH on a line of that rate.

    Raises:
        NotSeen: when the namespaces never came.
    """
    with tempfile.TemporaryDirectory() as home:
        run = Run(DEMO, Path(home), {"SSH_CONNECTION": "192.0.2.1 22 192.0.2.2 22"}, rate)
        try:
            _open(run)
            return "low bandwidth" in run.last_screen()
        finally:
            run.close()


def _open(run: Run) -> None:
    end = run.now() + 30
    while run.now() < end:
        run.settle(1.5)
        if run.shown_ms(("boiler", "Quit")) is not None:
            return
    raise NotSeen(f"The namespaces did not appear on the slow line. The screen:\n{run.last_screen()}")
