"""Roles: made, changed and deleted, and what becomes of those who held one."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo, demo_people
from ocs_tui.emulator.people.known import AZURE_AD
from tests.emulator.conftest import SignIn, eventually


def make(us: httpx.Client, **body: Any) -> dict[str, Any]:
    answer = us.post("/Roles", json={"Name": "Night shift"} | body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_role_is_of_the_tenant_whatever_its_body_says(us: httpx.Client, eu: httpx.Client) -> None:
    made = make(us, Id="of-mine", RoleScope=2, TenantId="x", CommunityId="x", RoleTypeId="x", Other=1)
    assert made == {"Id": made["Id"], "Name": "Night shift", "RoleScope": 1, "TenantId": demo.TENANT_ID}
    assert made["Id"] != "of-mine"
    eventually(lambda: eu.get(f"/Roles/{made['Id']}").json() == made)


def test_the_same_name_in_any_letter_case_is_taken(us: httpx.Client) -> None:
    made = make(us, Description="first")
    same = us.post("/Roles/", json={"Name": "Night shift", "Description": "first"})
    assert (same.status_code, same.content) == (302, b"")
    assert us.get(same.headers["location"]).json() == made
    assert us.post("/Roles", json={"name": "NIGHT SHIFT", "Description": "first"}).status_code == 409
    assert us.post("/Roles", json={"Id": made["Id"], "Name": "Day shift"}).status_code == 409
    assert us.post("/Roles", json={"Id": made["Id"], "Name": "Laboratory"}).status_code == 409
    assert [role["Name"] for role in us.get("/Roles").json()].count("Night shift") == 1


def test_an_update_clears_the_description_that_it_leaves_out(us: httpx.Client) -> None:
    made = make(us, Description="first")
    path = f"/Roles/{made['Id']}"
    assert us.put(path, json={"Name": "Late shift"}).json()["Name"] == "Late shift"
    assert "Description" not in us.get(path).json()
    assert us.put(path, json={"Name": "laboratory"}).status_code == 400
    assert us.put(path, json={"Name": "Late shift", "Id": demo.LABORATORY}).status_code == 400
    assert us.put(path, json={"Name": "late shift", "Id": made["Id"].upper()}).status_code == 200


@pytest.mark.parametrize("role", [demo.MEMBER, demo.ADMINISTRATOR, demo.VIEWER, demo.GRID_PARTNERS])
def test_a_built_in_role_is_protected(us: httpx.Client, role: str) -> None:
    before = us.get(f"/Roles/{role}").json()
    for answer in (us.put(f"/Roles/{role}", json={"Name": "Mine"}), us.delete(f"/Roles/{role}")):
        assert answer.status_code == 400
        assert answer.json()["Reason"] == "A built-in role cannot be changed or deleted."
    assert us.get(f"/Roles/{role}").json() == before


def test_a_deleted_role_goes_from_its_holders_and_stays_in_acls(us: httpx.Client) -> None:
    acl = us.get("/Namespaces/boiler/AccessControl").json()
    claim = f"/IdentityProviders/{AZURE_AD}/Claims/{demo_people.STEAM_PLANT_CLAIM}"
    assert us.get(claim).json()["RoleIds"] == [demo.BOILER_OPERATORS]
    assert us.delete(f"/Roles/{demo.BOILER_OPERATORS}").status_code == 204
    assert us.get(f"/Roles/{demo.BOILER_OPERATORS}").status_code == 404
    for path in ("/Users", "/ClientCredentialClients", "/AutomationIdentities"):
        assert all(demo.BOILER_OPERATORS not in one["RoleIds"] for one in us.get(path).json())
    assert us.get(claim).json()["RoleIds"] == []
    left = us.get(f"/Users/{demo.user_id('Ewa', 'Krol')}").json()["RoleIds"]
    assert left == [demo.MEMBER, demo.CONTRACTORS]
    assert us.get("/Namespaces/boiler/AccessControl").json() == acl
    assert demo.BOILER_OPERATORS in str(acl)


@pytest.mark.parametrize("path", ["/Users/{user}", "/ClientCredentialClients/{client}", "/Clients/{client}"])
def test_the_roles_of_one_are_replaced_as_a_whole(us: httpx.Client, path: str) -> None:
    path = path.format(user=demo.user_id("Ewa", "Krol"), client=demo.REPORTS)
    roles = [{"Id": demo.LABORATORY.upper(), "Name": "ignored"}, {"id": demo.LABORATORY}]
    answer = us.put(path + "/Roles", json=roles)
    assert [role["Id"] for role in answer.json()] == [demo.MEMBER, demo.LABORATORY]
    assert us.get(path + "/Roles").json() == answer.json()
    refused: tuple[Any, ...] = ([{"Id": "nobody"}], [{}], ["x"], {}, [None])
    for bad in refused:
        assert us.put(path + "/Roles", json=bad).status_code == 400
    assert us.get(path + "/Roles").json() == answer.json()


def test_a_page_of_who_is_in_a_role(us: httpx.Client) -> None:
    path = f"/Roles/{demo.MEMBER}/users"
    everybody = us.get(path).json()
    answer = us.get(path, params={"skip": 2, "count": 3})
    assert answer.json() == everybody[2:5]
    assert answer.headers["total-count"] == str(len(everybody))


def test_only_administrators_write(sign_in: SignIn) -> None:
    reports = sign_in(demo.REPORTS)
    role = f"/Roles/{demo.LABORATORY}"
    for answer in (
        reports.post("/Roles", json={"Name": "x"}),
        reports.put(role, json={"Name": "x"}),
        reports.delete(role),
        reports.put(f"/ClientCredentialClients/{demo.REPORTS}/Roles", json=[{"Id": demo.ADMINISTRATOR}]),
    ):
        assert answer.status_code == 403
        assert answer.json()["Reason"] == "The caller is no Tenant Administrator."
    assert reports.get(role).json()["Name"] == "Laboratory"
