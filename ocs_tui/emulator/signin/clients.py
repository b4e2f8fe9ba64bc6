"""The clients of every kind, as signing in sees them: who they are and how they may get tokens."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import unquote_plus

from starlette.requests import Request

from ocs_tui.emulator.people.secret_hash import secret_holds
from ocs_tui.emulator.signin.protocol import (
    AUTHORIZATION_CODE,
    CLIENT_CREDENTIALS,
    DEVICE_CODE,
    REFRESH_TOKEN,
    Failed,
    Parameters,
)
from ocs_tui.emulator.store import Documents, Json, Kind

GRANTS = {
    Kind.CLIENT: (CLIENT_CREDENTIALS,),
    Kind.CODE_CLIENT: (AUTHORIZATION_CODE, REFRESH_TOKEN),
    Kind.HYBRID_CLIENT: (AUTHORIZATION_CODE, REFRESH_TOKEN),
    Kind.DEVICE_CLIENT: (DEVICE_CODE,),
}
"""How each kind gets tokens. A device code client gets no refresh token: nothing of it could allow one."""
_HAS_SECRET = (Kind.CLIENT, Kind.HYBRID_CLIENT)
_LONGEST = 3600
_DEVICE_CODE_LIFETIME = 300  # the reference names no default


@dataclass(frozen=True, slots=True)
class SignInClient:
    """An enabled client.

    Attributes:
        kind: which of the kinds.
        document: what the tenant knows of it.
    """

    kind: Kind
    document: Json

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.document["Id"])

    @property
    def name(self) -> str:
        """Its name, else its id."""
        return str(self.document.get("Name") or self.id)

    @property
    def lifetime(self) -> int:
        """How many seconds its access tokens live."""
        return int(self.document.get("AccessTokenLifetime") or _LONGEST)

    @property
    def device_code_lifetime(self) -> int:
        """How many seconds its device codes live."""
        return int(self.document.get("DeviceCodeLifetime") or _DEVICE_CODE_LIFETIME)

    @property
    def has_secret(self) -> bool:
        """True when it proves itself by a secret."""
        return self.kind in _HAS_SECRET

    @property
    def offline(self) -> bool:
        """True when it may have refresh tokens."""
        return REFRESH_TOKEN in GRANTS[self.kind] and bool(self.document.get("AllowOfflineAccess"))

    def may(self, grant: str) -> bool:
        """True when it may get tokens like this."""
        return grant in GRANTS[self.kind]

    def returns_to(self, uri: str) -> bool:
        """True for a redirect URI that is registered, character by character."""
        return uri in (self.document.get("RedirectUris") or [])

    def leaves_to(self, uri: str) -> bool:
        """True for a URI that is registered for after the sign-out."""
        return uri in (self.document.get("PostLogoutRedirectUris") or [])


def find(documents: Documents, client_id: str) -> SignInClient | None:
    """Return an enabled client of any kind."""
    for kind in GRANTS:
        document = documents.get(kind, client_id)
        if document is not None:
            return SignInClient(kind, document) if document.get("Enabled") else None
    return None


def authenticated(documents: Documents, request: Request, form: Parameters, now: float) -> SignInClient:
    """Return the client that a request comes from.

    Its id and secret are in the form or in HTTP Basic. Kinds without a secret only name themselves.

    Raises:
        Failed: when there is no such client, or the secret is not its own.
    """
    basic = request.headers.get("authorization", "")
    client_id, secret = _basic(basic) if basic else (form.get("client_id", ""), form.get("client_secret", ""))
    client = find(documents, client_id)
    if client is not None:
        known = secret_holds(documents, client.id, secret, now) if client.has_secret else not secret
        if known:
            return client
    reason = "There is no such client, or it is disabled, or this is not its secret."
    if basic:
        raise Failed("invalid_client", reason, status=401, challenge="Basic")
    raise Failed("invalid_client", reason)


def _basic(header: str) -> tuple[str, str]:
    """Return id and secret of HTTP Basic; both are form-encoded inside it (RFC 6749, 2.3.1)."""
    scheme, _, credentials = header.partition(" ")
    if scheme.casefold() != "basic":
        return "", ""
    try:
        client_id, _, secret = base64.b64decode(credentials.strip()).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)
