"""What a body must be like by what its kind declares."""

from __future__ import annotations

from typing import Any

import pytest

from ocs_tui.catalog.declare import AT_COLLECTION, kind_of
from ocs_tui.catalog.kind import Field
from ocs_tui.catalog.kinds import BY_NAME, NAMESPACE
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.schema import Findings, check, copy_of, filled_in, template
from ocs_tui.catalog.service import SDS
from ocs_tui.model.sds_enums import SdsTypeCode

GAUGE = kind_of(
    SDS,
    "gauge",
    "Gauges",
    "gauges",
    f"{N}/Gauges",
    (
        Field("Id"),
        Field("Title", needed=True),
        Field("Count", takes="whole"),
        Field("Span", takes="number"),
        Field("IsOn", takes="flag"),
        Field("Words", takes="texts"),
        Field("Map", takes="map"),
        Field("Part", takes="object"),
        Field("Parts", takes="objects"),
        Field("Code", takes="whole", words=SdsTypeCode),
        Field("CreatedDate"),
    ),
    within=NAMESPACE,
    creates=AT_COLLECTION,
    updates=True,
)


def problems(**body: Any) -> tuple[str, ...]:
    return check(GAUGE, {"Title": "t", **body}).problems


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("Title", ["x"], [1, True, [], {}]),
        ("Count", [0, -7, None], ["1", 1.5, True]),
        ("Span", [1, 1.5], ["1", False]),
        ("IsOn", [True, False], [0, "true"]),
        ("Words", [[], ["a"]], ["a", [1], {}]),
        ("Map", [{}, {"a": "b"}], [{"a": 1}, []]),
        ("Part", [{}, {"a": [1]}], [[], "x"]),
        ("Parts", [[], [{}]], [{}, [1]]),
        ("Code", [14, "Double", "double"], ["Duoble", True, 1.0]),
    ],
)
def test_a_field_takes_what_it_declares(name: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert problems(**{name: value}) == (), value
    for value in bad:
        (said,) = problems(**{name: value})
        assert said.startswith(f"{name} is "), value


def test_what_came_from_the_service_is_never_called_wrong() -> None:
    came = {"Title": 7, "Count": "many", "Titel": "odd", "Code": 4711}
    assert check(GAUGE, came, came, "g") == Findings()
    assert check(GAUGE, came | {"Count": "few"}, came, "g").problems == (
        "Count is a text: a whole number belongs there.",
    )
    assert check(GAUGE, {}, {}, "g").problems == (), "it came without what a new one needs"


def test_a_number_that_only_compares_equal_is_a_change() -> None:
    assert check(GAUGE, {"Title": "t", "Count": True}, {"Title": "t", "Count": 1}, "g").problems


def test_names_that_are_nearly_right_are_wrong_and_others_are_sent() -> None:
    assert problems(words=["a"]) == (
        "'words' is no field of a gauge: Words is. Spell it so, or take it out.",
    )
    found = check(GAUGE, {"Title": "t", "Zone": 1})
    assert (found.problems, len(found.warnings)) == ((), 1)
    assert check(GAUGE, {"Title": "t", "Code": 4711}).warnings


@pytest.mark.parametrize("bad", ["a/b", "..", " a", "x" * 101, 7])
def test_an_id_that_no_address_takes_is_refused(bad: Any) -> None:
    assert len(problems(Id=bad)) == 1


def test_an_id_is_not_changed_and_its_letter_case_does_not_count() -> None:
    body = {"Id": "g-1", "Title": "t"}
    assert check(GAUGE, body | {"Id": "G-1"}, body, "g-1").problems == ()
    assert "cannot be changed" in check(GAUGE, body | {"Id": "g-2"}, body, "g-1").problems[0]


@pytest.mark.parametrize("body", [[], "x", 7, None])
def test_one_thing_is_one_object(body: Any) -> None:
    assert check(GAUGE, body).problems[0].endswith("one gauge is one JSON object, { … }.")


def test_a_template_says_nothing_until_it_is_filled_in() -> None:
    begun = template(GAUGE)
    assert "CreatedDate" not in begun
    assert filled_in(GAUGE, begun) == {"Title": ""}
    assert filled_in(GAUGE, begun | {"Count": 0, "IsOn": True}) == {"Title": "", "Count": 0, "IsOn": True}


def test_a_copy_has_no_id_and_nothing_that_the_service_says() -> None:
    came = {"Title": "t", "Id": "g", "CreatedDate": "2020", "Zone": 1}
    assert copy_of(GAUGE, came) == {"Id": "", "Title": "t", "Zone": 1}


def test_what_is_missing_is_said_with_the_right_article() -> None:
    def said(name: str) -> str:
        return " ".join(check(BY_NAME[name], {}, None, "").problems)

    assert "an asset is created under its id." in said("asset")
    assert "an OMF connection needs it." in said("OMF connection")
    assert "a stream is created under its id." in said("stream")
