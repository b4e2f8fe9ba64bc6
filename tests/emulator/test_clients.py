"""Clients of every kind, their secrets, and what signs in."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo, demo_signin
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn
from tests.emulator.person import Clock

CLIENTS = "/ClientCredentialClients"
FAR = "2999-01-01T00:00:00Z"
REDIRECTS = {"RedirectUris": ["http://localhost:5004/callback.html"]}
KINDS = {
    CLIENTS: {},
    "/HybridClients": REDIRECTS,
    "/AuthorizationCodeClients": REDIRECTS,
    "/ImplicitClients": REDIRECTS,
    "/DeviceCodeClients": {},
}


def make(us: httpx.Client, path: str = CLIENTS, **body: Any) -> dict[str, Any]:
    answer = us.post(path, json={"Name": "Edge gateway"} | KINDS[path] | body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def signs_in(emulator: Emulator, client_id: str, secret: str) -> bool:
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    url = emulator.info["global"] + "/identity/connect/token"
    return httpx.post(url, data=form, trust_env=False, verify=False).status_code == 200


def add_secret(us: httpx.Client, client_id: str, **body: Any) -> dict[str, Any]:
    answer = us.post(f"{CLIENTS}/{client_id}/Secrets", json={"Expires": False} | body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_new_client_signs_in_at_once_with_each_of_its_secrets(emulator: Emulator, us: httpx.Client) -> None:
    made = make(us, SecretDescription="first")
    client_id, first = made["Client"]["Id"], made["Secret"]
    second = add_secret(us, client_id, Description="second")
    assert first != second["Secret"]
    assert signs_in(emulator, client_id, first)
    assert signs_in(emulator, client_id.upper(), second["Secret"])
    listed = us.get(f"{CLIENTS}/{client_id}/Secrets").json()
    assert [(each["Id"], each["Description"]) for each in listed] == [
        (made["Id"], "first"),
        (second["Id"], "second"),
    ]

    assert us.delete(f"{CLIENTS}/{client_id}/Secrets/{made['Id']}").status_code == 204
    assert not signs_in(emulator, client_id, first)
    assert signs_in(emulator, client_id, second["Secret"])
    assert not signs_in(emulator, demo.REPORTS, second["Secret"])
    assert not signs_in(emulator, client_id, "wröng")


def test_a_secret_ends_when_it_says(sign_in: SignIn) -> None:
    clock = Clock()
    with Emulator(clock=clock) as emulator:
        us = sign_in(of=emulator)
        client_id = make(us)["Client"]["Id"]
        soon = add_secret(us, client_id, Expires=True, Expiration="2027-01-15T09:00:00+01:00")
        assert soon["Expiration"] == "2027-01-15T08:00:00Z"
        assert clock.now == 1_800_000_000.0  # at that very moment
        assert not signs_in(emulator, client_id, soon["Secret"])
        clock.now -= 1
        assert signs_in(emulator, client_id, soon["Secret"])
        clock.now += 1
        path = f"{CLIENTS}/{client_id}/Secrets/{soon['Id']}"
        changed = us.put(path, json={"Expires": True, "Expiration": FAR})
        assert changed.json() == {"Id": soon["Id"], "Expires": True, "Expiration": FAR}
        assert signs_in(emulator, client_id, soon["Secret"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"Expires": True},
        {"Expires": None, "Description": "x"},
        {"Expires": False, "Expiration": FAR},
        {"Expires": True, "Expiration": "tomorrow"},
        {"Expires": "yes", "Expiration": FAR},
    ],
)
def test_expires_and_expiration_agree(us: httpx.Client, body: dict[str, Any]) -> None:
    path = f"{CLIENTS}/{demo.REPORTS}/Secrets"
    before = us.get(path).json()
    assert us.post(path, json=body).status_code == 400
    assert us.put(f"{path}/{before[0]['Id']}", json=body).status_code == 400
    assert us.get(path).json() == before


def test_ten_secrets_are_enough(us: httpx.Client) -> None:
    client_id = make(us)["Client"]["Id"]
    for _ in range(9):
        add_secret(us, client_id)
    eleventh = us.post(f"{CLIENTS}/{client_id}/Secrets", json={"Expires": False})
    assert eleventh.status_code == 400
    assert us.head(f"{CLIENTS}/{client_id}/Secrets").headers["total-count"] == "10"
    add_secret(us, demo.REPORTS)


def test_a_client_looks_after_its_own_secrets(us: httpx.Client, sign_in: SignIn) -> None:
    reports = sign_in(demo.REPORTS)
    own = f"{CLIENTS}/{demo.REPORTS}/Secrets"
    added = reports.post(own, json={"Expires": False})
    assert added.status_code == 201
    assert len(reports.get(own).json()) == len(us.get(own).json())
    one = f"{own}/{added.json()['Id']}"
    assert reports.put(one, json={"Expires": False}).status_code == 403
    assert reports.delete(one).status_code == 204
    assert reports.get(f"{CLIENTS}/{demo.DEMO_CLIENT}/Secrets").status_code == 403
    others = us.get(f"{CLIENTS}/{demo.DEMO_CLIENT}/Secrets").json()[0]["Id"]
    assert us.get(f"{own}/{others}").status_code == 404


def test_a_secret_is_in_the_data_file_as_a_hash_alone(tmp_path: Path, sign_in: SignIn) -> None:
    file = tmp_path / "tenant.db"
    with Emulator(data=file) as first:
        us = sign_in(of=first)
        made = make(us)
        client_id = made["Client"]["Id"]
        added = add_secret(us, client_id)
        hybrid = make(us, "/HybridClients", Name="Portal of mine")
    for value in (made["Secret"], added["Secret"], hybrid["Secret"]):
        assert value.encode() not in file.read_bytes()
    with sqlite3.connect(file) as database:
        kept = database.execute("SELECT count(*) FROM document WHERE kind = 'client-secret'").fetchone()
    database.close()
    assert kept[0] > 3
    with Emulator(data=file) as second:
        assert signs_in(second, client_id, made["Secret"])
        assert signs_in(second, client_id, added["Secret"])


def test_a_deleted_client_keeps_its_tokens_and_loses_its_secrets(
    us: httpx.Client, sign_in: SignIn, emulator: Emulator
) -> None:
    reports = sign_in(demo.REPORTS)
    assert us.delete(f"{CLIENTS}/{demo.REPORTS}").status_code == 204
    assert us.get(f"{CLIENTS}/{demo.REPORTS}/Secrets").status_code == 404
    assert not signs_in(emulator, demo.REPORTS, emulator.secret_of(demo.REPORTS))
    assert reports.get("/Namespaces/boiler").status_code == 200
    make(us, Id=demo.REPORTS)
    assert us.head(f"{CLIENTS}/{demo.REPORTS}/Secrets").headers["total-count"] == "1"
    assert not signs_in(emulator, demo.REPORTS, emulator.secret_of(demo.REPORTS))


def test_a_disabled_client_keeps_its_tokens_and_gets_no_more(
    us: httpx.Client, sign_in: SignIn, emulator: Emulator
) -> None:
    reports = sign_in(demo.REPORTS)
    changed = us.put(f"{CLIENTS}/{demo.REPORTS}", json={"Enabled": False})
    assert changed.json()["Name"] == "Monthly reports"
    assert reports.get("/Namespaces").status_code == 200
    assert not signs_in(emulator, demo.REPORTS, emulator.secret_of(demo.REPORTS))


@pytest.mark.parametrize("path", KINDS)
def test_a_name_is_used_once_among_its_kind_and_an_id_among_all(us: httpx.Client, path: str) -> None:
    make(us, path, Id="mine")
    for other, body in KINDS.items():
        taken = us.post(other, json=body | {"Name": "Another one", "Id": "MINE"})
        assert taken.status_code == 409
    assert us.post(path, json=KINDS[path] | {"Name": "EDGE gateway"}).status_code == 409
    make(us, path, Name="Another one")
    assert us.put(path + "/mine", json={"Name": "another ONE"}).status_code == 400
    assert us.put(path + "/mine", json={"Name": "Edge Gateway"}).json()["Name"] == "Edge Gateway"
    assert us.delete(path + "/mine").status_code == 204
    assert us.get(path + "/mine").status_code == 404


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize(
    ("seconds", "code"), [(59, 400), (60, 201), (3600, 201), (3601, 400), ("60", 400), (60.5, 400)]
)
def test_a_token_lives_a_minute_to_an_hour(us: httpx.Client, path: str, seconds: Any, code: int) -> None:
    body = {"Name": "Edge gateway", "AccessTokenLifetime": seconds} | KINDS[path]
    assert us.post(path, json=body).status_code == code


def test_the_lifetime_of_a_client_is_that_of_its_next_token(us: httpx.Client, emulator: Emulator) -> None:
    us.put(f"{CLIENTS}/{demo.REPORTS}", json={"AccessTokenLifetime": 77})
    form = {"grant_type": "client_credentials", "client_id": demo.REPORTS}
    answer = httpx.post(
        emulator.info["global"] + "/identity/connect/token",
        data=form | {"client_secret": emulator.secret_of(demo.REPORTS)},
        trust_env=False,
        verify=False,
    )
    assert answer.json()["expires_in"] == 77


@pytest.mark.parametrize("field", ["RedirectUris", "PostLogoutRedirectUris"])
def test_ten_redirect_uris_are_enough(us: httpx.Client, field: str) -> None:
    ten = [f"http://localhost:{port}/" for port in range(5000, 5010)]
    path = f"/AuthorizationCodeClients/{demo_signin.DASHBOARD}"
    assert us.put(path, json={field: ten}).json()[field] == ten
    assert us.put(path, json={field: [*ten, "http://localhost/"]}).status_code == 400
    assert us.get(path).json()[field] == ten


def test_an_automation_identity_is_every_members_to_change(us: httpx.Client, sign_in: SignIn) -> None:
    reports = sign_in(demo.REPORTS)
    made = reports.post("/AutomationIdentities", json={"Name": "Nightly", "RoleIds": [demo.VIEWER]}).json()
    assert made["RoleTypeIds"] == ["e6cbf91e-0be8-4858-92b5-f88ecafd5574"]
    path = f"/AutomationIdentities/{made['Id']}"
    assert reports.put(path, json={"RoleIds": []}).json()["RoleTypeIds"] == []
    assert reports.delete(path).status_code == 204
    assert us.get(path).status_code == 404
