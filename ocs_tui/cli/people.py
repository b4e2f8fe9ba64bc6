"""``ocs-tui role``, ``user`` and ``client``: lists and details. Changes: ``people_writing``, ``client_secrets``."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ocs_tui.cli.people_options import client_parser, role_parser, user_parser
from ocs_tui.cli.talk import DONE, FAILED, put, say
from ocs_tui.cli.tenant import Tenant, Work, need_to_write, run_in_tenant
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.access.directory import Directory
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.cli.options import Parser

_READS = ("list", "show", "members")
_COLUMNS = {
    "role": ("NAME", "ID", "KIND", "DESCRIPTION"),
    "user": ("NAME", "EMAIL", "ID", "INVITATION", "ROLES"),
    "client": ("NAME", "ID", "ENABLED", "TOKENS", "ROLES"),
}


def run_people(word: str, arguments: Sequence[str]) -> int:
    """Run ``ocs-tui role``, ``user`` or ``client`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
    """
    parsers: dict[str, Callable[[], Parser]] = {
        "role": role_parser,
        "user": user_parser,
        "client": client_parser,
    }
    parser = parsers[word]()
    options = parser.parse_args(arguments)
    options.kind = word
    action = getattr(options, "deed", None) or options.action
    if action not in _READS:
        need_to_write(options)
    return run_in_tenant(parser, options, _work(options))


def _work(options: argparse.Namespace) -> Work:
    if options.action == "secret":
        from ocs_tui.cli import client_secrets

        return lambda tenant: client_secrets.run(tenant, options)
    if options.action in _READS:
        reads = {"list": _list, "show": _show, "members": _members}
        return lambda tenant: reads[options.action](tenant, options)
    from ocs_tui.cli import people_writing

    return lambda tenant: people_writing.run(tenant, options)


def kind_of(options: argparse.Namespace) -> Kind:
    """Return the kind that the command is about."""
    from ocs_tui.catalog.kinds import BY_NAME

    return BY_NAME[options.kind]


def found(options: argparse.Namespace, directory: Directory) -> Any:
    """Return the role, user or client that was named.

    Raises:
        CallError: when it fits none, or more than one.
        SettingsError: when the list cannot be read, or no longer holds it.
    """
    from ocs_tui.access.directory import KIND_WORDS
    from ocs_tui.cli.acl_reading import found_in
    from ocs_tui.settings.errors import SettingsError

    kind = next(kind for kind, word in KIND_WORDS.items() if word == options.kind)
    if not directory.is_listed(kind):
        why = dict(directory.problems).get(kind, "")
        raise SettingsError(f"The {options.kind}s cannot be listed. {why}".rstrip())
    wanted = found_in(directory, kind, options.one).casefold()
    for one in getattr(directory, f"{options.kind}s"):
        if one.id.casefold() == wanted:
            return one
    raise SettingsError(f"There is no {options.kind} {safe(options.one, 80)!r} in this tenant.")


async def _list(tenant: Tenant, options: argparse.Namespace) -> int:
    from ocs_tui.cli.output import put_json
    from ocs_tui.cli.table import table

    directory = await tenant.directory()
    fetched = tenant.connection.slot((f"{options.kind}s",)).got()
    if fetched.note:
        say(fetched.note)
    things = fetched.value
    statuses = await _statuses(tenant) if options.kind == "user" else {}
    if options.json:
        put_json([thing.to_wire() | _status_body(thing, statuses) for thing in things])
    elif things:
        rows = [
            _row(thing, directory, statuses) for thing in sorted(things, key=lambda one: one.label.casefold())
        ]
        for line in table(_COLUMNS[options.kind], rows):
            put(line)
    return DONE


async def _statuses(tenant: Tenant) -> dict[str, str]:
    """Return how far each user's invitation has come, by folded id; what cannot be read is said."""
    from ocs_tui.api.errors import OcsError

    try:
        listed = (await tenant.connection.load(("user-statuses",))).got().value
    except OcsError as error:
        say(f"How far the invitations have come is not known. {error.sentence}")
        return {}
    return {one.id.casefold(): status_words(one.invitation_status) for one in listed}


def _status_body(thing: Any, statuses: dict[str, str]) -> dict[str, str]:
    status = statuses.get(thing.id.casefold())
    return {} if status is None else {"Invitation": status}


def status_words(status: object) -> str:
    """Say how far an invitation has come: ``accepted``, ``not sent``."""
    from ocs_tui.model.enums import enum_words

    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", enum_words(status)).casefold()
    return words.removeprefix("invitation ")


def _row(thing: Any, directory: Directory, statuses: dict[str, str]) -> tuple[object, ...]:
    from ocs_tui.model.identity import Role, User

    if isinstance(thing, Role):
        return (thing.name, thing.id, "built-in" if thing.is_built_in else "custom", thing.description or "")
    roles = ", ".join(directory.names(role_id) for role_id in thing.role_ids)
    if isinstance(thing, User):
        return (thing.label, thing.address, thing.id, statuses.get(thing.id.casefold(), "?"), roles)
    lifetime = f"{thing.access_token_lifetime} s" if thing.access_token_lifetime else ""
    return (thing.label, thing.id, "yes" if thing.enabled else "no", lifetime, roles)


async def _show(tenant: Tenant, options: argparse.Namespace) -> int:
    from ocs_tui.cli.output import put_json

    directory = await tenant.directory()
    thing = found(options, directory)
    more = await _more(tenant, options, thing)
    if options.json:
        put_json(thing.to_wire() | {name: body for name, (_, body) in more.items()})
        return DONE
    for field in kind_of(options).fields:
        value = getattr(thing, field.attribute)
        if field.attribute == "role_ids":
            value = ", ".join(directory.names(role_id) for role_id in value)
        if value not in (None, "", ()):
            put(f"{field.label:<20}{_said(value)}")
    for name, (lines, _) in more.items():
        for line in lines:
            put(f"{name:<20}{safe(line)}")
            name = ""
    return DONE


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe(", ".join(map(str, value)) if isinstance(value, tuple) else value)


More = dict[str, tuple[list[str], Any]]
"""What is told beside the fields: lines for people, and plain JSON types."""


async def _more(tenant: Tenant, options: argparse.Namespace, thing: Any) -> More:
    from ocs_tui.api.errors import OcsError

    connection = tenant.connection
    if options.kind == "role":
        users, clients = connection.users_in(thing.id), connection.clients_in(thing.id)
        counts = {"users": _count(users), "clients": _count(clients)}
        words = [f"{'not known' if n is None else n} {what}" for what, n in counts.items()]
        return {"In it": (words, counts)}
    from ocs_tui.cli.client_secrets import body_of, words_of
    from ocs_tui.connection.client_secrets import secrets_of_client

    title, key = "Secrets", secrets_of_client(thing.id)
    if options.kind == "user":
        title, key = "Invitation", ("user-status", thing.id)
    try:
        read = (await connection.load(key)).got().value
    except OcsError as error:
        return {title: ([error.sentence], None)}
    if options.kind == "user":
        status = status_words(read.invitation_status)
        return {title: ([status], status)}
    return {title: ([words_of(one) for one in read] or ["none"], [body_of(one) for one in read])}


def _count(members: Sequence[object] | None) -> int | None:
    return None if members is None else len(members)


async def _members(tenant: Tenant, options: argparse.Namespace) -> int:
    from ocs_tui.cli.output import put_json
    from ocs_tui.cli.table import table

    directory = await tenant.directory()
    role = found(options, directory)
    status = DONE
    for kind, problem in directory.problems:
        say(f"Not known, since the {kind.name.lower()}s cannot be listed: {problem}")
        status = FAILED
    users = tenant.connection.users_in(role.id) or ()
    clients = tenant.connection.clients_in(role.id) or ()
    rows = [
        *(("user", user.label, user.address, user.id) for user in users),
        *(("client", client.label, "", client.id) for client in clients),
    ]
    if options.json:
        put_json([{"kind": kind, "name": name, "id": one_id} for kind, name, _, one_id in rows])
    elif rows:
        for line in table(("KIND", "NAME", "EMAIL", "ID"), rows):
            put(line)
    else:
        say("Nobody who is listed is in it.")
    return status
