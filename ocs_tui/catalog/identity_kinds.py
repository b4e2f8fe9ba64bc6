"""The kinds of the identity area: roles, users, clients of every kind, secrets, providers, claims."""

from __future__ import annotations

from ocs_tui.catalog import identity as op
from ocs_tui.catalog.kind import Field, Kind

ROLE = Kind(
    "role",
    "Roles",
    "roles",
    op.LIST_ROLES,
    op.GET_ROLE,
    fields=(
        Field("Id", "id"),
        Field("Name", "name"),
        Field("Description", "description"),
        Field("RoleScope", "role_scope"),
        Field("RoleTypeId", "role_type_id"),
        Field("CommunityId", "community_id"),
        Field("TenantId", "tenant_id"),
    ),
    creates=op.CREATE_ROLE,
    updates=op.UPDATE_ROLE,
    deletes=op.DELETE_ROLE,
    editable=("name", "description"),
    needed=("name",),
    columns=(Field("Built-in", "is_built_in"), Field("Description", "description")),
)
USER = Kind(
    "user",
    "Users",
    "users",
    op.LIST_USERS,
    op.GET_USER,
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
    creates=op.CREATE_USER,
    updates=op.UPDATE_USER,
    deletes=op.DELETE_USER,
    editable=("contact_given_name", "contact_surname", "contact_email", "role_ids"),
    creatable=("identity_provider_id", "external_user_id"),
    needed=("identity_provider_id", "contact_email"),
    empties=False,
    sends=(
        "Id",
        "ExternalUserId",
        "ContactGivenName",
        "ContactSurname",
        "ContactEmail",
        "IdentityProviderId",
        "RoleIds",
    ),
    columns=(Field("E-mail", "address"), Field("Roles", "role_ids")),
)

_ANY_CLIENT = (
    Field("Id", "id"),
    Field("Name", "name"),
    Field("Enabled", "enabled"),
    Field("AccessTokenLifetime", "access_token_lifetime"),
)
_REDIRECTS = (
    Field("RedirectUris", "redirect_uris"),
    Field("PostLogoutRedirectUris", "post_logout_redirect_uris"),
    Field("AllowedCorsOrigins", "allowed_cors_origins"),
    Field("ClientUri", "client_uri"),
    Field("LogoUri", "logo_uri"),
)
_ANY_COLUMNS = (Field("Enabled", "enabled"), Field("Token lives", "access_token_lifetime"))
_ANY_EDITABLE = ("name", "enabled", "access_token_lifetime")
_REDIRECTS_EDITABLE = (
    "redirect_uris",
    "post_logout_redirect_uris",
    "allowed_cors_origins",
    "client_uri",
    "logo_uri",
    "allow_offline_access",
)

CLIENT = Kind(
    "client",
    "Clients",
    "clients",
    op.LIST_CLIENTS,
    op.GET_CLIENT,
    fields=(*_ANY_CLIENT, Field("Tags", "tags"), Field("RoleIds", "role_ids")),
    creates=op.CREATE_CLIENT,
    updates=op.UPDATE_CLIENT,
    deletes=op.DELETE_CLIENT,
    editable=(*_ANY_EDITABLE, "role_ids"),
    needed=("name",),
    empties=False,
    columns=(*_ANY_COLUMNS, Field("Roles", "role_ids")),
)
CODE_CLIENT = Kind(
    "authorization code client",
    "Authorization code clients",
    "authorization-code-clients",
    op.LIST_CODE_CLIENTS,
    op.GET_CODE_CLIENT,
    fields=(
        *_ANY_CLIENT,
        *_REDIRECTS,
        Field("AllowOfflineAccess", "allow_offline_access"),
        Field("Tags", "tags"),
    ),
    creates=op.CREATE_CODE_CLIENT,
    updates=op.UPDATE_CODE_CLIENT,
    deletes=op.DELETE_CODE_CLIENT,
    editable=(*_ANY_EDITABLE, *_REDIRECTS_EDITABLE),
    needed=("name", "redirect_uris"),
    empties=False,
    columns=(*_ANY_COLUMNS, Field("Redirects to", "redirect_uris")),
)
HYBRID_CLIENT = Kind(
    "hybrid client",
    "Hybrid clients",
    "hybrid-clients",
    op.LIST_HYBRID_CLIENTS,
    op.GET_HYBRID_CLIENT,
    fields=(
        *_ANY_CLIENT,
        *_REDIRECTS,
        Field("AllowOfflineAccess", "allow_offline_access"),
        Field("AllowAccessTokensViaBrowser", "allow_access_tokens_via_browser"),
        Field("Tags", "tags"),
    ),
    updates=op.UPDATE_HYBRID_CLIENT,
    deletes=op.DELETE_HYBRID_CLIENT,
    editable=(*_ANY_EDITABLE, *_REDIRECTS_EDITABLE, "allow_access_tokens_via_browser"),
    empties=False,
    columns=(*_ANY_COLUMNS, Field("Redirects to", "redirect_uris")),
)
DEVICE_CLIENT = Kind(
    "device code client",
    "Device code clients",
    "device-code-clients",
    op.LIST_DEVICE_CLIENTS,
    op.GET_DEVICE_CLIENT,
    fields=(
        *_ANY_CLIENT,
        Field("DeviceCodeLifetime", "device_code_lifetime"),
        Field("ClientUri", "client_uri"),
        Field("LogoUri", "logo_uri"),
        Field("Tags", "tags"),
    ),
    creates=op.CREATE_DEVICE_CLIENT,
    updates=op.UPDATE_DEVICE_CLIENT,
    deletes=op.DELETE_DEVICE_CLIENT,
    editable=(*_ANY_EDITABLE, "device_code_lifetime", "client_uri", "logo_uri"),
    needed=("name",),
    empties=False,
    columns=(*_ANY_COLUMNS, Field("Codes live", "device_code_lifetime")),
)
IMPLICIT_CLIENT = Kind(
    "implicit client",
    "Implicit clients",
    "implicit-clients",
    op.LIST_IMPLICIT_CLIENTS,
    op.GET_IMPLICIT_CLIENT,
    fields=(*_ANY_CLIENT, *_REDIRECTS, Field("Tags", "tags")),
    deletes=op.DELETE_IMPLICIT_CLIENT,
    columns=(*_ANY_COLUMNS, Field("Redirects to", "redirect_uris")),
)
AUTOMATION = Kind(
    "automation identity",
    "Automation identities",
    "automation-identities",
    op.LIST_AUTOMATIONS,
    op.GET_AUTOMATION,
    fields=(
        Field("Id", "id"),
        Field("Name", "name"),
        Field("TenantId", "tenant_id"),
        Field("RoleIds", "role_ids"),
        Field("RoleTypeIds", "role_type_ids"),
        Field("Tags", "tags"),
    ),
    creates=op.CREATE_AUTOMATION,
    updates=op.UPDATE_AUTOMATION,
    deletes=op.DELETE_AUTOMATION,
    editable=("name", "role_ids"),
    needed=("name",),
    sends=("Name", "RoleIds", "Tags"),
    columns=(Field("Roles", "role_ids"),),
)

_SECRET_FIELDS = (
    Field("Id", "id"),
    Field("Description", "description"),
    Field("Expires", "expires"),
    Field("Expiration", "expiration"),
)
_SECRET_COLUMNS = (Field("Expires", "expires"), Field("On", "expiration"))
_SECRET_EDITABLE = ("description", "expires", "expiration")
SECRET = Kind(
    "secret",
    "Secrets",
    "secrets",
    op.LIST_SECRETS,
    op.GET_SECRET,
    fields=_SECRET_FIELDS,
    updates=op.UPDATE_SECRET,
    deletes=op.DELETE_SECRET,
    editable=_SECRET_EDITABLE,
    sends=("Description", "Expires", "Expiration"),
    columns=_SECRET_COLUMNS,
    within=CLIENT,
)
HYBRID_SECRET = Kind(
    "hybrid secret",
    "Secrets",
    "secrets",
    op.LIST_HYBRID_SECRETS,
    op.GET_HYBRID_SECRET,
    fields=_SECRET_FIELDS,
    updates=op.UPDATE_HYBRID_SECRET,
    deletes=op.DELETE_HYBRID_SECRET,
    editable=_SECRET_EDITABLE,
    sends=("Description", "Expires", "Expiration"),
    columns=_SECRET_COLUMNS,
    within=HYBRID_CLIENT,
)

INVITATION = Kind(
    "invitation",
    "Invitations",
    "invitations",
    op.LIST_INVITATIONS,
    op.GET_INVITATION,
    fields=(
        Field("Id", "id"),
        Field("UserId", "user_id"),
        Field("State", "state"),
        Field("Issued", "issued"),
        Field("Expires", "expires"),
        Field("Accepted", "accepted"),
        Field("TenantId", "tenant_id"),
    ),
    deletes=op.DELETE_INVITATION,
    columns=(Field("User", "user_id"), Field("State", "state"), Field("Expires", "expires")),
)
PROVIDER = Kind(
    "identity provider",
    "Identity providers",
    "identity-providers",
    op.LIST_PROVIDERS,
    op.GET_PROVIDER,
    fields=(
        Field("Id", "id"),
        Field("DisplayName", "display_name"),
        Field("Scheme", "scheme"),
        Field("UserIdClaimType", "user_id_claim_type"),
        Field("ClientId", "client_id"),
        Field("IsConfigured", "is_configured"),
        Field("Capabilities", "capabilities"),
    ),
    creates=op.ADD_PROVIDER,
    deletes=op.REMOVE_PROVIDER,
    columns=(Field("Scheme", "scheme"), Field("Configured", "is_configured")),
)
CLAIM = Kind(
    "claim",
    "Claims",
    "claims",
    op.LIST_CLAIMS,
    op.GET_CLAIM,
    fields=(
        Field("Id", "id"),
        Field("TypeName", "type_name"),
        Field("Value", "value"),
        Field("RoleIds", "role_ids"),
        Field("IsBuiltIn", "is_built_in"),
    ),
    creates=op.CREATE_CLAIM,
    updates=op.UPDATE_CLAIM,
    deletes=op.DELETE_CLAIM,
    editable=("value", "role_ids"),
    sends=("Value", "RoleIds"),
    needed=("value",),
    columns=(Field("Roles", "role_ids"), Field("Built-in", "is_built_in")),
    within=PROVIDER,
)

NUMBERS: dict[str, tuple[int, int]] = {
    "access_token_lifetime": (60, 3600),
    "device_code_lifetime": (1, 2**31 - 1),
}
"""The least and the most that a number may be. Of a device code's seconds no page states any."""
MOST: dict[str, int] = {"redirect_uris": 10, "post_logout_redirect_uris": 10}
"""How many there may be in a list."""

USER_STATUS = Kind(
    "invitation status",
    "Invitation statuses",
    "",
    op.LIST_USER_STATUSES,
    op.GET_USER_STATUS,
    fields=(Field("InvitationStatus", "invitation_status"),),
)
"""How far the users' invitations have come: a list of its own, and no things of their own."""

GROUP = Kind(
    "directory group",
    "Groups",
    "groups",
    op.LIST_GROUPS,
    None,  # what gives a group its roles is a claim: that is what is read and changed
    fields=(
        Field("Id", "id"),
        Field("Name", "name"),
        Field("Email", "email"),
        Field("IdentityProviderClaimId", "identity_provider_claim_id"),
        Field("RoleIds", "role_ids"),
    ),
    paged=False,
    columns=(Field("E-mail", "email"), Field("Roles", "role_ids")),
    within=PROVIDER,
)

IDENTITY_KINDS: tuple[Kind, ...] = (
    ROLE,
    USER,
    CLIENT,
    CODE_CLIENT,
    HYBRID_CLIENT,
    DEVICE_CLIENT,
    IMPLICIT_CLIENT,
    AUTOMATION,
    SECRET,
    HYBRID_SECRET,
    INVITATION,
    PROVIDER,
    CLAIM,
    GROUP,
)
