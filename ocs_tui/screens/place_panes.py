"""What the pane shows of the tenant, a region and a namespace: fields, access, owner, JSON. No request is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocs_tui.model.address import Address
from ocs_tui.model.enums import NamespaceState, TrusteeType, enum_words
from ocs_tui.model.text import safe
from ocs_tui.screens import people_panes
from ocs_tui.screens.people_panes import served
from ocs_tui.screens.secrets_pane import tenant_lines
from ocs_tui.widgets.detail import Body, Fields, Json, Matrix
from ocs_tui.widgets.field_list import LONGEST, Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.namespace import Namespace
    from ocs_tui.widgets.resource_tree import Item


def state_lines(connection: Connection, key: Key) -> list[Line]:
    """Say what is under way, what failed, and what is unusual about where something was read."""
    slot = connection.slot(key)
    lines = []
    if slot.error is not None:
        lines += people_panes.error_lines(slot.error)
        lines.append(note("r tries again." if slot.fetched is None else "What was read before stands below."))
    elif slot.slow and slot.fetched is None:
        done = slot.progress
        lines.append(note(f"reading… {done[0]:,}" if done else "reading…"))
    elif slot.fetched is None and slot.busy_since is None:
        lines.append(note(people_panes.NOT_READ))
    if slot.fetched is not None and slot.fetched.note:
        lines.append(note(slot.fetched.note, "changed"))
    return lines


def _field(label: str, value: object, words: str | None = None, tint: str = "") -> Line:
    if value is None or value == "":
        return Line(label, "–", None, "muted")
    copied = value if isinstance(value, str) else str(value)
    return Line(label, safe(value, LONGEST) if words is None else words, copied, tint)


def as_json(connection: Connection, item: Item) -> tuple[Body, str]:
    """Return a thing as it was answered."""
    keys: dict[str, Key] = {"namespace": ("namespace", item.id), "tenant": ("tenant",)}
    if item.kind in keys:
        fetched = connection.slot(keys[item.kind]).fetched
        if fetched is None:
            return Fields(state_lines(connection, keys[item.kind])), ""
        return people_panes.as_answered(connection, fetched)
    found = next((region for region in connection.regions if region.id == item.id), None)
    if found is None:
        return Fields((note(people_panes.NOT_READ),)), ""
    from ocs_tui.model.document import Document

    document = Document.of(found.to_wire())
    return Json(document.text, document.pretty()), ""


# The tenant and its regions.


def tenant(connection: Connection, item: Item) -> tuple[Body, str]:
    """Return the tenant: its fields, who is signed in, the regions, what expires soon."""
    fetched = connection.slot(("tenant",)).fetched
    lines = state_lines(connection, ("tenant",))
    subtitle = ""
    if fetched is not None:
        tenant = fetched.value
        subtitle = served(connection, fetched)
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
    lines += [Line(), *tenant_lines(connection)]
    lines += [Line(), heading("Regions"), *_if_wrong(connection, ("regions",))]
    for region in connection.regions:
        words = f"{safe(region.base_address)}"
        if region.administrative_endpoints_writable:
            words += "  (administrative writes go here)"
        lines.append(_field(safe(region.id), region.base_address, words))
    return Fields(lines), subtitle


def _if_wrong(connection: Connection, key: Key) -> list[Line]:
    slot = connection.slot(key)
    return state_lines(connection, key) if slot.error or (slot.fetched and slot.fetched.note) else []


def _signed_in(connection: Connection) -> list[Line]:
    me = connection.me
    if connection.profile.sign_in == "client":
        lines = [_field("As client", connection.profile.client_id, _me_words(connection))]
    else:
        by = f"by {connection.profile.sign_in}, through client {safe(connection.profile.client_id)}"
        lines = [_field("As user", me.id if me else "", _me_words(connection)), _field("Signed in", by)]
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
        by_itself = connection.profile.sign_in == "client"
        return (
            safe(connection.profile.client_id) if by_itself else safe(me.id if me else "") or "not known yet"
        )
    return f"{safe(me.name)} ({safe(me.id)})"


def region(connection: Connection, item: Item) -> tuple[Body, str]:
    """Return a region and how many namespaces it has."""
    lines = _if_wrong(connection, ("regions",))
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


# A namespace.


def state_words(state: object) -> str:
    """Say a namespace's state in words, and what follows from it."""
    words = safe(enum_words(state))
    if isinstance(state, NamespaceState) and state.settles:
        return f"{words} (watched until it settles)"
    return words


def namespace(connection: Connection, item: Item) -> tuple[Body, str]:
    """Return a namespace's fields, its state in words, and a summary of its access."""
    from ocs_tui.catalog.kinds import NAMESPACE

    namespace = connection.namespace(item.id)
    key: Key = ("namespace", item.id)
    if namespace is None:
        return Fields(state_lines(connection, key)), ""
    slot = connection.slot(key)
    lines = _if_wrong(connection, key)
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
    return Fields(lines), served(
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


def access(connection: Connection, place: str) -> tuple[Body, str]:
    """Return the ACL of a place as a matrix; the root ACL where it is empty."""
    from ocs_tui.screens.access_words import matrix_of

    key: Key = ("acl", place)
    slot = connection.slot(key)
    if slot.fetched is None:
        return Fields(state_lines(connection, key)), ""
    problems = [slot.error.sentence] if slot.error else []
    remarks = [_what_a_default_is(place), *problems, slot.fetched.note, slot.fetched.problem]
    rows, rest = matrix_of(connection, slot.fetched.value)
    return Matrix(rows, rest, " ".join(safe(text) for text in remarks if text)), served(
        connection, slot.fetched
    )


def _what_a_default_is(place: str) -> str:
    """Say what the ACL of a collection is for; nothing for any other."""
    from ocs_tui.catalog.kinds import kind_in

    address = Address.at_place(place)
    if not address.in_namespace or not address.is_collection:
        return ""
    # one line, also where there are eighty columns; the Overview says the rest
    return f"The default of new {kind_in(address).plural.casefold()}; those there keep theirs."


# The owner.


def owner(connection: Connection, place: str) -> tuple[Body, str]:
    """Return who owns a place."""
    key: Key = ("owner", place)
    slot = connection.slot(key)
    lines = state_lines(connection, key)
    if slot.fetched is None:
        return Fields(lines), ""
    if slot.fetched.problem:
        lines.append(note(slot.fetched.problem, "changed"))
    return Fields([*lines, *trustee_lines(connection, slot.fetched.value)]), served(connection, slot.fetched)


def trustee_lines(connection: Connection, trustee: Any) -> list[Line]:
    """Return an owner as lines: name, kind, id; said when nobody of that id is there any more."""
    kinds = {TrusteeType.USER: "users", TrusteeType.CLIENT: "clients"}
    plural = kinds.get(trustee.type) if isinstance(trustee.type, TrusteeType) else None
    people = connection.value((plural,)) if plural else None
    found = connection.item((plural,), trustee.object_id) if plural else None
    if plural is not None and found is not None:
        place = Address(("", plural, found.id))
        name = Line("Owner", safe(found.label), found.label, people_panes.LINK, data=place)
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
