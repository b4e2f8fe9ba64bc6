"""The identity endpoints under every base URL: the discovery document and the token endpoint.

Only client credentials are served; the discovery document lists nothing that is not here.
"""

from __future__ import annotations

import base64
import hmac
from urllib.parse import parse_qsl, unquote_plus

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ocs_tui.catalog.operations import IDENTITY, TOKEN_PATH
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_body
from ocs_tui.emulator.call import Box, Region, called_base_url
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json, Kind

KEYS_PATH = IDENTITY + "/.well-known/openid-configuration/jwks"
_FORM = "application/x-www-form-urlencoded"
_NO_STORE = {"Cache-Control": "no-store"}


class Discovery:
    """The discovery document. Its addresses stand at the very host and port that the client called."""

    def __init__(self, region: Region) -> None:
        self._region = region

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        base_url = called_base_url(Request(scope), self._region)
        response = answer(
            {
                "issuer": base_url + IDENTITY,
                "jwks_uri": base_url + KEYS_PATH,
                "token_endpoint": base_url + TOKEN_PATH,
                "grant_types_supported": ["client_credentials"],
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
                "scopes_supported": ["ocsapi"],
                "response_types_supported": [],
            }
        )
        await response(scope, receive, send)


async def keys(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer an empty key set: tokens are signed with a key that is not published."""
    await answer({"keys": []})(scope, receive, send)


class TokenEndpoint:
    """The token endpoint: client credentials in the form, or as HTTP Basic."""

    def __init__(self, box: Box, region: Region) -> None:
        self._box = box
        self._region = region

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        response: Response
        try:
            response = self._token(request, await _form(request))
        except Refused as refused:
            response = empty(refused.status, refused.headers)
        await response(scope, receive, send)

    def _token(self, request: Request, form: dict[str, str] | None) -> Response:
        if form is None or "grant_type" not in form:
            return _failure("invalid_request")
        if form["grant_type"] != "client_credentials":
            return _failure("unsupported_grant_type")
        basic = request.headers.get("authorization", "")
        client_id, secret = (
            _basic(basic) if basic else (form.get("client_id", ""), form.get("client_secret", ""))
        )
        client = self._client(client_id, secret)
        if client is None:
            return _failure("invalid_client", basic=bool(basic))
        lifetime: int = client["AccessTokenLifetime"]
        issuer = called_base_url(request, self._region) + IDENTITY
        token = self._box.signer.issue(client["Id"], self._box.tenant_id, issuer, lifetime)
        return answer(
            {"access_token": token, "expires_in": lifetime, "token_type": "Bearer", "scope": "ocsapi"},
            headers=_NO_STORE,
        )

    def _client(self, client_id: str, secret: str) -> Json | None:
        """Return an enabled client whose secret this is."""
        documents = self._box.store.primary
        client = documents.get(Kind.CLIENT, client_id)
        known = documents.get(Kind.SECRET, client_id)
        if client is None or known is None or not client["Enabled"]:
            return None
        return client if hmac.compare_digest(known["Value"].encode(), secret.encode()) else None


async def _form(request: Request) -> dict[str, str] | None:
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != _FORM:
        return None
    body = await read_body(request)
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=100))
    except ValueError:
        return None


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


def _failure(error: str, *, basic: bool = False) -> Response:
    headers = _NO_STORE | ({"WWW-Authenticate": "Basic"} if basic else {})
    return answer({"error": error}, 401 if basic else 400, headers)
