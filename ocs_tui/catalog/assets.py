"""What the asset store has: assets and asset types."""

from __future__ import annotations

from ocs_tui.catalog.declare import AT_ITEM, kind_of
from ocs_tui.catalog.kind import Field
from ocs_tui.catalog.namespace import NAMESPACE
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.service import ASSETS, Listing

_DATES = (Field("CreatedDate"), Field("ModifiedDate"))

ASSET_TYPE = kind_of(
    ASSETS,
    "asset type",
    "Asset types",
    "asset-types",
    f"{N}/AssetTypes",
    (
        Field("Id"),
        Field("Name"),
        Field("Description"),
        Field("Metadata", takes="objects"),
        Field("TypeReferences", takes="objects", links="type"),
        Field("Status", takes="object"),
        *_DATES,
    ),
    within=NAMESPACE,
    columns=(Field("Description"),),
    creates=AT_ITEM,
    updates=True,
    deletes=True,
    guarded=True,
    collection_route="AssetTypes",
    same=(200, 302),
    listing=Listing(),
)
ASSET = kind_of(
    ASSETS,
    "asset",
    "Assets",
    "assets",
    f"{N}/Assets",
    (
        Field("Id"),
        Field("Name"),
        Field("Description"),
        Field("AssetTypeId", links="asset type"),
        Field("Metadata", takes="objects"),
        Field("StreamReferences", takes="objects", links="stream"),
        Field("Status", takes="object"),
        Field("Tags", takes="texts"),
        *_DATES,
    ),
    within=NAMESPACE,
    columns=(Field("Asset type", "AssetTypeId"), Field("Description")),
    creates=AT_ITEM,
    updates=True,
    deletes=True,
    guarded=True,
    collection_route="Assets",
    same=(200, 302),
    sortable=("Id", "Name"),
)

ASSET_KINDS = (ASSET, ASSET_TYPE)
