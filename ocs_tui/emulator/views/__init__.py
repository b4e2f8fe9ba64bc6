"""Data views: what their queries find, put into columns and rows.

From ``definition`` (a view as it is stored) by ``items`` (what a query found) to ``resolution`` (groups and columns),
``shown`` (that as the service tells it), ``rows`` and ``forms``: none of these knows HTTP or the store. ``finding``
looks for the items, ``kept`` keeps what was resolved, ``served`` answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.catalog.operation import Era
from ocs_tui.emulator.things.hooks import KindHooks
from ocs_tui.emulator.things.special import Special
from ocs_tui.emulator.views.hooks import DATA_VIEW_HOOKS

HOOKS: dict[str, KindHooks] = {"data view": DATA_VIEW_HOOKS}


def routes(era: Era) -> Iterator[Special]:
    """Yield the routes that stand beside those of the kinds."""
    from ocs_tui.emulator.views.served import view_routes

    yield from view_routes(era)
