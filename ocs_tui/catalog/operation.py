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
        path: the path below the base URL; ``{tenant}``, ``{namespace}``, ``{id}`` and ``{below}`` (of what
            lies in the thing of ``{id}``) stand for ids.
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

    @property
    def places(self) -> tuple[str, ...]:
        """The names of the ids in its path, the tenant's aside, in their order."""
        names = (name for _, name, _, _ in Formatter().parse(self.path) if name)
        return tuple(name for name in names if name != "tenant")


TENANT = "/api/v1/Tenants/{tenant}"


def reading(name: str, path: str, served: Served = Served.TENANT) -> Operation:
    """Return an operation that reads."""
    return Operation(name, "GET", path, Effect.READ, served)


def writing(name: str, verb: str, path: str) -> Operation:
    """Return an administrative operation that changes something."""
    return Operation(name, verb, path, Effect.WRITE, Served.ADMIN)
