"""Which screen shows a board."""

from __future__ import annotations

from ocs_tui.screens.base import Base


def board_screen(name: str, place: str) -> Base:
    """Return the screen of a board: of the tenant where ``place`` is empty, else of that namespace."""
    if name == "logs":
        from ocs_tui.screens.log_board import LogBoard

        return LogBoard(place)
    if name == "health":
        from ocs_tui.screens.health_board import HealthBoard

        return HealthBoard()
    if name == "blog":
        from ocs_tui.screens.blog_board import BlogBoard

        return BlogBoard()
    if name == "usage":
        from ocs_tui.screens.figures_board import UsageBoard

        return UsageBoard()
    if name == "metrics":
        from ocs_tui.screens.figures_board import MetricsBoard

        return MetricsBoard(place)
    raise ValueError(f"there is no board {name!r}")
