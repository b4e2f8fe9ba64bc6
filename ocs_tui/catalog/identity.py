"""The operations of roles, users, clients and their secrets, invitations, identity providers and claims."""

from __future__ import annotations

from ocs_tui.catalog.operation import TENANT, reading, writing

_ROLES = TENANT + "/Roles"
_ROLE = _ROLES + "/{id}"
_USERS = TENANT + "/Users"
_USER = _USERS + "/{id}"
_CLIENTS = TENANT + "/ClientCredentialClients"
_CLIENT = _CLIENTS + "/{id}"
_HYBRIDS = TENANT + "/HybridClients"
_HYBRID = _HYBRIDS + "/{id}"
_CODES = TENANT + "/AuthorizationCodeClients"
_CODE = _CODES + "/{id}"
_DEVICES = TENANT + "/DeviceCodeClients"
_DEVICE = _DEVICES + "/{id}"
_IMPLICITS = TENANT + "/ImplicitClients"
_IMPLICIT = _IMPLICITS + "/{id}"
_AUTOMATIONS = TENANT + "/AutomationIdentities"
_AUTOMATION = _AUTOMATIONS + "/{id}"
_INVITATIONS = TENANT + "/Invitations"
_INVITATION = _INVITATIONS + "/{id}"
_PROVIDERS = TENANT + "/IdentityProviders"
_PROVIDER = _PROVIDERS + "/{id}"
_CLAIMS = _PROVIDER + "/Claims"
_CLAIM = _CLAIMS + "/{below}"

LIST_ROLES = reading("list the roles", _ROLES)
GET_ROLE = reading("read the role", _ROLE)
CREATE_ROLE = writing("create the role", "POST", _ROLES)
UPDATE_ROLE = writing("change the role", "PUT", _ROLE)
DELETE_ROLE = writing("delete the role", "DELETE", _ROLE)

LIST_USERS = reading("list the users", _USERS)
GET_USER = reading("read the user", _USER)
CREATE_USER = writing("create the user", "POST", _USERS)
UPDATE_USER = writing("change the user", "PUT", _USER)
DELETE_USER = writing("remove the user", "DELETE", _USER)
LIST_USER_STATUSES = reading("list the users' invitations", _USERS + "/Status")
GET_USER_STATUS = reading("read the user's invitation status", _USER + "/Status")
GET_INVITATION_OF = reading("read the user's invitation", _USER + "/Invitation")
INVITE = writing("invite the user", "POST", _USER + "/Invitation")
INVITE_AGAIN = writing("invite the user again", "PUT", _USER + "/Invitation")
WITHDRAW_INVITATION_OF = writing("withdraw the user's invitation", "DELETE", _USER + "/Invitation")

LIST_CLIENTS = reading("list the clients", _CLIENTS)
GET_CLIENT = reading("read the client", _CLIENT)
CREATE_CLIENT = writing("create the client", "POST", _CLIENTS)
UPDATE_CLIENT = writing("change the client", "PUT", _CLIENT)
DELETE_CLIENT = writing("delete the client", "DELETE", _CLIENT)
LIST_SECRETS = reading("list the client's secrets", _CLIENT + "/Secrets")
GET_SECRET = reading("read the secret's details", _CLIENT + "/Secrets/{below}")
ADD_SECRET = writing("add a secret to the client", "POST", _CLIENT + "/Secrets")
UPDATE_SECRET = writing("change the secret's details", "PUT", _CLIENT + "/Secrets/{below}")
DELETE_SECRET = writing("delete the client's secret", "DELETE", _CLIENT + "/Secrets/{below}")

LIST_HYBRID_CLIENTS = reading("list the hybrid clients", _HYBRIDS)
GET_HYBRID_CLIENT = reading("read the hybrid client", _HYBRID)
UPDATE_HYBRID_CLIENT = writing("change the hybrid client", "PUT", _HYBRID)
DELETE_HYBRID_CLIENT = writing("delete the hybrid client", "DELETE", _HYBRID)
LIST_HYBRID_SECRETS = reading("list the hybrid client's secrets", _HYBRID + "/Secrets")
GET_HYBRID_SECRET = reading("read the secret's details", _HYBRID + "/Secrets/{below}")
ADD_HYBRID_SECRET = writing("add a secret to the hybrid client", "POST", _HYBRID + "/Secrets")
UPDATE_HYBRID_SECRET = writing("change the secret's details", "PUT", _HYBRID + "/Secrets/{below}")
DELETE_HYBRID_SECRET = writing("delete the hybrid client's secret", "DELETE", _HYBRID + "/Secrets/{below}")
LIST_CODE_CLIENTS = reading("list the authorization code clients", _CODES)
GET_CODE_CLIENT = reading("read the authorization code client", _CODE)
CREATE_CODE_CLIENT = writing("create the authorization code client", "POST", _CODES)
UPDATE_CODE_CLIENT = writing("change the authorization code client", "PUT", _CODE)
DELETE_CODE_CLIENT = writing("delete the authorization code client", "DELETE", _CODE)
LIST_DEVICE_CLIENTS = reading("list the device code clients", _DEVICES)
GET_DEVICE_CLIENT = reading("read the device code client", _DEVICE)
CREATE_DEVICE_CLIENT = writing("create the device code client", "POST", _DEVICES)
UPDATE_DEVICE_CLIENT = writing("change the device code client", "PUT", _DEVICE)
DELETE_DEVICE_CLIENT = writing("delete the device code client", "DELETE", _DEVICE)
LIST_IMPLICIT_CLIENTS = reading("list the implicit clients", _IMPLICITS)
GET_IMPLICIT_CLIENT = reading("read the implicit client", _IMPLICIT)
DELETE_IMPLICIT_CLIENT = writing("delete the implicit client", "DELETE", _IMPLICIT)
LIST_AUTOMATIONS = reading("list the automation identities", _AUTOMATIONS)
GET_AUTOMATION = reading("read the automation identity", _AUTOMATION)
CREATE_AUTOMATION = writing("create the automation identity", "POST", _AUTOMATIONS)
UPDATE_AUTOMATION = writing("change the automation identity", "PUT", _AUTOMATION)
DELETE_AUTOMATION = writing("delete the automation identity", "DELETE", _AUTOMATION)

LIST_INVITATIONS = reading("list the invitations", _INVITATIONS)
GET_INVITATION = reading("read the invitation", _INVITATION)
DELETE_INVITATION = writing("withdraw the invitation", "DELETE", _INVITATION)

LIST_PROVIDERS = reading("list the identity providers", _PROVIDERS)
GET_PROVIDER = reading("read the identity provider", _PROVIDER)
ADD_PROVIDER = writing("add the identity provider", "POST", _PROVIDERS)
REMOVE_PROVIDER = writing("remove the identity provider", "DELETE", _PROVIDER)
LIST_CLAIMS = reading("list the claims", _CLAIMS)
GET_CLAIM = reading("read the claim", _CLAIM)
CREATE_CLAIM = writing("create the claim", "POST", _CLAIMS)
UPDATE_CLAIM = writing("change the claim", "PUT", _CLAIM)
DELETE_CLAIM = writing("delete the claim", "DELETE", _CLAIM)
LIST_KNOWN_PROVIDERS = reading("list the known identity providers", "/api/v1/IdentityProviders")
LIST_CLAIM_TYPE_NAMES = reading("list the claim type names", "/api/v1/IdentityProviders/{id}/ClaimTypeNames")
LIST_GROUPS = reading("list the groups that have roles", _PROVIDER + "/groupmappings")
