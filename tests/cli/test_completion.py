"""What shells complete, asked of real shells."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from ocs_tui.emulator.server import Emulator
from tests.cli.running import environment, run
from tests.cli.tenants import variables
from tests.needs import needs

HEAVY = {"textual", "httpx", "pydantic", "keyring", "starlette", "tomlkit", "rich"}


def asked(home: Path, *words: str, env: dict[str, str] | None = None) -> list[str]:
    """What the last of the words could become."""
    done = run("__complete", *words, home=home, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.fixture
def shelled(tmp_path: Path) -> dict[str, str]:
    """An environment in which ``ocs-tui`` is found, as it is where it is installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "ocs-tui"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m ocs_tui "$@"\n')
    program.chmod(0o755)
    env = environment(tmp_path)
    return env | {"PATH": f"{folder}{os.pathsep}{env['PATH']}"}


@pytest.mark.parametrize(
    ("words", "some", "none"),
    [
        ([""], {"get", "data", "acl", "emulator"}, {"--profile", "--version"}),
        (["comp"], {"completion"}, {"get"}),
        (["--t"], {"--theme", "--tab"}, {"--profile"}),
        (["--tab", ""], {"overview", "access"}, {"get"}),
        (["get", "data-v"], {"data-views"}, {"streams"}),
        (["get", ""], {"streams", "roles", "logs", "kinds"}, {"boiler"}),
        (["get", "boiler/str"], {"boiler/streams/", "boiler/stream-views/"}, {"boiler/types/"}),
        (["get", "/r"], {"/roles/"}, {"/users/"}),
        (["get", "streams", "boiler", "--q"], {"--query"}, {"--count"}),
        (["acl", ""], {"show", "grant", "apply"}, {"--role"}),
        (["acl", "grant", "--ro"], {"--role"}, {"--rights"}),
        (["acl", "apply", ""], {":files"}, set()),
        (["--read-only", "acl", "gr"], {"grid", "grant"}, {"show"}),
        (["client", "secret", ""], {"list", "add", "rotate"}, {"show"}),
        (["omf", "send", "boiler", "x.json", "--type", ""], {"type", "container", "data"}, {"create"}),
        (["completion", ""], {"bash", "zsh", "fish"}, set()),
        (["emulator", "--st"], {"--strict", "--streams"}, {"--port"}),
    ],
)
def test_what_could_stand_there(words: list[str], some: set[str], none: set[str], tmp_path: Path) -> None:
    found = asked(tmp_path, *words)
    assert some <= set(found)
    assert not none & set(found)


@pytest.mark.parametrize(
    "words",
    [
        ["whoami", "x"],
        ["nope", ""],
        ["get", "streams", "a", "b"],
        ["acl", "nope", ""],
        ["get", "stream", "é"],
    ],
)
def test_where_nothing_fits_nothing_is_said(words: list[str], tmp_path: Path) -> None:
    assert asked(tmp_path, *words) == []


def test_namespaces_are_those_that_the_last_run_saw(tmp_path: Path) -> None:
    with Emulator() as emulator:
        env = variables(emulator)
        assert asked(tmp_path, "get", "streams", "", env=env) == []
        assert run("get", "namespaces", home=tmp_path, env=env).returncode == 0
    # The service is gone: a shell asks nobody.
    (kept,) = (tmp_path / ".local/state/ocs-tui").glob("namespaces-*.json")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert env["OCS_TUI_CLIENT_SECRET"] not in kept.read_text()
    assert "boiler" in asked(tmp_path, "get", "streams", "", env=env)
    assert asked(tmp_path, "boi", env=env) == ["boiler"]
    assert asked(tmp_path, "get", "streams", "", env=env | {"OCS_TUI_CLIENT_ID": "another"}) == []
    kept.write_text("[")
    assert asked(tmp_path, "get", "streams", "", env=env) == []


def test_profiles_are_completed(tmp_path: Path) -> None:
    added = run(
        "profile", "add", "plant", "--base-url", "https://dat-b.osisoft.com", "--tenant-id", "t",
        "--client-id", "c", "--no-secret", home=tmp_path,
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    assert asked(tmp_path, "--profile", "") == ["plant"]
    assert asked(tmp_path, "get", "streams", "--profile", "pl") == ["plant"]
    assert asked(tmp_path, "profile", "use", "") == ["plant"]


def test_a_tab_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import json, sys\nfrom ocs_tui.cli import main\nmain(['__complete', 'get', 'streams', ''])\n"
        "print(json.dumps([*sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(tmp_path), cwd=tmp_path
    )
    imported = {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert not imported & HEAVY


def test_bash_completes(shelled: dict[str, str], tmp_path: Path) -> None:
    needs("bash")
    (tmp_path / "access.yaml").touch()
    script = """
source <(ocs-tui completion bash)
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ocs_tui; printf '%s\\n' "${COMPREPLY[@]}"; echo .; }
compopt() { echo "($*)"; }
try ocs-tui get data-v
try ocs-tui get boiler/streams
try ocs-tui acl apply acc
complete -p ocs-tui
"""
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=shelled, cwd=tmp_path, timeout=60
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "data-views", ".", "(-o nospace)", "boiler/streams/", ".", "(-o filenames)", "access.yaml", ".",
        "complete -F _ocs_tui ocs-tui",
    ]  # fmt: skip


def test_bash_completes_an_id_with_spaces(
    shelled: dict[str, str], tmp_path: Path, emulator: Emulator
) -> None:
    needs("bash")
    env = shelled | variables(emulator)
    assert run("get", "namespaces", home=tmp_path, env=env).returncode == 0
    script = """
source <(ocs-tui completion bash)
COMP_WORDS=(ocs-tui get streams 'Utilities\\ a'); COMP_CWORD=3; _ocs_tui; printf '%s\\n' "${COMPREPLY[@]}"
"""
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=env, cwd=tmp_path, timeout=60
    )
    assert (done.stdout, done.stderr) == ("Utilities\\ and\\ Energy\n", "")


def test_zsh_completes(shelled: dict[str, str], tmp_path: Path) -> None:
    needs("zsh")
    script = """
autoload -Uz compinit && compinit -D -u
source <(ocs-tui completion zsh)
compadd() { print -r -- "$@" ${(P)@[-1]}; }
words=(ocs-tui get boiler/stre); CURRENT=3; _ocs_tui
words=(ocs-tui get data-v); CURRENT=3; _ocs_tui
print -r -- $_comps[ocs-tui]
"""
    done = subprocess.run(
        ["zsh", "-f", "-c", script], capture_output=True, text=True, env=shelled, cwd=tmp_path, timeout=60
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "-S  -a begun boiler/streams/ boiler/stream-views/",
        "-a whole data-views",
        "_ocs_tui",
    ]


def test_fish_completes(shelled: dict[str, str], tmp_path: Path) -> None:
    needs("fish")
    script = """
ocs-tui completion fish | source
complete -C 'ocs-tui get data-v'
complete -C 'ocs-tui get boiler/stre'
"""
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        capture_output=True,
        text=True,
        env=shelled,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["data-views", "boiler/streams/", "boiler/stream-views/"]
