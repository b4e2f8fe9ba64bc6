"""The bodies of the contract: what is taken from a client, and what is written to one.

Inside the emulator enums are numbers and the fields that decide access are always there. What a body
holds beyond the contract is kept as it came. ``Accept-Verbosity: verbose`` writes every field;
otherwise fields of the contract that equal their type's default are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rights import someone_manages
from ocs_tui.emulator.store import Json
from ocs_tui.model.enums import ALL_RIGHTS, RIGHT_WIRE_NAMES, AccessType, TrusteeType

_TRUSTEE = ("Type", "ObjectId", "TenantId")
_ENTRY = ("Trustee", "AccessType", "AccessRights")
_LIST = ("RoleTrusteeAccessControlEntries",)
_INT64 = 2**63 - 1

_TRUSTEE_TYPES = {"user": TrusteeType.USER, "client": TrusteeType.CLIENT, "role": TrusteeType.ROLE} | {
    "application": TrusteeType.CLIENT  # the name that early pages give to a client
}
_ACCESS_TYPES = {"allowed": AccessType.ALLOWED, "denied": AccessType.DENIED}
_RIGHTS = {name.casefold(): int(right) for right, name in RIGHT_WIRE_NAMES.items()} | {
    "none": 0,
    "all": int(ALL_RIGHTS),
}


def known_names(body: Json, names: Iterable[str]) -> Json:
    """Return a body with its known fields spelled as in the contract, whatever their letter case."""
    spelled = {name.casefold(): name for name in names}
    return {spelled.get(key.casefold(), key): value for key, value in body.items()}


def read_acl(value: Any) -> Json:
    """Return an access control list as it is stored: the same entries in the same order.

    Raises:
        Refused: 400 for a wrong type, a trustee that is no role, or a list in which no role keeps
            Manage access. Roles nobody knows are taken: nothing in the reference forbids them.
    """
    read = read_entries(value)
    if not someone_manages(read):
        raise Refused(400, "No role would keep ManageAccessControl.")
    return known_names(value, _LIST) | {"RoleTrusteeAccessControlEntries": read}


def read_entries(value: Any) -> list[Json]:
    """Return the entries of an access control list, whether a role manages or not.

    Raises:
        Refused: 400 for a wrong type, or a trustee that is no role.
    """
    acl = known_names(_object(value, "An access control list"), _LIST)
    entries = acl.get("RoleTrusteeAccessControlEntries")
    if entries is None:
        entries = []
    if not isinstance(entries, list):
        raise Refused(400, "RoleTrusteeAccessControlEntries is no list.")
    return [_read_entry(entry) for entry in entries]


def _read_entry(value: Any) -> Json:
    entry = known_names(_object(value, "An access control entry"), _ENTRY)
    trustee = read_trustee(entry.get("Trustee"))
    if trustee["Type"] != TrusteeType.ROLE:
        raise Refused(400, "Only roles are trustees of an access control list.")
    access_type = entry.get("AccessType")
    rights = entry.get("AccessRights")
    return entry | {
        "Trustee": trustee,
        "AccessType": 0 if access_type is None else _read_enum(access_type, _ACCESS_TYPES, "AccessType"),
        "AccessRights": 0 if rights is None else _read_rights(rights),
    }


def read_trustee(value: Any) -> Json:
    """Return a trustee as it is stored.

    Raises:
        Refused: 400 when its type or id is missing or wrong.
    """
    trustee = known_names(_object(value, "A trustee"), _TRUSTEE)
    kind = _read_enum(trustee.get("Type"), _TRUSTEE_TYPES, "Trustee.Type")
    object_id = text_or_none(trustee, "ObjectId")
    text_or_none(trustee, "TenantId")
    if not object_id:
        raise Refused(400, "A trustee needs an ObjectId.")
    return trustee | {"Type": kind}


def text_or_none(body: Json, name: str) -> str | None:
    """Return a field that is a string or null.

    Raises:
        Refused: 400 when it is something else.
    """
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(400, f"{name} is no string.")
    return value


def flag_or_none(body: Json, name: str) -> bool | None:
    """Return a field that is a boolean or null.

    Raises:
        Refused: 400 when it is something else.
    """
    value = body.get(name)
    if value is not None and not isinstance(value, bool):
        raise Refused(400, f"{name} is neither true nor false.")
    return value


def _object(value: Any, what: str) -> Json:
    if not isinstance(value, dict):
        raise Refused(400, f"{what} is no JSON object.")
    return value


def _read_enum(value: Any, names: dict[str, Any], what: str) -> int:
    if isinstance(value, str):
        member = names.get(value.strip().casefold())
        if member is None and value.strip().isascii() and value.strip().isdigit():
            member = _member(int(value), names)
    else:
        member = _member(value, names) if _is_whole(value) else None
    if member is None:
        raise Refused(400, f"{what} has an unknown value.")
    return int(member)


def _member(value: int, names: dict[str, Any]) -> int | None:
    return value if value in names.values() else None


def _read_rights(value: Any) -> int:
    if isinstance(value, str):
        mask = 0
        for name in value.split(","):
            right = _RIGHTS.get(name.strip().casefold())
            if right is None:
                raise Refused(400, "AccessRights names an unknown right.")
            mask |= right
        return mask
    if _is_whole(value) and 0 <= value <= _INT64:
        return int(value)  # bits that nobody knows are kept
    raise Refused(400, "AccessRights is no bit mask.")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def written(document: Json, defaults: Json, *, verbose: bool) -> Json:
    """Return a document as it is answered.

    Args:
        document: what is stored, or made for the answer.
        defaults: the fields of the contract, each with the default of its type.
        verbose: whether fields that equal their default are written.
    """
    if verbose:
        return defaults | document
    return {
        key: value
        for key, value in document.items()
        if key not in defaults or (value != defaults[key] and value is not None and value != "")
    }


def write_trustee(trustee: Json, *, verbose: bool) -> Json:
    """Return a trustee as it is answered."""
    return written(trustee, {"Type": 0, "ObjectId": None, "TenantId": None}, verbose=verbose)


def write_acl(acl: Json, *, verbose: bool) -> Json:
    """Return an access control list as it is answered."""
    defaults: Json = {"Trustee": None, "AccessType": 0, "AccessRights": 0}
    entries = [
        written(entry, defaults, verbose=verbose)
        | {"Trustee": write_trustee(entry["Trustee"], verbose=verbose)}
        for entry in acl["RoleTrusteeAccessControlEntries"]
    ]
    return acl | {"RoleTrusteeAccessControlEntries": entries}
