"""Access control lists, entries and trustees.

Source: the access control pages of the API reference. The early pages' ``RoleId`` and
``ApplicationId`` in place of ``ObjectId`` are not read: every generated schema says ``ObjectId``.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from ocs_tui.model.enums import RIGHT_WIRE_NAMES, AccessType, TrusteeType
from ocs_tui.model.wire import Wire, is_count, read_enum

_RIGHTS_BY_NAME = {name.casefold(): int(right) for right, name in RIGHT_WIRE_NAMES.items()} | {
    "none": 0,
    "all": 31,
}


def read_rights(value: Any) -> Any:
    """Read a rights mask from a number, a name, or names joined by commas."""
    if isinstance(value, str):
        names = [part.strip().casefold() for part in value.split(",")]
        mask = 0
        for name in names:
            if name not in _RIGHTS_BY_NAME:
                raise ValueError("an unknown access right")
            mask |= _RIGHTS_BY_NAME[name]
        return mask
    return is_count(value)


class Trustee(Wire):
    """A user, a client or a role. ``tenant_id`` is given for owners and mostly left out for roles."""

    type: Annotated[TrusteeType | int | str, BeforeValidator(read_enum(TrusteeType))] = 0
    object_id: str = ""
    tenant_id: str | None = None

    @property
    def key(self) -> tuple[object, str]:
        """What makes two trustees the same one: type and id, letter case aside."""
        return (self.type, self.object_id.casefold())


class AccessControlEntry(Wire):
    """One entry: these rights are allowed to, or denied, this trustee."""

    trustee: Trustee = Trustee()
    access_type: Annotated[AccessType | int | str, BeforeValidator(read_enum(AccessType))] = (
        AccessType.ALLOWED
    )
    access_rights: Annotated[int, BeforeValidator(read_rights)] = 0

    @property
    def is_role(self) -> bool:
        """True when the trustee is a role with an id."""
        return self.trustee.type == TrusteeType.ROLE and bool(self.trustee.object_id)


class AccessControlList(Wire):
    """The list of entries, in the order they came: order and repeats are kept."""

    role_trustee_access_control_entries: tuple[AccessControlEntry, ...] = ()

    @property
    def entries(self) -> tuple[AccessControlEntry, ...]:
        """The entries."""
        return self.role_trustee_access_control_entries

    def with_entries(self, entries: tuple[AccessControlEntry, ...]) -> AccessControlList:
        """Return the list with other entries and everything else as it came."""
        return self.changed(role_trustee_access_control_entries=entries)
