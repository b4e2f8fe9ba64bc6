"""The assets of the demo plant, over the streams of ``sds_routes/demo_plant``. Plant and makers are made up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ocs_tui.emulator.assets.demo_types import TYPES
from ocs_tui.emulator.call import Box
from ocs_tui.emulator.sds_routes.demo_plant import is_demo
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import first_acl

_MADE = 1_560_000_000.0
_MAKERS = ("Halden Kesselbau", "Northgate Boilers", "Murnau Dampf")


def _told(name: str, value: Any, code: str = "String") -> Json:
    """Return an asset's own value of a metadata item of its type."""
    return {"Id": name, "Name": name, "SdsTypeCode": code, "Value": value}


def _asset(
    asset_id: str, name: str, type_id: str, streams: dict[str, str], *metadata: Json, **more: Any
) -> Json:
    return {
        "Id": asset_id,
        "Name": name,
        "AssetTypeId": type_id,
        "Metadata": list(metadata),
        "StreamReferences": [
            {"Id": reference, "Name": reference, "StreamId": stream} for reference, stream in streams.items()
        ],
        **more,
    }


def _boilers() -> Iterator[Json]:
    for number in range(1, 7):
        tag = f"B{number}"
        yield _asset(
            f"boiler-{number}",
            f"Boiler {number}",
            "boiler",
            {
                "Steam temperature": f"{tag}-TI-101",
                "Drum pressure": f"{tag}-PI-102",
                "Feedwater": f"{tag}-FI-103",
                "Drum": f"{tag}-LI-104",
                "Burner": f"{tag}-BU-106",
                "Laboratory": f"{tag}-QI-107",
            },
            _told("Manufacturer", _MAKERS[number % 3]),
            _told("Capacity", 18.0 + 4 * (number % 3), "Double"),
            _told("Commissioned", f"{2008 + number}-09-14T00:00:00Z", "DateTime"),
            Description="Water-tube boiler, natural gas.",
            Tags=["steam", "critical"] if number < 3 else ["steam"],
        )
        yield _asset(
            f"feedwater-pump-{number}",
            f"Feedwater pump {number}",
            "pump",
            {"Motor": f"{tag}-P-105"},
            _told("Manufacturer", "Ostholm Pumps"),
            _told("Serial number", f"OP-{40_117 + 13 * number}"),
            Description=f"Feeds boiler {number}.",
            Tags=["feedwater", "rotating"],
        )
    yield _asset(
        "boiler-7",
        "Boiler 7",
        "boiler",
        {"Steam temperature": "B7-TI-101", "Drum pressure": "B7-PI-102"},
        _told("Capacity", 26.0, "Double"),
        Description="Under construction: its instruments are not connected yet.",
        Tags=["steam", "project"],
    )
    yield {
        "Id": "boiler-house",
        "Name": "Boiler house",
        "Description": "The building; of no type.",
        "Metadata": [_told("Site", "Northgate"), _told("Floors", 3, "Int64")],
        "Tags": ["building"],
    }


def _tanks() -> Iterator[Json]:
    for number in range(201, 209):
        yield _asset(
            f"tank-{number}",
            f"Tank {number}",
            "tank",
            {"Contents": f"T-{number}-LI", "Outlet": f"T-{number}-FI"},
            _told("Product", ("Diesel", "Naphtha", "Jet A-1")[number % 3]),
            _told("Diameter", 32.0 + 2 * (number % 4), "Double"),
            Description="Floating roof.",
            Tags=["custody"] if number % 2 else [],
        )


def _compressors() -> Iterator[Json]:
    for number in range(101, 119):
        yield _asset(
            f"compressor-{number}",
            f"Compressor K-{number}",
            "compressor",
            {"Machine": f"K-{number}", "Discharge": f"K-{number}-TI"},
            _told("Train", "ABC"[number % 3]),
            Description="Screw compressor.",
            Tags=["rotating"],
        )


def _crude() -> Iterator[Json]:
    yield _asset(
        "crude-column",
        "Crude column",
        "",
        {f"Tray {number * 4}": f"CDU-TI-{number:03d}" for number in range(1, 13)},
        _told("Site", "Rotterdam"),
        Description="Atmospheric column with twelve thermometers.",
        AssetTypeId=None,
        Tags=["crude"],
    )
    yield _asset(
        "charge-pump-a",
        "Charge pump A",
        "pump",
        {"Motor": "CDU-P-001A"},
        _told("Manufacturer", "Ostholm Pumps"),
    )


def _wind() -> Iterator[Json]:
    for number in range(1, 21):
        yield _asset(
            f"turbine-{number:02d}",
            f"Turbine {number}",
            "turbine",
            {"Generator": f"WT-{number:02d}"},
            _told("Row", "ABCD"[(number - 1) // 5]),
            Tags=["wind"],
        )


_ASSETS = {
    "boiler": (("boiler", "pump"), _boilers),
    "tank-farm": (("tank",), _tanks),
    "compressors": (("compressor",), _compressors),
    "rotterdam-refinery": (("pump",), _crude),
    "wind-borkum": (("turbine",), _wind),
}
"""By the namespace: the asset types that it has, and its assets."""


def assets(box: Box, place: str) -> Iterator[Held]:
    """Yield the assets of a demo namespace."""
    if place in _ASSETS and is_demo(box, place):
        for number, document in enumerate(_ASSETS[place][1]()):
            told = {name: value for name, value in document.items() if value not in (None, [])}
            yield _held(box, place, told, 50 + number)


def asset_types(box: Box, place: str) -> Iterator[Held]:
    """Yield the asset types of a demo namespace."""
    if place in _ASSETS and is_demo(box, place):
        for number, type_id in enumerate(_ASSETS[place][0]):
            yield _held(box, place, TYPES[type_id], number)


def _held(box: Box, place: str, document: Json, number: int) -> Held:
    owner = box.store.primary.one(Stored.NAMESPACE, place)["Owner"]
    made = _MADE + number * 1_311
    return Held(document, first_acl(box, place), owner, created=made, modified=made)
