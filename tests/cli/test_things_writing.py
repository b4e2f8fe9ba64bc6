"""``ocs-tui create``, ``edit``, ``delete``, ``metadata``, ``tags`` and ``omf``, as processes against an emulator."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ocs_tui.emulator.server import Emulator
from tests.cli.running import run
from tests.cli.tenants import variables

PUMP = "boiler/streams/pump-1"


def written(home: Path, body: object) -> str:
    """A file with this JSON."""
    file = home / "body.json"
    file.write_text(json.dumps(body))
    return str(file)


def shown(home: Path, env: dict[str, str], *words: str) -> Any:
    """What ``get`` or another reading command writes as JSON."""
    done = run(*words, "--json", home=home, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def undone(home: Path, env: dict[str, str]) -> None:
    """Take back what was written last."""
    (last, *_) = shown(home, env, "journal", "list")
    assert run("journal", "undo", last["id"], "--yes", home=home, env=env).returncode == 0


def test_a_stream_is_created_changed_taken_back_and_deleted(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator)
    file = written(tmp_path, {"Name": "Pump one", "TypeId": "Pump"})
    dry = run("create", PUMP, "--file", file, "--dry-run", home=tmp_path, env=env)
    assert (dry.returncode, "Create the stream Pump one" in dry.stdout) == (0, True)
    assert run("get", PUMP, home=tmp_path, env=env).returncode == 1
    assert run("create", PUMP, "--file", file, "--yes", home=tmp_path, env=env).returncode == 0

    body = shown(tmp_path, env, "get", PUMP)
    assert (body["Id"], body["TypeId"]) == ("pump-1", "Pump")
    file = written(tmp_path, body | {"Name": "Pump two", "Description": "new"})
    assert run("edit", PUMP, "--file", file, "--yes", home=tmp_path, env=env).returncode == 0
    assert shown(tmp_path, env, "get", PUMP)["Name"] == "Pump two"
    same = run("edit", PUMP, "--file", file, "--yes", home=tmp_path, env=env)
    assert (same.returncode, "It is so already" in same.stderr) == (0, True)
    undone(tmp_path, env)
    assert shown(tmp_path, env, "get", PUMP)["Name"] == "Pump one"

    refused = run("delete", PUMP, "--yes", home=tmp_path, env=env)
    assert refused.returncode == 1
    assert "has no data, no metadata and no tags" in refused.stderr
    assert run("delete", PUMP, "--yes", "--accept-danger", home=tmp_path, env=env).returncode == 0
    assert run("get", PUMP, home=tmp_path, env=env).returncode == 1


def test_what_the_service_names_is_created_in_its_collection(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator)
    file = written(tmp_path, {"Id": "pump-9", "TypeId": "Pump"})
    done = run("create", "boiler/streams", "--file", file, "--yes", "--json", home=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    (result,) = json.loads(done.stdout)["results"]
    assert (result["address"], result["state"]) == ("boiler/streams/pump-9", "done")


def test_stdin_serves_as_the_file(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator)
    done = run("create", PUMP, "--file", "-", "--yes", home=tmp_path, env=env, stdin='{"TypeId": "Pump"}')
    assert done.returncode == 0, done.stderr


def test_one_that_differs_is_not_written_over(tmp_path: Path, emulator: Emulator) -> None:
    file = written(tmp_path, {"TypeId": "Flowmeter"})
    done = run(
        "create", "boiler/streams/B1-P-105", "--file", file, "--yes", home=tmp_path, env=variables(emulator)
    )
    assert done.returncode in (1, 3)
    assert "B1-P-105" in done.stdout


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"Name": 4, "TypeId": "Pump"}, "Name is the number 4: a text belongs there"),
        ({"Name": "x"}, "TypeId is missing"),
        ({"TypeID": "Pump"}, "TypeId is. Spell it so"),
        ({"Id": "pump-2", "TypeId": "Pump"}, "the address says boiler/streams/pump-1"),
        ([], "one is one JSON object"),
    ],
)
def test_a_body_is_held_against_its_kind(body: object, told: str, tmp_path: Path, emulator: Emulator) -> None:
    done = run(
        "create", PUMP, "--file", written(tmp_path, body), "--yes", home=tmp_path, env=variables(emulator)
    )
    assert done.returncode in (1, 2)
    assert told in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["create", "/roles", "--file", "x"], "ocs-tui role create is for that"),
        (["create", "boiler/quantities/x", "--file", "x"], "no way for quantities to be created"),
        (["edit", "boiler/types/Pump", "--file", "x"], "no way for types to be changed"),
        (["edit", "boiler/streams", "--file", "x"], "is a collection"),
        (["delete", "boiler/pumps/x"], "names no thing"),
        (["create", PUMP, "--file", "missing.json"], "missing.json cannot be read: no such file"),
        (["metadata", "boiler", "A=1"], "is no stream"),
        (["metadata", PUMP, "A"], "KEY=VALUE"),
        (["metadata", PUMP, "A=1", "A=2"], "'A' is set twice"),
        (["tags", PUMP, "--add", ""], "A tag is a text"),
        (["create", "/", "--file", "nowhere.json"], "/ is the tenant: name what is to be created"),
        (["delete", "/"], "/ is the tenant: name what is to be deleted"),
        (["omf", "send", "boiler/streams", "x", "--type", "data"], "goes to a namespace"),
    ],
)
def test_what_cannot_be_written_is_said_before_signing_in(
    words: list[str], told: str, tmp_path: Path
) -> None:
    done = run(*words, "--yes", home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


@pytest.mark.parametrize(
    ("text", "told"), [("", "is empty"), ("{", "is no JSON"), ('{"a": 1, "a": 2}', "cannot be sent")]
)
def test_what_is_no_json_is_said(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text)
    done = run("create", PUMP, "--file", "x.json", "--yes", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr


def test_nobody_to_ask_needs_yes(tmp_path: Path) -> None:
    done = run("delete", PUMP, home=tmp_path)
    assert (done.returncode, "--yes" in done.stderr) == (2, True)


def test_metadata_are_set_key_by_key(tmp_path: Path, emulator: Emulator) -> None:
    env, stream = variables(emulator), "boiler/streams/B1-P-105"
    before = shown(tmp_path, env, "metadata", stream)
    done = run("metadata", stream, "Made=1999=2000", "--remove", "Loop", "--yes", home=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert "Made: (none) → 1999=2000" in done.stderr
    wanted = {key: value for key, value in before.items() if key != "Loop"} | {"Made": "1999=2000"}
    assert shown(tmp_path, env, "metadata", stream) == wanted
    undone(tmp_path, env)
    assert shown(tmp_path, env, "metadata", stream) == before
    missing = run("metadata", stream, "--remove", "nope", "--yes", home=tmp_path, env=env)
    assert (missing.returncode, "no key 'nope'" in missing.stderr) == (2, True)


def test_tags_come_and_go(tmp_path: Path, emulator: Emulator) -> None:
    env, stream = variables(emulator), "boiler/streams/B1-P-105"
    before = shown(tmp_path, env, "tags", stream)
    done = run("tags", stream, "--add", "spare", "--remove", before[0], "--yes", home=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert "spare: added" in done.stderr
    assert set(shown(tmp_path, env, "tags", stream)) == {*before[1:], "spare"}
    undone(tmp_path, env)
    assert set(shown(tmp_path, env, "tags", stream)) == set(before)


def test_an_omf_message_is_sent_and_recorded(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator)
    properties = {
        "Time": {"type": "string", "format": "date-time", "isindex": True},
        "Value": {"type": "number"},
    }
    message = [{"id": "told", "type": "object", "classification": "dynamic", "properties": properties}]
    send = ("omf", "send", "boiler", written(tmp_path, message), "--type", "type")
    assert run(*send, "--dry-run", home=tmp_path, env=env).returncode == 0
    assert run("get", "boiler/types/told", home=tmp_path, env=env).returncode == 1
    done = run(*send, "--yes", home=tmp_path, env=env)
    assert (done.returncode, "Operation-Id" in done.stdout) == (0, True)
    assert shown(tmp_path, env, "get", "boiler/types/told")["Id"] == "told"
    assert any("OMF" in one["title"] for one in shown(tmp_path, env, "journal", "list"))


def test_a_read_only_profile_writes_nothing(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator)
    file = written(tmp_path, {"TypeId": "Pump"})
    done = run("--read-only", "create", PUMP, "--file", file, "--yes", home=tmp_path, env=env)
    assert (done.returncode, "read-only" in done.stderr) == (1, True)
    assert run("get", PUMP, home=tmp_path, env=env).returncode == 1


def test_access_of_what_lies_in_a_namespace_is_exported_and_applied(
    tmp_path: Path, emulator: Emulator
) -> None:
    env, stream = variables(emulator), "boiler/streams/B1-P-105"
    exported = run("acl", "export", stream, "boiler/streams", home=tmp_path, env=env)
    assert exported.returncode == 0
    file = tmp_path / "access.yaml"
    file.write_text(exported.stdout)
    assert run("acl", "plan", str(file), "--check", home=tmp_path, env=env).returncode == 0
    file.write_text(exported.stdout.replace("deny: [write, delete]", "deny: [write]"))
    assert run("acl", "plan", str(file), "--check", home=tmp_path, env=env).returncode == 1
    assert run("acl", "apply", str(file), "--yes", home=tmp_path, env=env).returncode == 0
    for address in (stream, "boiler/streams"):
        entries = shown(tmp_path, env, "acl", "show", address)["entries"]
        (denied,) = [one for one in entries if one["access"] == "deny"]
        assert denied["rights"] == ["write"]
    owner = run("owner", "set", stream, "--user", "Ewa Krol", "--yes", home=tmp_path, env=env)
    assert owner.returncode == 0, owner.stderr
    assert "Ewa Krol" in run("owner", "show", stream, home=tmp_path, env=env).stdout
    collection = run("owner", "show", "boiler/streams", home=tmp_path, env=env)
    assert (collection.returncode, "name a thing" in collection.stderr) == (2, True)
