"""Users: who they are, what they prefer, and how far their invitation has come.

Readings where the reference is silent:

- what a body says of ``Name``, ``GivenName``, ``Surname`` and ``Email`` is ignored: the identity provider
  tells them. Until somebody has signed in, the name is made of the contact's, else of the contact's
  e-mail address, so that every user has one;
- an id that exists already is 400, since the reference lists no 409 here. ``POST .../Users/{id}``, which
  only a public library uses, answers the one that exists with 200;
- deleting oneself is 403, since 400 is not listed;
- a user whom a claim holds loses all explicit roles but Tenant Member, and stays, unless ``force``;
- preferences that nobody has set are 404.
"""

from __future__ import annotations

import uuid

from starlette.responses import Response

from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.people import fields as take
from ocs_tui.emulator.people.claimed import roles_by_claims
from ocs_tui.emulator.people.collection import Collection, item, shown
from ocs_tui.emulator.people.fields import Field, taken, with_member
from ocs_tui.emulator.people.invitations import invitation_of, invitations_by_user, status_of
from ocs_tui.emulator.people.reading import page, selected, total, truth
from ocs_tui.emulator.people.who import Who, require
from ocs_tui.emulator.people.writing import make
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import written
from ocs_tui.emulator.store import Change, Json, Kind
from ocs_tui.model.enums import TrusteeType, UserInvitationStatus

MOST_USERS = 50_000


def _new_id(call: Call, given: Json) -> str:
    return str(uuid.uuid4()) if "Id" not in given else take.guid(call.documents, "Id", given["Id"])


def _settled(call: Call, user: Json, given: Json) -> Json:
    if call.documents.get(Kind.PROVIDER, user["IdentityProviderId"]) is None:
        raise Refused(400, "IdentityProviderId names no identity provider of the tenant.")
    roles = user["RoleIds"] or with_member(call.documents, [])
    if user["GivenName"] or user["Surname"]:
        return user | {"RoleIds": roles}
    parts = " ".join(part for part in (user["ContactGivenName"], user["ContactSurname"]) if part)
    name = parts or user["ContactEmail"] or user["ExternalUserId"] or user["Id"]
    return user | {"RoleIds": roles, "Name": name}


def _goes_with(call: Call, user: Json) -> list[Change]:
    invitation = invitation_of(call, user["Id"])
    return [
        (Kind.DEPARTED, user["Id"], user),
        (Kind.PREFERENCES, user["Id"], None),
        *([] if invitation is None else [(Kind.INVITATION, invitation["Id"], None)]),
    ]


USERS = Collection(
    Kind.USER,
    "user",
    {
        "Id": Field(),
        "GivenName": Field(),
        "Surname": Field(),
        "Name": Field(),
        "Email": Field(),
        "ContactEmail": Field(take=take.text),
        "ContactGivenName": Field(take=take.text),
        "ContactSurname": Field(take=take.text),
        "ExternalUserId": Field(take=take.text),
        "IdentityProviderId": Field(take=take.guid, required=True, fixed=True),
        "IdentityProviderSpecificUserId": Field(take=take.text, shown=False),
        "RoleIds": Field(take=take.role_ids_with_member),
    },
    reads=Who.MEMBER | Who.SELF,
    by_id=True,
    new_id=_new_id,
    settles=_settled,
    twin=lambda call, user: call.documents.get(Kind.USER, user["Id"]),
    clash=400,
    goes_with=_goes_with,
    most=MOST_USERS,
    counted=(Kind.USER,),
)


def get_or_create(call: Call) -> Response:
    """Answer the user of the route, created from the body if there is none: 201 then.

    Only a public library knows this route.
    """
    require(call, Who.ADMINISTRATOR)
    user_id = take.guid(call.documents, "Id", call.ids["id"])
    given_id = taken(call.documents, call.body, {}, creates=True).get("Id", user_id)
    if given_id.casefold() != user_id.casefold():
        raise Refused(400, "The id in the route and the one in the body differ.")
    existing = call.documents.get(Kind.USER, user_id)
    if existing is not None:
        return answer(shown(call, existing, USERS))
    made, _ = make(call, USERS)
    made = made | {"Id": user_id}
    call.box.store.write((Kind.USER, user_id, made))
    return answer(shown(call, made, USERS), 201)


def delete(call: Call) -> Response:
    """Remove a user; one whom a claim holds stays with the roles of claims alone, unless ``force``."""
    require(call, Who.ADMINISTRATOR)
    user = item(call, USERS)
    if call.caller.type == TrusteeType.USER and call.caller.object_id.casefold() == user["Id"].casefold():
        raise Refused(403, "Nobody can delete themselves.")
    if roles_by_claims(call.documents, user) and not truth(call, "force"):
        stays = user | {"RoleIds": with_member(call.documents, [])}
        call.box.store.write((Kind.USER, user["Id"], stays))
        return empty(204)
    call.box.store.write((Kind.USER, user["Id"], None), *_goes_with(call, user))
    return empty(204)


def list_statuses(call: Call) -> Response:
    """Answer how far the users' invitations have come; ``status`` selects by name or number."""
    require(call, Who.MEMBER)
    wanted = {_status_value(value) for value in call.query.getlist("status") if value}
    known = invitations_by_user(call)
    found = [(user, status_of(call, user, known.get(user["Id"]))) for user in selected(call, USERS)]
    chosen = [
        {"InvitationStatus": int(status), "User": user}
        for user, status in found
        if not wanted or status in wanted
    ]
    # "id" makes it one page, as in the list of users.
    part = chosen if any(call.query.getlist("id")) else page(call, chosen)
    return answer([_status_body(call, each) for each in part], headers=total(chosen))


def get_status(call: Call) -> Response:
    """Answer how far the invitation of a user has come."""
    user = item(call, USERS)
    status = status_of(call, user, invitation_of(call, user["Id"]))
    return answer(_status_body(call, {"InvitationStatus": int(status), "User": user}))


def _status_body(call: Call, status: Json) -> Json:
    body = status | {"User": shown(call, status["User"], USERS)}
    return written(body, {"InvitationStatus": 0, "User": None}, verbose=call.verbose)


def _status_value(value: str) -> UserInvitationStatus:
    names = {status.name.replace("_", "").casefold(): status for status in UserInvitationStatus}
    numbers = {str(int(status)): status for status in UserInvitationStatus}
    found = (names | numbers).get(value.casefold())
    if found is None:
        raise Refused(400, "status has an unknown value.")
    return found


def get_preferences(call: Call) -> Response:
    """Answer the preferences of a user as they were set."""
    return answer(_preferences(call))


def have_preferences(call: Call) -> Response:
    """Say whether a user has preferences."""
    _preferences(call)
    return empty(200)


def set_preferences(call: Call) -> Response:
    """Replace the preferences of a user by any JSON object, and answer it."""
    user = item(call, USERS)
    require(call, Who.SELF | Who.ADMINISTRATOR, user["Id"])
    preferences = read_object(call.body)
    call.box.store.write((Kind.PREFERENCES, user["Id"], preferences))
    return answer(preferences)


def _preferences(call: Call) -> Json:
    user = item(call, USERS)
    require(call, Who.SELF | Who.ADMINISTRATOR, user["Id"])
    found = call.documents.get(Kind.PREFERENCES, user["Id"])
    if found is None:
        raise Refused(404, "The user has no preferences.")
    return found
