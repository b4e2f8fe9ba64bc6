"""OMF messages, as gateways send them."""

from __future__ import annotations

import gzip
import json
from typing import Any

import httpx
import pytest

SANDBOX = "/Namespaces/sandbox"
TYPE = {
    "id": "Motor",
    "type": "object",
    "classification": "dynamic",
    "properties": {
        "Time": {"type": "string", "format": "date-time", "isindex": True},
        "Speed": {"type": "number", "format": "float32", "uom": "revolution per minute"},
        "Starts": {"type": ["integer", "null"], "format": "int64"},
        "Phases": {"type": "array", "items": {"type": "number"}},
        "Position": {"type": "object", "properties": {"X": {"type": "number"}}},
        "Running": {"type": "boolean"},
    },
}
EVENT = {
    "Time": "2024-01-01T00:00:00Z",
    "Speed": 1480.5,
    "Starts": None,
    "Phases": [1.0, 2.5],
    "Position": {"X": 1.5},
}


def _send(us: httpx.Client, kind: str, body: Any, action: str = "create", **headers: str) -> httpx.Response:
    told = {"messagetype": kind, "messageformat": "json", "omfversion": "1.2", "action": action}
    content = json.dumps(body).encode() if not isinstance(body, bytes) else body
    return us.post(
        f"{SANDBOX}/omf", content=content, headers={"content-type": "application/json", **told, **headers}
    )


def _fill(us: httpx.Client) -> None:
    assert _send(us, "Type", [TYPE]).status_code == 202
    container = {"id": "M-1", "typeid": "Motor", "metadata": {"Hall": "2"}, "tags": ["rotating"]}
    assert _send(us, "Container", [container]).status_code == 202
    assert _send(us, "Data", [{"containerid": "M-1", "values": [EVENT]}]).status_code == 202


def test_a_gateway_builds_up_its_types_streams_and_events(us: httpx.Client) -> None:
    """With formats, values that may be null, lists, objects; metadata and tags of a container are the stream's."""
    _fill(us)
    codes = {
        each["Id"]: each["SdsType"]["SdsTypeCode"]
        for each in us.get(f"{SANDBOX}/Types/Motor").json()["Properties"]
    }
    assert codes == {"Time": 16, "Speed": 13, "Starts": 111, "Phases": 214, "Position": 1, "Running": 3}
    assert us.get(f"{SANDBOX}/Streams/M-1/Metadata").json() == {"Hall": "2"}
    assert us.get(f"{SANDBOX}/Streams/M-1/Tags").json() == ["rotating"]
    last = us.get(f"{SANDBOX}/Streams/M-1/Data/Last").json()
    assert last["Speed"] == 1480.5
    assert last["Phases"] == [1.0, 2.5]
    assert last["Position"]["X"] == 1.5


def test_what_is_sent_again_does_no_harm(us: httpx.Client) -> None:
    """Gateways send all of it at every start; a type of the same id and another form is refused."""
    _fill(us)
    _fill(us)
    changed = TYPE | {"properties": TYPE["properties"] | {"More": {"type": "string"}}}  # type: ignore[operator]
    refused = _send(us, "Type", [changed], "update")
    assert refused.status_code == 400
    assert "Motor" in refused.json()["Reason"]


def test_a_message_with_one_wrong_item_changes_nothing(us: httpx.Client) -> None:
    """Neither types nor streams nor events of the items before it are kept."""
    assert (
        _send(us, "Type", [TYPE, {"id": "Bad", "properties": {"A": {"type": "number"}}}]).status_code == 400
    )
    assert us.get(f"{SANDBOX}/Types/Motor").status_code == 404
    _fill(us)
    containers = [{"id": "M-2", "typeid": "Motor"}, {"id": "M-3", "typeid": "Nothing"}]
    assert _send(us, "Container", containers).status_code == 400
    assert us.get(f"{SANDBOX}/Streams/M-2").status_code == 404
    later = EVENT | {"Time": "2024-01-02T00:00:00Z"}
    values = [{"containerid": "M-1", "values": [later]}, {"containerid": "M-1", "values": [{"Time": "noon"}]}]
    assert _send(us, "Data", values).status_code == 400
    assert us.get(f"{SANDBOX}/Streams/M-1/Data/Last").json()["Time"] == "2024-01-01T00:00:00Z"


def test_a_body_that_only_its_compression_header_calls_gzip_is_read(us: httpx.Client) -> None:
    """Older gateways send no Content-Encoding."""
    assert (
        _send(us, "Type", gzip.compress(json.dumps([TYPE]).encode()), compression="gzip").status_code == 202
    )
    assert us.get(f"{SANDBOX}/Types/Motor").status_code == 200


def test_links_are_taken_and_static_data_is_kept_by_its_type(us: httpx.Client) -> None:
    """Static data has no container."""
    static = {
        "id": "Plate",
        "classification": "static",
        "type": "object",
        "properties": {"Serial": {"type": "string", "isindex": True}, "Maker": {"type": "string"}},
    }
    assert _send(us, "Type", [static]).status_code == 202
    items = [
        {"typeid": "Plate", "values": [{"Serial": "A-7", "Maker": "Halden"}]},
        {"typeid": "__Link", "values": [{"source": {"typeid": "Plate", "index": "_ROOT"}, "target": {}}]},
    ]
    assert _send(us, "Data", items).status_code == 202
    assert us.get(f"{SANDBOX}/Streams/Plate/Data/First").json()["Maker"] == "Halden"


def test_a_type_that_streams_use_is_not_taken_away(us: httpx.Client) -> None:
    """Until they are gone; what is not there may be deleted."""
    _fill(us)
    assert _send(us, "Type", [TYPE], "delete").status_code == 400
    assert _send(us, "Container", [{"id": "M-1"}, {"id": "never"}], "delete").status_code == 202
    assert _send(us, "Type", [TYPE], "delete").status_code == 202


@pytest.mark.parametrize("values", [None, {}, [1]])
def test_data_without_values_says_which_item_it_is(us: httpx.Client, values: Any) -> None:
    """By its number."""
    answer = _send(us, "Data", [{"containerid": "M-1", "values": values}])
    assert answer.status_code == 400
    assert "[0]" in answer.json()["Reason"]


def test_the_demo_tenant_has_gateways(us: httpx.Client) -> None:
    """A subscription leads from each topic to the streams."""
    topics = us.get("/Namespaces/boiler/Topics").json()
    assert {each["Id"] for each in topics} >= {"edge-northgate", "mill-connector"}
    fed = us.get("/Namespaces/boiler/Topics/edge-northgate/subscriptions").json()
    assert [each["TopicId"] for each in fed] == ["edge-northgate"]
    assert us.get("/Namespaces/sandbox/Topics").json() == []
