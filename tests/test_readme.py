"""What the README says is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.pictures import FLOWS, keys_table

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_keys_are_those_of_the_bindings() -> None:
    assert f"<!-- keys -->\n{keys_table()}\n<!-- /keys -->" in README, "make pictures writes them anew"


def test_every_picture_and_link_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    missing = [link for link in links if not link.startswith("http") and not (ROOT / link).exists()]
    assert missing == []
    assert {Path(link).stem for link in links if link.endswith(".svg")} == set(FLOWS)
