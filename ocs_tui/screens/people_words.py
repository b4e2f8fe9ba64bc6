"""Roles, users, clients and the other things of the tenant in words. Everything returned is safe to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocs_tui.model.enums import BUILT_IN_ROLES, enum_words
from ocs_tui.model.text import safe
from ocs_tui.widgets.field_list import LONGEST

if TYPE_CHECKING:
    from ocs_tui.api.errors import OcsError
    from ocs_tui.catalog.kind import Field, Kind
    from ocs_tui.connection import Connection

_SECONDS = ("access_token_lifetime", "device_code_lifetime")
DEFAULT_LIFETIME = 3600
"""Seconds that a token lives where its client says nothing."""


def not_offered(kind: Kind, error: OcsError | None) -> str | None:
    """Return that a list is not for one's eyes, or not of this service; None for any other error, and for none."""
    from ocs_tui.api.errors import Forbidden, NotFound, NotOffered

    plural = kind.plural.casefold()
    if isinstance(error, Forbidden):
        return f"Your roles do not let you see the {plural}."
    if isinstance(error, NotFound | NotOffered):
        return f"This service has no {plural} to show."
    return None


def said(connection: Connection, attribute: str, value: Any) -> str:
    """Return a value of a field in words; the empty string for none."""
    if attribute in _SECONDS:
        return lifetime(value) if value else f"{lifetime(DEFAULT_LIFETIME)}, the default"
    if attribute == "role_type_id" and value:
        name = BUILT_IN_ROLES.get(value.casefold())
        return f"{safe(value)} (built-in: {name})" if name else safe(value)
    if attribute in ("role_scope", "state"):
        return safe(enum_words(value))
    if attribute == "role_ids":
        return ", ".join(connection.role_name(role_id) for role_id in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(safe(one, LONGEST) for one in value)
    if isinstance(value, dict):
        return safe("; ".join(f"{key}: {_inner(one)}" for key, one in value.items()), 500)
    return "" if value is None else safe(value, LONGEST)


def _inner(value: Any) -> str:
    """A value within a value: of several switches those that are on, as of a provider's capabilities."""
    if isinstance(value, dict):
        return ", ".join(str(key) for key, on in value.items() if on) or "none"
    return str(value)


def lifetime(seconds: int) -> str:
    """Return a time in words: ``3,600 s (1 hour)``."""
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        count, rest = divmod(seconds, size)
        if count and not rest:
            return f"{seconds:,} s ({count} {unit}{'' if count == 1 else 's'})"
    return f"{seconds:,} s"


def short(connection: Connection, attribute: str, value: Any) -> str:
    """Return a value as a cell of a table: no more than what tells things apart."""
    if attribute in _SECONDS:
        return f"{value or DEFAULT_LIFETIME:,} s"
    if attribute == "is_built_in":
        return "built-in" if value else ""
    if attribute == "user_id" and value:
        user = connection.item(("users",), value)
        return safe(user.label) if user is not None else safe(value)
    return said(connection, attribute, value)


def cell(connection: Connection, field: Field, thing: Any) -> str:
    """Return a field of a thing as a cell of a table."""
    value = getattr(thing, field.attribute)
    if value is None and field.words is not None and 0 in field.words._value2member_map_:
        value = 0  # which is left out on the wire
    if field.links and isinstance(value, list):
        return ", ".join(_named(connection, field.links, one) for one in value[:6])
    if field.words is not None and value is not None:
        from ocs_tui.screens.thing_words import word_of

        return safe(word_of(field, value), 60)
    if isinstance(value, list | dict):
        from ocs_tui.screens.thing_words import brief

        return brief(value)
    return short(connection, field.attribute, value)


def told(connection: Connection, field: Field, thing: Any) -> str:
    """Return a field of a thing where no heading says which it is: a switch that is off says nothing."""
    words, value = cell(connection, field, thing), getattr(thing, field.attribute)
    if isinstance(value, bool):
        return field.label if value else ""
    return f"{field.label} {words}" if isinstance(value, int | float) and field.words is None else words


def _named(connection: Connection, kind: str, value: Any) -> str:
    """A thing of the tenant by its name where that is known, otherwise by its id."""
    from ocs_tui.catalog.kinds import BY_NAME, address_of
    from ocs_tui.model.ids import fits_in_a_path

    known = None
    if isinstance(value, str) and fits_in_a_path(value):
        known = connection.known(address_of(BY_NAME[kind], value))
    return safe(getattr(known, "label", "") or value, 60)


def counted(kind: Kind, count: int) -> str:
    """Return so many of a kind: ``1 type``, ``2,000 OMF connections``."""
    plural = kind.plural if kind.plural[:2].isupper() else kind.plural[0].lower() + kind.plural[1:]
    return f"{count:,} {kind.name if count == 1 else plural}"
