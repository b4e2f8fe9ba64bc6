"""What the pane shows of clients' secrets: those of one client, and on the tenant's page what expires soon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocs_tui.model.expiry import SOON, days_words
from ocs_tui.model.text import safe
from ocs_tui.screens.rotate_words import unfinished_words
from ocs_tui.screens.secret_words import date_of, expiry_tint, secret_line
from ocs_tui.widgets.field_list import Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.address import Address
    from ocs_tui.widgets.resource_tree import Item

SECRETS = "Secrets"
COLLECTIONS = {"client": "clients", "hybrid client": "hybrid-clients"}
"""Kinds of items in the tree that have secrets, and their collections."""


@dataclass(frozen=True, slots=True)
class OpenSecrets:
    """A line that leads to the secrets of a client."""

    address: Address
    label: str


@dataclass(frozen=True, slots=True)
class ReadAllSecrets:
    """A line that begins to read the secrets of all clients, or stops it."""


def client_at(item: Item) -> Address | None:
    """Return the address of the client that an item of the tree is; None where it is none with secrets."""
    from ocs_tui.model.address import Address

    collection = COLLECTIONS.get(item.kind)
    return Address(("", collection, item.id)) if collection and item.id else None


def secrets_key(item: Item) -> Key:
    """Return the slot of a client's secrets."""
    from ocs_tui.connection.client_secrets import secrets_of

    address = client_at(item)
    assert address is not None, "only clients have this tab"
    return secrets_of(address)


def secrets_lines(connection: Connection, item: Item) -> list[Line]:
    """Return the secrets of a client, as far as they were read, and what the keys do."""
    from ocs_tui.changes.acts import MOST_SECRETS

    address = client_at(item)
    assert address is not None, "only clients have this tab"
    lines = []
    rotation = connection.rotations.find(item.id)
    if rotation is not None:
        lines += [note(f"{unfinished_words(rotation)} R goes on with it.", "changed"), Line()]
    slot = connection.slot(secrets_key(item))
    if slot.fetched is None:
        return lines
    listed = slot.fetched.value
    full = ": no more are allowed" if len(listed) >= MOST_SECRETS else ""
    lines.append(heading(f"{len(listed)} of at most {MOST_SECRETS}{full}"))
    in_use = connection.signs_in_with(address)
    lines += [secret_line(one, in_use) for one in listed] or [note("none: nobody can sign in as this client")]
    keys = "In this list: n adds one · e edits · d deletes · y copies the number"
    if item.kind == "client":
        keys += " · R rotates"
    return [*lines, Line(), note(keys)]


def tenant_lines(connection: Connection) -> list[Line]:
    """Return what the tenant's page says of secrets: one's own, what expires soon, and how far that was read."""
    return [heading("Client secrets"), *_own(connection), *_expiring(connection), *_survey(connection)]


def _own(connection: Connection) -> list[Line]:
    from ocs_tui.connection.client_secrets import secrets_of, soonest

    if connection.own_client is None:
        return []
    slot = connection.slot(secrets_of(connection.own_client))
    if slot.fetched is None:
        if slot.error is not None:
            return [Line("Your own", f"cannot be read: {slot.error.sentence}", None, "muted")]
        return [Line("Your own", "reading…" if slot.slow else "not read yet", None, "muted")]
    listed = slot.fetched.value
    days = soonest(listed)
    first = "none of them expires" if days is None else f"the first one: {days_words(days)}"
    plural = "" if len(listed) == 1 else "s"
    return [Line("Your own", f"{len(listed)} secret{plural}, {first}", None, expiry_tint(days))]


def _expiring(connection: Connection) -> list[Line]:
    lines = []
    for one in connection.expiring():
        which = safe(one.secret.description or f"secret {one.secret.id}", 60)
        words = f"{safe(one.label, 60)}: {days_words(one.days)}, {date_of(one.secret)} · {which}"
        data = OpenSecrets(one.address, one.label)
        lines.append(Line("", words, str(one.secret.id), expiry_tint(one.days), data=data))
    if lines:
        lines.append(note("enter opens the client's secrets · R rotates"))
    return lines


def _survey(connection: Connection) -> list[Line]:
    survey = connection.survey
    if survey.is_running:
        far = f"{survey.done:,} of {survey.of:,} clients" if survey.of else "the clients"
        return [_action(f"reading… {far} · enter stops")]
    if survey.problem:
        return [note(f"Those of other clients cannot be read: {survey.problem}")]
    if survey.clients is None:
        return []
    if survey.done < survey.clients:
        read = (
            f"{survey.done:,} of {survey.clients:,} clients read"
            if survey.done
            else f"{survey.clients:,} clients"
        )
        return [_action(f"{read} · enter reads the secrets of all of them")]
    if connection.expiring():
        return []
    return [note(f"None of {survey.clients:,} clients has a secret that expires within {SOON} days.")]


def _action(words: str) -> Line:
    return Line(value=words, tint="key", data=ReadAllSecrets())
