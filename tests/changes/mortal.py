"""A program that applies one change and is killed on the way, for the test that says so.

``python -m tests.changes.mortal URL`` reads lines ``STEP JOURNAL`` and forks a process for each, which
applies the change and is killed at that step (0: at none of them). It answers with the process's number
at once, and with ``killed AT`` or ``lived`` when it has ended.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from ocs_tui.api.answers import TraceRecord
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.changes import journal as journal_module
from ocs_tui.changes.apply import apply
from ocs_tui.changes.journal import Journal
from ocs_tui.settings.paths import append_private
from tests.api.loopback import CLIENT_ID, SECRET, TENANT
from tests.changes.plant import CHANGE


class Steps:
    """Counts the steps, and kills this process at one of them."""

    def __init__(self, last: int, said: int) -> None:
        self.left = last
        self.said = said

    def reach(self, name: str) -> None:
        """Be at a step."""
        if self.dies_next():
            self.die(name)

    def dies_next(self) -> bool:
        """Count a step; True when it is the last one."""
        self.left -= 1
        return self.left == 0

    def die(self, name: str) -> None:
        """Say where, and be killed."""
        os.write(self.said, f"killed {name}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)

    def on_trace(self, record: TraceRecord) -> None:
        """A request leaves, or its answer came."""
        self.reach(f"{record.method} {'leaves' if record.milliseconds is None else 'answered'}")


def _append_with(steps: Steps) -> None:
    """Make every line of the journal three steps."""

    def append(path: Path, line: str) -> None:
        steps.reach("before a line")
        if steps.dies_next():
            append_private(path, line)
            os.truncate(path, path.stat().st_size - len(line) // 2)
            steps.die("within a line")
        append_private(path, line)
        steps.reach("after a line")

    vars(journal_module)["append_private"] = append


async def _run(url: str, journal: Journal, steps: Steps) -> None:
    async def secret() -> str:
        return SECRET

    async with OcsClient(Endpoint(url, TENANT, CLIENT_ID), secret, on_trace=steps.on_trace) as client:
        await apply(client, CHANGE, None, journal)


def _child(url: str, step: int, file: str, said: int) -> None:
    steps = Steps(step, said)
    _append_with(steps)
    asyncio.run(_run(url, Journal(Path(file), profile="plant", tenant_id=TENANT), steps))
    os.write(said, b"lived\n")


def main(url: str) -> None:
    """Fork and wait, for each line."""
    for line in sys.stdin:
        step, _, file = line.strip().partition(" ")
        hears, said = os.pipe()
        pid = os.fork()
        if not pid:
            try:
                _child(url, int(step), file, said)
            finally:
                os._exit(0)
        print(pid, flush=True)
        os.close(said)
        os.waitpid(pid, 0)
        with os.fdopen(hears) as words:
            print(words.read().strip() or "killed by another", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
