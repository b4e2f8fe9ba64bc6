"""Uses every operation of ocs-tui's own client once. A program of its own, run by ``test_client.py``.

Where to and as whom is told by the ``OCS_TUI_`` variables of the environment. Judges nothing.
"""

from __future__ import annotations

import asyncio
import os

from ocs_tui.api.answers import Created, Differs, SameExists
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.catalog.identity_kinds import TRUSTEES
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import AccessType, TrusteeType
from ocs_tui.model.namespace import Namespace

_POLL_SECONDS = 0.05


async def _secret() -> str:
    return os.environ["OCS_TUI_CLIENT_SECRET"]


async def _look_around(client: OcsClient) -> None:
    await client.get_tenant()
    await client.list_regions()
    await client.get_root_acl()
    await client.list_namespaces()
    await client.list_namespaces("WestEurope")
    for kind in TRUSTEES:
        page = await client.list_page(kind, 0, 2)
        await client.list_all(kind)
        await client.get_item(kind, page.items[0].id)


async def _active(client: OcsClient, namespace_id: str) -> Namespace:
    while True:
        found = await client.find_namespace(namespace_id)
        if found.value.state == 1:
            return found.value
        await asyncio.sleep(_POLL_SECONDS)


async def _administer(client: OcsClient, namespace_id: str, region: str) -> None:
    """Make, change and delete a namespace, and everything that hangs on it."""
    wanted = Namespace(id=namespace_id, region=region, description="made by the client")
    outcomes = [
        await client.create_namespace(wanted),
        await client.create_namespace(wanted),
        await client.create_namespace(wanted.changed(description="another")),
    ]
    assert [type(outcome) for outcome in outcomes] == [Created, SameExists, Differs]
    namespace = await _active(client, namespace_id)
    await client.get_namespace(namespace)
    await client.update_namespace(namespace.changed(description="changed"))

    acl = (await client.get_acl(namespace)).value
    denied = AccessControlEntry(
        trustee=Trustee(type=TrusteeType.ROLE, object_id="a role that nobody knows"),
        access_type=AccessType.DENIED,
        access_rights=4,
    )
    await client.set_acl(namespace_id, acl.with_entries((*acl.entries, denied)))
    await client.set_acl(namespace_id, (await client.get_acl(namespace, administrative=True)).value)
    await client.set_owner(namespace_id, (await client.get_owner(namespace)).value)
    await client.delete_namespace(namespace_id)


async def _main() -> None:
    endpoint = Endpoint(
        os.environ["OCS_TUI_BASE_URL"], os.environ["OCS_TUI_TENANT_ID"], os.environ["OCS_TUI_CLIENT_ID"]
    )
    async with OcsClient(endpoint, _secret) as client:
        await _look_around(client)
        await asyncio.gather(
            _administer(client, "driven in the west", "WestUS"),
            _administer(client, "driven-in.europe", "WestEurope"),
        )
        root: AccessControlList = (await client.get_root_acl(administrative=True)).value
        await client.set_root_acl(root)


if __name__ == "__main__":
    asyncio.run(_main())
