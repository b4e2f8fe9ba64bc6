"""A profiles file that others may write: whoever does has the secret sent where they like."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, run, with_keyring
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")

TABLE = '[profiles.work]\nbase_url = "http://127.0.0.1:9"\ntenant_id = "t"\nclient_id = "c"\n'
WARNS = "can have your sign-in sent elsewhere"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A profiles file as an editor leaves it under a loose umask."""
    file = tmp_path / ".config/ocs-tui/profiles.toml"
    file.parent.mkdir(parents=True)
    file.write_text(TABLE)
    file.chmod(0o664)
    return file


@pytest.mark.parametrize("command", [["whoami"], ["acl", "show", "/"]])
def test_every_command_that_uses_it_warns(tmp_path: Path, file: Path, command: list[str]) -> None:
    env = {**with_keyring(tmp_path), "OCS_TUI_CLIENT_SECRET": "s"}
    warned = run(*command, home=tmp_path, env=env)
    assert f"Who else can change {file} {WARNS}" in warned.stderr
    assert f"chmod go-w {file}" in warned.stderr
    file.chmod(0o644)
    assert WARNS not in run(*command, home=tmp_path, env=env).stderr


def test_the_explorer_warns(tmp_path: Path, file: Path) -> None:
    with Terminal([*PROGRAM], home=tmp_path, env={"OCS_TUI_CLIENT_SECRET": "s"}, size=(200, 36)) as screen:
        screen.wait_for("Who else can change")
        screen.wait_for(WARNS)
