"""The threat model names for each threat a test, and each of those exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
THREATS = (REPO / "docs/threats.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in THREATS.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| Threat "))
]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def names_in(path: str) -> set[str]:
    """The names of the tests in a file."""
    tree = ast.parse((REPO / path).read_text())
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


def test_there_are_threats() -> None:
    assert len(ROWS) > 30


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_each_threat_has_its_tests(row: list[str]) -> None:
    threat, holds_off, tests = row
    assert threat
    assert holds_off
    named = TEST.findall(tests)
    assert named, "it names no test"
    assert TEST.sub("", tests).strip() == "", "what stands there beside is no test"
    for path, name in named:
        assert (REPO / path).is_file(), path
        assert name in names_in(path), f"there is no {name} in {path}"
