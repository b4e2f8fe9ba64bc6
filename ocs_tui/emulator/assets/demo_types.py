"""The asset types of the demo plant: what its assets have in common, and how their status is told."""

from __future__ import annotations

from typing import Any

from ocs_tui.emulator.store import Json

_BY_QUALITY = (
    {"Value": 0, "Status": "Good", "DisplayName": "In order"},
    {"Value": 1, "Status": "Warning", "DisplayName": "Questionable reading"},
    {"Value": 2, "Status": "Bad", "DisplayName": "Instrument failed"},
)
_BY_RUNNING = (
    {"Value": True, "Status": "Good", "DisplayName": "Running"},
    {"Value": False, "Status": "Warning", "DisplayName": "Standing still"},
)


def _metadata(name: str, value: Any = None, code: str = "String", **more: str) -> Json:
    told: Json = {"Id": name, "Name": name, "SdsTypeCode": code, **more}
    return told if value is None else told | {"Value": value}


def _type(
    type_id: str,
    name: str,
    description: str,
    streams: dict[str, str],
    status: tuple[str, str, tuple[Json, ...]] | None,
    *metadata: Json,
) -> Json:
    document: Json = {
        "Id": type_id,
        "Name": name,
        "Description": description,
        "Metadata": list(metadata),
        "TypeReferences": [
            {"StreamReferenceId": reference, "StreamReferenceName": reference, "TypeId": of}
            for reference, of in streams.items()
        ],
    }
    if status is not None:
        reference, prop, mappings = status
        document["Status"] = {
            "DefinitionType": "StreamPropertyMapping",
            "Definition": {
                "StreamReferenceId": reference,
                "StreamPropertyId": prop,
                "ValueStatusMappings": [dict(each) for each in mappings],
            },
        }
    return document


TYPES: dict[str, Json] = {
    each["Id"]: each
    for each in (
        _type(
            "boiler",
            "Boiler",
            "A steam boiler with its instruments.",
            {
                "Steam temperature": "TemperatureReading",
                "Drum pressure": "PressureReading",
                "Feedwater": "Flowmeter",
                "Drum": "TankLevel",
                "Burner": "Burner",
                "Laboratory": "SteamQuality",
            },
            ("Drum pressure", "Quality", _BY_QUALITY),
            _metadata("Site", "Northgate"),
            _metadata("Manufacturer"),
            _metadata("Capacity", code="Double", Description="Steam in tonnes an hour."),
            _metadata("Commissioned", code="DateTime"),
        ),
        _type(
            "pump",
            "Pump",
            "A pump with its motor.",
            {"Motor": "Pump"},
            ("Motor", "Running", _BY_RUNNING),
            _metadata("Manufacturer"),
            _metadata("Rated power", 640.0, "Double", Uom="kilowatt"),
        ),
        _type(
            "tank",
            "Tank",
            "A storage tank with level and outlet.",
            {"Contents": "TankLevel", "Outlet": "Flowmeter"},
            ("Contents", "Quality", _BY_QUALITY),
            _metadata("Product"),
            _metadata("Diameter", code="Double", Uom="meter"),
        ),
        _type(
            "compressor",
            "Compressor",
            "A screw compressor.",
            {"Machine": "Pump", "Discharge": "TemperatureReading"},
            ("Machine", "Running", _BY_RUNNING),
            _metadata("Train"),
        ),
        _type(
            "turbine",
            "Wind turbine",
            "A turbine of the wind farm; nothing tells its status.",
            {"Generator": "MotorSummary"},
            None,
            _metadata("Site", "Borkum"),
            _metadata("Row"),
        ),
    )
}
"""By their ids."""
