"""``python -m ocs_tui.emulator`` as a process of its own: what uses this imports nothing of ocs_tui."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
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
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("OCS_TUI_")},
    )
    assert process.stdout is not None
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
            )
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0, "the emulator did not end cleanly on SIGTERM"
        finally:
            process.kill()
