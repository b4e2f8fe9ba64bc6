"""Every operation the program knows: its verb, its path without a host, what it does and where it is served.

The only place that knows paths. Route words are written as the reference prints them; the service
takes any letter case.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote

from ocs_tui.model.ids import fits_in_a_path


class Effect(Enum):
    """What an operation does to the tenant; the verb alone does not tell (some POSTs only read)."""

    READ = "read"
    WRITE = "write"


class Served(Enum):
    """Which base URL serves an operation."""

    TENANT = "tenant"
    """Tenant-level read: the profile's base URL, else any other region's (replicated)."""
    ADMIN = "admin"
    """Administrative: the region whose AdministrativeEndpointsWritable is true."""
    NAMESPACE = "namespace"
    """The namespace's own region, the base of its ``Self``."""
    NAMESPACE_REPLICATED = "namespace, replicated"
    """The namespace's own region, else another: its ACL and owner are tenant data."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        name: what the trace, errors and read-only refusals call it, such as ``set the ACL``.
        verb: the HTTP method.
        path: the path below the base URL; ``{tenant}``, ``{namespace}`` and ``{id}`` stand for ids.
        effect: whether it changes anything.
        served: which base URL serves it.
    """

    name: str
    verb: str
    path: str
    effect: Effect
    served: Served

    def path_for(self, **ids: str) -> str:
        """Return the path with its ids percent-encoded.

        Raises:
            ValueError: when an id is empty, ``.`` or ``..`` and so would address another thing.
        """
        for value in ids.values():
            if not fits_in_a_path(value):
                raise ValueError(
                    f"The id {value!r} cannot be put into a URL: it would address another thing."
                )
        return self.path.format(**{key: quote(value, safe="") for key, value in ids.items()})


_T = "/api/v1/Tenants/{tenant}"
_N = _T + "/Namespaces/{namespace}"


def _read(name: str, path: str, served: Served = Served.TENANT) -> Operation:
    return Operation(name, "GET", path, Effect.READ, served)


def _write(name: str, verb: str, path: str) -> Operation:
    return Operation(name, verb, path, Effect.WRITE, Served.ADMIN)


GET_TENANT = _read("read the tenant", _T)
LIST_REGIONS = _read("list the regions", _T + "/Regions")
GET_ROOT_ACL = _read("read the root ACL", _T + "/AccessControl/Namespaces")
SET_ROOT_ACL = _write("set the root ACL", "PUT", _T + "/AccessControl/Namespaces")

LIST_NAMESPACES = _read("list the namespaces", _T + "/Namespaces")
GET_NAMESPACE = _read("read the namespace", _N, Served.NAMESPACE_REPLICATED)
CREATE_NAMESPACE = _write("create the namespace", "POST", _N)
UPDATE_NAMESPACE = _write("update the namespace", "PUT", _N)
DELETE_NAMESPACE = _write("delete the namespace", "DELETE", _N)
GET_ACL = _read("read the ACL", _N + "/AccessControl", Served.NAMESPACE_REPLICATED)
SET_ACL = _write("set the ACL", "PUT", _N + "/AccessControl")
GET_OWNER = _read("read the owner", _N + "/Owner", Served.NAMESPACE_REPLICATED)
SET_OWNER = _write("set the owner", "PUT", _N + "/Owner")

LIST_ROLES = _read("list the roles", _T + "/Roles")
GET_ROLE = _read("read the role", _T + "/Roles/{id}")
LIST_USERS = _read("list the users", _T + "/Users")
GET_USER = _read("read the user", _T + "/Users/{id}")
LIST_CLIENTS = _read("list the clients", _T + "/ClientCredentialClients")
GET_CLIENT = _read("read the client", _T + "/ClientCredentialClients/{id}")

IDENTITY = "/identity"
DISCOVERY_PATH = IDENTITY + "/.well-known/openid-configuration"
TOKEN_PATH = IDENTITY + "/connect/token"
"""Where tokens come from when there is no discovery document; the same under every base URL."""
