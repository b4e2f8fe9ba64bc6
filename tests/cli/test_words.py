"""How the arguments are understood, and what is said of those that cannot be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ocs_tui import __version__
from ocs_tui.cli.first_word import find_first_word
from tests.cli.running import PROGRAM, REPO, environment, run

HEAVY = {"textual", "httpx", "pydantic", "keyring", "tomlkit", "starlette", "h11"}


@pytest.mark.parametrize(
    ("arguments", "command", "before", "after"),
    [
        ([], None, [], []),
        (["boiler"], None, [], ["boiler"]),
        (["whoami", "--json"], "whoami", [], ["--json"]),
        (["--profile", "whoami", "boiler"], None, [], ["--profile", "whoami", "boiler"]),
        (["--profile=x", "whoami"], "whoami", ["--profile=x"], []),
        (["--profile", "x", "--read-only", "whoami"], "whoami", ["--profile", "x", "--read-only"], []),
        (["--tab", "access", "open", "open"], "open", ["--tab", "access"], ["open"]),
        (["open", "profile"], "open", [], ["profile"]),
        (["--", "profile"], None, [], ["--", "profile"]),
        (["emulator", "--port", "1"], "emulator", [], ["--port", "1"]),
        (["--theme"], None, [], ["--theme"]),
    ],
)
def test_the_first_word_that_is_no_option_decides(
    arguments: list[str], command: str | None, before: list[str], after: list[str]
) -> None:
    found = find_first_word(arguments)
    assert (found.command, list(found.before), list(found.after)) == (command, before, after)
    assert found.meant is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("profil", "profile"),
        ("profiles", "profile"),
        ("Profile", "profile"),
        ("whoam", "whoami"),
        ("emulater", "emulator"),
        ("opne", "open"),
        ("boiler", None),
        ("prod", None),
        ("opera", None),
    ],
)
def test_a_word_close_to_a_command_is_noticed(word: str, meant: str | None) -> None:
    assert find_first_word([word]).meant == meant


def test_a_word_close_to_a_command_says_so(tmp_path: Path) -> None:
    for arguments in (["profil"], ["profil", "list"], ["--read-only", "profil"]):
        done = run(*arguments, home=tmp_path)
        assert done.returncode == 2
        assert done.stdout == ""
        assert "did you mean 'profile'?" in done.stderr
        assert "ocs-tui open profil" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["whoami", "--version"],
        ["--read-only", "--version"],
        ["emulator", "--version"],
        ["--version", "emulator"],
    ],
)
def test_version(arguments: list[str], tmp_path: Path) -> None:
    done = run(*arguments, home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"ocs-tui {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "holds"),
    [
        (["--help"], "commands:"),
        (["-h"], "OCS_TUI_CLIENT_SECRET"),
        (["open", "--help"], "--tab"),
        (["profile", "--help"], "add|list|use|show|sign-out|remove"),
        (["profile", "add", "--help"], "--secret-stdin"),
        (["whoami", "--help"], "--json"),
        (["--help", "emulator"], "--replica-delay"),
    ],
)
def test_help_goes_to_stdout(arguments: list[str], holds: str, tmp_path: Path) -> None:
    done = run(*arguments, home=tmp_path)
    assert done.returncode == 0
    assert holds in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--tab", "nope"], "--tab"),
        (["--profil", "x"], "--profil"),
        (["boiler", "turbine"], "turbine"),
        (["open"], "NAMESPACE"),
        (["--profile"], "--profile"),
        (["--demo", "--profile", "x"], "both choose a tenant"),
        (["whoami", "--demo", "--profile", "x"], "both choose a tenant"),
        (["profile"], "add|list|use|show|sign-out|remove"),
        (["profile", "ad"], "ad"),
        (["profile", "use"], "NAME"),
        (["profile", "add", "x"], "--base-url"),
        (["profile", "use", "x", "--profile", "y"], "--profile"),
        (["--theme", "x", "emulator"], "--theme"),
        ([".."], "'..' is no address"),
        ([""], "is no address"),
        (["boiler/streams"], "cannot be opened"),
    ],
)
def test_what_is_wrong_with_the_arguments_is_one_line_and_status_2(
    arguments: list[str], told: str, tmp_path: Path
) -> None:
    done = run(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["profile", "add", "--help"], ["--tab", "nope"], ["profil"]]
)
def test_nothing_heavy_is_imported_to_answer_about_the_arguments(
    arguments: list[str], tmp_path: Path
) -> None:
    assert not _imported(arguments, tmp_path) & HEAVY


def test_a_list_of_profiles_imports_neither_the_screens_nor_the_client(tmp_path: Path) -> None:
    assert not _imported(["profile", "list"], tmp_path) & (HEAVY - {"keyring"})
    assert "keyring" not in _imported(["profile", "list"], tmp_path)


def _imported(arguments: list[str], home: Path) -> set[str]:
    """The top-level modules that a run of ocs-tui has imported at its end."""
    code = (
        "import json, sys\nfrom ocs_tui.cli import main\nmain(sys.argv[1:])\n"
        "print()\nprint(json.dumps([*sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=environment(home),
        cwd=home,
    )
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def test_the_emulator_gets_its_own_arguments(tmp_path: Path) -> None:
    done = run("emulator", "--help", home=tmp_path)
    assert done.returncode == 0
    assert "--replica-delay" in done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["profile", "list", "--json"]])
def test_a_reader_that_goes_away_is_no_complaint(arguments: list[str], tmp_path: Path) -> None:
    """The pipe's reading end is closed before anything is written."""
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path),
        cwd=REPO,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--secret", "hush"],
            "there is no option --secret: others see a command line; a secret is asked for",
        ),
        (["--client-secret=hush"], "there is no option --client-secret"),
        (["-shush"], "there is no option -s;"),
        (["--secret-stdin=hush"], "argument --secret-stdin: it takes no value"),
        (["--no-secret", "hush"], "one argument is too many"),
        (["--no-secret", "hush", "hush"], "2 arguments are too many"),
    ],
)
def test_a_secret_that_was_typed_into_the_arguments_is_not_said_again(
    arguments: list[str], told: str, tmp_path: Path
) -> None:
    where = ("--base-url", "https://dat-b.osisoft.com", "--tenant-id", "t", "--client-id", "c")
    ran = run("profile", "add", "work", *where, *arguments, home=tmp_path)
    assert ran.returncode == 2
    assert told in ran.stderr
    assert "hush" not in ran.stderr + ran.stdout
    assert len(ran.stderr.splitlines()) == 1


def test_a_length_before_now_is_no_option(tmp_path: Path) -> None:
    ran = run(
        "data", "boiler/streams/B1-PI-102", "--from", "-2h", "--to", "-1h", "--json", "--demo", home=tmp_path
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(json.loads(ran.stdout)) > 10
