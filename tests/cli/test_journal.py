"""``ocs-tui journal``: what was written from the command line, and taking it back."""

from __future__ import annotations

import json
from pathlib import Path

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.cli.running import run
from tests.cli.tenants import Inside, entry, variables

GRANT = ("acl", "grant", "boiler", "--role", "Shift Leads", "--rights", "read,write", "--yes")


def test_a_write_is_listed_shown_and_taken_back(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    before = inside.acl("boiler")
    empty = run("journal", home=tmp_path, env=env)
    assert (empty.returncode, empty.stdout) == (0, "")
    assert run(*GRANT, home=tmp_path, env=env).returncode == 0
    (written,) = json.loads(run("journal", "list", "--json", home=tmp_path, env=env).stdout)
    assert (written["state"], written["title"]) == ("done", "Set the ACL of boiler")
    shown = run("journal", "show", written["id"][:6], home=tmp_path, env=env)
    assert shown.returncode == 0
    assert "Shift Leads: added with Read, Write (Allow)" in shown.stdout

    dry = run("journal", "undo", written["id"], "--dry-run", home=tmp_path, env=env)
    assert "Shift Leads: removed, had Read, Write (Allow)" in dry.stdout
    assert inside.rights("boiler", demo.SHIFT_LEADS) == (3, 0)
    assert run("journal", "undo", written["id"], "--yes", home=tmp_path, env=env).returncode == 0
    assert inside.acl("boiler") == before
    listed = run("journal", home=tmp_path, env=env).stdout.splitlines()
    assert len(listed) == 3
    assert "taken back by" in listed[2]
    again = run("journal", "undo", written["id"], "--yes", home=tmp_path, env=env)
    assert again.returncode == 1
    assert "taken back already" in again.stderr
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert env["OCS_TUI_CLIENT_SECRET"] not in file.read_text(errors="replace")


def test_taking_back_keeps_what_others_changed_since(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    assert run(*GRANT, home=tmp_path, env=env).returncode == 0
    inside.put_acl("boiler", [*inside.acl("boiler"), entry(demo.VIEWER, 1)])
    (written,) = json.loads(run("journal", "list", "--json", home=tmp_path, env=env).stdout)
    assert run("journal", "undo", written["id"], "--yes", home=tmp_path, env=env).returncode == 0
    assert inside.rights("boiler", demo.SHIFT_LEADS) == (0, 0)
    assert inside.rights("boiler", demo.VIEWER) == (1, 0)


def test_what_others_changed_in_the_same_entry_is_not_taken_back(tmp_path: Path, emulator: Emulator) -> None:
    env, inside = variables(emulator), Inside(emulator)
    assert run(*GRANT, home=tmp_path, env=env).returncode == 0
    theirs = [one for one in inside.acl("boiler") if one["Trustee"]["ObjectId"] != demo.SHIFT_LEADS]
    inside.put_acl("boiler", [*theirs, entry(demo.SHIFT_LEADS, 7)])
    (written,) = json.loads(run("journal", "list", "--json", home=tmp_path, env=env).stdout)
    done = run("journal", "undo", written["id"], "--yes", home=tmp_path, env=env)
    assert done.returncode == 3
    assert inside.rights("boiler", demo.SHIFT_LEADS) == (7, 0)


def test_an_intent_without_an_outcome_is_told_and_looked_at(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator)
    assert run(*GRANT, home=tmp_path, env=env).returncode == 0
    (file,) = (tmp_path / ".local/state/ocs-tui").glob("journal-*.jsonl")
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if '"intent"' in line))  # as if it had been killed
    (written,) = json.loads(run("journal", "list", "--json", home=tmp_path, env=env).stdout)
    assert written["state"] == "unknown"
    other = run("acl", "grant", "sandbox", *GRANT[3:], home=tmp_path, env=env)
    assert f"What became of an earlier write is not known: {written['id']}" in other.stderr
    shown = run("journal", "show", written["id"], home=tmp_path, env=env)
    assert "it happened" in shown.stderr
    assert json.loads(run("journal", "list", "--json", home=tmp_path, env=env).stdout)[1]["state"] == "done"


def test_an_entry_that_is_not_there(tmp_path: Path, emulator: Emulator) -> None:
    done = run("journal", "show", "zz", home=tmp_path, env=variables(emulator))
    assert (done.returncode, done.stdout) == (2, "")
    assert "no entry 'zz'" in done.stderr
