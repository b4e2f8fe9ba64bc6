"""What was read, and who is signed in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from ocs_tui.api.answers import Fetched
from ocs_tui.api.errors import OcsError

Key = tuple[str, ...]
"""Names a slot: ``("tenant",)``, ``("acl", "boiler")``; the root ACL is ``("acl", "")``.

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


@dataclass(slots=True)
class Slot:
    """One thing that is read.

    Attributes:
        fetched: the last value read; None when none was.
        error: why the last read failed; None when it did not.
        busy_since: when the read under way began (monotonic); None when none is.
        progress: how many of a long list are there, and of how many.
    """

    fetched: Fetched[Any] | None = None
    error: OcsError | None = None
    busy_since: float | None = None
    progress: tuple[int, int | None] | None = None

    @property
    def slow(self) -> bool:
        """True when a read has been under way long enough to say so."""
        return self.busy_since is not None and time.monotonic() - self.busy_since >= PROGRESS_AFTER * 0.9


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in.

    Attributes:
        id: the client's id.
        name: its name, as it came; the id where the name cannot be read.
        role_ids: its roles; None where they cannot be read.
        problem: why they cannot be read, as a sentence.
    """

    id: str
    name: str
    role_ids: tuple[str, ...] | None
    problem: str | None = None
