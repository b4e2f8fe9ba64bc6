"""Data views of the demo tenant, over plain HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ocs_tui.emulator import demo
from tests.emulator.conftest import SignIn, acl

BOILER = "/Namespaces/boiler"
SANDBOX = "/Namespaces/sandbox"
VIEWS = f"{SANDBOX}/DataViews"
RANGE = {"startIndex": "2024-03-04T00:00:00Z", "endIndex": "2024-03-04T02:00:00Z"}
SITE = {"Source": "Metadata", "Keys": ["Site"], "Label": "Site"}
VALUE = {"Source": "PropertyId", "Keys": ["Value"], "Label": "{IdentifyingValue} {FirstKey}"}


@pytest.fixture
def meters(us: httpx.Client) -> list[str]:
    """Four meters at two sites, two at each: power in and power out, an hour between their events."""
    properties = [
        {"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": 16}},
        {"Id": "Value", "SdsType": {"SdsTypeCode": 14}, "Uom": "kilowatt"},
    ]
    us.post(f"{SANDBOX}/Types/m", json={"Id": "m", "SdsTypeCode": 1, "Properties": properties})
    ids = ["m-east-in", "m-east-out", "m-west-in", "m-west-out"]
    for number, stream_id in enumerate(ids):
        _, site, way = stream_id.split("-")
        us.post(f"{SANDBOX}/Streams/{stream_id}", json={"Id": stream_id, "TypeId": "m"})
        us.put(f"{SANDBOX}/Streams/{stream_id}/Metadata", json={"Site": site, "Way": way})
        us.put(f"{SANDBOX}/Streams/{stream_id}/Tags", json=["meter", way])
        events = [{"Time": f"2024-03-04T0{hour}:00:00Z", "Value": number * 10 + hour} for hour in range(3)]
        assert us.post(f"{SANDBOX}/Streams/{stream_id}/Data", json=events).status_code == 204
    return ids


def view(*fields: dict[str, Any], identifying: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    fields_of = {"QueryId": "q", "DataFields": list(fields), "IdentifyingField": identifying}
    return {
        "Queries": [{"Id": "q", "Kind": "Stream", "Value": "TypeId:m"}],
        "DataFieldSets": [fields_of] if fields else [],
        "IndexField": {"Label": "Time"},
        "DefaultInterval": "01:00:00",
        **more,
    }


def rows(us: httpx.Client, body: dict[str, Any], kind: str = "stored", **query: str) -> list[dict[str, Any]]:
    answer = us.post(f"{SANDBOX}/Preview/DataViews/Data/{kind}", json=body, params=RANGE | query)
    assert answer.status_code == 200, answer.text
    return list(answer.json())


def columns(us: httpx.Client, body: dict[str, Any]) -> list[str]:
    answer = us.post(f"{SANDBOX}/Preview/DataViews/Resolved/FieldMappings", json=body)
    return [each["Id"] for each in answer.json()["Items"]]


def test_an_identifying_field_aligns_alike_items_across_groups(us: httpx.Client, meters: list[str]) -> None:
    """A row a group and index, a column for each identifying value."""
    way = {"Source": "Metadata", "Keys": ["Way"]}
    body = view(VALUE, identifying=way, GroupingFields=[SITE])
    assert columns(us, body) == ["Time", "Site", "in Value", "out Value"]
    found = [(row["Site"], row["in Value"], row["out Value"]) for row in rows(us, body)]
    assert found == [("east", n, n + 10) for n in range(3)] + [("west", n + 20, n + 30) for n in range(3)]


def test_without_one_each_item_has_columns_of_its_own(us: httpx.Client, meters: list[str]) -> None:
    """Their labels are the same, so that each ends in its position; a group fills its own alone."""
    body = view(VALUE, GroupingFields=[SITE])
    assert columns(us, body) == ["Time.0", "Site.1", "Value.2", "Value.3", "Value.4", "Value.5"]
    first, last = rows(us, body)[0], rows(us, body)[-1]
    assert [first[f"Value.{at}"] for at in range(2, 6)] == [0.0, 10.0, None, None]
    assert [last[f"Value.{at}"] for at in range(2, 6)] == [None, None, 22.0, 32.0]
    counted = us.post(f"{SANDBOX}/Preview/DataViews/Resolved/Statistics", json=body).json()["Item"]
    field = counted["DataFieldSets"][0]["DataFields"][0]
    assert (counted["GroupCount"], field["DataMappingCount"], field["EmptyDataMappingCount"]) == (2, 8, 4)


def test_fields_beside_the_data_are_the_same_in_every_row(us: httpx.Client, meters: list[str]) -> None:
    """Ids, metadata, the tags that are asked for, the namespace; units where they are wanted, abbreviated."""
    body = view(
        {**VALUE, "Label": "Power {Uom}", "IncludeUom": True},
        {"Source": "Tags", "Keys": ["OUT", "gauge"], "Label": "Tags"},
        {"Source": "NamespaceId", "Label": "Namespace"},
        {"Source": "Metadata", "Keys": ["Location", "site"], "Label": "Where"},
        GroupingFields=[{"Source": "Id", "Label": "Meter"}],
    )
    found = {row["Meter"]: row for row in rows(us, body, groupCount="4", countPerGroup="1")}
    assert list(found) == meters
    assert found["m-west-out"] == {
        "Time": "2024-03-04T00:00:00Z",
        "Meter": "m-west-out",
        "Power kW": 30.0,
        "Power kW Uom": "kW",
        "Tags": ["out"],
        "Namespace": "sandbox",
        "Where": "west",
    }
    assert found["m-west-in"]["Tags"] is None


def test_interpolated_data_has_summaries_before_and_after_an_index(
    us: httpx.Client, meters: list[str]
) -> None:
    """Of the interval that follows, or the one before; stored data has no intervals, and says so."""
    body = view(
        {**VALUE, "Label": "next", "SummaryType": "Mean"},
        {**VALUE, "Label": "before", "SummaryType": "Count", "SummaryDirection": "Backward"},
        Queries=[{"Id": "q", "Value": "m-east-out"}],
    )
    found = rows(us, body, "interpolated")
    assert [row["next"] for row in found] == [10.0, 11.0, 12.0]
    assert [row["before"] for row in found] == [0.0, 1.0, 2.0]
    stored = us.post(f"{SANDBOX}/Preview/DataViews/Data/Stored", json=body, params=RANGE)
    assert stored.status_code == 400


def test_a_summary_at_the_end_of_time_is_refused(us: httpx.Client, meters: list[str]) -> None:
    """Its interval would reach beyond; an index alone does not."""
    body = view({**VALUE, "Label": "x", "SummaryType": "Mean"}, Queries=[{"Id": "q", "Value": "m-east-out"}])
    for at, way in (("9999-12-31T23:59:59Z", "Forward"), ("0001-01-01T00:00:00Z", "Backward")):
        body["DataFieldSets"][0]["DataFields"][0]["SummaryDirection"] = way
        asked = {"startIndex": at, "endIndex": at}
        answer = us.post(f"{SANDBOX}/Preview/DataViews/Data/Interpolated", json=body, params=asked)
        assert answer.status_code == 400
        plain = view({**VALUE, "Label": "x"})
        plain_answer = us.post(f"{SANDBOX}/Preview/DataViews/Data/Interpolated", json=plain, params=asked)
        assert plain_answer.status_code == 200


def test_a_narrow_view_has_a_row_for_each_value(us: httpx.Client, meters: list[str]) -> None:
    """Its columns are the same whatever it finds."""
    body = view({**VALUE, "IncludeUom": True}, identifying={"Source": "Id"}, Shape=1)
    found = rows(us, body, endIndex=RANGE["startIndex"])
    assert [(row["Field"], row["Value"], row["Uom"]) for row in found] == [
        (f"{each} Value", number * 10.0, "kW") for number, each in enumerate(meters)
    ]
    assert list(found[0]) == ["Time", "Field", "Value", "Uom"]


def test_every_page_in_every_form_leads_through_all_rows(us: httpx.Client, meters: list[str]) -> None:
    """Across groups, without one twice or left out; csv has the labels on each page that asks for them."""
    body = view({**VALUE, "Label": "Value"}, GroupingFields=[{"Source": "Name", "Label": "Meter"}])
    us.put(f"{VIEWS}/paged", json=body | {"DefaultStartIndex": RANGE["startIndex"]})
    for kind, count in (("stored", 12), ("interpolated", 4 * 5)):
        for form in ("default", "table", "csv"):
            query = {"endIndex": RANGE["endIndex"], "interval": "00:30:00", "form": form, "count": "5"}
            url: str | None = f"{VIEWS}/paged/Data/{kind}?{httpx.QueryParams(query)}"
            seen: list[Any] = []
            while url:
                page = us.get(url)
                assert page.status_code == 200
                told: Any = page.text.splitlines() if form == "csv" else page.json()
                told = told["Rows"] if form == "table" else told
                assert len(told) <= 5
                seen += [str(row) for row in told]
                url = page.headers.get("next-page")
                assert ('rel="next"' in page.headers["link"]) == (url is not None)
            assert len(seen) == len(set(seen)) == count, (kind, form)


def test_what_was_resolved_is_kept_until_it_is_wanted_anew(us: httpx.Client, meters: list[str]) -> None:
    """A stream that is new shows after a refresh; a page of the old rows goes on as it was."""
    us.put(f"{VIEWS}/kept", json=view({**VALUE, "Label": "Value"}, GroupingFields=[SITE | {"Source": "Id"}]))
    items = f"{VIEWS}/kept/Resolved/DataItems/q"
    assert us.get(items).headers["total-count"] == "4"
    first = us.get(f"{VIEWS}/kept/Data/Stored", params=RANGE | {"count": "2"})
    us.post(f"{SANDBOX}/Streams/m-new", json={"Id": "m-new", "TypeId": "m"})
    assert us.get(items).headers["total-count"] == "4"
    assert us.get(items, params={"cache": "refresh"}).headers["total-count"] == "5"
    assert us.get(items).headers["total-count"] == "5"
    assert us.get(items, params={"cache": "maybe"}).status_code == 400
    assert us.get(first.headers["next-page"]).status_code == 200

    # Another view: the token of the old one is stale, and its first page is not.
    us.put(f"{VIEWS}/kept", json=view({**VALUE, "Label": "Other"}))
    assert us.get(first.headers["next-page"]).status_code == 400
    assert us.get(first.headers["first-page"]).status_code == 200


def test_a_caller_sees_only_the_streams_that_it_may_read(
    us: httpx.Client, meters: list[str], sign_in: SignIn
) -> None:
    """In what the view finds and in its data, also when the right went meanwhile."""
    us.put(
        f"{VIEWS}/shared", json=view({**VALUE, "Label": "Value"}, GroupingFields=[SITE | {"Source": "Id"}])
    )
    reader = sign_in(demo.REPORTS)
    data, items = f"{VIEWS}/shared/Data/Stored", f"{VIEWS}/shared/Resolved/DataItems/q"
    first = reader.get(data, params=RANGE | {"count": "3"})
    assert reader.get(items).headers["total-count"] == "4"
    us.put(f"{SANDBOX}/Streams/{meters[1]}/AccessControl", json=acl((demo.ADMINISTRATOR, 31)))
    following = reader.get(first.headers["next-page"]).json()
    assert {row["Value"] for row in following} == {20.0, 21.0, 22.0}
    assert len(reader.get(data, params=RANGE).json()) == 9
    assert len(us.get(data, params=RANGE).json()) == 12
    assert us.get(items).headers["total-count"] == "4"
    assert reader.get(items).headers["total-count"] == "3"
    # A token belongs to the caller who got it.
    assert us.get(first.headers["next-page"]).status_code == 400


def test_assets_give_their_streams_by_the_name_of_the_reference(us: httpx.Client, meters: list[str]) -> None:
    """A field without a name finds all references, each in a column of its own."""
    references = [{"Id": each, "Name": each[7:], "StreamId": each} for each in meters[:2]]
    us.post(f"{SANDBOX}/Assets/east", json={"Id": "east", "Name": "East", "StreamReferences": references})
    us.post(f"{SANDBOX}/Assets/bare", json={"Id": "bare", "Name": "Nothing to read"})
    query = {"Id": "q", "Kind": 2, "Value": "Id:east OR Id:bare"}
    both = view({**VALUE, "Label": "{StreamReferenceName}"}, Queries=[query])
    assert columns(us, both) == ["Time", "in", "out"]
    one = view({**VALUE, "Label": "{StreamReferenceName}", "StreamReferenceNames": ["OUT"]}, Queries=[query])
    assert [row["out"] for row in rows(us, one)] == [10.0, 11.0, 12.0]
    left = us.post(f"{SANDBOX}/Preview/DataViews/Resolved/IneligibleDataItems/q", json=both).json()
    assert [each["Id"] for each in left["Items"]] == ["bare"]


def test_what_is_offered_is_what_the_view_does_not_have_yet(us: httpx.Client, meters: list[str]) -> None:
    """All of it is in the list of all sets, whatever the view has."""

    def offered(kind: str, body: dict[str, Any]) -> list[tuple[str, list[str]]]:
        sets = us.post(f"{SANDBOX}/Preview/DataViews/Resolved/{kind}", json=body).json()["Items"]
        return [(each["Source"], each["Keys"]) for one in sets for each in one["DataFields"]]

    everything = offered("AllFieldSets", view())
    assert ("PropertyId", ["Value"]) in everything
    assert ("Metadata", ["Way"]) in everything
    assert ("Tags", ["meter", "in", "out"]) in everything
    assert offered("AvailableFieldSets", view(VALUE)) == [
        each for each in everything if each != ("PropertyId", ["Value"])
    ]
    assert offered("AllFieldSets", view(VALUE)) == everything


@pytest.mark.parametrize(
    "wrong",
    [
        {"Queries": [{"Id": "q", "Value": '"half'}]},
        {"Queries": [{"Id": "q", "Kind": "Tree"}]},
        {"Queries": [{"Value": "x"}]},
        {"Queries": {"Id": "q"}},
        {"Queries": [{"Id": "q", "Value": "x", "SourceKind": "Community", "SourceId": "c"}]},
        {"IndexTypeCode": "String"},
        {"IndexTypeCode": "Never"},
        {"Shape": 9},
        {"DefaultInterval": 5},
        {"GroupingFields": [{"Source": "PropertyId", "Keys": ["Value"], "Label": "x"}]},
        {"GroupingFields": [{"Source": "Metadata", "Label": "x"}]},
        {"DataFieldSets": [{"QueryId": "other", "DataFields": []}]},
        {"DataFieldSets": [{"QueryId": "q", "DataFields": [{"Source": "Id"}]}]},
        {"DataFieldSets": [{"QueryId": "q", "DataFields": [{"Label": "x"}]}]},
        {"DataFieldSets": [{"QueryId": "q", "DataFields": [VALUE], "IdentifyingField": VALUE}]},
        {"IndexField": "Time"},
        {"Name": 4},
    ],
)
def test_a_view_that_cannot_be_is_refused_with_a_sentence(us: httpx.Client, wrong: dict[str, Any]) -> None:
    """Never more than that, neither tried nor stored."""
    refused = us.post(f"{SANDBOX}/Preview/DataViews/Data/Stored", json=view() | wrong, params=RANGE)
    assert refused.status_code == 400
    assert refused.json()["Reason"].endswith(".")


@pytest.mark.parametrize("kind", ["Stored", "Interpolated"])
@pytest.mark.parametrize("token", ["e30", "bnVsbA", "WzFd", "eyJpZCI6MX0", "eyJpZCI6IjEiLCJnIjp0cnVlfQ"])
def test_a_token_that_somebody_made_up_is_refused(
    us: httpx.Client, meters: list[str], kind: str, token: str
) -> None:
    """Whatever is in it."""
    us.put(f"{VIEWS}/tokens", json=view({**VALUE, "Label": "v"}, Queries=[{"Id": "q", "Value": "m-east-in"}]))
    assert us.get(f"{VIEWS}/tokens/Data/{kind}", params=RANGE).status_code == 200
    answer = us.get(f"{VIEWS}/tokens/Data/{kind}", params=RANGE | {"continuationToken": token})
    assert answer.status_code == 400


def test_the_demo_plants_views_have_data_of_the_day_before(us: httpx.Client) -> None:
    """Every one of them, without anything said of the range."""
    for namespace, count in (("boiler", 3), ("tank-farm", 1), ("wind-borkum", 1)):
        at = f"/Namespaces/{namespace}/DataViews"
        views = us.get(at).json()
        assert len(views) == count
        for each in views:
            data = us.get(f"{at}/{each['Id']}/Data/Interpolated").json()
            assert len(data) >= 25
            assert all(any(value is not None for value in row.values()) for row in data)
    units = {row["Unit"] for row in us.get(f"{BOILER}/DataViews/boiler-steam/Data/Interpolated").json()}
    assert units == {f"Boiler {number}" for number in range(1, 7)}
