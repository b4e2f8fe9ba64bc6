"""An asset resolved: what it says itself, over what its type says, with the streams that it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ocs_tui.catalog.assets import ASSET_TYPE
from ocs_tui.emulator.assets.streams import Readable
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.types import Property
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import shelf_of
from ocs_tui.model.sds_enums import sds_name


@dataclass(frozen=True, slots=True)
class Reference:
    """A stream of an asset.

    Attributes:
        id: the id of the reference, by which a status names it.
        name: what the data of the asset calls it.
        description: what is said of it.
        stream: the stream.
    """

    id: str
    name: str
    description: str
    stream: ResolvedStream


@dataclass(frozen=True, slots=True)
class Resolved:
    """An asset resolved.

    Attributes:
        unresolved: the names of the references that lead nowhere, and why.
        unresolved_metadata: the same of metadata.
        status: the configuration of its status, its own or its type's; None where neither has one.
    """

    id: str
    name: str
    description: str
    type_id: str
    type_name: str
    metadata: tuple[Json, ...]
    streams: tuple[Reference, ...]
    unresolved: tuple[tuple[str, str], ...]
    unresolved_metadata: tuple[tuple[str, str], ...]
    status: Json | None
    tags: tuple[str, ...]

    @property
    def unresolved_status(self) -> str:
        """Why its status cannot be told; empty when it can, or when none is configured."""
        if self.status is None:
            return ""
        reference = self.reference(self.status.get("StreamReferenceId"))
        if reference is None:
            return f"There is no stream for the reference {self.status.get('StreamReferenceId')!r}."
        if reference.stream.type.properties.find(str(self.status.get("StreamPropertyId"))) is None:
            return f"The stream has no property {self.status.get('StreamPropertyId')!r}."
        return ""

    def reference(self, reference_id: Any) -> Reference | None:
        """Return a stream by the id of its reference."""
        folded = str(reference_id or "").casefold()
        return next((each for each in self.streams if each.id.casefold() == folded), None)


def type_document(call: Call, asset: Json) -> Json:
    """Return the document of an asset's type; empty where it has none.

    The type is looked at whoever may read it: what it says is a part of the asset.
    """
    type_id = asset.get("AssetTypeId")
    held = shelf_of(call, ASSET_TYPE).get(type_id) if isinstance(type_id, str) and type_id else None
    return {} if held is None else held.document


def resolved_asset(call: Call, held: Held, readable: Readable) -> Resolved:
    """Return an asset resolved, with the streams that the caller may read."""
    asset, of = held.document, type_document(call, held.document)
    streams: list[Reference] = []
    unresolved: list[tuple[str, str]] = []
    wanted = {str(each["StreamReferenceId"]).casefold(): each for each in of.get("TypeReferences") or []}
    for each in asset.get("StreamReferences") or []:
        by_type = wanted.pop(str(each["Id"]).casefold(), {})
        name = str(each.get("Name") or by_type.get("StreamReferenceName") or each["Id"])
        stream = readable.stream(str(each.get("StreamId") or ""))
        if stream is None:
            unresolved.append((name, f"SDS Stream '{each.get('StreamId')}' not found."))
        elif _is_another(by_type.get("TypeId"), stream.type.id):
            reason = (
                f"SDS Stream '{stream.id}' is of type '{stream.type.id}' and not of '{by_type['TypeId']}'."
            )
            unresolved.append((name, reason))
        else:
            description = str(each.get("Description") or by_type.get("Description") or "")
            streams.append(Reference(str(each["Id"]), name, description, stream))
    for missing in wanted.values():
        name = str(missing.get("StreamReferenceName") or missing["StreamReferenceId"])
        unresolved.append((name, "The asset refers to no stream for it."))
    metadata, conflicts = _metadata(asset, of)
    return Resolved(
        id=held.id,
        name=str(asset.get("Name") or held.id),
        description=str(asset.get("Description") or of.get("Description") or ""),
        type_id=str(asset.get("AssetTypeId") or ""),
        type_name=str(of.get("Name") or of.get("Id") or ""),
        metadata=metadata,
        streams=tuple(streams),
        unresolved=tuple(unresolved),
        unresolved_metadata=conflicts,
        status=definition_of(asset) or definition_of(of),
        tags=tuple(asset.get("Tags") or ()),
    )


def definition_of(document: Json) -> Json | None:
    """Return what an asset, or a type, maps to a status; None when it maps nothing."""
    status = document.get("Status")
    definition = status.get("Definition") if isinstance(status, dict) else None
    return definition if isinstance(definition, dict) and definition.get("StreamPropertyId") else None


def written_asset(of: Resolved) -> Json:
    """Return a resolved asset as the service answers it."""
    definition = of.status
    reference = None if definition is None else of.reference(definition.get("StreamReferenceId"))
    status: Json | None = None
    if definition is not None:
        status = {
            "Name": reference.name if reference else None,
            "StreamName": reference.name if reference else None,
            "StreamId": reference.stream.id if reference else None,
            "StreamPropertyId": definition.get("StreamPropertyId"),
            "ValueStatusMappings": definition.get("ValueStatusMappings") or [],
        }
    problem = of.unresolved_status
    return {
        "Id": of.id,
        "Name": of.name,
        "Resolved": not (of.unresolved or of.unresolved_metadata or problem),
        "Description": of.description or None,
        "AssetTypeId": of.type_id or None,
        "AssetTypeName": of.type_name or None,
        "Metadata": list(of.metadata),
        "Streams": [_written_stream(each) for each in of.streams],
        "UnresolvedStreams": [{"Name": name, "Reason": reason} for name, reason in of.unresolved],
        "UnresolvedMetadata": [{"Name": name, "Reason": reason} for name, reason in of.unresolved_metadata],
        "StatusDefinitionType": "Unspecified" if definition is None else "StreamPropertyMapping",
        "Status": status,
        "UnresolvedStatus": {"Reason": problem} if problem else None,
        "Tags": list(of.tags),
    }


def _is_another(wanted: Any, there: str) -> bool:
    return isinstance(wanted, str) and bool(wanted) and wanted.casefold() != there.casefold()


def _metadata(asset: Json, of: Json) -> tuple[tuple[Json, ...], tuple[tuple[str, str], ...]]:
    """Return the type's metadata with the asset's values over it, then the asset's own; and what conflicts."""
    own = {str(each["Id"]).casefold(): each for each in asset.get("Metadata") or []}
    told: list[Json] = []
    conflicts: list[tuple[str, str]] = []
    for each in of.get("Metadata") or []:
        mine = own.pop(str(each["Id"]).casefold(), {})
        if mine.get("SdsTypeCode") not in (None, each.get("SdsTypeCode")):
            reason = f"It is {mine['SdsTypeCode']} and in the asset type {each.get('SdsTypeCode')}."
            conflicts.append((str(each.get("Name") or each["Id"]), reason))
            continue
        told.append(each | {name: value for name, value in mine.items() if value is not None})
    return (*told, *own.values()), tuple(conflicts)


def _written_stream(each: Reference) -> Json:
    return {
        "Id": each.stream.id,
        "Name": each.name,
        "Description": each.description or None,
        "Properties": [_written_property(each, prop) for prop in each.stream.type.properties.all],
    }


def _written_property(of: Reference, prop: Property) -> Json:
    members = prop.value.members
    enum = None if members is None else [{"Id": name, "Value": value} for name, value in members.items()]
    return {
        "Id": prop.id,
        "IsKey": prop.is_key,
        "Order": prop.order,
        "Uom": of.stream.uoms.get(prop.id),
        "InterpolationMode": int(of.stream.modes[prop.id]),
        "SdsType": {"SdsTypeCode": sds_name(prop.value.code), "Properties": enum},
        "Source": {
            "StreamId": of.stream.id,
            "StreamReferenceName": of.name,
            "PropertyId": prop.id,
        },
    }
