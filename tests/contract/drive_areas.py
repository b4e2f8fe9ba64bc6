"""Uses what ocs-tui does in a namespace beside reading its things: changes, data, rules, messages, jobs.

Part of what ``drive_client.py`` plays. Judges nothing but that each step brought what the next one needs.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from ocs_tui.api.answers import Created
from ocs_tui.api.client import OcsClient
from ocs_tui.catalog import beside
from ocs_tui.catalog.assets import ASSET, ASSET_TYPE
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import address_of, collection_of, guard_at, namespace_kinds
from ocs_tui.catalog.models import model_of
from ocs_tui.catalog.omf import CONNECTION, SUBSCRIPTION, TOPIC
from ocs_tui.catalog.operation import Era
from ocs_tui.catalog.rules import ASSET_RULE, METADATA_RULE
from ocs_tui.catalog.sds import ACL_JOB, ACL_JOB_STEP, QUANTITY, QUANTITY_UNIT, STREAM, STREAM_VIEW, TYPE
from ocs_tui.catalog.tenant_kinds import TENANT_KINDS
from ocs_tui.catalog.views import DATA_VIEW
from ocs_tui.changes import acts
from ocs_tui.connection.data import open_data, through, units_like, views_of
from ocs_tui.connection.reading import TOLD
from ocs_tui.connection.rule_preview import preview
from ocs_tui.connection.tracks import Asked, How
from ocs_tui.data.omf import OmfMessage
from ocs_tui.data.window import window_of
from ocs_tui.model.access import Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import TrusteeType

STREAM_ID = "B1-PI-102"
"""A stream of the demo tenant's boiler; its unit can be turned into others."""
_TIME = {"Id": "Timestamp", "IsKey": True, "SdsType": {"SdsTypeCode": 16}}
_VALUE = {"Id": "Value", "SdsType": {"SdsTypeCode": 14}}
_RULE = {
    "ExampleStreamId": STREAM_ID,
    "Expressions": [
        {
            "Field": "Id",
            "Specifications": [
                {"Type": 3, "Value": "B1-PI-"},
                {"Type": 1, "Name": "Number", "CharacterType": 2},
            ],
        }
    ],
}
NEW: tuple[tuple[Kind, dict[str, Any]], ...] = (
    (TYPE, {"Id": "driven", "SdsTypeCode": 1, "Properties": [_TIME, _VALUE]}),
    (TYPE, {"Id": "driven target", "SdsTypeCode": 1, "Properties": [_TIME, _VALUE]}),
    (STREAM_VIEW, {"Id": "driven", "SourceTypeId": "driven", "TargetTypeId": "driven target"}),
    (ASSET_TYPE, {"Id": "driven", "Name": "Driven"}),
    (ASSET, {"Id": "driven", "Name": "Driven", "AssetTypeId": "driven"}),
    (DATA_VIEW, {"Id": "driven", "Name": "Driven"}),
    (
        METADATA_RULE,
        {"Id": "driven", "Name": "Driven", **_RULE, "Outputs": [{"Field": "N", "Value": "Number"}]},
    ),
    (
        ASSET_RULE,
        {"Id": "driven", "Name": "Driven", **_RULE, "Outputs": [{"Field": "AssetId", "Value": "driven"}]},
    ),
    (TOPIC, {"Name": "driven"}),
    (SUBSCRIPTION, {"Name": "driven"}),
    (CONNECTION, {"Name": "driven"}),
)
"""What is created in a namespace, what needs another after it."""


def _client_itself() -> Trustee:
    """Return who signs in, as an owner."""
    names = ("OCS_TUI_CLIENT_ID", "OCS_TUI_TENANT_ID")
    client_id, tenant_id = (os.environ[name] for name in names)
    return Trustee(type=TrusteeType.CLIENT, object_id=client_id, tenant_id=tenant_id)


async def guard(client: OcsClient, address: Address) -> None:
    """Read and write what guards a thing or a collection, as it is, in every way there is for it."""
    operations = guard_at(address)
    assert operations is not None
    acl = await client.get_acl_at(address, administrative=True)
    await client.set_acl_at(address, acl.value)
    if operations.patch_acl is not None:
        acl = await client.get_acl_at(address, administrative=True)
        assert acl.etag, f"{address} has an ACL without a version"
        await client.set_acl_at(address, acl.value, acl.etag)
    if operations.get_owner is not None:
        owner = (await client.get_owner_at(address)).value
        nobody = not owner.object_id
        await client.set_owner_at(address, _client_itself() if nobody else owner)
    if operations.get_rights is not None:
        await client.get_rights_at(address)


async def change_things(client: OcsClient, namespace_id: str) -> None:
    """Make, change, guard and delete a thing of every kind that can be made in a namespace."""
    made: list[tuple[Kind, str]] = []
    topic = ""
    for kind, body in NEW:
        if kind is SUBSCRIPTION:
            body = {**body, "TopicId": topic, "TopicNamespaceId": namespace_id}
        ids = (namespace_id, str(body["Id"])) if "Id" in body else (namespace_id,)
        outcome = await client.create(kind, model_of(kind).model_validate(body), *ids)
        assert isinstance(outcome, Created), (kind.name, outcome)
        item_id = outcome.fetched.value.id
        topic = item_id if kind is TOPIC else topic
        made.append((kind, item_id))
        found = (await client.get_item(kind, namespace_id, item_id)).value
        if kind.updates is not None:
            await client.update(kind, found.changed(Description="changed"), namespace_id, item_id)
        await guard(client, address_of(kind, namespace_id, item_id))
    await client.ask(beside.TYPE_REFERENCES, namespace_id, "driven")
    await client.ask(beside.TOPIC_SUBSCRIPTIONS, namespace_id, topic)
    for rule in (METADATA_RULE, ASSET_RULE):
        await preview(client, address_of(rule, namespace_id, "driven"))
    for kind, item_id in reversed(made):
        await client.delete(kind, namespace_id, item_id)
    for kind in namespace_kinds():
        if kind.collection_guard is not None and kind.only is not Era.CONNECT:
            await guard(client, collection_of(kind, namespace_id))


async def guard_units(client: OcsClient, namespace_id: str) -> None:
    """Read the units of a quantity, and what guards both."""
    quantity = (await client.list_page(QUANTITY, 0, 1, (namespace_id,))).items[0]
    unit = (await client.list_page(QUANTITY_UNIT, 0, 1, (namespace_id, quantity.id))).items[0]
    await client.get_item(QUANTITY_UNIT, namespace_id, quantity.id, unit.id)
    await guard(client, address_of(QUANTITY, namespace_id, quantity.id))
    await guard(client, address_of(QUANTITY_UNIT, namespace_id, quantity.id, unit.id))
    await client.get_rights_at(Address.namespace(namespace_id))


async def read_all_data(client: OcsClient, namespace_id: str) -> None:
    """Read data through a view, in other units, of an asset and of a data view; and what is told beside it."""
    window = window_of("2026-01-01..2026-01-02")
    stream = Address((namespace_id, "streams", STREAM_ID))
    opened = await open_data(client, stream)
    (track,) = opened.tracks
    unit = next(one for one in track.shape.values if one.unit)
    to_unit = next(name for name, _ in await units_like(client, namespace_id, unit.unit) if name != unit.unit)
    await _read_every_way(track, Asked(window, count=10, units={unit.id: to_unit}))
    view_id, stream_id = await _seen_through(client, namespace_id)
    viewed = await through(client, namespace_id, stream_id, view_id)
    await _read_every_way(viewed, Asked(window, count=10, view=view_id))
    await client.ask(beside.STREAM_TYPE, namespace_id, STREAM_ID)
    await client.ask(beside.GET_METADATA_CHANGES, namespace_id, STREAM_ID)

    assets = (await client.list_all(ASSET, within=(namespace_id,))).value
    asset = next(one for one in assets if one.StreamReferences)
    for track in (await open_data(client, address_of(ASSET, namespace_id, asset.id))).tracks:
        for how in track.hows:
            await track.read(Asked(window, how, 10))
    view = (await client.list_page(DATA_VIEW, 0, 1, (namespace_id,))).items[0]
    (track,) = (await open_data(client, address_of(DATA_VIEW, namespace_id, view.id))).tracks
    for how in track.hows:
        await track.read(Asked(window, how, 10))
    ids = {"asset": asset.id, "view": view.id}
    for slot, operation in TOLD.items():
        if (word := slot.partition("-")[0]) in ids:
            await client.ask(operation, namespace_id, ids[word])


async def _seen_through(client: OcsClient, namespace_id: str) -> tuple[str, str]:
    """Return the ids of a stream view and of a stream that it begins with."""
    for stream in (await client.list_all(STREAM, within=(namespace_id,))).value:
        for view_id, _ in await views_of(client, namespace_id, str(stream.TypeId)):
            return view_id, stream.id
    raise AssertionError("no stream view fits a stream")


async def _read_every_way(track: Any, asked: Asked) -> None:
    for how in How:
        await track.read(replace(asked, how=how))
    await track.last(asked)


async def send_and_start(client: OcsClient, namespace_id: str) -> None:
    """Send an OMF message, and start a bulk ACL job."""
    time = {"type": "string", "format": "date-time", "isindex": True}
    item = {"id": "driven_omf", "type": "object", "classification": "dynamic"}
    properties = {"Time": time, "Value": {"type": "number"}}
    await acts.send_omf(client, None, namespace_id, OmfMessage([{**item, "properties": properties}], "type"))

    acl = (await client.get_acl_at(Address((namespace_id, "streams", STREAM_ID)))).value
    body = {
        "Operation": 1,
        "Scope": 1,
        "ResourceType": 0,
        "ResourceIds": [STREAM_ID],
        "AccessControlList": acl.to_wire(),
    }
    outcome = await client.create(ACL_JOB, model_of(ACL_JOB).model_validate(body), namespace_id)
    assert isinstance(outcome, Created)
    job = outcome.fetched.value.id
    await client.get_item(ACL_JOB, namespace_id, job)
    await client.list_all(ACL_JOB_STEP, within=(namespace_id, job))


async def look_at_the_tenant(client: OcsClient) -> None:
    """Read what the tenant itself holds beside people and communities."""
    for kind in TENANT_KINDS:
        listed = (await client.list_all(kind)).value
        if listed and kind.gets is not None:
            await client.get_item(kind, listed[0].id)


async def drive_areas(client: OcsClient, namespace_id: str) -> None:
    """Play all of it."""
    await change_things(client, namespace_id)
    await guard_units(client, namespace_id)
    await read_all_data(client, namespace_id)
    await send_and_start(client, namespace_id)
    await look_at_the_tenant(client)
