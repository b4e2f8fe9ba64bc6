"""The files that are no Python are found in a checkout; ``tests/packaging`` finds them in a wheel."""

from __future__ import annotations

import pytest

from ocs_tui.resources import stylesheet, themes_folder


def test_a_stylesheet_is_found_by_its_screens_name() -> None:
    for found in themes_folder().parent.glob("screens/*.tcss"):
        assert stylesheet(found.stem).read_text() == found.read_text()


def test_what_is_missing_is_one_sentence() -> None:
    with pytest.raises(FileNotFoundError, match=r"no_such_screen\.tcss is missing from this installation"):
        stylesheet("no_such_screen")
