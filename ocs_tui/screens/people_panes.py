"""What the pane shows of roles, users, clients and whatever else the catalog declares below the tenant.

Every kind is shown from its declared fields; a role also shows who is in it. A value that names another
thing carries its address: ``enter`` on it goes there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ocs_tui.model.text import safe
from ocs_tui.screens import people_words
from ocs_tui.widgets.detail import Fields, Json
from ocs_tui.widgets.field_list import Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.api.errors import OcsError
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.address import Address
    from ocs_tui.widgets.resource_tree import Item

NOT_READ = "Not read yet: enter reads it."
NAMED_AT_MOST = 500
"""Members that are named one by one."""
_LIST_OPENS = "enter opens the list: there / finds"
LINK = "key"
"""The tint of what ``enter`` follows."""


def kind_of(item: Item) -> Kind | None:
    """Return the kind of a node's thing below the tenant; None for a namespace and what else the tree shows."""
    from ocs_tui.catalog.kinds import BY_NAME

    kind = BY_NAME.get(item.kind)
    return kind if kind is not None and kind.collection else None


def kind_to_create(item: Item) -> Kind | None:
    """Return the kind of which one more is created at a node: that of its thing, or of its group."""
    if item.kind == "collection":
        from ocs_tui.catalog.kinds import kind_in
        from ocs_tui.model.address import Address

        return kind_in(Address.parse(item.id))
    return kind_listed(item.id) if item.kind == "group" else kind_of(item)


def holders_of(item: Item) -> tuple[str, ...]:
    """Return the ids of what one more of a node's kind comes to lie in: the namespace's, where it is in one."""
    return (item.id.partition("/")[0],) if "/" in item.id else ()


def kind_listed(collection: str) -> Kind:
    """Return the kind of a collection of the tenant."""
    from ocs_tui.catalog.kinds import tenant_kinds

    return next(kind for kind in tenant_kinds() if kind.collection == collection)


def kind_of_list(key: Key) -> Kind | None:
    """Return the kind of what a slot lists; None for a slot that is no list of what lies below the tenant."""
    from ocs_tui.catalog.kinds import kind_in, tenant_kinds
    from ocs_tui.model.address import Address

    if key[0] in ("in", "first"):
        return kind_in(Address.parse(key[1]))
    return next((kind for kind in tenant_kinds() if (kind.collection,) == key), None)


def address_of_item(item: Item) -> Address:
    """Return the address of a node's thing: below the tenant, or in a namespace, whose node holds all of it."""
    from ocs_tui.catalog.kinds import address_of
    from ocs_tui.model.address import Address

    if "/" in item.id:
        return Address.parse(item.id)
    kind = kind_of(item)
    assert kind is not None
    return address_of(kind, item.id)


def lists_in(kind: Kind) -> dict[str, Kind]:
    """Return the kinds of what lies in a thing of a kind, by the name of the tab that shows them."""
    from ocs_tui.catalog.kinds import kinds_in

    return {each.plural: each for each in kinds_in(kind)}


def key_in(item: Item, kind: Kind) -> Key:
    """Return the slot of what of a kind lies in a node's thing."""
    return ("in", f"{address_of_item(item)}/{kind.collection}")


# A kind of things.


def group(connection: Connection, kind: Kind) -> tuple[Fields, str]:
    """Return the body of a kind's node: how many there are."""
    key: Key = (kind.collection,)
    slot = connection.slot(key)
    lines = state_of_list(connection, key, kind)
    subtitle = ""
    if slot.there is not None:
        of = slot.progress[1] if slot.fetched is None and slot.progress else None
        words = f"{len(slot.there):,} of {of:,}" if of else f"{len(slot.there):,}"
        lines.append(Line("Count", words, str(len(slot.there))))
    if slot.fetched is not None:
        subtitle = served(connection, slot.fetched)
    if people_words.not_offered(kind, slot.error) is None:
        lines += [Line(), note(_list_keys(kind))]
    return Fields(lines), subtitle


def more(connection: Connection) -> tuple[Fields, str]:
    """Return the body of the node that holds the kinds one looks for less often."""
    from ocs_tui.catalog.kinds import tenant_kinds
    from ocs_tui.screens.subjects import BESIDE_BOARDS, GROUPS

    named = {*BESIDE_BOARDS, *(name for name, _ in GROUPS)}
    lines = []
    for kind in tenant_kinds():
        if kind.collection not in named:
            there = connection.slot((kind.collection,)).there
            words = "" if there is None else f"{len(there):,}"
            lines.append(Line(kind.plural, words or "not read yet", None, "" if words else "muted"))
    return Fields([*lines, Line(), note("→ shows them in the tree; nothing of them is read before.")]), ""


def error_lines(error: OcsError) -> list[Line]:
    """Return what went wrong, and what the service says of it."""
    return [note(f"✖ {error.sentence}", "bad"), *(note(text) for text in error.detail)]


def as_answered(connection: Connection, fetched: Fetched[Any]) -> tuple[Json, str]:
    """Return a body as it was answered, and by whom."""
    document = fetched.document
    return Json(document.text, document.pretty(), fetched.problem or ""), served(connection, fetched)


def state_of_list(connection: Connection, key: Key, kind: Kind) -> list[Line]:
    """Say that a list is being read, or why not; that it is not for one's eyes is no error."""
    slot = connection.slot(key)
    if said := people_words.not_offered(kind, slot.error):
        return [note(said)]
    if slot.error is not None:
        words = "r tries again." if slot.there is None else "What was read before stands here. r tries again."
        return [*error_lines(slot.error), note(words)]
    lines = []
    if slot.fetched is None and slot.busy_since is not None:
        done, of = slot.progress or (0, None)
        lines.append(note(f"reading… {done:,}{f' of {of:,}' if of else ''}" if done else "reading…"))
    elif slot.fetched is None:
        lines.append(note(NOT_READ))
    elif slot.fetched.note:
        lines.append(note(safe(slot.fetched.note), "changed"))
    return lines


def served(connection: Connection, fetched: Any) -> str:
    """Say which region answered."""
    return f"read from {connection.region_name(fetched)} · {safe(fetched.base_url)}"


# A thing.


def overview(connection: Connection, item: Item) -> tuple[Fields, str]:
    """Return a thing's fields in words."""
    from ocs_tui.connection.slots import at

    kind = kind_of(item)
    assert kind is not None
    address = address_of_item(item)
    slot = connection.slot(at(address))
    thing = connection.known(address)
    lines = []
    if slot.error is not None:
        lines += error_lines(slot.error)
    if slot.fetched is not None and slot.fetched.note:
        lines.append(note(slot.fetched.note, "changed"))
    if thing is None:
        return Fields(lines or [note("reading…" if slot.slow else NOT_READ)]), ""
    if kind.name == "bulk ACL job":
        from ocs_tui.screens import acl_job_words

        lines += acl_job_words.progress_lines(thing, connection.value(("failures", str(address))))
    lines += fields(connection, kind, thing, address)
    if kind.name == "role":
        lines += [Line(), heading("Who is in it"), *_counts(connection, thing.id)]
    subtitle = "from the list: enter reads it anew"
    return Fields(lines), served(connection, slot.fetched) if slot.fetched else subtitle


_NESTED = ("object", "objects", "map", "any")


def fields(connection: Connection, kind: Kind, thing: Any, address: Address) -> list[Line]:
    """Return the declared fields of a thing in words, and what came beside them."""
    from ocs_tui.screens import thing_links, thing_words

    lines: list[Line] = []
    for field in kind.fields:
        value = getattr(thing, field.attribute)
        if value is None and kind.as_json and field.words is None and not field.needed:
            continue  # the service leaves out what says nothing
        if field.attribute == "role_ids":
            lines += _roles(connection, value)
        elif field.links and isinstance(value, list):
            lines += thing_links.lines_of(connection, field, address, value)
        elif field.links and value:
            lines.append(thing_links.line_of(connection, field, address, str(value)))
        elif field.words is not None or field.takes in _NESTED or isinstance(value, list):
            lines += thing_words.lines_of(field, value)
        elif field.attribute == "identity_provider_id" and value:
            lines.append(_link(connection, field.label, "identity-providers", value))
        elif field.attribute == "user_id" and value:
            lines.append(_link(connection, field.label, "users", value))
        else:
            lines += _field(connection, field.label, field.attribute, value)
    declared = {field.label for field in kind.fields}
    extra = {name: value for name, value in (thing.model_extra or {}).items() if name not in declared}
    return [*lines, *(_plain(safe(name, 40), value) for name, value in extra.items())]


def _field(connection: Connection, label: str, attribute: str, value: Any) -> list[Line]:
    if isinstance(value, tuple) and len(value) > 1:
        texts = [people_words.said(connection, attribute, (one,)) for one in value]
        return [Line(" " if number else label, text, value[number]) for number, text in enumerate(texts)]
    words = people_words.said(connection, attribute, value)
    if not words:
        return [Line(label, "–", None, "muted")]
    copied = ", ".join(value) if isinstance(value, tuple) else str(value)
    return [Line(label, words, copied, "changed" if attribute == "enabled" and not value else "")]


def _plain(label: str, value: Any) -> Line:
    return (
        Line(label, safe(value, 500), str(value))
        if value not in (None, "")
        else Line(label, "–", None, "muted")
    )


def _roles(connection: Connection, role_ids: Sequence[str]) -> list[Line]:
    if not role_ids:
        return [Line("Roles", "none", None, "muted")]
    return [
        _link(connection, " " if number else "Roles", "roles", role_id)
        for number, role_id in enumerate(role_ids)
    ]


def _link(connection: Connection, label: str, collection: str, item_id: str) -> Line:
    """A value that names another thing: by its name, and going there."""
    from ocs_tui.catalog.kinds import address_of

    kind = kind_listed(collection)
    found = connection.known(address_of(kind, item_id))
    if found is None and connection.value((collection,)) is not None:
        return Line(label, f"{safe(item_id)} (no {kind.name} of this id)", item_id, "changed")
    name = safe(found.label) if found is not None else safe(item_id)
    return Line(label, name, item_id, LINK, data=address_of(kind, item_id))


# Who is in a role.


def members(connection: Connection, role_id: str) -> tuple[Fields, str]:
    """Return the users and clients that are in a role; said where that is not known."""
    from ocs_tui.catalog.identity_kinds import CLIENT, USER

    lines: list[Line] = []
    for kind, found in (
        (USER, connection.users_in(role_id)),
        (CLIENT, connection.clients_in(role_id)),
    ):
        if lines:
            lines.append(Line())
        lines += _members_of(connection, kind, found)
    return Fields(lines), "who has the role; by their lists"


def _members_of(connection: Connection, kind: Kind, found: Sequence[Any] | None) -> list[Line]:
    from ocs_tui.catalog.kinds import address_of

    if found is None:
        said = state_of_list(connection, (kind.collection,), kind)
        return [heading(f"{kind.plural}: not known"), *said]
    lines = [heading(f"{kind.plural}: {len(found):,}")]
    shown = sorted(found[:NAMED_AT_MOST], key=lambda one: one.label.casefold())
    for one in shown:
        more = f"  {safe(one.address)}" if getattr(one, "address", "") else ""
        lines.append(Line("", f"{safe(one.label)}{more}", one.id, LINK, data=address_of(kind, one.id)))
    if len(found) > len(shown):
        left = f"… {len(found) - len(shown):,} more: / in the list of {kind.plural.casefold()} finds them by the role"
        lines.append(note(left))
    return lines if found else [*lines, note("none")]


def _counts(connection: Connection, role_id: str) -> list[Line]:
    lines = []
    for label, found in (
        ("Users", connection.users_in(role_id)),
        ("Clients", connection.clients_in(role_id)),
    ):
        words = "not known: 2 reads who is in it" if found is None else f"{len(found):,}"
        lines.append(Line(label, words, None, "muted" if found is None else ""))
    return lines


def _list_keys(kind: Kind) -> str:
    """Say what can be done in the list of a kind."""
    verbs = {"n creates": kind.creates, "e edits": kind.updates, "d deletes": kind.deletes}
    offered = [words for words, operation in verbs.items() if operation is not None]
    return f"{', '.join((_LIST_OPENS, *offered))}."


# What lies in a thing.


def inside(connection: Connection, item: Item, kind: Kind) -> tuple[Fields, str]:
    """Return what of a kind lies in a thing: the claims of an identity provider."""
    key = key_in(item, kind)
    slot = connection.slot(key)
    lines = state_of_list(connection, key, kind)
    for one in slot.there or ():
        more = [words for column in kind.columns if (words := people_words.told(connection, column, one))]
        lines.append(Line(safe(one.label), " · ".join(more), str(one.id)))
    if slot.there is not None and not slot.there:
        lines.append(note("none"))
    if people_words.not_offered(kind, slot.error) is None:
        lines += [Line(), note(_list_keys(kind))]
    return Fields(lines), served(connection, slot.fetched) if slot.fetched else ""


def json(connection: Connection, item: Item) -> tuple[Fields | Json, str]:
    """Return a thing as it was answered; as it stood in the list while it was not read by itself."""
    from ocs_tui.connection.slots import at
    from ocs_tui.model.document import Document

    address = address_of_item(item)
    fetched = connection.slot(at(address)).fetched
    if fetched is not None:
        return as_answered(connection, fetched)
    thing = connection.known(address)
    if thing is None:
        return Fields((note(NOT_READ),)), ""
    document = Document.of(thing.to_wire())
    return Json(document.text, document.pretty()), "from the list: enter reads it anew"
