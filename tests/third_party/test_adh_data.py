"""Types, streams, data, stream views, assets and data views, driven by AVEVA's own sample library for Python."""

from __future__ import annotations

import json

import pytest
from adh_sample_library_preview import (
    AccessControlEntry,
    AccessControlList,
    AccessType,
    ADHClient,
    AssetType,
    CommonAccessRightsEnum,
    DataItemResourceType,
    DataView,
    Field,
    FieldSet,
    FieldSource,
    MetadataItem,
    Owner,
    Query,
    SdsBoundaryType,
    SdsError,
    SdsStream,
    SdsStreamView,
    SdsStreamViewProperty,
    SdsType,
    SdsTypeCode,
    SdsTypeProperty,
    StatusConfiguration,
    StatusDefinitionType,
    StatusEnum,
    StatusMapping,
    StreamReference,
    Trustee,
    TrusteeType,
    TypeReference,
    ValueStatusMapping,
)
from adh_sample_library_preview.Asset.Asset import Asset
from jsonpatch import JsonPatch

from tests.emulator_process import EmulatorProcess
from tests.third_party.conftest import Connect

SANDBOX = "sandbox"
START, END = "2023-05-01T00:00:00Z", "2023-05-01T03:00:00Z"


def key(name: str = "Time") -> SdsTypeProperty:
    return SdsTypeProperty(
        id=name, is_key=True, sds_type=SdsType(id="DateTime", sds_type_code=SdsTypeCode.DateTime)
    )


def prop(name: str, code: SdsTypeCode = SdsTypeCode.Double, uom: str | None = None) -> SdsTypeProperty:
    return SdsTypeProperty(id=name, sds_type=SdsType(id=code.name, sds_type_code=code), uom=uom)


def events() -> str:
    """Four hours of data, as the body of a write: the library sends text as it is."""
    hours = range(4)
    return json.dumps(
        [
            {"Time": f"2023-05-01T0{hour}:00:00Z", "Pressure": hour + 0.5, "State": hour % 3 + 1}
            for hour in hours
        ]
    )


@pytest.fixture
def pumps(client: ADHClient) -> list[str]:
    """Two streams of a type, with data, metadata and tags; made anew for each test and taken away before."""
    forget(client)
    of = SdsType(
        id="LibraryPump",
        name="A pump",
        sds_type_code=SdsTypeCode.Object,
        properties=[key(), prop("Pressure", uom="bar"), prop("State", SdsTypeCode.Int32)],
    )
    client.Types.getOrCreateType(SANDBOX, of)
    made = ["library-pump-1", "library-pump-2"]
    for number, stream_id in enumerate(made):
        client.Streams.getOrCreateStream(
            SANDBOX, SdsStream(id=stream_id, name=f"Pump {number + 1}", type_id="LibraryPump")
        )
        client.Streams.createOrUpdateMetadata(SANDBOX, stream_id, {"Site": f"Site {number + 1}"})
        client.Streams.createOrUpdateTags(SANDBOX, stream_id, ["library"])
        client.Streams.insertValues(SANDBOX, stream_id, events())
    return made


def forget(client: ADHClient) -> None:
    """Take away what an earlier test made, what refers to others first."""
    for things, delete in (
        (client.DataViews.getDataViews, client.DataViews.deleteDataView),
        (client.Assets.getAssets, client.Assets.deleteAsset),
        (client.AssetTypes.getAssetTypes, client.AssetTypes.deleteAssetType),
        (client.Streams.getStreams, client.Streams.deleteStream),
        (client.StreamViews.getStreamViews, client.StreamViews.deleteStreamView),
        (client.Types.getTypes, client.Types.deleteType),
    ):
        for each in things(SANDBOX):
            if each.Id.casefold().startswith("library"):
                delete(SANDBOX, each.Id)


def test_types_are_made_read_and_counted(client: ADHClient, pumps: list[str]) -> None:
    of = client.Types.getType(SANDBOX, "LibraryPump")
    assert [(each.Id, bool(each.IsKey), each.Uom) for each in of.Properties] == [
        ("Time", True, None),
        ("Pressure", False, "bar"),
        ("State", False, None),
    ]
    assert of.Properties[1].SdsType.SdsTypeCode is SdsTypeCode.Double
    assert client.Types.getTypeReferenceCount(SANDBOX, "LibraryPump")["SdsStream"] == 2
    assert "LibraryPump" in [each.Id for each in client.Types.getTypes(SANDBOX, query="LibraryP*")]
    # The library follows the 302 of a type that exists, and reads that one.
    assert client.Types.getOrCreateType(SANDBOX, of).Id == "LibraryPump"
    with pytest.raises(SdsError) as used:
        client.Types.deleteType(SANDBOX, "LibraryPump")
    assert used.value.StatusCode == 409


def test_streams_are_made_searched_and_changed(client: ADHClient, pumps: list[str]) -> None:
    found = client.Streams.getStreams(SANDBOX, query='TypeId:LibraryPump AND Site:"Site 2"')
    assert [each.Id for each in found] == pumps[1:]
    assert client.Streams.getTags(SANDBOX, pumps[0]) == ["library"]
    client.Streams.patchMetadata(SANDBOX, pumps[0], [{"op": "add", "path": "/Vendor", "value": "Ostholm"}])
    assert client.Streams.getMetadata(SANDBOX, pumps[0], "Vendor") == "Ostholm"

    stream = client.Streams.getStream(SANDBOX, pumps[0])
    stream.Description = "changed by a library"
    client.Streams.createOrUpdateStream(SANDBOX, stream)
    assert client.Streams.getStream(SANDBOX, pumps[0]).Description == "changed by a library"
    resolved = client.Streams.getResolvedStream(SANDBOX, pumps[0])
    assert resolved.Resolved
    assert client.Streams.getStreamType(SANDBOX, pumps[0]).Id == "LibraryPump"
    client.Streams.deleteStream(SANDBOX, pumps[0])
    with pytest.raises(SdsError) as gone:
        client.Streams.getStream(SANDBOX, pumps[0])
    assert gone.value.StatusCode == 404


def test_data_are_written_and_read_in_every_way(client: ADHClient, pumps: list[str]) -> None:
    data, pump = client.Streams, pumps[0]
    assert data.getFirstValue(SANDBOX, pump)["Pressure"] == 0.5
    assert data.getLastValue(SANDBOX, pump)["Pressure"] == 3.5
    assert [each["Pressure"] for each in data.getWindowValues(SANDBOX, pump, START, END)] == [
        0.5,
        1.5,
        2.5,
        3.5,
    ]
    first = data.getWindowValuesPaged(SANDBOX, pump, START, END, 3)
    rest = data.getWindowValuesPaged(SANDBOX, pump, START, END, 3, first.ContinuationToken)
    assert [len(first.Results), len(rest.Results)] == [3, 1]
    between = data.getRangeValuesInterpolated(SANDBOX, pump, None, START, END, 7)
    assert [each.get("Pressure") for each in between][:3] == [0.5, 1.0, 1.5]
    summary = data.getSummaries(SANDBOX, pump, None, START, END, 1)[0]
    assert summary["Summaries"]["Maximum"]["Pressure"] == 3.5
    sampled = data.getSampledValues(SANDBOX, pump, None, START, END, "Pressure", 1)
    assert [each["Pressure"] for each in sampled] == [0.5, 3.5]
    ranged = data.getRangeValues(SANDBOX, pump, None, START, 0, 2, False, SdsBoundaryType.ExactOrCalculated)
    assert [each["Pressure"] for each in ranged] == [0.5, 1.5]

    data.updateValues(SANDBOX, pump, json.dumps([{"Time": START, "Pressure": 9.0, "State": 1}]))
    assert data.getFirstValue(SANDBOX, pump)["Pressure"] == 9.0
    data.removeWindowValues(SANDBOX, pump, START, "2023-05-01T01:00:00Z")
    assert data.getFirstValue(SANDBOX, pump)["Pressure"] == 2.5
    joined = data.getStreamsWindow(SANDBOX, pumps, None, START, END)
    assert joined


def test_a_stream_takes_the_type_of_a_view(client: ADHClient, pumps: list[str]) -> None:
    target = SdsType(
        id="LibraryGauge", sds_type_code=SdsTypeCode.Object, properties=[key(), prop("Bar"), prop("State")]
    )
    client.Types.getOrCreateType(SANDBOX, target)
    view = SdsStreamView(
        id="library-view",
        source_type_id="LibraryPump",
        target_type_id="LibraryGauge",
        properties=[SdsStreamViewProperty(source_id="Pressure", target_id="Bar")],
    )
    assert client.StreamViews.getOrCreateStreamView(SANDBOX, view).Id == "library-view"
    mapped = client.StreamViews.getStreamViewMap(SANDBOX, "library-view")
    assert ("Pressure", "Bar") in [(each.SourceId, each.TargetId) for each in mapped.Properties]
    client.Streams.updateStreamType(SANDBOX, pumps[0], "library-view")
    assert client.Streams.getStream(SANDBOX, pumps[0]).TypeId == "LibraryGauge"
    assert client.Streams.getLastValue(SANDBOX, pumps[0])["Bar"] == 3.5


def asset_type() -> AssetType:
    mappings = [
        ValueStatusMapping(value=1, status=StatusEnum.Good, display_name="fine"),
        ValueStatusMapping(value=2, status=StatusEnum.Warning, display_name="worn"),
        ValueStatusMapping(value=3, status=StatusEnum.Bad, display_name="broken"),
    ]
    definition = StatusMapping(
        stream_reference_id="motor", stream_property_id="State", value_status_mappings=mappings
    )
    return AssetType(
        id="library-type",
        name="Library pump",
        metadata=[MetadataItem(id="site", name="Site", sds_type_code=SdsTypeCode.String, value="Northgate")],
        type_references=[TypeReference("motor", "Motor", "LibraryPump")],
        status=StatusConfiguration(StatusDefinitionType.StreamPropertyMapping, definition),
    )


def asset(number: int, stream_id: str) -> Asset:
    return Asset(
        id=f"library-asset-{number}",
        name=f"Asset {number}",
        asset_type_id="library-type",
        stream_references=[StreamReference("motor", "Motor", stream_id)],
    )


def test_assets_are_made_resolved_and_their_status_told(client: ADHClient, pumps: list[str]) -> None:
    of = client.AssetTypes.getOrCreateAssetType(SANDBOX, asset_type())
    assert of.Status.Definition.ValueStatusMappings[2].Status is StatusEnum.Bad
    made = client.Assets.createAssets(SANDBOX, [asset(number + 1, each) for number, each in enumerate(pumps)])
    assert [each.Id for each in made] == ["library-asset-1", "library-asset-2"]
    assert client.Assets.getOrCreateAsset(SANDBOX, asset(1, pumps[0])).Id == "library-asset-1"
    found = client.Assets.getAssets(SANDBOX, query='AssetTypeName:"Library pump"')
    assert [each.Name for each in found] == ["Asset 1", "Asset 2"]

    resolved = client.Assets.getResolvedAsset(SANDBOX, "library-asset-1")
    assert [each.Name for each in resolved.Streams] == ["Motor"]
    assert [each.Id for each in resolved.Streams[0].Properties] == ["Time", "Pressure", "State"]
    assert resolved.Metadata[0].Value == "Northgate"
    ids = [each.Id for each in made]
    assert [each.Id for each in client.Assets.getResolvedAssets(SANDBOX, ids)] == ids
    status = client.Assets.getAssetStatus(SANDBOX, "library-asset-1")
    assert (status.Status, status.Value, status.DisplayName) == (StatusEnum.Good, 1, "fine")
    client.Streams.insertValues(SANDBOX, pumps[0], '[{"Time": "2023-05-01T05:00:00Z", "State": 3}]')
    told = client.Assets.getAssetStatuses(SANDBOX, ids)
    assert [each.Status for each in told] == [StatusEnum.Bad, StatusEnum.Good]


def test_the_data_of_an_asset(client: ADHClient, pumps: list[str]) -> None:
    client.AssetTypes.getOrCreateAssetType(SANDBOX, asset_type())
    lost = asset(1, pumps[0])
    lost.StreamReferences = [*lost.StreamReferences, StreamReference("r2", "Lost", "library-gone")]
    client.Assets.createOrUpdateAsset(SANDBOX, lost)
    read = client.Assets
    one = "library-asset-1"
    window = read.getAssetWindowData(SANDBOX, one, START, END)
    assert [each["Pressure"] for each in window.Results["Motor"]] == [0.5, 1.5, 2.5, 3.5]
    assert list(window.Errors.ChildErrors) == ["Lost"]
    only = read.getAssetLastData(SANDBOX, one, stream=["Motor"])
    assert [each["Pressure"] for each in only.Results["Motor"]] == [3.5]
    assert only.Errors.ChildErrors is None
    assert len(read.getAssetInterpolatedData(SANDBOX, one, START, END, 7).Results["Motor"]) == 7
    sampled = read.getAssetSampledData(SANDBOX, one, START, END, 1).Results["Motor"]
    assert sampled[0]["Pressure"] == 0.5
    summary = read.getAssetSummaryData(SANDBOX, one, START, END, 1).Results["Motor"][0]
    assert summary["Summaries"]["Mean"]["Pressure"] == 2.0

    read.deleteAssets(SANDBOX, [one])
    with pytest.raises(SdsError) as partly:
        read.deleteAssets(SANDBOX, [one])
    assert partly.value.StatusCode == 207


def data_view(*sets: FieldSet, grouping: list[Field] | None = None) -> DataView:
    return DataView(
        id="library-data-view",
        name="By the library",
        queries=[Query(id="pumps", kind=DataItemResourceType.Stream, value="library-pump*")],
        data_field_sets=list(sets),
        grouping_fields=grouping,
        index_field=Field(label="Time"),
        index_type_code=SdsTypeCode.DateTime,
        default_start_index=START,
        default_end_index=END,
        default_interval="01:00:00",
    )


def test_a_data_view_from_what_it_could_show_to_its_data(client: ADHClient, pumps: list[str]) -> None:
    views = client.DataViews
    views.postDataView(SANDBOX, data_view())
    items = views.getResolvedDataItems(SANDBOX, "library-data-view", "pumps").Items
    assert [(each.Id, each.ResourceType) for each in items] == [
        (each, DataItemResourceType.Stream) for each in pumps
    ]
    assert [each.Id for each in items[0].DataItemFields] == ["Time", "Pressure", "State"]
    assert views.getResolvedIneligibleDataItems(SANDBOX, "library-data-view", "pumps").Items is None
    offered = views.getResolvedAvailableFieldSets(SANDBOX, "library-data-view").Items
    assert [each.Source for each in offered[0].DataFields] == [
        FieldSource.Id,
        FieldSource.Name,
        FieldSource.PropertyId,
        FieldSource.PropertyId,
        FieldSource.Metadata,
        FieldSource.Tags,
    ]

    wanted = FieldSet("pumps", [each for each in offered[0].DataFields if each.Keys == ["Pressure"]])
    site = Field(FieldSource.Metadata, ["Site"], label="Site")
    views.putDataView(SANDBOX, data_view(wanted, grouping=[site]))
    saved = views.getDataView(SANDBOX, "library-data-view")
    assert saved.GroupingFields[0].Source is FieldSource.Metadata
    assert saved.Queries[0].Kind is DataItemResourceType.Stream
    assert views.getResolvedAvailableFieldSets(SANDBOX, "library-data-view").Items is not None

    rows, following, first = views.getDataInterpolated(SANDBOX, "library-data-view")
    assert [(row["Site"], row["Pressure"]) for row in rows] == [
        (f"Site {number}", hour + 0.5) for number in (1, 2) for hour in range(4)
    ]
    assert following is None
    page, following, first = views.getDataStored(SANDBOX, "library-data-view", count=5)
    rest, ended, again = views.getDataStored(url=following)
    assert [len(page), len(rest), ended, again] == [5, 3, None, first]
    text, _, _ = views.getDataStored(SANDBOX, "library-data-view", form="csvh", count=1)
    assert text.splitlines() == ["Time,Site,Pressure", "2023-05-01T00:00:00Z,Site 1,0.5"]
    views.deleteDataView(SANDBOX, "library-data-view")
    with pytest.raises(SdsError) as gone:
        views.getDataView(SANDBOX, "library-data-view")
    assert gone.value.StatusCode == 404


def test_acls_owners_and_rights_of_things(
    client: ADHClient, connect: Connect, pumps: list[str], emulator: EmulatorProcess
) -> None:
    client.AssetTypes.getOrCreateAssetType(SANDBOX, asset_type())
    client.Assets.createOrUpdateAsset(SANDBOX, asset(1, pumps[0]))
    client.DataViews.postDataView(SANDBOX, data_view())
    roles = {role.Name: role.Id for role in client.Roles.getRoles()}
    member = Trustee(TrusteeType.Role, None, roles["Tenant Viewer"])
    more = AccessControlEntry(member, AccessType.Denied, CommonAccessRightsEnum(4))
    person = client.Users.getUsers()[0].Id
    for things, thing in (
        (client.Types, "LibraryPump"),
        (client.Streams, pumps[0]),
        (client.AssetTypes, "library-type"),
        (client.Assets, "library-asset-1"),
        (client.DataViews, "library-data-view"),
    ):
        before = things.getAccessControl(SANDBOX, thing).RoleTrusteeAccessControlEntries
        default = things.getDefaultAccessControl(SANDBOX).RoleTrusteeAccessControlEntries
        assert len(before) == len(default)
        things.updateAccessControl(SANDBOX, thing, AccessControlList([*before, more]))
        after = things.getAccessControl(SANDBOX, thing).RoleTrusteeAccessControlEntries
        assert after[-1].AccessType is AccessType.Denied
        assert [each.Trustee.ObjectId for each in after[:-1]] == [each.Trustee.ObjectId for each in before]
        things.updateDefaultAccessControl(SANDBOX, AccessControlList(default))
        assert CommonAccessRightsEnum.Write in things.getAccessRights(SANDBOX, thing)
        things.updateOwner(SANDBOX, thing, Owner(TrusteeType.User, emulator.tenant_id, person))
        assert things.getOwner(SANDBOX, thing).ObjectId == person


def test_an_acl_is_patched(client: ADHClient, pumps: list[str]) -> None:
    entries = client.Streams.getAccessControl(SANDBOX, pumps[0]).RoleTrusteeAccessControlEntries
    patch = JsonPatch([{"op": "remove", "path": f"/RoleTrusteeAccessControlEntries/{len(entries) - 1}"}])
    client.Streams.patchAccessControl(SANDBOX, pumps[0], patch)
    left = client.Streams.getAccessControl(SANDBOX, pumps[0]).RoleTrusteeAccessControlEntries
    assert len(left) == len(entries) - 1


def test_the_demo_plant_is_there_for_the_library(client: ADHClient) -> None:
    assets = client.Assets.getAssets("boiler", query="AssetTypeId:boiler")
    assert len(assets) == 7
    told = client.Assets.getAssetStatus("boiler", "boiler-1")
    assert told.Status in (StatusEnum.Good, StatusEnum.Warning, StatusEnum.Bad)
    for view in client.DataViews.getDataViews("boiler"):
        rows, _, _ = client.DataViews.getDataInterpolated("boiler", view.Id)
        assert rows
