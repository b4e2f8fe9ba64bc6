"""The data file: what survives a restart, who may read it, and files that cannot be used."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.failure import CannotStart
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, acl, eventually


def test_state_and_secret_survive_a_restart(tmp_path: Path, sign_in: SignIn) -> None:
    file = tmp_path / "tenant.db"
    with Emulator(data=file, provision_delay=0) as first:
        us = sign_in(of=first)
        us.post("/Namespaces/kept one", json={"Description": "ünï [x]"})
        us.put("/Namespaces/sandbox/AccessControl", json=acl((demo.ADMINISTRATOR, 31), (demo.MEMBER, -2)))
        us.delete("/Namespaces/tank-farm")
        eventually(lambda: us.get("/Namespaces/tank-farm").status_code == 404)
        namespaces = us.get("/Namespaces").json()
        list_before = us.get("/Namespaces/sandbox/AccessControl").json()
        secret = first.info["client_secret"]
        token = us.headers["Authorization"]
    with Emulator(data=file) as second:
        assert second.info["client_secret"] == secret
        for region in ("WestUS", "WestEurope"):
            client = sign_in(of=second, region=region)
            now = client.get("/Namespaces").json()
            assert [ns["Id"] for ns in now] == [ns["Id"] for ns in namespaces]
            assert {ns["Id"]: ns.get("Description") for ns in now}["kept one"] == "ünï [x]"
            assert client.get("/Namespaces/sandbox/AccessControl").json() == list_before
            assert now[0]["Self"].startswith(second.info["regions"]["WestUS"])
        client.headers["Authorization"] = token
        assert client.get("").status_code == 200


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with Emulator(data=tmp_path / "tenant.db"):
            pass
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_file_in_use_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "tenant.db"
    for _ in ("a new file", "one of an earlier run"):
        with Emulator(data=file), pytest.raises(CannotStart, match=r"in use by another emulator"):
            Emulator(data=file).start()


def make_text(path: Path) -> None:
    path.write_text("These are the notes of somebody else. " * 50)


def make_database(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE theirs (x)")
    database.commit()
    database.close()


def make_damaged(path: Path) -> None:
    with Emulator(data=path):
        pass
    database = sqlite3.connect(path)
    database.execute("UPDATE document SET body = '{' WHERE kind = 'role'")
    database.commit()
    database.close()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (make_text, "is no emulator's"),
        (make_database, "made by another program"),
        (make_damaged, "is damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], None], why: str
) -> None:
    file = tmp_path / "tenant.db"
    make(file)
    before = file.read_bytes()
    with pytest.raises(CannotStart) as failure:
        Emulator(data=file).start()
    sentence = str(failure.value)
    assert str(file) in sentence
    assert why in sentence
    assert "\n" not in sentence
    assert file.read_bytes() == before


def test_a_file_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "missing" / "tenant.db", tmp_path):
        with pytest.raises(CannotStart, match=r"cannot be opened"):
            Emulator(data=path).start()


def test_an_empty_file_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "tenant.db"
    file.touch()
    with Emulator(data=file) as emulator:
        assert emulator.info["tenant_id"] == demo.TENANT_ID
