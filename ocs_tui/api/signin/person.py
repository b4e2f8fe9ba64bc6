"""Who is signed in, where it is a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ocs_tui.model.ids import fits_in_a_path


@dataclass(frozen=True, slots=True)
class Person:
    """A user, as the identity server names them.

    Attributes:
        id: the user's id: the claim ``sub``. The reference names no claim for it; ``sub`` is what OpenID
            Connect has for it, and what ``/Users/{id}`` is asked for.
        name: their name as it came, not made safe to show; empty when not said.
        email: their address, likewise.
    """

    id: str
    name: str = ""
    email: str = ""

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Person | None:
        """Return the person whose claims these are; None when they hold no usable ``sub``."""
        user_id = claims.get("sub")
        if not isinstance(user_id, str) or not fits_in_a_path(user_id):
            return None
        given = " ".join(part for key in ("given_name", "family_name") if (part := _text(claims, key)))
        name = _text(claims, "name") or given or _text(claims, "preferred_username")
        return cls(user_id, name, _text(claims, "email"))


def _text(claims: Mapping[str, Any], key: str) -> str:
    value = claims.get(key)
    return value.strip() if isinstance(value, str) else ""
