"""``ocs-tui create``, ``edit`` and ``delete``: things of every kind, through review and journal."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.cli.talk import DONE, say
from ocs_tui.cli.tenant import Tenant, need_to_write, run_in_tenant
from ocs_tui.cli.things.json_file import json_of
from ocs_tui.cli.things.naming import Target, target_of, word_of
from ocs_tui.cli.things.writing_options import writing_parser
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError, SettingsError

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.model.wire import Wire

_OWN_COMMANDS = ("role", "user", "client")
_DONE = {"create": "created", "edit": "changed", "delete": "deleted"}
_WITH_SECRETS = ("secret", "hybrid secret", "invitation")
"""Kinds whose creation shows a secret, or sends mail: not from a file."""


def run_writing(word: str, arguments: Sequence[str]) -> int:
    """Run ``ocs-tui create``, ``edit`` or ``delete`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
    """
    parser = writing_parser(word)
    options = parser.parse_args(arguments)
    need_to_write(options)
    if word == "delete":
        targets = [_target(text, word) for text in dict.fromkeys(options.addresses)]
        return run_in_tenant(parser, options, lambda tenant: _delete(tenant, targets, options))
    target = _target(options.address, word)
    body = json_of(options.file)
    if not isinstance(body, dict):
        raise SettingsError(
            f"{safe(options.file)} holds no {target.kind.name}: one is one JSON object, {{ ... }}."
        )
    if word == "create":
        return run_in_tenant(parser, options, lambda tenant: _create(tenant, target, body, options))
    return run_in_tenant(parser, options, lambda tenant: _edit(tenant, target, body, options))


def _target(text: str, word: str) -> Target:
    """Return what an address names.

    Raises:
        CallError: when that cannot be created, changed or deleted here, with the reason.
    """
    if not text.strip("/"):
        raise CallError(f"/ is the tenant: name what is to be {_DONE[word]}, such as boiler/streams/pump-1.")
    target = target_of(text, None) if "/" in text.rstrip("/") else target_of("namespaces", text)
    kind = target.kind
    if kind.name in _OWN_COMMANDS:
        raise CallError(f"ocs-tui {kind.name} {word} is for that: it knows names and roles.")
    if kind.name in _WITH_SECRETS:
        raise CallError(
            f"{word_of(kind)} are not written from a file: ocs-tui client and ocs-tui user are for them."
        )
    operation = {"create": kind.creates, "edit": kind.updates, "delete": kind.deletes}[word]
    if operation is None:
        raise CallError(f"The service offers no way for {word_of(kind)} to be {_DONE[word]}.")
    if not target.is_one and word != "create":
        raise CallError(f"{safe(text, 80)} is a collection: name one thing in it.")
    return target


async def _create(tenant: Tenant, target: Target, body: dict[str, Any], options: argparse.Namespace) -> int:
    from ocs_tui.catalog.models import model_of
    from ocs_tui.changes.change import Create
    from ocs_tui.changes.plan import plan_of
    from ocs_tui.cli.writing import carry_out

    kind, address = target.kind, target.address
    if target.is_one:
        body = {kind.id_field: address.ids[-1], **body}
    given = body.get(kind.id_field)
    at_its_id = kind is NAMESPACE or (kind.creates is not None and kind.creates.path != kind.lists.path)
    if target.is_one and given != address.ids[-1]:
        raise CallError(
            f"{kind.id_field} is {safe(given, 80)!r} in the JSON, and the address says {safe(address)}."
        )
    if at_its_id and not target.is_one:
        if not isinstance(given, str) or not given:
            raise CallError(f"A {kind.name} is created under its id: name it, {safe(address)}/ID.")
        address = _below(address, given)
    if not at_its_id and target.is_one:
        address = Address(address.parts[:-1])
    _look_at(kind, body)
    value = _valid(lambda: model_of(kind).model_validate(body), kind)
    directory = await tenant.directory()
    return await carry_out(tenant, plan_of([Create(address, value, kind)]), directory, options)


def _below(collection: Address, item_id: str) -> Address:
    try:
        return Address.parse("/".join((*collection.parts, item_id)))
    except ValueError as error:
        raise CallError(str(error)) from None


async def _edit(tenant: Tenant, target: Target, body: dict[str, Any], options: argparse.Namespace) -> int:
    from ocs_tui.changes.change import Aspect, SetChange
    from ocs_tui.changes.plan import plan_of
    from ocs_tui.changes.reread import same_fields_of
    from ocs_tui.cli.writing import carry_out

    kind, address = target.kind, target.address
    fetched = await _read(tenant, target)
    if fetched.problem is not None:
        raise SettingsError(f"{safe(address)} cannot be changed: {fetched.problem}")
    before = fetched.value
    _look_at(kind, body, fetched.value.to_wire(), address.ids[-1])
    after = _valid(lambda: type(before).model_validate(body), kind)
    _refuse_fixed(kind, before, after)
    if same_fields_of(kind, before, after):
        say("It is so already.")
        return DONE
    directory = await tenant.directory()
    change = SetChange(address, Aspect.FIELDS, before, after)
    return await carry_out(tenant, plan_of([change]), directory, options)


def _refuse_fixed(kind: Kind, before: Wire, after: Wire) -> None:
    """Refuse another value of a field that an update does not set: it would be lost without a word."""
    if not kind.editable:
        return
    fixed = [
        field.label
        for field in kind.fields
        if field.attribute not in kind.editable
        and getattr(after, field.attribute, None)
        not in (None, "", (), getattr(before, field.attribute, None))
    ]
    if fixed:
        raise CallError(f"{', '.join(fixed)} of a {kind.name} cannot be changed: leave what was read.")


async def _delete(tenant: Tenant, targets: list[Target], options: argparse.Namespace) -> int:
    from ocs_tui.changes.change import Delete
    from ocs_tui.changes.plan import plan_of
    from ocs_tui.cli.writing import carry_out

    deletes = [Delete(target.address, (await _read(tenant, target)).value) for target in targets]
    directory = await tenant.directory()
    return await carry_out(tenant, plan_of(deletes), directory, options)


def _look_at(
    kind: Kind, body: dict[str, Any], before: dict[str, Any] | None = None, own_id: str = ""
) -> None:
    """Hold a body against what its kind declares; what is doubtful is said and sent all the same.

    Raises:
        SettingsError: with the last of what is wrong; the others were said.
    """
    from ocs_tui.catalog.schema import check

    found = check(kind, body, before, own_id)
    for warning in found.warnings:
        say(safe(warning))
    if found.problems:
        *most, last = found.problems
        for problem in most:
            say(safe(problem))
        raise SettingsError(safe(last))


async def _read(tenant: Tenant, target: Target) -> Fetched[Any]:
    """Read a thing where it would be written."""
    from ocs_tui.changes.change import Aspect

    return await tenant.connection.read_for_edit(target.address, Aspect.FIELDS)


def _valid(make: Any, kind: Kind) -> Any:
    """Return a body as the kind's model.

    Raises:
        SettingsError: when it does not fit.
    """
    from pydantic import ValidationError

    try:
        return make()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "it"
        raise SettingsError(
            f"That is no {kind.name}: {safe(where, 80)}: {safe(first['msg'], 200)}."
        ) from None
