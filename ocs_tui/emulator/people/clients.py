"""The clients of every kind, and automation identities.

Readings where the reference is silent: an id is unique among the clients of all kinds, a name among those
of its kind, in any letter case; taking another's name by an update is 400; more than 50,000 clients are
400. A client may delete itself: only of users is it said that nobody can.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.people import fields as take
from ocs_tui.emulator.people.client_secrets import first_secret, secrets_of
from ocs_tui.emulator.people.collection import Collection, key_of, shown
from ocs_tui.emulator.people.fields import Field, with_member
from ocs_tui.emulator.people.who import Who
from ocs_tui.emulator.people.writing import make
from ocs_tui.emulator.shapes import written
from ocs_tui.emulator.store import Change, Json, Kind

KINDS = (Kind.CLIENT, Kind.CODE_CLIENT, Kind.HYBRID_CLIENT, Kind.DEVICE_CLIENT, Kind.IMPLICIT_CLIENT)
MOST_CLIENTS = 50_000
MOST_REDIRECTS = 10
DEVICE_CODE_LIFETIME = 300  # seconds; the reference names no default


def _new_id(call: Call, given: Json) -> str:
    return str(given.get("Id") or uuid.uuid4())


def _twin(kind: Kind) -> Callable[[Call, Json], Json | None]:
    def twin(call: Call, client: Json) -> Json | None:
        name = client["Name"].casefold()
        same_name = (
            each
            for each in call.documents.all(kind)
            if (each["Name"] or "").casefold() == name and each["Id"] != client["Id"]
        )
        same_id = (call.documents.get(each, client["Id"]) for each in KINDS)
        return next(same_name, None) or next(filter(None, same_id), None)

    return twin


def _goes_with(call: Call, client: Json) -> list[Change]:
    kept = call.documents.all(Kind.CLIENT_SECRET)
    gone: list[Change] = [
        (Kind.CLIENT_SECRET, key_of(each), None) for each in kept if each["Of"] == client["Id"]
    ]
    departed = {"Id": client["Id"], "RoleIds": client.get("RoleIds") or []}
    return [*gone, (Kind.DEPARTED, client["Id"], departed)]


def _with_member(call: Call, client: Json, given: Json) -> Json:
    return client | {"RoleIds": client["RoleIds"] or with_member(call.documents, [])}


_ANY = {
    "Id": Field(),
    "Name": Field(take=take.some_text, required=True),
    "Enabled": Field(default=False, take=take.flag, start=True),
    "AccessTokenLifetime": Field(default=0, take=take.whole(60, 3600), start=3600),
    "Tags": Field(take=take.texts(), start=[]),
}
_PAGES = {"ClientUri": Field(take=take.text), "LogoUri": Field(take=take.text)}
_REDIRECTS = {
    "RedirectUris": Field(take=take.texts(MOST_REDIRECTS), required=True, start=[]),
    "PostLogoutRedirectUris": Field(take=take.texts(MOST_REDIRECTS), start=[]),
    "AllowedCorsOrigins": Field(take=take.texts(), start=[]),
    **_PAGES,
}
_OFFLINE = {"AllowOfflineAccess": Field(default=False, take=take.flag, start=False)}
_VIA_BROWSER = {"AllowAccessTokensViaBrowser": Field(default=False, take=take.flag, start=False)}
_FIRST_SECRET = {
    "SecretDescription": Field(take=take.text, fixed=True, shown=False),
    "SecretExpirationDate": Field(take=take.moment, fixed=True, shown=False),
}


def _clients(
    kind: Kind,
    noun: str,
    *fields: dict[str, Field],
    settles: Callable[[Call, Json, Json], Json] = lambda call, client, given: client,
) -> Collection:
    return Collection(
        kind,
        noun,
        {name: field for part in (_ANY, *fields) for name, field in part.items()},
        reads=Who.MEMBER | Who.SELF,
        filters={"tag": lambda client: list(client["Tags"])},
        by_id=True,
        new_id=_new_id,
        settles=settles,
        twin=_twin(kind),
        goes_with=_goes_with,
        most=MOST_CLIENTS,
        counted=KINDS,
    )


CLIENTS = _clients(
    Kind.CLIENT,
    "client",
    {"RoleIds": Field(take=take.role_ids_with_member)},
    _FIRST_SECRET,
    settles=_with_member,
)
CODE_CLIENTS = _clients(Kind.CODE_CLIENT, "authorization code client", _REDIRECTS, _OFFLINE)
HYBRID_CLIENTS = _clients(
    Kind.HYBRID_CLIENT, "hybrid client", _REDIRECTS, _OFFLINE, _VIA_BROWSER, _FIRST_SECRET
)
DEVICE_CLIENTS = _clients(
    Kind.DEVICE_CLIENT,
    "device code client",
    {"DeviceCodeLifetime": Field(default=0, take=take.whole(1, 2**31 - 1), start=DEVICE_CODE_LIFETIME)},
    _PAGES,
)
IMPLICIT_CLIENTS = _clients(Kind.IMPLICIT_CLIENT, "implicit client", _REDIRECTS, _VIA_BROWSER)

SECRETS = secrets_of(CLIENTS, own=True)
HYBRID_SECRETS = secrets_of(HYBRID_CLIENTS, own=False)


def _of_the_tenant(call: Call, automation: Json, given: Json) -> Json:
    roles = (call.documents.get(Kind.ROLE, role_id) for role_id in automation["RoleIds"])
    types = [role["RoleTypeId"] for role in roles if role is not None and role.get("RoleTypeId")]
    return automation | {"TenantId": call.box.tenant_id, "RoleTypeIds": types}


AUTOMATIONS = Collection(
    Kind.AUTOMATION,
    "automation identity",
    {
        "Id": Field(),
        "Name": Field(take=take.some_text, required=True),
        "TenantId": Field(),
        "RoleIds": Field(take=take.role_ids, start=[]),
        "RoleTypeIds": Field(start=[]),
        "Tags": Field(take=take.texts(), start=[]),
    },
    writes=Who.MEMBER,
    filters={"tag": lambda automation: list(automation["Tags"])},
    new_id=lambda call, given: str(uuid.uuid4()),
    settles=_of_the_tenant,
    twin=_twin(Kind.AUTOMATION),
)


def create_with_secret(collection: Collection) -> Handler:
    """Return the handler that creates a client with its first secret, and answers both this once."""

    def handler(call: Call) -> Response:
        client, given = make(call, collection)
        kept, told = first_secret(call, client, given)
        call.box.store.write((collection.kind, client["Id"], client), kept)
        body = told | {"Client": shown(call, client, collection)}
        defaults = {"Description": None, "ExpirationDate": None}
        return answer(written(body, defaults, verbose=call.verbose), 201)

    return handler
