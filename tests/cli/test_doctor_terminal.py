"""``ocs-tui doctor`` on a real terminal: marks, colours, size, and what tmux and screen make of copying."""

from __future__ import annotations

import json
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import PROGRAM, REPO, run
from tests.needs import needs
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal


def _shown(
    home: Path,
    env: Mapping[str, str | None] | None = None,
    size: tuple[int, int] = (120, 50),
    status: int = 0,
) -> str:
    around = {"PYTHONPATH": str(REPO), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    with Terminal([*PROGRAM, "doctor"], home=home, env={**around, **(env or {})}, size=size) as terminal:
        assert terminal.wait_exit() == status
        assert b"\x1b" not in terminal.output
        return terminal.output.decode().replace("\r\n", "\n")


def test_on_a_terminal_there_are_marks(tmp_path: Path) -> None:
    said = _shown(tmp_path)
    assert "  ✔  terminal  TERM is xterm-256color\n" in said
    assert "  ✔  colours   16.7 million\n" in said
    assert "  ✔  size      120×50\n" in said
    assert "  !  backend   There is no usable keyring here" in said
    assert "  ·  profile   none yet" in said


def test_words_in_place_of_marks_where_no_colour_is_wanted(tmp_path: Path) -> None:
    said = _shown(tmp_path, {"NO_COLOR": "1"})
    assert "  ok       colours   none, since NO_COLOR is set\n" in said
    assert "✔" not in said


def test_a_terminal_too_small_or_too_simple_is_a_problem(tmp_path: Path) -> None:
    small = _shown(tmp_path, size=(70, 20), status=1)
    assert "The terminal is 70×20, and the explorer needs 80×24." in " ".join(small.split())
    dumb = _shown(tmp_path, {"TERM": "dumb"}, status=1)
    assert max(map(len, small.splitlines())) <= 70 or "/" in max(small.splitlines(), key=len), "wrapped"
    assert "✖  terminal  The explorer needs a terminal that can move its cursor" in dumb
    few = _shown(tmp_path, {"TERM": "xterm", "COLORTERM": None, "SSH_CONNECTION": "1 2 3 4"})
    assert "colours   16; COLORTERM=truecolor says that the terminal has more" in few
    assert "inside    SSH" in few


def test_a_character_set_without_the_marks_is_a_problem_in_words(tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    said = _shown(tmp_path, plain, status=1)
    assert "problem  terminal  The character set here" in said


def test_screen_keeps_what_is_copied_and_tmux_is_asked(tmp_path: Path) -> None:
    assert "GNU screen does not hand on what is copied." in _data(tmp_path, {"STY": "1.pts"})["said"]
    gone = _data(tmp_path, {"TMUX": "/nowhere,1,0"})
    assert (gone["clipboard"], gone["multiplexer"]) == ({"route": "tmux", "passes": None}, "tmux")


@pytest.mark.parametrize(("term", "passes"), [("xterm-256color", True), ("vt220", False)])
def test_tmux_says_whether_the_terminal_around_it_has_a_clipboard(
    tmp_path: Path, term: str, passes: bool
) -> None:
    needs("tmux")
    out = tmp_path / "out.json"
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # a socket's path must be short
        socket = f"{folder}/s"
        inside = f"{shlex.join(PROGRAM)} doctor --json > {out}.part; mv {out}.part {out}; echo said; cat"
        command = ["tmux", "-f", "/dev/null", "-S", socket, "new-session", inside]
        around = {"PYTHONPATH": str(REPO), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "TERM": term}
        try:
            with Terminal(command, home=tmp_path, env=around, cwd=REPO) as terminal:
                terminal.wait_for("said", timeout=30)
        finally:
            subprocess.run(["tmux", "-S", socket, "kill-server"], capture_output=True)
    said = json.loads(out.read_text())["terminal"]
    assert said["clipboard"] == {"route": "tmux", "passes": passes}
    assert said["streams"] == {"stdin": True, "stdout": False, "stderr": True}


def _data(home: Path, env: Mapping[str, str]) -> dict[str, Any]:
    done = run("doctor", "--json", home=home, env=env)
    found: dict[str, Any] = json.loads(done.stdout)
    return {**found["terminal"], "said": done.stdout}
