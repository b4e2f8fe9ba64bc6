"""The tenant's documents: a primary that is written, and replicas that lag behind it.

Every write goes into the log of each replica with the time it was made; a replica applies what is
old enough whenever it is read. Nothing here waits or runs by itself: what happens with time, a state
that moves on included, is worked out when somebody looks.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from ocs_tui.model.enums import NamespaceState

Json = dict[str, Any]


class Kind(Enum):
    """What a document is."""

    TENANT = "tenant"
    ROOT_ACL = "root-acl"
    NAMESPACE = "namespace"
    ROLE = "role"
    USER = "user"
    CLIENT = "client"
    SECRET = "secret"  # noqa: S105 - the name of a kind
    """A secret in plain text: one that the demo tenant starts with, or the key that signs tokens. Never
    answered to anybody."""
    CLIENT_SECRET = "client-secret"  # noqa: S105 - the name of a kind
    """What is known of a client's secret, and its salted hash."""
    CODE_CLIENT = "code-client"
    HYBRID_CLIENT = "hybrid-client"
    DEVICE_CLIENT = "device-client"
    IMPLICIT_CLIENT = "implicit-client"
    AUTOMATION = "automation"
    INVITATION = "invitation"
    PREFERENCES = "preferences"
    """What a user, whose id it has, prefers."""
    PROVIDER = "provider"
    CLAIM = "claim"
    AZURE_TENANT = "azure-tenant"
    DIRECTORY_USER = "directory-user"
    DIRECTORY_GROUP = "directory-group"
    """A person, or a group, in the directory of an identity provider."""
    DEPARTED = "departed"
    """Who a deleted user or client was, whose tokens are good until they expire."""
    REFRESH = "refresh"
    """A family of refresh tokens, as hashes."""
    FIRST_ACL = "first-acl"
    """The ACL that the namespace of the same id was made with: its collections start with it."""
    PENDING = "pending"
    """When the namespace of the same id moves on to its next state."""


class Documents:
    """Documents by kind and id, in the order they were first written.

    Ids are found in any letter case and kept as they came. Whether ids of namespaces are
    case-sensitive is not stated; those of types, streams and data views are stated not to be.
    """

    def __init__(self) -> None:
        self._kinds: dict[Kind, dict[str, Json]] = {kind: {} for kind in Kind}

    def get(self, kind: Kind, key: str = "") -> Json | None:
        """Return a document, or None."""
        return self._kinds[kind].get(key.casefold())

    def one(self, kind: Kind, key: str = "") -> Json:
        """Return a document that is known to be there.

        Raises:
            KeyError: when it is not.
        """
        return self._kinds[kind][key.casefold()]

    def all(self, kind: Kind) -> list[Json]:
        """Return the documents of a kind."""
        return list(self._kinds[kind].values())

    def items(self) -> Iterator[tuple[Kind, str, Json]]:
        """Return every document with its kind and its folded id."""
        for kind, documents in self._kinds.items():
            for key, document in documents.items():
                yield kind, key, document

    def keys(self, kind: Kind) -> list[str]:
        """Return the folded ids of a kind."""
        return list(self._kinds[kind])

    def put(self, kind: Kind, key: str, document: Json | None) -> None:
        """Set a document, or take it away with None."""
        if document is None:
            self._kinds[kind].pop(key.casefold(), None)
        else:
            self._kinds[kind][key.casefold()] = document


Change = tuple[Kind, str, Json | None]
"""What a document becomes: its kind, its id, and the document, or None when it goes."""


@dataclass(slots=True)
class Replica:
    """A copy of the documents that is ``delay`` seconds behind."""

    delay: float
    documents: Documents = field(default_factory=Documents)
    log: deque[tuple[float, tuple[Change, ...]]] = field(default_factory=deque)

    def catch_up(self, now: float) -> Documents:
        """Apply what is old enough and return the documents."""
        while self.log and self.log[0][0] <= now - self.delay:
            for change in self.log.popleft()[1]:
                self.documents.put(*change)
        return self.documents


class Keeper(Protocol):
    """Where documents survive a restart."""

    def load(self) -> list[tuple[Kind, str, Json]]:
        """Return every document, in the order they were first written."""

    def keep(self, changes: tuple[Change, ...]) -> None:
        """Keep these changes, all of them or none."""

    def close(self) -> None:
        """End; nothing is kept afterwards."""


def _nobody_cares(namespace: str) -> None:
    """Do nothing about a namespace that is gone."""


class Store:
    """The primary and its replicas.

    Documents are never changed in place: a write puts a new one, since replicas hold the old one.

    Args:
        replicas: ids of the regions that lag behind.
        delay: by how many seconds.
        keeper: where writes are kept; None for memory only.
        clock: seconds since the epoch, so that what is pending survives a restart.
    """

    def __init__(
        self,
        *,
        replicas: tuple[str, ...] = (),
        delay: float = 1.0,
        keeper: Keeper | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._primary = Documents()
        self._replicas = {region: Replica(delay) for region in replicas}
        self._keeper = keeper
        self.clock = clock
        self.when_gone: Callable[[str], None] = _nobody_cares
        """Told the folded id of a namespace that is gone."""
        if keeper is not None:
            for kind, key, document in keeper.load():
                self._primary.put(kind, key, document)
                for replica in self._replicas.values():
                    replica.documents.put(kind, key, document)

    @property
    def primary(self) -> Documents:
        """What is so now."""
        self._settle()
        return self._primary

    def seen_from(self, region: str) -> Documents:
        """Return what a region knows: the primary, or a replica as far behind as it is."""
        primary = self.primary
        replica = self._replicas.get(region)
        return primary if replica is None else replica.catch_up(self.clock())

    def write(self, *changes: Change, at: float | None = None) -> None:
        """Make these changes together: a replica sees all of them or none, and so does a restart.

        Args:
            changes: what to change.
            at: when it happened; now when None.
        """
        if self._keeper is not None:
            self._keeper.keep(changes)
        for change in changes:
            self._primary.put(*change)
        for replica in self._replicas.values():
            replica.log.append((self.clock() if at is None else at, changes))

    def close(self) -> None:
        """End; the store is not used afterwards."""
        if self._keeper is not None:
            self._keeper.close()

    def _settle(self) -> None:
        """Move on the namespaces whose time has come: Creating to Active, Deleting to gone."""
        now = self.clock()
        for key in self._primary.keys(Kind.PENDING):
            due: float = self._primary.one(Kind.PENDING, key)["At"]
            if due > now:
                continue
            settled: Change = (Kind.PENDING, key, None)
            namespace = self._primary.get(Kind.NAMESPACE, key)
            if namespace is not None and namespace["State"] == NamespaceState.DELETING:
                self.write(settled, (Kind.NAMESPACE, key, None), (Kind.FIRST_ACL, key, None), at=due)
                self.when_gone(key)
            elif namespace is not None and namespace["State"] == NamespaceState.CREATING:
                active = namespace | {"State": int(NamespaceState.ACTIVE)}
                self.write(settled, (Kind.NAMESPACE, key, active), at=due)
            else:
                self.write(settled, at=due)
