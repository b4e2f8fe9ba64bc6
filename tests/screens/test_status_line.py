"""What the status line says where there is little room."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from ocs_tui.widgets.status_line import shortened

DONE = "Withdraw the invitation of the user Freya Nygaard: done."


@pytest.mark.parametrize("room", [10, 30, 52, 55])
def test_what_came_of_it_stays_where_the_room_is_short(room: int) -> None:
    said = shortened(DONE, room)
    assert cell_len(said) <= room
    assert said.endswith("done.")
    assert "…" in said


def test_what_fits_stays_as_it_is() -> None:
    assert shortened(DONE, len(DONE)) == DONE
    assert shortened("", 0) == ""


def test_wide_letters_count_twice() -> None:
    said = shortened("Create the role 日本語日本語日本語日本語: written.", 30)
    assert cell_len(said) <= 30
    assert said.endswith("written.")
