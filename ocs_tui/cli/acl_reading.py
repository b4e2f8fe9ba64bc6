"""``acl show``, ``who``, ``why`` and ``grid``: answers, from what the regions serve."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ocs_tui.access.directory import KIND_WORDS, Directory, NoSuchOne
from ocs_tui.access.evaluate import Evaluation, Who, evaluate, explain
from ocs_tui.access.grid import ALLOW_MARKS, DENY_MARK, UNSET_MARK, grid
from ocs_tui.access.meaning import access_type_words
from ocs_tui.access.rights_text import parse_rights, right_names
from ocs_tui.access.things import Thing
from ocs_tui.access.who import reasons, who_can, who_is
from ocs_tui.cli.grid_output import grid_body, put_csv, put_grid
from ocs_tui.cli.output import entry_body, evaluation_body, kind_word, owner_body, put_json
from ocs_tui.cli.progress import counted
from ocs_tui.cli.table import table
from ocs_tui.cli.talk import DONE, put, say
from ocs_tui.cli.tenant import Tenant
from ocs_tui.model.address import Address
from ocs_tui.model.enums import RIGHTS, AccessRight, TrusteeType, right_words
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError, SettingsError


def rights_of(text: str) -> AccessRight:
    """Read rights from the command line.

    Raises:
        CallError: for what is none.
    """
    try:
        return parse_rights(text)
    except ValueError as error:
        raise CallError(str(error)) from None


def right_of(text: str | None) -> AccessRight | None:
    """Read one right from the command line; None when none was asked for.

    Raises:
        CallError: for what is none, or more than one.
    """
    if text is None:
        return None
    right = rights_of(text)
    if right not in RIGHTS:
        raise CallError(f"--right takes one right, not {safe(text)!r}.")
    return right


def subject_of(options: argparse.Namespace, directory: Directory) -> tuple[TrusteeType, str]:
    """Return who ``--user``, ``--client`` or ``--role`` means: its type and id.

    Raises:
        CallError: when that fits nobody, or more than one.
    """
    for kind, word in KIND_WORDS.items():
        if (text := getattr(options, word, None)) is not None:
            return kind, found_in(directory, kind, text)
    raise AssertionError("the parser asks for one of them")


def found_in(directory: Directory, kind: TrusteeType, text: str) -> str:
    """Return the id that a name or id means.

    Raises:
        CallError: when it fits nobody, or more than one.
    """
    try:
        return directory.find(kind, text)
    except NoSuchOne as error:
        raise CallError(str(error)) from None


async def show(tenant: Tenant, address: Address, as_json: bool) -> int:
    """Show an ACL and the owner, entry by entry as they stand there."""
    thing, directory = await _read(tenant, address)
    assert thing.acl is not None, "_read raises otherwise"
    if thing.owner_problem is not None:
        say(f"The owner cannot be read. {thing.owner_problem}")
    if as_json:
        body = {"address": str(address), "entries": [entry_body(one, directory) for one in thing.acl.entries]}
        put_json(body | {"owner": owner_body(thing.owner, directory)} if address.has_owner else body)
        return DONE
    rows: list[Sequence[object]] = []
    if (owner := thing.owner) is not None and owner.object_id:
        name = directory.name(owner.type, owner.object_id) or "(gone)" * bool(directory.is_gone(owner))
        rows.append((kind_word(owner.type), name, "owner", "everything", owner.object_id))
    for entry in thing.acl.entries:
        object_id = entry.trustee.object_id
        name = directory.name(entry.trustee.type, object_id) or "(not listed)"
        access, rights = access_type_words(entry.access_type), right_words(entry.access_rights)
        rows.append((kind_word(entry.trustee.type), name, access, rights, object_id))
    for line in table(("KIND", "NAME", "ACCESS", "RIGHTS", "ID"), rows):
        put(line)
    return DONE


async def who(tenant: Tenant, address: Address, right: AccessRight | None, as_json: bool) -> int:
    """Show everyone who can do something there, or one thing, with the reason."""
    thing, directory = await _read(tenant, address)
    assert thing.acl is not None, "_read raises otherwise"
    found = who_can(thing.acl, thing.owner, directory, thing.owner_problem)
    shown = found.may(right)
    if as_json:
        people = [
            {
                "kind": kind_word(one.subject.who.type),
                "id": one.subject.who.id,
                "name": one.subject.name,
                "listed": one.subject.listed,
                "enabled": one.subject.enabled,
                **evaluation_body(one.evaluation, directory),
            }
            for one in shown
        ]
        put_json({"address": str(address), "who": people, "not_known": found.not_known})
        return DONE
    rows = [
        (
            kind_word(one.subject.who.type) + " (off)" * (not one.subject.enabled),
            one.subject.name,
            _marks(one.evaluation),
            "; ".join(reasons(one.evaluation, directory.names)),
        )
        for one in shown
    ]
    for line in table(("KIND", "NAME", "RIGHTS", "WHY"), rows):
        put(line)
    others = len(found.everyone) - len(shown)
    if others:
        what = "do nothing here" if right is None else "not do that"
        say(f"{others} {'user or client' if others == 1 else 'users and clients'} may {what}.")
    for sentence in found.not_known:
        say(sentence)
    return DONE


async def why(tenant: Tenant, address: Address, options: argparse.Namespace) -> int:
    """Show what one may do there, right by right, with the reason."""
    thing, directory = await _read(tenant, address)
    assert thing.acl is not None, "_read raises otherwise"
    kind, object_id = subject_of(options, directory)
    somebody = who_is(directory, kind, object_id)
    if somebody is None:
        somebody = Who(kind, object_id)
        if not somebody.owns(thing.owner):
            raise SettingsError(
                f"What {KIND_WORDS[kind]} {safe(object_id)} may do is not known: it is in no list of this "
                "tenant, so its roles are not known."
            )
    if thing.owner_problem is not None and kind is not TrusteeType.ROLE:
        say(f"Not known: whether it is the owner, who may do everything. {thing.owner_problem}")
    evaluation = evaluate(thing.acl, thing.owner, somebody)
    if options.json:
        body = {"kind": KIND_WORDS[kind], "id": object_id, "name": directory.name(kind, object_id)}
        verdicts = [
            {
                "right": right_names(one.right)[0],
                "allowed": one.allowed,
                "allowed_by": [_by(role_id, directory) for role_id in one.allowed_by],
                "denied_by": [_by(role_id, directory) for role_id in one.denied_by],
            }
            for one in evaluation.verdicts
        ]
        put_json(
            {"address": str(address), "who": body, **evaluation_body(evaluation, directory), "why": verdicts}
        )
        return DONE
    for line in explain(evaluation, directory.names):
        put(line)
    return DONE


async def show_grid(tenant: Tenant, options: argparse.Namespace) -> int:
    """Show every namespace by every role that an ACL names; differences from the root ACL are marked."""
    directory = await tenant.directory()
    addresses = await tenant.every_namespace()
    keys = [(what, address.place) for address in addresses for what in ("acl", "owner")]
    await tenant.connection.load_many([("acl", ""), *keys], counted("Reading"))
    root, *things = (tenant.connection.thing(address) for address in (Address(), *addresses))
    for thing in (root, *things):
        for what, problem in (("ACL", thing.acl_problem), ("owner", thing.owner_problem)):
            if problem is not None:
                say(f"The {what} of {safe(thing.address)} cannot be read. {problem}")
    found = grid(things, root, directory)
    if options.json:
        put_json(grid_body(found, directory))
    elif options.csv:
        put_csv(found, directory)
    else:
        put_grid(found, directory)
    return DONE


async def _read(tenant: Tenant, address: Address) -> tuple[Thing, Directory]:
    """Read one thing and who there is.

    Raises:
        OcsError: when its ACL cannot be read.
    """
    keys = [("acl", address.place), ("roles",), ("users",), ("clients",)]
    connection = tenant.connection
    await connection.load_many([("owner", address.place), *keys] if address.has_owner else keys)
    slot = connection.slot(("acl", address.place))
    if slot.error is not None:
        raise slot.error
    directory = connection.directory()
    for kind, sentence in directory.problems:
        say(f"The {KIND_WORDS[kind]}s cannot be read. {sentence}")
    if slot.fetched is not None and slot.fetched.note is not None:
        say(slot.fetched.note)
    return connection.thing(address), directory


def _marks(evaluation: Evaluation) -> str:
    return "".join(
        ALLOW_MARKS[one.right] if one.allowed else DENY_MARK if one.denied_by else UNSET_MARK
        for one in evaluation.verdicts
    )


def _by(object_id: str, directory: Directory) -> dict[str, str | None]:
    name = directory.names(object_id)
    return {"id": object_id, "name": None if name == object_id else name}
