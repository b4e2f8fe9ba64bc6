"""ACLs and owners written as the file of :mod:`ocs_tui.access.file`.

::

    ocs-tui-access: 1
    tenant: {id: 6f0c…, name: Northwind Process Industries}
    access:
      boiler:
        owner: {user: Maria Lindqvist, id: 9a4e…}
        acl:
        - {role: Boiler Operators, id: 1c77…, allow: [read, write]}
        - {role: Contractors, id: 52b0…, deny: [write, delete]}

One line an entry, sorted by what it is and its name, so that git shows a changed right as one line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ocs_tui.access import yaml_text
from ocs_tui.access.directory import KIND_WORDS, Directory
from ocs_tui.access.file import SECTIONS, VERSION
from ocs_tui.access.guard import owner_refusal
from ocs_tui.access.rights_text import right_names
from ocs_tui.access.rows import same_id
from ocs_tui.access.things import Thing
from ocs_tui.access.yaml_text import OneLine
from ocs_tui.model.access import AccessControlEntry, Trustee
from ocs_tui.model.enums import AccessType, TrusteeType
from ocs_tui.model.text import fold, safe
from ocs_tui.model.wire import Wire

_HEAD = (
    "# Who may do what: written by ocs-tui acl export, read by acl plan and acl apply.\n"
    "# The ids decide; a name that no longer fits its id is an error.\n"
)


def export(things: Iterable[Thing], directory: Directory, tenant_name: str) -> str:
    """Write things as a file. Parts that were not read are left out, with a comment that says so."""
    access: dict[str, Any] = {}
    missing: list[str] = []
    for thing in sorted(things, key=lambda thing: (fold(str(thing.address)), str(thing.address))):
        body: dict[str, Any] = {}
        owner, owner_problem = thing.owner, thing.owner_problem
        if owner is not None and owner.object_id:
            owner_problem = owner_problem or owner_refusal(owner)
        if owner is not None and owner.object_id and owner_problem is None:
            body["owner"] = _owner_line(owner, directory)
        if thing.acl is not None:
            entries = sorted(thing.acl.entries, key=lambda entry: _place(entry, directory))
            body["acl"] = [_entry_line(entry, directory) for entry in entries]
        if body:
            access[str(thing.address)] = body
        for part, problem in (("acl", thing.acl_problem), ("owner", owner_problem)):
            if problem is not None:
                missing.append(f"# Not in this file: the {part} of {safe(thing.address)}. {safe(problem)}\n")
    tenant = OneLine(id=directory.tenant_id)
    if tenant_name:
        tenant["name"] = safe(tenant_name)
    body = {"ocs-tui-access": int(VERSION), "tenant": tenant, "access": access}
    return _HEAD + "".join(missing) + yaml_text.dump(body)


def _place(entry: AccessControlEntry, directory: Directory) -> tuple[object, ...]:
    """Where an entry stands. Those of one trustee and type keep their order: they are told apart by it."""
    kind, object_id = entry.trustee.key
    order = (*KIND_WORDS,).index(kind) if kind in KIND_WORDS else len(KIND_WORDS)
    name = directory.name(kind, object_id) or object_id
    known = isinstance(entry.access_type, AccessType)
    access = f"{'' if known else '~'}{entry.access_type!s}"
    return (order, str(kind), fold(safe(name)), object_id, access)


def _owner_line(owner: Trustee, directory: Directory) -> OneLine:
    foreign = owner.tenant_id and not same_id(owner.tenant_id, directory.tenant_id)
    return _who(owner, directory, bool(foreign))


def _entry_line(entry: AccessControlEntry, directory: Directory) -> OneLine:
    trustee, section = entry.trustee, SECTIONS.get(entry.access_type)  # type: ignore[call-overload]
    if section is None or not _has_words(trustee) or not _is_plain(entry) or entry.access_rights < 0:
        return OneLine(wire=_deep(entry.to_wire()))
    line = _who(trustee, directory, bool(trustee.tenant_id))
    line[section] = right_names(entry.access_rights)
    return line


def _who(trustee: Trustee, directory: Directory, with_tenant: bool) -> OneLine:
    assert isinstance(trustee.type, TrusteeType), "only such a trustee has words"
    name = directory.name(trustee.type, trustee.object_id)
    line = OneLine({KIND_WORDS[trustee.type]: None if name is None else safe(name), "id": trustee.object_id})
    if with_tenant:
        line["tenant"] = trustee.tenant_id
    return line


def _has_words(trustee: Trustee) -> bool:
    return isinstance(trustee.type, TrusteeType) and bool(trustee.object_id) and _is_plain(trustee)


def _is_plain(body: Wire) -> bool:
    return all(value is None for value in (body.model_extra or {}).values())


def _deep(value: Any) -> Any:
    """Everything on one line, mappings in mappings included."""
    if isinstance(value, dict):
        return OneLine({key: _deep(item) for key, item in value.items()})
    return [_deep(item) for item in value] if isinstance(value, list) else value
