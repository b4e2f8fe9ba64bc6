"""The data views of the demo plant: by site and unit, over streams and over assets, of both shapes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ocs_tui.emulator.call import Box
from ocs_tui.emulator.sds.moments import DAY, moment_of, moment_text
from ocs_tui.emulator.sds_routes.demo_plant import is_demo
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import first_acl

_MADE = 1_600_000_000.0
_SITE = {"Source": "Metadata", "Keys": ["Site"], "Label": "Site"}
_UNIT = {"Source": "Metadata", "Keys": ["Unit"], "Label": "Unit"}


def _value(key: str, label: str, **more: Any) -> Json:
    return {"Source": "PropertyId", "Keys": [key], "Label": label, **more}


def _set(query_id: str, *fields: Json, identified_by: Json | None = None) -> Json:
    fields_of: Json = {"QueryId": query_id, "DataFields": list(fields)}
    return fields_of if identified_by is None else fields_of | {"IdentifyingField": identified_by}


def _query(query_id: str, value: str, kind: str = "Stream") -> Json:
    return {"Id": query_id, "Kind": kind, "Value": value}


_BOILER: tuple[Json, ...] = (
    {
        "Id": "boiler-steam",
        "Name": "Steam by boiler",
        "Description": "Temperature and pressure of every boiler, with their units.",
        "Queries": [_query("temperature", "steam temperature"), _query("pressure", "drum pressure")],
        "DataFieldSets": [
            _set("temperature", _value("Value", "Steam temperature", IncludeUom=True)),
            _set("pressure", _value("Value", "Drum pressure", IncludeUom=True)),
        ],
        "GroupingFields": [_SITE, _UNIT],
    },
    {
        "Id": "boiler-assets",
        "Name": "Boilers, as assets",
        "Description": "What the assets of the type Boiler measure, grouped by their names.",
        "Queries": [_query("boilers", "AssetTypeName:Boiler", "Asset")],
        "DataFieldSets": [
            _set(
                "boilers",
                _value("Value", "Steam temperature", StreamReferenceNames=["Steam temperature"]),
                _value("Flow", "Feedwater flow", StreamReferenceNames=["Feedwater"]),
                _value("Level", "Drum level", StreamReferenceNames=["Drum"]),
                {"Source": "Metadata", "Keys": ["Capacity"], "Label": "Capacity"},
            )
        ],
        "GroupingFields": [{"Source": "Name", "Label": "Boiler"}],
    },
    {
        "Id": "pump-vibration",
        "Name": "Vibration of the feedwater pumps",
        "Description": "Mean and maximum of each hour, a row for each value.",
        "Queries": [_query("pumps", "feedwater pump")],
        "DataFieldSets": [
            _set(
                "pumps",
                _value("Vibration", "{IdentifyingValue} mean", SummaryType="Mean", IncludeUom=True),
                _value("Vibration", "{IdentifyingValue} maximum", SummaryType="Maximum", IncludeUom=True),
                identified_by={"Source": "Name"},
            )
        ],
        "Shape": "Narrow",
    },
)
_TANKS: tuple[Json, ...] = (
    {
        "Id": "tank-inventory",
        "Name": "Inventory",
        "Description": "Level and temperature of each tank.",
        "Queries": [_query("levels", "TypeId:TankLevel")],
        "DataFieldSets": [
            _set("levels", _value("Level", "Level {Uom}"), _value("Temperature", "Temperature {Uom}"))
        ],
        "GroupingFields": [_UNIT],
    },
)
_WIND: tuple[Json, ...] = (
    {
        "Id": "wind-power",
        "Name": "Power of the wind farm",
        "Description": "A column for each turbine.",
        "Queries": [_query("turbines", "TypeId:MotorSummary")],
        "DataFieldSets": [
            _set("turbines", _value("Power", "{IdentifyingValue} {FirstKey}"), identified_by={"Source": "Id"})
        ],
    },
)
_VIEWS = {"boiler": _BOILER, "tank-farm": _TANKS, "wind-borkum": _WIND}


def data_views(box: Box, place: str) -> Iterator[Held]:
    """Yield the data views of a demo namespace; the day before the emulator's today is their default range."""
    if place not in _VIEWS or not is_demo(box, place):
        return
    owner = box.store.primary.one(Stored.NAMESPACE, place)["Owner"]
    today = moment_of(datetime.fromtimestamp(box.store.clock(), UTC)) // DAY * DAY
    ranged: Json = {
        "IndexField": {"Label": "Time"},
        "IndexTypeCode": "DateTime",
        "DefaultStartIndex": moment_text(today - DAY),
        "DefaultEndIndex": moment_text(today),
        "DefaultInterval": "01:00:00",
    }
    for number, document in enumerate(_VIEWS[place]):
        made = _MADE + number * 4_211
        yield Held(document | ranged, first_acl(box, place), owner, created=made, modified=made)
