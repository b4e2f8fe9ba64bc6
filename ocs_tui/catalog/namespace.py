"""The namespace: the one kind that the tenant holds under no collection's name."""

from __future__ import annotations

from ocs_tui.catalog import operations as op
from ocs_tui.catalog.kind import Field, Guard, Kind
from ocs_tui.catalog.service import TENANT_MANAGEMENT

NAMESPACE = Kind(
    "namespace",
    "Namespaces",
    "",
    op.LIST_NAMESPACES,
    op.GET_NAMESPACE,
    fields=(
        Field("Id", "id"),
        Field("Name", "name"),
        Field("State", "state"),
        Field("Description", "description"),
        Field("Region", "region"),
        Field("RegionId", "region_id"),
        Field("Self", "self_url"),
        Field("InstanceId", "instance_id"),
        Field("AllowCrossRegionProcessing", "allow_cross_region_processing"),
    ),
    paged=False,
    creates=op.CREATE_NAMESPACE,
    updates=op.UPDATE_NAMESPACE,
    deletes=op.DELETE_NAMESPACE,
    # Sources disagree: the earliest has the description only, later ones all three; owner and ACL never
    # change through an update, whatever the body holds.
    editable=("name", "description", "allow_cross_region_processing"),
    service=TENANT_MANAGEMENT,
    guard=Guard(
        op.GET_ACL, op.SET_ACL, get_owner=op.GET_OWNER, set_owner=op.SET_OWNER, get_rights=op.GET_RIGHTS
    ),
    collection_guard=Guard(op.GET_ROOT_ACL, op.SET_ROOT_ACL),
)
