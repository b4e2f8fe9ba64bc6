"""What the pane shows of a user's invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.model.enums import InvitationState, UserInvitationStatus, enum_words
from ocs_tui.model.expiry import SOON, days_until, days_words
from ocs_tui.model.text import safe
from ocs_tui.widgets.field_list import Line, note

if TYPE_CHECKING:
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.providers import Invitation
    from ocs_tui.widgets.resource_tree import Item

INVITATION = "Invitation"

_STATUS = {
    UserInvitationStatus.INVITATION_ACCEPTED: ("accepted: this person has signed in", "good"),
    UserInvitationStatus.NO_INVITATION: ("not invited", "muted"),
    UserInvitationStatus.INVITATION_NOT_SENT: ("an invitation stands, and was not sent", "changed"),
    UserInvitationStatus.INVITATION_SENT: ("sent, not accepted yet", "changed"),
    UserInvitationStatus.INVITATION_EXPIRED: ("expired before it was accepted", "bad"),
}


def invitation_keys(item: Item) -> tuple[Key, ...]:
    """Return the slots of the tab."""
    return (("user-status", item.id), ("invitation", item.id))


def status_of(connection: Connection, user_id: str) -> object:
    """Return how far a user's invitation has come, as it was read last; None while that is not known."""
    status = connection.value(("user-status", user_id))
    return status.invitation_status if status is not None else None


def invitation_at(connection: Connection, user_id: str) -> Invitation | None:
    """Return a user's invitation, as it was read last; None where there is none, or none any more."""
    from ocs_tui.api.errors import NotFound

    slot = connection.slot(("invitation", user_id))
    if slot.fetched is None or isinstance(slot.error, NotFound):
        return None
    found: Invitation = slot.fetched.value
    return found


def has_invitation(connection: Connection, user_id: str) -> bool:
    """Return whether an invitation stands, or one that was sent has expired."""
    sent = (
        UserInvitationStatus.INVITATION_NOT_SENT,
        UserInvitationStatus.INVITATION_SENT,
        UserInvitationStatus.INVITATION_EXPIRED,
    )
    return invitation_at(connection, user_id) is not None or status_of(connection, user_id) in sent


def invitation_lines(connection: Connection, item: Item) -> list[Line]:
    """Return the status in words, when it was sent and until when it can be accepted, and what the keys do."""
    status = status_of(connection, item.id)
    if status is None:
        return []
    known = isinstance(status, UserInvitationStatus)
    words, tint = _STATUS[status] if known else (safe(enum_words(status)), "")  # type: ignore[index]
    lines = [Line("Status", words, None, tint)]
    invitation = invitation_at(connection, item.id)
    if invitation is not None:
        lines += [
            Line("Issued", safe(invitation.issued or "–", 40), invitation.issued),
            _expires(invitation.expires, status),
            Line("State", safe(enum_words(invitation.state))),
        ]
        if invitation.accepted:
            lines.append(Line("Accepted", safe(invitation.accepted, 40), invitation.accepted))
        if invitation.state == InvitationState.INVITATION_ACCEPTED:
            return lines
    if status == UserInvitationStatus.INVITATION_ACCEPTED:
        return lines
    if has_invitation(connection, item.id):
        return [*lines, Line(), note("i sends it again · in this list, d withdraws it")]
    return [*lines, Line(), note("i invites this user")]


def _expires(expires: str | None, status: object) -> Line:
    days = days_until(expires)
    words = f" ({days_words(days)})" if days is not None else ""
    waits = status != UserInvitationStatus.INVITATION_ACCEPTED
    tint = "bad" if waits and days is not None and days < 0 else ""
    if waits and days is not None and 0 <= days <= SOON // 10:
        tint = "changed"
    return Line("Expires", f"{safe(expires or '–', 40)}{words}", expires, tint)
