"""Every kind in a namespace, driven through what its declaration offers, by the client against the emulator."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from ocs_tui.api.answers import Created, Fetched, SameExists
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.api.errors import NotFound
from ocs_tui.catalog.declare import AT_ITEM, kind_of
from ocs_tui.catalog.kind import Field, Kind
from ocs_tui.catalog.kinds import BY_NAME, KINDS, NAMESPACE, address_of, collection_of, guard_at, one_more
from ocs_tui.catalog.models import model_of
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.operation import Era
from ocs_tui.catalog.schema import check, filled_in, template
from ocs_tui.catalog.service import ASSETS
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.access import AccessControlEntry, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import TrusteeType
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.wire import Wire

_KEY = {"Id": "Time", "SdsType": {"SdsTypeCode": 16}, "IsKey": True}
_VALUE = {"Id": "Value", "SdsType": {"SdsTypeCode": 14}}
_PARTS = [{"Type": 1, "Name": "Letter", "Value": "S", "CharacterType": 1}]
_RULE = {
    "ExampleStreamId": "S",
    "State": "Stopped",
    "Expressions": [{"Field": "Id", "Specifications": _PARTS}],
}
BODIES: dict[str, dict[str, Any]] = {
    "type": {"SdsTypeCode": 1, "Properties": [_KEY, _VALUE]},
    "stream": {"TypeId": "T"},
    "stream view": {"SourceTypeId": "T", "TargetTypeId": "T"},
    "asset": {},
    "asset type": {},
    "data view": {},
    "bulk ACL job": {
        "Scope": 1,
        "Operation": 0,
        "ResourceIds": ["S"],
        "RoleIds": ["r"],
        "AccessControlList": {"RoleTrusteeAccessControlEntries": []},
    },
    "metadata rule": {**_RULE, "Outputs": [{"Field": "Letter", "Value": "Letter"}]},
    "asset rule": {**_RULE, "Outputs": [{"Field": "AssetId", "Value": "Letter"}]},
    "topic": {},
    "subscription": {"TopicId": "T"},
    "OMF connection": {},
    "gauge": {"Span": 40.5},
}
"""The least that a body of each kind says beside its id and its name."""
GAUGE = kind_of(
    ASSETS,
    "gauge",
    "Gauges",
    "gauges",
    f"{N}/Gauges",
    (
        Field("Id", needed=True),
        Field("Name"),
        Field("Description"),
        Field("Span", takes="number", needed=True),
    ),
    within=NAMESPACE,
    columns=(Field("Span"),),
    creates=AT_ITEM,
    updates=True,
    deletes=True,
    guarded=True,
    collection_route="Gauges",
)
"""What a kind of another day might be."""
IN_NAMESPACE = [kind for kind in KINDS if kind.in_namespace and kind.only is not Era.CONNECT]


@pytest.fixture(scope="module")
def box() -> Iterator[Emulator]:
    with Emulator(provision_delay=0.0) as running:
        yield running


@pytest.fixture
async def client(box: Emulator) -> AsyncIterator[OcsClient]:
    async with _signed_in(box) as made:
        yield made


def _signed_in(box: Emulator) -> OcsClient:
    async def secret() -> str:
        return str(box.info["client_secret"])

    return OcsClient(Endpoint(box.info["global"], box.info["tenant_id"], box.info["client_id"]), secret)


async def _namespace(client: OcsClient, name: str) -> str:
    """Make a namespace that holds a type, a stream and a topic, which others refer to."""
    namespace_id = "kind-" + name.replace(" ", "-").casefold()
    made = await client.create_namespace(Namespace(id=namespace_id, region="WestUS"))
    assert isinstance(made, Created)
    for kind_name, item_id in (("type", "T"), ("stream", "S"), ("topic", "T")):
        kind = BY_NAME[kind_name]
        assert kind.creates is not None
        ids = (namespace_id, item_id)[: len(kind.creates.places)]
        await client.create(kind, _body(kind, item_id), *ids)
    return namespace_id


def _body(kind: Kind, item_id: str, **more: Any) -> Wire:
    return model_of(kind).model_validate(
        {"Id": item_id, "Name": f"The {kind.name}", **BODIES[kind.name], **more}
    )


async def _made(client: OcsClient, kind: Kind, holders: tuple[str, ...]) -> tuple[str, ...] | None:
    """Create one of a kind; return its ids, those of one that is there where none can be created."""
    if kind.creates is None:
        there = (await client.list_page(kind, 0, 10, holders)).items
        return (*holders, str(there[0].id)) if there else None
    at_its_id = len(kind.creates.places) == kind.depth
    ids = (*holders, "one-1") if at_its_id else holders
    outcome = await client.create(kind, _body(kind, "one-1"), *ids)
    assert isinstance(outcome, Created), outcome
    made = outcome.fetched.value
    if kind.same == (200, 302) or 302 in kind.same:
        again = await client.create(kind, _body(kind, "one-1"), *ids) if at_its_id else None
        assert again is None or isinstance(again, SameExists), again
    return (*holders, str(made.id))


async def drive(client: OcsClient, kind: Kind) -> set[str]:
    """Do all that a kind's declaration offers; return what was done."""
    namespace_id = await _namespace(client, kind.name)
    holders: tuple[str, ...] = (namespace_id,)
    if kind.within is not None and kind.within is not NAMESPACE:
        held_by = await _made(client, kind.within, holders)
        assert held_by is not None
        holders = held_by
    done = set()
    ids = await _made(client, kind, holders)
    page = await client.list_page(kind, 0, 1000, holders)
    done.add("list")
    assert ids is not None, f"nothing of the kind {kind.name} is there to be looked at"
    assert ids[-1].casefold() in [str(one.id).casefold() for one in page.items]
    address = address_of(kind, *ids)
    if kind.gets is not None:
        got = await client.get_item(kind, *ids)
        assert str(got.value.id) == ids[-1]
        assert got.problem is None, "what one may edit must survive being read and written"
        done.add("get")
        if kind.updates is not None:
            await _update(client, kind, ids, got)
            done.add("update")
    if kind.guard is not None:
        await _guarded(client, address, has_rights=kind.guard.get_rights is not None)
        done.add("guard")
    if kind.collection_guard is not None:
        collection = collection_of(kind, *holders)
        await _guarded(client, collection, has_rights=kind.collection_guard.get_rights is not None)
        done.add("collection guard")
    if kind.deletes is not None:
        await client.delete(kind, *ids)
        if kind.gets is not None:
            with pytest.raises(NotFound):
                await client.get_item(kind, *ids)
        done.add("delete")
    return done


async def _update(client: OcsClient, kind: Kind, ids: tuple[str, ...], got: Fetched[Any]) -> None:
    before = got.value
    after = before.changed(Description="Changed by a test.")
    assert check(kind, after.to_wire(), before.to_wire(), ids[-1]).problems == ()
    await client.update(kind, after, *ids, etag=got.etag)
    now = (await client.get_item(kind, *ids)).value
    assert now.Description == "Changed by a test."
    assert now.Name == before.Name


async def _guarded(client: OcsClient, address: Address, *, has_rights: bool) -> None:
    """Set the ACL and the owner of what an address names, and read them back."""
    guard = guard_at(address)
    assert guard is not None
    fetched = await client.get_acl_at(address)
    acl = fetched.value
    entry = AccessControlEntry(trustee=Trustee(type=TrusteeType.ROLE, object_id="some-role"), access_rights=1)
    await client.set_acl_at(address, acl.with_entries((*acl.entries, entry)), fetched.etag)
    now = (await client.get_acl_at(address)).value
    assert [one.trustee.object_id for one in now.entries][-1] == "some-role"
    assert len(now.entries) == len(acl.entries) + 1
    if guard.set_owner is not None:
        owner = (await client.get_owner_at(address)).value
        await client.set_owner_at(address, owner)
        assert (await client.get_owner_at(address)).value.object_id == owner.object_id
    if has_rights:
        assert "ManageAccessControl" in (await client.get_rights_at(address)).value


@pytest.mark.parametrize("kind", IN_NAMESPACE, ids=lambda kind: kind.name)
async def test_a_kind_can_do_what_it_declares(client: OcsClient, kind: Kind) -> None:
    done = await drive(client, kind)
    offered = {
        "list": True,
        "get": kind.gets is not None,
        "update": kind.updates is not None,
        "guard": kind.guard is not None,
        "collection guard": kind.collection_guard is not None,
        "delete": kind.deletes is not None,
    }
    assert done == {name for name, is_offered in offered.items() if is_offered}


@pytest.mark.parametrize("kind", [kind for kind in IN_NAMESPACE if kind.creates], ids=lambda kind: kind.name)
def test_a_template_with_the_least_filled_in_is_found_good(kind: Kind) -> None:
    """What a new one begins as is what the check lets through, once the little that is needed is said."""
    body = template(kind) | {"Id": "one-1", "Name": "One"} | BODIES[kind.name]
    if kind.name == "bulk ACL job":
        return  # it has an editor of its own
    given = filled_in(kind, body)
    assert check(kind, given) == check(kind, body)
    assert check(kind, given).problems == ()
    assert set(given) <= {"Id", "Name", *BODIES[kind.name]}, "nothing that was left empty is sent"


async def test_a_kind_that_the_catalog_gains_is_served_by_its_declaration_alone() -> None:
    with one_more(GAUGE), Emulator(provision_delay=0.0) as running:
        async with _signed_in(running) as client:
            assert await drive(client, GAUGE) == {
                "list",
                "get",
                "update",
                "guard",
                "collection guard",
                "delete",
            }
