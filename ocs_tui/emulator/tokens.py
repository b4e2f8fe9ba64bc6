"""Access tokens: signed claims of a client, good in every region until they expire."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable

from ocs_tui.emulator.store import Json

_HEADER = {"alg": "HS256", "typ": "at+jwt"}


class Signer:
    """Makes and checks tokens with one key.

    Args:
        key: the secret key.
        clock: seconds since the epoch.
    """

    def __init__(self, key: bytes, clock: Callable[[], float]) -> None:
        self._key = key
        self._clock = clock

    def issue(self, client_id: str, tenant_id: str, issuer: str, lifetime: int) -> str:
        """Return a token of a client that is good for ``lifetime`` seconds."""
        now = int(self._clock())
        claims = {
            "iss": issuer,
            "client_id": client_id,
            "tid": tenant_id,
            "scope": ["ocsapi"],
            "iat": now,
            "exp": now + lifetime,
        }
        signed = f"{_encode(_HEADER)}.{_encode(claims)}"
        return f"{signed}.{_text(self._signature(signed))}"

    def client_of(self, token: str) -> str | None:
        """Return the id of the client a token was made for; None when it is forged, broken or expired."""
        signed, _, signature = token.rpartition(".")
        try:
            given = _bytes(signature)
            if not hmac.compare_digest(given, self._signature(signed)):
                return None
            claims: Json = json.loads(_bytes(signed.rpartition(".")[2]))
        except (ValueError, binascii.Error):
            return None
        return str(claims["client_id"]) if claims["exp"] > self._clock() else None

    def _signature(self, signed: str) -> bytes:
        return hmac.new(self._key, signed.encode(), hashlib.sha256).digest()


def _encode(value: Json) -> str:
    return _text(json.dumps(value, separators=(",", ":")).encode())


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
