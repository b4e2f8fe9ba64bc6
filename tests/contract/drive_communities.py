"""Uses what ocs-tui does in communities. A program of its own too: it is run against either service.

Where to and as whom is told by the ``OCS_TUI_`` variables of the environment. Judges nothing.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from typing import Any

from ocs_tui.api.answers import Created
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.catalog import beside
from ocs_tui.catalog.communities import (
    COMMUNITY,
    COMMUNITY_CLIENT,
    COMMUNITY_INVITATION,
    COMMUNITY_KINDS,
    COMMUNITY_TENANT,
    COMMUNITY_USER,
    RECEIVED_INVITATION,
    SHARED_STREAM,
)
from ocs_tui.catalog.identity_kinds import CLIENT, USER
from ocs_tui.catalog.kinds import address_of, collection_of
from ocs_tui.catalog.models import model_of
from ocs_tui.catalog.operation import Era
from ocs_tui.catalog.rules import ASSET_RULE
from ocs_tui.catalog.views import DATA_VIEW, SCHEMA
from ocs_tui.connection.data import shared_data
from ocs_tui.connection.rule_preview import preview
from ocs_tui.connection.tracks import Asked
from ocs_tui.data.window import window_of
from tests.contract.drive_areas import NEW, guard


async def _secret() -> str:
    return os.environ["OCS_TUI_CLIENT_SECRET"]


async def _join(client: OcsClient, role_id: str) -> dict[str, str]:
    """Give this client and a user a role of the community: only who is in it reads what it shares.

    Returns:
        Their ids, by the name of what they are in the community.
    """
    me = (await client.get_item(CLIENT, os.environ["OCS_TUI_CLIENT_ID"])).value
    users = (await client.list_all(USER)).value
    user = next(one for one in users if role_id not in one.role_ids)
    for kind, one in ((CLIENT, me), (USER, user)):
        await client.update(kind, one.changed(role_ids=(*one.role_ids, role_id)), one.id)
    return {COMMUNITY_CLIENT.name: me.id, COMMUNITY_USER.name: user.id}


async def _make_one(client: OcsClient) -> None:
    """Make, change and delete a community, with an invitation to it."""
    new = model_of(COMMUNITY).model_validate({"Name": "Driven", "Description": "made by the client"})
    outcome = await client.create(COMMUNITY, new)
    assert isinstance(outcome, Created)
    made = outcome.fetched.value.id
    found = (await client.get_item(COMMUNITY, made)).value
    await client.update(COMMUNITY, found.changed(Description="changed"), made)
    body = {"InvitationRecipient": "driven@elsewhere.example"}
    asked = await client.create(
        COMMUNITY_INVITATION, model_of(COMMUNITY_INVITATION).model_validate(body), made
    )
    assert isinstance(asked, Created)
    await client.get_item(COMMUNITY_INVITATION, made, asked.fetched.value.id)
    await client.delete(COMMUNITY_INVITATION, made, asked.fetched.value.id)
    await client.delete(COMMUNITY, made)


async def drive_communities(client: OcsClient, era: Era = Era.OCS) -> None:
    """Play all of it."""
    await client.list_all(RECEIVED_INVITATION)
    listed: Sequence[Any] = (await client.list_all(COMMUNITY)).value
    community = listed[0].id
    joined = await _join(client, str(listed[0].MemberRoleId))
    await client.ask(beside.COMMUNITY_SUMMARY, community)
    below = {}
    for kind in COMMUNITY_KINDS:
        if kind is not COMMUNITY:
            below[kind.name] = (await client.list_all(kind, within=(community,))).value
    if era is Era.OCS:  # CONNECT has an ACL of new communities alone
        await guard(client, address_of(COMMUNITY, community))
    else:
        await guard(client, collection_of(COMMUNITY))
    await _read_shared(client, below[SHARED_STREAM.name])

    tenant = next(one for one in below[COMMUNITY_TENANT.name] if not one.IsOwner)
    await client.update(COMMUNITY_TENANT, tenant.changed(Status="Paused"), community, tenant.id)
    await guard(client, address_of(COMMUNITY_TENANT, community, tenant.id))
    await client.delete(COMMUNITY_TENANT, community, tenant.id)
    for kind in (COMMUNITY_USER, COMMUNITY_CLIENT):
        await client.delete(kind, community, joined[kind.name])
    await _make_one(client)


async def _read_shared(client: OcsClient, shared: Sequence[Any]) -> None:
    stream = shared[0]
    opened = await shared_data(client, stream.Self, stream.CommunityId, stream.label)
    (track,) = opened.tracks
    for how in track.hows:
        await track.read(Asked(window_of("2026-01-01..2026-01-02"), how, 10))
    await track.last()


async def _drive_connects_own(client: OcsClient) -> None:
    """Play what CONNECT has in a namespace under routes of its own."""
    namespace_id = "boiler"
    for kind, body in (named for named in NEW if named[0] in (DATA_VIEW, ASSET_RULE)):
        await client.create(kind, model_of(kind).model_validate(body), namespace_id, str(body["Id"]))
    schema = model_of(SCHEMA).model_validate({"Name": "Driven"})
    outcome = await client.create(SCHEMA, schema, namespace_id, "driven")
    assert isinstance(outcome, Created)
    made = outcome.fetched.value.id
    await client.list_all(SCHEMA, within=(namespace_id, "driven"))
    await client.get_item(SCHEMA, namespace_id, "driven", made)
    await client.delete(SCHEMA, namespace_id, "driven", made)
    await preview(client, address_of(ASSET_RULE, namespace_id, "driven"))


async def _main() -> None:
    endpoint = Endpoint(
        os.environ["OCS_TUI_BASE_URL"], os.environ["OCS_TUI_TENANT_ID"], os.environ["OCS_TUI_CLIENT_ID"]
    )
    async with OcsClient(endpoint, _secret) as client:
        await client.list_regions()
        await drive_communities(client, Era.CONNECT)
        await _drive_connects_own(client)


if __name__ == "__main__":
    asyncio.run(_main())
