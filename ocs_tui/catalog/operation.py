"""What an operation is: its verb, its path without a host, what it does and where it is served."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from string import Formatter
from urllib.parse import quote

from ocs_tui.model.ids import fits_in_a_path


class Effect(Enum):
    """What an operation does to the tenant; the verb alone does not tell (some POSTs only read)."""

    READ = "read"
    WRITE = "write"


class Era(Enum):
    """Which of the two services one talks to: their routes differ here and there."""

    OCS = "OCS"
    """OSIsoft Cloud Services and AVEVA Data Hub: the base."""
    CONNECT = "CONNECT"
    """CONNECT data services: the variant."""


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
    REGION = "what lies in a namespace"
    """The namespace's own region, reads and writes alike; else the global base URL, which serves it too."""
    ANY = "any region"
    """Any region takes it, writes included: the profile's base URL is asked."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        name: what the trace, errors and read-only refusals call it, such as ``set the ACL``.
        verb: the HTTP method.
        path: the path below the base URL; ``{tenant}``, ``{namespace}``, ``{id}`` and ``{below}`` (of what
            lies in the thing of ``{id}``) stand for ids.
        effect: whether it changes anything.
        served: which base URL serves it.
        connect: the path in CONNECT, with the same ids; empty where it is the same.
        only: the one service that has it; None where both do.
    """

    name: str
    verb: str
    path: str
    effect: Effect
    served: Served
    connect: str = ""
    only: Era | None = None

    def path_in(self, era: Era) -> str:
        """Return the path as one of the two services has it, its ids left open."""
        return self.connect if era is Era.CONNECT and self.connect else self.path

    def path_for(self, era: Era = Era.OCS, /, **ids: str) -> str:
        """Return the path with its ids percent-encoded.

        Raises:
            ValueError: when an id is empty, ``.`` or ``..`` and so would address another thing.
        """
        for value in ids.values():
            if not fits_in_a_path(value):
                raise ValueError(
                    f"The id {value!r} cannot be put into a URL: it would address another thing."
                )
        return self.path_in(era).format(**{key: quote(value, safe="") for key, value in ids.items()})

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the ids in its path, the tenant's aside, in their order."""
        names = (name for _, name, _, _ in Formatter().parse(self.path) if name)
        return tuple(name for name in names if name != "tenant")


TENANT = "/api/v1/Tenants/{tenant}"
NAMESPACE = TENANT + "/Namespaces/{namespace}"
PREVIEW = "/api/v1-preview"


def reading(name: str, path: str, served: Served = Served.TENANT) -> Operation:
    """Return an operation that reads."""
    return Operation(name, "GET", path, Effect.READ, served)


def writing(name: str, verb: str, path: str, served: Served = Served.ADMIN) -> Operation:
    """Return an operation that changes something: an administrative one unless it is served elsewhere."""
    return Operation(name, verb, path, Effect.WRITE, served)


def asking(name: str, path: str, served: Served = Served.REGION) -> Operation:
    """Return a POST that only reads: its body says of what."""
    return Operation(name, "POST", path, Effect.READ, served)
