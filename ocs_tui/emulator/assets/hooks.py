"""What assets and asset types have beside their declaration."""

from __future__ import annotations

from collections.abc import Iterable

from ocs_tui.catalog.assets import ASSET
from ocs_tui.emulator.assets.checks import checked_asset, checked_type
from ocs_tui.emulator.assets.search import asset_filter, asset_query
from ocs_tui.emulator.call import Box, Call
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import KindHooks
from ocs_tui.emulator.things.place import shelf_of


def assets_of_type(call: Call, type_id: str) -> list[Held]:
    """Return the assets of a type, whoever may read them."""
    folded = type_id.casefold()
    assets = shelf_of(call, ASSET)
    return [held for held in assets if str(held.document.get("AssetTypeId") or "").casefold() == folded]


def _type_is_used(call: Call, held: Held) -> str:
    count = len(assets_of_type(call, held.id))
    return f"The asset type is in use: {count} assets are of it." if count else ""


def _assets(box: Box, place: str) -> Iterable[Held]:
    from ocs_tui.emulator.assets.demo import assets

    return assets(box, place)


def _types(box: Box, place: str) -> Iterable[Held]:
    from ocs_tui.emulator.assets.demo import asset_types

    return asset_types(box, place)


ASSET_HOOKS = KindHooks(checked=checked_asset, seeds=_assets, query=asset_query, filter=asset_filter)
ASSET_TYPE_HOOKS = KindHooks(checked=checked_type, seeds=_types, used_by=_type_is_used)
