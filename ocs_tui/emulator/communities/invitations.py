"""Invitations to a community: those that were sent from here, and those that were received."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import NamedTuple

from starlette.responses import Response

from ocs_tui.catalog.communities import COMMUNITY, COMMUNITY_INVITATION, COMMUNITY_TENANT, RECEIVED_INVITATION
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.communities.standing import (
    community_of,
    require_community_administrator,
    require_moderator,
    require_tenant_administrator,
)
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names, text_or_none
from ocs_tui.emulator.store import Json, Kind
from ocs_tui.emulator.things.contents import inside
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found
from ocs_tui.emulator.things.reading import bounds
from ocs_tui.emulator.things.shape import bare, moment
from ocs_tui.emulator.things.writing import make, remove

CREATED, ACCEPTED, DECLINED, EXPIRED, COMPLETED = (
    f"Invitation{word}" for word in ("Created", "Accepted", "Declined", "Expired", "Completed")
)
_LASTS = 21 * 86400.0
"""How long one lasts, in seconds. The reference says 21 days of other invitations and nothing of these."""
_ENDS = "EndsAt"
"""When it expires, in seconds since the epoch; beside the document."""


class _Found(NamedTuple):
    """An invitation, where it lies, and its community when that is the tenant's own."""

    held: Held
    place: str
    kind: str
    community: Held | None


def shown_invitation(call: Call, held: Held) -> Json:
    """Return an invitation as it is answered: one whose time is over has expired."""
    over = held.document["State"] == CREATED and held.also.get(_ENDS, 0.0) <= call.box.store.clock()
    return held.document | {"State": EXPIRED} if over else held.document


def invite(call: Call) -> Response:
    """Invite somebody by an e-mail address, and answer the invitation."""
    community = community_of(call)
    require_moderator(call, community)
    body = known_names(read_object(call.body), ("InvitationRecipient",))
    address = (text_or_none(body, "InvitationRecipient") or "").strip()
    name, _, domain = address.partition("@")
    if not name or not domain or " " in address:
        raise Refused(400, "InvitationRecipient is an e-mail address.")
    now = call.box.store.clock()
    document: Json = {
        "Id": str(uuid.uuid4()),
        "Issued": moment(now),
        "Expires": moment(now + _LASTS),
        "State": CREATED,
        "IssuingTenantId": call.box.tenant_id,
        "CommunityId": community.id,
        "CommunityName": community.document["Name"],
        "InvitationRecipient": address,
    }
    held = make(call, COMMUNITY_INVITATION, document)
    place = inside("", COMMUNITY.name, community.key)
    call.box.contents.write(
        (place, COMMUNITY_INVITATION.name, held.key, held.beside(**{_ENDS: now + _LASTS}))
    )
    return answer(bare(document), 201)


def withdraw(call: Call) -> Response:
    """Take an invitation back."""
    community = community_of(call)
    held = found(call, COMMUNITY_INVITATION)
    require_community_administrator(call, community)
    remove(call, COMMUNITY_INVITATION, held)
    return empty(204)


def details(call: Call) -> Response:
    """Answer to whom it was sent what the invitation is to."""
    held = _by_id(call).held
    require_tenant_administrator(call)
    return answer(
        {
            "CommunityName": held.document["CommunityName"],
            "CommunityId": held.document["CommunityId"],
            "InvitationState": shown_invitation(call, held)["State"],
        }
    )


def list_accepted(call: Call) -> Response:
    """Answer the invitations that the tenant has accepted."""
    require_tenant_administrator(call)
    skip, count = bounds(call, RECEIVED_INVITATION)
    accepted = [
        each
        for each in call.box.contents.shelf("", RECEIVED_INVITATION.name)
        if each.document.get("Accepted")
    ]
    page = accepted[skip : None if count is None else skip + count]
    return answer([bare(shown_invitation(call, each)) for each in page])


def answer_one(call: Call) -> Response:
    """Do what the body says of an invitation: accept or decline it, confirm or send it once more."""
    one = _by_id(call)
    if one.community is None:
        require_tenant_administrator(call)
    else:
        require_community_administrator(call, one.community)
    body = known_names(read_object(call.body), ("Action",))
    action = (text_or_none(body, "Action") or "").strip().casefold()
    act = {"accept": _accepted, "decline": _declined, "confirm": _confirmed, "resend": _resent}.get(action)
    if act is None:
        raise Refused(400, "Action is Accept, Decline, Confirm or Resend.")
    held = act(call, one)
    call.box.contents.write((one.place, one.kind, held.key, held))
    return answer(bare(shown_invitation(call, held)), 202 if action == "resend" else 200)


def _accepted(call: Call, one: _Found) -> Held:
    _check_state(call, one.held, CREATED, "accept")
    if one.community is not None:
        raise Refused(400, "The tenant is in this community.")
    tenant, now = call.box.store.primary.one(Kind.TENANT), call.box.store.clock()
    user = call.documents.get(Kind.USER, call.caller.object_id) or {}
    accepted = {
        "State": ACCEPTED,
        "Accepted": moment(now),
        "InvitedTenantId": tenant["Id"],
        "AcceptedTenantName": tenant["CompanyName"],
        "AcceptedUserEmail": user.get("Email"),
    }
    return one.held.written(one.held.document | accepted, now)


def _declined(call: Call, one: _Found) -> Held:
    _check_state(call, one.held, CREATED, "decline")
    return one.held.written(one.held.document | {"State": DECLINED}, call.box.store.clock())


def _confirmed(call: Call, one: _Found) -> Held:
    """Complete an accepted invitation: the tenant that accepted it is in the community."""
    if one.community is None:
        raise Refused(400, "The tenant that invites confirms.")
    _check_state(call, one.held, ACCEPTED, "confirm")
    said, now = one.held.document, call.box.store.clock()
    tenant: Json = {
        "Id": said["InvitedTenantId"],
        "Name": said["AcceptedTenantName"],
        "Status": "Active",
        "IsOwner": False,
        "UserCount": 1,
    }
    held = Held(tenant, one.community.acl, None, created=now, modified=now)
    call.box.contents.write((one.place, COMMUNITY_TENANT.name, held.key, held))
    return one.held.written(said | {"State": COMPLETED}, now)


def _resent(call: Call, one: _Found) -> Held:
    if one.held.document["State"] != CREATED:
        raise Refused(400, f"The invitation is {one.held.document['State']}: there is nothing to send.")
    now = call.box.store.clock()
    document = one.held.document | {"Expires": moment(now + _LASTS)}
    return one.held.written(document, now).beside(**{_ENDS: now + _LASTS})


def _check_state(call: Call, held: Held, wanted: str, action: str) -> None:
    state = shown_invitation(call, held)["State"]
    if state != wanted:
        raise Refused(400, f"The invitation is {state}: there is nothing to {action}.")


def _by_id(call: Call) -> _Found:
    for one in _places(call):
        if one is not None:
            return one
    raise Refused(404, "There is no such invitation.").about(Id=call.ids["id"])


def _places(call: Call) -> Iterator[_Found | None]:
    wanted, contents = call.ids["id"], call.box.contents
    received = contents.shelf("", RECEIVED_INVITATION.name).get(wanted)
    yield None if received is None else _Found(received, "", RECEIVED_INVITATION.name, None)
    for community in contents.shelf("", COMMUNITY.name):
        place = inside("", COMMUNITY.name, community.key)
        held = contents.shelf(place, COMMUNITY_INVITATION.name).get(wanted)
        yield None if held is None else _Found(held, place, COMMUNITY_INVITATION.name, community)
