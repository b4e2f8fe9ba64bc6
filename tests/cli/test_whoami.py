"""``ocs-tui whoami`` against a real emulator: every way to a secret, and what is said when there is none."""

from __future__ import annotations

import json
from pathlib import Path

from ocs_tui.emulator.server import Emulator
from tests.cli.meagre import meagre_service
from tests.cli.running import PROGRAM, REPO, run, with_keyring
from tests.terminal.terminal import Terminal


def _three(emulator: Emulator) -> dict[str, str]:
    info = emulator.info
    return {
        "OCS_TUI_BASE_URL": info["global"],
        "OCS_TUI_TENANT_ID": info["tenant_id"],
        "OCS_TUI_CLIENT_ID": info["client_id"],
    }


def _options(emulator: Emulator) -> list[str]:
    info = emulator.info
    return [
        *("--base-url", info["global"]),
        *("--tenant-id", info["tenant_id"]),
        *("--client-id", info["client_id"]),
    ]


def test_the_environment_alone_is_enough(tmp_path: Path, emulator: Emulator) -> None:
    env = {**_three(emulator), "OCS_TUI_CLIENT_SECRET": emulator.info["client_secret"]}
    done = run("whoami", "--json", home=tmp_path, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    said = json.loads(done.stdout)
    assert said["tenant"]["id"] == emulator.info["tenant_id"]
    assert said["client"]["id"] == emulator.info["client_id"]
    assert "Tenant Administrator" in said["roles"]
    assert said["base_url"] == emulator.info["global"]
    assert said["region"] == "WestUS"
    for_people = run("whoami", home=tmp_path, env=env).stdout
    assert "Tenant Administrator" in for_people
    assert emulator.info["global"] in for_people


def test_a_profile_with_its_secret_in_the_keyring(tmp_path: Path, emulator: Emulator) -> None:
    env = with_keyring(tmp_path)
    secret = emulator.info["client_secret"]
    run("profile", "add", "box", *_options(emulator), "--secret-stdin", home=tmp_path, env=env, stdin=secret)
    run("profile", "add", "other", *_options(emulator), "--no-secret", home=tmp_path, env=env)
    for arguments in (
        ["whoami"],
        ["--profile", "box", "whoami"],
        ["whoami", "--profile", "box", "--read-only"],
    ):
        done = run(*arguments, home=tmp_path, env=env)
        assert done.returncode == 0
        assert done.stdout.startswith("Profile   box\n")
        assert secret not in done.stdout + done.stderr
    by_environment = run("whoami", home=tmp_path, env={**env, "OCS_TUI_PROFILE": "other"})
    assert by_environment.returncode == 1
    assert "The keyring holds no secret for profile 'other'" in by_environment.stderr
    for file in tmp_path.rglob("*"):
        if file.is_file() and file.name != "keyring.json":
            assert secret not in file.read_text(errors="replace"), file


def test_a_profile_with_a_secret_command(tmp_path: Path, emulator: Emulator) -> None:
    command = f"printf {emulator.info['client_secret']}"
    run("profile", "add", "box", *_options(emulator), "--secret-command", command, home=tmp_path)
    assert run("whoami", home=tmp_path).returncode == 0
    (tmp_path / ".config/ocs-tui/profiles.toml").chmod(0o666)
    refused = run("whoami", home=tmp_path)
    assert refused.returncode == 1
    assert "is not run, because others may write" in refused.stderr


def test_without_a_keyring_the_secret_is_asked_for_this_run(tmp_path: Path, emulator: Emulator) -> None:
    run("profile", "add", "box", *_options(emulator), "--no-secret", home=tmp_path)
    refused = run("whoami", home=tmp_path)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "no usable keyring here" in refused.stderr
    secret = emulator.info["client_secret"]
    env = {"PYTHONPATH": str(REPO), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    with Terminal([*PROGRAM, "whoami"], home=tmp_path, env=env) as terminal:
        terminal.wait_for("for this run:")
        terminal.type(f"{secret}\r")
        assert terminal.wait_exit() == 0
        assert "Tenant Administrator" in terminal.text
        assert secret.encode() not in terminal.output


def test_a_wrong_secret_is_one_sentence(tmp_path: Path, emulator: Emulator) -> None:
    done = run("whoami", home=tmp_path, env={**_three(emulator), "OCS_TUI_CLIENT_SECRET": "certainly-not"})
    assert (done.returncode, done.stdout) == (1, "")
    assert "client id" in done.stderr
    assert "certainly-not" not in done.stderr


def test_a_service_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    env = {
        "OCS_TUI_BASE_URL": "http://127.0.0.1:9",
        "OCS_TUI_TENANT_ID": "t",
        "OCS_TUI_CLIENT_ID": "c",
        "OCS_TUI_CLIENT_SECRET": "s3cret",
    }
    done = run("whoami", home=tmp_path, env=env)
    assert (done.returncode, done.stdout) == (1, "")
    assert "127.0.0.1:9" in done.stderr


def test_the_demo_needs_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    done = run("whoami", "--demo", home=tmp_path)
    assert done.returncode == 0
    assert "Tenant Administrator" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_without_a_profile_it_says_how_to_make_one(tmp_path: Path) -> None:
    done = run("whoami", home=tmp_path)
    assert done.returncode == 2
    assert "profile add" in done.stderr


def test_a_client_that_may_not_read_itself_is_told_what_is_not_known(tmp_path: Path) -> None:
    tenant = {"/api/v1/tenants/t": {"Id": "t", "CompanyName": "Bare \x1b[2J[b]Works"}}
    with meagre_service(tenant) as env:
        as_data = run("whoami", "--json", home=tmp_path, env=env)
        for_people = run("whoami", home=tmp_path, env=env)
    assert as_data.returncode == for_people.returncode == 0
    said = json.loads(as_data.stdout)
    assert (said["tenant"]["id"], said["client"]["id"], said["roles"]) == ("t", "c", None)
    assert "The client and its roles cannot be read." in as_data.stderr
    assert "The regions cannot be read." in as_data.stderr
    assert "Roles     cannot be read" in for_people.stdout
    assert "Bare ␛[2J[b]Works" in for_people.stdout, "what the service says is no command to the terminal"
    assert "\x1b" not in as_data.stdout
