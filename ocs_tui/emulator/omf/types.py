"""The types of OMF as types of the data store.

The formats are those of the OMF specification; a number without one is a Double, a whole number an Int32. The
reference does not say what becomes of a dictionary. Read here as not taken.
"""

from __future__ import annotations

from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json
from ocs_tui.model.sds_enums import SdsTypeCode as Code

_NULLABLE, _ARRAY = 100, 200
"""What is added to the code of a value for one that may be null, and for a list of them."""
_FORMATS: dict[str, dict[str, Code]] = {
    "string": {"": Code.STRING, "date-time": Code.DATE_TIME, "uuid": Code.GUID, "time-span": Code.TIME_SPAN},
    "number": {"": Code.DOUBLE, "float64": Code.DOUBLE, "float32": Code.SINGLE, "float16": Code.SINGLE},
    "integer": {
        "": Code.INT32,
        "int64": Code.INT64,
        "int32": Code.INT32,
        "int16": Code.INT16,
        "uint64": Code.U_INT64,
        "uint32": Code.U_INT32,
        "uint16": Code.U_INT16,
    },
    "boolean": {"": Code.BOOLEAN},
}


def sds_type_of(item: Json) -> Json:
    """Return the type of the data store that a type of a message becomes; of the same id.

    Raises:
        Refused: 400 for what is no type, or has no index.
    """
    type_id = str(item["id"])
    properties = _properties(item, type_id)
    if not any(each.get("IsKey") for each in properties):
        raise Refused(400, f"The type {type_id} has no property that is its index (isindex).").about(
            id=type_id
        )
    document: Json = {"Id": type_id, "Name": _text(item, "name") or type_id}
    if _text(item, "description"):
        document["Description"] = item["description"]
    return document | {"SdsTypeCode": int(Code.OBJECT), "Properties": properties}


def _properties(item: Json, where: str) -> list[Json]:
    given = item.get("properties")
    if not isinstance(given, dict) or not given:
        raise Refused(400, f"The type {where} has no properties.").about(id=where)
    return [_property(name, value, where) for name, value in given.items()]


def _property(name: str, given: Any, where: str) -> Json:
    if not isinstance(given, dict):
        raise Refused(400, f"The property {name} of {where} is no object.").about(id=where)
    says = {key.casefold(): value for key, value in given.items()}
    made: Json = {"Id": name, "Name": _text(says, "name") or name, "SdsType": _value_type(says, name, where)}
    if _text(says, "description"):
        made["Description"] = says["description"]
    if _text(says, "uom"):
        made["Uom"] = says["uom"]
    if says.get("isindex") is True:
        made["IsKey"] = True
    if says.get("isquality") is True:
        made["IsQuality"] = True
    return made


def _value_type(says: Json, name: str, where: str) -> Json:
    """Return what a property holds."""
    kind, nullable = says.get("type"), False
    if isinstance(kind, list):
        words = [each for each in kind if each != "null"]
        nullable, kind = "null" in kind, words[0] if len(words) == 1 else None
    if kind == "array":
        inner = says.get("items")
        if not isinstance(inner, dict):
            raise Refused(400, f"The property {name} of {where} does not say what its items are.")
        of = _value_type({key.casefold(): value for key, value in inner.items()}, name, where)
        return {"SdsTypeCode": of["SdsTypeCode"] + _ARRAY}
    if kind == "object":
        inner_id = f"{where}.{name}"
        return {"Id": inner_id, "SdsTypeCode": int(Code.OBJECT), "Properties": _properties(says, inner_id)}
    formats = _FORMATS.get(kind) if isinstance(kind, str) else None
    code = None if formats is None else formats.get(str(says.get("format") or "").casefold())
    if code is None:
        raise Refused(400, f"The property {name} of {where} has a type or a format that is not known.").about(
            id=where
        )
    can_be_null = nullable and code is not Code.STRING
    return {"SdsTypeCode": int(code) + (_NULLABLE if can_be_null else 0)}


def _text(says: Json, name: str) -> str:
    value = says.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(400, f"{name} is no text.")
    return value or ""
