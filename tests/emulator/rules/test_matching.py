"""What the specifications of a rule match."""

from __future__ import annotations

import pytest

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rules.matching import expressions_of, filled, found_in
from ocs_tui.emulator.store import Json


def _found(text: str, *specifications: Json) -> dict[str, str] | None:
    rule = {"Expressions": [{"Field": "Id", "Specifications": list(specifications)}]}
    return found_in(expressions_of(rule), {"Id": text}.__getitem__)


def _literal(value: str) -> Json:
    return {"Type": "Literal", "Value": value}


def _group(name: str, characters: str, **more: object) -> Json:
    return {"Type": "Group", "Name": name, "CharacterType": characters} | more


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("B12-TI", {"Unit": "12", "Kind": "TI"}),
        ("B12-", None),
        ("B-TI", None),
        ("B12-TI-", None),
        ("xB12-TI", None),
        ("", None),
    ],
)
def test_the_whole_text_is_matched_part_by_part(text: str, found: dict[str, str] | None) -> None:
    """A literal as it is, groups by their characters."""
    parts = (_literal("B"), _group("Unit", "Digit"), _literal("-"), _group("Kind", "Letter"))
    assert _found(text, *parts) == found


def test_a_group_may_have_a_length() -> None:
    """Then it has exactly so many characters."""
    parts = (_group("Area", "Digit", CharacterLength=2), _group("Number", "Digit"))
    assert _found("12345", *parts) == {"Area": "12", "Number": "345"}
    assert _found("12", *parts) is None


def test_a_mapping_gives_another_word_and_a_strict_one_knows_no_other() -> None:
    """Without it a text that is not mapped stays as it is."""
    mapped = _group("Kind", "Letter", ValueMappings={"TI": "Temperature"})
    assert _found("TI", mapped) == {"Kind": "Temperature"}
    assert _found("PI", mapped) == {"Kind": "PI"}
    assert _found("PI", mapped | {"StrictValueMappings": True}) is None


def test_a_group_ends_before_its_delimiters() -> None:
    """So that any characters do not run on."""
    name = _group("Name", "Any", RequiredDelimiters=["."])
    assert _found("a b.c", name, {"Type": 4, "Value": "."}, _group("Rest", "Any")) == {
        "Name": "a b",
        "Rest": "c",
    }


def test_a_wildcard_is_any_text_and_a_delimiter_any_mark() -> None:
    """No text, too."""
    parts = (_group("First", "Letter"), {"Type": 4}, {"Type": 2})
    assert _found("a-", *parts) == {"First": "a"}
    assert _found("a/b-c", *parts) == {"First": "a"}
    assert _found("ab", *parts) is None


def test_many_parts_that_fit_everywhere_are_matched_at_once() -> None:
    """A rule that nearly matches a long text must not keep the service busy."""
    parts = [_group(f"Part {number}", "Any") for number in range(40)]
    assert _found("x" * 100, *parts, _literal("!")) is None


def test_an_output_names_a_part_or_is_text() -> None:
    """Only the very name of a part stands for it."""
    assert filled([("a", "Unit"), ("b", "unit")], {"Unit": "7"}) == {"a": "7", "b": "unit"}


@pytest.mark.parametrize(
    "specification",
    [
        {"Type": 9},
        {"Type": "Literal"},
        {"Type": 1, "CharacterType": "Hieroglyph"},
        {"Type": 1, "CharacterLength": -1},
        {"Type": 1, "RequiredDelimiters": "x"},
        {"Type": 1, "ValueMappings": {"a": 1}},
        {"Type": 1, "Name": 7},
    ],
)
def test_what_is_no_specification_is_refused(specification: Json) -> None:
    """With 400."""
    with pytest.raises(Refused) as refused:
        _found("x", specification)
    assert refused.value.status == 400
