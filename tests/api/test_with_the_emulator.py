"""The client against the emulator, over real HTTP: what a user of the library sees of a whole tenant."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from ocs_tui.api.answers import Created, Differs, SameExists, TraceRecord
from ocs_tui.api.client import OcsClient
from ocs_tui.api.errors import Forbidden, NotFound, ReadOnly, SignInFailed
from ocs_tui.catalog.identity_kinds import CLIENT, ROLE, USER
from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.access import Trustee
from ocs_tui.model.enums import NamespaceState, TrusteeType
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region
from tests.api.conftest import Connect


async def test_reads_everything_of_the_tenant(connect_demo: Connect, emulator: Emulator) -> None:
    client = connect_demo()
    tenant = await client.get_tenant()
    assert tenant.value.id == emulator.info["tenant_id"]
    assert tenant.value.company_name
    assert (tenant.region, tenant.note, tenant.problem) == (tenant.region, None, None)
    regions = await client.list_regions()
    assert [region.id for region in regions.value] == ["WestUS", "WestEurope"]
    assert client.regions == regions.value
    assert tenant.operation_id != regions.operation_id
    namespaces = (await client.list_namespaces()).value
    assert {namespace.region_label for namespace in namespaces} == {"WestUS", "WestEurope"}
    only = (await client.list_namespaces("WestEurope")).value
    assert only == tuple(one for one in namespaces if one.region_label == "WestEurope")
    root = await client.get_root_acl()
    assert root.value.entries
    for kind in (ROLE, USER, CLIENT):
        items = await client.list_all(kind)
        assert items.value
        assert items.note is None
        one = await client.get_item(kind, items.value[0].id)
        assert one.value == items.value[0]
    one = await client.get_item(NAMESPACE, namespaces[0].id)
    assert one.value.id == namespaces[0].id


async def test_a_namespace_is_read_at_its_own_region(connect_demo: Connect, emulator: Emulator) -> None:
    client = connect_demo()
    await client.list_regions()
    for namespace in (await client.list_namespaces()).value:
        if namespace.state != NamespaceState.ACTIVE:
            continue
        base, region, note = client.serving(namespace)
        assert (base, note) == (emulator.info["regions"][namespace.region_label], None)
        for fetched in (
            await client.get_namespace(namespace),
            await client.get_acl(namespace),
            await client.get_owner(namespace),
        ):
            assert (fetched.base_url, fetched.note) == (base, None)
            assert fetched.region == region == namespace.region_label


async def test_what_an_editor_edits_is_read_where_it_is_written(
    connect_demo: Connect, emulator: Emulator
) -> None:
    client = connect_demo("WestEurope")
    european = (await client.list_namespaces("WestEurope")).value[0]
    for fetched in (
        await client.get_namespace(european, administrative=True),
        await client.get_acl(european, administrative=True),
        await client.get_owner(european, administrative=True),
        await client.get_root_acl(administrative=True),
    ):
        assert (fetched.region, fetched.base_url) == ("WestUS", emulator.info["global"])


async def test_writes_go_to_the_administrative_region_whatever_the_profile_says(
    connect_demo: Connect, emulator: Emulator
) -> None:
    seen: list[TraceRecord] = []
    client = connect_demo("WestEurope", on_trace=seen.append)
    namespace = (await client.find_namespace("boiler")).value
    acl = (await client.get_acl(namespace, administrative=True)).value
    shorter = acl.with_entries(acl.entries[:-1])
    written = await client.set_acl("boiler", shorter)
    assert written.value.entries == shorter.entries
    assert written.region == "WestUS"
    put = next(record for record in seen if record.method == "PUT" and record.status)
    assert put.url.startswith(emulator.info["global"])
    assert await _raw(emulator, "Namespaces/boiler/AccessControl") == shorter.to_wire()


async def test_owner_and_root_acl_are_written(connect_demo: Connect, emulator: Emulator) -> None:
    client = connect_demo()
    owner = Trustee(type=TrusteeType.CLIENT, object_id=demo.REPORTS, tenant_id=emulator.info["tenant_id"])
    assert (await client.set_owner("boiler", owner)).value.to_wire() == owner.to_wire()
    assert (await _raw(emulator, "Namespaces/boiler/Owner"))["ObjectId"] == demo.REPORTS
    root = (await client.get_root_acl(administrative=True)).value
    shorter = root.with_entries(root.entries[:1])
    await client.set_root_acl(shorter)
    assert await _raw(emulator, "AccessControl/Namespaces") == shorter.to_wire()


async def test_the_three_answers_to_a_create(connect_demo: Connect) -> None:
    client = connect_demo()
    new = Namespace(id="new one.1", region="WestEurope", description="x")
    created = await client.create_namespace(new)
    assert isinstance(created, Created)
    assert created.fetched.value.state == NamespaceState.CREATING
    same = await client.create_namespace(new)
    assert isinstance(same, SameExists)
    assert same.existing is not None
    assert same.existing.value.id == "new one.1"
    other = await client.create_namespace(new.changed(description="y"))
    assert isinstance(other, Differs)
    assert other.existing is not None
    assert other.existing.value.description == "x"


async def test_update_and_delete(connect_demo: Connect, emulator: Emulator) -> None:
    client = connect_demo()
    namespace = (await client.find_namespace("sandbox")).value
    updated = await client.update_namespace(namespace.changed(description="für später ✓"))
    assert updated.value.description == "für später ✓"
    assert (await _raw(emulator, "Namespaces/sandbox"))["Description"] == "für später ✓"
    assert await client.delete_namespace("sandbox")
    async with asyncio.timeout(10):
        with pytest.raises(NotFound) as gone:
            await _until_it_is_gone(client, "sandbox")
    assert gone.value.operation_id
    assert gone.value.status == 404
    assert gone.value.sentence.startswith("Reading the namespace sandbox failed")


async def _until_it_is_gone(client: OcsClient, namespace_id: str) -> None:
    while True:
        assert (await client.find_namespace(namespace_id)).value.state == NamespaceState.DELETING
        await asyncio.sleep(0.02)


async def test_ids_are_percent_encoded(connect_demo: Connect) -> None:
    client = connect_demo()
    spaced = next(one for one in (await client.list_namespaces()).value if " " in one.id)
    assert (await client.get_namespace(spaced)).value.id == spaced.id
    for odd in ("a?b=c", "a#b", "a%2fb", "é;x", "100%"):
        with pytest.raises(NotFound, match="knows no such thing"):
            await client.find_namespace(odd)


async def test_forbidden_says_what_and_is_no_not_found(connect_demo: Connect, emulator: Emulator) -> None:
    client = connect_demo(client_id=demo.REPORTS, secret=emulator.secret_of(demo.REPORTS))
    admin = connect_demo()
    acl = (await admin.get_root_acl()).value
    with pytest.raises(Forbidden) as refused:
        await client.set_root_acl(acl)
    assert refused.value.sentence.startswith("Setting the root ACL was not allowed (403)")
    assert refused.value.operation_id


async def test_a_wrong_secret_says_what_to_check(connect_demo: Connect, emulator: Emulator) -> None:
    with pytest.raises(SignInFailed, match=r"check the client id .* and its secret") as refused:
        await connect_demo(secret="wrong-secret").sign_in()
    assert "wrong-secret" not in repr(refused.value) + str(refused.value.detail)


async def test_pages(connect_demo: Connect) -> None:
    client = connect_demo()
    progress: list[tuple[int, int | None]] = []
    everyone = await client.list_all(USER, lambda done, total: progress.append((done, total)))
    page = await client.list_page(USER, skip=2, count=3)
    assert page.items == everyone.value[2:5]
    assert page.total == len(everyone.value) == progress[-1][0] == progress[-1][1]
    assert (await client.list_page(ROLE, skip=10_000)).items == ()
    assert (await client.list_page(NAMESPACE)).total is None
    assert (await client.list_all(CLIENT)).document.value[0]["Id"]


async def test_a_start_works_while_the_base_url_is_down(
    connect_demo: Connect, emulator: Emulator, unused_tcp_port: int
) -> None:
    kept: list[tuple[Region, ...]] = []
    await connect_demo(on_regions=kept.append).list_regions()
    dead = f"http://127.0.0.1:{unused_tcp_port}"
    west = kept[0][0].changed(base_address=dead)
    client = connect_demo(dead, regions=(west, kept[0][1]))
    namespaces = await client.list_namespaces()
    assert namespaces.value
    assert namespaces.region == "WestEurope"
    assert namespaces.note == "Read from WestEurope: WestUS cannot be reached."


async def test_read_only_sends_no_write(connect_demo: Connect) -> None:
    seen: list[TraceRecord] = []
    client = connect_demo(read_only=True, on_trace=seen.append)
    namespace = (await client.find_namespace("boiler")).value
    acl = (await client.get_acl(namespace)).value
    owner = (await client.get_owner(namespace)).value
    before = len(seen)
    for write in (
        lambda: client.set_acl("boiler", acl),
        lambda: client.set_owner("boiler", owner),
        lambda: client.set_root_acl(acl),
        lambda: client.create_namespace(namespace),
        lambda: client.update_namespace(namespace),
        lambda: client.delete_namespace("boiler"),
    ):
        with pytest.raises(ReadOnly, match="this profile is read-only"):
            await write()
    assert len(seen) == before
    assert await client.list_all(ROLE)


async def test_every_request_is_traced_when_it_starts_and_when_it_ends(
    connect_demo: Connect, emulator: Emulator
) -> None:
    seen: list[TraceRecord] = []
    client = connect_demo(on_trace=seen.append)
    await client.list_page(USER, count=5)
    started = [record for record in seen if record.milliseconds is None]
    ended = [record for record in seen if record.milliseconds is not None]
    assert [record.number for record in started] == [record.number for record in ended] == [1, 2, 3]
    assert [record.token for record in ended] == [False, False, True]
    assert [record.status for record in ended] == [200, 200, 200]
    assert ended[0].url.endswith("/identity/.well-known/openid-configuration")
    assert ended[1].method == "POST"
    assert ended[1].body_bytes > 50
    assert ended[2].url.endswith("/Users?skip=0&count=5")
    assert ended[2].operation_id
    assert emulator.info["client_secret"] not in repr(seen)


async def _raw(emulator: Emulator, path: str) -> Any:
    """Read below the tenant with plain httpx, with a token of the emulator's own token endpoint."""
    info = emulator.info
    async with httpx.AsyncClient(base_url=info["global"], trust_env=False) as http:
        form = {
            "grant_type": "client_credentials",
            "client_id": info["client_id"],
            "client_secret": info["client_secret"],
        }
        token = (await http.post("/identity/connect/token", data=form)).json()["access_token"]
        answer = await http.get(
            f"/api/v1/Tenants/{info['tenant_id']}/{path}", headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 200
        return answer.json()
