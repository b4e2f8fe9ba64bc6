"""The asset store of the demo tenant, over plain HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn, acl, eventually

BOILER = "/Namespaces/boiler"
SANDBOX = "/Namespaces/sandbox"
DAY = {"startIndex": "2024-03-04T00:00:00Z", "endIndex": "2024-03-05T00:00:00Z"}
MAPPINGS = [
    {"Value": "Closed", "Status": 1, "DisplayName": "shut"},
    {"Value": 1, "Status": "Bad", "DisplayName": "leaking"},
]


@pytest.fixture
def valve(us: httpx.Client) -> str:
    """An asset whose status an enumeration tells, with a stream that has four events."""
    state = {
        "SdsTypeCode": 609,
        "Properties": [{"Id": name, "Value": value} for value, name in enumerate(("Closed", "Leaking"))],
    }
    properties = [
        {"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": 16}},
        {"Id": "State", "SdsType": state, "InterpolationMode": 1},
    ]
    us.post(f"{SANDBOX}/Types/v", json={"Id": "v", "SdsTypeCode": 1, "Properties": properties})
    us.post(f"{SANDBOX}/Streams/v", json={"Id": "v", "TypeId": "v"})
    events = [{"Time": f"2024-03-04T0{hour}:00:00Z", "State": int(hour == 3)} for hour in range(5)]
    assert us.post(f"{SANDBOX}/Streams/v/Data", json=events).status_code == 204
    definition = {"StreamReferenceId": "r", "StreamPropertyId": "state", "ValueStatusMappings": MAPPINGS}
    body = {
        "Id": "valve",
        "StreamReferences": [{"Id": "r", "Name": "Seat", "StreamId": "v"}],
        "Status": {"DefinitionType": 1, "Definition": definition},
    }
    assert us.post(f"{SANDBOX}/Assets/valve", json=body).status_code == 201
    return f"{SANDBOX}/Assets/valve"


@pytest.mark.parametrize(
    ("namespace", "count"),
    [("boiler", 14), ("tank-farm", 8), ("compressors", 18), ("rotterdam-refinery", 2), ("wind-borkum", 20)],
)
def test_the_demo_plants_assets_refer_to_streams_that_there_are(
    us: httpx.Client, namespace: str, count: int
) -> None:
    """All but the boiler that is under construction."""
    at = f"/Namespaces/{namespace}"
    assets = us.get(f"{at}/Assets")
    assert len(assets.json()) == count == int(assets.headers["total-count"])
    resolved = us.post(f"{at}/Bulk/Assets/Resolved", json=[each["Id"] for each in assets.json()]).json()
    assert [each["Id"] for each in resolved if not each.get("Resolved")] == ["boiler-7"][
        : namespace == "boiler"
    ]
    one = next(each for each in resolved if each.get("Streams"))
    last = us.get(f"{at}/Assets/{one['Id']}/Data/Last").json()
    assert last["Errors"] is None
    assert all(len(events) == 1 for events in last["Results"].values())


def test_the_status_of_the_demo_plant_follows_its_streams(us: httpx.Client) -> None:
    """What is written of the pump's stream is what its status says; nothing tells that of a new boiler."""
    at = f"{BOILER}/Assets/feedwater-pump-1/Status/Last"
    for running, status in ((False, "Warning"), (True, "Good")):
        event = {"Time": "2090-01-01T00:00:00Z", "Running": running}
        assert us.put(f"{BOILER}/Streams/B1-P-105/Data", json=[event]).status_code == 204
        assert (us.get(at).json()["Status"], us.get(at).json()["Value"]) == (status, running)
    assert us.get(f"{BOILER}/Assets/boiler-7/Status/Last").status_code == 422
    assert us.get(f"{BOILER}/Assets/boiler-house/Status/Last").status_code == 422


def test_a_status_is_told_by_an_enumeration_and_summed_up(us: httpx.Client, valve: str) -> None:
    """Members by name and by number; in the summary each value holds until the next event."""
    assert us.get(f"{valve}/Status/Last").json()["DisplayName"] == "shut"
    asked = {"startIndex": "2024-03-04T00:00:00Z", "endIndex": "2024-03-04T05:00:00Z", "intervals": "5"}
    told = us.get(f"{valve}/Status/Summary", params=asked).json()
    assert [each["Status"] for each in told["RangeValues"]] == ["Good", "Good", "Good", "Bad", "Good"]
    shares = {each["Status"]: each["DurationPercentage"] for each in told["Statistics"]}
    assert shares == {"Good": 80.0, "Bad": 20.0}
    before = {"startIndex": "2024-03-03T00:00:00Z", "endIndex": "2024-03-03T05:00:00Z"}
    empty = us.get(f"{valve}/Status/Summary", params=before).json()
    assert [each["Status"] for each in empty["RangeValues"]] == ["Unknown"]
    assert empty["Statistics"] == []
    for wrong in (
        {"intervals": "0"},
        {"intervals": "9999"},
        {"startIndex": "noon"},
        {"startIndex": asked["endIndex"]},
    ):
        assert us.get(f"{valve}/Status/Summary", params=asked | wrong).status_code == 400, wrong


def test_what_may_not_be_read_of_an_asset_is_told_as_missing(
    us: httpx.Client, valve: str, sign_in: SignIn
) -> None:
    """A stream that is closed to the caller neither resolves nor gives data nor tells the status."""
    reader = sign_in(demo.REPORTS)
    assert reader.get(f"{valve}/Status/Last").status_code == 200
    us.put(f"{SANDBOX}/Streams/v/AccessControl", json=acl((demo.ADMINISTRATOR, 31)))
    assert us.get(f"{valve}/Resolved").json()["Resolved"]
    assert reader.get(f"{valve}/Resolved").json()["UnresolvedStreams"][0]["Name"] == "Seat"
    data = reader.get(f"{valve}/Data", params=DAY).json()
    assert data["Results"] == {}
    assert data["Errors"]["ChildErrors"]["Seat"]["StatusCode"] == 404
    assert reader.get(f"{valve}/Status/Last").status_code == 422
    assert (
        reader.get(f"{SANDBOX}/Search/Assets", params={"query": "StreamPropertyId:State"}).json()[
            "TotalCount"
        ]
        == 0
    )
    assert (
        us.get(f"{SANDBOX}/Search/Assets", params={"query": "StreamPropertyId:State"}).json()["TotalCount"]
        == 1
    )


def test_the_best_hits_of_a_search_come_first(us: httpx.Client) -> None:
    """With the terms that were found and where; filters and facets narrow it further."""
    found = us.get(f"{BOILER}/Search/Assets", params={"query": "boiler 1"}).json()
    best = found["Results"][0]
    assert best["Id"] == "boiler-1"
    assert {"Field": "Name", "Terms": ["boiler", "1"]} in best["MatchedFields"]
    scores = [each["Score"] for each in found["Results"]]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]

    facets = {each["Name"]: each["FacetValues"] for each in us.get(f"{BOILER}/Search/Assets/Facets").json()}
    makers = {each["Value"]: each["DocumentCount"] for each in facets["Manufacturer"]}
    for maker, count in makers.items():
        listed = us.get(f"{BOILER}/Assets", params={"filter[manufacturer]": maker.upper()})
        assert listed.headers["total-count"] == str(count)
    both = {"filter[AssetTypeName]": "pump", "filter[Status]": "good"}
    good = us.get(f"{BOILER}/Assets", params=both).json()
    assert all(
        us.get(f"{BOILER}/Assets/{each['Id']}/Status/Last").json()["Status"] == "Good" for each in good
    )
    assert us.get(f"{BOILER}/Assets", params={"filter[AssetTypeName": "pump"}).status_code == 400
    words = us.get(f"{BOILER}/Search/Assets/Autocomplete", params={"term": "FEED", "termCount": "2"}).json()
    assert words["Tokens"][0].startswith("feed")
    assert len(words["Tokens"]) <= 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"AssetTypeId": "nobody"},
        {"Metadata": [{"Id": "m", "SdsTypeCode": "Int64", "Value": "many"}]},
        {"Metadata": [{"Id": "m", "SdsTypeCode": "Guid"}]},
        {"Metadata": [{"Id": "m"}, {"Id": "M"}]},
        {"Metadata": [{"Value": 1}]},
        {"Metadata": {"Id": "m"}},
        {"StreamReferences": [{"Id": "r"}]},
        {
            "StreamReferences": [
                {"Id": "a", "Name": "n", "StreamId": "s"},
                {"Id": "b", "Name": "N", "StreamId": "s"},
            ]
        },
        {"Status": {"DefinitionType": "Guess"}},
        {"Status": {"Definition": {"ValueStatusMappings": [{"Status": "Superb"}]}}},
        {"Status": "Good"},
        {"Status": {"Definition": {"ValueStatusMappings": [{"Value": 1, "DisplayName": []}]}}},
        {"Tags": "steam"},
        {"Name": 4},
    ],
)
def test_an_asset_that_cannot_be_is_refused_with_a_sentence(us: httpx.Client, wrong: dict[str, Any]) -> None:
    """And nothing is kept of it, in a list of many either."""
    refused = us.post(f"{SANDBOX}/Assets/x", json={"Id": "x", **wrong})
    assert refused.status_code == 400
    assert refused.json()["Reason"]
    many = us.post(f"{SANDBOX}/Bulk/Assets", json=[{"Id": "x", **wrong}, {"Id": "y"}])
    assert many.status_code == 207
    assert [each["Id"] for each in many.json()["Data"]] == ["y"]
    assert many.json()["ChildErrors"][0]["StatusCode"] == 400
    assert us.get(f"{SANDBOX}/Assets/x").status_code == 404


def test_what_was_made_and_deleted_survives_a_restart(tmp_path: Path, sign_in: SignIn) -> None:
    """Over what the demo plant begins with."""
    file = tmp_path / "box.json"
    with Emulator(data=file) as first:
        client = sign_in(of=first)
        assert client.put(f"{BOILER}/Assets/boiler-1", json={"Name": "Renamed"}).status_code == 200
        assert client.delete(f"{BOILER}/Assets/boiler-2").status_code == 204
        assert client.post(f"{BOILER}/Assets/boiler-8", json={"AssetTypeId": "boiler"}).status_code == 201
    with Emulator(data=file) as second:
        client = sign_in(of=second)
        assert client.get(f"{BOILER}/Assets/boiler-1").json()["Name"] == "Renamed"
        assert client.get(f"{BOILER}/Assets/boiler-2").status_code == 404
        assert client.get(f"{BOILER}/Assets").headers["total-count"] == "14"


def test_a_type_goes_with_its_assets_only_for_who_may_delete_them(us: httpx.Client, sign_in: SignIn) -> None:
    """One asset that may not be deleted keeps all of them."""
    us.post(f"{SANDBOX}/AssetTypes/t", json={"Id": "t"})
    for name in ("a", "b"):
        us.post(f"{SANDBOX}/Assets/{name}", json={"Id": name, "AssetTypeId": "T"})
    for thing in ("AssetTypes/t", "Assets/a"):
        us.put(f"{SANDBOX}/{thing}/AccessControl", json=acl((demo.ADMINISTRATOR, 31), (demo.MEMBER, 5)))
    other = sign_in(demo.REPORTS)
    assert other.delete(f"{SANDBOX}/AssetTypes/t?deleteAssets=true").status_code == 403
    assert us.get(f"{SANDBOX}/Assets/a").status_code == 200
    assert us.delete(f"{SANDBOX}/AssetTypes/t").status_code == 409
    assert us.delete(f"{SANDBOX}/AssetTypes/t?deleteAssets=True").status_code == 204
    assert us.get(f"{SANDBOX}/Assets/b").status_code == 404


def test_a_namespace_made_anew_under_a_demo_name_has_no_assets(us: httpx.Client) -> None:
    """Nor types or data views: the plant was that of the first one."""
    assert us.get(f"{BOILER}/Assets").json()
    us.delete(BOILER)
    eventually(lambda: us.get(BOILER).status_code == 404)
    us.post(BOILER, json={"Region": "WestUS"})
    for collection in ("Assets", "AssetTypes", "DataViews"):
        assert us.get(f"{BOILER}/{collection}").json() == [], collection


def test_a_patch_addresses_what_is_in_lists_by_its_id(sign_in: SignIn) -> None:
    """As CONNECT has it; what does not fit leaves the asset as it was."""
    with Emulator(connect=True) as connect:
        client = sign_in(of=connect)
        at = f"{BOILER}/Assets/boiler-1"
        patch: list[dict[str, Any]] = [
            {"op": "test", "path": "/Metadata/Capacity/Value", "value": 22.0},
            {"op": "replace", "path": "/Metadata/Capacity/Value", "value": 25},
            {"op": "remove", "path": "/StreamReferences/Laboratory"},
            {"op": "add", "path": "/Metadata/-", "value": {"Id": "Shift", "Value": "B"}},
            {"op": "replace", "path": "/Metadata/Shift/Value", "value": "C"},
        ]
        changed = client.patch(at, json=patch).json()
        metadata = {each["Id"]: each["Value"] for each in changed["Metadata"]}
        assert (metadata["Capacity"], metadata["Shift"]) == (25.0, "C")
        assert "Laboratory" not in [each["Id"] for each in changed["StreamReferences"]]
        assert (
            client.patch(
                at, json=[{"op": "replace", "path": "/Metadata/Shift/Value", "value": "D"}, {}]
            ).status_code
            == 400
        )
        kept = client.get(at).json()
        assert {each["Id"]: each["Value"] for each in kept["Metadata"]}["Shift"] == "C"
