"""Acts: what is neither set, created nor deleted, recorded around its request. Content is never recorded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from ocs_tui.api.answers import Fetched, NewSecret
from ocs_tui.api.errors import OcsError, ReadOnly
from ocs_tui.catalog import identity as op
from ocs_tui.catalog.beside import SEND_OMF
from ocs_tui.catalog.identity_kinds import CLIENT, HYBRID_CLIENT, USER
from ocs_tui.catalog.kinds import address_of, kind_at
from ocs_tui.changes.change import ActChange
from ocs_tui.changes.journal import Journal, JournalFailed
from ocs_tui.changes.recording import perform
from ocs_tui.model.address import Address
from ocs_tui.model.clients import SecretDetails
from ocs_tui.model.identity import User

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient
    from ocs_tui.data.omf import OmfMessage

T = TypeVar("T")

_ADDS = {CLIENT.name: op.ADD_SECRET, HYBRID_CLIENT.name: op.ADD_HYBRID_SECRET}
MOST_SECRETS = 10
"""Secrets that a client can have at a time."""


async def add_secret(
    client: OcsClient, journal: Journal | None, address: Address, label: str, details: SecretDetails
) -> NewSecret:
    """Add a secret to a client. What comes back is shown this once by the service.

    Args:
        client: the API client.
        journal: where it is recorded, without the secret.
        address: the client's, ``/clients/ID`` or ``/hybrid-clients/ID``.
        label: what the record calls the client.
        details: its description and until when it holds.

    Raises:
        OcsError: it was not added, or that is not known; nothing was sent when no record could be kept.
    """
    kind = kind_at(address)
    act = ActChange(address, f"Add a secret to the {kind.name} {label}")
    return await _do(
        client, journal, act, lambda: client.add_secret(_ADDS[kind.name], address.ids[0], details)
    )


async def invite(
    client: OcsClient, journal: Journal | None, user: User, *, again: bool, expires: datetime | None = None
) -> None:
    """Send a user an invitation; ``again`` sends another in the place of one that stands.

    Args:
        client: the API client.
        journal: where it is recorded.
        user: whom.
        again: True when one was sent before.
        expires: until when it can be accepted, at most two months ahead; the service takes 21 days when None.

    Raises:
        OcsError: it was not sent, or that is not known.
    """
    body: dict[str, Any] = {"SendInvitation": True}
    if user.identity_provider_id:
        body["IdentityProviderId"] = user.identity_provider_id
    if expires is not None:
        body["ExpiresDateTime"] = expires.isoformat()
    words = "Invite the user {} again" if again else "Invite the user {}"
    operation = op.INVITE_AGAIN if again else op.INVITE
    act = ActChange(address_of(USER, user.id), words.format(user.label))
    await _do(client, journal, act, lambda: client.post(operation, user.id, body=body))


async def withdraw_invitation(client: OcsClient, journal: Journal | None, user: User) -> None:
    """Take back an invitation that was not accepted yet.

    Raises:
        OcsError: it was not taken back, or that is not known.
    """
    act = ActChange(address_of(USER, user.id), f"Withdraw the invitation of the user {user.label}")
    await _do(client, journal, act, lambda: client.post(op.WITHDRAW_INVITATION_OF, user.id))


async def send_omf(
    client: OcsClient, journal: Journal | None, namespace_id: str, message: OmfMessage
) -> Fetched[Any]:
    """Send an OMF message. The service takes it to do it later: the answer says only that it was taken.

    Raises:
        OcsError: it was not taken, or that is not known; nothing was sent when no record could be kept.
    """
    act = ActChange(
        Address.namespace(namespace_id), f"{message.title[:1].upper()}{message.title[1:]} in {namespace_id}"
    )

    async def request() -> Fetched[Any]:
        return await client.send(SEND_OMF, namespace_id, body=list(message.items), headers=message.headers)

    return await _do(client, journal, act, request)


async def _do(
    client: OcsClient, journal: Journal | None, act: ActChange, request: Callable[[], Awaitable[T]]
) -> T:
    if client.read_only:
        raise ReadOnly(f"{act.title}: refused, since this profile is read-only.")
    try:
        return (await perform(journal, act, request)).value
    except JournalFailed as failure:
        raise OcsError(f"{act.title}: not done, since no record could be kept. {failure.sentence}") from None
