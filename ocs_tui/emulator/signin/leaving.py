"""Taking back: the revocation of tokens (RFC 7009), and the end of a session."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response

from ocs_tui.emulator.answers import empty
from ocs_tui.emulator.signin import pages, refresh
from ocs_tui.emulator.signin.clients import authenticated, find
from ocs_tui.emulator.signin.endpoint import Visit
from ocs_tui.emulator.signin.protocol import NO_STORE, Failed, needed
from ocs_tui.emulator.tokens import Use


def revoke(visit: Visit) -> Response:
    """End the family of a refresh token; one that nobody knows is revoked already.

    Access tokens live on until they expire, as the reference says of those of deleted users, and a client
    that wants to revoke one is told so.

    Raises:
        Failed: for a client that is not known, or an access token.
    """
    client = authenticated(visit.documents, visit.request, visit.given, visit.now)
    token = needed(visit.given, "token")
    if visit.box.signer.read(token, Use.ACCESS) is not None:
        raise Failed("unsupported_token_type", "Access tokens live until they expire.")
    family = refresh.find(visit.box.store, token, client.id)
    if family is not None:
        refresh.end(visit.box.store, family["Id"])
    return empty(200, NO_STORE)


def end_session(visit: Visit) -> Response:
    """Send the person back to the client, or say that nobody is signed in.

    No browser is ever kept signed in here, so nothing ends: refresh tokens that were given for
    ``offline_access`` outlive a sign-out (OpenID Connect RP-Initiated Logout, 6).

    Raises:
        Failed: for a hint that is no id token of ours, or a URI that the client has not registered.
    """
    given = visit.given
    client_id = given.get("client_id", "")
    if "id_token_hint" in given:
        claims = visit.box.signer.read(given["id_token_hint"], Use.IDENTITY, expired_too=True)
        if claims is None or client_id not in ("", claims["aud"]):
            raise Failed("invalid_request", "The id_token_hint is no id token of this client.")
        client_id = claims["aud"]
    uri = given.get("post_logout_redirect_uri")
    if uri is None:
        return pages.page("Signed out", "<p>Nobody is signed in here any more.</p>")
    client = find(visit.documents, client_id)
    if client is None or not client.leaves_to(uri):
        raise Failed("bad_client", "The post_logout_redirect_uri is not registered for this client.")
    if "state" in given:
        uri += ("&" if "?" in uri else "?") + urlencode({"state": given["state"]})
    return pages.redirect(uri)
