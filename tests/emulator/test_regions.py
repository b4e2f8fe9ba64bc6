"""Two regions: the tenant, what is written where, and how far the other one is behind."""

from __future__ import annotations

import httpx
import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, acl, eventually


def test_the_tenant_is_answered_in_both_regions(us: httpx.Client, eu: httpx.Client) -> None:
    tenant = us.get("").json()
    assert tenant["Id"] == demo.TENANT_ID
    assert tenant["State"] == 1
    assert tenant["Features"][0]["Feature"]["Name"]
    by_id = {one["EntitlementDefinitionId"]: one for one in tenant["Entitlements"]}
    assert by_id["NamespaceCount"]["Value"] > 0
    assert "LimitType" not in by_id["NamespaceCount"]
    assert eu.get("").json() == tenant
    head = us.head("")
    assert (head.status_code, head.content) == (204, b"")


def test_the_regions_are_the_ones_of_the_json_line(us: httpx.Client, emulator: Emulator) -> None:
    regions = us.get("/Regions").json()
    assert {region["Id"]: region["BaseAddress"] for region in regions} == emulator.info["regions"]
    writable = [region for region in regions if region.get("AdministrativeEndpointsWritable")]
    assert [region["BaseAddress"] for region in writable] == [emulator.info["global"]]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/Namespaces"),
        ("POST", "/Namespaces/new"),
        ("PUT", "/Namespaces/sandbox-eu"),
        ("DELETE", "/Namespaces/sandbox-eu"),
        ("PUT", "/Namespaces/sandbox-eu/AccessControl"),
        ("PUT", "/Namespaces/sandbox-eu/Owner"),
        ("PUT", "/AccessControl/Namespaces"),
    ],
)
def test_administrative_writes_are_405_outside_the_global_region(
    eu: httpx.Client, method: str, path: str
) -> None:
    answer = eu.request(method, path, json={})
    assert (answer.status_code, answer.content) == (405, b"")
    assert "content-type" not in answer.headers


def test_what_is_written_shows_elsewhere_later(sign_in: SignIn) -> None:
    with Emulator(replica_delay=3600, provision_delay=0) as slow:
        us, eu = sign_in(of=slow), sign_in(of=slow, region="WestEurope")
        us.put("/Namespaces/boiler", json={"Description": "new"})
        us.post("/Namespaces/new", json={})
        us.delete("/Namespaces/sandbox")
        assert us.get("/Namespaces/boiler").json()["Description"] == "new"
        assert eu.get("/Namespaces/boiler").json()["Description"] != "new"
        assert eu.get("/Namespaces/new").status_code == 404
        assert us.get("/Namespaces/sandbox").status_code == 404
        assert eu.get("/Namespaces/sandbox").json()["State"] == 1


def test_what_is_written_shows_elsewhere_after_the_delay(us: httpx.Client, eu: httpx.Client) -> None:
    body = acl((demo.ADMINISTRATOR, 31), (demo.LABORATORY, 1))
    changed = us.put("/Namespaces/sandbox-eu/AccessControl", json=body).json()
    us.put("/Namespaces/sandbox-eu/Owner", json={"Type": 2, "ObjectId": demo.REPORTS})
    us.put("/AccessControl/Namespaces", json=body)
    eventually(lambda: eu.get("/Namespaces/sandbox-eu/AccessControl").json() == changed)
    eventually(lambda: eu.get("/Namespaces/sandbox-eu/Owner").json()["ObjectId"] == demo.REPORTS)
    eventually(lambda: eu.get("/AccessControl/Namespaces").json() == changed)


def test_states_pass_in_both_regions(us: httpx.Client, eu: httpx.Client) -> None:
    us.post("/Namespaces/passing", json={"Region": "WestEurope"})
    eventually(
        lambda: (
            eu.get("/Namespaces/passing").json().get("State") == 1
            if eu.get("/Namespaces/passing").is_success
            else False
        )
    )
    us.delete("/Namespaces/passing")
    eventually(lambda: eu.get("/Namespaces/passing").status_code == 404)


def test_a_region_decides_by_what_it_knows(sign_in: SignIn) -> None:
    with Emulator(replica_delay=3600) as slow:
        us = sign_in(of=slow)
        us.put("/Namespaces/sandbox/AccessControl", json=acl((demo.ADMINISTRATOR, 31)))
        assert sign_in(demo.REPORTS, of=slow).get("/Namespaces/sandbox").status_code == 403
        assert sign_in(demo.REPORTS, "WestEurope", slow).get("/Namespaces/sandbox").status_code == 200
