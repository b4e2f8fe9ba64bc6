"""What a token endpoint gives."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ocs_tui.api.bodies import read_document
from ocs_tui.api.errors import SignInFailed
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.transport import Answer
from ocs_tui.model.text import safe

WHAT = "Signing in"
"""The subject of every sentence about it."""

_REFUSALS = frozenset({400, 401, 403})


@dataclass(frozen=True, slots=True)
class Grant:
    """An answer that holds a token.

    Attributes:
        token: the access token.
        lifetime: seconds that it holds.
        refresh: the refresh token; None when none came.
        id_token: the id token, not verified; None when none came.
    """

    token: Hidden
    lifetime: float
    refresh: Hidden | None = None
    id_token: Hidden | None = None


def read_grant(answer: Answer, where: str) -> Grant:
    """Read an answer of 2xx.

    Raises:
        SignInFailed: it holds no token that can be used, or no lifetime (an error by the reference).
        BadAnswer: it is no JSON.
    """
    token, lifetime, refresh, id_token = _parts(read_document(answer, WHAT, where).value)
    if token is None:
        raise SignInFailed(f"{WHAT} failed: {where} answered without a token.", status=answer.status)
    if lifetime is None:
        raise SignInFailed(
            f"{WHAT} failed: {where} answered with a token and no lifetime.", status=answer.status
        )
    return Grant(token, lifetime, refresh, id_token)


def refusal(answer: Answer) -> str:
    """Return OAuth's word for why a grant was refused, such as ``invalid_grant``; empty for another failure.

    A 400 without such a word did not come from a token endpoint, but from something on the way.
    """
    if answer.status not in _REFUSALS:
        return ""
    try:
        value: Any = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    why = value.get("error") if isinstance(value, dict) else None
    return safe(why, 60) if isinstance(why, str) else ""


def _parts(value: Any) -> tuple[Hidden | None, float | None, Hidden | None, Hidden | None]:
    """Return what can be used; None for what is not there or cannot be."""
    if not isinstance(value, dict):
        return None, None, None, None
    token, refresh, id_token = (_token(value, f"{kind}_token") for kind in ("access", "refresh", "id"))
    return token, _seconds(value.get("expires_in")), refresh, id_token


def _token(value: dict[str, Any], key: str) -> Hidden | None:
    token = value.get(key)
    usable = isinstance(token, str) and token.isascii() and token.isprintable() and " " not in token
    return Hidden(token) if token and usable else None


def _seconds(value: Any) -> float | None:
    """Read ``expires_in``: a positive number, also as text; None for anything else."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value.strip()[:9])
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        return float(value)
    return None
