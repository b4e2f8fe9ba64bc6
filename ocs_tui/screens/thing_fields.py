"""The fields of a form for a thing of any kind, made of what its kind declares and its model says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ocs_tui.catalog.identity_kinds import MOST, NUMBERS
from ocs_tui.model.enums import TENANT_MEMBER
from ocs_tui.model.text import safe
from ocs_tui.screens.people_words import DEFAULT_LIFETIME
from ocs_tui.widgets.form_fields import (
    Check,
    FormField,
    LinesField,
    NumberField,
    PickField,
    ShownField,
    TextField,
    TickField,
    TicksField,
)
from ocs_tui.widgets.pick_list import Option

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.connection import Connection

LABELS = {
    "access_token_lifetime": "Access token lifetime, in seconds",
    "device_code_lifetime": "Device code lifetime, in seconds",
    "allow_offline_access": "Allow offline access (refresh tokens)",
    "allow_access_tokens_via_browser": "Allow access tokens via the browser",
    "redirect_uris": "Redirect URIs, one a line",
    "post_logout_redirect_uris": "Redirect URIs after signing out, one a line",
    "allowed_cors_origins": "Allowed CORS origins, one a line",
    "client_uri": "Client URI",
    "logo_uri": "Logo URI",
    "role_ids": "Roles",
    "contact_email": "Contact e-mail address",
    "identity_provider_id": "Identity provider",
    "external_user_id": "External user id (needed for Windows Active Directory)",
}
_MEMBERS = ("user", "client")
"""Kinds whose things always hold Tenant Member. Source: the reference."""
_KEPT = "Emptied it would stay as it is: the service takes an empty field for unchanged."


@dataclass(frozen=True, slots=True)
class Known:
    """What the fields of a form offer.

    Attributes:
        roles: the roles as listed; None where they cannot be read.
        providers: the identity providers as listed; None where they cannot be read.
    """

    roles: Sequence[Any] | None
    providers: Sequence[Any] | None

    @classmethod
    def of(cls, connection: Connection) -> Known:
        """Return what a connection knows."""
        return cls(connection.value(("roles",)), connection.value(("identity-providers",)))


def fields_of(kind: Kind, before: Any, known: Known) -> list[FormField]:
    """Return the fields that edit a thing, or that create one.

    Args:
        kind: the kind.
        before: the thing; None for a new one.
        known: what there is to pick.
    """
    from ocs_tui.catalog.models import model_of

    names = kind.editable if before is not None else (*kind.editable, *kind.creatable)
    declared = model_of(kind).model_fields  # none where it has no model of its own: it holds texts then
    return [
        _field(kind, name, declared[name].annotation if name in declared else str, before, known)
        for name in sorted(names, key=lambda name: name not in kind.needed)  # what is needed comes first
    ]


def _field(kind: Kind, name: str, annotation: Any, before: Any, known: Known) -> FormField:
    value = getattr(before, name, None)
    label = LABELS.get(name) or name.replace("_", " ").capitalize()
    if before is None and name in kind.needed:
        label += " (needed)"
    if isinstance(value, str | tuple) and _is_unsafe(value):
        return ShownField(name, label, value)
    if name == "role_ids":
        return _roles_field(kind, label, value or (), known)
    if name == "identity_provider_id" and known.providers is not None:
        options = [Option(one.id, one.label) for one in known.providers]
        return PickField(name, label, options, check=_check(kind, name, before))
    if names := next((field.names for field in kind.fields if field.attribute == name), ()):
        offered = dict.fromkeys((*((value,) if value else ()), *names))  # what it is stays to be picked
        return PickField(name, label, [Option(one, one) for one in offered], value=value or "")
    if annotation is bool:
        return TickField(name, label, bool(value) if before is not None else name == "enabled")
    if annotation == tuple[str, ...]:
        said = f"{MOST[name]} at most." if name in MOST else ""
        return LinesField(name, label, value or (), said, _check(kind, name, before))
    if name in NUMBERS:
        hint = f"{DEFAULT_LIFETIME} when nothing is said" if name == "access_token_lifetime" else ""
        return NumberField(name, label, value or 0, NUMBERS[name], _check(kind, name, before), hint)
    return TextField(name, label, value or "", check=_check(kind, name, before))


def _roles_field(kind: Kind, label: str, held: Sequence[str], known: Known) -> FormField:
    """Every role by name, those that are held first; of an id that no list names, the id."""
    roles = list(known.roles or ())
    listed = {role.id.casefold() for role in roles}
    options = [
        Option(role.id, role.label, "built-in" if role.is_built_in else "")
        for role in sorted(roles, key=lambda role: role.label.casefold())
    ]
    gone = "no role of this id" if known.roles is not None else ""
    options += [Option(role_id, role_id, gone) for role_id in held if role_id.casefold() not in listed]
    forced = [role.id for role in roles if kind.name in _MEMBERS and is_member(role)]
    said = "" if known.roles is not None else "The roles cannot be read: only those that are held are shown."
    return TicksField("role_ids", label, options, held, forced, said)


def is_member(role: Any) -> bool:
    """Return whether a role is Tenant Member, which everybody holds."""
    return (role.role_type_id or "").casefold() == TENANT_MEMBER


def _is_unsafe(value: str | tuple[str, ...]) -> bool:
    return any(safe(one) != one for one in ((value,) if isinstance(value, str) else value))


# What must hold of a value.


def _check(kind: Kind, name: str, before: Any) -> Check:
    was = getattr(before, name, None)
    must = name in kind.needed and (before is None or bool(was))  # what it lacks already may go on lacking
    keeps = before is not None and not kind.empties and bool(was) and not isinstance(was, tuple)

    def check(value: Any) -> str | None:
        if not value:
            if keeps:
                return _KEPT
            return "It is needed." if must else None
        if value == was:
            return None  # what is there already is not for this form to judge
        return _problem(name, value)

    return check


def _problem(name: str, value: Any) -> str | None:
    if isinstance(value, tuple):
        if len(value) > MOST.get(name, len(value)):
            return f"There are {len(value)}: {MOST[name]} are the most."
        return next((problem for one in value if (problem := _uri_problem(name, one))), None)
    if name.endswith("_uri"):
        return _uri_problem(name, value)
    if name == "contact_email":
        person, at, host = value.rpartition("@")
        if not (person and at and host) or " " in value:
            return "An e-mail address looks like maria@example.com."
    return None


def _uri_problem(name: str, text: str) -> str | None:
    """Return why a text is no absolute URI; a scheme of an app's own is one too."""
    shown = safe(text, 60)
    try:
        parts = urlsplit(text)
    except ValueError:
        return f"{shown} is no URI."
    if not parts.scheme or not (parts.netloc or parts.path) or any(char.isspace() for char in text):
        return f"{shown} is no absolute URI: write it whole, such as https://example.com/callback."
    if parts.scheme in ("http", "https") and not parts.netloc:
        return f"{shown} names no host."
    if name == "allowed_cors_origins" and (parts.path not in ("", "/") or parts.query or parts.fragment):
        return f"{shown} is more than an origin: scheme, host and port make one."
    return None


# What a create may say beside the thing: the request's own fields.


def extras_of(kind: Kind, choices: Sequence[tuple[str, str]] | None = None) -> list[FormField]:
    """Return the fields of what a create says beside the thing itself, named as on the wire.

    Args:
        kind: the kind.
        choices: ids and names of what there is to pick: the claim types of a provider, the providers that
            can be added; None where they cannot be read.
    """
    if kind.name == "client":
        return [
            TextField(
                "SecretDescription", "Description of its first secret", "", hint="what uses it, and where"
            ),
            TextField(
                "SecretExpirationDate",
                "Its first secret expires",
                "",
                "Nothing, or never: it does not expire. The secret is shown once it is made.",
                _expiry_problem,
                "2027-01-31, 90d or never",
            ),
        ]
    if kind.name == "claim":
        return [_picked("IdentityProviderClaimTypeNameId", "Claim type (needed)", choices)]
    if kind.name == "identity provider":
        return [
            _picked("IdentityProviderId", "Identity provider (needed)", choices),
            TextField(
                "AzureActiveDirectoryTenant",
                "Azure AD: the directory's domain",
                "",
                "Only for Azure Active Directory.",
            ),
            TextField(
                "AzureActiveDirectoryConsentEmail",
                "Azure AD: who may consent, by e-mail address",
                "",
                "Whom the service asks for the consent of that directory.",
            ),
            TickField("AzureActiveDirectorySendConsent", "Azure AD: send the request for consent", False),
        ]
    return []


def _picked(name: str, label: str, choices: Sequence[tuple[str, str]] | None) -> FormField:
    if choices is None:
        return TextField(name, label, "", "What there is to pick cannot be read: its id is needed.", _needed)
    return PickField(name, label, [Option(*each) for each in choices], check=_needed)


def extra_value(name: str, value: Any) -> Any:
    """Return what an extra field says on the wire; None for nothing."""
    from ocs_tui.model.expiry import expiry_of

    if name == "SecretExpirationDate" and value:
        until = expiry_of(value)
        return until.isoformat().replace("+00:00", "Z") if until is not None else None
    return value or None


def typed_value(name: str, value: Any) -> Any:
    """Return what one would type to say a value of the wire."""
    return value[:10] if name == "SecretExpirationDate" else value


def _expiry_problem(value: Any) -> str | None:
    from ocs_tui.model.expiry import expiry_of

    try:
        if value:
            expiry_of(value)
    except ValueError as error:
        return str(error)
    return None


def _needed(value: Any) -> str | None:
    return None if value else "It is needed."
