"""From written to replicated: what is said on the way, and how the waiting ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from ocs_tui.access.rows import Setting, set_right
from ocs_tui.changes.apply import Applied, apply
from ocs_tui.changes.change import Aspect, Change, Create, Delete, SetChange
from ocs_tui.changes.verify import Seen, Sighting, Waits, verify
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight, TrusteeType
from ocs_tui.model.namespace import Namespace
from tests.changes.conftest import Tenant, signed_in

READ = AccessRight.READ


@dataclass
class Clock:
    """Time that passes only by waiting."""

    now: float = 0.0
    pauses: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    @property
    def waits(self) -> Waits:
        return Waits(sleep=self.sleep, clock=lambda: self.now)


async def sightings(
    tenant: Tenant, change: Change, namespace: Namespace | None, waits: Waits | None = None
) -> list[Sighting]:
    """All that is said of a write."""
    return [seen async for seen in verify(tenant.client, change, namespace, waits or Clock().waits)]


def seen_in(found: list[Sighting]) -> list[Seen]:
    """Only how far it came."""
    return [one.seen for one in found]


async def granted(tenant: Tenant, namespace: Namespace) -> SetChange:
    """A grant that was written."""
    before = await tenant.acl_of(namespace)
    after = set_right(before, tenant.others[0], READ, Setting.ALLOW)
    change = SetChange(Address.namespace(namespace.id), Aspect.ACL, before, after)
    outcome = await apply(tenant.client, change, namespace)
    assert isinstance(outcome, Applied)
    assert outcome.change is not None
    return outcome.change


async def test_where_it_is_written_is_where_it_is_served_one_read_tells_all(tenant: Tenant) -> None:
    namespace = await tenant.namespace("WestUS")
    change = await granted(tenant, namespace)
    tenant.requests()
    found = await sightings(tenant, change, namespace)
    assert [one.sentence for one in found] == ["Written.", "Replicated: WestUS shows it."]
    assert seen_in(found) == [Seen.WRITTEN, Seen.REPLICATED]
    assert tenant.requests() == ["GET"]


async def test_a_region_that_does_not_show_it_within_a_minute_is_no_failure(tenant: Tenant) -> None:
    namespace = await tenant.namespace("WestEurope")
    change = await granted(tenant, namespace)
    clock = Clock()
    found = await sightings(tenant, change, namespace, clock.waits)
    assert [one.sentence for one in found] == ["Written.", "Written; WestEurope has not shown it yet."]
    assert seen_in(found) == [Seen.WRITTEN, Seen.BEHIND]
    assert clock.pauses == sorted(clock.pauses)
    assert 40 < sum(clock.pauses) <= 60
    assert max(clock.pauses) <= 8
    assert len(clock.pauses) < 15


async def test_a_region_that_lags_shows_it_in_the_end(emulator: Emulator) -> None:
    async with signed_in(emulator.info) as tenant:
        namespace = await tenant.active(await tenant.namespace("WestEurope"))
        change = await granted(tenant, namespace)
        found = await sightings(tenant, change, namespace, Waits(first=0.02))
        assert seen_in(found) == [Seen.WRITTEN, Seen.REPLICATED]
        assert found[-1].sentence == "Replicated: WestEurope shows it."
        assert found[-1].fetched is not None
        assert found[-1].fetched.region == "WestEurope"


async def test_known_by_its_id_alone_it_is_looked_up_where_it_is_served(tenant: Tenant) -> None:
    namespace = await tenant.namespace("WestEurope")
    found = await sightings(tenant, await granted(tenant, namespace), None)
    assert found[-1].sentence == "Written; WestEurope has not shown it yet."


async def test_what_somebody_changed_at_once_reads_otherwise(tenant: Tenant) -> None:
    namespace = await tenant.namespace("WestEurope")
    change = await granted(tenant, namespace)
    await tenant.client.set_acl(namespace.id, tenant.acl())
    assert seen_in(await sightings(tenant, change, namespace)) == [Seen.OTHERWISE]


async def test_what_somebody_changed_while_one_waits_is_not_waited_for_in_vain(tenant: Tenant) -> None:
    namespace = await tenant.namespace("WestEurope")
    change = await granted(tenant, namespace)
    found = []
    async for one in verify(tenant.client, change, namespace, Clock().waits):
        found.append(one.seen)
        if one.seen is Seen.WRITTEN:
            await tenant.client.set_acl(namespace.id, tenant.acl())
    assert found == [Seen.WRITTEN, Seen.OTHERWISE]


async def test_one_who_took_the_own_read_away_cannot_read_it_back(box: Emulator, tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    await tenant.client.set_owner(namespace.id, Trustee(type=TrusteeType.USER, object_id=tenant.users[0].id))
    before = await tenant.acl_of(namespace)
    after = AccessControlList(role_trustee_access_control_entries=(tenant.entry(tenant.administrators, 8),))
    change = SetChange(Address.namespace(namespace.id), Aspect.ACL, before, after)
    assert isinstance(await apply(tenant.client, change, namespace), Applied)
    (only,) = await sightings(tenant, change, namespace)
    assert only.seen is Seen.UNREADABLE
    assert only.sentence.startswith("It was written, and cannot be read back. ")
    await tenant.client.set_acl(namespace.id, tenant.acl())


async def test_a_region_that_is_down_has_not_shown_it_even_if_another_answers_for_it(
    tenant: Tenant,
) -> None:
    namespace = await tenant.namespace("WestEurope")
    change = await granted(tenant, namespace)
    # Its Self lies in a region of which nothing answers: reads are answered by WestUS, which has it.
    from ocs_tui.model.tenant import Region

    regions = (await tenant.client.list_regions()).value
    dead = Region(id="Nowhere", base_address="http://127.0.0.1:9/")
    tenant.client._router.learn((*regions, dead))
    elsewhere = namespace.changed(self_url=f"http://127.0.0.1:9/api/v1/tenants/t/namespaces/{namespace.id}")
    found = await sightings(tenant, change, elsewhere)
    assert seen_in(found) == [Seen.WRITTEN, Seen.BEHIND]
    assert found[-1].sentence == "Written; Nowhere has not shown it yet."


async def test_the_root_acl_an_owner_and_fields(tenant: Tenant) -> None:
    root = (await tenant.client.get_root_acl(administrative=True)).value
    more = set_right(root, tenant.others[0], AccessRight.SHARE, Setting.DENY)
    change = SetChange(Address(), Aspect.ACL, root, more)
    assert isinstance(await apply(tenant.client, change), Applied)
    found = await sightings(tenant, change, None)
    assert found[-1].sentence == "Replicated: WestUS shows it."
    await tenant.client.set_root_acl(root)

    namespace = await tenant.active(await tenant.namespace())
    address = Address.namespace(namespace.id)
    owner = (await tenant.client.get_owner(namespace, administrative=True)).value
    of_owner = SetChange(
        address, Aspect.OWNER, owner, Trustee(type=TrusteeType.USER, object_id=tenant.users[0].id)
    )
    of_fields = SetChange(address, Aspect.FIELDS, namespace, namespace.changed(description="seen"))
    for one in (of_owner, of_fields):
        assert isinstance(await apply(tenant.client, one, namespace), Applied)
        assert seen_in(await sightings(tenant, one, namespace)) == [Seen.WRITTEN, Seen.REPLICATED]


async def test_creating_and_deleting_show_too(tenant: Tenant) -> None:
    made = Namespace(id="verified-1", region="WestUS")
    create = Create(Address.namespace(made.id), made)
    await apply(tenant.client, create)
    assert seen_in(await sightings(tenant, create, None)) == [Seen.WRITTEN, Seen.REPLICATED]
    there = await tenant.active(made)
    delete = Delete(create.address, there)
    await apply(tenant.client, delete)
    found = await sightings(tenant, delete, None)
    assert seen_in(found) == [Seen.WRITTEN, Seen.REPLICATED]
