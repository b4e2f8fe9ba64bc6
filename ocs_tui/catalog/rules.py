"""What the rules service has: metadata rules and asset rules."""

from __future__ import annotations

from ocs_tui.catalog.declare import AT_ITEM, kind_of
from ocs_tui.catalog.kind import Field, Kind
from ocs_tui.catalog.namespace import NAMESPACE
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.service import RULES
from ocs_tui.model.area_enums import RuleState

_FIELDS = (
    Field("Id"),
    Field("Name"),
    Field("Description"),
    Field("State", takes="any", words=RuleState),
    Field("ExampleStreamId", links="stream"),
    Field("Expressions", takes="objects"),
    Field("Outputs", takes="objects"),
    Field("AutomationId"),
    Field("ErrorInfo", takes="object"),
    Field("CreationTime"),
    Field("ModifiedTime"),
)


def _rule(name: str, plural: str, collection: str, route: str) -> Kind:
    return kind_of(
        RULES,
        name,
        plural,
        collection,
        f"{N}/{route}",
        _FIELDS,
        within=NAMESPACE,
        columns=(Field("State", words=RuleState), Field("Example", "ExampleStreamId"), Field("Description")),
        creates=AT_ITEM,
        updates=True,
        deletes=True,
        guarded=True,
        collection_route=route,
    )


METADATA_RULE = _rule("metadata rule", "Metadata rules", "metadata-rules", "MetadataRules")
ASSET_RULE = _rule("asset rule", "Asset rules", "asset-rules", "AssetRules")

RULE_KINDS = (METADATA_RULE, ASSET_RULE)
