"""What the README says is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.pictures import FLOWS, keys_table

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_keys_are_those_of_the_bindings() -> None:
    assert f"<!-- keys -->\n{keys_table()}\n<!-- /keys -->" in README, "make pictures writes them anew"


def test_the_figures_are_those_that_were_measured_last() -> None:
    quoted = README.partition("<!-- bench -->\n")[2].partition("\n<!-- /bench -->")[0].splitlines()
    measured = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8").splitlines()
    assert len(quoted) > 20
    assert [line for line in quoted if line not in measured] == [], "make bench writes them anew"


def test_every_picture_and_link_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    missing = [link for link in links if not link.startswith("http") and not (ROOT / link).exists()]
    assert missing == []
    assert {Path(link).stem for link in links if link.endswith(".svg")} == set(FLOWS)
