"""The file of :mod:`ocs_tui.access.file` as text, written and read.

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

from pydantic import ValidationError

from ocs_tui.access import yaml_text
from ocs_tui.access.directory import KIND_WORDS, Directory
from ocs_tui.access.file import (
    VERSION,
    AccessFile,
    FileEntry,
    FileProblem,
    FileThing,
    Named,
    WireEntry,
)
from ocs_tui.access.rows import same_id
from ocs_tui.access.things import Thing
from ocs_tui.access.yaml_text import Node, OneLine, YamlProblem
from ocs_tui.model.access import AccessControlEntry, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import ALL_RIGHTS, RIGHT_LABELS, RIGHTS, AccessRight, AccessType, TrusteeType
from ocs_tui.model.text import fold, safe
from ocs_tui.model.wire import Wire

RIGHT_WORDS: dict[str, AccessRight] = {
    "read": AccessRight.READ,
    "write": AccessRight.WRITE,
    "delete": AccessRight.DELETE,
    "manage": AccessRight.MANAGE_ACCESS_CONTROL,
    "share": AccessRight.SHARE,
}
"""What the rights are called in files and on the command line."""

_WORDS = {right: word for word, right in RIGHT_WORDS.items()}
_KINDS = {word: kind for kind, word in KIND_WORDS.items()}
_SECTIONS = {AccessType.ALLOWED: "allow", AccessType.DENIED: "deny"}
_HEAD = (
    "# Who may do what: written by ocs-tui acl export, read by acl plan and acl apply.\n"
    "# The ids decide; a name that no longer fits its id is an error.\n"
)


def parse_rights(text: str) -> AccessRight:
    """Read rights as people write them: ``read,write``, or ``all``.

    Raises:
        ValueError: with a sentence, for a word that is no right.
    """
    mask = AccessRight.NONE
    for word in text.split(","):
        name = word.strip().casefold()
        if name == "all":
            mask |= ALL_RIGHTS
        elif name in RIGHT_WORDS:
            mask |= RIGHT_WORDS[name]
        else:
            raise ValueError(f"{safe(word)!r} is no right: there are {', '.join(RIGHT_WORDS)} and all.")
    return mask


def right_names(mask: int) -> list[str | int]:
    """Return rights as files have them; bits that are none of the five as one number at the end."""
    known: list[str | int] = [_WORDS[right] for right in RIGHTS if mask & right]
    unknown = mask & ~int(ALL_RIGHTS)
    return [*known, unknown] if unknown else known


def export(things: Iterable[Thing], directory: Directory, tenant_name: str) -> str:
    """Write things as a file. Parts that were not read are left out, with a comment that says so."""
    access: dict[str, Any] = {}
    missing: list[str] = []
    for thing in sorted(things, key=lambda thing: (fold(str(thing.address)), str(thing.address))):
        body: dict[str, Any] = {}
        if thing.owner is not None and thing.owner.object_id:
            body["owner"] = _owner_line(thing.owner, directory)
        if thing.acl is not None:
            entries = sorted(thing.acl.entries, key=lambda entry: _place(entry, directory))
            body["acl"] = [_entry_line(entry, directory) for entry in entries]
        if body:
            access[str(thing.address)] = body
        for part, problem in (("acl", thing.acl_problem), ("owner", thing.owner_problem)):
            if problem is not None:
                missing.append(f"# Not in this file: the {part} of {safe(thing.address)}. {safe(problem)}\n")
    tenant = OneLine(id=directory.tenant_id)
    if tenant_name:
        tenant["name"] = safe(tenant_name)
    body = {"ocs-tui-access": int(VERSION), "tenant": tenant, "access": access}
    return _HEAD + "".join(missing) + yaml_text.dump(body)


def parse(text: str) -> AccessFile:
    """Read a file.

    Raises:
        FileProblem: for what is no such file; every sentence says its line.
    """
    try:
        return _file(yaml_text.load(text))
    except YamlProblem as error:
        raise FileProblem(str(error)) from None


# Writing.


def _place(entry: AccessControlEntry, directory: Directory) -> tuple[object, ...]:
    """Where an entry stands. Those of one trustee and type keep their order: they are told apart by it."""
    kind, object_id = entry.trustee.key
    order = (*KIND_WORDS,).index(kind) if kind in KIND_WORDS else len(KIND_WORDS)
    name = directory.name(kind, object_id) or object_id
    known = isinstance(entry.access_type, AccessType)
    access = f"{'' if known else '~'}{entry.access_type!s}"
    return (order, str(kind), fold(safe(name)), object_id, access)


def _owner_line(owner: Trustee, directory: Directory) -> OneLine:
    if not _has_words(owner) or owner.type == TrusteeType.ROLE:
        return OneLine(wire=_deep(owner.to_wire()))
    foreign = owner.tenant_id and not same_id(owner.tenant_id, directory.tenant_id)
    return _who(owner, directory, bool(foreign))


def _entry_line(entry: AccessControlEntry, directory: Directory) -> OneLine:
    trustee, section = entry.trustee, _SECTIONS.get(entry.access_type)  # type: ignore[call-overload]
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


# Reading.


def _file(root: Node | None) -> AccessFile:
    if root is None or root.pairs is None or "ocs-tui-access" not in root.pairs:
        raise FileProblem("This is no file of acl export: it does not start with 'ocs-tui-access: 1'.")
    version = root.pairs["ocs-tui-access"]
    if version.text != VERSION:
        raise YamlProblem(
            version.line,
            f"version {safe(version.text)} of the file is not known to this program: it knows {VERSION}.",
        )
    pairs = _fields(root, "the file", {"ocs-tui-access", "tenant", "access"}, {"tenant", "access"})
    tenant = _fields(pairs["tenant"], "tenant", {"id", "name"}, {"id"})
    problems: list[str] = []
    things: list[FileThing] = []
    if not pairs["access"].is_null:
        for key, node in _mapping(pairs["access"], "access").items():
            try:
                things.append(_thing(key, node))
            except YamlProblem as error:
                problems.append(str(error))
    if problems:
        raise FileProblem(*problems)
    name = tenant["name"].text or "" if "name" in tenant else ""
    return AccessFile(_text(tenant["id"], "the tenant's id"), name, tuple(things))


def _thing(key: str, node: Node) -> FileThing:
    try:
        address = Address.parse(key)
    except ValueError as error:
        raise YamlProblem(node.line, safe(error)) from None
    if len(address.parts) > 1:
        raise YamlProblem(node.line, f"{safe(key)!r} is no namespace's id; '/' is the tenant.")
    fields = _fields(node, safe(key), {"acl", "owner"}, set())
    entries = None
    if (acl := fields.get("acl")) is not None:
        if acl.items is None:
            raise YamlProblem(acl.line, f"the acl of {safe(key)} must be a list; [] is an empty one.")
        entries = tuple(_entry(item) for item in acl.items)
    owner = None
    if (found := fields.get("owner")) is not None:
        if address.is_tenant:
            raise YamlProblem(found.line, "the tenant has no owner that could be set.")
        owner = _owner(found)
    return FileThing(address, node.line, entries, owner)


def _entry(node: Node) -> FileEntry | WireEntry:
    fields = _mapping(node, "an entry")
    if "wire" in fields:
        _fields(node, "an entry", {"wire"}, set())
        return WireEntry(_wire(AccessControlEntry, fields["wire"]), node.line)
    fields = _fields(node, "an entry", {*_KINDS, "id", "tenant", *_SECTIONS.values()}, set())
    sections = [(kind, fields[word]) for kind, word in _SECTIONS.items() if word in fields]
    if len(sections) != 1:
        raise YamlProblem(node.line, "an entry needs either allow or deny: write two entries for both.")
    access_type, rights = sections[0]
    return FileEntry(_named(node, fields), access_type, _mask(rights))


def _owner(node: Node) -> Named:
    fields = _mapping(node, "an owner")
    if "wire" in fields:
        _fields(node, "an owner", {"wire"}, set())
        owner = _wire(Trustee, fields["wire"])
        if owner.type not in (TrusteeType.USER, TrusteeType.CLIENT):
            raise YamlProblem(node.line, "an owner is a user or a client, nothing else.")
        return Named(TrusteeType(int(owner.type)), None, owner.object_id, node.line, owner.tenant_id)
    fields = _fields(node, "an owner", {"user", "client", "id", "tenant"}, set())
    return _named(node, fields)


def _named(node: Node, fields: dict[str, Node]) -> Named:
    kinds = [word for word in _KINDS if word in fields]
    if len(kinds) != 1:
        raise YamlProblem(node.line, f"one of {', '.join(_KINDS)} is needed, with a name or null.")
    kind = _KINDS[kinds[0]]
    name = None if fields[kinds[0]].is_null else _text(fields[kinds[0]], f"the name of a {kinds[0]}")
    object_id = _text(fields["id"], "an id") if "id" in fields else None
    tenant = _text(fields["tenant"], "a tenant's id") if "tenant" in fields else None
    if name is None and object_id is None:
        raise YamlProblem(node.line, f"a {kinds[0]} needs a name or an id.")
    return Named(kind, name, object_id, node.line, tenant)


def _mask(node: Node) -> int:
    """Read ``[read, write]``, ``all``, or bits without a name as a number."""
    mask = 0
    for item in node.items if node.items is not None else (node,):
        text = _text(item, "a right")
        if text.isascii() and text.isdigit() and len(text) < 20:
            mask |= int(text)
            continue
        try:
            mask |= int(parse_rights(text))
        except ValueError as error:
            raise YamlProblem(item.line, str(error)) from None
    return mask


def _wire(kind: type[Any], node: Node) -> Any:
    if node.pairs is None:
        raise YamlProblem(node.line, "wire must be a mapping, as the service has it.")
    body = node.plain()
    if (key := kind.misspelled(body)) is not None:
        raise YamlProblem(node.line, f"the service spells {safe(key)!r} in another way.")
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in told["loc"])
        raise YamlProblem(node.line, f"{safe(place)}: {safe(told['msg'])}.") from None


def _fields(node: Node, what: str, known: set[str], needed: set[str]) -> dict[str, Node]:
    fields = _mapping(node, what)
    for key, value in fields.items():
        if key not in known:
            listed = ", ".join(sorted(known))
            raise YamlProblem(value.line, f"{safe(key)!r} is nothing that {what} has: there are {listed}.")
    for key in sorted(needed - set(fields)):
        raise YamlProblem(node.line, f"{what} has no {key}.")
    return fields


def _mapping(node: Node, what: str) -> dict[str, Node]:
    if node.pairs is None:
        raise YamlProblem(node.line, f"{what} must be a mapping of names to values.")
    return node.pairs


def _text(node: Node, what: str) -> str:
    if not node.text:
        raise YamlProblem(node.line, f"{what} must be a text.")
    return node.text
