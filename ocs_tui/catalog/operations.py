"""The operations of the tenant, its namespaces and signing in. Those of people and roles: ``identity``.

The only places that know paths. Route words are written as the reference prints them; the service
takes any letter case.
"""

from __future__ import annotations

from ocs_tui.catalog.operation import NAMESPACE as _N
from ocs_tui.catalog.operation import TENANT, Served, reading, writing

GET_TENANT = reading("read the tenant", TENANT)
LIST_REGIONS = reading("list the regions", TENANT + "/Regions")
GET_ROOT_ACL = reading("read the root ACL", TENANT + "/AccessControl/Namespaces")
SET_ROOT_ACL = writing("set the root ACL", "PUT", TENANT + "/AccessControl/Namespaces")

LIST_NAMESPACES = reading("list the namespaces", TENANT + "/Namespaces")
GET_NAMESPACE = reading("read the namespace", _N, Served.NAMESPACE_REPLICATED)
CREATE_NAMESPACE = writing("create the namespace", "POST", _N)
UPDATE_NAMESPACE = writing("update the namespace", "PUT", _N)
DELETE_NAMESPACE = writing("delete the namespace", "DELETE", _N)
GET_ACL = reading("read the ACL", _N + "/AccessControl", Served.NAMESPACE_REPLICATED)
SET_ACL = writing("set the ACL", "PUT", _N + "/AccessControl")
GET_OWNER = reading("read the owner", _N + "/Owner", Served.NAMESPACE_REPLICATED)
SET_OWNER = writing("set the owner", "PUT", _N + "/Owner")
GET_RIGHTS = reading("read one's rights", _N + "/AccessRights", Served.NAMESPACE_REPLICATED)
"""No page documents it; a client of others calls it, and it answers as those of other things do."""

IDENTITY = "/identity"
DISCOVERY_PATH = IDENTITY + "/.well-known/openid-configuration"
TOKEN_PATH = IDENTITY + "/connect/token"
"""Where tokens come from when there is no discovery document; the same under every base URL."""
