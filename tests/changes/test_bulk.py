"""Plans over many namespaces: built, reviewed in groups, applied, tried again, taken back."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from ocs_tui.access.diff import same_acl
from ocs_tui.access.notes import Note
from ocs_tui.access.rows import Setting, rows_of, set_right
from ocs_tui.api.answers import Fetched
from ocs_tui.api.errors import OcsError
from ocs_tui.changes.bulk import Result, State, again, apply_plan, counts, undo_plan
from ocs_tui.changes.change import Aspect, Change, Create, Delete, SetChange
from ocs_tui.changes.journal import Journal
from ocs_tui.changes.plan import (
    Plan,
    Planned,
    Reading,
    changes_of,
    groups,
    note_groups,
    plan_acl,
    plan_of,
    plan_owner,
    plan_rights,
    read_all,
    unchanged_groups,
)
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.document import Document
from ocs_tui.model.enums import AccessRight, TrusteeType
from ocs_tui.model.namespace import Namespace
from tests.access.worlds import acl, allow, deny, name
from tests.changes.conftest import Tenant

READ, WRITE = AccessRight.READ, AccessRight.WRITE
A, B, C, D = (Address.namespace(one) for one in "abcd")
ADMIN = allow("adm", 31)


def read(
    value: AccessControlList | Trustee, problem: str | None = None
) -> Fetched[AccessControlList | Trustee]:
    """Something as it was read."""
    return Fetched(value, Document.of(value.to_wire()), "http://x", "WestUS", problem=problem)


# Building.


def test_grant_deny_and_revoke_do_as_the_matrix_does() -> None:
    readings = {
        A: read(acl(ADMIN)),
        B: read(acl(ADMIN, deny("a", 3))),
        C: read(acl(ADMIN, allow("a", 3))),
    }
    allowed = plan_rights(readings, "a", READ | WRITE, Setting.ALLOW)
    assert [place.change is None for place in allowed] == [False, False, True]
    assert allowed[2].reason == "It is so already."
    assert not allowed[2].is_problem
    denied = plan_rights(readings, "a", READ | WRITE, Setting.DENY)
    assert [place.change is None for place in denied] == [False, True, False]
    for change in changes_of(denied):
        assert isinstance(change, SetChange)
        assert isinstance(change.after, AccessControlList)
        row = rows_of(change.after).of("a")
        assert row is not None
        assert row.masks == (0, 3)
    revoked = plan_rights(readings, "a", READ | WRITE, Setting.UNSET)
    after = [place.change.after for place in revoked if isinstance(place.change, SetChange)]
    assert [one.to_wire() for one in after] == [acl(ADMIN).to_wire()] * 2


def test_what_cannot_be_read_kept_or_managed_has_its_reason() -> None:
    readings: dict[Address, Reading] = {
        A: OcsError("Reading the ACL of a was not allowed (403)."),
        B: read(acl(ADMIN), "the field 'X' stands in it twice"),
        C: read(acl(allow("a", 31))),
        D: read(acl(ADMIN)),
    }
    plan = plan_rights(readings, "a", AccessRight.MANAGE_ACCESS_CONTROL, Setting.DENY)
    assert [place.is_problem for place in plan] == [True, True, True, False]
    assert "403" in plan[0].reason
    assert "twice" in plan[1].reason
    assert "Manage access" in plan[2].reason
    assert [change.address for change in changes_of(plan)] == [D]
    assert [group.addresses for group in unchanged_groups(plan)] == [(A,), (B,), (C,)]


def test_copying_replaces_the_entries_and_leaves_out_what_is_the_same() -> None:
    source = acl(ADMIN, allow("a", 1))
    plan = plan_acl({A: read(source), B: read(acl(ADMIN)), C: read(acl(allow("b", 31)))}, source)
    assert [place.change is None for place in plan] == [True, False, False]
    for change in changes_of(plan):
        assert isinstance(change, SetChange)
        assert change.after.to_wire() == source.to_wire()


def test_an_owner_that_can_be_none_is_said_once_for_all() -> None:
    ada = Trustee(type=TrusteeType.USER, object_id="ada")
    readings = {A: read(Trustee(type=TrusteeType.USER, object_id="ADA")), B: read(Trustee())}
    plan = plan_owner(readings, ada)
    assert [place.reason for place in plan] == ["This owner has it already.", ""]
    role = Trustee(type=TrusteeType.ROLE, object_id="a")
    (group,) = unchanged_groups(plan_owner(readings, role))
    assert group.addresses == (A, B)
    assert group.is_danger


def test_what_is_the_same_everywhere_is_said_once() -> None:
    readings = {
        A: read(acl(ADMIN)),
        B: read(acl(ADMIN, allow("b", 1))),
        C: read(acl(ADMIN, deny("a", 1))),
        D: read(acl(ADMIN, allow("a", 1))),
    }
    plan = plan_rights(readings, "a", READ, Setting.ALLOW)
    first, second = groups(plan, name)
    assert (first.text, first.addresses) == (("Operators: added with Read (Allow)",), (A, B))
    assert (second.text, second.addresses) == (("Operators: Read Deny → Allow",), (C,))

    def notes_of(change: Change) -> list[Note]:
        return [Note("note", "seen")] + [Note("danger", "you lose it")] * (change.address == B)

    grave, slight = note_groups(plan, notes_of)
    assert (grave.is_danger, grave.addresses) == (True, (B,))
    assert (slight.is_danger, slight.addresses) == (False, (A, B, C))


def test_a_plan_of_other_changes_is_said_by_their_titles() -> None:
    made = Namespace(id="n", region="WestUS")
    plan = plan_of([Create(A, made), Delete(B, made)])
    assert [group.text for group in groups(plan, name)] == [
        ("Create the namespace a", "Id: n", "Region: WestUS"),
        ("Delete b",),
    ]


# Applying.


async def some(tenant: Tenant, count: int) -> list[Address]:
    """New namespaces."""
    made = [await tenant.namespace() for _ in range(count)]
    return [Address.namespace(one.id) for one in made]


async def now_at(tenant: Tenant, address: Address) -> AccessControlList:
    """What the service holds."""
    return await tenant.acl_of(Namespace(id=address.namespace_id))


async def a_plan(tenant: Tenant, addresses: list[Address]) -> Plan:
    """One that lets another role read all of them."""
    readings = await read_all(tenant.client, addresses, Aspect.ACL)
    return plan_rights(readings, tenant.others[0], READ, Setting.ALLOW)


async def test_reading_many_keeps_the_order_and_names_what_fails(tenant: Tenant) -> None:
    addresses = await some(tenant, 3)
    asked = [addresses[0], Address.namespace("never-there"), *addresses[1:], Address()]
    heard: list[tuple[int, int]] = []
    found = await read_all(
        tenant.client, asked, Aspect.ACL, on_progress=lambda done, total: heard.append((done, total))
    )
    assert list(found) == asked
    assert [isinstance(one, OcsError) for one in found.values()] == [False, True, False, False, False]
    assert sorted(heard) == [(number, 5) for number in range(1, 6)]
    owners = await read_all(tenant.client, [Address()], Aspect.OWNER)
    assert isinstance(owners[Address()], OcsError)


async def test_each_place_has_its_result(tenant: Tenant, journal: Journal) -> None:
    done, already, merged, met, gone = addresses = await some(tenant, 5)
    plan = await a_plan(tenant, addresses)
    role, other = tenant.others[:2]

    async def change(address: Address, role_id: str, setting: Setting) -> None:
        acl = set_right(await now_at(tenant, address), role_id, READ, setting)
        await tenant.client.set_acl(address.namespace_id, acl)

    await change(already, role, Setting.ALLOW)
    await change(merged, other, Setting.ALLOW)
    await change(met, role, Setting.DENY)
    await tenant.active(Namespace(id=gone.namespace_id))
    await tenant.client.delete_namespace(gone.namespace_id)
    async with asyncio.timeout(20):
        while True:
            found = await read_all(tenant.client, [gone], Aspect.ACL)
            if isinstance(found[gone], OcsError):
                break
            await asyncio.sleep(0.05)
    heard: list[tuple[int, int, Result]] = []
    results = await apply_plan(
        tenant.client, plan, journal, on_progress=lambda *progress: heard.append(progress)
    )
    states = [result.state for result in results]
    assert states == [State.DONE, State.UNCHANGED, State.CONFLICT, State.CONFLICT, State.FAILED]
    assert [result.planned.address for result in results] == addresses
    assert "404" in results[4].sentence
    assert counts(results)[State.CONFLICT] == 2
    assert [progress[:2] for progress in heard] == [(number, 5) for number in range(1, 6)]
    assert [entry.change.address for entry in journal.entries()] == [done]

    # Again: the merged one can be written once reviewed, the conflicting one only over theirs.
    left = again(results)
    assert [place.address for place in left] == [merged, gone]
    assert [place.address for place in again(results, mine_wins=True)] == [merged, met, gone]
    second = await apply_plan(tenant.client, left, journal)
    assert [result.state for result in second] == [State.DONE, State.FAILED]
    both = rows_of(await now_at(tenant, merged))
    assert both.of(role) is not None
    assert both.of(other) is not None


async def test_at_most_so_many_writes_are_under_way(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = await a_plan(tenant, await some(tenant, 7))
    put = tenant.client.set_acl_at
    under_way = most = 0

    async def counted(*given: Any) -> Fetched[AccessControlList]:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        try:
            return await put(*given)
        finally:
            under_way -= 1

    monkeypatch.setattr(tenant.client, "set_acl_at", counted)
    results = await apply_plan(tenant.client, plan, concurrency=3)
    assert counts(results) == {State.DONE: 7}
    assert 1 < most <= 3


async def test_cancel_lets_what_is_under_way_end_and_begins_nothing_more(
    tenant: Tenant, journal: Journal
) -> None:
    addresses = await some(tenant, 6)
    plan = await a_plan(tenant, addresses)
    cancel = asyncio.Event()
    results = await apply_plan(
        tenant.client, plan, journal, concurrency=2, cancel=cancel, on_progress=lambda *_: cancel.set()
    )
    found = counts(results)
    assert 1 <= found[State.DONE] <= 2
    assert found[State.DONE] + found[State.NOT_TRIED] == 6
    for result in results:
        row = rows_of(await now_at(tenant, result.planned.address)).of(tenant.others[0])
        assert (row is not None) is (result.state is State.DONE)
    assert all(entry.is_done for entry in journal.entries())
    rest = again(results)
    assert counts(await apply_plan(tenant.client, rest, journal)) == {State.DONE: len(rest)}
    assert len(rest) == found[State.NOT_TRIED]


async def test_the_whole_can_be_taken_back(tenant: Tenant, journal: Journal) -> None:
    addresses = await some(tenant, 3)
    before = [await now_at(tenant, address) for address in addresses]
    results = await apply_plan(tenant.client, await a_plan(tenant, addresses), journal)
    plan, undoes = undo_plan(results)
    assert [place.address for place in plan] == addresses[::-1]
    assert counts(await apply_plan(tenant.client, plan, journal, undoes=undoes)) == {State.DONE: 3}
    for address, was in zip(addresses, before, strict=True):
        assert same_acl(await now_at(tenant, address), was)
    entries = journal.entries()
    assert {entry.undone_by for entry in entries[3:]} == {entry.id for entry in entries[:3]}


async def test_two_changes_of_one_thing_are_made_one_after_the_other(tenant: Tenant) -> None:
    namespace = await tenant.active(await tenant.namespace())
    address = Address.namespace(namespace.id)
    names = [f"step {number}" for number in range(4)]
    bodies = [namespace, *(namespace.changed(description=text) for text in names)]
    steps = [SetChange(address, Aspect.FIELDS, was, shall) for was, shall in pairwise(bodies)]
    assert counts(await apply_plan(tenant.client, plan_of(steps))) == {State.DONE: 4}
    now = (await tenant.client.get_namespace(namespace, administrative=True)).value
    assert now.description == "step 3"


async def test_one_that_exists_with_other_values_is_a_conflict_that_trying_again_does_not_solve(
    tenant: Tenant,
) -> None:
    there = await tenant.namespace()
    same = Namespace(id=there.id, region="WestUS")
    differs = same.changed(description="of mine")
    new = Namespace(id=f"{there.id}-new", region="WestUS")
    plan = plan_of([Create(Address.namespace(one.id), one) for one in (differs, same, new)])
    results = await apply_plan(tenant.client, plan)
    assert [result.state for result in results] == [State.CONFLICT, State.UNCHANGED, State.DONE]
    assert again(results) == ()


async def test_an_empty_plan_has_no_results(tenant: Tenant) -> None:
    assert await apply_plan(tenant.client, ()) == ()


async def test_what_cannot_be_asked_for_does_not_end_the_writes_of_the_others(
    tenant: Tenant, journal: Journal
) -> None:
    addresses = await some(tenant, 3)
    plan = await a_plan(tenant, addresses)
    odd = SetChange(
        Address(), Aspect.OWNER, Trustee(), Trustee(type=TrusteeType.USER, object_id="x", tenant_id="y")
    )
    results = await apply_plan(tenant.client, (Planned(Address(), odd), *plan), journal)
    assert [one.state for one in results] == [State.FAILED, State.DONE, State.DONE, State.DONE]
    assert results[0].sentence == "The tenant has no owner that could be set."
