"""Types are resolved, and events are checked against them."""

from __future__ import annotations

from typing import Any

import pytest

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import event_of, written_event
from ocs_tui.emulator.sds.types import resolve_type
from ocs_tui.model.sds_enums import SdsInterpolationMode, SdsTypeCode, sds_member, sds_name
from tests.emulator.sds.plant import PUMP, prop, pump, stream_of, type_of


@pytest.mark.parametrize("code", list(SdsTypeCode))
def test_a_type_code_is_read_back_from_its_name_its_digits_and_itself(code: SdsTypeCode) -> None:
    assert sds_member(SdsTypeCode, sds_name(code)) is code
    assert sds_member(SdsTypeCode, sds_name(code).upper()) is code
    assert sds_member(SdsTypeCode, str(int(code))) is code
    assert sds_member(SdsTypeCode, int(code)) is code


def test_names_are_those_of_the_wire() -> None:
    assert sds_name(SdsTypeCode.NULLABLE_U_INT16_ENUM) == "NullableUInt16Enum"
    assert sds_name(SdsTypeCode.DATE_TIME_OFFSET) == "DateTimeOffset"
    assert sds_member(SdsInterpolationMode, "continuous") is SdsInterpolationMode.DEFAULT
    assert sds_member(SdsTypeCode, "Colour") is None
    assert sds_member(SdsTypeCode, True) is None


def test_names_match_in_any_case_and_unknown_ones_are_ignored() -> None:
    event = event_of(
        pump().type.properties, {"TIME": "2024-05-01", "tUrNs": "7", "Colour": "red"}, "Event [0]"
    )
    assert event == {
        "Time": "2024-05-01T00:00:00Z",
        "Temperature": 0.0,
        "Turns": 7,
        "Load": None,
        "Running": False,
        "Note": None,
        "State": 0,
    }


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"Turns": 1.5}, "Int32"),
        ({"Turns": 2**31}, "Int32"),
        ({"Temperature": "warm"}, "Double"),
        ({"Temperature": True}, "Double"),
        ({"Running": 1}, "Boolean"),
        ({"Note": 5}, "String"),
        ({"Time": "yesterday"}, "DateTime"),
        ({"Time": "2024-02-30"}, "DateTime"),
        ({"State": "Odd"}, "Good, Bad, Gone"),
    ],
)
def test_a_value_of_another_type_is_refused_by_place_and_name(given: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused) as refused:
        event_of(pump().type.properties, given, "Event [3]")
    assert refused.value.status == 400
    assert refused.value.reason.startswith("Event [3] has " + repr(next(iter(given))))
    assert word in refused.value.reason


def test_what_equals_its_default_is_left_out_unless_verbose() -> None:
    properties = pump().type.properties
    event = event_of(properties, {"Time": "2024-05-01", "Load": 0, "State": "bad", "Running": False}, "")
    assert written_event(properties, event, verbose=False) == {
        "Time": "2024-05-01T00:00:00Z",
        "Load": 0.0,
        "State": 1,
    }
    assert written_event(properties, event, verbose=True) == event


def test_a_nested_type_a_list_and_a_base_type_are_resolved() -> None:
    inner = {"Id": "Point", "SdsTypeCode": "Object", "Properties": [prop("X", 14), prop("Y", 14)]}
    numbers = {"Id": "Numbers", "SdsType": {"SdsTypeCode": 401, "GenericArguments": [{"SdsTypeCode": 9}]}}
    base = type_of(prop("Time", 20, IsKey=True), Id="base")
    document = type_of(
        {"Id": "Where", "SdsType": {"Id": "Point"}}, numbers, prop("Raw", 206), BaseType={"Id": "base"}
    )
    found = resolve_type(document, {"Point": inner, "base": base}.get)
    assert [each.id for each in found.properties.all] == ["Time", "Where", "Numbers", "Raw"]
    given = {"time": "2024-05-01T01:00:00+02:00", "Where": {"y": 2}, "Numbers": [1, "2"], "Raw": [255]}
    event = event_of(found.properties, given, "Event [0]")
    assert event == {
        "Time": "2024-05-01T01:00:00+02:00",
        "Where": {"X": 0.0, "Y": 2.0},
        "Numbers": [1, 2],
        "Raw": [255],
    }
    assert written_event(found.properties, event, verbose=False)["Where"] == {"Y": 2.0}
    with pytest.raises(Refused, match=r"Numbers\[1\]"):
        event_of(found.properties, given | {"Numbers": [1, "x"]}, "Event [0]")


def test_a_type_that_holds_itself_or_has_no_key_is_refused() -> None:
    endless = type_of(prop("Id", 9, IsKey=True), {"Id": "Self", "SdsType": {"Id": "plant"}})
    with pytest.raises(Refused, match="holds itself"):
        resolve_type(endless, lambda _: endless)
    with pytest.raises(Refused, match="no key"):
        stream_of(type_of(prop("Value", 14)))
    with pytest.raises(Refused, match="cannot be one"):
        resolve_type(type_of(prop("Value", 114, IsKey=True)))
    with pytest.raises(Refused, match="'Id' twice"):
        resolve_type(
            type_of(prop("Id", 9), prop("ID", 9)).copy() | {"Properties": [prop("Id", 9), prop("Id", 9)]}
        )


def test_the_nearest_mode_wins_and_an_override_of_a_property_that_is_gone_is_ignored() -> None:
    document = PUMP | {"InterpolationMode": 3}
    assert set(stream_of(document).modes.values()) == {SdsInterpolationMode.DISCRETE}
    overrides = [
        {"SdsTypePropertyId": "temperature", "InterpolationMode": 1, "Uom": "kelvin"},
        {"SdsTypePropertyId": "Gone", "InterpolationMode": 2},
    ]
    found = stream_of(document, InterpolationMode="Default", PropertyOverrides=overrides)
    assert found.modes["Temperature"] is SdsInterpolationMode.STEPWISE_CONTINUOUS_LEADING
    assert found.modes["Turns"] is SdsInterpolationMode.DEFAULT
    assert found.uoms == {"Temperature": "kelvin"}


@pytest.mark.parametrize(
    "document",
    [
        type_of() | {"Properties": [5]},
        type_of(prop("A", 9)) | {"Properties": {"A": 9}},
        type_of({"Id": "A"}),
        type_of({"Id": "A", "SdsType": {"Id": "unknown"}}),
        type_of({"Id": "A", "SdsType": {"SdsTypeCode": 609, "Properties": ["Good"]}}),
        type_of({"Id": "A", "SdsType": {"SdsTypeCode": 401, "GenericArguments": 5}}),
        type_of(prop("A", "Colour")),
        type_of(prop("A", 9, InterpolationMode=12)),
        {"Id": "A", "SdsTypeCode": 14},
    ],
)
def test_a_type_that_makes_no_sense_is_refused_with_a_sentence(document: Any) -> None:
    with pytest.raises(Refused) as refused:
        resolve_type(document)
    assert refused.value.status == 400
    assert refused.value.reason.endswith(".")
