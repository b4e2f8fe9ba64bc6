"""Refresh tokens: who gets them, how long they are good, and what happens to copied ones."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from ocs_tui.emulator import demo_signin
from ocs_tui.emulator.failure import CannotStart
from ocs_tui.emulator.server import Emulator
from ocs_tui.emulator.store import Kind
from tests.emulator.person import JONAS, Clock, Person, error_of, store_of


def test_a_refresh_gives_tokens_of_the_same_sign_in(person: Person, clock: Clock) -> None:
    first = person.sign_in(JONAS)
    clock.now += 3600
    answer = person.refresh(first["refresh_token"])
    assert answer.headers["cache-control"] == "no-store"
    second = answer.json()
    assert second["scope"] == first["scope"]
    assert person.get("", first["access_token"]).status_code == 401
    assert person.get("", second["access_token"]).status_code == 200
    identity = person.verified(second["id_token"], demo_signin.TERMINAL, algorithm="RS256", whenever=True)
    assert identity["sub"] == JONAS
    assert identity["auth_time"] == identity["iat"] - 3600
    assert "nonce" not in identity


@pytest.mark.parametrize(
    "wish",
    [
        {"scope": "openid ocsapi"},
        {"client_id": demo_signin.DASHBOARD, "redirect_uri": "http://localhost:5003/callback.html"},
    ],
    ids=["not asked for", "not allowed"],
)
def test_without_offline_access_there_is_none(person: Person, wish: dict[str, str | None]) -> None:
    redeemed = {name: value for name, value in wish.items() if name != "scope"}
    given = person.redeem(person.code(**wish), **redeemed).json()
    assert "refresh_token" not in given
    assert "offline_access" not in given["scope"]


def test_each_use_gives_the_next_and_a_copy_ends_them_all(person: Person) -> None:
    first = person.sign_in()["refresh_token"]
    second = person.refresh(first).json()["refresh_token"]
    third = person.refresh(second).json()["refresh_token"]
    assert len({first, second, third}) == 3
    assert error_of(person.refresh(first)) == (400, "invalid_grant")
    assert error_of(person.refresh(third)) == (400, "invalid_grant")


def test_another_sign_in_goes_on_when_one_ends(person: Person) -> None:
    copied, other = person.sign_in()["refresh_token"], person.sign_in()["refresh_token"]
    person.refresh(copied)
    person.refresh(copied)
    assert person.refresh(other).status_code == 200


def test_refreshing_works_for_eight_hours(person: Person, clock: Clock) -> None:
    token = person.sign_in()["refresh_token"]
    clock.now += 8 * 3600 - 1
    token = person.refresh(token).json()["refresh_token"]
    clock.now += 1
    assert error_of(person.refresh(token)) == (400, "invalid_grant")


@pytest.mark.parametrize("token", ["made-up", "made.up", ".", "0" * 32 + ".x"])
def test_a_token_that_nobody_gave_is_refused(person: Person, token: str) -> None:
    assert error_of(person.refresh(token)) == (400, "invalid_grant")


def test_a_token_of_another_client_is_refused_and_stays_good(person: Person) -> None:
    token = person.sign_in()["refresh_token"]
    stolen = person.refresh(token, client_id=demo_signin.DASHBOARD)
    assert error_of(stolen) == (400, "invalid_grant")
    assert person.refresh(token).status_code == 200


def test_less_may_be_asked_for_and_more_may_not(person: Person) -> None:
    token = person.sign_in(scope="ocsapi offline_access")["refresh_token"]
    assert error_of(person.refresh(token, scope="ocsapi openid")) == (400, "invalid_scope")
    given = person.refresh(token, scope="ocsapi").json()
    assert given["scope"] == "ocsapi"
    assert "id_token" not in given


def test_what_the_client_lost_its_tokens_lose(person: Person) -> None:
    token = person.sign_in()["refresh_token"]
    store = store_of(person.emulator)
    client = store.primary.one(Kind.CODE_CLIENT, demo_signin.TERMINAL)
    store.write((Kind.CODE_CLIENT, client["Id"], client | {"AllowOfflineAccess": False}))
    assert error_of(person.refresh(token)) == (400, "invalid_grant")
    store.write((Kind.CODE_CLIENT, client["Id"], client | {"Enabled": False}))
    assert error_of(person.refresh(token)) == (400, "invalid_client")
    store.write((Kind.CODE_CLIENT, client["Id"], client))
    assert person.refresh(token).status_code == 200


def test_a_users_refresh_tokens_end_with_the_user(person: Person) -> None:
    token = person.sign_in(JONAS)["refresh_token"]
    store_of(person.emulator).write((Kind.USER, JONAS, None))
    assert error_of(person.refresh(token)) == (400, "invalid_grant")


def test_a_revoked_one_is_dead(person: Person) -> None:
    first, other = person.sign_in(), person.sign_in()
    form = {"client_id": demo_signin.TERMINAL, "token": first["refresh_token"]}
    for _ in range(2):
        answer = person.http.post("/identity/connect/revocation", data=form)
        assert (answer.status_code, answer.content) == (200, b"")
    assert error_of(person.refresh(first["refresh_token"])) == (400, "invalid_grant")
    assert person.refresh(other["refresh_token"]).status_code == 200


def test_what_cannot_be_revoked_is_said(person: Person) -> None:
    given = person.sign_in()

    def revoked(**form: str) -> tuple[int, str]:
        return error_of(person.http.post("/identity/connect/revocation", data=form))

    access = revoked(client_id=demo_signin.TERMINAL, token=given["access_token"])
    assert access == (400, "unsupported_token_type")
    assert person.get("", given["access_token"]).status_code == 200
    assert revoked(client_id="nobody", token=given["refresh_token"]) == (400, "invalid_client")
    assert revoked(client_id=demo_signin.TERMINAL) == (400, "invalid_request")
    other = {"client_id": demo_signin.DASHBOARD, "token": given["refresh_token"]}
    assert person.http.post("/identity/connect/revocation", data=other).status_code == 200
    assert person.refresh(given["refresh_token"]).status_code == 200


@pytest.mark.parametrize("use", ["access-token-key", "id-token-key"])
def test_a_data_file_whose_key_is_broken_is_one_sentence(tmp_path: Path, use: str) -> None:
    file = tmp_path / "tenant.db"
    with Emulator(data=file) as emulator, Person(emulator) as person:
        person.sign_in()
    database = sqlite3.connect(file)
    database.execute(
        "UPDATE document SET body = ? WHERE key = ?", (json.dumps({"Value": "not-for-others"}), use)
    )
    database.commit()
    database.close()
    with pytest.raises(CannotStart, match="is damaged") as failure:
        Emulator(data=file).start()
    assert "\n" not in str(failure.value)
    assert "not-for-others" not in str(failure.value)


def test_tokens_of_users_outlive_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "tenant.db"
    with Emulator(data=file) as emulator, Person(emulator) as person:
        given = person.sign_in()
        keys = person.http.get("/identity/.well-known/openid-configuration/jwks").json()
    assert given["refresh_token"].partition(".")[2].encode() not in file.read_bytes()
    with Emulator(data=file) as emulator, Person(emulator) as person:
        assert person.http.get("/identity/.well-known/openid-configuration/jwks").json() == keys
        assert person.get("", given["access_token"]).status_code == 200
        assert person.refresh(given["refresh_token"]).status_code == 200
