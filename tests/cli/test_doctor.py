"""``ocs-tui doctor``: a tenant, a profile and folders in good and bad health; it changes nothing."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from ocs_tui.emulator.server import Emulator
from tests.api.loopback import CLIENT_ID, SECRET, TENANT
from tests.cli.doctoring import all_there, as_data, sentences
from tests.cli.running import REPO, run, with_keyring
from tests.cli.tenants import variables
from tests.emulator_process import emulator_process


def test_a_tenant_in_good_health_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with emulator_process() as emulator:
        said = as_data(tmp_path, emulator.environment, status=0)
        for_people = run("doctor", home=tmp_path, env=emulator.environment)
    all_there(said)
    assert said["warnings"] == []
    assert said["sign_in"]["signed_in"] is True
    assert said["sign_in"]["secret_from"] == "OCS_TUI_CLIENT_SECRET"
    assert {one["id"]: one["base_url"] for one in said["regions"]} == emulator.regions
    for region in said["regions"]:
        assert (region["reachable"], region["token_accepted"], region["problem"]) == (True, True, None)
        assert abs(region["clock_difference_seconds"]) <= 30
    assert for_people.returncode == 0
    assert for_people.stdout.endswith("\nAll is well.\n")
    assert "✔" not in for_people.stdout, "words where there is no terminal"
    for output in (json.dumps(said), for_people.stdout, for_people.stderr):
        assert emulator.client_secret not in output
        assert "eyJ" not in output, "a token"
    assert list(tmp_path.iterdir()) == []


def test_a_region_that_is_down_is_named(tmp_path: Path, emulator: Emulator) -> None:
    _stop_listening(emulator, 1)
    env = variables(emulator)
    said = as_data(tmp_path, env, status=1)
    west, europe = said["regions"]
    assert (west["id"], west["reachable"], west["token_accepted"]) == ("WestUS", True, True)
    assert (europe["id"], europe["reachable"], europe["token_accepted"]) == ("WestEurope", False, None)
    assert len(said["problems"]) == 1
    assert f"WestEurope ({europe['base_url']}) cannot be reached (the connection was refused)." in sentences(
        said
    )
    for_people = run("doctor", home=tmp_path, env=env).stdout
    assert "problem  WestEurope" in for_people
    assert for_people.endswith("\n1 problem.\n")


def _stop_listening(emulator: Emulator, region: int) -> None:
    server = emulator._server
    assert server is not None
    assert server._loop is not None
    closed = asyncio.run_coroutine_threadsafe(_close(server._serving._servers[region]), server._loop)
    closed.result(10)


async def _close(server: asyncio.Server) -> None:
    server.close()


def test_without_a_profile_all_else_is_told(tmp_path: Path) -> None:
    said = as_data(tmp_path, {}, status=0)
    all_there(said)
    assert (said["profile"]["name"], said["regions"], said["sign_in"]["signed_in"]) == (None, [], None)
    assert "no usable keyring" in sentences(said, "warnings")
    assert "ocs-tui profile add makes one" in run("doctor", home=tmp_path).stdout
    assert list(tmp_path.iterdir()) == []


def test_a_broken_profiles_file_is_one_problem_and_the_rest_is_told(tmp_path: Path) -> None:
    file = tmp_path / ".config/ocs-tui/profiles.toml"
    file.parent.mkdir(parents=True)
    file.write_text("[profiles.work\nsecret = 'canary'\n")
    file.chmod(0o600)
    said = as_data(tmp_path, {}, status=1)
    all_there(said)
    [problem] = said["problems"]
    assert problem["section"] == "profile"
    assert "is no valid TOML" in problem["sentence"]
    assert said["folders"]["profiles_file"]["mode"] == "0600"
    assert said["keyring"]["state"] == "absent"
    assert "canary" not in json.dumps(said)


def test_the_profile_asked_for_is_looked_at_and_mistakes_of_others_are_warned_of(
    tmp_path: Path, emulator: Emulator
) -> None:
    env = with_keyring(tmp_path)
    secret = emulator.info["client_secret"]
    options = [
        *("--base-url", emulator.info["global"]),
        *("--tenant-id", emulator.info["tenant_id"], "--client-id", emulator.info["client_id"]),
    ]
    for name, how in (("first", "--no-secret"), ("second", "--secret-stdin")):
        run("profile", "add", name, *options, how, home=tmp_path, env=env, stdin=secret)
    said = as_data(tmp_path, env, "--profile", "second", "--read-only", status=0)
    assert (said["profile"]["name"], said["profile"]["read_only"]) == ("second", True)
    assert said["keyring"]["backend"] == "kept_keyring.Kept"
    assert (said["keyring"]["state"], said["keyring"]["holds_secret"]) == ("ok", True)
    assert (said["sign_in"]["secret_from"], said["sign_in"]["signed_in"]) == ("the keyring", True)
    assert secret not in json.dumps(said)

    file = tmp_path / ".config/ocs-tui/profiles.toml"
    file.write_text(file.read_text().replace("[profiles.second]", '[profiles.second]\ncolor = "pinkish"'))
    said = as_data(tmp_path, env, status=0)
    assert said["profile"]["name"] == "first"
    assert (said["keyring"]["holds_secret"], said["sign_in"]["signed_in"]) == (False, None)
    assert "profile 'second': color must be" in sentences(said, "warnings")
    assert "holds no secret for profile first" in sentences(said, "warnings")
    assert "There is no profile 'third'" in sentences(as_data(tmp_path, env, "--profile", "third", status=1))
    kept = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert not {name for name in kept if "regions-" in name}, "the doctor keeps nothing"


def test_a_secret_command_that_fails_is_a_problem(tmp_path: Path, emulator: Emulator) -> None:
    options = [
        *("--base-url", emulator.info["global"]),
        *("--tenant-id", emulator.info["tenant_id"], "--client-id", emulator.info["client_id"]),
    ]
    run(
        "profile",
        "add",
        "box",
        *options,
        "--secret-command",
        "sh -c 'echo canary >&2; exit 3'",
        home=tmp_path,
    )
    said = as_data(tmp_path, {}, status=1)
    assert "failed with status 3" in sentences(said)
    assert said["keyring"]["needed_for"] == "none"
    (tmp_path / ".config/ocs-tui/profiles.toml").chmod(0o666)
    said = as_data(tmp_path, {}, status=1)
    assert "is not run, because others may write" in sentences(said)
    assert "decide where the secret is sent" in sentences(said, "warnings")
    assert "canary" not in json.dumps(said)


def test_folders_that_cannot_be_used_or_are_open_to_others(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = as_data(tmp_path, {"XDG_STATE_HOME": str(tmp_path / "file")}, status=1)
    assert "so nothing can be changed" in sentences(said)
    state = tmp_path / ".local/state/ocs-tui"
    state.mkdir(parents=True)
    state.chmod(0o777)
    (state / "journal-box.jsonl").write_text("")
    (state / "journal-box.jsonl").chmod(0o644)
    said = as_data(tmp_path, {}, status=0)
    assert f"Others may write the folder {state}." in sentences(said, "warnings")
    assert said["folders"]["open_to_others"] == [str(state / "journal-box.jsonl")]
    assert (said["folders"]["state"]["mode"], said["folders"]["state"]["mine"]) == ("0777", True)


def test_a_package_that_is_broken_does_not_keep_the_rest_from_being_told(tmp_path: Path) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "httpx.py").write_text("raise ImportError('canary')")
    (modules / "rich.py").write_text("raise ImportError('canary')")
    env = {"PYTHONPATH": f"{modules}:{REPO}", "OCS_TUI_BASE_URL": "http://127.0.0.1:9"}
    env |= {"OCS_TUI_TENANT_ID": TENANT, "OCS_TUI_CLIENT_ID": CLIENT_ID, "OCS_TUI_CLIENT_SECRET": SECRET}
    said = as_data(tmp_path, env, status=1)
    assert {one["section"] for one in said["problems"]} == {"network", "terminal", "sign_in"}
    assert said["folders"]["config"]["exists"] is False
    assert "canary" not in json.dumps(said)
