"""Signing in by browser: authorization code with PKCE (RFC 6749, 7636, 8252; OpenID Connect)."""

from __future__ import annotations

import base64
import hashlib
import secrets

from ocs_tui.api import failures
from ocs_tui.api.errors import OcsError, SignInFailed
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.http import httpx
from ocs_tui.api.signin.grant import WHAT, Grant, read_grant, refusal
from ocs_tui.api.signin.id_token import check_verifiable, verified
from ocs_tui.api.signin.interaction import BrowserSignIn, Interact, shown_while
from ocs_tui.api.signin.listener import Listener
from ocs_tui.api.signin.person import Person
from ocs_tui.api.signin.public_client import PublicClient
from ocs_tui.api.signin.redirect import RedirectUri
from ocs_tui.api.signin.server import Endpoints, IdentityServer
from ocs_tui.api.transport import Answer
from ocs_tui.model.text import safe

SECONDS = 300.0
"""How long the browser is waited for."""


async def by_browser(
    server: IdentityServer, client: PublicClient, interact: Interact
) -> tuple[Grant, Person]:
    """Send a browser to sign in, and return the tokens and who signed in.

    Raises:
        SignInNeeded: the person gave up.
        SignInFailed: it was refused, proves nothing, did not come in time, or the server has no such way.
        BadInput: the redirect URI is none that can be listened at.
        OcsError: the server cannot be asked, or names an endpoint elsewhere.
    """
    redirect = RedirectUri.of(client.redirect_uri)
    endpoints = await server.discover()
    where = server.label(endpoints.base)
    page = server.checked(endpoints, "authorize")
    if not page:
        raise SignInFailed(
            f"{WHAT} by browser failed: the discovery document of {where} names no authorization_endpoint."
        )
    check_verifiable(endpoints, where)
    state, nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    verifier = Hidden(secrets.token_urlsafe(32))
    url = _authorize_url(page, client, endpoints, state, nonce, verifier)
    asked = BrowserSignIn(url, redirect, state, endpoints.issuer, SECONDS)
    async with Listener(asked, redirect):
        code = await shown_while(interact, asked, asked.code(), SECONDS)
    answer = await server.post(
        endpoints,
        "token",
        {
            "grant_type": "authorization_code",
            "client_id": client.client_id,
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": redirect.text,
        },
    )
    if not answer.ok:
        raise _not_taken(answer, where, client.client_id)
    grant = read_grant(answer, where)
    return grant, await verified(server, endpoints, grant.id_token, client.client_id, nonce)


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636, 4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _authorize_url(
    page: str, client: PublicClient, endpoints: Endpoints, state: str, nonce: str, verifier: Hidden
) -> str:
    return str(
        httpx.URL(page).copy_merge_params(
            {
                "response_type": "code",
                "client_id": client.client_id,
                "redirect_uri": client.redirect_uri,
                "scope": client.scope_for(endpoints),
                "state": state,
                "nonce": nonce,
                "code_challenge": challenge_of(verifier.value),
                "code_challenge_method": "S256",
                "acr_values": client.acr_values,
            }
        )
    )


def _not_taken(answer: Answer, where: str, client_id: str) -> OcsError:
    failure = failures.failed(WHAT, answer, where)
    why = refusal(answer)
    if not why:
        return failure
    if why == "invalid_grant":
        sentence = (
            f"{WHAT} failed: {where} no longer takes the code, it was used or has expired. Sign in again."
        )
    else:
        sentence = (
            f"{WHAT} was refused at {where} ({answer.status}: {why}): check that {safe(client_id, 60)} is an "
            "authorization code client without a secret."
        )
    return SignInFailed(
        sentence, status=answer.status, operation_id=failure.operation_id, detail=failure.detail
    )
