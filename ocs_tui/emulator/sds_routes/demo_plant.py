"""What the demo namespaces hold of the data store: the types, streams and stream views of a process plant.

Plant and tags are made up. It is made when it is first asked for; the events of a stream go back five years.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ocs_tui.emulator import demo
from ocs_tui.emulator.call import Box
from ocs_tui.emulator.sds.moments import SECOND, moment_of
from ocs_tui.emulator.sds_routes.demo_types import TYPES, VIEWS
from ocs_tui.emulator.sds_routes.events import GENERATED
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import first_acl

_BEGAN = datetime(2019, 3, 11, 8, 42, 17, tzinfo=UTC)


def is_demo(box: Box, place: str) -> bool:
    """True for a namespace that the demo tenant began with, and not one that was made later under its name."""
    namespace = box.store.primary.get(Stored.NAMESPACE, place)
    return namespace is not None and namespace["InstanceId"] == demo.instance_of(namespace["Id"])


def recipe(seconds: int, **signals: Json) -> Json:
    """Return how the events of a stream are made: one in so many seconds, since the plant began."""
    return {"Start": moment_of(_BEGAN), "Interval": seconds * SECOND, "Signals": signals}


_Row = tuple[str, str, str, str, int, tuple[str, ...]]
"""Of a stream: its tag, its name, its description, its type, the seconds between events, its tags."""


def _boiler(number: int) -> Iterator[_Row]:
    unit = f"Boiler {number}"
    yield (
        f"B{number}-TI-101",
        f"{unit} steam temperature",
        "At the outlet header.",
        "TemperatureReading",
        10,
        ("steam",),
    )
    yield f"B{number}-PI-102", f"{unit} drum pressure", "", "PressureReading", 10, ("steam", "drum")
    yield f"B{number}-FI-103", f"{unit} feedwater flow", "Custody class 1.", "Flowmeter", 30, ("feedwater",)
    yield f"B{number}-LI-104", f"{unit} drum level", "", "TankLevel", 30, ("drum",)
    yield (
        f"B{number}-P-105",
        f"{unit} feedwater pump",
        "Has a spare.",
        "Pump",
        60,
        ("feedwater", "rotating"),
    )
    yield f"B{number}-BU-106", f"{unit} burner", "Natural gas, low NOx.", "Burner", 60, ("fuel",)
    yield (
        f"B{number}-QI-107",
        f"{unit} steam quality",
        "Entered by the laboratory.",
        "SteamQuality",
        28800,
        (),
    )


def _tanks() -> Iterator[_Row]:
    for number in range(201, 209):
        yield f"T-{number}-LI", f"Tank {number} level", "Floating roof.", "TankLevel", 60, ("tank",)
        yield f"T-{number}-FI", f"Tank {number} outlet", "", "Flowmeter", 60, ("tank", "custody")


def _compressors() -> Iterator[_Row]:
    for number in range(101, 119):
        yield f"K-{number}", f"Compressor K-{number}", "Screw compressor.", "Pump", 30, ("rotating",)
        yield f"K-{number}-TI", f"K-{number} discharge temperature", "", "TemperatureReading", 30, ()


def _crude() -> Iterator[_Row]:
    for number in range(1, 13):
        yield (
            f"CDU-TI-{number:03d}",
            f"Crude column tray {number * 4}",
            "",
            "TemperatureReading",
            30,
            ("crude",),
        )
    yield "CDU-FI-001", "Crude charge", "To the desalter.", "Flowmeter", 30, ("crude", "custody")
    yield "CDU-P-001A", "Charge pump A", "", "Pump", 60, ("crude", "rotating")


def _wind() -> Iterator[_Row]:
    for number in range(1, 21):
        yield (
            f"WT-{number:02d}",
            f"Turbine {number}",
            "Shared with the grid partners.",
            "MotorSummary",
            60,
            ("wind",),
        )


_ROWS: dict[str, tuple[_Row, ...]] = {
    "boiler": tuple(row for number in range(1, 7) for row in _boiler(number)),
    "tank-farm": tuple(_tanks()),
    "compressors": tuple(_compressors()),
    "rotterdam-refinery": tuple(_crude()),
    "wind-borkum": tuple(_wind()),
}
_FISCAL = demo.acl(
    (demo.CUSTODY_AUDITORS, demo.ALL), (demo.ADMINISTRATOR, demo.READ), (demo.SHIFT_LEADS, demo.READ)
)
"""Of what is billed by: not even an administrator changes it."""
_SAMPLES = demo.acl(
    (demo.ADMINISTRATOR, demo.ALL),
    (demo.LABORATORY, demo.READ | demo.WRITE | demo.DELETE),
    (demo.MEMBER, demo.READ),
    (demo.CONTRACTORS, -demo.ALL),
)
"""Of what the laboratory enters by hand."""
_LIMITS: dict[str, Json] = {
    "TemperatureReading": {"Value": {"low": 118.0, "high": 212.0, "decimals": 1}},
    "PressureReading": {"Value": {"low": 8.0, "high": 16.5, "decimals": 2}},
    "Flowmeter": {"Totalizer": {"low": 1000.0, "high": 62.0, "shape": "counter", "decimals": 1}},
    "TankLevel": {
        "Level": {"low": 0.4, "high": 11.8, "shape": "tank"},
        "Temperature": {"low": 22.0, "high": 68.0, "decimals": 1},
    },
    "SteamQuality": {"Conductivity": {"low": 2.0, "high": 9.0}, "Silica": {"low": 4.0, "high": 19.0}},
}


def types(box: Box, place: str) -> Iterator[Held]:
    """Yield the types of a demo namespace: those that its streams and stream views need."""
    if place not in _ROWS or not is_demo(box, place):
        return
    for number, document in enumerate(TYPES.values()):
        yield _held(box, place, document, number)


def stream_views(box: Box, place: str) -> Iterator[Held]:
    """Yield the stream views of a demo namespace."""
    if place in _ROWS and is_demo(box, place):
        for number, document in enumerate(VIEWS):
            yield _held(box, place, document, 40 + number)


def streams(box: Box, place: str) -> Iterator[Held]:
    """Yield the streams of a demo namespace, with their metadata and tags."""
    if place not in _ROWS or not is_demo(box, place):
        return
    for number, (tag, name, description, type_id, seconds, tags) in enumerate(_ROWS[place]):
        document = {"Id": tag, "Name": name, "Description": description or None, "TypeId": type_id}
        metadata = {
            "Site": "Northgate" if place == "boiler" else place.replace("-", " ").title(),
            "Unit": name.split(" ", 2)[0] + " " + name.split(" ", 2)[1],
            "Loop": tag.upper(),
            "Commissioned": str(2008 + number % 12),
        }
        if type_id == "Flowmeter":
            metadata["Vendor"] = ("Halden Instruments", "Murnau Messtechnik")[number % 2]
        also = {
            "Metadata": metadata,
            "Tags": list(tags),
            GENERATED: recipe(seconds, **_LIMITS.get(type_id, {})),
        }
        held = _held(box, place, document, 100 + number, **also)
        if "custody" in tags:
            held = replace(held, acl=_FISCAL, owner=demo.trustee_user("Henk", "van der Molen"))
        elif type_id == "SteamQuality":
            held = replace(held, acl=_SAMPLES, owner=demo.trustee_user("Leila", "Rahmani"))
        yield held


def _held(box: Box, place: str, document: Json, number: int, **also: Any) -> Held:
    owner = box.store.primary.one(Stored.NAMESPACE, place)["Owner"]
    made = _BEGAN.timestamp() + number * 977
    return Held(document, first_acl(box, place), owner, created=made, modified=made, also=also)
