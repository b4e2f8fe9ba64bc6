"""``ocs-tui doctor`` and the keyring: a real Secret Service, unlocked, locked, empty; none at all; one that hangs."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ocs_tui.emulator.server import Emulator
from tests.cli.running import REPO, run, with_keyring
from tests.needs import needs
from tests.settings.secret_service import PROGRAMS, SecretService

HANGS = """
import threading
from keyring.backend import KeyringBackend

class Hangs(KeyringBackend):
    priority = 5
    def get_password(self, *arguments): threading.Event().wait()
    set_password = delete_password = get_password
"""


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    """The folder of a Secret Service."""
    needs(*PROGRAMS)
    return tmp_path / "ring"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The program's home, apart from the keyring's."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def _add(home: Path, emulator: Emulator, env: Mapping[str, str], how: str = "--secret-stdin") -> None:
    info = emulator.info
    options = [
        "--base-url",
        info["global"],
        "--tenant-id",
        info["tenant_id"],
        "--client-id",
        info["client_id"],
    ]
    done = run("profile", "add", "box", *options, how, home=home, env=env, stdin=info["client_secret"])
    assert done.returncode == 0, done.stderr


def _said(home: Path, env: Mapping[str, str], status: int) -> dict[str, Any]:
    done = run("doctor", "--json", home=home, env=env)
    assert (done.returncode, done.stderr) == (status, ""), done.stdout
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_a_secret_service_that_is_unlocked_and_then_locked(
    ring: Path, home: Path, emulator: Emulator
) -> None:
    with SecretService(ring, unlocked=True) as service:
        _add(home, emulator, service.environment)
        said = _said(home, service.environment, status=0)
        assert said["keyring"]["backend"] == "keyring.backends.SecretService.Keyring"
        assert (said["keyring"]["state"], said["keyring"]["holds_secret"]) == ("ok", True)
        assert said["sign_in"]["signed_in"] is True
        for_people = run("doctor", home=home, env=service.environment).stdout
        assert "keyring.backends.SecretService.Keyring, unlocked, answered in" in for_people
        assert emulator.info["client_secret"] not in json.dumps(said) + for_people
    with SecretService(ring, unlocked=False) as service:
        said = _said(home, service.environment, status=1)
    assert (said["keyring"]["state"], said["keyring"]["holds_secret"]) == ("locked", None)
    assert [one["sentence"] for one in said["problems"]] == [
        "The keyring is locked: unlock it and try again."
    ]
    assert said["keyring"]["backend"] == "keyring.backends.SecretService.Keyring"
    assert said["sign_in"]["signed_in"] is None
    assert said["regions"][0]["reachable"] is True, "that is told without a secret too"


def test_a_service_without_a_keyring_and_no_service(ring: Path, home: Path, emulator: Emulator) -> None:
    _add(home, emulator, {}, "--no-secret")
    with SecretService(ring, unlocked=False) as service:
        said = _said(home, service.environment, status=1)
    assert said["keyring"]["state"] == "locked"
    assert "no unlocked keyring" in said["problems"][0]["sentence"]
    said = _said(home, {}, status=1)
    assert (said["keyring"]["state"], said["keyring"]["backend"]) == ("absent", None)
    assert "no usable keyring here" in said["problems"][0]["sentence"]
    given = {"OCS_TUI_CLIENT_SECRET": emulator.info["client_secret"]}
    said = _said(home, given, status=0)
    assert (said["keyring"]["needed_for"], said["warnings"]) == ("none", [])


def test_a_keyring_that_hangs_is_given_up(home: Path, emulator: Emulator) -> None:
    _add(home, emulator, {}, "--no-secret")
    (home / "hanging.py").write_text(HANGS)
    env = {"PYTHONPATH": f"{REPO}:{home}", "PYTHON_KEYRING_BACKEND": "hanging.Hangs"}
    began = time.monotonic()
    said = _said(home, env, status=1)
    assert time.monotonic() - began < 30
    assert (said["keyring"]["backend"], said["keyring"]["state"]) == ("hanging.Hangs", "locked")
    assert "no answer within 3 seconds" in said["problems"][0]["sentence"]
    assert said["regions"][0]["reachable"] is True


def test_a_backend_that_cannot_be_loaded(home: Path, emulator: Emulator) -> None:
    _add(home, emulator, {}, "--no-secret")
    said = _said(home, {"PYTHON_KEYRING_BACKEND": "nonsense.Keyring"}, status=1)
    assert said["keyring"]["state"] == "broken"
    assert "PYTHON_KEYRING_BACKEND=nonsense.Keyring cannot be loaded" in said["problems"][0]["sentence"]


def test_a_person_s_sign_in_is_looked_for_and_never_used(home: Path, emulator: Emulator) -> None:
    """A refresh token is good for one use."""
    _add(home, emulator, {}, "--no-secret")
    file = home / ".config/ocs-tui/profiles.toml"
    file.write_text(file.read_text().replace("[profiles.box]", '[profiles.box]\nsign_in = "browser"'))
    env = with_keyring(home)
    said = _said(home, env, status=0)
    assert (said["keyring"]["needed_for"], said["keyring"]["holds_sign_in"]) == ("sign-in", False)
    assert (said["sign_in"]["kind"], said["sign_in"]["signed_in"]) == ("browser", None)
    keyring = home / "keyring.json"
    client_id = emulator.info["client_id"]
    keyring.write_text(json.dumps({f"ocs-tui:box:refresh {client_id}": "canary"}))
    before = keyring.read_text()
    said = _said(home, env, status=0)
    assert said["keyring"]["holds_sign_in"] is True
    assert said["regions"][0]["reachable"] is True
    assert keyring.read_text() == before
    assert "canary" not in json.dumps(said)
    said = _said(home, {}, status=0)
    assert "a person signs in anew at each start" in said["warnings"][0]["advice"]
