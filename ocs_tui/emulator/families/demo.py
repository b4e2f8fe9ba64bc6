"""What the demo tenant has of the families that CONNECT alone has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ocs_tui.catalog.kind import Kind
from ocs_tui.emulator.call import Box
from ocs_tui.emulator.sds_routes.demo_plant import is_demo
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import first_acl

_MADE = 1_667_260_800.0


def _one(thing_id: str, name: str, description: str, **more: object) -> Json:
    return {"Id": thing_id, "Name": name, "Description": description} | more


_IN_BOILER: dict[str, tuple[Json, ...]] = {
    "event type": (
        _one(
            "boiler-trip",
            "Boiler trip",
            "A boiler went out by itself.",
            Properties=[
                {"Id": "Cause", "PropertyType": "String"},
                {"Id": "Severity", "PropertyType": "Enumeration"},
            ],
        ),
        _one("sootblowing", "Soot blowing", "", Properties=[{"Id": "Steam", "PropertyType": "Double"}]),
    ),
    "reference data type": (
        _one("fuel", "Fuel", "What is burnt, with its heating value.", Properties=[{"Id": "HeatingValue"}]),
    ),
    "enumeration": (
        _one(
            "trip-severity",
            "Severity of a trip",
            "",
            Members=[
                {"Name": name, "Code": code} for code, name in enumerate(("Minor", "Major", "Critical"))
            ],
        ),
    ),
    "authorization tag": (_one("safety", "Safety relevant", "Seen by operations and the auditors."),),
    "failover group": (_one("edge-northgate", "Northgate edge", "Two gateways, one of them waits."),),
    "software system": (
        _one(
            "pi-to-ocs-1", "Northgate PI to OCS", "Agent on the historian.", Version="2.4.1", TypeId="agent"
        ),
        _one("edge-1", "Northgate edge A", "Gateway in the control room.", Version="1.9.0", TypeId="edge"),
        _one("edge-2", "Northgate edge B", "Gateway in the turbine hall.", Version="1.8.3", TypeId="edge"),
    ),
    "software template": (_one("edge-standard", "Standard gateway", "Modbus and OPC UA.", TypeId="edge"),),
    "software type": (_one("agent", "Agent", ""), _one("edge", "Edge gateway", "")),
    "software tag": (_one("northgate", "Northgate", ""),),
    "virtual table": (_one("steam-per-hour", "Steam per hour", "For the energy report."),),
    "share": (
        _one("energy-report", "Energy report", "For the warehouse.", VirtualTableIds=["steam-per-hour"]),
    ),
}


def seeds_of(kind: Kind) -> Callable[[Box, str], Iterable[Held]]:
    """Return what gives the things of a kind that a namespace begins with."""

    def seeds(box: Box, place: str) -> Iterator[Held]:
        if place != "boiler" or not is_demo(box, place):
            return
        owner = box.store.primary.one(Stored.NAMESPACE, place)["Owner"]
        for document in _IN_BOILER.get(kind.name, ()):
            yield Held(document, first_acl(box, place), owner, created=_MADE, modified=_MADE)

    return seeds
