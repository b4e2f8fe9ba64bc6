"""The file of :mod:`ocs_tui.access.file` read from its text; :mod:`ocs_tui.access.file_export` shows one."""

from __future__ import annotations

from pydantic import ValidationError

from ocs_tui.access import yaml_text
from ocs_tui.access.directory import KIND_WORDS
from ocs_tui.access.file import (
    SECTIONS,
    VERSION,
    AccessFile,
    FileEntry,
    FileProblem,
    FileThing,
    Named,
    WireEntry,
)
from ocs_tui.access.rights_text import parse_rights
from ocs_tui.access.yaml_text import Node, YamlProblem
from ocs_tui.catalog.kinds import acl_address
from ocs_tui.model.access import AccessControlEntry
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe

_KINDS = {word: kind for kind, word in KIND_WORDS.items()}


def parse(text: str) -> AccessFile:
    """Read a file.

    Raises:
        FileProblem: for what is no such file; every sentence says its line.
    """
    try:
        return _file(yaml_text.load(text))
    except YamlProblem as error:
        raise FileProblem(str(error)) from None


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
    seen: set[Address] = set()
    if not pairs["access"].is_null:
        for key, node in _mapping(pairs["access"], "access").items():
            try:
                thing = _thing(key, node)
                if thing.address in seen:
                    raise YamlProblem(thing.line, f"{safe(key)!r} stands here twice.")
                seen.add(thing.address)
                things.append(thing)
            except YamlProblem as error:
                problems.append(str(error))
    if problems:
        raise FileProblem(*problems)
    name = tenant["name"].text or "" if "name" in tenant else ""
    return AccessFile(_text(tenant["id"], "the tenant's id"), name, tuple(things))


def _thing(key: str, node: Node) -> FileThing:
    try:
        address = acl_address(key)
    except ValueError as error:
        raise YamlProblem(node.line, safe(error)) from None
    fields = _fields(node, safe(key), {"acl", "owner"}, set())
    entries = None
    if (acl := fields.get("acl")) is not None:
        if acl.items is None:
            raise YamlProblem(acl.line, f"the acl of {safe(key)} must be a list; [] is an empty one.")
        entries = tuple(_entry(item) for item in acl.items)
    owner = None
    if (found := fields.get("owner")) is not None:
        if address.is_tenant or address.is_collection:
            raise YamlProblem(found.line, "the tenant has no owner that could be set.")
        owner = _owner(found)
    return FileThing(address, node.line, entries, owner)


def _entry(node: Node) -> FileEntry | WireEntry:
    fields = _mapping(node, "an entry")
    if "wire" in fields:
        _fields(node, "an entry", {"wire"}, set())
        return WireEntry(_wire(fields["wire"]), node.line)
    fields = _fields(node, "an entry", {*_KINDS, "id", "tenant", *SECTIONS.values()}, set())
    sections = [(kind, fields[word]) for kind, word in SECTIONS.items() if word in fields]
    if len(sections) != 1:
        raise YamlProblem(node.line, "an entry needs either allow or deny: write two entries for both.")
    access_type, rights = sections[0]
    return FileEntry(_named(node, fields), access_type, _mask(rights))


def _owner(node: Node) -> Named:
    return _named(node, _fields(node, "an owner", {"user", "client", "id", "tenant"}, set()))


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
        if text.isascii() and text.isdigit() and len(text) < 4000:
            mask |= int(text)
            continue
        try:
            mask |= int(parse_rights(text))
        except ValueError as error:
            raise YamlProblem(item.line, str(error)) from None
    return mask


def _wire(node: Node) -> AccessControlEntry:
    if node.pairs is None:
        raise YamlProblem(node.line, "wire must be a mapping, as the service has it.")
    body = node.plain()
    if (key := AccessControlEntry.misspelled(body)) is not None:
        raise YamlProblem(node.line, f"the service spells {safe(key)!r} in another way.")
    try:
        return AccessControlEntry.model_validate(body)
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
