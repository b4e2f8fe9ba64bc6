"""Tokens: signed claims of a client or a user, good in every region until they expire.

The keys are the tenant's own: each is made when it is first needed, kept in the store before anything is
signed with it, and published at ``jwks_uri``. Access tokens and id tokens have a key each (``keys`` tells
why), so that one can never pass for the other.
"""

from __future__ import annotations

import asyncio
import json
from enum import Enum

from ocs_tui.emulator.keys import EcKey, RsaKey, SigningKey, decoded, encoded
from ocs_tui.emulator.store import Json, Kind, Store


class Use(Enum):
    """What a token is for, as the ``typ`` of its header tells."""

    ACCESS = "at+jwt"
    IDENTITY = "JWT"


_KEPT_AS = {Use.ACCESS: "access-token-key", Use.IDENTITY: "id-token-key"}


class Signer:
    """Makes and checks tokens with the keys of one tenant.

    Args:
        store: where the keys are kept, and whose clock counts.

    Raises:
        ValueError: when what is kept is no key.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: dict[Use, SigningKey] = {}
        self._making = asyncio.Lock()
        for use, kind in ((Use.ACCESS, EcKey), (Use.IDENTITY, RsaKey)):
            kept = store.primary.get(Kind.SECRET, _KEPT_AS[use])
            if kept is not None:
                try:
                    self._keys[use] = kind(kept["Value"])
                except ValueError:
                    # Not the error's own words: they could hold the key.
                    raise ValueError(f"its {_KEPT_AS[use]} is no key") from None

    async def ready(self) -> None:
        """Wait until there is a key for id tokens. Making one takes a while, others are served meanwhile."""
        async with self._making:
            if Use.IDENTITY not in self._keys:
                self._keep(Use.IDENTITY, await asyncio.to_thread(RsaKey))

    def published(self) -> list[Json]:
        """Return the public keys, as ``jwks_uri`` answers them."""
        return [dict(self._key(use).published) for use in Use]

    def sign(self, claims: Json, use: Use) -> str:
        """Return a token of these claims. For an id token :meth:`ready` comes first."""
        key = self._key(use)
        header = {"alg": key.algorithm, "kid": key.id, "typ": use.value}
        signed = f"{_part(header)}.{_part(claims)}"
        return f"{signed}.{encoded(key.signature(signed.encode()))}"

    def read(self, token: str, use: Use, *, expired_too: bool = False) -> Json | None:
        """Return the claims of a token; None when it is forged, broken, expired or for another use.

        Its header is not asked how it was signed: there is one key and one way for each use.
        """
        signed, _, signature = token.rpartition(".")
        try:
            if not self._key(use).made(decoded(signature), signed.encode()):
                return None
        except ValueError:
            return None
        claims: Json = json.loads(decoded(signed.partition(".")[2]))
        return claims if expired_too or claims["exp"] > self._store.clock() else None

    def _key(self, use: Use) -> SigningKey:
        if use is Use.ACCESS and use not in self._keys:
            self._keep(use, EcKey())
        return self._keys[use]

    def _keep(self, use: Use, key: SigningKey) -> None:
        self._store.write((Kind.SECRET, _KEPT_AS[use], {"Value": key.kept}))
        self._keys[use] = key


def _part(value: Json) -> str:
    return encoded(json.dumps(value, separators=(",", ":")).encode())
