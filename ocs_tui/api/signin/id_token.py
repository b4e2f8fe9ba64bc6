"""The id token: who has signed in, checked by signature, issuer, audience, time and nonce."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from ocs_tui.api.errors import SignInFailed
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.signin.grant import WHAT
from ocs_tui.api.signin.person import Person
from ocs_tui.api.signin.server import Endpoints, IdentityServer

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a key that only the server has. ``none``, and what a shared secret signs, prove nothing."""
_CLOCKS_DIFFER = 300.0
"""Seconds that this machine's clock and the server's may be apart."""


class _Wrong(Exception):
    """What is wrong with an id token, as the rest of a sentence."""


def check_verifiable(endpoints: Endpoints, where: str) -> None:
    """Pass when id tokens can be verified; asked before anybody signs in for nothing.

    Raises:
        SignInFailed: the discovery document leaves out what that takes.
    """
    for name, found in (("issuer", endpoints.issuer), ("jwks_uri", endpoints.keys)):
        if not found:
            raise SignInFailed(f"{WHAT} failed: the discovery document of {where} names no {name}.")


async def verified(
    server: IdentityServer, endpoints: Endpoints, id_token: Hidden | None, client_id: str, nonce: str | None
) -> Person:
    """Return who an id token says has signed in.

    The issuer must be, letter by letter, the ``issuer`` of the discovery document that named the token
    endpoint, and need not be the authority's URL: the public samples switch that comparison off, and
    OpenID Connect asks for this one.

    Args:
        server: has the keys.
        endpoints: of the base URL that gave the token.
        id_token: the token; None when none came.
        client_id: whom it must be for.
        nonce: what was sent with the sign-in, and must stand in the token; None where none could be sent.

    Raises:
        SignInFailed: it proves nothing.
        OcsError: the keys cannot be read.
    """
    where = server.label(endpoints.base)
    if id_token is None:
        raise SignInFailed(f"{WHAT} failed: {where} did not say who has signed in (no id token).")
    keys = await server.get(endpoints, "keys")
    try:
        person = Person.of(_claims(id_token, keys, endpoints.issuer, client_id, nonce))
        if person is None:
            raise _Wrong("it names nobody")
        return person
    except _Wrong as wrong:
        failure = SignInFailed(f"{WHAT} failed: the id token of {where} is not accepted ({wrong}).")
    raise failure


def _claims(id_token: Hidden, keys: Any, issuer: str, client_id: str, nonce: str | None) -> Mapping[str, Any]:
    import jwt  # with its cryptography, for this moment only

    try:
        key = _key(id_token, keys)
        claims: dict[str, Any] = jwt.decode(
            id_token.value,
            key,
            algorithms=list(_ALGORITHMS),
            audience=client_id,
            issuer=issuer,
            leeway=_CLOCKS_DIFFER,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as problem:
        why = _words(problem)
    else:
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client_id:
            raise _Wrong("it was made for another client")
        if nonce is not None and not _same(claims.get("nonce"), nonce):
            raise _Wrong("its nonce is not the one sent: it belongs to another sign-in")
        return claims
    raise _Wrong(why)


def _key(id_token: Hidden, keys: Any) -> Any:
    """Return the key that an id token names; the only one where it names none."""
    import jwt

    try:
        known = jwt.PyJWKSet.from_dict(keys).keys
    except (jwt.PyJWTError, AttributeError, TypeError, ValueError):
        raise _Wrong("the server publishes no key that can be used") from None
    known = [key for key in known if key.public_key_use in (None, "sig")]
    wanted = jwt.get_unverified_header(id_token.value).get("kid")
    fit = [key for key in known if key.key_id == wanted] if wanted is not None else known
    if len(fit) != 1:
        raise _Wrong("it is signed with a key that the server does not publish")
    return fit[0]


def _same(value: object, nonce: str) -> bool:
    # half a character has no bytes of its own, and is never in what was sent
    return isinstance(value, str) and hmac.compare_digest(value.encode(errors="replace"), nonce.encode())


def _words(problem: Exception) -> str:
    """Say what a library found wrong; its own words may hold parts of the token."""
    import jwt

    for kind, words in (
        (jwt.ExpiredSignatureError, "it has expired: is this machine's clock right?"),
        (jwt.ImmatureSignatureError, "it is not valid yet: is this machine's clock right?"),
        (jwt.InvalidIssuedAtError, "it is not valid yet: is this machine's clock right?"),
        (jwt.InvalidIssuerError, "its issuer is not the one that the discovery document names"),
        (jwt.InvalidAudienceError, "it was made for another client"),
        (jwt.InvalidAlgorithmError, "it is signed in a way that proves nothing"),
        (jwt.InvalidSignatureError, "its signature is wrong"),
        (jwt.MissingRequiredClaimError, "it leaves out what it must say"),
    ):
        if isinstance(problem, kind):
            return words
    return "it cannot be read"
