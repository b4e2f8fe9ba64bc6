"""Why something may not be edited, said at the key that would edit it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.catalog.kinds import kind_at
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight, NamespaceState, enum_words
from ocs_tui.model.ids import fits_in_a_path
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.connection import Connection

NOT_READ = "It has not been read yet: enter reads it."


def why_not_at_all(connection: Connection) -> str | None:
    """Return why nothing is written through this connection; None when something may be."""
    if connection.read_only:
        return (
            f"The profile {safe(connection.profile.name)} is read-only here: nothing is written through it."
        )
    return None


def why_not_acl(connection: Connection, place: str) -> str | None:
    """Return why the ACL of a place (the root ACL where it is empty) cannot be edited."""
    if refusal := why_not_at_all(connection) or _why_not_id(place):
        return refusal
    fetched = connection.slot(("acl", place)).fetched
    if fetched is not None and fetched.problem:
        return str(fetched.problem)
    return _why_not_manage(connection, place, "the ACL")


def why_not_owner(connection: Connection, place: str) -> str | None:
    """Return why the owner of a place cannot be changed."""
    if refusal := why_not_at_all(connection) or _why_not_id(place):
        return refusal
    fetched = connection.slot(("owner", place)).fetched
    if fetched is not None and fetched.problem:
        return str(fetched.problem)
    return _why_not_manage(connection, place, "the owner")


def why_not_fields(connection: Connection, namespace_id: str) -> str | None:
    """Return why the fields of a namespace cannot be edited."""
    if refusal := why_not_at_all(connection) or _why_not_id(namespace_id):
        return refusal
    namespace = connection.namespace(namespace_id)
    if namespace is None:
        return NOT_READ
    fetched = connection.slot(("namespace", namespace_id)).fetched
    if fetched is not None and fetched.problem:
        return str(fetched.problem)
    if namespace.state != NamespaceState.ACTIVE:
        return (
            f"{safe(namespace_id)} is {enum_words(namespace.state)}: only an Active namespace can be edited."
        )
    return _why_not(connection, namespace_id, AccessRight.WRITE, "Editing it needs Write")


def _why_not_id(place: str) -> str | None:
    bad = [one for one in Address.parse(place).ids if not fits_in_a_path(one)] if place else []
    if bad:
        return f"The id {bad[0]!r} would address another thing in a URL: it is shown and never sent."
    return None


def _why_not_manage(connection: Connection, place: str, what: str) -> str | None:
    right = AccessRight.MANAGE_ACCESS_CONTROL
    return _why_not(connection, place, right, f"Changing {what} needs Manage access")


def _why_not(connection: Connection, place: str, right: AccessRight, needs: str) -> str | None:
    """Return why one lacks a right; None when one has it or it cannot be told: then the service decides."""
    from ocs_tui.access.evaluate import evaluate, explain_right

    who = connection.who
    acl = connection.value(("acl", place))
    has_owner = Address.at_place(place).has_owner
    owner = connection.value(("owner", place)) if has_owner else None
    if who is None or acl is None or (has_owner and owner is None):
        return None
    evaluation = evaluate(acl, owner, who)
    if evaluation.mask & right or evaluation.unclear:
        return None
    return (
        f"{needs}, which you do not have. {explain_right(evaluation.verdict(right), connection.role_name)}."
    )


def why_not_part(connection: Connection, address: Address) -> str | None:
    """Return why a part of a thing, such as a stream's metadata, cannot be edited."""
    if refusal := why_not_at_all(connection) or _why_not_id(address.ids[-1]):
        return refusal
    return _why_not(connection, address.place, AccessRight.WRITE, "Editing it needs Write")


# What lies below the tenant: roles, users, clients and the like.


def why_not_create(connection: Connection, kind: Kind) -> str | None:
    """Return why nothing of a kind is created here."""
    if refusal := why_not_at_all(connection):
        return refusal
    if kind.creates is None:
        return f"The {kind.plural.casefold()} are only listed here: none can be created."
    return None


def why_not_edit(connection: Connection, address: Address) -> str | None:
    """Return why a thing below the tenant cannot be edited."""
    kind = kind_at(address)
    if refusal := why_not_at_all(connection) or _why_not_id(address.ids[-1]):
        return refusal
    if kind.updates is None and kind.as_json and kind.creates is not None:
        return f"The {kind.name} cannot be changed once it is there."
    if kind.updates is None or not (kind.editable or kind.as_json):
        return f"The {kind.plural.casefold()} are only shown here: there is nothing to edit."
    return _why_not_built_in(connection, address, "changed")


def why_not_delete(connection: Connection, address: Address) -> str | None:
    """Return why a thing below the tenant cannot be deleted."""
    kind = kind_at(address)
    if refusal := why_not_at_all(connection) or _why_not_id(address.ids[-1]):
        return refusal
    if kind.deletes is None:
        return f"The {kind.plural.casefold()} are only listed here: none can be deleted."
    me = connection.me.id if connection.me is not None else connection.profile.client_id
    if address.ids[-1].casefold() == me.casefold():
        return f"You are signed in as this {kind.name}: it cannot be deleted from here."
    return _why_not_built_in(connection, address, "deleted")


def _why_not_built_in(connection: Connection, address: Address, done: str) -> str | None:
    thing = connection.known(address)
    if thing is None or not getattr(thing, "is_built_in", False):
        return None
    return f"{safe(thing.label, 80)} is built in: every tenant has it, and it cannot be {done}."
