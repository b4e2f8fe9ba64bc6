"""The keys that sign tokens: ECDSA on P-256 for access tokens (ES256), RSA for id tokens (RS256).

Two, because every sign-in waits for the first and few need the second. Measured: cryptography, an EC key
and its first signature cost 11 ms, an RSA key 30 to 60 more, which would be a tenth of the demo's way to its
first namespaces. OpenID Connect names RS256 as what id tokens are signed with unless agreed otherwise, and of an
access token a client reads nothing; who checks one finds its key at ``jwks_uri`` by its ``kid``, as .NET's
and everybody else's libraries do. PyJWT would cost 11 ms more for the few lines that are here.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Protocol

_HALF = 32  # bytes of each of the two numbers of a signature, and of a point, on P-256


class SigningKey(Protocol):
    """A private key and what is published of it.

    Attributes:
        algorithm: how tokens name what it signs with.
        id: how tokens name the key: its thumbprint (RFC 7638).
        published: the public key as a JSON Web Key.
        kept: the private key as text, for the store.
    """

    algorithm: str
    id: str
    published: dict[str, str]
    kept: str

    def signature(self, signed: bytes) -> bytes:
        """Return the signature of some bytes, as JSON Web Signatures have it."""

    def made(self, signature: bytes, signed: bytes) -> bool:
        """True when the signature of these bytes is this key's."""


class EcKey:
    """A key on P-256, kept as its one number: what reads and writes PEM takes 2 ms more to import.

    Args:
        kept: the key that is kept; a new one is made when None.

    Raises:
        ValueError: when what is kept is no such key.
    """

    algorithm = "ES256"

    def __init__(self, kept: str | None = None) -> None:
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.hashes import SHA256

        curve = ec.SECP256R1()
        if kept is None:
            self._private = ec.generate_private_key(curve)
        else:
            self._private = ec.derive_private_key(int(kept, 16), curve)
        self._public = self._private.public_key()
        self._how = ec.ECDSA(SHA256())
        self.kept = f"{self._private.private_numbers().private_value:x}"
        point = self._public.public_numbers()
        self.id, self.published = _published(
            self.algorithm,
            {"crv": "P-256", "kty": "EC", "x": _number(point.x, _HALF), "y": _number(point.y, _HALF)},
        )

    def signature(self, signed: bytes) -> bytes:
        """Return the signature of some bytes: two numbers of one length, one after the other."""
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        r, s = decode_dss_signature(self._private.sign(signed, self._how))
        return r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")

    def made(self, signature: bytes, signed: bytes) -> bool:
        """True when the signature of these bytes is this key's."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

        if len(signature) != 2 * _HALF:
            return False
        r, s = (int.from_bytes(half, "big") for half in (signature[:_HALF], signature[_HALF:]))
        try:
            self._public.verify(encode_dss_signature(r, s), signed, self._how)
        except InvalidSignature:
            return False
        return True


class RsaKey:
    """A key of 2,048 bits. Making one takes a while, without Python's lock: leave it to a thread.

    Args:
        kept: the key that is kept, as PEM; a new one is made when None.

    Raises:
        ValueError: when what is kept is no such key.
    """

    algorithm = "RS256"

    def __init__(self, kept: str | None = None) -> None:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import padding, rsa
        from cryptography.hazmat.primitives.hashes import SHA256

        private: object
        if kept is None:
            private = rsa.generate_private_key(65537, 2048)
        else:
            private = serialization.load_pem_private_key(kept.encode(), password=None)
        if not isinstance(private, rsa.RSAPrivateKey):
            raise ValueError("a key is no RSA key")
        self._private = private
        self._public = private.public_key()
        self._how = padding.PKCS1v15(), SHA256()
        self.kept = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        numbers = self._public.public_numbers()
        self.id, self.published = _published(
            self.algorithm, {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
        )

    def signature(self, signed: bytes) -> bytes:
        """Return the signature of some bytes."""
        return self._private.sign(signed, *self._how)

    def made(self, signature: bytes, signed: bytes) -> bool:
        """True when the signature of these bytes is this key's."""
        from cryptography.exceptions import InvalidSignature

        try:
            self._public.verify(signature, signed, *self._how)
        except InvalidSignature:
            return False
        return True


def encoded(value: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(value: str) -> bytes:
    """Return the bytes of base64url without padding.

    Raises:
        ValueError: for any character that base64url has not.
    """
    return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)


def _number(value: int, length: int = 0) -> str:
    return encoded(value.to_bytes(length or (value.bit_length() + 7) // 8, "big"))


def _published(algorithm: str, needed: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the thumbprint of a key whose needed members these are, in their order, and its JSON Web Key."""
    canonical = json.dumps(needed, separators=(",", ":")).encode()
    thumbprint = encoded(hashlib.sha256(canonical).digest())
    return thumbprint, needed | {"kid": thumbprint, "use": "sig", "alg": algorithm}
