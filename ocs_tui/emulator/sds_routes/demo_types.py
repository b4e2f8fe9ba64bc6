"""The types and stream views of the demo plant."""

from __future__ import annotations

from typing import Any

from ocs_tui.emulator.store import Json

_TIME, _DOUBLE, _INT32, _STRING, _BOOLEAN, _ENUM = 16, 14, 9, 18, 3, 609


def _property(name: str, code: int, uom: str = "", **more: Any) -> Json:
    made: Json = {"Id": name, "Name": name, "SdsType": {"SdsTypeCode": code}, **more}
    return made | {"Uom": uom} if uom else made


_KEY = _property("Time", _TIME, IsKey=True)
_QUALITY = _property("Quality", _ENUM, IsQuality=True) | {
    "SdsType": {
        "Id": "Quality",
        "Name": "Quality",
        "SdsTypeCode": _ENUM,
        "Properties": [
            {"Id": name, "Name": name, "Value": value}
            for value, name in enumerate(("Good", "Questionable", "Bad"))
        ],
    }
}


def _type(type_id: str, name: str, description: str, *properties: Json) -> Json:
    return {
        "Id": type_id,
        "Name": name,
        "Description": description,
        "SdsTypeCode": 1,
        "Properties": [_KEY, *properties],
    }


_VALUE_IN_CELSIUS = _property("Value", _DOUBLE, "degree Celsius")
_READINGS = (
    _type(
        "TemperatureReading",
        "Temperature",
        "A thermometer.",
        _property("Value", _DOUBLE, "degree Celsius"),
        _QUALITY,
    ),
    _type(
        "PressureReading", "Pressure", "A pressure transmitter.", _property("Value", _DOUBLE, "bar"), _QUALITY
    ),
    _type(
        "Flowmeter",
        "Flowmeter",
        "Flow and what has passed.",
        _property("Flow", _DOUBLE, "cubic meter per hour"),
        _property("Totalizer", _DOUBLE, "cubic meter"),
        _QUALITY,
    ),
    _type(
        "TankLevel",
        "Tank level",
        "Level and temperature of a tank.",
        _property("Level", _DOUBLE, "meter"),
        _property("Temperature", _DOUBLE, "degree Celsius"),
        _QUALITY,
    ),
)
_MACHINES = (
    _type(
        "Pump",
        "Pump",
        "A pump with its motor.",
        _property("Running", _BOOLEAN),
        _property("Speed", _DOUBLE, "revolution per minute"),
        _property("Power", _DOUBLE, "kilowatt"),
        _property("Vibration", _DOUBLE, "millimeter per second"),
        _QUALITY,
    ),
    _type(
        "Burner",
        "Burner",
        "A burner and its control.",
        _property("FlameCount", _INT32),
        _property("AirFlow", _DOUBLE, "cubic meter per hour"),
        _property("ValvePosition", _DOUBLE),
        _property("State", _STRING),
    ),
    _type(
        "SteamQuality",
        "Steam quality",
        "What the laboratory finds in the steam.",
        _property("Conductivity", _DOUBLE),
        _property("Silica", _DOUBLE),
        _property("Batch", _STRING),
    ),
    _type(
        "MotorSummary",
        "Motor summary",
        "What a dashboard shows of a machine.",
        _property("Rpm", _DOUBLE, "revolution per minute"),
        _property("Power", _DOUBLE, "kilowatt"),
    ),
)
TYPES = {each["Id"]: each for each in (*_READINGS, *_MACHINES)}

VIEWS: tuple[Json, ...] = (
    {
        "Id": "pump-to-summary",
        "Name": "Pump as a motor",
        "Description": "Speed and power, for the dashboards.",
        "SourceTypeId": "Pump",
        "TargetTypeId": "MotorSummary",
        "Properties": [
            {"SourceId": "Time", "TargetId": "Time"},
            {"SourceId": "Speed", "TargetId": "Rpm"},
            {"SourceId": "Power", "TargetId": "Power"},
        ],
    },
    {
        "Id": "tank-temperature",
        "Name": "Temperature of a tank",
        "Description": None,
        "SourceTypeId": "TankLevel",
        "TargetTypeId": "TemperatureReading",
        "Properties": [
            {"SourceId": "Time", "TargetId": "Time"},
            {"SourceId": "Temperature", "TargetId": "Value"},
            {"SourceId": "Quality", "TargetId": "Quality"},
        ],
    },
)
