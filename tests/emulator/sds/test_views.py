"""Stream views and units."""

from __future__ import annotations

from typing import Any

import pytest

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.answer import answer_read
from ocs_tui.emulator.sds.series import StoredSeries
from ocs_tui.emulator.sds.transforms import in_units, through_view
from ocs_tui.emulator.sds.types import resolve_type
from ocs_tui.emulator.sds.units import conversion, quantities, quantity, unit, units, units_of
from ocs_tui.emulator.sds.views import view_map
from ocs_tui.emulator.sds.writes import insert
from tests.emulator.sds.plant import prop, pump, query, stream_of, type_of

SOURCE = type_of(prop("Time", 16, IsKey=True), prop("Flow", 14), prop("Heat", 14), prop("Note", 18))


def pairs_of(target: Any, **view: Any) -> list[tuple[str | None, str | None, int]]:
    found = view_map(resolve_type(SOURCE).properties, resolve_type(target).properties, view)
    document = found.document("plant", "plant")
    return [(each["SourceId"], each["TargetId"], each["Mode"]) for each in document["Properties"]]


def test_without_properties_names_are_paired_then_places_of_the_same_type() -> None:
    target = type_of(prop("Time", 16, IsKey=True), prop("Rate", 14), prop("heat", 9), prop("Extra", 9))
    assert pairs_of(target) == [
        ("Time", "Time", 0),
        ("Flow", "Rate", 4),
        ("Heat", "heat", 16),
        (None, "Extra", 1),
        ("Note", None, 2),
    ]


def test_listed_pairs_come_first_and_what_does_not_convert_is_told() -> None:
    target = type_of(prop("Time", 20, IsKey=True), prop("Heat", 9), prop("Flow", 18))
    listed = [{"SourceId": "flow", "TargetId": "Heat"}]
    assert pairs_of(target, Properties=listed) == [
        ("Time", "Time", 16),
        ("Flow", "Heat", 20),
        (None, "Flow", 1),
        ("Heat", None, 2),
        ("Note", None, 2),
    ]
    swapped = type_of(prop("Time", 16, IsKey=True), prop("Heat", 14), prop("Flow", 18))
    assert pairs_of(swapped)[1:3] == [("Heat", "Heat", 8), ("Flow", "Flow", 8 + 32)]
    with pytest.raises(Refused, match="'Colour'"):
        pairs_of(target, Properties=[{"SourceId": "Colour", "TargetId": "Heat"}])


def test_events_are_read_through_a_view_and_interpolated_there() -> None:
    stream, series = stream_of(SOURCE), StoredSeries()
    insert(
        stream, series, [{"Time": "2024-05-01", "Flow": 1.6, "Note": "x"}, {"Time": "2024-05-02", "Flow": 3}]
    )
    target = resolve_type(type_of(prop("Time", 20, IsKey=True), prop("Rate", 9), prop("Note", 18), Id="t"))
    mapping = view_map(
        stream.type.properties, target.properties, {"Properties": [{"SourceId": "Flow", "TargetId": "Rate"}]}
    )
    shown, events = through_view(stream, series, mapping, target)
    found = answer_read(shown, events, "", query(startIndex="2024-05-01"), verbose=False)
    assert found == [
        {"Time": "2024-05-01T00:00:00+00:00", "Rate": 2, "Note": "x"},
        {"Time": "2024-05-02T00:00:00+00:00", "Rate": 3},
    ]
    given = query(index="2024-05-01T18:00:00Z")
    assert answer_read(shown, events, "Interpolated", given, verbose=True)[0]["Rate"] == 3
    assert answer_read(shown, events, "First", query(filter=""), verbose=True)["Rate"] == 2
    broken = resolve_type(type_of(prop("Time", 18, IsKey=True), Id="t"))
    with pytest.raises(Refused, match="index"):
        through_view(stream, series, view_map(stream.type.properties, broken.properties, {}), broken)


def test_a_nested_view_maps_what_is_inside() -> None:
    def nested(*inside: Any) -> Any:
        return type_of(prop("Time", 16, IsKey=True), {"Id": "In", "SdsType": type_of(*inside)})

    source, target = resolve_type(nested(prop("A", 9))), resolve_type(nested(prop("B", 14)))
    inner = {"Properties": [{"SourceId": "A", "TargetId": "B"}]}
    view = {"Properties": [{"SourceId": "In", "TargetId": "In", "SdsStreamView": {"Id": "inner"}}]}
    mapping = view_map(source.properties, target.properties, view, {"inner": inner}.get)
    assert mapping.event({"Time": "t", "In": {"A": 3}}) == {"Time": "t", "In": {"B": 3.0}}
    assert mapping.event({"Time": "t", "In": None})["In"] is None
    assert mapping.document("s", "t")["Properties"][1]["StreamViewMap"]["Properties"][0]["Mode"] == 20


def test_units_convert_there_and_back_within_their_quantity() -> None:
    for each in quantities():
        assert (each["BaseUom"]["ConversionFactor"], each["BaseUom"]["ConversionOffset"]) == (1, 0)
        assert len(each["Dimensions"]) == 7
        for uom in units_of(each["Id"]):
            factor, offset = conversion(uom["Id"], each["BaseUom"]["Id"], "")
            back, back_offset = conversion(each["BaseUom"]["Id"], uom["Id"], "")
            assert (12.5 * factor + offset) * back + back_offset == pytest.approx(12.5)
            assert (factor, offset) == (uom["ConversionFactor"], uom["ConversionOffset"])
    assert len({each["Id"] for each in units()}) == len(units()) > 100
    factor, offset = conversion("degree Celsius", "Degree Fahrenheit", "")
    assert 100 * factor + offset == pytest.approx(212)
    assert 1 * conversion("mile", "kilometer", "")[0] == pytest.approx(1.609344)
    found = unit("DEGREE celsius")
    assert found is not None
    assert (found["Abbreviation"], found["QuantityId"]) == ("°C", "Temperature")
    assert quantity("pressure") is not None
    assert unit("furlong") is None


def test_units_are_changed_as_events_are_read() -> None:
    stream, series = pump(), StoredSeries()
    insert(
        stream, series, [{"Time": "2024-05-01", "Temperature": 100}, {"Time": "2024-05-02", "Temperature": 0}]
    )
    shown, events = in_units(
        stream, series, [{"SdsTypePropertyId": "temperature", "Uom": "degree Fahrenheit"}]
    )
    found = answer_read(shown, events, "Interpolated", query(index="2024-05-01T12:00:00Z"), verbose=True)
    assert found[0]["Temperature"] == pytest.approx(122)
    assert (
        answer_read(shown, events, "", query(filter="Temperature gt 200"), verbose=True)[0]["Time"]
        == "2024-05-01T00:00:00Z"
    )
    assert series.event_at(0)["Temperature"] == 100
    for name, uom in [
        ("Temperature", "bar"),
        ("Temperature", "furlong"),
        ("Turns", "bar"),
        ("Colour", "bar"),
    ]:
        with pytest.raises(Refused) as refused:
            in_units(stream, series, [{"SdsTypePropertyId": name, "Uom": uom}])
        assert refused.value.status == 400
