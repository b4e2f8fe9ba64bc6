"""Changes of what lies in a namespace: fields that no model names, metadata, tags, versions that are tagged."""

from __future__ import annotations

from typing import Any

import pytest

from ocs_tui.access.picks import Pick
from ocs_tui.catalog.assets import ASSET
from ocs_tui.catalog.models import model_of
from ocs_tui.catalog.sds import STREAM, TYPE
from ocs_tui.changes.apply import Applied, Changed, apply
from ocs_tui.changes.change import Aspect, Create, Delete, SetChange
from ocs_tui.changes.encoding import from_json, to_json
from ocs_tui.changes.entries import Outcome, OutcomeKind
from ocs_tui.changes.journal import Journal
from ocs_tui.changes.reread import Already, Conflicting, Merged, Same, reread, with_keys
from ocs_tui.changes.resolve import resolve_intent
from ocs_tui.changes.settle import settle
from ocs_tui.changes.undo import Instead, undo
from ocs_tui.model.address import Address
from ocs_tui.model.stream_parts import Metadata, Tags
from ocs_tui.model.wire import Wire
from tests.changes.conftest import Tenant

TYPE_BODY: dict[str, Any] = {
    "Id": "T",
    "SdsTypeCode": 1,
    "Properties": [{"Id": "Time", "SdsType": {"SdsTypeCode": 16}, "IsKey": True}],
}


async def stream(tenant: Tenant, **body: Any) -> Address:
    """Make a stream in a namespace of its own."""
    namespace = await tenant.namespace()
    for kind, made in ((TYPE, TYPE_BODY), (STREAM, {"Id": "S", "TypeId": "T", **body})):
        await tenant.client.create(kind, model_of(kind).model_validate(made), namespace.id, str(made["Id"]))
    return Address((namespace.id, "streams", "S"))


async def read(tenant: Tenant, address: Address) -> Wire:
    value: Wire = (await tenant.client.get_item(STREAM, *address.ids)).value
    return value


def as_text(before: Wire, **fields: Any) -> Wire:
    """A thing as a person leaves its text: None takes a field out."""
    body = {**before.to_wire(), **fields}
    return type(before).model_validate({name: value for name, value in body.items() if value is not None})


async def test_fields_of_two_people_come_together_and_the_same_field_is_a_conflict(tenant: Tenant) -> None:
    address = await stream(tenant, Name="one", Description="old")
    before = await read(tenant, address)
    mine = SetChange(address, Aspect.FIELDS, before, as_text(before, Name="mine", Description=None))
    assert isinstance(await reread(tenant.client, mine), Same)
    await tenant.client.update(STREAM, as_text(before, Indexes=[]), *address.ids)
    assert isinstance(await reread(tenant.client, mine), Same), "an empty list is no list"
    await tenant.client.update(STREAM, as_text(before, Name="theirs"), *address.ids)
    found = await reread(tenant.client, mine)
    assert isinstance(found, Conflicting)
    assert found.fields == ("Name",)
    settled = settle(mine, found, [Pick.THEIRS])
    assert settled.after.to_wire().get("Name") == "theirs"
    assert "Description" not in settled.after.to_wire()
    outcome = await apply(tenant.client, settled)
    assert isinstance(outcome, Applied)
    assert outcome.note is None
    assert isinstance(await reread(tenant.client, settled), Already)


async def test_what_is_taken_out_is_told_from_what_is_still_there(tenant: Tenant, journal: Journal) -> None:
    address = await stream(tenant, Description="old")
    before = await read(tenant, address)
    gone = SetChange(address, Aspect.FIELDS, before, as_text(before, Description=None))
    entry_id = journal.begin(gone)
    entry = next(one for one in journal.read().entries if one.id == entry_id)
    assert (await resolve_intent(tenant.client, journal, entry)).happened is False
    assert isinstance(await apply(tenant.client, gone), Applied)
    assert (await resolve_intent(tenant.client, journal, entry)).happened is True


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ({"a": "1", "b": "2"}, Same),
        ({"a": "mine", "c": "new"}, Already),
        ({"a": "1", "b": "2", "d": "theirs"}, Merged),
        ({"a": "theirs", "b": "2"}, Conflicting),
        ({"a": "1", "b": "theirs"}, Conflicting),
    ],
)
async def test_metadata_are_compared_key_by_key(tenant: Tenant, now: dict[str, str], found: type) -> None:
    address = await stream(tenant)
    before, after = Metadata(values={"a": "1", "b": "2"}), Metadata(values={"a": "mine", "c": "new"})
    change = SetChange(address, Aspect.METADATA, before, after)
    await tenant.client.set_metadata(address, Metadata(values=now))
    was_found = await reread(tenant.client, change)
    assert isinstance(was_found, found)
    if isinstance(was_found, Merged):
        assert was_found.change.after == Metadata(values={"a": "mine", "d": "theirs", "c": "new"})
    assert from_json(to_json(change)) == change


async def test_metadata_that_somebody_wrote_since_are_not_written_over(tenant: Tenant) -> None:
    """What is read again is one version: a write in the moment after it meets If-Match, not silence."""
    address = await stream(tenant)
    before = (await tenant.client.get_metadata(address)).value
    change = SetChange(address, Aspect.METADATA, before, Metadata(values={"mine": "1"}))
    send = tenant.client.set_metadata

    async def meanwhile(*given: Any) -> Any:
        await send(address, Metadata(values={"theirs": "2"}))
        return await send(*given)

    tenant.client.set_metadata = meanwhile  # type: ignore[method-assign, assignment]
    outcome = await apply(tenant.client, change)
    assert isinstance(outcome, Changed)
    assert isinstance(outcome.reread, Merged)
    assert outcome.reread.change.after == Metadata(values={"theirs": "2", "mine": "1"})
    assert (await tenant.client.get_metadata(address)).value.values == {"theirs": "2"}


async def test_an_asset_that_somebody_wrote_since_is_not_written_over(tenant: Tenant) -> None:
    namespace = await tenant.namespace()
    address = Address((namespace.id, "assets", "a"))
    await tenant.client.create(ASSET, model_of(ASSET).model_validate({"Id": "a", "Name": "A"}), *address.ids)
    before = (await tenant.client.get_item(ASSET, *address.ids)).value
    change = SetChange(address, Aspect.FIELDS, before, as_text(before, Description="mine"))
    send = tenant.client.update

    async def meanwhile(*given: Any, etag: str = "") -> Any:
        await send(ASSET, as_text(before, Description="theirs"), *address.ids)
        return await send(*given, etag=etag)

    tenant.client.update = meanwhile  # type: ignore[method-assign, assignment]
    outcome = await apply(tenant.client, change)
    assert isinstance(outcome, Changed)
    assert isinstance(outcome.reread, Conflicting)
    assert outcome.reread.fields == ("Description",)


async def test_tags_are_put_together(tenant: Tenant) -> None:
    address = await stream(tenant)
    change = SetChange(address, Aspect.TAGS, Tags(tags=("a", "b")), Tags(tags=("b", "c")))
    await tenant.client.set_tags(address, Tags(tags=("a", "b", "d")))
    found = await reread(tenant.client, change)
    assert isinstance(found, Merged)
    assert isinstance(await apply(tenant.client, found.change), Applied)
    assert (await tenant.client.get_tags(address)).value.tags == ("b", "d", "c")
    assert isinstance(await reread(tenant.client, change), Already)
    assert from_json(to_json(change)) == change


def test_a_stream_that_was_deleted_can_be_made_again_without_its_data(journal: Journal) -> None:
    address = Address.parse("boiler/streams/S")
    body = {"Id": "S", "Name": "one", "TypeId": "T", "CreatedDate": "2020-01-01T00:00:00Z"}
    gone = Delete(address, model_of(STREAM).model_validate(body))
    assert "no data" in gone.can_be_undone
    journal.end(journal.begin(gone), Outcome(OutcomeKind.DONE))
    done = undo(journal.read().entries[0])
    assert isinstance(done, Instead)
    assert isinstance(done.offer, Create)
    assert done.offer.address == address
    assert done.offer.after.to_wire() == {"Id": "S", "Name": "one", "TypeId": "T"}


def test_keys_are_taken_over_one_by_one() -> None:
    assert with_keys({"a": "1", "b": "2"}, {"b": "3", "c": "4"}, ["b", "a"]) == {"b": "3"}
