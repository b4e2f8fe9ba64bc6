"""The areas: what their kinds have beside the declarations, and the routes that stand beside the kinds."""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.catalog.operation import Era
from ocs_tui.emulator import assets, boards, communities, families, omf, rules, views
from ocs_tui.emulator.sds_routes import hooks as sds
from ocs_tui.emulator.sds_routes.routes import routes as sds_routes
from ocs_tui.emulator.things.hooks import KindHooks
from ocs_tui.emulator.things.special import Special

HOOKS: dict[str, KindHooks] = {
    name: hooks
    for area in (sds, assets, views, boards, rules, omf, communities, families)
    for name, hooks in area.HOOKS.items()
}
"""By the name of a kind."""


def special_routes(era: Era) -> Iterator[Special]:
    """Yield the routes that stand beside the kinds; one that a kind has too is taken in its place."""
    yield from sds_routes(era)
    yield from assets.routes(era)
    yield from views.routes(era)
    yield from boards.routes(era)
    yield from rules.routes(era)
    yield from omf.routes(era)
    yield from communities.routes(era)
    yield from families.routes(era)
