"""What was read, and who is signed in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ocs_tui.api.answers import Fetched
from ocs_tui.api.errors import OcsError
from ocs_tui.model.address import Address
from ocs_tui.model.enums import TrusteeType

Key = tuple[str, ...]
"""Names a slot: ``("tenant",)``, ``("acl", "boiler")``; the root ACL is ``("acl", "")``.

``("acl", "boiler/streams/pump-1")`` is the ACL of what lies in a namespace, ``("acl", "boiler/streams")`` the
default of new ones; ``("owner", ADDRESS)`` and ``("rights", ADDRESS)`` likewise, and of a stream
``("metadata", ADDRESS)``, ``("metadata-changes", ADDRESS)`` and ``("tags", ADDRESS)``.
``("first", "boiler/streams")`` holds the first page of a list that may be too long to be read whole, as a ``Page``;
``("failures", ADDRESS)`` the first steps of a bulk ACL job that failed.

``("last", "boiler/streams/pump-1")`` and its like hold what is read of a thing beside itself, as JSON: see
``reading.TOLD``.

``("roles",)`` is a collection of the tenant; ``("in", "/clients/ID/secrets")`` one that lies in a thing,
``("at", "/roles/ID")`` a thing by itself.
"""

TENANT: Key = ("tenant",)
REGIONS: Key = ("regions",)
NAMESPACES: Key = ("namespaces",)
ME: Key = ("me",)
FOLLOW_FOR = 60.0
"""Seconds for which a region may go on showing what was there before a write."""
PROGRESS_AFTER = 0.2
"""Seconds after which a read under way is worth a word."""


def list_of(address: Address) -> Key:
    """Return the slot of the list that a thing stands in: a role's is that of the roles."""
    if len(address.parts) <= 1:
        return NAMESPACES
    if address.is_below_tenant and len(address.collections) == 1:
        return (address.collections[0],)
    return ("in", str(Address(address.parts[:-1])))


def at(address: Address) -> Key:
    """Return the slot of a thing by itself."""
    return ("at", str(address))


@dataclass(slots=True)
class Slot:
    """One thing that is read.

    Attributes:
        fetched: the last value read; None when none was.
        error: why the last read failed; None when it did not.
        busy_since: when the read under way began (monotonic); None when none is.
        progress: how many of a long list are there, and of how many.
        begun: a list of which only the first pages were read, also when the rest then could not be; None
            once it is whole, and where nothing came yet.
    """

    fetched: Fetched[Any] | None = None
    error: OcsError | None = None
    busy_since: float | None = None
    progress: tuple[int, int | None] | None = None
    begun: Sequence[Any] | None = None

    def got(self) -> Fetched[Any]:
        """Return what was read.

        Raises:
            OcsError: why nothing was.
        """
        if self.fetched is None:
            assert self.error is not None, "it was read or failed"
            raise self.error
        return self.fetched

    @property
    def there(self) -> Sequence[Any] | None:
        """What is there of a list: all of it as last read, else its first pages."""
        return self.begun if self.fetched is None else self.fetched.value

    @property
    def slow(self) -> bool:
        """True when a read has been under way long enough to say so."""
        return self.busy_since is not None and time.monotonic() - self.busy_since >= PROGRESS_AFTER * 0.9


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in.

    Attributes:
        id: the client's id, or the user's; empty for a person who is not known yet.
        name: its name, as it came; the id where the name cannot be read.
        role_ids: its roles; None where they cannot be read.
        problem: why they cannot be read, as a sentence.
        kind: whether it is a client or a user.
    """

    id: str
    name: str
    role_ids: tuple[str, ...] | None
    problem: str | None = None
    kind: TrusteeType = TrusteeType.CLIENT
