"""Users: made, changed and removed; their preferences; tenants with very many of them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.people.known import AZURE_AD, MICROSOFT
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, eventually
from tests.emulator.person import MARIA, Person

INGRID = demo.user_id("Ingrid", "Haugland")
JONAS = demo.user_id("Jonas", "Weidner")


def make(us: httpx.Client, **body: Any) -> dict[str, Any]:
    answer = us.post("/Users", json={"IdentityProviderId": AZURE_AD} | body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_every_user_has_a_name_and_is_a_member(us: httpx.Client) -> None:
    named = make(us, ContactGivenName="Una", ContactSurname="Berg", Name="ignored", Email="ignored@x.example")
    assert (named["Name"], named["RoleIds"]) == ("Una Berg", [demo.MEMBER])
    assert "Email" not in named
    assert make(us, ContactEmail="una@x.example")["Name"] == "una@x.example"
    nobody = make(us, IdentityProviderSpecificUserId="secret of the directory")
    assert nobody["Name"] == nobody["Id"]
    assert "IdentityProviderSpecificUserId" not in nobody
    path = f"/Users/{named['Id']}"
    assert us.put(path, json={"ContactSurname": "Holm"}).json()["Name"] == "Una Holm"
    assert us.get(path).json()["ContactGivenName"] == "Una"


def test_an_update_leaves_be_what_it_does_not_name(us: httpx.Client) -> None:
    before = us.get(f"/Users/{INGRID}").json()
    changed = us.put(f"/Users/{INGRID}", json={"ContactEmail": "ingrid@x.example", "RoleIds": None})
    assert changed.json() == before | {"ContactEmail": "ingrid@x.example"}
    body = {"RoleIds": [demo.VIEWER], "IdentityProviderId": MICROSOFT, "Name": "ignored"}
    assert us.put(f"/Users/{INGRID}", json=body).json() == changed.json() | {
        "RoleIds": [demo.MEMBER, demo.VIEWER]
    }
    emptied = us.put(f"/Users/{INGRID}", json={"RoleIds": []})
    assert emptied.json()["RoleIds"] == [demo.MEMBER]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"IdentityProviderId": MICROSOFT},
        {"IdentityProviderId": "x"},
        {"IdentityProviderId": AZURE_AD, "Id": "x"},
        {"IdentityProviderId": AZURE_AD, "Id": INGRID},
        {"IdentityProviderId": AZURE_AD, "ContactEmail": 1},
        {"IdentityProviderId": AZURE_AD, "RoleIds": ["x"]},
        {"IdentityProviderId": AZURE_AD, "RoleIds": "x"},
    ],
)
def test_a_user_that_cannot_be_made(us: httpx.Client, body: dict[str, Any]) -> None:
    before = us.head("/Users").headers["total-count"]
    answer = us.post("/Users", json=body)
    assert (answer.status_code, answer.json()["Error"]) == (400, "Bad Request")
    assert us.head("/Users").headers["total-count"] == before


def test_a_removed_user_keeps_the_token_but_nothing_else(emulator: Emulator, us: httpx.Client) -> None:
    with Person(emulator) as person:
        given = person.sign_in(JONAS)
        us.put(f"/Users/{JONAS}/Preferences", json={"a": 1})
        assert us.delete(f"/Users/{JONAS}").status_code == 204
        assert us.get(f"/Users/{JONAS}").status_code == 404
        assert person.get("/Namespaces/boiler", given["access_token"]).status_code == 200
        assert person.refresh(given["refresh_token"]).status_code == 400
    # The owner of a namespace may be somebody who left: nothing else is touched.
    again = us.post(f"/Users/{JONAS}", json={"IdentityProviderId": AZURE_AD})
    assert (again.status_code, again.json()["Id"]) == (201, JONAS)
    assert us.get(f"/Users/{JONAS}/Preferences").status_code == 404


def test_nobody_removes_themselves(emulator: Emulator, us: httpx.Client) -> None:
    with Person(emulator) as person:
        token = person.sign_in(MARIA)["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert us.delete(f"/Users/{MARIA}", headers=headers).status_code == 403
        assert us.delete(f"/Users/{JONAS}", headers=headers).status_code == 204
    assert us.get(f"/Users/{MARIA}").status_code == 200


def test_one_whom_a_claim_holds_stays_unless_forced(us: httpx.Client) -> None:
    path = f"/Users/{INGRID}"
    assert us.delete(path).status_code == 204
    assert us.get(path).json()["RoleIds"] == [demo.MEMBER]
    assert us.delete(path, params={"force": "True"}).status_code == 204
    assert us.get(path).status_code == 404


def test_roles_of_claims_give_rights_too(emulator: Emulator, us: httpx.Client) -> None:
    def rights(person: Person, token: str) -> list[str]:
        return list(person.get("/Namespaces/boiler/AccessRights", token).json())

    with Person(emulator) as person:
        token = person.sign_in(INGRID)["access_token"]
        us.put(f"/Users/{INGRID}/Roles", json=[])
        assert rights(person, token) == ["Read", "Write"]
        us.delete(f"/Roles/{demo.BOILER_OPERATORS}")
        assert rights(person, token) == ["Read"]


def test_preferences_are_ones_own(emulator: Emulator, us: httpx.Client, sign_in: SignIn) -> None:
    path = f"/Users/{JONAS}/Preferences"
    assert us.get(path).status_code == us.head(path).status_code == 404
    anything = {"Panels": [{"Id": 0, "name": None}], "": False}
    with Person(emulator) as person:
        headers = {"Authorization": f"Bearer {person.sign_in(JONAS)['access_token']}"}
        assert us.put(path, json=anything, headers=headers).json() == anything
        assert us.get(path, headers=headers).json() == anything
        others = f"/Users/{MARIA}/Preferences"
        assert us.put(others, json={}, headers=headers).status_code == 403
    assert us.head(path).status_code == 200
    assert sign_in(demo.REPORTS).get(path).status_code == 403
    assert us.put("/Users/nobody/Preferences", json={}).status_code == 404


def test_a_tenant_of_fifty_thousand_users_and_no_more(sign_in: SignIn) -> None:
    with Emulator(users=50_000, replica_delay=0.05) as crowded:
        us, eu = sign_in(of=crowded), sign_in(of=crowded, region="WestEurope")
        first = us.get("/Users", params={"count": 1000})
        assert first.headers["total-count"] == "50000"
        last = us.get("/Users", params={"skip": 49_990, "count": 1000}).json()
        names = {user["Name"] for user in [*first.json(), *last]}
        assert len(names) == 1010
        assert "Maria Lindqvist" in names
        assert eu.get("/Users", params={"skip": 49_990}).json() == last
        full = us.post("/Users", json={"IdentityProviderId": AZURE_AD})
        assert (full.status_code, full.json()["Error"]) == (400, "Bad Request")

        gone = f"/Users/{last[-1]['Id']}"
        assert us.delete(gone).status_code == 204
        eventually(lambda: eu.get(gone).status_code == 404)
        assert us.post("/Users", json={"IdentityProviderId": AZURE_AD}).status_code == 201
        assert us.head(f"/Roles/{demo.MEMBER}/users").headers["total-count"] == "50000"
