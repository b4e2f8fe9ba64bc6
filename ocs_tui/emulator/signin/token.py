"""The token endpoint: client credentials, authorization codes, refresh tokens, device codes."""

from __future__ import annotations

import hashlib
import hmac

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.keys import encoded
from ocs_tui.emulator.signin import issuing, refresh
from ocs_tui.emulator.signin.clients import SignInClient, authenticated
from ocs_tui.emulator.signin.endpoint import Visit
from ocs_tui.emulator.signin.protocol import (
    AUTHORIZATION_CODE,
    CLIENT_CREDENTIALS,
    DEVICE_CODE,
    NO_STORE,
    OFFLINE,
    REFRESH_TOKEN,
    Failed,
    Parameters,
    needed,
)
from ocs_tui.emulator.store import Json

_SLOWER = 5  # seconds that each look too early adds (RFC 8628, 3.5)


def token(visit: Visit) -> Response:
    """Answer a request for tokens.

    Raises:
        Failed: when it gets none.
    """
    grant = needed(visit.given, "grant_type")
    handler = _GRANTS.get(grant)
    if handler is None:
        raise Failed("unsupported_grant_type", "This grant type is not served.")
    client = authenticated(visit.documents, visit.request, visit.given, visit.now)
    if not client.may(grant):
        raise Failed("unauthorized_client", "A client of this kind may not use this grant type.")
    return answer(handler(visit, client), headers=NO_STORE)


def is_about_people(given: Parameters) -> bool:
    """True when a request for tokens may be answered with an id token."""
    return given.get("grant_type") != CLIENT_CREDENTIALS


def _client_credentials(visit: Visit, client: SignInClient) -> Json:
    return issuing.for_client(visit.box, visit.issuer, client)


def _authorization_code(visit: Visit, client: SignInClient) -> Json:
    code = visit.box.sign_ins.codes.get(needed(visit.given, "code"))
    if code is None:
        raise Failed("invalid_grant", "There is no such code, or its minute is over.")
    if code.used:
        # Two have it, so one of them stole it: neither keeps what came of it.
        if code.family is not None:
            refresh.end(visit.box.store, code.family)
        raise Failed("invalid_grant", "The code has been used.")
    code.used = True
    wish = code.wish
    if wish.client_id != client.id:
        raise Failed("invalid_grant", "The code was given to another client.")
    if wish.redirect_uri != visit.given.get("redirect_uri"):
        raise Failed("invalid_grant", "The code was sent to another redirect_uri.")
    _check_verifier(wish.challenge, visit.given.get("code_verifier"))
    user = _user(visit, code.user_id)
    given = issuing.for_user(visit.box, visit.issuer, client, user, wish.scopes, code.auth_time, wish.nonce)
    if OFFLINE in wish.scopes and client.offline:
        code.family, given["refresh_token"] = refresh.begin(
            visit.box.store, client.id, user["Id"], wish.scopes, code.auth_time
        )
    return given


def _check_verifier(challenge: str | None, verifier: str | None) -> None:
    """Hold the code verifier against the challenge; one without the other is a downgrade or a mix-up."""
    expected = None if verifier is None else encoded(hashlib.sha256(verifier.encode()).digest())
    if challenge is None and expected is None:
        return
    if challenge is None or expected is None or not hmac.compare_digest(challenge, expected):
        raise Failed("invalid_grant", "The code_verifier does not fit the code_challenge.")


def _refresh_token(visit: Visit, client: SignInClient) -> Json:
    presented = needed(visit.given, "refresh_token")
    store = visit.box.store
    family = refresh.find(store, presented, client.id)
    if family is None:
        raise Failed("invalid_grant", "There is no such refresh token, or its time is over.")
    if not refresh.is_youngest(family, presented):
        refresh.end(store, family["Id"])
        raise Failed("invalid_grant", "The refresh token has been used; sign in again.")
    if not client.offline:
        raise Failed("invalid_grant", "The client may not have refresh tokens any more.")
    granted = tuple(family["Scopes"])
    scopes = tuple(dict.fromkeys(visit.given.get("scope", "").split())) or granted
    if not set(scopes) <= set(granted):
        raise Failed("invalid_scope", "More is asked for than was granted.")
    user = _user(visit, family["UserId"])
    given = issuing.for_user(visit.box, visit.issuer, client, user, scopes, family["AuthTime"])
    return given | {"refresh_token": refresh.renew(store, family)}


def _device_code(visit: Visit, client: SignInClient) -> Json:
    code = needed(visit.given, "device_code")
    device = visit.box.sign_ins.devices.get(code)
    if device is None or device.client_id != client.id:
        raise Failed("invalid_grant", "There is no such device code.")
    now = visit.box.store.clock()
    if device.expires <= now:
        raise Failed("expired_token", "Nobody answered in time.")
    if device.refused:
        visit.box.sign_ins.devices.take(code)
        raise Failed("access_denied", "The user refused.")
    too_early = now - device.looked < device.interval
    device.looked = now
    if too_early:
        device.interval += _SLOWER
        raise Failed("slow_down", f"Look every {device.interval} seconds.")
    if device.user_id is None:
        raise Failed("authorization_pending", "The user has not answered yet.")
    visit.box.sign_ins.devices.take(code)
    user = _user(visit, device.user_id)
    return issuing.for_user(visit.box, visit.issuer, client, user, device.scopes, device.auth_time)


def _user(visit: Visit, user_id: str) -> Json:
    user = visit.user(user_id)
    if user is None:
        raise Failed("invalid_grant", "The user is no longer in the tenant.")
    return user


_GRANTS = {
    CLIENT_CREDENTIALS: _client_credentials,
    AUTHORIZATION_CODE: _authorization_code,
    REFRESH_TOKEN: _refresh_token,
    DEVICE_CODE: _device_code,
}
