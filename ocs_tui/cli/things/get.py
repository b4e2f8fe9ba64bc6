"""``ocs-tui get``: the things of a kind, one thing, or a board."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.cli.progress import Running
from ocs_tui.cli.talk import DONE, put, say
from ocs_tui.cli.tenant import Tenant, Work, run_in_tenant
from ocs_tui.cli.things.naming import BOARDS, Target, board_named, kind_lines, kinds_held, target_of, word_of
from ocs_tui.cli.things.options import get_parser
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError

if TYPE_CHECKING:
    from ocs_tui.api.paging import Wanted
    from ocs_tui.catalog.kind import Kind


def run_get(arguments: Sequence[str]) -> int:
    """Run ``ocs-tui get`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
    """
    parser = get_parser()
    options = parser.parse_args(arguments)
    if options.kind.casefold() == "kinds" and options.address is None:
        _put_kinds(as_json=options.json)
        return DONE
    return run_in_tenant(parser, options, _work(options))


def _put_kinds(*, as_json: bool) -> None:
    if as_json:
        from ocs_tui.cli.output import put_json

        put_json({"kinds": kinds_held(), "boards": BOARDS})
        return
    for line in kind_lines():
        put(line)


def _work(options: argparse.Namespace) -> Work:
    board = board_named(options.kind)
    if board is not None:
        from ocs_tui.cli.things.boards import board_work

        return board_work(board, options)
    for option, given in (("--severity", options.severity), ("--source", options.source)):
        if given:
            raise CallError(f"{option} is for logs: ocs-tui get logs {option} {safe(given[0], 40)}.")
    if options.last or options.begin or options.until:
        raise CallError("--since, --from and --to are for the boards logs, usage and metrics.")
    target = target_of(options.kind, options.address)
    if target.is_one:
        if options.query or options.filter or options.order or options.count:
            raise CallError(
                f"{safe(target.address)} is one thing: there is nothing to search, order or count."
            )
        return lambda tenant: _show(tenant, target, options)
    wanted = _wanted(target.kind, options)
    return lambda tenant: _list(tenant, target, wanted, options)


def _wanted(kind: Kind, options: argparse.Namespace) -> Wanted:
    """Return which things of a list are wanted, as far as the service can be asked for that.

    Raises:
        CallError: when it cannot.
    """
    from ocs_tui.api.paging import Wanted

    listing, words = kind.listing, word_of(kind)
    if options.query and not listing.query:
        raise CallError(f"The service has no search for {words}: leave --query out, and filter what comes.")
    if options.order:
        field, _, way = options.order.strip().replace(":", " ").partition(" ")
        if not listing.order:
            raise CallError(f"The service does not order {words}: leave --order out.")
        by = {one.casefold(): one for one in kind.sortable}
        if field.casefold() not in by or way.strip().casefold() not in ("", "asc", "desc"):
            listed = ", ".join(kind.sortable)
            raise CallError(
                f"{words} are ordered by {listed}, with ' desc' for the other way round, "
                f"not by {safe(options.order, 60)!r}."
            )
        options.order = f"{by[field.casefold()]} {way.strip().lower()}".strip()
    return Wanted(options.query, tuple(_filters(kind, options.filter)), options.order)


def _filters(kind: Kind, given: list[str]) -> list[tuple[str, str]]:
    found = []
    pattern = kind.listing.filter
    for text in given:
        if not pattern:
            raise CallError(f"The service does not filter {word_of(kind)}: leave --filter out.")
        name, equals, value = text.partition("=")
        if "{name}" not in pattern:
            found.append(("", text))
        elif not equals or not name.strip() or not value:
            raise CallError(f"--filter takes a name and a value, AssetTypeName=Pump, not {safe(text, 60)!r}.")
        else:
            found.append((name.strip(), value))
    return found


async def _list(tenant: Tenant, target: Target, wanted: Wanted, options: argparse.Namespace) -> int:
    from ocs_tui.cli.things.pages import parts_of
    from ocs_tui.cli.things.writers import CsvWriter, JsonWriter, TableWriter

    kind = target.kind
    table = TableWriter(kind) if not options.json and not options.csv else None
    bodies = CsvWriter(kind) if options.csv else JsonWriter()
    running = Running(f"Reading {word_of(kind)}:")
    notes: set[str | None] = {None}
    told, total = 0, None
    try:
        async for part in parts_of(tenant, target, wanted, options.count):
            told, total = told + len(part.things), part.total
            if table is not None:
                table.put(part.things)
            else:
                bodies.put([thing.to_wire() for thing in part.things])
            running.tell(told, total)
            if part.note not in notes:
                notes.add(part.note)
                running.end()
                say(str(part.note))
    finally:
        running.end()
    if table is None:
        bodies.end()
    elif not told:
        what = "fit what was asked for" if wanted.params(kind.listing) else "are there"
        say(f"No {word_of(kind)} {what}.")
    elif options.count and total is not None and told < total:
        say(f"{told:,} of {total:,} {word_of(kind)}.")
    return DONE


async def _show(tenant: Tenant, target: Target, options: argparse.Namespace) -> int:
    from ocs_tui.cli.output import put_json
    from ocs_tui.cli.things import cells
    from ocs_tui.cli.things.writers import CsvWriter

    kind, address = target.kind, target.address
    client = tenant.connection.client
    if kind is NAMESPACE:
        fetched = await client.get_namespace((await client.find_namespace(address.namespace_id)).value)
    else:
        fetched = await client.get_item(kind, *address.ids)
    if fetched.note:
        say(fetched.note)
    body = fetched.value.to_wire()
    if options.json:
        put_json(body)
    elif options.csv:
        CsvWriter(kind).put([body])
    else:
        for line in cells.lines(kind, fetched.value):
            put(line)
    return DONE
