"""What every kind has from its declaration: lists, items, conditions, ACLs, rights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ocs_tui.catalog import kinds
from ocs_tui.catalog.declare import AT_COLLECTION, AT_ITEM, kind_of
from ocs_tui.catalog.kind import Field
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.service import ASSETS, RULES, SDS, Listing
from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, acl, eventually

GAUGE = kind_of(
    SDS,
    "gauge",
    "Gauges",
    "gauges",
    f"{N}/Gauges",
    (Field("Id"), Field("Name"), Field("Limit", takes="whole")),
    within=kinds.NAMESPACE,
    creates=AT_ITEM,
    updates=True,
    deletes=True,
    guarded=True,
    collection_route="Gauges",
    sortable=("Name",),
)
DIAL = kind_of(
    ASSETS,
    "dial",
    "Dials",
    "dials",
    f"{N}/Gauges/{{id}}/Dials",
    (Field("Id"), Field("Name")),
    within=GAUGE,
    creates=AT_COLLECTION,
    updates=True,
    deletes=True,
    listing=Listing(),
)
NEEDLE = kind_of(
    RULES,
    "needle",
    "Needles",
    "needles",
    f"{N}/Needles",
    (Field("Id"), Field("Name")),
    within=kinds.NAMESPACE,
    creates=AT_ITEM,
    updates=True,
    guarded=True,
    collection_route="Needles",
)
BASE = "/Namespaces/sandbox"


@pytest.fixture(autouse=True)
def made_up() -> Iterator[None]:
    """Kinds that no page knows."""
    with kinds.one_more(GAUGE), kinds.one_more(DIAL), kinds.one_more(NEEDLE):
        yield


def made(client: httpx.Client, *ids: str, **fields: Any) -> None:
    """Create gauges."""
    for each in ids:
        assert client.post(f"{BASE}/Gauges/{each}", json={"Id": each, **fields}).status_code == 201


def test_a_thing_is_created_read_changed_and_deleted(us: httpx.Client) -> None:
    """The codes of the reference, and ids in any letter case."""
    made(us, "PT-1", Name="Pressure")
    assert us.get(f"{BASE}/gauges/pt-1").json() == {"Id": "PT-1", "Name": "Pressure"}
    again = us.post(f"{BASE}/Gauges/PT-1", json={"Id": "PT-1", "Name": "Pressure", "Limit": 0})
    assert again.status_code == 302
    assert us.get(again.headers["location"]).json()["Id"] == "PT-1"
    other = us.post(f"{BASE}/Gauges/PT-1", json={"Id": "PT-1", "Name": "Flow"})
    assert other.status_code == 409
    assert set(other.json()) == {"OperationId", "Error", "Reason", "Resolution", "Parameters"}
    assert us.put(f"{BASE}/Gauges/pt-1", json={"Name": "Steam"}).status_code == 204
    assert us.get(f"{BASE}/Gauges/PT-1").json() == {"Id": "PT-1", "Name": "Steam"}
    assert us.put(f"{BASE}/Gauges/PT-2", json={"Name": "New"}).status_code == 201
    assert us.delete(f"{BASE}/Gauges/PT-2").status_code == 204
    assert us.delete(f"{BASE}/Gauges/PT-2").status_code == 404


def test_ids_and_bodies_that_do_not_fit_are_refused(us: httpx.Client) -> None:
    """400 with a reason."""
    for path, body in (
        ("x" * 101, {}),
        ("%20x", {}),
        ("a%2Fb", {}),
        ("one", {"Id": "two"}),
        ("one", []),
    ):
        refused = us.post(f"{BASE}/Gauges/{path}", json=body)
        assert refused.status_code == 400, path
        assert refused.json()["Reason"]
    assert us.get(f"{BASE}/Gauges").json() == []


def test_a_list_comes_in_pages_and_in_an_order(us: httpx.Client) -> None:
    """By id unless something else is asked for."""
    for each, name in (("b", "1"), ("A", "3"), ("c", "2")):
        made(us, each, Name=name)

    def ids(query: str) -> list[str]:
        return [each["Id"] for each in us.get(f"{BASE}/Gauges?{query}").json()]

    assert ids("") == ["A", "b", "c"]
    assert ids("skip=1&count=1") == ["b"]
    assert ids("orderby=Name") == ["b", "c", "A"]
    assert ids("orderBy=name%20desc&count=2") == ["A", "c"]
    assert ids("query=B") == ["b"]
    for wrong in ("count=x", "count=-1", "count=0", "skip=-1", "orderby=Limit", "count=1001"):
        assert us.get(f"{BASE}/Gauges?{wrong}").status_code == 400, wrong


def test_what_lies_in_a_thing_goes_with_it(us: httpx.Client) -> None:
    """And is not there when the thing is made anew; an asset's kin has ETags and counts."""
    made(us, "g")
    made_dial = us.post(f"{BASE}/Gauges/g/Dials", json={"Name": "left"})
    assert made_dial.status_code == 201
    dial = made_dial.json()["Id"]
    assert (
        us.put(f"{BASE}/Gauges/g/Dials/{dial}", json={"Name": "x"}, headers={"If-Match": '"7"'}).status_code
        == 412
    )
    tag = us.get(f"{BASE}/Gauges/g/Dials/{dial}").headers["etag"]
    assert (
        us.put(f"{BASE}/Gauges/g/Dials/{dial}", json={"Name": "x"}, headers={"If-Match": tag}).status_code
        == 200
    )
    listed = us.get(f"{BASE}/Gauges/g/Dials")
    before = listed.headers["etag"]
    assert listed.headers["total-count"] == "1"
    us.delete(f"{BASE}/Gauges/g/Dials/{dial}")
    assert us.get(f"{BASE}/Gauges/g/Dials").headers["etag"] != before
    us.post(f"{BASE}/Gauges/g/Dials", json={"Id": "kept"})
    us.delete(f"{BASE}/Gauges/g")
    assert us.get(f"{BASE}/Gauges/g/Dials").status_code == 404
    made(us, "g")
    assert us.get(f"{BASE}/Gauges/g/Dials").json() == []


def test_rights_are_asked_of_each_thing(us: httpx.Client, sign_in: SignIn) -> None:
    """What one may not read is not listed; the collection says who creates; the owner may do everything."""
    member, writer = sign_in(demo.REPORTS), sign_in(demo.HISTORIAN_WRITER)
    made(us, "open", "closed")
    only = acl((demo.ADMINISTRATOR, 31))
    assert us.put(f"{BASE}/Gauges/closed/AccessControl", json=only).status_code == 204
    assert [each["Id"] for each in member.get(f"{BASE}/Gauges").json()] == ["open"]
    assert member.get(f"{BASE}/Gauges/closed").status_code == 403
    assert member.get(f"{BASE}/Gauges/closed/AccessRights").json() == []
    assert member.post(f"{BASE}/Gauges/mine", json={}).status_code == 403
    assert writer.post(f"{BASE}/Gauges/mine", json={}).status_code == 201
    assert writer.delete(f"{BASE}/Gauges/open").status_code == 403
    assert writer.get(f"{BASE}/Gauges/mine/Owner").json()["ObjectId"] == demo.HISTORIAN_WRITER
    assert "Delete" in writer.get(f"{BASE}/Gauges/mine/AccessRights").json()
    assert writer.delete(f"{BASE}/Gauges/mine").status_code == 204


def test_a_new_thing_copies_the_acl_of_its_collection(us: httpx.Client) -> None:
    """Which starts as the ACL that the namespace was made with; what is there keeps its own."""
    namespace_acl = us.get(f"{BASE}/AccessControl").json()
    assert us.get(f"{BASE}/AccessControl/Gauges").json() == namespace_acl
    made(us, "early")
    only = acl((demo.ADMINISTRATOR, 31), (demo.LABORATORY, 1))
    assert us.put(f"{BASE}/AccessControl/Gauges", json=only).status_code == 204
    us.put(f"{BASE}/AccessControl", json=acl((demo.ADMINISTRATOR, 31)))
    made(us, "late")

    def roles(path: str) -> list[str]:
        entries = us.get(f"{BASE}/{path}").json()["RoleTrusteeAccessControlEntries"]
        return [each["Trustee"]["ObjectId"] for each in entries]

    assert roles("Gauges/late/AccessControl") == [demo.ADMINISTRATOR, demo.LABORATORY]
    assert demo.LABORATORY not in roles("Gauges/early/AccessControl")


def test_an_acl_is_patched_when_nobody_else_changed_it(us: httpx.Client) -> None:
    """JSON Patch with If-Match, on a thing and on a collection."""
    made(us, "g")
    for path in ("Gauges/g/AccessControl", "AccessControl/Gauges"):
        tag = us.get(f"{BASE}/{path}").headers["etag"]
        patch = [{"op": "replace", "path": "/RoleTrusteeAccessControlEntries/1/AccessRights", "value": 7}]
        done = us.patch(f"{BASE}/{path}", json=patch, headers={"If-Match": tag})
        assert done.status_code == 204
        entries = us.get(f"{BASE}/{path}").json()["RoleTrusteeAccessControlEntries"]
        assert entries[1]["AccessRights"] == 7
        assert us.patch(f"{BASE}/{path}", json=patch, headers={"If-Match": tag}).status_code == 412
        nobody = [{"op": "replace", "path": "/RoleTrusteeAccessControlEntries", "value": []}]
        assert us.patch(f"{BASE}/{path}", json=nobody).status_code == 400


def test_another_service_answers_what_was_set(us: httpx.Client) -> None:
    """200 with the body where the data store has 204, and no PATCH."""
    us.post(f"{BASE}/Needles/n", json={})
    only = acl((demo.ADMINISTRATOR, 31))
    answered = us.put(f"{BASE}/Needles/n/AccessControl", json=only)
    assert len(answered.json()["RoleTrusteeAccessControlEntries"]) == 1
    owner = {"Type": 2, "ObjectId": demo.HISTORIAN_WRITER}
    assert us.put(f"{BASE}/Needles/n/Owner", json=owner).json()["ObjectId"] == demo.HISTORIAN_WRITER
    assert us.put(f"{BASE}/Needles/n/Owner", json={"Type": 3, "ObjectId": demo.MEMBER}).status_code == 400
    refused = us.patch(f"{BASE}/Needles/n/AccessControl", json=[])
    assert refused.status_code == 405
    assert set(refused.json()) == {"OperationId", "Error", "Reason", "Resolution"}
    assert us.get(f"{BASE}/AccessRights/Needles").json() == [
        "Read",
        "Write",
        "Delete",
        "ManageAccessControl",
        "Share",
    ]


def test_things_lie_in_the_region_of_their_namespace(us: httpx.Client, eu: httpx.Client) -> None:
    """It and the global base URL serve them, reads and writes alike; another region does not."""
    assert eu.post("/Namespaces/sandbox-eu/Gauges/g", json={}).status_code == 201
    assert us.get("/Namespaces/sandbox-eu/Gauges/g").json() == {"Id": "g"}
    assert us.delete("/Namespaces/sandbox-eu/Gauges/g").status_code == 204
    assert eu.get(f"{BASE}/Gauges").status_code == 404
    assert us.get("/Namespaces/nowhere/Gauges").status_code == 404


def test_a_namespace_takes_its_things_along(us: httpx.Client) -> None:
    """One that is made anew is empty."""
    us.post("/Namespaces/brief", json={"Region": "WestUS"})
    us.post("/Namespaces/brief/Gauges/g", json={})
    assert us.get("/Namespaces/brief/Gauges").json() == [{"Id": "g"}]
    us.delete("/Namespaces/brief")
    eventually(lambda: us.get("/Namespaces/brief").status_code == 404)
    us.post("/Namespaces/brief", json={"Region": "WestUS"})
    assert us.get("/Namespaces/brief/Gauges").json() == []


def test_what_was_written_survives_a_restart(tmp_path: Any, sign_in: SignIn) -> None:
    """Things, their ACLs and versions, what lies in them, and what was deleted."""
    for first in (True, False):
        with Emulator(data=tmp_path / "file") as running:
            client = sign_in(of=running)
            if first:
                made(client, "g", "gone")
                client.post(f"{BASE}/Gauges/g/Dials", json={"Id": "d"})
                client.delete(f"{BASE}/Gauges/gone")
                client.put(f"{BASE}/AccessControl/Gauges", json=acl((demo.ADMINISTRATOR, 31)))
                continue
            assert [each["Id"] for each in client.get(f"{BASE}/Gauges").json()] == ["g"]
            assert client.get(f"{BASE}/Gauges/g/Dials/d").headers["etag"] == '"1"'
            entries = client.get(f"{BASE}/AccessControl/Gauges").json()["RoleTrusteeAccessControlEntries"]
            assert len(entries) == 1


def test_each_service_has_its_own_routes(sign_in: SignIn) -> None:
    """CONNECT has no topics and makes no namespaces; OCS has no schemas."""
    with Emulator(connect=True) as running:
        client = sign_in(of=running)
        assert client.get(f"{BASE}/Topics").status_code == 404
        assert client.post("/Namespaces/more", json={}).status_code == 405
        assert client.delete(BASE).status_code == 405
        made(client, "g")
    with Emulator() as running:
        client = sign_in(of=running)
        assert client.get(f"{BASE}/Topics").status_code == 200
        assert client.get(f"{BASE}/DataViews/v/schemas").status_code == 404
