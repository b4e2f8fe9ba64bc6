"""Tables on a terminal: none is wider than it, and every cell stands somewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.cli.table import _width, table, tables_within
from ocs_tui.emulator.server import Emulator
from tests.cli.running import PROGRAM, run
from tests.cli.tenants import variables
from tests.terminal.terminal import Terminal

ROWS = [
    (f"namespace-{row}", *(f"{row}{column}RW···*" for column in "abcdefgh"), "An Owner") for row in range(4)
]
HEADER = ("NAMESPACE", *(f"Role\n{column}" for column in "abcdefgh"), "OWNER")


def test_what_fits_is_one_table() -> None:
    whole = table(HEADER, ROWS)
    assert tables_within(max(map(len, whole)), HEADER, ROWS) == whole


@pytest.mark.parametrize("width", [120, 80, 60, 40, 30])
def test_what_does_not_comes_as_several_with_every_cell(width: int) -> None:
    lines = tables_within(width, HEADER, ROWS)
    assert max(map(len, lines)) <= width
    text = "\n".join(lines)
    for row in ROWS:
        assert all(cell in text for cell in row)
    tables = text.split("\n\n")
    assert all(re.search(r"^NAMESPACE ", each, re.MULTILINE) for each in tables)
    assert all(each.count("namespace-") == 4 for each in tables)


@given(
    st.lists(st.tuples(*[st.text(alphabet="abc-日本e\u0301", max_size=60)] * 4), min_size=1, max_size=4),
    st.integers(40, 100),
)
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[str, ...]], width: int) -> None:
    lines = tables_within(width, ("ONE", "TWO", "THREE", "FOUR"), rows)
    assert max(map(_width, lines)) <= width


def test_a_title_of_one_long_word_is_cut_too() -> None:
    lines = tables_within(40, ("NAMESPACE", "R" * 60), [("boiler", "RWDMS")])
    assert max(map(len, lines)) <= 40
    assert "R…R" in lines[0]


def test_long_names_keep_both_ends() -> None:
    rows = [(f"plant-{'x' * 80}-{end}", "RWDMS") for end in ("north", "south")]
    lines = tables_within(60, ("NAMESPACE", "Role"), rows)
    assert lines[1].startswith("plant-xx")
    assert [line.split()[0][-5:] for line in lines[1:]] == ["north", "south"]


def test_the_grid_fits_a_terminal_and_is_whole_in_a_pipe(tmp_path: Path, emulator: Emulator) -> None:
    env = variables(emulator)
    piped = run("acl", "grid", home=tmp_path, env=env).stdout
    assert max(map(len, piped.splitlines())) > 80
    with Terminal(
        [*PROGRAM, "acl", "grid"], home=tmp_path, env={**env, "PYTHONPATH": sys.path[0]}, size=(80, 120)
    ) as terminal:
        assert terminal.wait_exit() == 0
        written = terminal.output.decode().replace("\r", "").splitlines()
    assert max(map(len, written)) <= 80
    boiler = " ".join(line for line in written if line.startswith("boiler"))
    cells = next(line for line in piped.splitlines() if line.startswith("boiler")).split()
    assert set(cells) <= set(boiler.split())
    assert boiler.count("·✗✗··*") == 1
