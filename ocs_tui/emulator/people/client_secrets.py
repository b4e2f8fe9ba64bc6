"""The secrets of client-credential and hybrid clients. A value is answered once, when it is made.

Readings where the reference is silent: an expiry in the past is taken, and the secret is no good; an
update replaces the description too, so that leaving it out clears it; the eleventh secret is 400.
"""

from __future__ import annotations

import secrets

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.people import fields as take
from ocs_tui.emulator.people.collection import Collection, key_of, shown
from ocs_tui.emulator.people.fields import Field
from ocs_tui.emulator.people.secret_hash import hashed, new_secret
from ocs_tui.emulator.people.who import Who
from ocs_tui.emulator.people.writing import make
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Change, Json, Kind

MOST_SECRETS = 10


def new_secret_id(call: Call, given: Json) -> int:
    """Return a number that no secret of the tenant has."""
    taken = {each["Id"] for each in call.documents.all(Kind.CLIENT_SECRET)}
    return next(number for number in iter(_any_number, None) if number not in taken)


def _any_number() -> int:
    return secrets.randbelow(2**31 - 1) + 1  # the contract says int32


def _agreeing(call: Call, secret: Json, given: Json) -> Json:
    expires = given.get("Expires", True)
    if expires and "Expiration" not in given:
        raise Refused(400, "A secret that expires needs an Expiration.")
    if not expires and "Expiration" in given:
        raise Refused(400, "A secret that does not expire has no Expiration.")
    return secret | {"Expires": expires, "Expiration": given.get("Expiration")}


def secrets_of(clients: Collection, *, own: bool) -> Collection:
    """Return the collection of the secrets of a kind of client.

    Args:
        clients: the clients.
        own: whether a client may list, add and delete its own (the newest pages say so of
            client-credential clients).
    """
    who = Who.ADMINISTRATOR | Who.SELF if own else Who.ADMINISTRATOR
    return Collection(
        Kind.CLIENT_SECRET,
        "secret",
        {
            "Id": Field(default=0),
            "Description": Field(take=take.text),
            # Answered even where it is true, which is what a client reads from its absence too.
            "Expires": Field(default=None, take=take.flag),
            "Expiration": Field(take=take.moment),
        },
        reads=who,
        writes=who,
        updates=Who.ADMINISTRATOR,
        within=clients,
        new_id=new_secret_id,
        settles=_agreeing,
        resets=True,
        most=MOST_SECRETS,
    )


def first_secret(call: Call, client: Json, given: Json) -> tuple[Change, Json]:
    """Return the change that keeps the secret a new client starts with, and what is answered of it.

    Args:
        call: the call that creates the client.
        client: the client.
        given: the body, with ``SecretDescription`` and ``SecretExpirationDate``; no date: it never expires.
    """
    expiration = given.get("SecretExpirationDate")
    value = new_secret()
    details = {
        "Id": new_secret_id(call, given),
        "Of": client["Id"],
        "Description": given.get("SecretDescription"),
        "Expires": expiration is not None,
        "Expiration": expiration,
    }
    told = {
        "Secret": value,
        "Id": details["Id"],
        "Description": details["Description"],
        "ExpirationDate": expiration,
    }
    return (Kind.CLIENT_SECRET, key_of(details), details | hashed(value)), told


def add_to(collection: Collection) -> Handler:
    """Return the handler that adds a secret and answers its value this once."""

    def handler(call: Call) -> Response:
        made, _ = make(call, collection)
        value = new_secret()
        call.box.store.write((Kind.CLIENT_SECRET, key_of(made), made | hashed(value)))
        return answer({"Secret": value} | shown(call, made, collection), 201)

    return handler
