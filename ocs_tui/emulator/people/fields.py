"""The fields of a body: what each may hold, and what it is when the body has none.

A value that the contract does not take is a 400. Fields beyond the contract are ignored.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names
from ocs_tui.emulator.store import Documents, Json, Kind
from ocs_tui.model.enums import TENANT_MEMBER

Taker = Callable[[Documents, str, Any], Any]
"""Returns a field's value as it is stored, of the tenant's documents, its name and what the body has."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the contract.

    Attributes:
        default: the default of its type, which answers leave out unless they are verbose.
        take: how it is taken from a body; None where the server alone sets it.
        start: what a new one has when the body gives none.
        required: whether the body of a create must give it.
        fixed: whether only a create takes it.
        shown: whether answers have it.
    """

    default: Any = None
    take: Taker | None = None
    start: Any = None
    required: bool = False
    fixed: bool = False
    shown: bool = True


Fields = Mapping[str, Field]


def taken(documents: Documents, body: bytes, fields: Fields, *, creates: bool) -> Json:
    """Return what a body gives of the fields that it may set; nulls are not given.

    ``Id`` is among it as it came: each collection has rules of its own for it.

    Raises:
        Refused: 400 for no JSON object, a wrong value, or what is required and missing.
    """
    came = known_names(read_object(body), ("Id", *fields))
    found: Json = {}
    for name, field in fields.items():
        if field.take is None or (field.fixed and not creates):
            continue
        value = came.get(name)
        if value is not None:
            found[name] = field.take(documents, name, value)
        if creates and field.required and not found.get(name):
            raise Refused(400, f"{name} is needed.")
    if came.get("Id") not in (None, ""):
        # Written as text: the ids of secrets are numbers.
        found["Id"] = str(came["Id"]) if type(came["Id"]) is int else text(documents, "Id", came["Id"])
    return found


def text(documents: Documents, name: str, value: Any) -> str:
    """Take a string."""
    if not isinstance(value, str):
        raise Refused(400, f"{name} is no string.")
    return value


def some_text(documents: Documents, name: str, value: Any) -> str:
    """Take a string that is not empty."""
    if not text(documents, name, value).strip():
        raise Refused(400, f"{name} is empty.")
    return str(value)


def guid(documents: Documents, name: str, value: Any) -> str:
    """Take a GUID."""
    try:
        return str(uuid.UUID(text(documents, name, value)))
    except ValueError:
        raise Refused(400, f"{name} is no GUID.") from None


def flag(documents: Documents, name: str, value: Any) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise Refused(400, f"{name} is neither true nor false.")
    return value


def whole(low: int, high: int) -> Taker:
    """Return what takes a whole number between two."""

    def take(documents: Documents, name: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise Refused(400, f"{name} is no whole number between {low} and {high}.")
        return value

    return take


def texts(most: int | None = None) -> Taker:
    """Return what takes a list of strings, of so many at most."""

    def take(documents: Documents, name: str, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise Refused(400, f"{name} is no list of strings.")
        if most is not None and len(value) > most:
            raise Refused(400, f"{name} has more than {most}.")
        return list(value)

    return take


def moment(documents: Documents, name: str, value: Any) -> str:
    """Take a date-time of ISO 8601; without an offset it is UTC."""
    return written_moment(moment_of(text(documents, name, value), name))


def moment_of(value: str, name: str) -> datetime:
    """Return the time that a date-time means."""
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Refused(400, f"{name} is no date-time of ISO 8601.") from None


def written_moment(value: datetime) -> str:
    """Return a date-time as the service writes it: in UTC, with a fraction where it has one."""
    return value.replace(tzinfo=None).isoformat() + "Z"


def role_ids(documents: Documents, name: str, value: Any) -> list[str]:
    """Take a list of ids of roles of the tenant, each once."""
    found: dict[str, None] = {}
    for role_id in texts()(documents, name, value):
        role = documents.get(Kind.ROLE, role_id)
        if role is None:
            raise Refused(400, f"{name} names a role that does not exist.")
        found[role["Id"]] = None
    return list(found)


def role_ids_with_member(documents: Documents, name: str, value: Any) -> list[str]:
    """Take a list of role ids, and put Tenant Member into it: everybody holds it.

    The reference says that it must be there and cannot be removed, not what becomes of a list without it.
    Read here as: the service adds it.
    """
    return with_member(documents, role_ids(documents, name, value))


def with_member(documents: Documents, roles: list[str]) -> list[str]:
    """Return these role ids with Tenant Member among them, at the front where it was missing."""
    members = [role["Id"] for role in documents.all(Kind.ROLE) if role.get("RoleTypeId") == TENANT_MEMBER]
    return [*(role for role in members if role not in roles), *roles]
