"""Carrying out a plan from the command line: review, confirmation, the writes, what came of each."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ocs_tui.access.directory import Directory
from ocs_tui.api.answers import Created
from ocs_tui.changes.apply import Applied, as_done
from ocs_tui.changes.bulk import Result, Results, State, apply_plan
from ocs_tui.changes.change import Aspect, Change, Create, Delete, SetChange
from ocs_tui.changes.plan import Plan, Reading, changes_of
from ocs_tui.changes.verify import verify
from ocs_tui.cli.asking import ask, ask_yes, can_ask
from ocs_tui.cli.output import put_json
from ocs_tui.cli.progress import counted
from ocs_tui.cli.review import Review, places, review
from ocs_tui.cli.table import table
from ocs_tui.cli.talk import CONFLICT, DONE, FAILED, INTERRUPTED, put, say, tell
from ocs_tui.cli.tenant import Tenant, refuse_read_only
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe

_WRITES_AT_ONCE = 8


async def carry_out(
    tenant: Tenant,
    plan: Plan,
    directory: Directory,
    options: argparse.Namespace,
    *,
    known: Mapping[Aspect, Mapping[Address, Reading]] | None = None,
    undoes: Sequence[str | None] = (),
    done: Callable[[Results], object] = lambda results: None,
    says_done: bool = True,
) -> int:
    """Review a plan, have it confirmed, write it, and tell what came of it.

    Args:
        tenant: the tenant.
        plan: the plan.
        directory: who there is.
        options: ``yes``, ``accept_danger``, ``dry_run``, ``wait`` and ``json``.
        known: what was read for the plan.
        undoes: for each place of the plan, the journal's entry that it takes back.
        done: told the results, where anything was written.
        says_done: put what came of it on stdout also where all was done; False leaves that to the caller.

    Returns:
        The exit status.
    """
    refuse_read_only(tenant, options)
    found = await review(tenant, plan, directory, known)
    if options.dry_run:
        put_review(found, as_json=options.json)
    elif found.changes or found.problems:
        for line in found.lines():
            tell(line)
    is_typed = can_ask() and not options.yes and not options.dry_run  # the name of what is deleted
    if (found.dangers_but_deletes if is_typed else found.dangers) and not options.accept_danger:
        say("Nothing is written, because of what is called a danger above: --accept-danger accepts it.")
        return FAILED
    if options.dry_run:
        return FAILED if found.problems else DONE
    writes = changes_of(plan)
    if writes and not options.yes and not _confirmed(writes):
        say("Nothing was written.")
        return FAILED
    _say_what_is_open(tenant)
    cancel = asyncio.Event()
    with _stopped_by_ctrl_c(cancel):
        results = await apply_plan(
            tenant.connection.client,
            plan,
            tenant.connection.journal,
            concurrency=_WRITES_AT_ONCE,
            on_progress=_told(counted("Writing")),
            cancel=cancel,
            undoes=undoes,
        )
        shown = await _watch(tenant, results, cancel) if options.wait else {}
    done(results)
    status = INTERRUPTED if cancel.is_set() else status_of(results)
    if says_done or status != DONE:
        _put_results(results, shown, as_json=options.json)
    return status


def _confirmed(changes: Sequence[Change]) -> bool:
    """Ask for a yes; what is deleted is confirmed by typing its id or name."""
    for change in changes:
        if isinstance(change, Delete):
            wanted = change.address.ids[-1]
            label = str(getattr(change.before, "label", "") or wanted)
            shown = safe(label) if label == wanted else f"{safe(label)} (or {safe(wanted)})"
            if ask(f"{change.title}: type {shown} to delete it: ") not in (wanted, label):
                return False
    writes = len(changes)
    if all(isinstance(change, Delete) for change in changes):
        return True
    return ask_yes(f"Write {writes} {'change' if writes == 1 else 'changes'}?")


def put_review(found: Review, *, as_json: bool) -> None:
    """Write a review as data, on stdout."""
    if as_json:
        put_json(found.body())
        return
    for line in found.lines():
        put(line)


def status_of(results: Results) -> int:
    """Return the exit status: 1 if any failed, else 3 if any was changed meanwhile, else 0."""
    states = {result.state for result in results}
    if states & {State.FAILED, State.UNKNOWN, State.NOT_TRIED}:
        return FAILED
    return CONFLICT if State.CONFLICT in states else DONE


def _say_what_is_open(tenant: Tenant) -> None:
    if open_ := tenant.connection.journal.open_intents():
        listed = ", ".join(f"{entry.id} ({entry.change.title})" for entry in open_[:3])
        say(f"What became of an earlier write is not known: {listed}. ocs-tui journal show ID looks.")


@contextlib.contextmanager
def _stopped_by_ctrl_c(cancel: asyncio.Event) -> Iterator[None]:
    """Let Ctrl-C stop between two writes: one that was sent is waited for."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        cancel.set()
        say("Stopping. What is being written is finished first.")

    try:
        loop.add_signal_handler(signal.SIGINT, stop)
    except (NotImplementedError, RuntimeError):  # Windows, or not in the main thread: the run ends at once
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)


def _told(tell: Callable[[int, int], None] | None) -> Callable[[int, int, Result], None] | None:
    return None if tell is None else lambda done, of, _: tell(done, of)


async def _watch(tenant: Tenant, results: Results, cancel: asyncio.Event) -> dict[int, str]:
    """Wait until what was written shows where it is read, or until ``cancel`` is set.

    Returns what was seen last, by the result's place.
    """
    gate = asyncio.Semaphore(_WRITES_AT_ONCE)
    seen: dict[int, str] = {}

    async def look(number: int, change: Change) -> None:
        async with gate:
            async for sighting in verify(tenant.connection.client, change):
                seen[number] = sighting.sentence

    looks = asyncio.gather(
        *(
            look(number, as_done(result.planned.change, result.outcome))
            for number, result in enumerate(results)
            if result.state is State.DONE and result.planned.change is not None
        )
    )
    stopped = asyncio.ensure_future(cancel.wait())
    ended, waiting = await asyncio.wait((looks, stopped), return_when=asyncio.FIRST_COMPLETED)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    for one in ended:
        one.result()  # whatever went wrong there is not swallowed
    return seen


def _put_results(results: Results, shown: Mapping[int, str], *, as_json: bool) -> None:
    bodies = [_body(result) | ({"seen": shown[n]} if n in shown else {}) for n, result in enumerate(results)]
    if as_json:
        put_json({"results": bodies})
        return
    rows = [
        (body["address"], body["what"], body["state"], " ".join((body["sentence"], shown.get(number, ""))))
        for number, body in enumerate(bodies)
    ]
    if rows:
        for line in table(("ADDRESS", "WHAT", "RESULT", ""), rows):
            put(line)
    for entry in (result.entry for result in results if result.state is State.UNKNOWN):
        if entry is not None:
            say(
                f"What became of it is not known: {entry.change.title}. ocs-tui journal show {entry.id} looks."
            )
    failed = [result.planned.address for result in results if result.state is State.CONFLICT]
    if failed:
        say(
            f"Changed meanwhile by somebody else, and not written: {places(failed)}. Run it again to review it."
        )


def _body(result: Result) -> dict[str, Any]:
    change, outcome = result.planned.change, result.outcome
    applied = outcome if isinstance(outcome, Applied) else None
    body = {
        "address": str(result.planned.address),
        "what": _what(change),
        "state": result.state.value,
        "sentence": result.sentence,
        "operation_id": applied.operation_id if applied else None,
        "journal": applied.entry_id if applied else result.entry.id if result.entry else None,
    }
    if isinstance(change, Create) and isinstance(outcome, Created):
        body["address"] = str(as_done(change, outcome).address)
        body["operation_id"] = outcome.fetched.operation_id
        body["journal"] = outcome.entry_id
    return body


def _what(change: Change | None) -> str:
    match change:
        case SetChange(aspect=aspect):
            return aspect.value
        case Create():
            return "create"
        case Delete():
            return "delete"
    return ""
