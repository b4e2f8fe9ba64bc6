"""Refresh tokens: a family of one sign-in, of which only the youngest is good.

Each use makes the next token, and the one that was used is dead. Whoever uses a dead one again has copied
it, or was copied: then the whole family ends (RFC 9700, 4.14.2). Families live in the store, so that they
survive a restart, but only as hashes, and for 8 hours: so long, says a public sample, refreshing works.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from ocs_tui.emulator.store import Change, Json, Kind, Store

_LIFETIME = 8 * 3600.0
_MOST = 1000


def begin(
    store: Store, client_id: str, user_id: str, scopes: tuple[str, ...], auth_time: int
) -> tuple[str, str]:
    """Begin a family; return its id and its first token."""
    now = store.clock()
    families = store.primary.all(Kind.REFRESH)
    over = [family for family in families if family["Expires"] <= now]
    over += [family for family in families if family["Expires"] > now][: -(_MOST - 1)]
    ended: list[Change] = [(Kind.REFRESH, family["Id"], None) for family in over]
    family: Json = {
        "Id": secrets.token_hex(16),
        "ClientId": client_id,
        "UserId": user_id,
        "Scopes": list(scopes),
        "AuthTime": auth_time,
        "Expires": now + _LIFETIME,
    }
    token, begun = _next(family)
    store.write(*ended, (Kind.REFRESH, family["Id"], begun))
    return family["Id"], token


def find(store: Store, token: str, client_id: str) -> Json | None:
    """Return the family of a client's token, dead or alive."""
    family = store.primary.get(Kind.REFRESH, token.partition(".")[0])
    if family is None or family["Expires"] <= store.clock() or family["ClientId"] != client_id:
        return None
    return family


def is_youngest(family: Json, token: str) -> bool:
    """True when this is the token of a family that has not been used yet."""
    return hmac.compare_digest(str(family["Youngest"]), _hash(token))


def renew(store: Store, family: Json) -> str:
    """Return the next token of a family; the one before it is dead."""
    token, renewed = _next(family)
    store.write((Kind.REFRESH, family["Id"], renewed))
    return token


def end(store: Store, family_id: str) -> None:
    """End a family."""
    store.write((Kind.REFRESH, family_id, None))


def _next(family: Json) -> tuple[str, Json]:
    token = f"{family['Id']}.{secrets.token_urlsafe(32)}"
    return token, family | {"Youngest": _hash(token)}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
