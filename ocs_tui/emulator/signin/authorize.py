"""The authorize endpoint: a page on which a person says who they are, and a code for the client.

Only ``response_type=code``. PKCE with S256 is a must for authorization code clients, which have no secret;
of hybrid clients, which have one, the reference asks none, so a challenge is held to when it is sent. A
redirect URI must be one of the registered ones, character by character, the port of a loopback address
included: "exactly" is what the reference says.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from starlette.responses import Response

from ocs_tui.emulator.signin import pages
from ocs_tui.emulator.signin.clients import SignInClient, find
from ocs_tui.emulator.signin.endpoint import Visit
from ocs_tui.emulator.signin.paths import AUTHORIZE
from ocs_tui.emulator.signin.pending import Wish
from ocs_tui.emulator.signin.people import check_origin, chosen, gone, users
from ocs_tui.emulator.signin.protocol import AUTHORIZATION_CODE, Failed, needed, scopes_of

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # SHA-256 as base64url
_TENANT = "tenant:"


def authorize(visit: Visit) -> Response:
    """Answer a client's request with the page, or the page's form with a redirect to the client.

    Raises:
        Failed: when there is nowhere it could safely be told but on a page.
    """
    answered = visit.request.method == "POST" and "ticket" in visit.given
    return _decide(visit) if answered else _ask(visit)


def _ask(visit: Visit) -> Response:
    given = visit.given
    client = find(visit.documents, given.get("client_id", ""))
    if client is None or not client.may(AUTHORIZATION_CODE):
        raise Failed("bad_client", "There is no such client that signs people in, or it is disabled.")
    redirect_uri = given.get("redirect_uri", "")
    if not client.returns_to(redirect_uri):
        # Never a redirect: it could go to anybody.
        raise Failed("bad_client", "The redirect_uri is not registered for this client, letter by letter.")
    try:
        wish = _wish(visit, client, redirect_uri)
    except Failed as failed:
        problem = {"error": failed.error, "error_description": failed.description}
        return _back(visit, redirect_uri, given.get("state"), problem)
    return _page(visit, wish, client)


def _wish(visit: Visit, client: SignInClient, redirect_uri: str) -> Wish:
    given = visit.given
    for unsupported in ("request", "request_uri"):
        if unsupported in given:
            raise Failed(f"{unsupported}_not_supported", "Parameters come in the query or the form.")
    if needed(given, "response_type") != "code":
        raise Failed("unsupported_response_type", "The response_type is code.")
    if given.get("response_mode", "query") != "query":
        raise Failed("invalid_request", "The response_mode is query.")
    scopes = scopes_of(given, offline=client.offline)
    for value in given.get("acr_values", "").split():
        tenant = value.removeprefix(_TENANT)
        if tenant != value and tenant.casefold() != visit.box.tenant_id.casefold():
            raise Failed("invalid_request", "acr_values names another tenant.")
    challenge = _challenge(visit, client)
    if "none" in given.get("prompt", "").split():
        raise Failed("login_required", "Nobody is signed in: each sign-in shows the page.")
    return Wish(client.id, redirect_uri, scopes, given.get("state"), given.get("nonce"), challenge)


def _challenge(visit: Visit, client: SignInClient) -> str | None:
    given = visit.given
    if "code_challenge" not in given and client.has_secret:
        return None
    challenge = needed(given, "code_challenge")
    # Left out, the method is plain (RFC 7636, 4.3), which protects nothing that is read on the way.
    if given.get("code_challenge_method") != "S256":
        raise Failed("invalid_request", "The code_challenge_method is S256.")
    if not _CHALLENGE.fullmatch(challenge):
        raise Failed("invalid_request", "The code_challenge is no base64url of a SHA-256.")
    return challenge


def _page(visit: Visit, wish: Wish, client: SignInClient, told: str = "") -> Response:
    return pages.consent(
        AUTHORIZE,
        visit.box.sign_ins.show(wish),
        client.name,
        wish.scopes,
        users(visit),
        answers_to=wish.redirect_uri,
        told=told,
    )


def _decide(visit: Visit) -> Response:
    check_origin(visit)
    wish = visit.box.sign_ins.pages.take(visit.given["ticket"])
    client = None if wish is None else find(visit.documents, wish.client_id)
    if wish is None or client is None:
        raise gone()
    if visit.given.get("decision") != "allow":
        refused = {"error": "access_denied", "error_description": "The user refused."}
        return _back(visit, wish.redirect_uri, wish.state, refused)
    user = chosen(visit)
    if user is None:
        return _page(visit, wish, client, told="Choose who signs in.")
    return _back(visit, wish.redirect_uri, wish.state, {"code": visit.box.sign_ins.granted(wish, user["Id"])})


def _back(visit: Visit, redirect_uri: str, state: str | None, told: dict[str, str]) -> Response:
    """Return the redirect to the client, with who answers (RFC 9207) and the state as it came."""
    query = urlencode(told | ({} if state is None else {"state": state}) | {"iss": visit.issuer})
    return pages.redirect(f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{query}")
