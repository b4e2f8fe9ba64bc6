"""Which screen shows a board."""

from __future__ import annotations

from ocs_tui.screens.base import Base
from ocs_tui.screens.board import BoardScreen


def board_screen(name: str, place: str) -> Base:
    """Return the screen of a board: of the tenant where ``place`` is empty, else of that namespace."""
    return BoardScreen(name, place)
