"""Filters of data reads, and queries of metadata."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import event_of
from ocs_tui.emulator.sds.filters import filter_of
from ocs_tui.emulator.sds.search import STREAM_FIELDS, query_of
from tests.emulator.sds.plant import PUMP, prop, pump, stream_of

NESTED = {"Id": "Where", "SdsType": {"SdsTypeCode": 1, "Properties": [prop("X", 9)]}}
STREAM = stream_of(PUMP | {"Properties": [*PUMP["Properties"], NESTED, prop("Held", 21)]})
EVENT = event_of(
    STREAM.type.properties,
    {
        "Time": "2024-05-01T10:30:00Z",
        "Temperature": 20.5,
        "Turns": 7,
        "Note": "it's Running",
        "State": 1,
        "Where": {"X": 4},
        "Held": "01:30:00",
    },
    "",
)


@pytest.mark.parametrize(
    "text",
    [
        "Temperature gt 20",
        "TEMPERATURE GE 20.5 and turns eq 7",
        "not (Turns ne 7)",
        "Turns eq 1 or Turns eq 2 or Turns eq 7",
        "Turns eq 1 and Turns eq 2 or Turns eq 7",
        "not Running",
        "Running eq false",
        "round(Temperature) eq 21 and floor(Temperature) eq 20 and ceiling(Temperature) eq 21",
        "Turns mul 2 add 1 eq 15 and Turns sub 2 mul 3 eq 1 and Turns div 2 eq 3.5 and Turns mod 4 eq 3",
        "-Turns lt -6",
        "Time gt 2024-05-01 and Time lt '2024-05-02T00:00:00Z' and Time eq 2024-05-01T12:30:00+02:00",
        "State eq 'bad' and State eq 1 and State ne 'Good'",
        "Held eq '01:30:00'",
        "Note eq 'it''s Running' and contains(Note, 'Run') and not contains(Note, 'run')",
        "startswith(Note,'it') and endswith(Note,'ing') and length(Note) eq 12 and indexof(Note,'s') eq 3",
        "tolower(concat(substring(Note, 5, 3), '!')) eq 'run!'",
        "Where/X eq 4 and Where.x eq 4",
        "Load eq 1 or Turns eq 7",
        "not (Load eq 1 and Turns eq 8)",
    ],
)
def test_a_filter_that_matches(text: str) -> None:
    assert filter_of(text, STREAM.type.properties)(EVENT)


@pytest.mark.parametrize(
    "text",
    [
        "Load eq 1",
        "Load ne 1",
        "not (Load eq 1)",
        "Load eq null",
        "Load add 1 gt 0",
        "not (Load eq 1 and Turns eq 7)",
        "Turns div 0 gt 0",
        "Running",
        "Note eq 'IT''S RUNNING'",
    ],
)
def test_a_filter_that_does_not_match_and_nulls_never_do(text: str) -> None:
    assert not filter_of(text, STREAM.type.properties)(EVENT)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Turns eq", 9),
        ("Turns eq 1 Turns", 12),
        ("Colour eq 1", 1),
        ("(Turns eq 1", 12),
        ("Turns eq 'x'", 7),
        ("State eq 'Odd'", 7),
        ("Time gt 'today'", 6),
        ("Time gt 2024-13-45", 9),
        ("Turns eq 1 and 'x", 16),
        ("Turns # 1", 7),
        ("wide(Turns) eq 1", 1),
        ("round(Note) eq 1", 1),
        ("Turns and Running", 7),
        ("Note add 1 eq 2", 6),
        ("Where eq 1", 1),
        ("not " * 3000 + "Running", 101),
        ("(" * 3000, 27),
        ("Turns gt 1" + " add 1" * 3000, 611),
    ],
)
def test_a_wrong_filter_is_refused_by_its_place(text: str, place: int) -> None:
    with pytest.raises(Refused) as refused:
        filter_of(text, STREAM.type.properties)
    assert refused.value.status == 400
    assert abs(int(refused.value.reason.split("character ")[1].split(":")[0]) - place) <= 1


WORDS = [
    "Turns",
    "gt",
    "eq",
    "and",
    "or",
    "not",
    "(",
    ")",
    "1",
    "'x'",
    "round",
    ",",
    "-",
    "null",
    "Time",
    "2024-01-01",
    "Note",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=20))
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    with suppress(Refused):
        assert filter_of(text, pump().type.properties)(EVENT) in (True, False)


DOCUMENT: dict[str, Any] = {
    "Id": "pump-1",
    "Name": "Main pump of line 3",
    "TypeId": "flow.v1",
    "Description": None,
    "Metadata": {"Site": "Oslo North", "Path": "a:b*c"},
    "Tags": ["hot", "west hall"],
    "Hidden": "secret",
}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("", True),
        ("pump", True),
        ("PUMP oslo", True),
        ("pump AND bergen", False),
        ("bergen OR hot", True),
        ("pump NOT hot", False),
        ("NOT bergen", True),
        ("(bergen OR hot) pump", True),
        ("bergen OR hot cold", False),
        ("and", False),
        ("typeid:flow", True),
        ("typeid:pump", False),
        ("Site:oslo", True),
        ("path:oslo", False),
        ('site:"oslo north"', True),
        ('site:"oslo"', False),
        ('"west hall"', True),
        ('"west"', False),
        ("ma*", True),
        ("*ump", True),
        ("p*1", True),
        ("main*3", True),
        ("um*", False),
        ("a\\:b\\*c", True),
        ("a\\:b\\*d", False),
        ("secret", False),
        ("*", True),
    ],
)
def test_a_query_finds_a_stream_by_its_fields_metadata_and_tags(text: str, matches: bool) -> None:
    assert query_of(text, STREAM_FIELDS)(DOCUMENT) is matches


@pytest.mark.parametrize(
    ("text", "place"),
    [("(pump", 6), ("pump)", 5), ("pump OR", 8), ('"pump', 1), ("name:", 1), ("a \\", 3), ("AND a", 1)],
)
def test_a_wrong_query_is_refused_by_its_place(text: str, place: int) -> None:
    with pytest.raises(Refused, match=f"character {place}:") as refused:
        query_of(text, STREAM_FIELDS)
    assert refused.value.status == 400


def test_a_query_of_many_wildcards_takes_no_time() -> None:
    assert not query_of("a*" * 60 + "b", ["Name"])({"Name": "a" * 5000})


@given(st.text('ab*"\\():/ ', max_size=15), st.text("ab* :", max_size=8))
def test_any_text_is_a_query_or_refused(text: str, name: str) -> None:
    with suppress(Refused):
        assert query_of(text, STREAM_FIELDS)({"Name": name}) in (True, False)
