"""The identity providers that every tenant can add, and the types of claims they make."""

from __future__ import annotations

import uuid

from ocs_tui.emulator.store import Json

AZURE_AD = "e2398938-bf8f-40fa-b380-d538ece2bfc2"
GOOGLE = "d2a478ca-52e3-4fd4-9d93-ded440476364"
MICROSOFT = "68a3a33b-b9dd-4eea-884f-87daefc4ff0f"
"""Their ids are the same in every tenant: public samples know them."""

GROUP_CLAIM = "groups"
"""The type of the claim whose value is the id of a group of the directory."""
_DOMAIN_CLAIM = "email_domain"


def _provider(provider_id: str, name: str, scheme: str, user_id_claim: str, *, directory: bool) -> Json:
    return {
        "Id": provider_id,
        "DisplayName": name,
        "Scheme": scheme,
        "UserIdClaimType": user_id_claim,
        "ClientId": str(uuid.uuid5(uuid.UUID(provider_id), "client")),
        "IsConfigured": True,
        "Capabilities": {
            "User": {"SignIn": True, "Invitation": True, "Search": directory},
            "Group": {"Authorize": directory, "Search": directory},
        },
    }


KNOWN_PROVIDERS: tuple[Json, ...] = (
    _provider(AZURE_AD, "Azure Active Directory", "AAD", "oid", directory=True),
    _provider(GOOGLE, "Google", "Google", "sub", directory=False),
    _provider(MICROSOFT, "Personal Microsoft Account", "Microsoft", "sub", directory=False),
)


def known_provider(provider_id: str) -> Json | None:
    """Return a provider that a tenant can add."""
    return next((each for each in KNOWN_PROVIDERS if each["Id"] == provider_id.casefold()), None)


def claim_type_names(provider_id: str) -> list[Json]:
    """Return the types of claims that roles can be given for."""
    names = [GROUP_CLAIM, _DOMAIN_CLAIM] if provider_id == AZURE_AD else [_DOMAIN_CLAIM]
    return [
        {
            "Id": str(uuid.uuid5(uuid.UUID(provider_id), name)),
            "TypeName": name,
            "IdentityProviderId": provider_id,
        }
        for name in names
    ]
