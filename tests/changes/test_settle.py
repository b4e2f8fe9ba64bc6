"""A conflict that was settled, down to what the emulator then holds."""

from __future__ import annotations

import pytest

from ocs_tui.access.picks import Pick
from ocs_tui.access.rows import Setting, set_right
from ocs_tui.changes.apply import Applied, Changed, apply
from ocs_tui.changes.change import Aspect, SetChange
from ocs_tui.changes.reread import Already, Conflicting, Same, reread
from ocs_tui.changes.settle import leaves_nothing, settle
from ocs_tui.model.access import Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight, TrusteeType
from ocs_tui.model.namespace import Namespace
from tests.changes.conftest import Tenant

READ, WRITE = AccessRight.READ, AccessRight.WRITE
MINE, THEIRS = Pick.MINE, Pick.THEIRS


async def met(tenant: Tenant, theirs: SetChange, mine: SetChange) -> Conflicting:
    """Let somebody else write first, and return where mine meets it."""
    assert isinstance(await apply(tenant.client, theirs), Applied)
    outcome = await apply(tenant.client, mine)
    assert isinstance(outcome, Changed)
    assert isinstance(outcome.reread, Conflicting)
    return outcome.reread


async def test_rights_are_settled_one_by_one(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    address, role = Address.namespace(namespace.id), tenant.others[0]
    before = await tenant.acl_of(namespace)
    my = set_right(before, role, READ, Setting.ALLOW)
    their = set_right(before, role, WRITE, Setting.ALLOW)
    mine = SetChange(address, Aspect.ACL, before, my)
    found = await met(tenant, SetChange(address, Aspect.ACL, before, their), mine)
    settled = settle(mine, found, [MINE, THEIRS])
    assert isinstance(await apply(tenant.client, settled), Applied)
    assert await tenant.acl_of(namespace) == set_right(their, role, READ, Setting.ALLOW)


async def test_fields_are_settled_one_by_one_and_what_does_not_meet_is_kept(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    address = Address.namespace(namespace.id)
    before = await tenant.active(namespace)

    def change(**fields: object) -> SetChange:
        return SetChange(address, Aspect.FIELDS, before, before.changed(**fields))

    mine = change(name="my name", description="mine", allow_cross_region_processing=True)
    found = await met(tenant, change(name="their name", description="theirs"), mine)
    assert found.fields == ("Name", "Description")
    settled = settle(mine, found, [THEIRS, MINE])
    assert isinstance(await apply(tenant.client, settled), Applied)
    now: Namespace = (await tenant.client.get_namespace(namespace, administrative=True)).value
    assert (now.name, now.description) == ("their name", "mine")
    assert now.allow_cross_region_processing is True


async def test_an_owner_is_mine_or_theirs(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    address = Address.namespace(namespace.id)
    before = (await tenant.client.get_owner(namespace, administrative=True)).value
    people = [Trustee(type=TrusteeType.USER, object_id=user.id) for user in tenant.users[:2]]
    theirs, mine = (SetChange(address, Aspect.OWNER, before, one) for one in people)
    found = await met(tenant, theirs, mine)
    assert leaves_nothing(settle(mine, found, [THEIRS]))
    settled = settle(mine, found, [MINE])
    assert not leaves_nothing(settled)
    assert isinstance(await apply(tenant.client, settled), Applied)
    now = (await tenant.client.get_owner(namespace, administrative=True)).value
    assert now.object_id == people[1].object_id


async def test_theirs_everywhere_leaves_nothing_to_write(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    address, role = Address.namespace(namespace.id), tenant.others[0]
    before = await tenant.acl_of(namespace)
    my, their = (set_right(before, role, right, Setting.ALLOW) for right in (READ, WRITE))
    mine = SetChange(address, Aspect.ACL, before, my)
    found = await met(tenant, SetChange(address, Aspect.ACL, before, their), mine)
    settled = settle(mine, found, [THEIRS, THEIRS])
    assert leaves_nothing(settled)
    again = await reread(tenant.client, settled)
    assert isinstance(again, Same | Already)


async def test_more_or_fewer_picks_than_choices_are_refused(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    address = Address.namespace(namespace.id)
    before = await tenant.active(namespace)
    mine, theirs = (
        SetChange(address, Aspect.FIELDS, before, before.changed(description=text)) for text in ("a", "b")
    )
    found = await met(tenant, theirs, mine)
    for picks in ([], [MINE, MINE]):
        with pytest.raises(ValueError, match="zip"):
            settle(mine, found, picks)
