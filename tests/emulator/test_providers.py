"""Identity providers, their claims and their directories."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo, demo_people
from ocs_tui.emulator.people.known import AZURE_AD, GOOGLE, MICROSOFT
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn

OURS = f"/IdentityProviders/{AZURE_AD}"


@pytest.fixture
def group_type(us: httpx.Client, emulator: Emulator) -> str:
    """The id of the type of claims that groups are."""
    names = us.get(f"{emulator.info['global']}/api/v1/IdentityProviders/{AZURE_AD}/ClaimTypeNames").json()
    return str(next(name["Id"] for name in names if name["TypeName"] == "groups"))


def test_a_provider_is_added_once(us: httpx.Client) -> None:
    added = us.post("/IdentityProviders", json={"IdentityProviderId": MICROSOFT})
    assert added.status_code == 201
    again = us.post("/IdentityProviders", json={"IdentityProviderId": MICROSOFT.upper()})
    assert again.status_code == 302
    assert us.get(again.headers["location"]).json() == added.json()
    assert us.head("/IdentityProviders").headers["total-count"] == "3"
    assert us.delete(f"/IdentityProviders/{MICROSOFT}").status_code == 204
    assert us.get(f"/IdentityProviders/{MICROSOFT}").status_code == 404


def test_azure_ad_comes_with_its_tenant(us: httpx.Client) -> None:
    assert us.delete(OURS).status_code == 204
    assert us.get(OURS + "/Claims").status_code == 404
    ask: dict[str, Any] = {"IdentityProviderId": AZURE_AD}
    assert us.post("/IdentityProviders", json=ask).status_code == 400
    assert (
        us.post("/IdentityProviders", json=ask | {"AzureActiveDirectoryTenant": "x.example"}).status_code
        == 201
    )
    assert us.get(OURS + "/Claims").json() == []
    domains = [tenant["Domain"] for tenant in us.get("/AzureActiveDirectoryTenants").json()]
    assert domains == ["northwind-process.example", "x.example"]


def test_known_providers_are_everybodys_and_their_counts_an_administrators(
    emulator: Emulator, us: httpx.Client, sign_in: SignIn
) -> None:
    known = emulator.info["global"] + "/api/v1/identityproviders"
    reports = sign_in(demo.REPORTS)
    assert {each["Id"] for each in reports.get(known).json()} == {AZURE_AD, GOOGLE, MICROSOFT}
    assert reports.get(known + "/schemes/google").json()["Id"] == GOOGLE
    for path in ("", f"/{GOOGLE}", "/schemes/google"):
        assert (reports.head(known + path).status_code, us.head(known + path).status_code) == (403, 200)
    assert us.get(known + "/nobody/ClaimTypeNames").status_code == 404
    assert httpx.get(known, trust_env=False, verify=False).status_code == 401


def test_a_claim_gives_a_group_roles(us: httpx.Client, group_type: str) -> None:
    body = {
        "Value": demo_people.FINANCE_GROUP,
        "IdentityProviderClaimTypeNameId": group_type,
        "RoleIds": [demo.VIEWER],
    }
    made = us.post(OURS + "/Claims", json=body)
    assert made.status_code == 201
    claim = f"{OURS}/Claims/{made.json()['Id']}"
    assert made.json() == {
        "Id": made.json()["Id"],
        "TypeName": "groups",
        "Value": demo_people.FINANCE_GROUP,
        "RoleIds": [demo.VIEWER],
    }
    same = us.post(OURS + "/Claims", json=body)
    assert (same.status_code, us.get(same.headers["location"]).json()) == (302, made.json())
    assert us.post(OURS + "/Claims", json=body | {"RoleIds": []}).status_code == 409
    assert us.put(claim, json={"Value": demo_people.STEAM_PLANT_GROUP}).status_code == 409
    assert us.put(claim, json={"RoleIds": [demo.LABORATORY]}).json()["Value"] == demo_people.FINANCE_GROUP
    mappings = {each["Name"]: each["RoleIds"] for each in us.get(OURS + "/groupmappings").json()}
    assert mappings["Finance Controllers"] == [demo.LABORATORY]
    assert us.delete(claim).status_code == 204
    assert "Finance Controllers" not in us.get(OURS + "/groupmappings").text


def test_a_mapping_of_a_group_that_the_directory_has_not_is_207(us: httpx.Client, group_type: str) -> None:
    body = {"Value": "gone", "IdentityProviderClaimTypeNameId": group_type}
    assert us.post(OURS + "/Claims", json=body).status_code == 201
    partial = us.get(OURS + "/groupmappings")
    assert partial.status_code == 207
    assert len(partial.json()["Data"]) == 2
    assert [child["ModelId"] for child in partial.json()["ChildErrors"]] == ["gone"]


def test_built_in_claims_are_protected(us: httpx.Client, group_type: str) -> None:
    built_in = next(each for each in us.get(OURS + "/Claims").json() if each.get("IsBuiltIn"))
    path = f"{OURS}/Claims/{built_in['Id']}"
    assert us.put(path, json={"RoleIds": []}).status_code == 400
    assert us.delete(path).status_code == 400
    body = {"Value": "x", "IdentityProviderClaimTypeNameId": group_type, "IsBuiltIn": True}
    assert us.post(OURS + "/Claims", json=body).status_code == 400
    assert us.get(path).json() == built_in


def test_a_directory_is_searched_page_by_page(us: httpx.Client) -> None:
    found: list[str] = []
    query: dict[str, Any] = {"query": "NORTHWIND", "count": 3}
    assert us.get(OURS + "/users", params=query).json() == {"Results": []}
    query["query"] = "I"  # Ingrid, and nobody by the middle of a word
    assert [each["Name"] for each in us.get(OURS + "/users", params=query).json()["Results"]] == [
        "Ingrid Haugland"
    ]
    query = {"query": "o", "count": 1}
    while True:
        page = us.get(OURS + "/users", params=query).json()
        found += [each["Name"] for each in page["Results"]]
        if "SkipToken" not in page:
            break
        query["skipToken"] = page["SkipToken"]
    assert found == ["Oskar Lindgren"]
    members = us.get(f"{OURS}/groups/{demo_people.STEAM_PLANT_GROUP}/members", params={"count": 2}).json()
    rest = us.get(
        f"{OURS}/groups/{demo_people.STEAM_PLANT_GROUP}/members",
        params={"count": 2, "skipToken": members["SkipToken"]},
    ).json()
    assert [each["Name"] for each in [*members["Users"], *rest["Users"]]] == [
        "Ingrid Haugland",
        "Piotr Zielinski",
        "Oskar Lindgren",
    ]
    assert "SkipToken" not in rest


def test_a_provider_without_a_directory_cannot_be_searched(us: httpx.Client) -> None:
    for what in ("users", "groups"):
        answer = us.get(f"/IdentityProviders/{GOOGLE}/{what}", params={"query": "x"})
        assert answer.status_code == 400
        assert us.get(f"{OURS}/{what}", params={"query": " "}).status_code == 400
    assert us.get(f"/IdentityProviders/{GOOGLE}/Consent").status_code == 404


def test_reading_groups_by_post_is_answered_by_every_region(us: httpx.Client, eu: httpx.Client) -> None:
    ids = [demo_people.LABORATORY_GROUP.upper()]
    for client in (us, eu):
        answer = client.post(OURS + "/Groups", json=ids)
        assert [group["Name"] for group in answer.json()] == ["Quality Laboratory"]
