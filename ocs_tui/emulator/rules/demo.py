"""Rules that the demo tenant starts with: what they would do with its streams is in their previews."""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.emulator.call import Box
from ocs_tui.emulator.rules.matching import GROUP, LITERAL, WILDCARD
from ocs_tui.emulator.sds_routes.demo_plant import is_demo
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import first_acl

_MADE = 1_631_088_000.0
_LETTERS, _DIGITS = 1, 2


def _literal(value: str) -> Json:
    return {"Type": LITERAL, "Value": value}


def _group(name: str, value: str, characters: int) -> Json:
    return {"Type": GROUP, "Name": name, "Value": value, "CharacterType": characters}


_BOILER_TAG = [
    _literal("B"),
    _group("Boiler", "1", _DIGITS),
    _literal("-"),
    _group("Instrument", "TI", _LETTERS),
    _literal("-"),
    _group("Loop number", "101", _DIGITS),
]
_INSTRUMENTS = {"TI": "Temperature", "PI": "Pressure", "FI": "Flow", "LI": "Level", "QI": "Quality"}
_METADATA_RULES: dict[str, tuple[Json, ...]] = {
    "boiler": (
        {
            "Id": "tag-parts",
            "Name": "Parts of the tag",
            "Description": "Boiler and loop number from the tag.",
            "ExampleStreamId": "B1-TI-101",
            "State": "Started",
            "Expressions": [{"Field": "Id", "Specifications": _BOILER_TAG}],
            "Outputs": [
                {"Field": "Boiler", "Value": "Boiler"},
                {"Field": "Loop number", "Value": "Loop number"},
                {"Field": "Area", "Value": "Boiler house"},
            ],
        },
    ),
    "compressors": (
        {
            "Id": "compressor-number",
            "Name": "Number of the compressor",
            "ExampleStreamId": "K-101",
            "State": "Stopped",
            "Expressions": [
                {
                    "Field": "Id",
                    "Specifications": [_literal("K-"), _group("Number", "101", _DIGITS), {"Type": WILDCARD}],
                }
            ],
            "Outputs": [{"Field": "Compressor", "Value": "Number"}],
        },
    ),
}
_BOILERS = {str(number): f"Boiler house unit {number}" for number in range(1, 7)}
_MAPPINGS = {"Boiler": _BOILERS, "Instrument": _INSTRUMENTS}
_MEASURES = [
    each | ({"ValueMappings": _MAPPINGS[each["Name"]]} if each.get("Name") in _MAPPINGS else {})
    for each in _BOILER_TAG
]
_ASSET_RULES: dict[str, tuple[Json, ...]] = {
    "boiler": (
        {
            "Id": "boilers-from-tags",
            "Name": "Boilers from tags",
            "Description": "An asset for each boiler, with all of its instruments.",
            "ExampleStreamId": "B1-TI-101",
            "State": "Stopped",
            "Expressions": [{"Field": "Id", "Specifications": _MEASURES}],
            "Outputs": [
                {"Field": "AssetId", "Value": "Boiler"},
                {"Field": "StreamReferenceName", "Value": "Instrument"},
            ],
        },
    ),
}


def metadata_rules(box: Box, place: str) -> Iterator[Held]:
    """Yield the metadata rules of a namespace."""
    return _rules(box, place, _METADATA_RULES)


def asset_rules(box: Box, place: str) -> Iterator[Held]:
    """Yield the asset rules of a namespace."""
    return _rules(box, place, _ASSET_RULES)


def _rules(box: Box, place: str, known: dict[str, tuple[Json, ...]]) -> Iterator[Held]:
    if place not in known or not is_demo(box, place):
        return
    owner = box.store.primary.one(Stored.NAMESPACE, place)["Owner"]
    for document in known[place]:
        yield Held(document, first_acl(box, place), owner, created=_MADE, modified=_MADE)
