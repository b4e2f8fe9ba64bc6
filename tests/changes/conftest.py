"""A running emulator, a client signed in to it, and a namespace of one's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ocs_tui.api.answers import Created, TraceRecord
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.catalog.identity_kinds import ROLE, USER
from ocs_tui.changes.journal import Journal
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import TENANT_ADMINISTRATOR, AccessType, NamespaceState, TrusteeType
from ocs_tui.model.identity import Role, User
from ocs_tui.model.namespace import Namespace

_numbers = count(1)


@dataclass
class Tenant:
    """The emulator's tenant, as a signed-in client sees it."""

    client: OcsClient
    trace: list[TraceRecord]
    roles: tuple[Role, ...]
    users: tuple[User, ...]

    @property
    def administrators(self) -> str:
        """The id of the role that the client is in."""
        return next(role.id for role in self.roles if role.role_type_id == TENANT_ADMINISTRATOR)

    @property
    def others(self) -> list[str]:
        """The ids of the other roles."""
        return [role.id for role in self.roles if role.id != self.administrators]

    def acl(self, *more: AccessControlEntry) -> AccessControlList:
        """A list in which the administrators may do everything, and more."""
        return AccessControlList(
            role_trustee_access_control_entries=(self.entry(self.administrators, 31), *more)
        )

    @staticmethod
    def entry(role_id: str, mask: int, access_type: AccessType = AccessType.ALLOWED) -> AccessControlEntry:
        """An entry of a role."""
        trustee = Trustee(type=TrusteeType.ROLE, object_id=role_id)
        return AccessControlEntry(trustee=trustee, access_type=access_type, access_rights=mask)

    async def namespace(self, region: str = "WestUS") -> Namespace:
        """Create a namespace whose ACL lets only the administrators in."""
        namespace_id = f"changes-{next(_numbers)}"
        made = await self.client.create_namespace(Namespace(id=namespace_id, region=region))
        assert isinstance(made, Created)
        await self.client.set_acl(namespace_id, self.acl())
        namespace = made.fetched.value
        assert isinstance(namespace, Namespace)
        return namespace

    async def active(self, namespace: Namespace) -> Namespace:
        """Wait until a new namespace is Active, and return it: only then its fields can be changed."""
        async with asyncio.timeout(20):
            while True:
                now = (await self.client.get_namespace(namespace, administrative=True)).value
                if now.state == NamespaceState.ACTIVE:
                    return now
                await asyncio.sleep(0.05)

    async def acl_of(self, namespace: Namespace) -> AccessControlList:
        """What the service holds."""
        return (await self.client.get_acl(namespace, administrative=True)).value

    def requests(self) -> list[str]:
        """The verbs on the wire since the last time one asked."""
        verbs = [record.method for record in self.trace if record.status is not None]
        self.trace.clear()
        return verbs


@pytest.fixture(scope="session")
def box() -> Iterator[Emulator]:
    """One tenant for all tests of this room; what is written never shows in WestEurope."""
    with Emulator(replica_delay=3600, provision_delay=0.1) as running:
        yield running


@asynccontextmanager
async def signed_in(info: Mapping[str, Any], **options: Any) -> AsyncIterator[Tenant]:
    """Sign in to a running emulator, of which ``info`` says where it is."""

    async def secret() -> str:
        return str(info["client_secret"])

    trace: list[TraceRecord] = []
    endpoint = Endpoint(info["global"], info["tenant_id"], info["client_id"])
    async with OcsClient(endpoint, secret, on_trace=trace.append, **options) as client:
        roles, users = await client.list_all(ROLE), await client.list_all(USER)
        yield Tenant(client, trace, tuple(roles.value), tuple(users.value))


@pytest.fixture
async def tenant(box: Emulator) -> AsyncIterator[Tenant]:
    async with signed_in(box.info) as found:
        yield found


@pytest.fixture
def journal(tmp_path: Path, box: Emulator) -> Journal:
    """A journal of the box's tenant, in a folder that does not exist yet."""
    return Journal(tmp_path / "state" / "journal.jsonl", profile="box", tenant_id=box.info["tenant_id"])
