"""The asset store: what assets refer to, their status and their data, and how they are searched.

``resolved`` puts an asset and its type together, ``status`` maps values to Good, Warning and Bad, ``data`` reads the
streams, ``search`` finds, ``bulk`` does many at once; ``streams`` looks the caller's streams up for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.catalog.operation import Era
from ocs_tui.emulator.assets.hooks import ASSET_HOOKS, ASSET_TYPE_HOOKS
from ocs_tui.emulator.things.hooks import KindHooks
from ocs_tui.emulator.things.special import Special

HOOKS: dict[str, KindHooks] = {"asset": ASSET_HOOKS, "asset type": ASSET_TYPE_HOOKS}


def routes(era: Era) -> Iterator[Special]:
    """Yield the routes that stand beside those of the kinds."""
    from ocs_tui.emulator.assets.served import asset_routes

    yield from asset_routes(era)
