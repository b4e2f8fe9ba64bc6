"""Acts on people and clients: sent, and recorded around the request without what they carry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from ocs_tui.api.answers import Created
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.api.errors import Conflict, NotFound, OcsError, ReadOnly
from ocs_tui.catalog import identity as op
from ocs_tui.catalog.identity_kinds import CLIENT, HYBRID_CLIENT, SECRET, USER
from ocs_tui.catalog.kinds import address_of
from ocs_tui.changes.acts import MOST_SECRETS, add_secret, invite, withdraw_invitation
from ocs_tui.changes.entries import OutcomeKind
from ocs_tui.changes.journal import Journal
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.clients import SecretDetails
from ocs_tui.model.enums import TENANT_MEMBER
from ocs_tui.model.identity import Client, User
from ocs_tui.model.providers import Invitation
from tests.changes.conftest import Tenant, signed_in

NEVER = SecretDetails(description="of a test", expires=False)
_numbers = count(1)


def member(tenant: Tenant) -> tuple[str, ...]:
    """The role that everybody has."""
    return tuple(role.id for role in tenant.roles if role.role_type_id == TENANT_MEMBER)


async def a_client(tenant: Tenant) -> Client:
    """A new client, with its first secret."""
    shall = Client(name=f"Gateway {next(_numbers)}", enabled=True, role_ids=member(tenant))
    made = await tenant.client.create(CLIENT, shall)
    assert isinstance(made, Created)
    found: Client = made.fetched.value
    return found


async def a_user(tenant: Tenant) -> User:
    """A new user, not invited."""
    number = next(_numbers)
    provider = next(user.identity_provider_id for user in tenant.users if user.identity_provider_id)
    shall = User(
        contact_given_name="Nora",
        contact_surname=f"No. {number}",
        contact_email=f"nora.{number}@example.com",
        identity_provider_id=provider,
        role_ids=member(tenant),
    )
    made = await tenant.client.create(USER, shall)
    assert isinstance(made, Created)
    found: User = made.fetched.value
    return found


async def invitation(tenant: Tenant, user: User) -> Invitation:
    """A user's invitation, as the service holds it."""
    return (await tenant.client.read(op.GET_INVITATION_OF, Invitation, user.id)).value


async def test_a_secret_is_added_signs_in_and_stands_in_no_record(
    tenant: Tenant, box: Emulator, journal: Journal
) -> None:
    client = await a_client(tenant)
    address = address_of(CLIENT, client.id)
    made = await add_secret(tenant.client, journal, address, client.label, NEVER)
    listed = (await tenant.client.list_all(SECRET, None, (client.id,))).value
    assert (made.details.id, "of a test") in [(one.id, one.description) for one in listed]
    assert made.value.value not in repr(made)

    async def reveal() -> str:
        return made.value.value

    endpoint = Endpoint(box.info["global"], box.info["tenant_id"], client.id)
    async with OcsClient(endpoint, reveal) as other:
        await other.sign_in()

    (entry,) = journal.entries()
    assert entry.change.title == f"Add a secret to the client {client.label}"
    assert (entry.change.address, entry.is_done) == (address, True)
    assert journal.file is not None
    assert made.value.value not in journal.file.read_text()


async def test_the_eleventh_secret_is_refused_and_recorded_as_refused(
    tenant: Tenant, journal: Journal
) -> None:
    client = await a_client(tenant)
    address = address_of(CLIENT, client.id)
    there = len((await tenant.client.list_all(SECRET, None, (client.id,))).value)
    for _ in range(MOST_SECRETS - there):
        await add_secret(tenant.client, None, address, client.label, NEVER)
    with pytest.raises(OcsError) as caught:
        await add_secret(tenant.client, journal, address, client.label, NEVER)
    assert caught.value.status == 400
    (entry,) = journal.entries()
    assert entry.outcome is not None
    assert entry.outcome.kind is OutcomeKind.REFUSED


async def test_a_hybrid_clients_secret_goes_to_its_own_route(tenant: Tenant, journal: Journal) -> None:
    gone = "00000000-0000-0000-0000-000000000000"
    tenant.trace.clear()
    with pytest.raises(NotFound):
        await add_secret(tenant.client, journal, address_of(HYBRID_CLIENT, gone), "Portal", NEVER)
    assert tenant.trace[-1].url.endswith(f"/HybridClients/{gone}/Secrets")
    (entry,) = journal.entries()
    assert entry.change.title == "Add a secret to the hybrid client Portal"


async def test_invited_invited_again_withdrawn(tenant: Tenant, journal: Journal) -> None:
    user = await a_user(tenant)
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    await invite(tenant.client, journal, user, again=False, expires=until)
    first = await invitation(tenant, user)
    assert datetime.fromisoformat(first.expires or "") == until
    with pytest.raises(Conflict):
        await invite(tenant.client, None, user, again=False)
    later = until + timedelta(days=30)
    await invite(tenant.client, journal, user, again=True, expires=later)
    assert datetime.fromisoformat((await invitation(tenant, user)).expires or "") == later
    await withdraw_invitation(tenant.client, journal, user)
    with pytest.raises(NotFound):
        await invitation(tenant, user)
    assert [entry.change.title for entry in journal.entries()] == [
        f"Withdraw the invitation of the user {user.label}",
        f"Invite the user {user.label} again",
        f"Invite the user {user.label}",
    ]
    assert {entry.change.address for entry in journal.entries()} == {address_of(USER, user.id)}
    assert all(entry.is_done for entry in journal.entries())


async def test_without_a_date_the_service_takes_21_days(tenant: Tenant) -> None:
    user = await a_user(tenant)
    await invite(tenant.client, None, user, again=False)
    made = await invitation(tenant, user)
    issued, expires = (datetime.fromisoformat(moment or "") for moment in (made.issued, made.expires))
    assert expires - issued == timedelta(days=21)


async def test_withdrawing_what_is_not_there_fails_and_says_so_in_the_record(
    tenant: Tenant, journal: Journal
) -> None:
    user = await a_user(tenant)
    with pytest.raises(NotFound):
        await withdraw_invitation(tenant.client, journal, user)
    (entry,) = journal.entries()
    assert entry.outcome is not None
    assert entry.outcome.kind is OutcomeKind.REFUSED


async def test_read_only_sends_and_records_nothing(box: Emulator, tenant: Tenant, journal: Journal) -> None:
    client = await a_client(tenant)
    async with signed_in(box.info, read_only=True) as reader:
        reader.trace.clear()
        with pytest.raises(ReadOnly, match="read-only"):
            await add_secret(reader.client, journal, address_of(CLIENT, client.id), client.label, NEVER)
        with pytest.raises(ReadOnly):
            await invite(reader.client, journal, tenant.users[0], again=True)
        with pytest.raises(ReadOnly):
            await withdraw_invitation(reader.client, journal, tenant.users[0])
        assert reader.trace == []
    assert journal.entries() == ()


async def test_what_cannot_be_recorded_is_not_sent(tenant: Tenant, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    broken = Journal(tmp_path / "file" / "journal.jsonl", profile="box", tenant_id="t")
    client = await a_client(tenant)
    tenant.trace.clear()
    with pytest.raises(OcsError, match="not done, since no record could be kept"):
        await add_secret(tenant.client, broken, address_of(CLIENT, client.id), client.label, NEVER)
    assert tenant.trace == []
