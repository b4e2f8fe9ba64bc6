"""The keyring, in a process of its own: a real Secret Service, and backends that lose, lie, fail or hang."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ocs_tui.settings import secrets
from ocs_tui.settings.profile import Profile
from tests.needs import needs
from tests.settings.secret_service import PROGRAMS, SecretService

REPO = Path(__file__).parents[2]

BACKENDS = """
import threading
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

KEPT = {}

class Good(KeyringBackend):
    priority = 5
    def get_password(self, service, username): return KEPT.get((service, username))
    def set_password(self, service, username, password): KEPT[service, username] = password
    def delete_password(self, service, username): del KEPT[service, username]

class PlaintextKeyring(Good):
    priority = 9
    def get_password(self, *arguments): raise AssertionError("used")
    set_password = delete_password = get_password

class NotRecommended(Good):
    priority = 0.5

class Loses(Good):
    priority = 4
    def set_password(self, service, username, password): pass

class Raises(Good):
    priority = 4
    def get_password(self, service, username): raise ValueError("hush-hush")
    def set_password(self, service, username, password): raise ValueError(password)

class Hangs(Good):
    priority = 4
    def get_password(self, *arguments): threading.Event().wait()
    set_password = delete_password = get_password
"""


@dataclass(frozen=True)
class Said:
    """What the child process said of one action."""

    found: bool
    state: str
    sentence: str


def _child(*actions: str, environment: Mapping[str, str], deadline: float = 20) -> list[Said]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.settings.keyring_child", str(deadline), *actions],
        cwd=REPO,
        env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "a backend's words would be drawn over the screen"
    assert "hush" not in done.stdout
    said = [Said(**json.loads(line)) for line in done.stdout.splitlines()]
    assert all("\n" not in one.sentence for one in said)
    return said


@pytest.fixture
def backends(tmp_path: Path) -> Path:
    """A folder with a module of keyring backends, for PYTHONPATH."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "tried_backends.py").write_text(BACKENDS)
    return folder


def _choice(backend: str, backends: Path) -> dict[str, str]:
    return {"PYTHON_KEYRING_BACKEND": backend, "PYTHONPATH": str(backends)}


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    """The folder of a Secret Service."""
    needs(*PROGRAMS)
    return tmp_path / "ring"


def test_a_secret_goes_into_the_keyring_and_out_again(ring: Path) -> None:
    with SecretService(ring, unlocked=True) as service:
        before, stored, read, other_user, other_profile, forgotten, again, after = _child(
            "read",
            "store",
            "read",
            "read another user's",
            "read another profile's",
            "forget",
            "forget",
            "read",
            environment=service.environment,
        )
    assert (before.found, before.state) == (False, "ok")
    assert "holds no secret for profile 'work'" in before.sentence
    assert stored == forgotten == again == Said(False, "ok", "")
    assert read == Said(True, "ok", "")
    assert not other_user.found
    assert not other_profile.found
    assert not after.found


def test_a_long_refresh_token_goes_in_and_out_too(ring: Path) -> None:
    with SecretService(ring, unlocked=True) as service:
        actions = ("store", "kept", "keep", "kept", "keep", "kept", "sign out", "kept", "read")
        said = _child(*actions, environment=service.environment)
    assert [one.found for one in said] == [False, False, False, True, False, True, False, False, True]
    assert {one.sentence for one in said} == {""}


def test_a_locked_keyring_says_so(ring: Path) -> None:
    with SecretService(ring, unlocked=True) as service:
        _child("store", environment=service.environment)
    with SecretService(ring, unlocked=False) as service:
        answers = _child("read", "store", "forget", environment=service.environment)
        tokens = _child("keep", "kept", "sign out", environment=service.environment)
    for answer in answers:
        assert answer == Said(False, "locked", "The keyring is locked: unlock it and try again.")
    assert [answer.sentence.partition(".")[0] for answer in tokens] == [
        "The sign-in is kept for this run only",
        "Whether you are still signed in cannot be looked up",
        "The sign-in may still be in the keyring, as 'ocs-tui:work:refresh'",
    ]


def test_a_service_without_a_keyring_says_so(ring: Path) -> None:
    with SecretService(ring, unlocked=False) as service:
        for answer in _child("read", "store", environment=service.environment):
            assert answer.state == "locked"
            assert "no unlocked keyring" in answer.sentence


@pytest.mark.skipif(sys.platform != "linux", reason="other platforms have a keyring without D-Bus")
def test_without_a_bus_the_keyring_is_absent() -> None:
    for answer in _child("read", "store", "forget", environment={}):
        assert answer.state == "absent"
        assert "Secret Service" in answer.sentence


@pytest.mark.parametrize("name", ["no_such_module.Keyring", "keyring.backends.null.NoSuch", "nonsense"])
def test_a_bad_choice_of_backend_is_one_sentence(name: str) -> None:
    for answer in _child("read", "store", environment={"PYTHON_KEYRING_BACKEND": name}):
        assert answer.state == "broken"
        assert f"PYTHON_KEYRING_BACKEND={name}" in answer.sentence


def test_what_keyring_has_to_say_of_its_own_settings_is_not_printed(home: Path) -> None:
    folder = home / "config" / "python_keyring"
    folder.mkdir(parents=True)
    (folder / "keyringrc.cfg").write_text("[backend]\n")
    [answer] = _child("read", environment={})  # _child looks at stderr
    assert not answer.found


@pytest.mark.parametrize(
    "name",
    [
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "tried_backends.PlaintextKeyring",
        "tried_backends.NotRecommended",
    ],
)
def test_a_backend_that_keeps_nothing_safe_is_not_used(name: str, backends: Path) -> None:
    for answer in _child("store", "read", environment=_choice(name, backends)):
        assert answer.state == "absent"
        assert "no usable keyring" in answer.sentence


def test_of_a_chain_only_what_keeps_it_safe_is_used(backends: Path) -> None:
    """The plain-text one would come first in it."""
    stored, read = _child(
        "import tried_backends",
        "store",
        "read",
        environment=_choice("keyring.backends.chainer.ChainerBackend", backends),
    )
    assert stored == Said(False, "ok", "")
    assert read.found


def test_a_backend_that_loses_the_secret_is_found_out(backends: Path) -> None:
    [answer] = _child("store", environment=_choice("tried_backends.Loses", backends))
    assert answer.state == "broken"
    assert "does not give it back" in answer.sentence


def test_an_error_of_a_backend_shows_its_kind_and_never_its_text(backends: Path) -> None:
    for answer in _child("read", "store", "forget", environment=_choice("tried_backends.Raises", backends)):
        assert answer.state == "broken"
        assert "ValueError" in answer.sentence


def test_a_keyring_that_hangs_for_ever_holds_up_neither_the_call_nor_the_end(backends: Path) -> None:
    """The child ends although three of its calls never return: _child waits for its exit."""
    for answer in _child(
        "read",
        "store",
        "forget",
        deadline=0.2,
        environment=_choice("tried_backends.Hangs", backends),
    ):
        assert answer.state == "locked"
        assert "no answer within 0.2 seconds" in answer.sentence


async def test_what_cannot_be_a_secret_is_refused_before_the_keyring_is_asked() -> None:
    profile = Profile("work", "https://one.example", "tenant", "client")
    for wrong in ("", "two\nlines", "\x1b[2J"):
        answer = await secrets.store(profile, wrong)
        assert not answer.done


@pytest.mark.parametrize(
    ("secret", "platform", "too_long"),
    [
        ("x" * 1280, "win32", False),
        ("x" * 1281, "win32", True),
        ("😀" * 641, "win32", True),
        ("x" * 1281, "linux", False),
    ],
)
def test_windows_keeps_1280_characters(secret: str, platform: str, too_long: bool) -> None:
    assert secrets.too_long_for_the_platform(secret, platform) is too_long
