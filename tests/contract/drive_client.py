"""Uses every operation of ocs-tui's own client once. A program of its own, run by ``test_client.py``.

Where to and as whom is told by the ``OCS_TUI_`` variables of the environment. Judges nothing.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

from ocs_tui.api.answers import Created, Differs, SameExists
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.catalog import beside
from ocs_tui.catalog import identity as people
from ocs_tui.catalog.identity_kinds import (
    CLAIM,
    CLIENT,
    GROUP,
    HYBRID_CLIENT,
    HYBRID_SECRET,
    IDENTITY_KINDS,
    PROVIDER,
    ROLE,
    SECRET,
    USER,
    USER_STATUS,
)
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import address_of, collection_of, namespace_kinds
from ocs_tui.catalog.models import model_of
from ocs_tui.catalog.operation import Era
from ocs_tui.catalog.sds import STREAM
from ocs_tui.changes import acts
from ocs_tui.connection.data import open_data
from ocs_tui.connection.tracks import Asked
from ocs_tui.data.window import window_of
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.clients import SecretDetails
from ocs_tui.model.enums import TENANT_MEMBER, AccessType, TrusteeType
from ocs_tui.model.identity import User
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.providers import Claim, Invitation, Provider, UserStatus
from ocs_tui.model.stream_parts import Metadata, Tags
from tests.contract.drive_areas import drive_areas, guard
from tests.contract.drive_communities import drive_communities

_POLL_SECONDS = 0.05


async def _secret() -> str:
    return os.environ["OCS_TUI_CLIENT_SECRET"]


async def _look_around(client: OcsClient) -> None:
    await client.get_tenant()
    await client.list_regions()
    await client.get_root_acl()
    await client.list_namespaces()
    await client.list_namespaces("WestEurope")
    for kind in (ROLE, USER, CLIENT):
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


NEW: dict[str, dict[str, Any]] = {
    "role": {"Name": "Driven", "Description": "made by the client"},
    "user": {"ContactEmail": "driven@northwind.example"},
    "client": {"Name": "Driven", "AccessTokenLifetime": 600, "Enabled": True, "SecretDescription": "first"},
    "authorization code client": {"Name": "Driven", "RedirectUris": ["https://driven.example/callback"]},
    "device code client": {"Name": "Driven", "DeviceCodeLifetime": 300},
    "automation identity": {"Name": "Driven"},
}
"""What is created of each kind that the client creates."""
CHANGES: dict[str, dict[str, Any]] = {
    "role": {"description": "changed"},
    "user": {"contact_surname": "Changed"},
    "invitation": {},
}


async def _administer_people(client: OcsClient) -> None:
    """Read, make, change and delete things of every kind of the identity area."""
    await client.list_all(USER_STATUS)
    member = next(role for role in (await client.list_all(ROLE)).value if role.role_type_id == TENANT_MEMBER)
    provider = (await client.list_all(PROVIDER)).value[0]
    for kind in IDENTITY_KINDS:
        if kind.within is not None:
            continue
        listed = (await client.list_all(kind)).value
        if listed:
            await client.get_item(kind, listed[0].id)
        made = None
        if kind is PROVIDER:
            made = listed[-1]
        elif kind.creates is not None:
            body = dict(NEW[kind.name])
            if "role_ids" in kind.editable:
                body["RoleIds"] = [member.id]
            if kind is USER:
                body["IdentityProviderId"] = provider.id
            outcome = await client.create(kind, model_of(kind).model_validate(body))
            assert isinstance(outcome, Created)
            made = outcome.fetched.value
        elif kind.deletes is not None and listed:
            made = listed[-1]
        if made is None:
            continue
        if kind is USER:
            await _invite(client, made)
        if kind.updates is not None:
            changes = CHANGES.get(kind.name, {"name": "Changed"})
            await client.update(kind, made.changed(**changes), made.id)
        for below in IDENTITY_KINDS:
            if below.within is kind and below in (SECRET, HYBRID_SECRET):
                await _administer_secrets(client, below, made.id)
        if kind is PROVIDER:
            await _administer_claims(client, made.id, member.id)
            await client.list_all(GROUP, within=(made.id,))
        if kind.deletes is not None:
            await client.delete(kind, made.id)
        if kind is PROVIDER:
            known = await client.read_all(people.LIST_KNOWN_PROVIDERS, Provider)
            assert made.id in [one.id for one in known.value]
            assert isinstance(await client.create(kind, Provider(IdentityProviderId=made.id)), Created)


async def _invite(client: OcsClient, user: User) -> None:
    await client.read(people.GET_USER_STATUS, UserStatus, user.id)
    await acts.invite(client, None, user, again=False)
    await client.read(people.GET_INVITATION_OF, Invitation, user.id)
    await acts.invite(client, None, user, again=True)
    await acts.withdraw_invitation(client, None, user)


async def _administer_secrets(client: OcsClient, kind: Kind, client_id: str) -> None:
    address = address_of(CLIENT if kind is SECRET else HYBRID_CLIENT, client_id)
    details = SecretDetails(description="driven", expires=False)
    made = await acts.add_secret(client, None, address, "driven", details)
    number = str(made.details.id)
    listed = await client.list_all(kind, within=(client_id,))
    assert made.details.id in [one.id for one in listed.value]
    found = (await client.get_item(kind, client_id, number)).value
    await client.update(kind, found.changed(description="changed"), client_id, number)
    await client.delete(kind, client_id, number)


async def _administer_claims(client: OcsClient, provider_id: str, role_id: str) -> None:
    names = (await client.read_all(people.LIST_CLAIM_TYPE_NAMES, Claim, provider_id)).value
    body = {"Value": "driven", "IdentityProviderClaimTypeNameId": names[0].id, "RoleIds": [role_id]}
    outcome = await client.create(CLAIM, Claim.model_validate(body | {"IsBuiltIn": False}), provider_id)
    assert isinstance(outcome, Created)
    made = outcome.fetched.value
    await client.list_all(CLAIM, within=(provider_id,))
    found = (await client.get_item(CLAIM, provider_id, made.id)).value
    await client.update(CLAIM, found.changed(value="changed"), provider_id, made.id)
    await client.delete(CLAIM, provider_id, made.id)


async def _look_into_a_namespace(client: OcsClient, namespace_id: str) -> None:
    """Read things of every kind that a namespace holds, and what guards them."""
    for kind in namespace_kinds():
        if kind.only is Era.CONNECT:
            continue
        page = await client.list_page(kind, 0, 2, (namespace_id,))
        if kind.collection_guard is not None:
            await client.get_acl_at(collection_of(kind, namespace_id))
        if not page.items or kind.gets is None:
            continue
        item_id = page.items[0].id
        await client.get_item(kind, namespace_id, item_id)
        if kind.guard is not None:
            address = address_of(kind, namespace_id, item_id)
            await client.get_acl_at(address)
            await client.get_owner_at(address)
            await client.get_rights_at(address)


async def _administer_a_stream(client: OcsClient, namespace_id: str) -> None:
    """Make, change and delete a stream, and what hangs on it."""
    stream_id = "driven stream"
    ids, address = (namespace_id, stream_id), address_of(STREAM, namespace_id, stream_id)
    new = model_of(STREAM).model_validate({"Id": stream_id, "TypeId": "Pump"})
    assert isinstance(await client.create(STREAM, new, *ids), Created)
    made = (await client.get_item(STREAM, *ids)).value
    await client.update(STREAM, made.changed(Description="changed"), *ids)
    await client.set_metadata(address, Metadata(values={"Site": "Northgate"}))
    assert (await client.get_metadata(address)).value.values == {"Site": "Northgate"}
    await client.set_tags(address, Tags(tags=("driven",)))
    assert (await client.get_tags(address)).value.tags == ("driven",)
    await guard(client, address)
    await client.delete(STREAM, *ids)


async def _read_data(client: OcsClient, namespace_id: str) -> None:
    """Read the data of a stream in every way there is for one, as the command line does."""
    opened = await open_data(client, Address((namespace_id, "streams", "B1-PI-102")))
    (track,) = opened.tracks
    window = window_of("2026-01-01..2026-01-02")
    for how in track.hows:
        await track.read(Asked(window, how, 10))
    await track.first()
    await track.last()


async def _look_at_boards(client: OcsClient, namespace_id: str) -> None:
    window = [("start", "2026-01-01T00:00:00Z"), ("end", "2026-01-02T00:00:00Z")]
    for operation in (beside.HEALTH, beside.RESOURCE_USAGE, beside.BILLING_CYCLES, beside.SERVICE_BLOG):
        await client.ask(operation)
    for operation in (beside.TENANT_LOGS, beside.USAGE):
        await client.ask(operation, params=window)
    for operation in (beside.NAMESPACE_LOGS, beside.NAMESPACE_USAGE):
        await client.ask(operation, namespace_id, params=window)
    await client.ask(beside.STREAM_METRIC, namespace_id, "IngressEvents", params=window)
    await client.ask(beside.OMF_METRIC, namespace_id, "MessagesReceived", params=window)


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
        await _administer_people(client)
        await _look_into_a_namespace(client, "boiler")
        await _administer_a_stream(client, "boiler")
        await _read_data(client, "boiler")
        await _look_at_boards(client, "boiler")
        await drive_areas(client, "boiler")
        await drive_communities(client)
        root: AccessControlList = (await client.get_root_acl(administrative=True)).value
        await client.set_root_acl(root)


if __name__ == "__main__":
    asyncio.run(_main())
