"""A real Secret Service: GNOME Keyring on a session bus of its own, unlocked or locked."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")

_PASSWORD = b"the keyring's own password\n"
# A session bus that starts nothing by itself: a second keyring daemon would come up beside ours.
_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
# Says how the default keyring is: 'unlocked', 'locked', or 'none' when there is no such keyring.
_PROBE = """
import secretstorage
from contextlib import closing
from jeepney.io.blocking import open_dbus_connection
with closing(open_dbus_connection(bus="SESSION")) as bus:
    assert secretstorage.check_service_availability(bus)
    try:
        item = secretstorage.Collection(bus, "/org/freedesktop/secrets/aliases/default")
        print("locked" if item.is_locked() else "unlocked")
    except secretstorage.ItemNotFoundException:
        print("none")
"""


class SecretService:
    """Starts with ``with``; what it keeps is in ``folder`` and is found again when started anew there.

    Args:
        folder: an empty folder, or that of a service that has ended.
        unlocked: make the default keyring, or unlock it; without, it stays as it is.
    """

    def __init__(self, folder: Path, *, unlocked: bool) -> None:
        self._folder = folder
        self._unlocked = unlocked
        self._processes: list[subprocess.Popen[bytes]] = []
        self.environment: dict[str, str] = {}
        """What a program's environment must hold to find the service."""

    def __enter__(self) -> Self:
        try:
            self._bring_up()
        except BaseException:
            self._end()
            raise
        return self

    def _bring_up(self) -> None:
        data = self._folder / "data"
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A new one at each start: beside the socket of an earlier daemon there, none comes up.
        runtime = tempfile.mkdtemp(dir=self._folder)
        places = {"XDG_DATA_HOME": str(data), "XDG_RUNTIME_DIR": runtime}
        # Without a display no prompt can come up: what is locked is refused at once.
        self._around = {
            name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
        } | places
        configuration = self._folder / "bus.conf"
        configuration.write_text(_BUS)
        bus = self._start("dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address")
        assert bus.stdout is not None
        self.environment = {**places, "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().decode().strip()}
        self._around |= self.environment
        unlock = ["--unlock"] if self._unlocked else []
        keyring = self._start("gnome-keyring-daemon", "--foreground", "--components=secrets", *unlock)
        assert keyring.stdin is not None
        keyring.stdin.write(_PASSWORD if self._unlocked else b"")
        keyring.stdin.close()
        self._wait_for(("unlocked",) if self._unlocked else ("locked", "none"))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait(10)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._around,
        )
        self._processes.append(process)
        return process

    def _wait_for(self, states: tuple[str, ...]) -> None:
        deadline = time.monotonic() + 20
        while True:
            probe = subprocess.run(
                [sys.executable, "-c", _PROBE], capture_output=True, env=self._around, timeout=20
            )
            if probe.stdout.decode().strip() in states:
                return
            if time.monotonic() > deadline:
                raise AssertionError(f"The Secret Service does not come up: {probe.stderr.decode()[-500:]}")
