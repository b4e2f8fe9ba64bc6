"""What the tenant itself has beside people and namespaces: entitlements and features."""

from __future__ import annotations

from ocs_tui.catalog.declare import kind_of
from ocs_tui.catalog.kind import Field
from ocs_tui.catalog.operation import TENANT
from ocs_tui.catalog.service import TENANT_MANAGEMENT, Listing
from ocs_tui.model.area_enums import EntitlementType, LimitType

FEATURE = kind_of(
    TENANT_MANAGEMENT,
    "feature",
    "Features",
    "features",
    f"{TENANT}/Features",
    (Field("CurrentState", takes="whole"), Field("Feature", takes="object")),
    within=None,
    columns=(Field("State", "CurrentState"),),
    id_field="Feature.Id",
    title_field="Feature.Name",
)
ENTITLEMENT = kind_of(
    TENANT_MANAGEMENT,
    "entitlement",
    "Entitlements",
    "entitlements",
    TENANT,  # no route of their own: they stand in the tenant
    (
        Field("EntitlementDefinitionId"),
        Field("EntitlementType", takes="whole", words=EntitlementType),
        Field("LimitType", takes="whole", words=LimitType),
        Field("Value", takes="whole"),
        Field("ManualBlockStatus", takes="flag"),
    ),
    within=None,
    columns=(
        Field("Type", "EntitlementType", words=EntitlementType),
        Field("Limit", "LimitType", words=LimitType),
        Field("Value"),
        Field("Blocked", "ManualBlockStatus"),
    ),
    gets=False,
    listing=Listing(skip="", count="", results="Entitlements"),
    id_field="EntitlementDefinitionId",
    title_field="EntitlementDefinitionId",
)

TENANT_KINDS = (ENTITLEMENT, FEATURE)
