"""The secret and the token, looked for in all a whole run shows, writes, copies and hands on."""

from __future__ import annotations

import base64
import re
import sys
from pathlib import Path

from tests.emulator_process import EmulatorProcess
from tests.terminal.conftest import StartTerminal
from tests.terminal.terminal import Terminal, clean_environment
from tests.terminal.test_browsing import go_to, ready

JWT = b"eyJ"
"""How every token of the emulator begins: ``{"`` in base64."""

# A program in tmux's place: it keeps what it was given and what it inherited.
TMUX = """#!/bin/sh
{ env; cat; echo; } >> "$HOME/tmux-was-given"
"""


def test_a_whole_run_shows_writes_and_hands_on_neither_secret_nor_token(
    explorer: StartTerminal, emulator_process: EmulatorProcess, tmp_path: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "tmux").write_text(TMUX)
    (programs / "tmux").chmod(0o755)
    path = f"{programs}:{clean_environment(tmp_path)['PATH']}"
    screen = ready(explorer(env={"PATH": path, "TMUX": "/nowhere,1,0"}))
    go_to(screen, "boiler")
    _copy_every_request_as_curl(screen)
    emulator_process.process.terminate()
    emulator_process.process.wait(10)
    screen.press("r")
    screen.wait_for("✖ Namespaces not read")
    screen.press("q")
    assert screen.wait_exit() == 0

    given = (screen.home / "tmux-was-given").read_bytes()
    assert b"curl -X POST" in given
    assert b"Bearer $OCS_TOKEN" in given
    assert b"OCS_TUI_BASE_URL" in given
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert any("regions-" in file.name for file in files)
    secret = emulator_process.client_secret.encode()
    for canary in (secret, base64.b64encode(secret)[:-4], JWT):
        assert canary not in screen.output
        assert not [file.name for file in files if canary in file.read_bytes()]


def _copy_every_request_as_curl(screen: Terminal) -> None:
    screen.press("t")
    screen.wait_for("connect/token")
    line = re.compile(r"^ *\d\d:\d\d:\d\d ", re.MULTILINE)
    lines = len(line.findall(screen.wait_for(lambda text: len(line.findall(text)) > 3)))
    screen.press("home")  # the oldest request got the token
    for _ in range(lines):
        screen.press("c")
        screen.wait_for("Sent to the clipboard by tmux.")
        screen.press("down")


def test_the_commands_show_neither(terminal: StartTerminal, emulator_process: EmulatorProcess) -> None:
    """Signing in at a terminal, with warnings and asyncio's debugging on."""
    env: dict[str, str | None] = {**emulator_process.environment, "PYTHONASYNCIODEBUG": "1"}
    for command in (["whoami"], ["whoami", "--json"]):
        screen = terminal(sys.executable, "-X", "dev", "-m", "ocs_tui", *command, env=env)
        assert screen.wait_exit() == 0
        assert emulator_process.client_secret.encode() not in screen.output
        assert JWT not in screen.output
