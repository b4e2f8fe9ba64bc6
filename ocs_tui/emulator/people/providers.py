"""Identity providers: those that can be added, those of the tenant, and the Azure AD tenants behind one.

Readings where the reference is silent: to add one with the same Azure AD tenant again is 302, with another
409; Azure AD needs the tenant's name; a provider that goes takes its claims along, and users keep naming
it; consent is about Azure AD alone, so that other providers have none (404). Nobody is sent any mail.
"""

from __future__ import annotations

import uuid

from starlette.responses import Response

from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.people import fields as take
from ocs_tui.emulator.people.collection import Collection, item, key_of, shown
from ocs_tui.emulator.people.fields import Field, taken
from ocs_tui.emulator.people.known import AZURE_AD, KNOWN_PROVIDERS, claim_type_names, known_provider
from ocs_tui.emulator.people.who import Who, require
from ocs_tui.emulator.people.writing import location
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Change, Json, Kind

_NOT_CONSENTED = 0
_CONSENT_TYPES = ("SignIn", "SignIn;ReadAllUsersGroups")

_PROVIDER = {
    "Id": Field(),
    "DisplayName": Field(),
    "Scheme": Field(),
    "UserIdClaimType": Field(),
    "ClientId": Field(),
    "IsConfigured": Field(default=False),
    "Capabilities": Field(),
}


def _consent_types(documents: object, name: str, value: object) -> str:
    if value not in _CONSENT_TYPES:
        raise Refused(400, f"{name} is {' or '.join(_CONSENT_TYPES)}.")
    return str(value)


_CONSENT = {
    "AzureActiveDirectoryTenant": Field(take=take.some_text),
    "AzureActiveDirectoryConsentEmail": Field(take=take.text),
    "AzureActiveDirectoryConsentGivenName": Field(take=take.text),
    "AzureActiveDirectoryConsentSurname": Field(take=take.text),
    "AzureActiveDirectoryConsentTypes": Field(take=_consent_types),
}
_ADD = _CONSENT | {
    "IdentityProviderId": Field(take=take.guid, required=True),
    "AzureActiveDirectorySendConsent": Field(take=take.flag),
}


def _claims_too(call: Call, provider: Json) -> list[Change]:
    claims = call.documents.all(Kind.CLAIM)
    return [(Kind.CLAIM, key_of(each), None) for each in claims if each["Of"] == provider["Id"]]


KNOWN = Collection(
    Kind.PROVIDER,
    "identity provider",
    _PROVIDER,
    heads=Who.ADMINISTRATOR,
    source=lambda call: list(KNOWN_PROVIDERS),
)
PROVIDERS = Collection(Kind.PROVIDER, "identity provider", _PROVIDER, goes_with=_claims_too)
CLAIM_TYPE_NAMES = Collection(
    Kind.CLAIM,
    "claim type name",
    {"Id": Field(), "TypeName": Field(), "IdentityProviderId": Field()},
    reads=Who.ADMINISTRATOR,
    within=KNOWN,
    source=lambda call: [
        each | {"Of": each["IdentityProviderId"]}
        for provider in KNOWN_PROVIDERS
        for each in claim_type_names(provider["Id"])
    ],
)


AZURE_TENANTS = Collection(
    Kind.AZURE_TENANT,
    "Azure Active Directory tenant",
    {"Id": Field(), "Domain": Field(), "ConsentState": Field(default=_NOT_CONSENTED)},
    reads=Who.ADMINISTRATOR,
)


def get_known_by_scheme(call: Call) -> Response:
    """Answer a known provider by its scheme."""
    return answer(shown(call, _by_scheme(call), KNOWN))


def is_known_scheme(call: Call) -> Response:
    """Say whether there is a provider of a scheme."""
    require(call, Who.ADMINISTRATOR)
    _by_scheme(call)
    return empty(200)


def add(call: Call) -> Response:
    """Add one of the known providers to the tenant: 201, 302 when it is there, 409 when otherwise so."""
    require(call, Who.ADMINISTRATOR)
    given = taken(call.documents, call.body, _ADD, creates=True)
    known = known_provider(given["IdentityProviderId"])
    if known is None:
        raise Refused(400, "IdentityProviderId names no known identity provider.")
    domain = given.get("AzureActiveDirectoryTenant")
    if known["Id"] == AZURE_AD and domain is None:
        raise Refused(400, "AzureActiveDirectoryTenant is needed.")
    existing = call.documents.get(Kind.PROVIDER, known["Id"])
    if existing is not None:
        if existing.get("Domain") == domain:
            return empty(302, {"Location": location(call, known["Id"])})
        raise Refused(409, "The identity provider is there already, with another directory.")
    changes: list[Change] = [(Kind.PROVIDER, known["Id"], known | {"Domain": domain})]
    if domain is not None and not _azure_tenant_of(call, domain):
        changes.append(_azure_tenant(str(uuid.uuid4()), domain))
    call.box.store.write(*changes)
    return answer(shown(call, known, PROVIDERS), 201)


def get_consent(call: Call) -> Response:
    """Answer the scheme whose consent can be asked for."""
    return answer({"Scheme": _consentable(call)["Scheme"]})


def has_consent(call: Call) -> Response:
    """Say whether a provider is about consent."""
    _consentable(call)
    return empty(200)


def send_consent(call: Call) -> Response:
    """Ask an administrator of the directory for consent, and answer the scheme."""
    require(call, Who.ADMINISTRATOR)
    provider = _consentable(call)
    taken(call.documents, call.body, _CONSENT, creates=False)
    return answer({"Scheme": provider["Scheme"]})


def create_azure_tenant(call: Call) -> Response:
    """Make an Azure AD tenant known: 201, 409 when it is."""
    require(call, Who.ADMINISTRATOR)
    tenant_id = take.guid(call.documents, "The id of the route", call.ids["id"])
    given = taken(call.documents, call.body, _CONSENT, creates=False)
    if call.documents.get(Kind.AZURE_TENANT, tenant_id) is not None:
        raise Refused(409, "The Azure Active Directory tenant is there already.")
    kind, key, document = _azure_tenant(tenant_id, given.get("AzureActiveDirectoryTenant"))
    assert document is not None
    call.box.store.write((kind, key, document))
    return answer(shown(call, document, AZURE_TENANTS), 201)


def delete_azure_tenant(call: Call) -> Response:
    """Forget an Azure AD tenant: 200 without a body, as the newest page that has it says."""
    require(call, Who.ADMINISTRATOR)
    call.box.store.write((Kind.AZURE_TENANT, item(call, AZURE_TENANTS)["Id"], None))
    return empty(200)


def send_azure_consent(call: Call) -> Response:
    """Ask an administrator of an Azure AD tenant for consent."""
    require(call, Who.ADMINISTRATOR)
    item(call, AZURE_TENANTS)
    taken(call.documents, call.body, _CONSENT, creates=False)
    return empty(204)


def _by_scheme(call: Call) -> Json:
    wanted = call.ids["scheme"].casefold()
    found = next((each for each in KNOWN_PROVIDERS if each["Scheme"].casefold() == wanted), None)
    if found is None:
        raise Refused(404, "There is no identity provider of this scheme.")
    return found


def _consentable(call: Call) -> Json:
    provider = item(call, PROVIDERS)
    if provider["Id"] != AZURE_AD:
        raise Refused(404, "This identity provider asks for no consent.")
    return provider


def _azure_tenant_of(call: Call, domain: str) -> Json | None:
    tenants = call.documents.all(Kind.AZURE_TENANT)
    return next((each for each in tenants if (each["Domain"] or "").casefold() == domain.casefold()), None)


def _azure_tenant(tenant_id: str, domain: str | None) -> Change:
    return (
        Kind.AZURE_TENANT,
        tenant_id,
        {"Id": tenant_id, "Domain": domain, "ConsentState": _NOT_CONSENTED},
    )
