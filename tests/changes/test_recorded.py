"""What apply leaves in the journal, how an open intent is resolved, and how it is taken back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from ocs_tui.access.diff import diff, same_acl
from ocs_tui.access.merge import merge
from ocs_tui.access.rows import Setting, set_right
from ocs_tui.api.answers import Created, SameExists
from ocs_tui.api.errors import OcsError, ReadOnly
from ocs_tui.changes import recording
from ocs_tui.changes.apply import Applied, Changed, Refused, apply
from ocs_tui.changes.change import ActChange, AnyChange, Aspect, Create, Delete, SetChange
from ocs_tui.changes.encoding import to_json
from ocs_tui.changes.entries import Entry, OutcomeKind
from ocs_tui.changes.journal import Journal, JournalFailed
from ocs_tui.changes.recording import perform
from ocs_tui.changes.reread import Conflicting, Merged, Same, reread
from ocs_tui.changes.resolve import Resolution, resolve_intent
from ocs_tui.changes.undo import Instead, redo, swapped, undo
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight, TrusteeType
from ocs_tui.model.namespace import Namespace
from tests.access.worlds import plain_acls
from tests.changes.conftest import Tenant, signed_in

READ, WRITE = AccessRight.READ, AccessRight.WRITE


async def a_grant(tenant: Tenant) -> tuple[Namespace, SetChange]:
    """A namespace, and the change that lets one more role read it."""
    namespace = await tenant.namespace()
    before = await tenant.acl_of(namespace)
    after = set_right(before, tenant.others[0], READ, Setting.ALLOW)
    return namespace, SetChange(Address.namespace(namespace.id), Aspect.ACL, before, after)


def only(journal: Journal) -> Entry:
    """The one entry there is."""
    (entry,) = journal.entries()
    return entry


def kind_of(entry: Entry) -> OutcomeKind | None:
    """What came of an entry."""
    return entry.outcome.kind if entry.outcome else None


async def test_a_write_is_recorded_as_it_was_made(tenant: Tenant, journal: Journal) -> None:
    namespace, change = await a_grant(tenant)
    outcome = await apply(tenant.client, change, namespace, journal)
    assert isinstance(outcome, Applied)
    entry = only(journal)
    assert entry.id == outcome.entry_id
    assert outcome.change is not None
    assert to_json(entry.change) == to_json(outcome.change)
    assert entry.is_done
    assert entry.outcome is not None
    assert entry.outcome.operation_id == outcome.operation_id
    assert entry.profile == "box"


async def test_the_intent_is_on_the_disk_before_the_request_leaves(
    tenant: Tenant, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    namespace, change = await a_grant(tenant)
    put = tenant.client.set_acl_at
    at_the_put: list[tuple[Entry, ...]] = []

    async def watched(*given: Any) -> Any:
        at_the_put.append(journal.entries())
        return await put(*given)

    monkeypatch.setattr(tenant.client, "set_acl_at", watched)
    await apply(tenant.client, change, namespace, journal)
    ((entry,),) = at_the_put
    assert entry.outcome is None


async def test_where_nothing_is_sent_nothing_is_recorded(tenant: Tenant, journal: Journal) -> None:
    namespace, change = await a_grant(tenant)
    await apply(tenant.client, change, namespace)
    assert isinstance(await apply(tenant.client, change, namespace, journal), Changed)
    unmanaged = tenant.acl().with_entries(())
    assert isinstance(
        await apply(tenant.client, replace(change, after=unmanaged), namespace, journal), Refused
    )
    assert journal.entries() == ()


async def test_a_read_only_client_records_nothing(box: Emulator, tenant: Tenant, journal: Journal) -> None:
    namespace, change = await a_grant(tenant)
    async with signed_in(box.info, read_only=True) as reader:
        with pytest.raises(ReadOnly):
            await apply(reader.client, change, namespace, journal)
    assert journal.entries() == ()


async def test_a_refusal_of_the_service_is_recorded_with_its_reason(tenant: Tenant, journal: Journal) -> None:
    namespace = await tenant.namespace()
    owner = (await tenant.client.get_owner(namespace, administrative=True)).value
    nobody = Trustee(type=TrusteeType.USER, object_id="nobody")
    change = SetChange(Address.namespace(namespace.id), Aspect.OWNER, owner, nobody)
    with pytest.raises(OcsError) as caught:
        await apply(tenant.client, change, namespace, journal)
    entry = only(journal)
    assert entry.outcome is not None
    assert (entry.outcome.kind, entry.outcome.note) == (OutcomeKind.REFUSED, caught.value.sentence)
    assert entry.outcome.operation_id == caught.value.operation_id
    assert isinstance(undo(entry), Instead)


async def test_creating_and_deleting_are_recorded_and_offer_each_other(
    tenant: Tenant, journal: Journal
) -> None:
    made = Namespace(id="recorded-1", region="WestUS", description="one")
    create = Create(Address.namespace(made.id), made)
    assert isinstance(await apply(tenant.client, create, None, journal), Created)
    assert isinstance(await apply(tenant.client, create, None, journal), SameExists)
    refused, created = journal.entries()
    assert (kind_of(created), kind_of(refused)) == (OutcomeKind.DONE, OutcomeKind.REFUSED)
    back = undo(created)
    assert isinstance(back, Instead)
    assert isinstance(back.offer, Delete)
    there = await tenant.active(made)
    gone = await apply(tenant.client, replace(back.offer, before=there), None, journal)
    assert isinstance(gone, Applied)
    assert gone.entry_id == journal.entries()[0].id
    again = undo(journal.entries()[0])
    assert isinstance(again, Instead)
    assert isinstance(again.offer, Create)
    assert "empty" in again.sentence
    writable = {"Id", "Name", "Region", "Description", "AllowCrossRegionProcessing"}
    assert set(again.offer.after.to_wire()) <= writable
    assert isinstance(again.offer.after, Namespace)
    assert (again.offer.after.id, again.offer.after.description) == ("recorded-1", "one")


async def test_an_act_is_recorded_around_the_request_of_whoever_knows_it(journal: Journal) -> None:
    act = ActChange(Address(), "Add a secret to the client Pump Gateway")

    async def request() -> str:
        return "the secret itself"

    done = await perform(journal, act, request)
    assert done.value == "the secret itself"
    assert only(journal).id == done.entry_id
    assert journal.file is not None
    assert b"the secret itself" not in journal.file.read_bytes()
    assert isinstance(undo(only(journal)), Instead)


# A journal that cannot be kept.


@pytest.fixture
def unwritable(tmp_path: Path, box: Emulator) -> Journal:
    """A journal on a full disk."""
    (tmp_path / "journal.jsonl").symlink_to("/dev/full")
    return Journal(tmp_path / "journal.jsonl", profile="box", tenant_id=box.info["tenant_id"])


async def test_without_a_record_nothing_is_written_unless_one_says_so(
    tenant: Tenant, unwritable: Journal
) -> None:
    namespace, change = await a_grant(tenant)
    outcome = await apply(tenant.client, change, namespace, unwritable)
    assert isinstance(outcome, Refused)
    assert outcome.unrecorded
    assert "no space left" in outcome.sentence
    assert (await tenant.acl_of(namespace)).to_wire() == change.before.to_wire()
    all_the_same = await apply(tenant.client, change, namespace, unwritable, without_journal=True)
    assert isinstance(all_the_same, Applied)
    assert "There is no record of it" in (all_the_same.note or "")
    assert (await tenant.acl_of(namespace)).to_wire() == change.after.to_wire()


async def test_an_outcome_that_cannot_be_recorded_is_said_and_leaves_the_intent_open(
    tenant: Tenant, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    namespace, change = await a_grant(tenant)

    def full(*_: object) -> None:
        raise JournalFailed("The journal cannot be kept: the disk is full.")

    monkeypatch.setattr(journal, "end", full)
    outcome = await apply(tenant.client, change, namespace, journal)
    assert isinstance(outcome, Applied)
    assert "The record does not say that it was done" in (outcome.note or "")
    assert only(journal).outcome is None


async def test_a_disk_that_hangs_refuses_the_write(
    tenant: Tenant, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    namespace, change = await a_grant(tenant)
    released = threading.Event()
    monkeypatch.setattr(recording, "DISK_SECONDS", 0.05)
    monkeypatch.setattr(journal, "begin", lambda *_, **__: released.wait(20))
    outcome = await apply(tenant.client, change, namespace, journal)
    released.set()
    assert isinstance(outcome, Refused)
    assert "gave no answer" in outcome.sentence
    assert (await tenant.acl_of(namespace)).to_wire() == change.before.to_wire()


async def test_what_is_broken_off_during_the_request_is_recorded_as_unknown(
    tenant: Tenant, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    namespace, change = await a_grant(tenant)
    under_way = asyncio.Event()

    async def never(*_: object) -> None:
        under_way.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(tenant.client, "set_acl_at", never)
    task = asyncio.create_task(apply(tenant.client, change, namespace, journal))
    await under_way.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert kind_of(only(journal)) is OutcomeKind.UNKNOWN


async def test_what_is_broken_off_before_the_request_is_recorded_as_not_done(
    tenant: Tenant, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    namespace, change = await a_grant(tenant)
    loop, writing, go_on = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    begin = journal.begin

    def slow(*given: Any, **named: Any) -> str:
        loop.call_soon_threadsafe(writing.set)
        go_on.wait(20)
        return begin(*given, **named)

    monkeypatch.setattr(journal, "begin", slow)
    task = asyncio.create_task(apply(tenant.client, change, namespace, journal))
    await writing.wait()
    task.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert kind_of(only(journal)) is OutcomeKind.FAILED
    assert (await tenant.acl_of(namespace)).to_wire() == change.before.to_wire()


# Resolving.


def left_open(journal: Journal, change: Any) -> Entry:
    """An intent as a killed process leaves it."""
    entry_id = journal.begin(change)
    return next(entry for entry in journal.entries() if entry.id == entry_id)


async def test_an_open_set_is_told_from_what_is_there_others_changes_aside(
    tenant: Tenant, journal: Journal
) -> None:
    namespace, change = await a_grant(tenant)
    before, after = change.before, change.after
    assert isinstance(before, AccessControlList)
    assert isinstance(after, AccessControlList)
    cases = [
        (before, False),
        (after, True),
        (set_right(after, tenant.others[1], WRITE, Setting.ALLOW), True),
        (set_right(before, tenant.others[1], WRITE, Setting.ALLOW), False),
        (set_right(before, tenant.others[0], READ | WRITE, Setting.DENY), None),
    ]
    kinds = {True: OutcomeKind.DONE, False: OutcomeKind.FAILED, None: OutcomeKind.UNKNOWN}
    for now, happened in cases:
        await tenant.client.set_acl(namespace.id, now)
        entry = left_open(journal, change)
        found = await resolve_intent(tenant.client, journal, entry)
        assert found.happened is happened, found.sentence
        assert found.sentence.startswith(f"Set the ACL of {namespace.id}: ")
        recorded = next(one for one in journal.entries() if one.id == entry.id)
        assert kind_of(recorded) is kinds[happened]
        assert recorded.outcome is not None
        assert recorded.outcome.looked


async def test_an_open_owner_and_open_fields_are_told(tenant: Tenant, journal: Journal) -> None:
    namespace = await tenant.active(await tenant.namespace())
    address = Address.namespace(namespace.id)
    owner = (await tenant.client.get_owner(namespace, administrative=True)).value
    other = Trustee(type=TrusteeType.USER, object_id=tenant.users[0].id)
    of_owner = SetChange(address, Aspect.OWNER, owner, other)
    of_fields = SetChange(address, Aspect.FIELDS, namespace, namespace.changed(description="new"))
    for change in (of_owner, of_fields):
        entry = left_open(journal, change)
        assert (await resolve_intent(tenant.client, journal, entry)).happened is False
        assert isinstance(await apply(tenant.client, change, namespace), Applied)
        entry = left_open(journal, change)
        assert (await resolve_intent(tenant.client, journal, entry)).happened is True


async def test_an_open_create_delete_and_act_are_told(tenant: Tenant, journal: Journal) -> None:
    made = Namespace(id="resolved-1", region="WestUS", description="one")
    create = Create(Address.namespace(made.id), made)

    async def look(change: AnyChange) -> Resolution:
        return await resolve_intent(tenant.client, journal, left_open(journal, change))

    assert (await look(create)).happened is False
    await apply(tenant.client, create)
    assert (await look(create)).happened is True
    assert (await look(replace(create, after=made.changed(description="two")))).happened is None
    delete = Delete(create.address, await tenant.active(made))
    assert (await look(delete)).happened is False
    await apply(tenant.client, delete)
    assert (await look(delete)).happened is True
    assert (await look(ActChange(Address(), "Send an invitation"))).happened is None


async def test_what_cannot_be_read_stays_open(tenant: Tenant, journal: Journal) -> None:
    gone = SetChange(Address.namespace("never-there"), Aspect.ACL, tenant.acl(), tenant.acl())
    entry = left_open(journal, gone)
    found = await resolve_intent(tenant.client, journal, entry)
    assert found.happened is None
    assert "404" in found.sentence
    assert only(journal).outcome is None


async def test_another_tenants_intent_is_not_looked_for_here(tenant: Tenant, journal: Journal) -> None:
    _, change = await a_grant(tenant)
    entry = replace(left_open(journal, change), tenant_id="another")
    with pytest.raises(ValueError, match="another tenant"):
        await resolve_intent(tenant.client, journal, entry)


# Undo and redo.


async def test_undo_and_redo_go_through_the_same_reading_and_writing(
    tenant: Tenant, journal: Journal
) -> None:
    namespace, change = await a_grant(tenant)
    client = tenant.client
    done = await apply(client, change, namespace, journal)
    assert isinstance(done, Applied)
    # Somebody else grants something else meanwhile: undo merges, and takes back mine alone.
    assert isinstance(change.after, AccessControlList)
    theirs = set_right(change.after, tenant.others[1], WRITE, Setting.ALLOW)
    await client.set_acl(namespace.id, theirs)
    back = undo(only(journal))
    assert isinstance(back, SetChange)
    found = await reread(client, back, namespace)
    assert isinstance(found, Merged)
    undone = await apply(client, found.change, namespace, journal, undoes=done.entry_id)
    assert isinstance(undone, Applied)
    assert isinstance(change.before, AccessControlList)
    left = set_right(change.before, tenant.others[1], WRITE, Setting.ALLOW)
    assert same_acl(await tenant.acl_of(namespace), left)

    entry = journal.entries()[-1]
    assert entry.undone_by == undone.entry_id
    assert isinstance(undo(entry), Instead)
    forth = redo(entry)
    assert isinstance(forth, SetChange)
    found = await reread(client, forth, namespace)
    assert isinstance(found, Merged | Same)
    again = await apply(client, found.change, namespace, journal, undoes=entry.undone_by)
    assert isinstance(again, Applied)
    assert not diff(await tenant.acl_of(namespace), theirs).rows
    assert journal.entries()[-1].undone_by is None
    assert isinstance(redo(journal.entries()[-1]), Instead)


async def test_undo_of_what_somebody_changed_again_is_a_conflict(tenant: Tenant, journal: Journal) -> None:
    namespace, change = await a_grant(tenant)
    await apply(tenant.client, change, namespace, journal)
    assert isinstance(change.after, AccessControlList)
    await tenant.client.set_acl(namespace.id, set_right(change.after, tenant.others[0], READ, Setting.DENY))
    back = undo(only(journal))
    assert isinstance(back, SetChange)
    outcome = await apply(tenant.client, back, namespace, journal)
    assert isinstance(outcome, Changed)
    assert isinstance(outcome.reread, Conflicting)


async def test_undo_of_fields_takes_back_those_alone(tenant: Tenant, journal: Journal) -> None:
    namespace = await tenant.active(await tenant.namespace())
    address = Address.namespace(namespace.id)
    change = SetChange(address, Aspect.FIELDS, namespace, namespace.changed(description="mine"))
    await apply(tenant.client, change, namespace, journal)
    back = undo(only(journal))
    assert isinstance(back, SetChange)
    assert isinstance(await apply(tenant.client, back, namespace, journal), Applied)
    now = (await tenant.client.get_namespace(namespace, administrative=True)).value
    assert (now.description or "") == (namespace.description or "")


def test_what_is_not_known_to_be_done_is_not_undone(journal: Journal) -> None:
    change = SetChange(Address(), Aspect.ACL, AccessControlList(), AccessControlList())
    back = undo(left_open(journal, change))
    assert isinstance(back, Instead)
    assert "not known" in back.sentence


@given(plain_acls(), plain_acls())
def test_undo_after_do_is_the_identity(before: AccessControlList, after: AccessControlList) -> None:
    change = SetChange(Address(), Aspect.ACL, before, after)
    done = merge(before, after, before).mine_wins
    back = swapped(replace(change, after=done))
    assert isinstance(back.before, AccessControlList)
    assert isinstance(back.after, AccessControlList)
    assert same_acl(merge(back.before, back.after, done).mine_wins, before)
