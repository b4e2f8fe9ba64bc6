"""The kinds of things in the tree: how they are listed, named and shown."""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.catalog import operations as op
from ocs_tui.catalog.operations import Operation


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the detail pane: the wire's own name, and the model's attribute that holds it."""

    label: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing.

    Attributes:
        name: one of it, in lower case (``role``).
        plural: its collection, as the tree names it (``Roles``).
        lists: the operation that lists it.
        gets: the operation that reads one by id.
        paged: whether its list takes ``skip`` and ``count`` and answers ``Total-Count``.
        fields: what the detail pane shows, in this order.
    """

    name: str
    plural: str
    lists: Operation
    gets: Operation
    paged: bool
    fields: tuple[Field, ...]


NAMESPACE = Kind(
    "namespace",
    "Namespaces",
    op.LIST_NAMESPACES,
    op.GET_NAMESPACE,
    paged=False,
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
)
ROLE = Kind(
    "role",
    "Roles",
    op.LIST_ROLES,
    op.GET_ROLE,
    paged=True,
    fields=(
        Field("Id", "id"),
        Field("Name", "name"),
        Field("Description", "description"),
        Field("RoleScope", "role_scope"),
        Field("RoleTypeId", "role_type_id"),
        Field("CommunityId", "community_id"),
        Field("TenantId", "tenant_id"),
    ),
)
USER = Kind(
    "user",
    "Users",
    op.LIST_USERS,
    op.GET_USER,
    paged=True,
    fields=(
        Field("Id", "id"),
        Field("Name", "name"),
        Field("GivenName", "given_name"),
        Field("Surname", "surname"),
        Field("Email", "email"),
        Field("ContactEmail", "contact_email"),
        Field("ContactGivenName", "contact_given_name"),
        Field("ContactSurname", "contact_surname"),
        Field("ExternalUserId", "external_user_id"),
        Field("IdentityProviderId", "identity_provider_id"),
        Field("RoleIds", "role_ids"),
    ),
)
CLIENT = Kind(
    "client",
    "Clients",
    op.LIST_CLIENTS,
    op.GET_CLIENT,
    paged=True,
    fields=(
        Field("Id", "id"),
        Field("Name", "name"),
        Field("Enabled", "enabled"),
        Field("AccessTokenLifetime", "access_token_lifetime"),
        Field("Tags", "tags"),
        Field("RoleIds", "role_ids"),
    ),
)
IDENTITY_KINDS: tuple[Kind, ...] = (ROLE, USER, CLIENT)
