"""A body that would not survive being read and written must not be written back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.model.document import Document

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(anything)
def test_plain_json_may_be_written_back(value: Any) -> None:
    document = Document.read(json.dumps(value))
    assert document.problem is None
    assert json.loads(document.pretty()) == value == document.value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "the field 'c' stands in it twice"),
        ('{"a": NaN}', "it holds NaN, which is no JSON number"),
        ("[-Infinity]", "it holds -Infinity, which is no JSON number"),
        ("[1e400]", "the number 1e400 is too large to keep"),
        (
            "[0.12345678901234567890123]",
            "the number 0.12345678901234567890123 has more digits than can be kept",
        ),
        ("[1e-400]", "the number 1e-400 has more digits than can be kept"),
        ("[1e-99999999999999999999]", "the number 1e-99999999999999999999 has more digits than can be kept"),
        ('["\\ud83d"]', "it holds half a character (a lone surrogate)"),
    ],
)
def test_a_body_that_would_change_says_why(text: str, problem: str) -> None:
    document = Document.read(text)
    assert document.problem == problem
    assert document.pretty() == text


@pytest.mark.parametrize(
    "text", ["1.0", "1.50", "1E5", "-0.0", "0.1", "12345678901234567890", '"\\ud83d\\ude00"']
)
def test_numbers_and_characters_that_only_look_odd_are_fine(text: str) -> None:
    assert Document.read(text).problem is None


@pytest.mark.parametrize("text", ["", "nothing", "{", "[" * 100_000, "9" * 5000])
def test_what_is_no_json_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        Document.read(text)


def test_a_document_of_plain_types() -> None:
    document = Document.of({"Name": "Kühlung"})
    assert document.text == '{"Name": "Kühlung"}'
    assert document.pretty() == '{\n  "Name": "Kühlung"\n}'


def _nested(levels: int) -> str:
    return '{"Id": "a", "More": ' + "[" * (levels - 1) + "1" + "]" * (levels - 1) + "}"


@pytest.mark.parametrize("levels", [201, 700])
def test_what_is_nested_too_deeply_is_shown_as_it_came_and_not_written(levels: int) -> None:
    """The parser has most of the stack for itself; what shows a body, or compares it, has not."""
    document = Document.read(_nested(levels))
    assert document.problem == "it is nested too deeply"
    same = Document.read(_nested(levels)).value

    def far_below(calls: int) -> str:
        if calls:
            return far_below(calls - 1)
        assert document.value == same
        json.dumps(document.value)
        return document.pretty()

    assert far_below(500) == _nested(levels)
    assert document.value["Id"] == "a"


def test_two_hundred_levels_are_not_too_deep() -> None:
    assert Document.read(_nested(200)).problem is None
    many = json.dumps([{"Id": str(number), "Tags": []} for number in range(500)])
    assert Document.read(many).problem is None
