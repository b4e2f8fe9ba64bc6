"""The data store of the demo tenant, as somebody with a terminal sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, acl, eventually
from tests.emulator.person import Clock

BOILER = "/Namespaces/boiler"
SANDBOX = "/Namespaces/sandbox"
READING = {
    "Id": "Reading",
    "SdsTypeCode": "Object",
    "Properties": [
        {"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": "DateTime"}},
        {"Id": "Value", "SdsType": {"SdsTypeCode": 14}, "Uom": "bar"},
    ],
}
EVENTS = [{"Time": f"2023-05-01T0{hour}:00:00Z", "Value": hour + 0.5} for hour in range(4)]


def _stream(client: httpx.Client, at: str = SANDBOX) -> str:
    assert client.post(f"{at}/Types/Reading", json=READING).status_code == 201
    made = client.post(f"{at}/Streams/s", json={"Id": "s", "TypeId": "Reading"})
    assert made.status_code == 201
    return f"{at}/Streams/s"


def test_the_demo_plant_has_streams_with_years_of_data(us: httpx.Client) -> None:
    """Types, streams with metadata and tags, data that end now, and a view to look through."""
    streams = us.get(f"{BOILER}/Streams").json()
    assert len(streams) > 30
    types = {each["Id"] for each in us.get(f"{BOILER}/Types").json()}
    assert {each["TypeId"] for each in streams} <= types
    for stream in streams[:7]:
        at = f"{BOILER}/Streams/{stream['Id']}"
        assert us.get(f"{at}/Metadata").json()["Site"] == "Northgate"
        first, last = us.get(f"{at}/Data/First").json(), us.get(f"{at}/Data/Last").json()
        assert int(last["Time"][:4]) - int(first["Time"][:4]) >= 3
        assert us.get(f"{at}/Resolved").json()["Type"]["SdsTypeCode"] == "Object"
    assert us.get(f"{BOILER}/Streams?query=feedwater AND TypeId:pump").json()
    through = us.get(f"{BOILER}/Streams/B1-P-105/Data/Transform/Last?streamViewId=pump-to-summary")
    assert set(through.json()) >= {"Time", "Power"}
    fahrenheit = us.post(
        f"{BOILER}/Streams/B1-TI-101/Data/Transform/Last",
        json=[{"SdsTypePropertyId": "Value", "Uom": "degree Fahrenheit"}],
    )
    assert fahrenheit.json()["Value"] > us.get(f"{BOILER}/Streams/B1-TI-101/Data/Last").json()["Value"]


def test_what_is_billed_by_belongs_to_the_auditors(us: httpx.Client, sign_in: SignIn) -> None:
    """Not every stream of the demo plant is everybody's."""
    outlet = "/Namespaces/tank-farm/Streams/T-201-FI"
    assert us.get(outlet).status_code == 200
    assert us.put(f"{outlet}/Tags", json=[]).status_code == 403
    assert sign_in(demo.REPORTS).get(outlet).status_code == 403


@pytest.mark.parametrize("namespace", ["tank-farm", "compressors", "rotterdam-refinery", "wind-borkum"])
def test_other_demo_namespaces_have_streams_too(us: httpx.Client, namespace: str) -> None:
    """Whose last values can be read."""
    streams = us.get(f"/Namespaces/{namespace}/Streams").json()
    assert streams
    assert us.get(f"/Namespaces/{namespace}/Streams/{streams[0]['Id']}/Data/Last").json()


def test_a_namespace_made_anew_under_a_demo_name_is_empty(us: httpx.Client) -> None:
    """The plant was that of the first one."""
    assert us.get(f"{BOILER}/Streams").json()
    us.delete(BOILER)
    eventually(lambda: us.get(BOILER).status_code == 404)
    us.post(BOILER, json={"Region": "WestUS"})
    assert us.get(f"{BOILER}/Streams").json() == []
    assert us.get(f"{BOILER}/Types").json() == []
    assert us.get(f"{BOILER}/Quantities").json()


def test_data_that_was_written_survives_a_restart(tmp_path: Path, sign_in: SignIn) -> None:
    """Inserted, changed and removed events, of a stream of one's own and of a generated one."""
    generated = f"{BOILER}/Streams/B1-TI-101/Data"
    day = "startIndex=2022-02-01T00:00:00Z&endIndex=2022-02-01T00:01:00Z"
    kept: list[Any] = []
    for first in (True, False):
        with Emulator(data=tmp_path / "file") as running:
            client = sign_in(of=running)
            if first:
                at = _stream(client)
                assert client.post(f"{at}/Data", json=EVENTS).status_code == 204
                assert client.put(f"{at}/Data", json=[EVENTS[0] | {"Value": 9}]).status_code == 204
                assert client.delete(f"{at}/Data?index=2023-05-01T03:00:00Z").status_code == 204
                client.put(f"{at}/Metadata", json={"Loop": "TIC-1"})
                before = client.get(f"{generated}?{day}").json()
                event = before[0]["Time"]
                client.put(generated, json=[{"Time": event, "Value": 1.25}])
                client.delete(f"{generated}?index={before[1]['Time']}")
            answers = [
                client.get(f"{SANDBOX}/Streams/s/Data?startIndex=2023-01-01&count=10").json(),
                client.get(f"{SANDBOX}/Streams/s/Metadata").json(),
                client.get(f"{generated}?{day}").json(),
            ]
            if first:
                kept = answers
                assert [each["Value"] for each in kept[0]] == [9, 1.5, 2.5]
                assert kept[2][0]["Value"] == 1.25
                assert len(kept[2]) == len(before) - 1
    assert answers == kept


def test_a_stream_that_is_deleted_takes_its_data_along(us: httpx.Client) -> None:
    """One that is made anew begins empty, without metadata."""
    at = _stream(us)
    us.post(f"{at}/Data", json=EVENTS)
    us.put(f"{at}/Tags", json=["x"])
    assert us.delete(f"{SANDBOX}/Types/Reading").status_code == 409
    assert us.delete(at).status_code == 204
    us.post(at, json={"Id": "s", "TypeId": "Reading"})
    assert us.get(f"{at}/Data/Last").json() is None
    assert us.get(f"{at}/Tags").json() == []


def test_a_stream_that_says_continuous_keeps_saying_so(us: httpx.Client) -> None:
    """A mode of a stream may be null, so that 0 is told even to those who do not ask for all."""
    at = _stream(us)
    assert us.put(at, json={"TypeId": "Reading", "InterpolationMode": "Continuous"}).status_code == 204
    assert us.get(at).json()["InterpolationMode"] == 0
    assert us.get(at, headers={"Accept-Verbosity": "verbose"}).json()["ExtrapolationMode"] is None


def test_a_job_sets_the_acls_of_all_streams_and_shows_how_far_it_is(sign_in: SignIn) -> None:
    """In progress first; at last what one may not manage has failed, and the rest is set."""
    clock = Clock()
    with Emulator(provision_delay=10, clock=clock) as running:
        administrator, operator = sign_in(of=running), sign_in(demo.CONTRACTOR_TABLETS, of=running)
        jobs = (
            f"{running.info['global']}/api/v1-preview/tenants/{running.info['tenant_id']}"
            "/namespaces/boiler/bulk/accesscontrol/jobs"
        )
        only = acl((demo.ADMINISTRATOR, 31), (demo.LABORATORY, 1))
        refused = operator.post(jobs, json={"Operation": 1, "AccessControlList": only}).json()
        begun = administrator.post(jobs, json={"Operation": 1, "AccessControlList": only}).json()
        clock.now += 4
        halfway = administrator.get(f"{jobs}/{begun['Id']}").json()
        assert halfway["Status"] == 2
        assert 0 < halfway["StepsProcessed"] < halfway["TotalSteps"]
        clock.now += 7
        done = administrator.get(f"{jobs}/{begun['Id']}").json()
        assert (done["Status"], done["StepsSucceeded"]) == (3, done["TotalSteps"])
        failed = operator.get(f"{jobs}/{refused['Id']}").json()
        assert (failed["Status"], failed["StepsFailed"]) == (5, failed["TotalSteps"])
        steps = operator.get(f"{jobs}/{refused['Id']}/jobsteps?filterBy=Failure&count=3").json()
        assert [len(step["Errors"]) for step in steps] == [1, 1, 1]
        entries = administrator.get(f"{BOILER}/Streams/B1-TI-101/AccessControl").json()
        assert len(entries["RoleTrusteeAccessControlEntries"]) == 2


def test_connect_reads_acls_in_bulk(sign_in: SignIn) -> None:
    """And tells when things were made; OCS has neither."""
    for connect in (True, False):
        with Emulator(connect=connect) as running:
            client = sign_in(of=running)
            read = client.post(f"{BOILER}/Bulk/Streams/AccessControl", json=["B1-TI-101", "nowhere"])
            stream = client.get(f"{BOILER}/Streams/B1-TI-101").json()
            assert ("ModifiedDate" in stream) == connect
            if not connect:
                assert read.status_code == 404
                continue
            assert read.status_code == 207
            assert [each["Id"] for each in read.json()["Results"]] == ["B1-TI-101"]
            assert [each["OperationStatus"] for each in read.json()["Errors"]] == [404]
            owners = client.post(f"{BOILER}/Bulk/Streams/Owner", json=["B1-TI-101"]).json()
            assert owners["Results"][0]["Owner"]["Type"] == 1
