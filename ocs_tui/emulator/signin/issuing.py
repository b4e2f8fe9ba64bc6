"""What a sign-in gives: access tokens, id tokens, and what a client may know of a user.

The claims are those of the samples' era where the reference is silent: ``client_id``, ``scope`` as a list,
``sub`` of users only, ``tid`` for the tenant. ``role_type`` is named by a public sample.
"""

from __future__ import annotations

import hashlib
import secrets

from ocs_tui.emulator.call import Box
from ocs_tui.emulator.keys import encoded
from ocs_tui.emulator.people.claimed import roles_by_claims
from ocs_tui.emulator.signin.clients import SignInClient
from ocs_tui.emulator.signin.protocol import API, EMAIL, OPENID, PROFILE
from ocs_tui.emulator.store import Json, Kind
from ocs_tui.emulator.tokens import Use


def for_client(box: Box, issuer: str, client: SignInClient) -> Json:
    """Return the token answer to a client that acts for itself."""
    token = box.signer.sign(_access(box, issuer, client, (API,)), Use.ACCESS)
    return _answer(token, client, (API,))


def for_user(
    box: Box,
    issuer: str,
    client: SignInClient,
    user: Json,
    scopes: tuple[str, ...],
    auth_time: int,
    nonce: str | None = None,
) -> Json:
    """Return the token answer to a client that acts for a user; with an id token if it asked for ``openid``."""
    from ocs_tui.emulator.people.invitations import join

    user = join(box.store, user)
    who = {"sub": user["Id"], "auth_time": auth_time}
    access = box.signer.sign(_access(box, issuer, client, scopes) | who, Use.ACCESS)
    given = _answer(access, client, scopes)
    if OPENID in scopes:
        now = int(box.store.clock())
        claims = about(box, user, scopes) | {
            "iss": issuer,
            "aud": client.id,
            "iat": now,
            "nbf": now,
            "exp": now + client.lifetime,
            "auth_time": auth_time,
            "at_hash": encoded(hashlib.sha256(access.encode()).digest()[:16]),
        }
        if nonce is not None:
            claims["nonce"] = nonce
        given["id_token"] = box.signer.sign(claims, Use.IDENTITY)
    return given


def about(box: Box, user: Json, scopes: tuple[str, ...]) -> Json:
    """Return what these scopes tell of a user."""
    documents = box.store.primary
    held = dict.fromkeys((*user["RoleIds"], *roles_by_claims(documents, user)))
    roles = (documents.get(Kind.ROLE, role) for role in held)
    told: Json = {
        "sub": user["Id"],
        "tid": box.tenant_id,
        "role_type": [role["RoleTypeId"] for role in roles if role is not None and role.get("RoleTypeId")],
    }
    if PROFILE in scopes:
        told |= {
            "name": user.get("Name"),
            "given_name": user.get("GivenName"),
            "family_name": user.get("Surname"),
        }
    if EMAIL in scopes:
        told["email"] = user.get("Email")
    return {name: value for name, value in told.items() if value is not None}


def _access(box: Box, issuer: str, client: SignInClient, scopes: tuple[str, ...]) -> Json:
    now = int(box.store.clock())
    return {
        "iss": issuer,
        "aud": API,
        "client_id": client.id,
        "tid": box.tenant_id,
        "scope": list(scopes),
        "jti": secrets.token_hex(16),
        "iat": now,
        "nbf": now,
        "exp": now + client.lifetime,
    }


def _answer(token: str, client: SignInClient, scopes: tuple[str, ...]) -> Json:
    return {
        "access_token": token,
        "expires_in": client.lifetime,
        "token_type": "Bearer",
        "scope": " ".join(scopes),
    }
