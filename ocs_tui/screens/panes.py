"""What the detail pane shows of each thing, made of what the connection knows: no request is made here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocs_tui.model.enums import (
    BUILT_IN_ROLES,
    NamespaceState,
    TrusteeType,
    enum_words,
)
from ocs_tui.model.text import safe
from ocs_tui.screens.access_words import matrix_of
from ocs_tui.widgets.detail import Body, Fields, Json, Matrix, Shown
from ocs_tui.widgets.field_list import Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.namespace import Namespace
    from ocs_tui.widgets.resource_tree import Item

OVERVIEW, ACCESS, OWNER, JSON = "Overview", "Access", "Owner", "JSON"
TABS: dict[str, tuple[str, ...]] = {
    "tenant": (OVERVIEW, ACCESS, JSON),
    "region": (OVERVIEW, JSON),
    "namespace": (OVERVIEW, ACCESS, OWNER, JSON),
    "role": (OVERVIEW, JSON),
    "user": (OVERVIEW, JSON),
    "client": (OVERVIEW, JSON),
}
NOT_READ = "Not read yet: enter reads it."


def tabs_of(item: Item) -> tuple[str, ...]:
    """Return the tabs of a thing."""
    return TABS.get(item.kind, (OVERVIEW,))


def slots_of(item: Item, tab: str) -> tuple[Key, ...]:
    """Return the slots that a tab shows: what ``enter`` reads. The first one is the tab's own."""
    names: tuple[Key, ...] = (("roles",), ("me",))
    if item.kind == "tenant":
        if tab == ACCESS:
            return (("acl", ""), *names)
        return (("tenant",), ("regions",), *names)
    if item.kind == "region":
        return (("regions",), ("namespaces",))
    if item.kind == "namespace":
        if tab == ACCESS:
            return (("acl", item.id), ("owner", item.id), *names)
        if tab == OWNER:
            return (("owner", item.id), ("users",), ("clients",))
        return (("namespace", item.id),)
    if item.kind == "group":
        return ((item.id,),)
    if item.kind in ("role", "user", "client"):
        return ((f"{item.kind}s",), ("roles",))
    return ()


def present(connection: Connection, item: Item, tab: str, where: str) -> Shown:
    """Return what the pane shows of ``item`` on ``tab``; ``where`` names the profile."""
    tabs = tabs_of(item)
    active = tabs.index(tab) if tab in tabs else 0
    body, subtitle = _body(connection, item, tabs[active])
    return Shown(_title(item), subtitle or where, tabs, active, body)


def _title(item: Item) -> str:
    kind = "" if item.kind in ("group", "note", "retry") else f"{item.kind.capitalize()} "
    return f"{kind}{safe(item.label)}"


def _body(connection: Connection, item: Item, tab: str) -> tuple[Body, str]:
    if tab == JSON:
        return _json(connection, item)
    if tab == ACCESS:
        return _access(connection, "" if item.kind == "tenant" else item.id)
    if tab == OWNER:
        return _owner(connection, item.id)
    makers = {"tenant": _tenant, "region": _region, "namespace": _namespace, "group": _group}
    if item.kind in makers:
        return makers[item.kind](connection, item)
    if item.kind in ("role", "user", "client"):
        return _identity(connection, item)
    if item.kind == "retry":
        return Fields(_state_lines(connection, tuple(item.id.split("/")))), ""
    return Fields((note(safe(item.label)),)), ""


# Shared parts.


def _served(connection: Connection, fetched: Fetched[Any]) -> str:
    return f"read from {connection.region_name(fetched)} · {safe(fetched.base_url)}"


def _state_lines(connection: Connection, key: Key) -> list[Line]:
    """Say what is under way, what failed, and what is unusual about where something was read."""
    slot = connection.slot(key)
    lines = []
    if slot.error is not None:
        lines.append(note(f"✖ {slot.error.sentence}", "bad"))
        lines += [note(text) for text in slot.error.detail]
        lines.append(note("r tries again." if slot.fetched is None else "What was read before stands below."))
    elif slot.slow and slot.fetched is None:
        done = slot.progress
        lines.append(note(f"reading… {done[0]:,}" if done else "reading…"))
    elif slot.fetched is None and slot.busy_since is None:
        lines.append(note(NOT_READ))
    if slot.fetched is not None and slot.fetched.note:
        lines.append(note(slot.fetched.note, "changed"))
    return lines


def _field(label: str, value: object, words: str | None = None, tint: str = "") -> Line:
    if value is None or value == "":
        return Line(label, "–", None, "muted")
    copied = value if isinstance(value, str) else str(value)
    return Line(label, safe(value) if words is None else words, copied, tint)


def _json(connection: Connection, item: Item) -> tuple[Body, str]:
    if item.kind == "namespace":
        fetched = connection.slot(("namespace", item.id)).fetched
        if fetched is None:
            lines = _state_lines(connection, ("namespace", item.id))
            return Fields(lines), ""
        subtitle = _served(connection, fetched)
        return Json(fetched.document.text, fetched.document.pretty(), fetched.problem or ""), subtitle
    if item.kind == "tenant":
        fetched = connection.slot(("tenant",)).fetched
        if fetched is None:
            return Fields(_state_lines(connection, ("tenant",))), ""
        return Json(fetched.document.text, fetched.document.pretty(), fetched.problem or ""), _served(
            connection, fetched
        )
    things = connection.regions if item.kind == "region" else connection.value((f"{item.kind}s",)) or ()
    found = next((thing for thing in things if thing.id == item.id), None)
    if found is None:
        return Fields((note(NOT_READ),)), ""
    from ocs_tui.model.document import Document

    document = Document.of(found.to_wire())
    return Json(document.text, document.pretty()), ""


# The tenant and its regions.


def _tenant(connection: Connection, item: Item) -> tuple[Body, str]:
    fetched = connection.slot(("tenant",)).fetched
    lines = _state_lines(connection, ("tenant",))
    subtitle = ""
    if fetched is not None:
        tenant = fetched.value
        subtitle = _served(connection, fetched)
        lines += [
            _field("CompanyName", tenant.company_name),
            _field("Id", tenant.id),
            _field("Alias", tenant.alias),
            _field("State", int(tenant.state) if isinstance(tenant.state, int) else tenant.state,
                   safe(enum_words(tenant.state))),
            _field("Created", tenant.created),
            _field("LastUpdated", tenant.last_updated),
            _field("ExternalAccountId", tenant.external_account_id),
            _field("TenantType", tenant.tenant_type),
        ]  # fmt: skip
        for feature in tenant.features:
            inner = feature.get("Feature")
            name = inner.get("Name") if isinstance(inner, dict) else None
            lines.append(_field("Feature", f"{name or 'unnamed'}: state {feature.get('CurrentState', 0)}"))
        for entitlement in tenant.entitlements:
            name = entitlement.get("EntitlementDefinitionId")
            lines.append(_field("Entitlement", f"{name}: {entitlement.get('Value', 0)}"))
    lines += [Line(), heading("Signed in"), *_signed_in(connection)]
    lines += [Line(), heading("Regions"), *_state_lines_if_wrong(connection, ("regions",))]
    for region in connection.regions:
        words = f"{safe(region.base_address)}"
        if region.administrative_endpoints_writable:
            words += "  (administrative writes go here)"
        lines.append(_field(safe(region.id), region.base_address, words))
    return Fields(lines), subtitle


def _state_lines_if_wrong(connection: Connection, key: Key) -> list[Line]:
    slot = connection.slot(key)
    return _state_lines(connection, key) if slot.error or (slot.fetched and slot.fetched.note) else []


def _signed_in(connection: Connection) -> list[Line]:
    me = connection.me
    lines = [_field("As client", connection.profile.client_id, _me_words(connection))]
    if me is None:
        slow = connection.slot(("me",)).slow
        return [*lines, Line("Roles", "reading…" if slow else "not read yet", None, "muted")]
    if me.role_ids is None:
        return [*lines, Line("Roles", f"cannot be read: {me.problem}", None, "changed")]
    if not me.role_ids:
        return [*lines, Line("Roles", "none", None, "muted")]
    for number, role_id in enumerate(me.role_ids):
        lines.append(_field(" " if number else "Roles", role_id, connection.role_name(role_id)))
    return lines


def _me_words(connection: Connection) -> str:
    me = connection.me
    if me is None or me.name == me.id:
        return safe(connection.profile.client_id)
    return f"{safe(me.name)} ({safe(me.id)})"


def _region(connection: Connection, item: Item) -> tuple[Body, str]:
    lines = _state_lines_if_wrong(connection, ("regions",))
    for region in connection.regions:
        if region.id == item.id:
            writable = "yes" if region.administrative_endpoints_writable else "no: they go to another region"
            lines += [
                _field("Id", region.id),
                _field("Name", region.name),
                _field("BaseAddress", region.base_address),
                _field("Administrative writes", writable),
            ]
    count = sum(1 for one in connection.namespaces if one.region_label.casefold() == item.id.casefold())
    lines.append(_field("Namespaces", f"{count:,}"))
    return Fields(lines), ""


def _group(connection: Connection, item: Item) -> tuple[Body, str]:
    lines = _state_lines(connection, (item.id,))
    fetched = connection.slot((item.id,)).fetched
    if fetched is not None:
        lines.append(_field("Count", f"{len(fetched.value):,}"))
        return Fields(lines), _served(connection, fetched)
    return Fields(lines), ""


# A namespace.


def state_words(state: object) -> str:
    """Say a namespace's state in words, and what follows from it."""
    words = safe(enum_words(state))
    if isinstance(state, NamespaceState) and state.settles:
        return f"{words} (watched until it settles)"
    return words


def _namespace(connection: Connection, item: Item) -> tuple[Body, str]:
    from ocs_tui.catalog.kinds import NAMESPACE

    namespace = connection.namespace(item.id)
    key: Key = ("namespace", item.id)
    if namespace is None:
        return Fields(_state_lines(connection, key)), ""
    slot = connection.slot(key)
    lines = _state_lines_if_wrong(connection, key)
    for field in NAMESPACE.fields:
        value = getattr(namespace, field.attribute)
        if field.attribute == "state":
            tint = "good" if value == NamespaceState.ACTIVE else "changed"
            lines.append(Line(field.label, state_words(value), safe(enum_words(value)), tint))
        else:
            lines.append(_field(field.label, value, {True: "yes", False: "no"}.get(value)))
    lines += _unknown_fields(namespace)
    base_url, region, served_note = connection.client.serving(namespace)
    lines += [Line(), heading("Served by"), _field("Region", region), _field("Base URL", base_url)]
    if served_note:
        lines.append(note(served_note, "changed"))
    lines += [Line(), heading("Access"), *_summary(connection, item.id)]
    return Fields(lines), _served(
        connection, slot.fetched
    ) if slot.fetched else "from the list: enter reads it anew"


def _unknown_fields(namespace: Namespace) -> list[Line]:
    extra = namespace.model_extra or {}
    return [_field(safe(name, 40), value, safe(value, 500)) for name, value in extra.items()]


def _summary(connection: Connection, namespace_id: str) -> list[Line]:
    owner = connection.value(("owner", namespace_id))
    acl = connection.value(("acl", namespace_id))
    who = "not read yet (3 reads it)" if owner is None else connection.trustee_name(owner)
    entries = "not read yet (2 reads it)" if acl is None else f"{len(acl.entries)} entries"
    return [
        Line("Owner", who, owner.object_id if owner else None, "" if owner else "muted"),
        Line("ACL", entries, None, "" if acl else "muted"),
    ]


# Access.


def _access(connection: Connection, namespace_id: str) -> tuple[Body, str]:
    key: Key = ("acl", namespace_id)
    slot = connection.slot(key)
    if slot.fetched is None:
        return Fields(_state_lines(connection, key)), ""
    problems = [slot.error.sentence] if slot.error else []
    remarks = [*problems, slot.fetched.note, slot.fetched.problem]
    rows, rest = matrix_of(connection, slot.fetched.value)
    return Matrix(rows, rest, " ".join(safe(text) for text in remarks if text)), _served(
        connection, slot.fetched
    )


# The owner.


def _owner(connection: Connection, namespace_id: str) -> tuple[Body, str]:
    key: Key = ("owner", namespace_id)
    slot = connection.slot(key)
    lines = _state_lines(connection, key)
    if slot.fetched is None:
        return Fields(lines), ""
    if slot.fetched.problem:
        lines.append(note(slot.fetched.problem, "changed"))
    return Fields([*lines, *trustee_lines(connection, slot.fetched.value)]), _served(connection, slot.fetched)


def trustee_lines(connection: Connection, trustee: Any) -> list[Line]:
    """Return an owner as lines: name, kind, id; said when nobody of that id is there any more."""
    kinds = {TrusteeType.USER: "users", TrusteeType.CLIENT: "clients"}
    plural = kinds.get(trustee.type) if isinstance(trustee.type, TrusteeType) else None
    people = connection.value((plural,)) if plural else None
    found = next((one for one in people or () if one.id.casefold() == trustee.object_id.casefold()), None)
    if found is not None:
        name = _field("Owner", found.label)
    elif plural is None:
        name = Line("Owner", "neither a user nor a client", None, "changed")
    elif people is None:
        why = connection.slot((plural,)).error
        name = Line(
            "Owner", f"name cannot be read: {why.sentence}" if why else "name not read yet", None, "muted"
        )
    else:
        name = Line(
            "Owner", f"no {plural[:-1]} of this id: it is gone, or of another tenant", None, "changed"
        )
    lines = [
        name,
        _field("Type", enum_words(trustee.type) if isinstance(trustee.type, TrusteeType) else trustee.type),
        _field("ObjectId", trustee.object_id),
        _field("TenantId", trustee.tenant_id),
    ]
    address = getattr(found, "address", "")
    if address:
        lines.insert(1, _field("Email", address))
    return lines


# Roles, users, clients.


def _kind(name: str) -> Kind:
    from ocs_tui.catalog.identity_kinds import TRUSTEES

    return next(kind for kind in TRUSTEES if kind.name == name)


def _identity(connection: Connection, item: Item) -> tuple[Body, str]:
    key: Key = (f"{item.kind}s",)
    slot = connection.slot(key)
    found = next((thing for thing in connection.value(key) or () if thing.id == item.id), None)
    lines = _state_lines_if_wrong(connection, key)
    if found is None:
        return Fields([*lines, note(NOT_READ)]), ""
    for field in _kind(item.kind).fields:
        value = getattr(found, field.attribute)
        if field.attribute == "role_ids":
            lines += [
                _field(" " if number else "Roles", role_id, connection.role_name(role_id))
                for number, role_id in enumerate(value)
            ] or [Line("Roles", "none", None, "muted")]
        elif field.attribute == "role_scope":
            lines.append(_field(field.label, value, safe(enum_words(value))))
        elif field.attribute == "role_type_id" and value:
            name = BUILT_IN_ROLES.get(value.casefold())
            lines.append(
                _field(field.label, value, f"{safe(value)} (built-in: {name})" if name else safe(value))
            )
        elif field.attribute == "access_token_lifetime":
            lines.append(_field(field.label, value, f"{value} s" if value else "default (3600 s)"))
        elif field.attribute == "enabled":
            lines.append(_field(field.label, value, "yes" if value else "no"))
        elif field.attribute == "tags":
            lines.append(_field(field.label, ", ".join(value)))
        else:
            lines.append(_field(field.label, value))
    lines += [
        _field(safe(name, 40), value, safe(value, 500)) for name, value in (found.model_extra or {}).items()
    ]
    return Fields(lines), _served(connection, slot.fetched) if slot.fetched else ""
