"""Namespaces: list, create, update, delete, and the states they pass."""

from __future__ import annotations

import httpx
import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, acl, eventually


def ids(answer: httpx.Response) -> list[str]:
    return [namespace["Id"] for namespace in answer.json()]


def state(client: httpx.Client, namespace_id: str) -> int:
    return int(client.get(f"/Namespaces/{namespace_id}").json().get("State", 0))


def active(client: httpx.Client, namespace_id: str, **fields: object) -> str:
    """Create a namespace, wait until it is Active, and return its path."""
    path = f"/Namespaces/{namespace_id}"
    assert client.post(path, json=fields).status_code == 201
    eventually(lambda: state(client, namespace_id) == 1)
    return path


def test_the_list_is_filtered_by_region(us: httpx.Client) -> None:
    everything = ids(us.get("/Namespaces"))
    american = ids(us.get("/Namespaces", params={"region": "westus"}))
    european = ids(us.get("/Namespaces", params={"region": "WestEurope"}))
    assert "boiler" in american
    assert "rotterdam-refinery" in european
    assert american + european == everything
    assert ids(us.get("/Namespaces", params={"region": ""})) == everything
    assert ids(us.get("/Namespaces", params={"region": "Mars"})) == []


def test_the_list_holds_what_the_caller_may_read(us: httpx.Client, sign_in: SignIn) -> None:
    reports = sign_in(demo.REPORTS)
    assert "custody-transfer" in ids(us.get("/Namespaces"))
    assert "custody-transfer" not in ids(reports.get("/Namespaces"))
    assert reports.get("/Namespaces/custody-transfer").status_code == 403


def test_a_read_carries_neither_owner_nor_acl(us: httpx.Client) -> None:
    one = us.get("/Namespaces/boiler").json()
    assert not {"Owner", "AccessControl"} & set(one)
    assert one == next(ns for ns in us.get("/Namespaces").json() if ns["Id"] == "boiler")
    assert one["Region"] == one["RegionId"] == "WestUS"


def test_self_is_at_the_region_of_the_namespace(us: httpx.Client, emulator: Emulator) -> None:
    regions = emulator.info["regions"]
    tail = f"/api/v1/tenants/{emulator.info['tenant_id']}/namespaces/"
    assert us.get("/Namespaces/boiler").json()["Self"] == regions["WestUS"] + tail + "boiler"
    assert us.get("/Namespaces/sandbox-eu").json()["Self"] == regions["WestEurope"] + tail + "sandbox-eu"


def test_an_unknown_namespace_is_an_empty_404(us: httpx.Client) -> None:
    answers = [
        us.get(f"/Namespaces/none{tail}") for tail in ("", "/AccessControl", "/Owner", "/AccessRights")
    ]
    answers += [
        us.put("/Namespaces/none", json={}),
        us.delete("/Namespaces/none"),
        us.put("/Namespaces/none/AccessControl", json=acl((demo.MEMBER, 31))),
    ]
    for answer in answers:
        assert (answer.status_code, answer.content) == (404, b"")
        assert "content-type" not in answer.headers


def test_a_new_namespace_is_creating_and_becomes_active(us: httpx.Client, emulator: Emulator) -> None:
    answer = us.post("/Namespaces/new", json={"Description": "New ✓", "Id": None, "Region": "westeurope"})
    assert answer.status_code == 201
    body = answer.json()
    assert body["Id"] == "new"
    assert "State" not in body
    assert body["Region"] == "WestEurope"
    assert body["Self"].startswith(emulator.info["regions"]["WestEurope"])
    assert body["Owner"] == {
        "Type": 2,
        "ObjectId": emulator.info["client_id"],
        "TenantId": emulator.info["tenant_id"],
    }
    assert body["AccessControl"] == us.get("/AccessControl/Namespaces").json()
    eventually(lambda: state(us, "new") == 1)
    assert us.get("/Namespaces/new").json()["Description"] == "New ✓"


def test_the_id_comes_in_the_route_or_in_the_body_or_is_made(us: httpx.Client) -> None:
    assert us.post("/Namespaces/in-route", json={}).json()["Id"] == "in-route"
    assert us.post("/Namespaces", json={"Id": "in body"}).json()["Id"] == "in body"
    assert us.post("/Namespaces/both", json={"Id": "both"}).json()["Id"] == "both"
    made = us.post("/Namespaces/", json={"Id": None}).json()["Id"]
    assert us.get(f"/Namespaces/{made}").status_code == 200
    assert us.post("/Namespaces/one", json={"Id": "other"}).status_code == 400


def test_the_region_is_the_global_one_unless_it_is_named(us: httpx.Client) -> None:
    assert us.post("/Namespaces/here", json={"Region": None}).json()["Region"] == "WestUS"
    assert us.post("/Namespaces/there", json={"RegionId": "WestEurope"}).json()["Region"] == "WestEurope"
    assert us.post("/Namespaces/nowhere", json={"Region": "Mars"}).status_code == 400
    assert us.post("/Namespaces/two", json={"Region": "WestUS", "RegionId": "WestEurope"}).status_code == 400


@pytest.mark.parametrize(
    "namespace_id",
    ["a" * 101, "a..b", ".a", "a.", "__a", " a", "a ", "a!", "Ä", "a\u0000", "..", "a/b"],
)
def test_an_id_that_breaks_a_rule_is_refused(us: httpx.Client, namespace_id: str) -> None:
    answer = us.post("/Namespaces", json={"Id": namespace_id})
    assert (answer.status_code, answer.content) == (400, b"")


@pytest.mark.parametrize("namespace_id", ["a" * 100, "a.b", "_a", "a__b", "a b", "-", "0"])
def test_an_id_that_keeps_the_rules_is_taken(us: httpx.Client, namespace_id: str) -> None:
    assert us.post("/Namespaces", json={"Id": namespace_id}).status_code == 201


def test_creating_the_same_again_points_to_it_and_another_is_a_conflict(
    us: httpx.Client, emulator: Emulator
) -> None:
    body = {"Id": "same one", "Description": "d", "AccessControl": acl((demo.ADMINISTRATOR, 31))}
    made = us.post("/Namespaces", json=body)
    localhost = us.base_url.copy_with(host="localhost")
    for base_url in (us.base_url, localhost):
        again = us.post(base_url.copy_with(raw_path=base_url.raw_path + b"Namespaces"), json=body)
        assert (again.status_code, again.content) == (302, b"")
        location = httpx.URL(again.headers["location"])
        assert (location.host, location.port) == (base_url.host, base_url.port)
        assert us.get(str(location)).json()["InstanceId"] == made.json()["InstanceId"]
    for change in (
        {"Description": "other"},
        {"Description": None},
        {"Region": "WestEurope"},
        {"Name": "named"},
        {"AllowCrossRegionProcessing": False},
        {"AccessControl": acl((demo.ADMINISTRATOR, 15))},
    ):
        different = us.post("/Namespaces", json=body | change)
        assert (different.status_code, different.content) == (409, b"")
    assert us.get("/Namespaces/same%20one").json()["InstanceId"] == made.json()["InstanceId"]


def test_ids_differing_in_letter_case_alone_are_the_same(us: httpx.Client) -> None:
    assert us.post("/Namespaces/BOILER", json={}).status_code == 409
    assert us.get("/Namespaces/Boiler").json()["Id"] == "boiler"


def test_creating_needs_write_on_the_root_acl(us: httpx.Client, sign_in: SignIn) -> None:
    reports, writer = sign_in(demo.REPORTS), sign_in(demo.HISTORIAN_WRITER)
    refused = reports.post("/Namespaces/theirs", json={})
    assert (refused.status_code, refused.content) == (403, b"")
    made = writer.post("/Namespaces/theirs", json={})
    assert made.json()["Owner"]["ObjectId"] == demo.HISTORIAN_WRITER
    root = acl((demo.ADMINISTRATOR, 31), (demo.MEMBER, 3), (demo.CONTRIBUTOR, -2))
    assert us.put("/AccessControl/Namespaces", json=root).status_code == 200
    assert writer.post("/Namespaces/more", json={}).status_code == 403
    assert reports.post("/Namespaces/more", json={}).status_code == 201


def test_a_given_acl_replaces_the_root_acl(us: httpx.Client) -> None:
    own = acl((demo.LABORATORY, 31))
    made = us.post("/Namespaces/own", json={"AccessControl": own}).json()
    (entry,) = made["AccessControl"]["RoleTrusteeAccessControlEntries"]
    assert entry["Trustee"]["ObjectId"] == demo.LABORATORY
    assert us.post("/Namespaces/bad", json={"AccessControl": acl((demo.LABORATORY, 7))}).status_code == 400
    assert us.post("/Namespaces/bad", json={"AccessControl": "none"}).status_code == 400
    root = us.get("/AccessControl/Namespaces").json()
    for nothing in (None, {}, {"RoleTrusteeAccessControlEntries": None}):
        made = us.post("/Namespaces", json={"AccessControl": nothing}).json()
        assert made["AccessControl"] == root


def test_an_update_changes_what_may_change_and_answers_all(us: httpx.Client) -> None:
    before = us.get("/Namespaces/boiler").json()
    changes = {"Description": "Better", "Name": "Boilers", "AllowCrossRegionProcessing": False}
    ignored = {"State": 4, "Self": "http://elsewhere", "InstanceId": "x", "TierId": "t", "Owner": None}
    answer = us.put("/Namespaces/boiler", json=before | ignored | changes)
    assert answer.status_code == 200
    assert {"Owner", "AccessControl"} <= set(answer.json())
    expected = before | changes
    del expected["AllowCrossRegionProcessing"]
    assert us.get("/Namespaces/boiler").json() == expected


def test_an_update_by_an_old_client_leaves_what_it_does_not_know(us: httpx.Client) -> None:
    us.put("/Namespaces/boiler", json={"Name": "Boilers", "Description": "d"})
    us.put("/Namespaces/boiler", json={"Id": "boiler", "description": "e"})
    now = us.get("/Namespaces/boiler").json()
    assert (now["Name"], now["Description"], now["AllowCrossRegionProcessing"]) == ("Boilers", "e", True)
    us.put("/Namespaces/boiler", json={"Name": None})
    assert not {"Name", "Description"} & set(us.get("/Namespaces/boiler").json())


def test_fields_that_nobody_knows_are_kept(us: httpx.Client) -> None:
    made = us.post("/Namespaces/extra", json={"Colour": {"Deep": [0, None, ""]}, "TierId": "t"}).json()
    assert made["Colour"] == {"Deep": [0, None, ""]}
    assert "TierId" not in made
    assert us.get("/Namespaces/extra").json()["Colour"] == {"Deep": [0, None, ""]}


@pytest.mark.parametrize(
    "body",
    [
        {"Id": "other"},
        {"Region": "WestEurope"},
        {"RegionId": "Mars"},
        {"Description": 5},
        {"Name": ["x"]},
        {"AllowCrossRegionProcessing": "yes"},
        {"Id": {}},
    ],
)
def test_an_update_that_cannot_be_is_refused(us: httpx.Client, body: dict[str, object]) -> None:
    before = us.get("/Namespaces/boiler").json()
    answer = us.put("/Namespaces/boiler", json=body)
    assert (answer.status_code, answer.content) == (400, b"")
    assert us.get("/Namespaces/boiler").json() == before


def test_only_an_active_namespace_is_updated(us: httpx.Client) -> None:
    assert us.put("/Namespaces/pilot_2019", json={"Description": "x"}).status_code == 400
    assert us.put("/Namespaces/commissioning-line-4", json={"Description": "x"}).status_code == 400
    assert us.put("/Namespaces/boiler", json={"Description": "x"}).status_code == 200


def test_update_and_delete_need_their_rights(us: httpx.Client, sign_in: SignIn) -> None:
    path = active(us, "guarded", AccessControl=acl((demo.ADMINISTRATOR, 31), (demo.CONTRIBUTOR, 3)))
    writer, reports = sign_in(demo.HISTORIAN_WRITER), sign_in(demo.REPORTS)
    assert reports.put(path, json={"Description": "x"}).status_code == 403
    assert writer.put(path, json={"Description": "x"}).status_code == 200
    assert writer.delete(path).status_code == 403
    assert us.delete(path).status_code == 204


def test_a_deleted_namespace_is_deleting_and_then_gone(us: httpx.Client) -> None:
    path = active(us, "short-lived")
    answer = us.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert state(us, "short-lived") == 2
    assert us.delete(path).status_code == 400
    assert us.post(path, json={}).status_code in (302, 409)
    eventually(lambda: us.get(path).status_code == 404)
    assert "short-lived" not in ids(us.get("/Namespaces"))
    assert us.post(path, json={}).status_code == 201


def test_what_is_creating_or_suspended_can_be_deleted(us: httpx.Client) -> None:
    for namespace_id in ("commissioning-line-4", "pilot_2019"):
        assert us.delete(f"/Namespaces/{namespace_id}").status_code == 204
        eventually(lambda path=f"/Namespaces/{namespace_id}": us.get(path).status_code == 404)  # type: ignore[misc]
    assert us.delete("/Namespaces/mill-decommissioned").status_code == 400
