"""Invitations: one per user at a time, for 21 days by default, two months at most.

Readings where the reference is silent:

- "two months" is 62 days: no two months are longer;
- a PUT issues the invitation anew, so that what its body leaves out has its default again: this is how it
  is sent again. It needs ``IdentityProviderId`` only where it creates one;
- a POST for a user who has accepted, or whose invitation still holds, is 409. One that has expired is
  replaced;
- lists and HEAD leave expired ones out unless ``includeExpiredInvitations`` is true; a GET of one answers
  it, expired or not;
- ``SendInvitation`` false makes one that was not sent (state None).
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from starlette.responses import Response

from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.people import fields as take
from ocs_tui.emulator.people.collection import Collection, item, shown
from ocs_tui.emulator.people.fields import Field, moment_of, taken, written_moment
from ocs_tui.emulator.people.reading import truth
from ocs_tui.emulator.people.who import Who, require
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Change, Json, Kind, Store
from ocs_tui.model.enums import InvitationState, UserInvitationStatus

_HOLDS_FOR = timedelta(days=21)
_LONGEST = timedelta(days=62)
_KEPT_FOR = timedelta(days=14)
_BODY = {
    "ExpiresDateTime": Field(take=take.moment),
    "SendInvitation": Field(take=take.flag),
    "IdentityProviderId": Field(take=take.guid),
}


def _now(call: Call) -> datetime:
    return datetime.fromtimestamp(call.box.store.clock(), UTC)


def _expired_for(call: Call, invitation: Json) -> timedelta:
    return _now(call) - moment_of(invitation["Expires"], "Expires")


def has_expired(call: Call, invitation: Json) -> bool:
    """True when an invitation can no longer be accepted."""
    return _expired_for(call, invitation) >= timedelta()


def _is_kept(call: Call, invitation: Json) -> bool:
    """True until two weeks after an invitation expired: then it is removed."""
    return _expired_for(call, invitation) <= _KEPT_FOR


def _is_listed(call: Call, invitation: Json) -> bool:
    return truth(call, "includeExpiredInvitations") or not has_expired(call, invitation)


INVITATIONS = Collection(
    Kind.INVITATION,
    "invitation",
    {
        "Id": Field(),
        "Issued": Field(),
        "Expires": Field(),
        "Accepted": Field(),
        "State": Field(default=0),
        "TenantId": Field(),
        "UserId": Field(),
    },
    reads=Who.ADMINISTRATOR,
    present=_is_kept,
    listed=_is_listed,
)


def invitations_by_user(call: Call) -> dict[str, Json]:
    """Return the invitations that there are, by the id of their user."""
    return {each["UserId"]: each for each in call.documents.all(Kind.INVITATION) if _is_kept(call, each)}


def invitation_of(call: Call, user_id: str) -> Json | None:
    """Return the invitation of a user, expired or not."""
    return invitations_by_user(call).get(user_id)


def status_of(call: Call, user: Json, invitation: Json | None) -> UserInvitationStatus:
    """Return how far the invitation of a user has come."""
    if user.get("Joined"):
        return UserInvitationStatus.INVITATION_ACCEPTED
    if invitation is None:
        return UserInvitationStatus.NO_INVITATION
    if has_expired(call, invitation):
        return UserInvitationStatus.INVITATION_EXPIRED
    sent = invitation["State"] == InvitationState.INVITATION_EMAIL_SENT
    return UserInvitationStatus.INVITATION_SENT if sent else UserInvitationStatus.INVITATION_NOT_SENT


def get_of_user(call: Call) -> Response:
    """Answer the invitation of a user, expired or not."""
    return answer(shown(call, _of_user(call), INVITATIONS))


def has_user_one(call: Call) -> Response:
    """Say whether a user has an invitation; an expired one counts when it is asked for."""
    if not _is_listed(call, _of_user(call)):
        raise Refused(404, "The invitation has expired.")
    return empty(200)


def create_for_user(call: Call) -> Response:
    """Invite a user: 201; 409 when they have accepted, or have an invitation that still holds."""
    user = _user(call)
    existing = invitation_of(call, user["Id"])
    if user.get("Joined") or (existing is not None and not has_expired(call, existing)):
        raise Refused(409, "The user has an invitation already, or has accepted one.")
    return _issue(call, user, existing, 201)


def set_for_user(call: Call) -> Response:
    """Invite a user again, or for the first time: 201 then."""
    user = _user(call)
    existing = invitation_of(call, user["Id"])
    if user.get("Joined"):
        raise Refused(409, "The user has accepted an invitation already.")
    return _issue(call, user, existing, 201 if existing is None else 200)


def update(call: Call) -> Response:
    """Issue an invitation anew."""
    require(call, Who.ADMINISTRATOR)
    existing = item(call, INVITATIONS)
    return _issue(call, call.documents.one(Kind.USER, existing["UserId"]), existing, 200)


def delete(call: Call) -> Response:
    """Withdraw an invitation."""
    require(call, Who.ADMINISTRATOR)
    return _withdraw(call, item(call, INVITATIONS))


def delete_of_user(call: Call) -> Response:
    """Withdraw the invitation of a user."""
    return _withdraw(call, _of_user(call))


def join(store: Store, user: Json) -> Json:
    """Keep that a user signs in, and return the user.

    The first time, the identity provider tells who they are, and an invitation is accepted.
    """
    if user.get("Joined"):
        return user
    told = {
        "GivenName": user["ContactGivenName"],
        "Surname": user["ContactSurname"],
        "Email": user["ContactEmail"],
    }
    joined = user | told | {"Joined": True}
    changes: list[Change] = [(Kind.USER, user["Id"], joined)]
    now = datetime.fromtimestamp(int(store.clock()), UTC)
    accepted = {"Accepted": written_moment(now), "State": int(InvitationState.INVITATION_ACCEPTED)}
    changes += [
        (Kind.INVITATION, invitation["Id"], invitation | accepted)
        for invitation in store.primary.all(Kind.INVITATION)
        if invitation["UserId"] == user["Id"]
    ]
    store.write(*changes)
    return joined


def _user(call: Call) -> Json:
    require(call, Who.ADMINISTRATOR)
    user = call.documents.get(Kind.USER, call.ids["id"])
    if user is None:
        raise Refused(404, "There is no such user.")
    return user


def _of_user(call: Call) -> Json:
    found = invitation_of(call, _user(call)["Id"])
    if found is None:
        raise Refused(404, "The user has no invitation.")
    return found


def _issue(call: Call, user: Json, existing: Json | None, status: int) -> Response:
    given = taken(call.documents, call.body, _BODY, creates=False)
    if existing is None and "IdentityProviderId" not in given:
        raise Refused(400, "IdentityProviderId is needed.")
    provider = given.get("IdentityProviderId")
    if provider is not None and call.documents.get(Kind.PROVIDER, provider) is None:
        raise Refused(400, "IdentityProviderId names no identity provider of the tenant.")
    now = _now(call).replace(microsecond=0)
    expires = now + _HOLDS_FOR
    if "ExpiresDateTime" in given:
        expires = moment_of(given["ExpiresDateTime"], "ExpiresDateTime")
        if not now < expires <= now + _LONGEST:
            raise Refused(400, "ExpiresDateTime is in the future, at most two months ahead.")
    sent = given.get("SendInvitation", True)
    invitation = {
        "Id": str(uuid.uuid4()) if existing is None else existing["Id"],
        "Issued": written_moment(now),
        "Expires": written_moment(expires),
        "Accepted": None,
        "State": int(InvitationState.INVITATION_EMAIL_SENT if sent else InvitationState.NONE),
        "TenantId": call.box.tenant_id,
        "UserId": user["Id"],
    }
    call.box.store.write((Kind.INVITATION, invitation["Id"], invitation))
    return answer(shown(call, invitation, INVITATIONS), status)


def _withdraw(call: Call, invitation: Json) -> Response:
    call.box.store.write((Kind.INVITATION, invitation["Id"], None))
    return empty(204)
