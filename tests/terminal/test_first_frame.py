"""What is imported when the first frame leaves for the terminal: nothing that only I/O needs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.emulator_process import EmulatorProcess
from tests.terminal.conftest import StartTerminal
from tests.terminal.test_browsing import ready

NOT_YET = {
    *("httpx", "httpcore", "pydantic", "pydantic_core", "keyring", "stamina", "truststore", "tomlkit"),
    *("starlette", "h11", "sqlite3"),
}
"""Third-party rooms of the client, the settings and the emulator."""

FIRST_FRAME = ("Clients", "Palette", "Quit")
"""The last line of the tree and keys of the footer, as they are written."""

# The command line as it is, with an ear at what Textual writes: the program's own hooks are not asked.
LISTENING = f"""
import json, os, sys
from textual.drivers.linux_driver import LinuxDriver
write, written = LinuxDriver.write, []
def listening_write(driver, data):
    if written is not None:
        written.append(data)
        if all(text in "".join(written) for text in {FIRST_FRAME!r}):
            with open(os.environ["IMPORTED"], "w") as file:
                json.dump([*sys.modules], file)
            LinuxDriver.write = write
    write(driver, data)
LinuxDriver.write = listening_write
from ocs_tui.cli import main
raise SystemExit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("way", ["demo", "environment", "profile", "first run"])
def test_nothing_that_speaks_http_or_reads_secrets_is_imported_to_paint(
    terminal: StartTerminal, emulator_process: EmulatorProcess, tmp_path: Path, way: str
) -> None:
    imported = tmp_path / "imported.json"
    env: dict[str, str | None] = {"IMPORTED": str(imported)}
    if way == "environment":
        env |= emulator_process.environment
    if way == "profile":
        env["OCS_TUI_CLIENT_SECRET"] = emulator_process.client_secret
        _save_profile(tmp_path / "home", emulator_process)
    screen = terminal(sys.executable, "-c", LISTENING, *(["--demo"] if way == "demo" else []), env=env)
    if way == "first run":
        screen.wait_for("Welcome")
    else:
        ready(screen)
    modules = {name.partition(".")[0] for name in json.loads(imported.read_text())}
    assert "textual" in modules
    assert not modules & NOT_YET


def _save_profile(home: Path, emulator: EmulatorProcess) -> None:
    folder = home / ".config/ocs-tui"
    folder.mkdir(parents=True)
    (folder / "profiles.toml").write_text(
        "[profiles.box]\n"
        f'base_url = "{emulator.global_url}"\n'
        f'tenant_id = "{emulator.tenant_id}"\n'
        f'client_id = "{emulator.client_id}"\n'
    )
