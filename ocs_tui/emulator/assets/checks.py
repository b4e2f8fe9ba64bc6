"""What assets and asset types may hold, and how they are stored: with names for the numbers of enumerations."""

from __future__ import annotations

from typing import Any

from ocs_tui.catalog.assets import ASSET_TYPE
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.values import scalar_of, shown
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import shelf_of
from ocs_tui.model.area_enums import AssetStatus
from ocs_tui.model.sds_enums import SdsTypeCode as Code
from ocs_tui.model.sds_enums import sds_member, sds_name

_CODES = (Code.INT64, Code.DOUBLE, Code.DATE_TIME, Code.STRING)
_DEFINITIONS = ("Unspecified", "StreamPropertyMapping")


def checked_asset(call: Call, document: Json, before: Held | None) -> Json:
    """Return an asset as it is stored: its name is its id where it gives none.

    Raises:
        Refused: 400 for an asset type that there is not, two references or metadata of one id, a value that is
            not of its type, a status that cannot be read.
    """
    asset = _common(document)
    type_id = asset.get("AssetTypeId")
    if type_id is not None and (
        not isinstance(type_id, str) or shelf_of(call, ASSET_TYPE).get(type_id) is None
    ):
        raise Refused(400, f"There is no asset type {type_id!r}.").about(AssetTypeId=str(type_id))
    if "StreamReferences" in asset:
        references = [
            _with_id(each, "StreamReferences", "Id", "Name") for each in _objects(asset, "StreamReferences")
        ]
        _all_differ([each["Id"] for each in references], "StreamReferences")
        _all_differ([str(each.get("Name") or each["Id"]) for each in references], "StreamReferences", "Name")
        for each in references:
            if not isinstance(each.get("StreamId"), str) or not each["StreamId"].strip():
                raise Refused(400, f"The stream reference {each['Id']!r} has no StreamId.")
        asset["StreamReferences"] = references
    tags = asset.get("Tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise Refused(400, "Tags is no list of texts.")
    return asset


def checked_type(call: Call, document: Json, before: Held | None) -> Json:
    """Return an asset type as it is stored. Raises Refused with 400 as for an asset."""
    of = _common(document)
    if "TypeReferences" in of:
        references = [
            _with_id(each, "TypeReferences", "StreamReferenceId", "StreamReferenceName")
            for each in _objects(of, "TypeReferences")
        ]
        _all_differ([each["StreamReferenceId"] for each in references], "TypeReferences")
        of["TypeReferences"] = references
    return of


def _common(document: Json) -> Json:
    """Return what both may hold, checked: no nulls, a name, metadata, a status."""
    told = {name: value for name, value in document.items() if value is not None}
    told.setdefault("Name", told["Id"])
    for name in ("Name", "Description"):
        if not isinstance(told.get(name, ""), str):
            raise Refused(400, f"{name} is no text.")
    if "Metadata" in told:
        told["Metadata"] = [_metadata(each) for each in _objects(told, "Metadata")]
        _all_differ([each["Id"] for each in told["Metadata"]], "Metadata")
    if "Status" in told:
        told["Status"] = _status(told["Status"])
    return told


def _metadata(given: Json) -> Json:
    each = _with_id(given, "Metadata", "Id", "Name")
    stated = each.get("SdsTypeCode")
    if stated is None:
        return each
    code = sds_member(Code, stated)
    if code not in _CODES:
        words = ", ".join(sds_name(known) for known in _CODES)
        raise Refused(
            400, f"The metadata {each['Id']!r} has the SdsTypeCode {stated!r}; it is one of {words}."
        )
    each["SdsTypeCode"] = sds_name(code)
    if each.get("Value") is not None:
        try:
            each["Value"] = scalar_of(code, each["Value"])
        except (ValueError, OverflowError):
            value = shown(each["Value"])
            raise Refused(
                400, f"The metadata {each['Id']!r} is {value}, which is no {sds_name(code)}."
            ) from None
    return each


def _status(given: Any) -> Json:
    if not isinstance(given, dict):
        raise Refused(400, "Status is no object.")
    status = {name: value for name, value in given.items() if value is not None}
    kind = status.get("DefinitionType", 0)
    number = int(kind) if str(kind).isdigit() and len(str(kind)) < 3 else None
    name = _DEFINITIONS[number] if number is not None and number < len(_DEFINITIONS) else str(kind)
    known = next((each for each in _DEFINITIONS if each.casefold() == name.casefold()), None)
    if known is None:
        raise Refused(400, f"Status.DefinitionType is {kind!r}; it is one of {', '.join(_DEFINITIONS)}.")
    status["DefinitionType"] = known
    if "Definition" in status:
        if not isinstance(status["Definition"], dict):
            raise Refused(400, "Status.Definition is no object.")
        definition = {name: value for name, value in status["Definition"].items() if value is not None}
        mappings = _objects(definition, "ValueStatusMappings")
        definition["ValueStatusMappings"] = [_mapping(each) for each in mappings]
        status["Definition"] = definition
    return status


def _mapping(each: Json) -> Json:
    status = sds_member(AssetStatus, each.get("Status") or 0)
    if status is None:
        raise Refused(400, f"ValueStatusMappings has the Status {each.get('Status')!r}, which is not known.")
    if not isinstance(each.get("DisplayName"), str | None):
        raise Refused(400, "ValueStatusMappings has a DisplayName that is no text.")
    return {**each, "Status": sds_name(status)}


def _with_id(given: Json, where: str, id_name: str, title: str) -> Json:
    """Return a part without nulls and with an id: its name where it gives none, so that it is always the same."""
    each = {name: value for name, value in given.items() if value is not None}
    for name in (id_name, title, "Description", "Uom"):
        if not isinstance(each.get(name, ""), str):
            raise Refused(400, f"{where} has a {name} that is no text.")
    told = each.get(id_name) or each.get(title)
    if not told:
        raise Refused(400, f"{where} holds one with neither {id_name} nor {title}.")
    return each | {id_name: told}


def _all_differ(names: list[str], where: str, what: str = "Id") -> None:
    folded = [name.casefold() for name in names]
    twice = next((name for name in names if folded.count(name.casefold()) > 1), None)
    if twice is not None:
        raise Refused(400, f"{where} has two of the same {what}: {twice!r}.")


def _objects(document: Json, name: str) -> list[Json]:
    value = document.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Refused(400, f"{name} is no list of objects.")
    return value
