"""Where the explorer cannot be shown: one sentence, status 2, and nothing drawn."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, REPO, run
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal

NO_UTF8 = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def _refusal(*arguments: str, home: Path, env: dict[str, str | None] | None = None) -> str:
    with Terminal(
        [*PROGRAM, *arguments], home=home, env={"PYTHONPATH": str(REPO), **(env or {})}
    ) as terminal:
        assert terminal.wait_exit() == 2
        assert b"\x1b" not in terminal.output
        return terminal.output.decode().strip()


def test_without_a_terminal_there_is_a_sentence(tmp_path: Path) -> None:
    for arguments in ([], ["--demo"], ["boiler"], ["open", "boiler"]):
        done = run(*arguments, home=tmp_path)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "needs a terminal, and stdin is none" in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("redirection", "name"), [("</dev/null", "stdin"), (">out", "stdout"), ("2>out", "stderr")]
)
def test_each_of_the_three_streams_must_be_the_terminal(redirection: str, name: str, tmp_path: Path) -> None:
    command = [
        "sh",
        "-c",
        f'cd "$HOME"; "$@" --demo {redirection}; status=$?; cat out; exit $status',
        "_",
        *PROGRAM,
    ]
    with Terminal(command, home=tmp_path, env={"PYTHONPATH": str(REPO)}) as terminal:
        assert terminal.wait_exit() == 2
        assert f"{name} is none" in terminal.text.replace("\n", " ")


@pytest.mark.parametrize("term", [None, "", "dumb"])
def test_a_dumb_terminal_is_refused(term: str | None, tmp_path: Path) -> None:
    assert "TERM is unset or 'dumb'" in _refusal("--demo", home=tmp_path, env={"TERM": term})


def test_a_character_set_without_lines_is_refused(tmp_path: Path) -> None:
    assert "(ascii)" in _refusal("--demo", home=tmp_path, env={**NO_UTF8})


def test_the_c_locale_alone_is_not_refused(tmp_path: Path) -> None:
    """Python writes UTF-8 under it (PEP 540), and the lines arrive."""
    code = "from ocs_tui.cli.terminal import terminal_problem; print('▼', terminal_problem())"
    env = {"PYTHONPATH": str(REPO), "LC_ALL": "C", "LANG": None}
    with Terminal([sys.executable, "-c", code], home=tmp_path, env=env) as terminal:
        assert terminal.wait_exit() == 0
        assert terminal.text.strip() == "▼ None"


def test_a_theme_that_does_not_exist_is_told_with_those_there_are(tmp_path: Path) -> None:
    said = _refusal("--demo", "--theme", "nope", home=tmp_path)
    assert "no theme 'nope'" in said
    assert "ocs-dark" in said


def test_settings_that_do_not_fit_are_told_before_anything_is_drawn(tmp_path: Path) -> None:
    said = _refusal(home=tmp_path, env={"OCS_TUI_TENANT_ID": "t"})
    assert "OCS_TUI_TENANT_ID is set without OCS_TUI_BASE_URL and OCS_TUI_CLIENT_ID" in said
