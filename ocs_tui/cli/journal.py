"""``ocs-tui journal``: what was written through a profile from this machine, and taking it back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ocs_tui.cli.access_options import journal_parser
from ocs_tui.cli.talk import CONFLICT, DONE, FAILED, put, say
from ocs_tui.cli.tenant import Tenant, need_to_write, run_in_tenant, start_of
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError

if TYPE_CHECKING:
    from ocs_tui.changes.change import SetChange
    from ocs_tui.changes.entries import Entry
    from ocs_tui.changes.journal import Journal
    from ocs_tui.changes.plan import Planned


def run_journal(arguments: Sequence[str]) -> int:
    """Run ``ocs-tui journal`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
    """
    parser = journal_parser()
    options = parser.parse_args(arguments)
    if options.action == "show":
        return run_in_tenant(parser, options, lambda tenant: _show(tenant, options))
    if options.action == "undo":
        need_to_write(options)
        return run_in_tenant(parser, options, lambda tenant: _undo(tenant, options))
    return _list(options)


def _list(options: argparse.Namespace) -> int:
    """List the entries; this needs the file only, and no service."""
    from ocs_tui.changes.keeping import journal_of
    from ocs_tui.cli.output import put_json
    from ocs_tui.cli.table import table

    profile = start_of(options).profile
    assert profile is not None, "start_of gives one"
    journal = journal_of(profile)
    found = journal.read(journal.is_of_this_tenant)
    if found.note is not None:
        say(found.note)
    if options.json:
        put_json([_body(entry) for entry in found.entries])
    elif found.entries:
        rows = [
            (
                entry.id,
                entry.time.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
                _state(entry),
                entry.change.title,
            )
            for entry in found.entries
        ]
        for line in table(("ID", "TIME", "RESULT", "WHAT"), rows):
            put(line)
    elif found.note is None:
        say("Nothing was written through this profile from this machine.")
    return FAILED if found.note is not None and not found.entries else DONE


async def _show(tenant: Tenant, options: argparse.Namespace) -> int:
    """Show one entry; where nobody knows what became of it, look."""
    from ocs_tui.changes.resolve import resolve_intent
    from ocs_tui.cli.output import put_json

    entry = _one(tenant.connection.journal, options.entry)
    found = None
    if any(one.id == entry.id for one in tenant.connection.journal.open_intents()):
        found = await resolve_intent(tenant.connection.client, tenant.connection.journal, entry)
        entry = _one(tenant.connection.journal, entry.id)
    directory = await tenant.directory()
    words = _words(entry, directory.names)
    if options.json:
        put_json(_body(entry) | {"words": words, "found": found.sentence if found else None})
        return DONE
    rows = [
        ("Id", entry.id),
        ("Time", entry.time.astimezone().isoformat(" ", "seconds")),
        ("Profile", entry.profile),
        ("What", entry.change.title),
        *(("", line) for line in words),
        ("Result", _state(entry)),
    ]
    outcome = entry.outcome
    if outcome is not None:
        rows += [("", outcome.note)] if outcome.note else []
        rows += [("Operation", outcome.operation_id)] if outcome.operation_id else []
    rows += [("Takes back", entry.undoes)] if entry.undoes else []
    rows += [("Undo", entry.change.can_be_undone)] if entry.is_done and not entry.undone_by else []
    for label, text in rows:
        put(f"{label:<12}{safe(text)}")
    if found is not None:
        say(found.sentence)
    return DONE


async def _undo(tenant: Tenant, options: argparse.Namespace) -> int:
    """Take back what one entry changed, or do what can be done instead, through the review of any change."""
    from ocs_tui.changes.plan import plan_of
    from ocs_tui.changes.undo import Instead, undo
    from ocs_tui.cli.writing import carry_out

    entry = _one(tenant.connection.journal, options.entry)
    change = undo(entry)
    directory = await tenant.directory()
    if isinstance(change, Instead):
        say(change.sentence)
        if change.offer is None:
            return FAILED
        return await carry_out(tenant, plan_of([change.offer]), directory, options)
    place = await _over_what_is_there(tenant, change)
    if isinstance(place, int):
        return place
    return await carry_out(tenant, (place,), directory, options, undoes=(entry.id,))


async def _over_what_is_there(tenant: Tenant, change: SetChange) -> Planned | int:
    """Return the change as it would be written now; the exit status where there is nothing to write.

    What others changed since, elsewhere in the same list, stays.
    """
    from ocs_tui.changes.plan import Planned
    from ocs_tui.changes.reread import Already, Conflicting, Uneditable, reread

    found = await reread(tenant.connection.client, change)
    if isinstance(found, Already):
        say(f"{change.title}: it is so already.")
        return DONE
    if isinstance(found, Uneditable):
        say(found.fetched.problem or "What is there now cannot be edited.")
        return FAILED
    if isinstance(found, Conflicting):
        say(f"{change.title}: the same was changed since, differently. Nothing was written.")
        return CONFLICT
    return Planned(change.address, found.change)


def _one(journal: Journal, beginning: str) -> Entry:
    """Return the entry that an id, or its beginning, means.

    Raises:
        CallError: when that is none, or more than one.
    """
    found = journal.find(beginning)
    if len(found) == 1:
        return found[0]
    if not found:
        raise CallError(f"The journal has no entry {safe(beginning, 40)!r}: ocs-tui journal list shows them.")
    listed = ", ".join(f"{entry.id} ({entry.change.title})" for entry in found[:8])
    raise CallError(f"{safe(beginning, 40)!r} fits more than one entry: {listed}.")


def _state(entry: Entry) -> str:
    state = entry.outcome.kind.value if entry.outcome is not None else "unknown"
    return f"{state}, taken back by {entry.undone_by}" if entry.undone_by else state


def _words(entry: Entry, names: Any) -> list[str]:
    from ocs_tui.changes.change import ActChange
    from ocs_tui.changes.plan import groups, plan_of

    if isinstance(entry.change, ActChange):
        return []
    return [line for group in groups(plan_of([entry.change]), names) for line in group.text]


def _body(entry: Entry) -> dict[str, Any]:
    from ocs_tui.changes.encoding import to_json

    outcome = entry.outcome
    return {
        "id": entry.id,
        "time": entry.time.isoformat(),
        "profile": entry.profile,
        "title": entry.change.title,
        "state": outcome.kind.value if outcome is not None else "unknown",
        "operation_id": outcome.operation_id if outcome is not None else None,
        "note": outcome.note if outcome is not None else None,
        "undoes": entry.undoes,
        "undone_by": entry.undone_by,
        "change": to_json(entry.change),
    }
