"""A role and every ACL entry that names it go as one plan: the entries first, the role last."""

from __future__ import annotations

import asyncio
from itertools import count

from ocs_tui.access.rows import rows_of
from ocs_tui.api.answers import Created, Fetched
from ocs_tui.api.errors import Forbidden, NotFound, OcsError
from ocs_tui.catalog.identity_kinds import ROLE
from ocs_tui.catalog.kinds import address_of
from ocs_tui.changes.apply import Refused, apply
from ocs_tui.changes.bulk import State, again, apply_plan, was_deleted
from ocs_tui.changes.change import Aspect, Delete, SetChange
from ocs_tui.changes.journal import Journal
from ocs_tui.changes.plan import Plan, Reading, plan_of, read_all
from ocs_tui.changes.role_plans import naming, plan_role_delete
from ocs_tui.model.access import AccessControlEntry, AccessControlList
from ocs_tui.model.address import Address
from ocs_tui.model.document import Document
from ocs_tui.model.identity import Role
from tests.access.worlds import acl, allow, deny
from tests.changes.conftest import Tenant

A, B, C, D, ROOT = (*(Address.namespace(one) for one in "abcd"), Address())
ADMIN = allow("adm", 31)
ROLE_A = Role(id="a", name="Operators")
_numbers = count(1)


def read(value: AccessControlList, problem: str | None = None) -> Fetched[AccessControlList]:
    """An ACL as it was read."""
    return Fetched(value, Document.of(value.to_wire()), "http://x", "WestUS", problem=problem)


# The plan.


def test_every_entry_of_the_role_goes_whatever_it_says_and_the_role_last() -> None:
    readings: dict[Address, Reading] = {
        A: read(acl(ADMIN, allow("a", 3), allow("b", 1), deny("A", 4))),
        B: read(acl(ADMIN, allow("b", 1))),
        ROOT: read(acl(allow("a", 1), ADMIN)),
    }
    assert naming(readings, "A") == (A, ROOT)
    plan = plan_role_delete(readings, ROLE_A, entries_too=True)
    assert [place.address for place in plan] == [A, ROOT, address_of(ROLE, "a")]
    first, second, last = (place.change for place in plan)
    assert isinstance(first, SetChange)
    assert first.aspect is Aspect.ACL
    assert [entry.trustee.object_id for entry in _entries(first)] == ["adm", "b"]
    assert isinstance(second, SetChange)
    assert [entry.trustee.object_id for entry in _entries(second)] == ["adm"]
    assert isinstance(last, Delete)
    assert last.before == ROLE_A


def test_without_the_entries_it_is_the_role_alone() -> None:
    readings: dict[Address, Reading] = {A: read(acl(ADMIN, allow("a", 3)))}
    (place,) = plan_role_delete(readings, ROLE_A, entries_too=False)
    assert isinstance(place.change, Delete)


def test_what_nobody_could_manage_without_the_role_is_a_problem() -> None:
    """So is an ACL that cannot be read, and one that must not be written back."""
    refused: OcsError = Forbidden("Not for you (403).")
    readings: dict[Address, Reading] = {
        A: read(acl(allow("a", 31), allow("b", 3))),
        B: refused,
        C: read(acl(ADMIN, allow("a", 1)), "A key stands twice."),
        D: read(acl(ADMIN, allow("a", 1))),
    }
    plan = plan_role_delete(readings, ROLE_A, entries_too=True)
    assert [place.is_problem for place in plan] == [True, True, True, False, False]
    assert "Manage access" in plan[0].reason
    assert "403" in plan[1].reason
    assert "twice" in plan[2].reason
    assert [place.change is None for place in plan] == [True, True, True, False, False]


def test_an_acl_that_others_still_manage_loses_the_role_even_with_its_manage_access() -> None:
    (place, _) = plan_role_delete({A: read(acl(ADMIN, allow("a", 31)))}, ROLE_A, entries_too=True)
    assert place.change is not None


def _entries(change: SetChange) -> tuple[AccessControlEntry, ...]:
    assert isinstance(change.after, AccessControlList)
    return change.after.entries


# Applied: what is deleted goes last.


async def a_role(tenant: Tenant) -> Role:
    """A new custom role."""
    made = await tenant.client.create(ROLE, Role(name=f"Shift {next(_numbers)}"))
    assert isinstance(made, Created)
    found: Role = made.fetched.value
    return found


async def named_in(tenant: Tenant, role: Role, places: int) -> list[Address]:
    """New namespaces whose ACLs name a role."""
    made = [await tenant.namespace() for _ in range(places)]
    for namespace in made:
        await tenant.client.set_acl(namespace.id, tenant.acl(tenant.entry(role.id, 3)))
    return [Address.namespace(one.id) for one in made]


async def planned(tenant: Tenant, role: Role, places: list[Address]) -> Plan:
    """The plan for what is there now."""
    readings = await read_all(tenant.client, places, Aspect.ACL)
    return plan_role_delete(readings, role, entries_too=True)


async def exists(tenant: Tenant, role: Role) -> bool:
    """Whether the service still has a role."""
    try:
        await tenant.client.get_item(ROLE, role.id, administrative=True)
    except NotFound:
        return False
    return True


async def names(tenant: Tenant, place: Address, role: Role) -> bool:
    """Whether an ACL names a role."""
    now = (await read_all(tenant.client, [place], Aspect.ACL))[place]
    assert not isinstance(now, OcsError)
    return rows_of(now.value).of(role.id) is not None


async def test_the_role_goes_when_every_entry_has_gone(tenant: Tenant, journal: Journal) -> None:
    role = await a_role(tenant)
    places = await named_in(tenant, role, 3)
    plan = await planned(tenant, role, places)
    tenant.trace.clear()
    results = await apply_plan(tenant.client, plan[::-1], journal)  # wherever it stands in the plan
    assert [result.state for result in results] == [State.DONE] * 4
    verbs = [record.method for record in tenant.trace if record.status is not None]
    assert [verb for verb in verbs if verb in ("PUT", "DELETE")] == ["PUT"] * 3 + ["DELETE"]
    assert not await exists(tenant, role)
    assert [await names(tenant, place, role) for place in places] == [False] * 3
    assert journal.entries()[0].change.title == f"Delete the role {role.name}"


async def test_the_role_stays_when_an_entry_does(tenant: Tenant, journal: Journal) -> None:
    role = await a_role(tenant)
    places = await named_in(tenant, role, 2)
    plan = await planned(tenant, role, places)
    changed = tenant.acl(tenant.entry(role.id, 7))
    await tenant.client.set_acl(places[0].namespace_id, changed)
    tenant.trace.clear()
    results = await apply_plan(tenant.client, plan, journal)
    assert [result.state for result in results] == [State.CONFLICT, State.DONE, State.NOT_TRIED]
    assert "failed" in results[-1].sentence
    assert "DELETE" not in tenant.requests()
    assert await exists(tenant, role)
    # Mine wins, and then the role can go: it is part of what is left.
    left = again(results, mine_wins=True)
    assert [place.address for place in left] == [places[0], address_of(ROLE, role.id)]
    second = await apply_plan(tenant.client, left, journal)
    assert [result.state for result in second] == [State.DONE, State.DONE]
    assert not await exists(tenant, role)


async def test_a_place_with_a_problem_keeps_the_role(tenant: Tenant) -> None:
    """An ACL that could not be read may still name the role."""
    role = await a_role(tenant)
    places = await named_in(tenant, role, 1)
    plan = await planned(tenant, role, [*places, Address.namespace("never-there")])
    results = await apply_plan(tenant.client, plan)
    assert [result.state for result in results] == [State.DONE, State.FAILED, State.NOT_TRIED]
    assert await exists(tenant, role)


async def test_a_cancel_before_the_last_stage_deletes_nothing(tenant: Tenant) -> None:
    role = await a_role(tenant)
    plan = await planned(tenant, role, await named_in(tenant, role, 1))
    cancel = asyncio.Event()
    results = await apply_plan(tenant.client, plan, cancel=cancel, on_progress=lambda *_: cancel.set())
    assert [result.state for result in results] == [State.DONE, State.NOT_TRIED]
    assert await exists(tenant, role)


async def test_deletes_alone_need_nothing_before_them(tenant: Tenant) -> None:
    roles = [await a_role(tenant) for _ in range(3)]
    gone = Role(id="00000000-0000-0000-0000-000000000000", name="never there")
    deletes = [Delete(address_of(ROLE, role.id), role) for role in (gone, *roles)]
    results = await apply_plan(tenant.client, plan_of(deletes))
    assert [result.state for result in results] == [State.FAILED] + [State.DONE] * 3
    assert [await exists(tenant, role) for role in roles] == [False] * 3


async def test_what_is_called_otherwise_by_now_is_not_deleted(tenant: Tenant, journal: Journal) -> None:
    role = await a_role(tenant)
    await tenant.client.update(ROLE, role.changed(name=f"{role.name} of others"), role.id)
    outcome = await apply(tenant.client, Delete(address_of(ROLE, role.id), role), None, journal)
    assert isinstance(outcome, Refused)
    assert "of others by now" in outcome.sentence
    assert (await tenant.client.get_item(ROLE, role.id)).value.id == role.id
    assert not journal.entries(), "nothing was sent, so nothing is recorded"


async def test_what_a_deleted_role_left_is_not_put_back(tenant: Tenant) -> None:
    role = await a_role(tenant)
    results = await apply_plan(tenant.client, await planned(tenant, role, await named_in(tenant, role, 1)))
    assert was_deleted(results)
    assert not was_deleted(results[:-1])
