"""What the pane says of values that are objects and lists, and where they lead."""

from __future__ import annotations

from ocs_tui.catalog.kind import Field
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.screens.thing_words import brief, lines_of
from tests.screens.driving import opened, shown, until, until_shown


def _said(field: Field, value: object) -> list[str]:
    return [line.value for line in lines_of(field, value)]


def test_a_property_of_a_type_says_its_type() -> None:
    properties = [
        {"Id": "Time", "Name": "Time", "SdsType": {"SdsTypeCode": 16}, "IsKey": True},
        {"Id": "AirFlow", "SdsType": {"SdsTypeCode": 14}, "Uom": "kg/h"},
        {"Id": "Motor", "SdsType": {"Id": "Pump", "SdsTypeCode": 1}},
    ]
    assert _said(Field("Properties", takes="objects"), properties) == [
        "Time · DateTime, IsKey yes",
        "AirFlow · Double, Uom kg/h",
        "Motor · Pump",
    ]


def test_a_list_of_plain_values_is_one_line_and_no_programmers_list() -> None:
    assert _said(Field("Tags", takes="texts"), ["steam", "critical"]) == ["steam, critical"]
    assert _said(Field("Dimensions", takes="any"), [0, 0, 0, 0, 0, 1, 0]) == ["0, 0, 0, 0, 0, 1, 0"]


def test_what_lies_deeper_is_told_and_not_left_out() -> None:
    assert (
        brief([{"Source": "PropertyId", "Keys": ["Temperature"]}]) == "(Source PropertyId, Keys Temperature)"
    )
    deep = {"a": {"b": {"c": {"d": 1}}}}
    assert brief(deep) == "(a (b {…}))"


async def test_the_streams_of_an_asset_are_links(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        explorer = pilot.app.session.explorer  # type: ignore[attr-defined]
        explorer.go_to_thing(Address.parse("boiler/assets/boiler-1"))
        text = await until_shown(pilot, "Drum pressure · StreamId B1-PI-102", "steam, critical")
        assert "['" not in text
        row = next(at for at, line in enumerate(text.splitlines()) if "B1-PI-102" in line)
        await pilot.press("enter")
        await pilot.click(offset=(60, row))
        await pilot.press("enter")
        await until(pilot, lambda: "Stream Boiler 1 drum pressure" in shown(pilot))


async def test_the_clients_of_a_topic_are_named_and_lead_to_them(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        session = pilot.app.session  # type: ignore[attr-defined]
        await session.connection.load(("clients",))
        session.explorer.go_to_thing(Address.parse("boiler/topics/edge-northgate"))
        await until_shown(pilot, "Historian writer  6f832886")
