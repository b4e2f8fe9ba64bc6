"""Changes against a running emulator: what is written, and above all what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocs_tui.access.rows import Setting, set_right
from ocs_tui.api.answers import Created, Differs, Fetched, SameExists
from ocs_tui.api.errors import OcsError
from ocs_tui.changes.apply import Applied, Changed, Refused, apply
from ocs_tui.changes.change import Aspect, Create, Delete, SetChange
from ocs_tui.changes.reread import Already, Conflicting, Merged, RereadFailed, Same, Uneditable, reread
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight, AccessType, TrusteeType
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.wire import Wire
from tests.changes.conftest import Tenant

READ, WRITE = AccessRight.READ, AccessRight.WRITE


def acl_change(namespace: Namespace, before: Wire, after: Wire) -> SetChange:
    """A change of a namespace's ACL."""
    return SetChange(Address.namespace(namespace.id), Aspect.ACL, before, after)


def user(tenant: Tenant, number: int) -> Trustee:
    """One of the tenant's people."""
    return Trustee(type=TrusteeType.USER, object_id=tenant.users[number].id)


async def test_an_acl_is_read_again_and_written(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    before = await tenant.acl_of(namespace)
    after = set_right(before, tenant.others[0], READ | WRITE, Setting.ALLOW)
    tenant.requests()
    outcome = await apply(tenant.client, acl_change(namespace, before, after), namespace)
    assert isinstance(outcome, Applied)
    assert outcome.note is None
    assert outcome.operation_id
    assert tenant.requests() == ["GET", "PUT"]
    assert await tenant.acl_of(namespace) == AccessControlList.model_validate(after.to_wire())


async def test_it_is_read_again_where_it_is_written_not_at_its_region(tenant: Tenant) -> None:
    namespace = await tenant.namespace("WestEurope")
    first = await tenant.acl_of(namespace)
    second = set_right(first, tenant.others[0], READ, Setting.ALLOW)
    third = set_right(second, tenant.others[0], READ, Setting.DENY)
    assert isinstance(await apply(tenant.client, acl_change(namespace, first, second), namespace), Applied)
    # The namespace's region does not show any of this yet; the next change must not wait for that.
    with pytest.raises(OcsError):
        await tenant.client.get_acl(namespace)
    fetched = await tenant.acl_of(namespace)
    assert isinstance(await apply(tenant.client, acl_change(namespace, fetched, third)), Applied)


async def test_another_entry_changed_meanwhile_is_merged_and_not_written_unseen(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    before = await tenant.acl_of(namespace)
    mine = set_right(before, tenant.others[0], READ, Setting.ALLOW)
    theirs = set_right(before, tenant.others[1], WRITE, Setting.ALLOW)
    await tenant.client.set_acl(namespace.id, theirs)
    outcome = await apply(tenant.client, acl_change(namespace, before, mine), namespace)
    assert isinstance(outcome, Changed)
    assert isinstance(outcome.reread, Merged)
    assert (await tenant.acl_of(namespace)).to_wire() == theirs.to_wire()
    assert isinstance(await apply(tenant.client, outcome.reread.change, namespace), Applied)
    both = set_right(theirs, tenant.others[0], READ, Setting.ALLOW)
    assert (await tenant.acl_of(namespace)).to_wire() == both.to_wire()


async def test_the_same_entry_changed_meanwhile_is_a_conflict_and_nothing_is_written(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    before = await tenant.acl_of(namespace)
    mine = set_right(before, tenant.others[0], READ, Setting.ALLOW)
    theirs = set_right(before, tenant.others[0], READ, Setting.DENY)
    await tenant.client.set_acl(namespace.id, theirs)
    outcome = await apply(tenant.client, acl_change(namespace, before, mine), namespace)
    assert isinstance(outcome, Changed)
    assert isinstance(outcome.reread, Conflicting)
    assert outcome.reread.merge is not None
    assert len(outcome.reread.merge.conflicts) == 1
    assert (await tenant.acl_of(namespace)).to_wire() == theirs.to_wire()
    # Reviewed again, mine may win.
    assert isinstance(await apply(tenant.client, outcome.reread.change, namespace), Applied)
    assert (await tenant.acl_of(namespace)).to_wire() == mine.to_wire()


async def test_what_is_already_so_is_not_written_again(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    before = await tenant.acl_of(namespace)
    after = set_right(before, tenant.others[0], READ, Setting.ALLOW)
    await tenant.client.set_acl(namespace.id, after)
    tenant.requests()
    outcome = await apply(tenant.client, acl_change(namespace, before, after), namespace)
    assert isinstance(outcome, Changed)
    assert isinstance(outcome.reread, Already)
    assert tenant.requests() == ["GET"]


async def test_what_is_already_so_beside_what_others_changed_is_not_written_again(tenant: Tenant) -> None:
    """As after a write of which no answer came, and somebody else's since."""
    namespace = await tenant.namespace()
    before = await tenant.acl_of(namespace)
    after = set_right(before, tenant.others[0], READ, Setting.ALLOW)
    both = set_right(after, tenant.others[1], READ, Setting.DENY)
    await tenant.client.set_acl(namespace.id, both)
    tenant.requests()
    outcome = await apply(tenant.client, acl_change(namespace, before, after), namespace)
    assert isinstance(outcome, Changed)
    assert isinstance(outcome.reread, Already)
    assert tenant.requests() == ["GET"]


async def test_another_form_of_the_same_list_is_no_change(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    verbose = {
        "Trustee": {"Type": "Role", "ObjectId": tenant.administrators, "TenantId": None},
        "AccessType": "Allowed",
        "AccessRights": 31,
    }
    before = AccessControlList.model_validate({"RoleTrusteeAccessControlEntries": [verbose]})
    after = set_right(before, tenant.others[0], READ, Setting.ALLOW)
    found = await reread(tenant.client, acl_change(namespace, before, after), namespace)
    assert isinstance(found, Same)
    # What was not touched is sent back as it came this time, not as it came then.
    entries = found.change.after.to_wire()["RoleTrusteeAccessControlEntries"]
    assert "AccessType" not in entries[0]
    assert isinstance(await apply(tenant.client, acl_change(namespace, before, after), namespace), Applied)


async def test_if_it_cannot_be_read_again_nothing_is_written(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    before = await tenant.acl_of(namespace)
    unreadable = AccessControlList(
        role_trustee_access_control_entries=(tenant.entry(tenant.administrators, 8),)
    )
    await tenant.client.set_acl(namespace.id, unreadable)
    await tenant.client.set_owner(namespace.id, user(tenant, 0))
    after = set_right(before, tenant.others[0], READ, Setting.ALLOW)
    tenant.requests()
    with pytest.raises(RereadFailed, match=r"^Nothing was written: ") as caught:
        await apply(tenant.client, acl_change(namespace, before, after), namespace)
    assert caught.value.status == 403
    assert tenant.requests() == ["GET"]
    # It could have been written: Manage access is there, Read is not.
    await tenant.client.set_acl(namespace.id, tenant.acl())


async def test_a_list_without_a_manager_never_leaves_the_process(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    before = await tenant.acl_of(namespace)
    after = before.with_entries((tenant.entry(tenant.administrators, 7),))
    tenant.requests()
    outcome = await apply(tenant.client, acl_change(namespace, before, after), namespace)
    assert isinstance(outcome, Refused)
    assert "Manage access" in outcome.sentence
    assert tenant.requests() == []


async def test_a_body_that_cannot_be_kept_is_not_overwritten(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    namespace = await tenant.namespace()
    before = await tenant.acl_of(namespace)
    read = tenant.client.get_acl

    async def with_problem(which: Namespace, *, administrative: bool = False) -> Fetched[AccessControlList]:
        return replace(await read(which, administrative=administrative), problem="It would not survive.")

    monkeypatch.setattr(tenant.client, "get_acl", with_problem)
    after = set_right(before, tenant.others[0], READ, Setting.ALLOW)
    tenant.requests()
    outcome = await apply(tenant.client, acl_change(namespace, before, after), namespace)
    assert isinstance(outcome, Changed)
    assert isinstance(outcome.reread, Uneditable)
    assert tenant.requests() == ["GET"]


async def test_the_service_refusing_is_an_error(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    owner = (await tenant.client.get_owner(namespace, administrative=True)).value
    change = SetChange(
        Address.namespace(namespace.id),
        Aspect.OWNER,
        owner,
        Trustee(type=TrusteeType.USER, object_id="nobody"),
    )
    with pytest.raises(OcsError) as caught:
        await apply(tenant.client, change, namespace)
    assert not isinstance(caught.value, RereadFailed)
    assert caught.value.status == 400


async def test_the_root_acl(tenant: Tenant) -> None:
    before = (await tenant.client.get_root_acl(administrative=True)).value
    after = set_right(before, tenant.others[0], AccessRight.SHARE, Setting.DENY)
    change = SetChange(Address(), Aspect.ACL, before, after)
    assert isinstance(await apply(tenant.client, change), Applied)
    now = (await tenant.client.get_root_acl(administrative=True)).value
    assert now.to_wire() == after.to_wire()
    back = SetChange(Address(), Aspect.ACL, now, before)
    assert isinstance(await apply(tenant.client, back), Applied)


async def test_an_owner_is_set_once_and_not_over_somebody_elses(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    address = Address.namespace(namespace.id)
    before = (await tenant.client.get_owner(namespace, administrative=True)).value
    change = SetChange(address, Aspect.OWNER, before, user(tenant, 0))
    outcome = await apply(tenant.client, change, namespace)
    assert isinstance(outcome, Applied)
    assert outcome.note is None, "the tenant id, which the service fills in, is no difference"
    again = await apply(tenant.client, change, namespace)
    assert isinstance(again, Changed)
    assert isinstance(again.reread, Already)
    late = await apply(tenant.client, replace(change, after=user(tenant, 1)), namespace)
    assert isinstance(late, Changed)
    assert isinstance(late.reread, Conflicting)
    now = (await tenant.client.get_owner(namespace, administrative=True)).value
    assert now.object_id == tenant.users[0].id


async def test_a_role_is_no_owner(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    role = Trustee(type=TrusteeType.ROLE, object_id=tenant.administrators)
    change = SetChange(Address.namespace(namespace.id), Aspect.OWNER, Trustee(), role)
    assert isinstance(await apply(tenant.client, change, namespace), Refused)


async def test_the_fields_of_a_namespace_are_laid_over_what_is_there(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    address = Address.namespace(namespace.id)
    before = await tenant.active(namespace)
    described = SetChange(address, Aspect.FIELDS, before, before.changed(description="mine"))
    named = SetChange(address, Aspect.FIELDS, before, before.changed(name="Boiler house"))
    other = SetChange(address, Aspect.FIELDS, before, before.changed(description="theirs"))
    assert isinstance(await apply(tenant.client, described, namespace), Applied)

    outcome = await apply(tenant.client, named, namespace)
    assert isinstance(outcome, Changed)
    assert isinstance(outcome.reread, Merged)
    assert isinstance(await apply(tenant.client, outcome.reread.change, namespace), Applied)
    now = (await tenant.client.get_namespace(namespace, administrative=True)).value
    assert (now.name, now.description) == ("Boiler house", "mine")

    late = await apply(tenant.client, other, namespace)
    assert isinstance(late, Changed)
    assert isinstance(late.reread, Conflicting)
    assert late.reread.fields == ("Description",)
    same = await apply(tenant.client, described, namespace)
    assert isinstance(same, Changed)
    assert isinstance(same.reread, Already)


async def test_a_state_that_moved_on_is_no_conflict(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    came = (await tenant.client.get_namespace(namespace, administrative=True)).value
    before = came.changed(state=8)
    change = SetChange(
        Address.namespace(namespace.id), Aspect.FIELDS, before, before.changed(description="x")
    )
    found = await reread(tenant.client, change, namespace)
    assert isinstance(found, Same)
    assert isinstance(found.change.after, Namespace)
    assert found.change.after.state == came.state


async def test_creating_has_three_answers_and_deleting_one(tenant: Tenant) -> None:
    made = Namespace(id="changes-made", region="WestUS", description="one")
    create = Create(Address.namespace(made.id), made)
    assert isinstance(await apply(tenant.client, create), Created)
    assert isinstance(await apply(tenant.client, create), SameExists)
    differing = replace(create, after=made.changed(description="two"))
    assert isinstance(await apply(tenant.client, differing), Differs)
    gone = await apply(tenant.client, Delete(Address.namespace(made.id), made))
    assert isinstance(gone, Applied)
    assert gone.operation_id


async def test_a_denial_beside_an_allowance_arrives_as_two_entries(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    role = tenant.others[0]
    await tenant.client.set_acl(namespace.id, tenant.acl(tenant.entry(role, 3)))
    before = await tenant.acl_of(namespace)
    after = set_right(before, role, WRITE, Setting.DENY)
    assert isinstance(await apply(tenant.client, acl_change(namespace, before, after), namespace), Applied)
    entries = (await tenant.acl_of(namespace)).entries
    assert [(one.access_type, one.access_rights) for one in entries[1:]] == [
        (AccessType.ALLOWED, 1),
        (AccessType.DENIED, 2),
    ]


async def test_the_tenant_has_no_owner_to_set(tenant: Tenant) -> None:
    change = SetChange(Address(), Aspect.OWNER, Trustee(), user(tenant, 0))
    with pytest.raises(ValueError, match="no owner"):
        await apply(tenant.client, change)
