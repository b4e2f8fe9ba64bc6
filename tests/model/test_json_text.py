"""JSON as people type it: what is wrong is said with its place, and nothing else is changed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.model.document import Document
from ocs_tui.model.json_text import Problem, editable, json_lines, read_json
from ocs_tui.model.text import safe

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(_VALUES)
def test_what_is_shown_says_the_same_and_no_terminal_obeys_it(value: object) -> None:
    lines = json_lines(value)
    assert json.loads("\n".join(lines)) == value
    assert all(safe(line) == line for line in lines)


@given(st.text())
def test_any_text_is_json_or_has_a_sentence(text: str) -> None:
    read = read_json(text)
    assert isinstance(read, Document) or read.sentence.endswith(".")
    assert all(safe(line) == line for line in editable(text).split("\n"))


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{\n  "a": 1,\n}', 3, 1),
        ('{"a": }', 1, 7),
        ('{"a": 1} x', 1, 10),
        ('{"a": "x\ny"}', 1, 9),
        ("", 1, 1),
    ],
)
def test_the_place_is_said(text: str, line: int, column: int) -> None:
    read = read_json(text)
    assert isinstance(read, Problem)
    assert (read.line, read.column) == (line, column)


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 2}', '{"a": NaN}', '{"a": -Infinity}', '{"a": 1e999}', '"\\ud800"']
)
def test_what_would_not_be_sent_as_it_stands_is_refused(text: str) -> None:
    read = read_json(text)
    assert isinstance(read, Problem)
    assert read.sentence.startswith("It cannot be sent: ")
