"""What hangs on the demo tenant's people and clients: secrets, invitations, identity providers, directory.

Ids are the same at every start. Times are told from the moment it is made: something is always about to
expire, and something has.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ocs_tui.emulator.people.collection import key_of
from ocs_tui.emulator.people.fields import written_moment
from ocs_tui.emulator.people.known import AZURE_AD, GOOGLE, GROUP_CLAIM, known_provider
from ocs_tui.emulator.people.secret_hash import hashed, new_secret
from ocs_tui.emulator.store import Change, Json, Kind
from ocs_tui.model.enums import InvitationState

_SPACE = uuid.UUID("5b8a3e3c-2a52-4d5e-9d0b-6a1f5f0c7e21")
_DOMAIN = "northwind-process.example"


def _id(name: str) -> str:
    return str(uuid.uuid5(_SPACE, name))


STEAM_PLANT_GROUP = _id("group/steam-plant")
LABORATORY_GROUP = _id("group/laboratory")
FINANCE_GROUP = _id("group/finance")
STEAM_PLANT_CLAIM = _id("claim/steam-plant")
EXPIRED_INVITEE = _id("user/Ravi Menon")
INVITEE = _id("user/Freya Nygaard")
AZURE_TENANT = _id("azure-tenant")
VISUALISER = _id("client/visualiser")
PIPELINE = _id("automation/pipeline")


_LATER_SECRETS = (("Key vault", 5.0), ("Hand-over to operations", 41.0), ("Before the migration", -2.5))
"""What each client has beside the secret it starts with, in turn: a description, and in how many days it expires."""

_IN_THE_DIRECTORY = (
    "Ingrid Haugland",
    "Piotr Zielinski",
    "Leila Rahmani",
    "Grace Whitfield",
    "Oskar Lindgren",
    "Mei Hartono",
    "Ravi Menon",
    "Freya Nygaard",
)
_INVITED = ((EXPIRED_INVITEE, "Ravi", "Menon", -24, -3), (INVITEE, "Freya", "Nygaard", -9, 12))
"""Who was invited: so many days ago, and until when."""


def changes(
    now: float, tenant_id: str, member: str, operators: str, laboratory: str, plain: dict[str, str]
) -> Iterator[Change]:
    """Yield everything, for an empty store.

    Args:
        now: seconds since the epoch.
        tenant_id: the tenant.
        member: the id of the role that all hold.
        operators: the role of a group of the directory.
        laboratory: the role of another one.
        plain: ids of the clients that have secrets, and the one each starts with.
    """
    today = datetime.fromtimestamp(int(now), UTC)

    def in_days(days: float) -> str:
        return written_moment(today + timedelta(days=days))

    for number, (client_id, value) in enumerate(plain.items()):
        yield _secret(client_id, 10_471 + 2 * number, "Set up with the client", None, value)
        if number:
            description, days = _LATER_SECRETS[(number - 1) % len(_LATER_SECRETS)]
            yield _secret(client_id, 10_472 + 2 * number, description, in_days(days), new_secret())
    for user_id, given_name, surname, issued, expires in _INVITED:
        yield (Kind.USER, user_id, _invited(user_id, given_name, surname, member))
        invitation: Json = {
            "Id": _id(f"invitation/{surname}"),
            "Issued": in_days(issued),
            "Expires": in_days(expires),
            "Accepted": None,
            "State": int(InvitationState.INVITATION_EMAIL_SENT),
            "TenantId": tenant_id,
            "UserId": user_id,
        }
        yield (Kind.INVITATION, invitation["Id"], invitation)
    yield from _providers(member, operators, laboratory)
    yield (Kind.IMPLICIT_CLIENT, VISUALISER, _implicit_client())
    pipeline: Json = {
        "Id": PIPELINE,
        "Name": "Deployment pipeline",
        "TenantId": tenant_id,
        "RoleIds": [operators],
        "RoleTypeIds": [],
        "Tags": [],
    }
    yield (Kind.AUTOMATION, PIPELINE, pipeline)


def _secret(client_id: str, number: int, description: str, expiration: str | None, value: str) -> Change:
    secret: Json = {
        "Id": number,
        "Of": client_id,
        "Description": description,
        "Expires": expiration is not None,
        "Expiration": expiration,
    }
    return (Kind.CLIENT_SECRET, key_of(secret), secret | hashed(value))


def _invited(user_id: str, given_name: str, surname: str, member: str) -> Json:
    """Return a user who has not signed in: the identity provider has not told who they are."""
    return {
        "Id": user_id,
        "GivenName": None,
        "Surname": None,
        "Name": f"{given_name} {surname}",
        "Email": None,
        "ContactEmail": f"{given_name}.{surname}@{_DOMAIN}".lower(),
        "ContactGivenName": given_name,
        "ContactSurname": surname,
        "ExternalUserId": None,
        "IdentityProviderId": AZURE_AD,
        "RoleIds": [member],
    }


def _providers(member: str, operators: str, laboratory: str) -> Iterator[Change]:
    for provider_id, domain in ((AZURE_AD, _DOMAIN), (GOOGLE, None)):
        provider = known_provider(provider_id)
        assert provider is not None
        yield (Kind.PROVIDER, provider_id, provider | {"Domain": domain})
    azure: Json = {"Id": AZURE_TENANT, "Domain": _DOMAIN, "ConsentState": 1}
    yield (Kind.AZURE_TENANT, AZURE_TENANT, azure)

    persons = [_person(name) for name in _IN_THE_DIRECTORY]
    for person in persons:
        yield (Kind.DIRECTORY_USER, key_of(person), person)
    for group_id, name, members in (
        (STEAM_PLANT_GROUP, "Northgate Steam Plant", [persons[0], persons[1], persons[4]]),
        (LABORATORY_GROUP, "Quality Laboratory", [persons[2], persons[3]]),
        (FINANCE_GROUP, "Finance Controllers", [persons[5]]),
    ):
        group: Json = {
            "Id": group_id,
            "Of": AZURE_AD,
            "Name": name,
            "Email": f"{name.replace(' ', '-')}@{_DOMAIN}".lower(),
            "IsClusterManagementAllowed": False,
            "Members": [person["Id"] for person in members],
        }
        yield (Kind.DIRECTORY_GROUP, key_of(group), group)
    for claim_id, type_name, value, role in (
        (_id("claim/domain"), "email_domain", _DOMAIN, member),
        (STEAM_PLANT_CLAIM, GROUP_CLAIM, STEAM_PLANT_GROUP, operators),
        (_id("claim/laboratory"), GROUP_CLAIM, LABORATORY_GROUP, laboratory),
    ):
        claim: Json = {
            "Id": claim_id,
            "Of": AZURE_AD,
            "TypeName": type_name,
            "Value": value,
            "RoleIds": [role],
            "IsBuiltIn": role == member,
        }
        yield (Kind.CLAIM, key_of(claim), claim)


def _person(name: str) -> Json:
    given_name, surname = name.split()
    return {
        "Id": _id(f"person/{name}"),
        "Of": AZURE_AD,
        "GivenName": given_name,
        "Surname": surname,
        "Name": name,
        "Email": f"{given_name}.{surname}@{_DOMAIN}".lower(),
    }


def _implicit_client() -> Json:
    return {
        "Id": VISUALISER,
        "Name": "Trend viewer (retired)",
        "Enabled": False,
        "AccessTokenLifetime": 3600,
        "Tags": [],
        "RedirectUris": ["http://localhost:5003/callback.html"],
        "PostLogoutRedirectUris": [],
        "AllowedCorsOrigins": [],
        "ClientUri": None,
        "LogoUri": None,
        "AllowAccessTokensViaBrowser": True,
    }
