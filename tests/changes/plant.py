"""One namespace's ACL on a service of loopback that can fail as the test wants: what faults leave behind."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.api.transport import Patience
from ocs_tui.changes.change import Aspect, SetChange
from ocs_tui.model.access import AccessControlList
from ocs_tui.model.address import Address
from tests.api.loopback import CLIENT_ID, SECRET, TENANT, Seen, Service, http, regions

GET, PUT = "GET /Namespaces/boiler/AccessControl", "PUT /Namespaces/boiler/AccessControl"
OPERATION = "op-7"


def entry(role_id: str, mask: int) -> dict[str, Any]:
    """An entry on the wire."""
    return {"Trustee": {"Type": 3, "ObjectId": role_id}, "AccessRights": mask}


BEFORE = {"RoleTrusteeAccessControlEntries": [entry("admins", 31)]}
AFTER = {"RoleTrusteeAccessControlEntries": [entry("admins", 31), entry("operators", 1)]}

CHANGE = SetChange(
    Address.namespace("boiler"),
    Aspect.ACL,
    AccessControlList.model_validate(BEFORE),
    AccessControlList.model_validate(AFTER),
)


@dataclass
class Plant:
    """The service.

    Attributes:
        acl: what it holds.
        writes: how often it was written.
        fault: what to answer to a PUT instead of doing it: a function of the request; None does it.
    """

    acl: dict[str, Any] = field(default_factory=lambda: json.loads(json.dumps(BEFORE)))
    writes: int = 0
    fault: Callable[[Seen], bytes | None] | None = None
    service: Service = field(default_factory=Service)

    def commit(self, seen: Seen) -> bytes:
        """Carry a PUT out, and return the answer to it."""
        self.acl = json.loads(seen.body)
        self.writes += 1
        return http(200, self.acl, Operation_Id=OPERATION)

    def _put(self, seen: Seen) -> bytes:
        answer = self.fault(seen) if self.fault is not None else None
        return self.commit(seen) if answer is None else answer

    async def start(self) -> None:
        """Answer from now on."""
        await self.service.__aenter__()
        self.service.scripts = {
            GET: lambda seen: http(200, self.acl),
            PUT: self._put,
            "GET /Regions": http(200, regions(WestUS=self.service.url)),
        }


@asynccontextmanager
async def plant() -> AsyncIterator[Plant]:
    """Run the service."""
    running = Plant()
    await running.start()
    try:
        yield running
    finally:
        await running.service.stop()


def client_of(base_url: str, **patience: Any) -> OcsClient:
    """A client of the service, which gives up soon."""

    async def secret() -> str:
        return SECRET

    quick: dict[str, Any] = {
        "connect": 2.0,
        "read": 0.3,
        "whole": 5.0,
        "first_wait": 0.001,
        "longest_wait": 0.01,
    }
    return OcsClient(Endpoint(base_url, TENANT, CLIENT_ID), secret, patience=Patience(**(quick | patience)))
