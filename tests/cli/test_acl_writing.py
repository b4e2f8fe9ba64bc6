"""``ocs-tui acl grant|deny|revoke|copy`` and ``owner set``: the writes, the guards, what is refused."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.cli.running import PROGRAM, environment, run
from tests.cli.tenants import Inside, entry, variables
from tests.terminal.terminal import Terminal


def test_rights_of_several_namespaces_in_one_go(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    grant = ("acl", "grant", "boiler", "sandbox-eu", "--role", "shift leads", "--rights", "read,write")
    dry = run(*grant, "--dry-run", home=tmp_path, env=env)
    assert dry.returncode == 0
    assert "boiler, sandbox-eu:\n  Shift Leads: added with Read, Write (Allow)\n" in dry.stdout
    assert "Samuel Okonjo gains Write, through Shift Leads." in dry.stdout
    assert inside.rights("boiler", demo.SHIFT_LEADS) == (0, 0), "a dry run writes nothing"

    done = run(*grant, "--yes", "--wait", home=tmp_path, env=env)
    assert done.returncode == 0
    assert done.stdout.count("done") == 2
    assert "WestEurope shows it" in done.stdout
    assert "Shift Leads: added" in done.stderr, "the review is talk"
    assert inside.rights("boiler", demo.SHIFT_LEADS) == (3, 0)
    assert inside.rights("sandbox-eu", demo.SHIFT_LEADS) == (3, 0)
    again = run(*grant, "--yes", "--json", home=tmp_path, env=env)
    assert again.returncode == 0
    assert [one["state"] for one in json.loads(again.stdout)["results"]] == ["unchanged", "unchanged"]

    deny = ("acl", "deny", "boiler", "--role", demo.SHIFT_LEADS, "--rights", "write,delete", "--yes")
    assert run(*deny, home=tmp_path, env=env).returncode == 0
    assert inside.rights("boiler", demo.SHIFT_LEADS) == (1, 6), "an Allow of what is denied goes"
    revoke = ("acl", "revoke", "boiler", "--role", "Shift Leads", "--rights", "all", "--yes")
    assert run(*revoke, home=tmp_path, env=env).returncode == 0
    assert inside.rights("boiler", demo.SHIFT_LEADS) == (0, 0)


def test_the_root_acl_is_written_as_any_other(tmp_path: Path, emulator: Emulator) -> None:
    arguments = ("acl", "grant", "/", "--role", "Tenant Viewer", "--rights", "read", "--yes", "--wait")
    assert run(*arguments, home=tmp_path, env=variables(emulator)).returncode == 0
    assert Inside(emulator).rights("/", demo.VIEWER) == (1, 0)


def test_a_danger_ends_in_1_and_names_the_flag(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    deny = ("acl", "deny", "sandbox", "--role", "Tenant Member", "--rights", "read", "--yes")
    refused = run(*deny, home=tmp_path, env=env)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "DANGER (sandbox): Everybody is in Tenant Member" in refused.stderr
    assert "--accept-danger" in refused.stderr
    assert inside.rights("sandbox", demo.MEMBER) == (1, 0)
    assert run(*deny, "--accept-danger", home=tmp_path, env=env).returncode == 0
    assert inside.rights("sandbox", demo.MEMBER) == (0, 1)


def test_a_list_that_nobody_could_manage_is_never_written(tmp_path: Path, emulator: Emulator) -> None:
    before = Inside(emulator).acl("sandbox")
    revoke = ("acl", "revoke", "sandbox", "compressors", "--role", "Tenant Administrator")
    done = run(
        *revoke, "--rights", "manage", "--yes", "--accept-danger", home=tmp_path, env=variables(emulator)
    )
    assert done.returncode == 1
    assert "No role would keep Manage access" in done.stdout
    assert Inside(emulator).acl("sandbox") == before


def test_one_that_fails_does_not_stop_the_others(tmp_path: Path, emulator: Emulator) -> None:
    arguments = ("acl", "grant", "nope", "boiler", "--role", "Contractors", "--rights", "read", "--yes")
    done = run(*arguments, "--json", home=tmp_path, env=variables(emulator))
    assert done.returncode == 1
    results = {one["address"]: one for one in json.loads(done.stdout)["results"]}
    assert results["nope"]["state"] == "failed"
    assert "404" in results["nope"]["sentence"]
    assert results["boiler"]["state"] == "done"
    assert results["boiler"]["operation_id"]
    assert Inside(emulator).rights("boiler", demo.CONTRACTORS) == (1, 6)


def test_what_may_not_be_written_fails_with_what_the_service_said(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator, demo.REPORTS)
    arguments = ("acl", "grant", "boiler", "--role", "Contractors", "--rights", "read", "--yes")
    done = run(*arguments, home=tmp_path, env=env)
    assert done.returncode == 1
    assert "failed" in done.stdout
    assert "403" in done.stdout
    for words in (done.stdout, done.stderr):
        assert env["OCS_TUI_CLIENT_SECRET"] not in words


def test_read_only_writes_nothing(tmp_path: Path, emulator: Emulator) -> None:
    arguments = ("--read-only", "acl", "grant", "boiler", "--role", "Contractors", "--rights", "read")
    done = run(*arguments, "--yes", home=tmp_path, env=variables(emulator))
    assert (done.returncode, done.stdout) == (1, "")
    assert "read-only" in done.stderr
    assert run(*arguments, "--dry-run", home=tmp_path, env=variables(emulator)).returncode == 0
    assert Inside(emulator).rights("boiler", demo.CONTRACTORS) == (0, 6)


def test_copying_an_acl(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    done = run("acl", "copy", "boiler", "sandbox", "compressors", "--yes", home=tmp_path, env=env)
    assert done.returncode == 0
    assert inside.acl("sandbox") == inside.acl("compressors") == inside.acl("boiler")
    assert run("acl", "copy", "/", "sandbox", "--yes", home=tmp_path, env=env).returncode == 0
    assert inside.acl("sandbox") == inside.acl("/")
    itself = run("acl", "copy", "boiler", "boiler", "--yes", home=tmp_path, env=env)
    assert itself.returncode == 2
    gone = run("acl", "copy", "nope", "boiler", "--yes", home=tmp_path, env=env)
    assert gone.returncode == 1
    assert "404" in gone.stderr


def test_setting_an_owner(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    arguments = ("owner", "set", "boiler", "tank-farm", "--user", "Ewa Krol")
    done = run(*arguments, "--yes", home=tmp_path, env=env)
    assert done.returncode == 0
    assert "Owner: user Maria Lindqvist → user Ewa Krol" in done.stderr
    assert inside.owner("boiler") == inside.owner("tank-farm") == demo.user_id("Ewa", "Krol")
    refused = run("owner", "set", "boiler", "--role", "x", "--yes", home=tmp_path, env=env)
    assert refused.returncode == 2


def test_a_terminal_is_asked(tmp_path: Path, emulator: Emulator) -> None:
    arguments = ["acl", "grant", "boiler", "--role", "Shift Leads", "--rights", "read"]
    env = {**environment(tmp_path), **variables(emulator)}
    with Terminal([*PROGRAM, *arguments], home=tmp_path, env=env) as terminal:
        terminal.wait_for("Write 1 change?")
        terminal.type("\r")
        assert terminal.wait_exit() == 1
        assert "Nothing was written" in terminal.text
    assert Inside(emulator).rights("boiler", demo.SHIFT_LEADS) == (0, 0)
    with Terminal([*PROGRAM, *arguments], home=tmp_path, env=env) as terminal:
        terminal.wait_for("Write 1 change?")
        terminal.type("y\r")
        assert terminal.wait_exit() == 0
    assert Inside(emulator).rights("boiler", demo.SHIFT_LEADS) == (1, 0)


def test_what_changed_since_the_review_is_not_written_over(tmp_path: Path, emulator: Emulator) -> None:
    inside = Inside(emulator)
    arguments = ["acl", "grant", "boiler", "--role", "Shift Leads", "--rights", "read"]
    env = {**environment(tmp_path), **variables(emulator)}
    with Terminal([*PROGRAM, *arguments], home=tmp_path, env=env) as terminal:
        terminal.wait_for("Write 1 change?")
        theirs = [*inside.acl("boiler"), entry(demo.SHIFT_LEADS, 2)]
        inside.put_acl("boiler", theirs)
        terminal.type("y\r")
        assert terminal.wait_exit() == 3
        assert "conflict" in terminal.text
    assert inside.rights("boiler", demo.SHIFT_LEADS) == (2, 0)


@pytest.mark.skipif("sys.platform == 'win32'", reason="there a Ctrl-C ends the run at once")
def test_ctrl_c_stops_between_two_writes(tmp_path: Path, emulator: Emulator) -> None:
    inside = Inside(emulator)
    names = [f"many-{number:03}" for number in range(80)]
    for name in names:
        inside.create(name)
    arguments = ["acl", "grant", *names, "--role", "Contractors", "--rights", "read", "--yes", "--json"]
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment(tmp_path), **variables(emulator)},
    ) as process:
        journal = tmp_path / ".local/state/ocs-tui" / "journal-environment.jsonl"
        while not journal.exists() and process.poll() is None:  # until the first write begins
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        said, talk = process.communicate(timeout=60)
    assert process.returncode == 130, talk
    assert "Stopping" in talk
    results = {one["address"]: one["state"] for one in json.loads(said)["results"]}
    done = {name for name, state in results.items() if state == "done"}
    assert set(results.values()) == {"done", "not tried"}
    assert {name for name in names if inside.rights(name, demo.CONTRACTORS) == (1, 0)} == done
    assert journal.read_text().count('"outcome"') == len(done), "what was begun was finished"


@pytest.mark.skipif("sys.platform == 'win32'", reason="there a Ctrl-C ends the run at once")
def test_ctrl_c_ends_the_wait_and_what_was_written_is_told(tmp_path: Path) -> None:
    with Emulator(replica_delay=3600) as far_behind:
        arguments = [
            "acl",
            "grant",
            "sandbox-eu",
            "--role",
            "Contractors",
            "--rights",
            "read",
            "--yes",
            "--wait",
        ]
        with subprocess.Popen(
            [*PROGRAM, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**environment(tmp_path), **variables(far_behind)},
        ) as process:
            journal = tmp_path / ".local/state/ocs-tui" / "journal-environment.jsonl"
            while process.poll() is None and not (journal.exists() and '"outcome"' in journal.read_text()):
                time.sleep(0.001)
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=60)
        assert process.returncode == 130
        assert "done" in said
        assert Inside(far_behind).rights("sandbox-eu", demo.CONTRACTORS) == (1, 0)
