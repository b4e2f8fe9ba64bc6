"""The userinfo endpoint: what a token of a user tells of the user."""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.signin import issuing
from ocs_tui.emulator.signin.endpoint import Visit
from ocs_tui.emulator.signin.protocol import NO_STORE, OPENID, Failed
from ocs_tui.emulator.tokens import Use


def userinfo(visit: Visit) -> Response:
    """Answer what the scopes of the token tell.

    Raises:
        Failed: 401 for a bad token, 403 for one that was not given for this (RFC 6750, 3.1).
    """
    scheme, _, token = visit.request.headers.get("authorization", "").partition(" ")
    claims = visit.box.signer.read(token.strip(), Use.ACCESS) if scheme.casefold() == "bearer" else None
    user = None if claims is None else visit.user(claims.get("sub", ""))
    if claims is not None and OPENID not in claims["scope"]:
        raise _failed("insufficient_scope", "The token was given without openid.", 403)
    if claims is None or user is None:
        raise _failed("invalid_token", "The token is missing, forged or expired.", 401)
    return answer(issuing.about(visit.box, user, tuple(claims["scope"])), headers=NO_STORE)


def _failed(error: str, description: str, status: int) -> Failed:
    return Failed(error, description, status=status, challenge=f'Bearer error="{error}"')
