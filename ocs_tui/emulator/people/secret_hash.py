"""The secrets of clients: kept as salted hashes, so that nobody reads them out of a data file."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from ocs_tui.emulator.store import Documents, Json, Kind


def new_secret() -> str:
    """Return a new secret."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> Json:
    """Return what is kept of a secret."""
    salt = secrets.token_hex(16)
    return {"Salt": salt, "Hash": _hash(salt, secret)}


def secret_holds(documents: Documents, client_id: str, secret: str, now: float) -> bool:
    """True when this is one of a client's secrets, and it has not expired.

    Args:
        documents: the tenant.
        client_id: whose it should be, in any letter case.
        secret: what was given as it.
        now: seconds since the epoch.
    """
    own = [
        each for each in documents.all(Kind.CLIENT_SECRET) if each["Of"].casefold() == client_id.casefold()
    ]
    good = [each for each in own if _until(each) > now]
    return any(hmac.compare_digest(each["Hash"], _hash(each["Salt"], secret)) for each in good)


def _until(secret: Json) -> float:
    return datetime.fromisoformat(secret["Expiration"]).timestamp() if secret["Expires"] else float("inf")


def _hash(salt: str, secret: str) -> str:
    return hashlib.sha256(f"{salt}:{secret}".encode("utf-8", "surrogatepass")).hexdigest()
