"""``python -m ocs_tui.emulator`` as a process of its own: what uses this imports nothing of ocs_tui."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class EmulatorProcess:
    """A running emulator, as its one line of JSON tells it."""

    tenant_id: str
    global_url: str
    regions: dict[str, str]
    """Region ids to base URLs."""
    client_id: str
    client_secret: str = field(repr=False)
    process: subprocess.Popen[str]
    requests: list[str]
    """What it was asked, each as its log tells it: time, region, method, path, status …"""
    logged: threading.Condition

    def wait_for(self, holds: Callable[[list[str]], object], seconds: float = 20) -> None:
        """Wait until something holds of the requests; AssertionError, with them, when it does not in time."""
        with self.logged:
            assert self.logged.wait_for(lambda: holds(self.requests), seconds), "\n".join(self.requests)

    def asked(self, path: str) -> list[str]:
        """Return the requests whose path has this in it."""
        with self.logged:
            return [line for line in self.requests if path in line]

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make ocs-tui open this emulator's tenant, without profile and keyring."""
        return {
            "OCS_TUI_BASE_URL": self.global_url,
            "OCS_TUI_TENANT_ID": self.tenant_id,
            "OCS_TUI_CLIENT_ID": self.client_id,
            "OCS_TUI_CLIENT_SECRET": self.client_secret,
        }


@contextmanager
def emulator_process(*arguments: str) -> Iterator[EmulatorProcess]:
    """Start an emulator that answers, and end it as a person would, by SIGTERM; it must end cleanly.

    Its log goes to this process's stderr, where pytest shows it beside a failure.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "ocs_tui.emulator", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("OCS_TUI_")},
    )
    assert process.stdout is not None
    requests: list[str] = []
    logged = threading.Condition()
    reader = threading.Thread(target=_read_log, args=(process, requests, logged), daemon=True)
    reader.start()
    with process:
        try:
            said = json.loads(process.stdout.readline() or "null")
            assert said is not None, "the emulator ended before it accepted requests"
            yield EmulatorProcess(
                said["tenant_id"],
                said["global"],
                said["regions"],
                said["client_id"],
                said["client_secret"],
                process,
                requests,
                logged,
            )
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0, "the emulator did not end cleanly on SIGTERM"
        finally:
            process.kill()
            reader.join()


def _read_log(process: subprocess.Popen[str], requests: list[str], logged: threading.Condition) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        sys.stderr.write(line)
        with logged:
            requests.append(line.rstrip())
            logged.notify_all()
