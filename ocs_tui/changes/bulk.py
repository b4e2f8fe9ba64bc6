"""Applying a plan: some writes at a time, stopped cleanly between two of them, a result for each place."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from ocs_tui.api.answers import Created, Differs, SameExists
from ocs_tui.api.errors import OcsError, OutcomeUnknown
from ocs_tui.changes.apply import Applied, Changed, Outcome, Refused, apply
from ocs_tui.changes.change import Change, Delete, SetChange
from ocs_tui.changes.entries import Entry, OutcomeKind
from ocs_tui.changes.journal import Journal
from ocs_tui.changes.plan import Plan, Planned
from ocs_tui.changes.recording import outcome_of_error
from ocs_tui.changes.reread import Already, Conflicting, Merged, Reread, RereadFailed, Same, Uneditable
from ocs_tui.changes.resolve import resolve_intent
from ocs_tui.changes.undo import swapped
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient
    from ocs_tui.model.address import Address


class State(Enum):
    """What came of one place of a plan."""

    DONE = "done"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    FAILED = "failed"
    UNKNOWN = "outcome unknown"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one place of a plan.

    Attributes:
        planned: the place.
        state: what came of it.
        sentence: what there is to say, safe to show; empty for a plain *done*.
        outcome: what ``apply`` gave; None when it raised, or was not called.
        entry: the journal's entry of a write of which no answer told.
    """

    planned: Planned
    state: State
    sentence: str = ""
    outcome: Outcome | None = None
    entry: Entry | None = None


Results = tuple[Result, ...]

_BAD = (State.CONFLICT, State.FAILED, State.UNKNOWN, State.NOT_TRIED)


async def apply_plan(
    client: OcsClient,
    plan: Plan,
    journal: Journal | None = None,
    *,
    concurrency: int = 4,
    on_progress: Callable[[int, int, Result], None] | None = None,
    cancel: asyncio.Event | None = None,
    undoes: Sequence[str | None] = (),
    without_journal: bool = False,
) -> Results:
    """Write a plan. Never raises an OcsError: what failed is a result.

    Several places of one address are written one after the other, in the order of the plan. What is
    deleted goes last, and only when everything before it went well. What changed meanwhile is not
    written, even where it could be merged: nobody has reviewed the merge.

    Args:
        client: the API client.
        plan: the plan; its places without a change are results at once.
        journal: where each write is recorded.
        concurrency: how many writes at a time.
        on_progress: told how many results there are, of how many, and the newest.
        cancel: once set, no further write begins; those under way are finished.
        undoes: for each place of the plan, the entry of the journal that it takes back.
        without_journal: write even when the journal cannot be written.

    Returns:
        A result for each place, in the order of the plan.
    """
    results: dict[int, Result] = {}

    def tell(number: int, result: Result) -> None:
        results[number] = result
        if on_progress is not None:
            on_progress(len(results), len(plan), result)

    queues: dict[Address, list[int]] = {}
    deletes: dict[Address, list[int]] = {}
    for number, planned in enumerate(plan):
        if planned.change is None:
            state = State.FAILED if planned.is_problem else State.UNCHANGED
            tell(number, Result(planned, state, planned.reason))
        else:
            queue = deletes if isinstance(planned.change, Delete) else queues
            queue.setdefault(planned.address, []).append(number)

    async def work(waiting: Iterator[list[int]]) -> None:
        for numbers in waiting:
            for number in numbers:
                if cancel is not None and cancel.is_set():
                    tell(number, Result(plan[number], State.NOT_TRIED, "It was cancelled before its turn."))
                    continue
                takes_back = undoes[number] if number < len(undoes) else None
                tell(number, await _apply(client, plan[number], journal, takes_back, without_journal))

    async def run(stage: dict[Address, list[int]]) -> None:
        waiting = iter(list(stage.values()))
        async with asyncio.TaskGroup() as group:
            for _ in range(min(concurrency, len(stage))):
                group.create_task(work(waiting))

    await run(queues)
    if queues and any(result.state in _BAD for result in results.values()):
        for number in (number for numbers in deletes.values() for number in numbers):
            tell(number, Result(plan[number], State.NOT_TRIED, "Not deleted: what goes before it failed."))
    else:
        await run(deletes)
    return tuple(results[number] for number in range(len(plan)))


def again(results: Results, *, mine_wins: bool = False) -> Plan:
    """Return the plan of what is left to do: what failed or was not tried, and what could be merged.

    What was planned without a change, since it could not be read, is not in it: plan that anew. Nor is what
    may have been done: see :func:`looked_up`.

    Args:
        results: what came of the plan before.
        mine_wins: also what conflicts, to be written over what others wrote meanwhile.
    """
    left = []
    for result in results:
        planned, outcome = result.planned, result.outcome
        if planned.change is not None and result.state in (State.FAILED, State.NOT_TRIED):
            left.append(planned)
        elif isinstance(outcome, Changed):
            found = outcome.reread
            if isinstance(found, Merged) or (mine_wins and isinstance(found, Conflicting)):
                left.append(Planned(planned.address, found.change))
    return tuple(left)


def undo_plan(results: Results) -> tuple[Plan, tuple[str | None, ...]]:
    """Return the plan that takes back what was done, last first, and what to give as ``undoes`` with it.

    What may have been done is not in it: see :func:`looked_up`.
    """
    plan = []
    undoes = []
    for result in reversed(results):
        if isinstance(result.outcome, Applied) and result.outcome.change is not None:
            plan.append(Planned(result.planned.address, swapped(result.outcome.change)))
            undoes.append(result.outcome.entry_id)
    return tuple(plan), tuple(undoes)


async def looked_up(client: OcsClient, journal: Journal, results: Results) -> Results:
    """Find out, by reading, what became of the writes of which no answer told, and record it.

    What cannot be told, or not be read now, stays *unknown*, and says why.
    """
    return tuple([await _looked_up(client, journal, one) for one in results])


async def _looked_up(client: OcsClient, journal: Journal, result: Result) -> Result:
    entry = result.entry
    if result.state is not State.UNKNOWN or entry is None:
        return result
    found = await resolve_intent(client, journal, entry)
    said = replace(result, sentence=found.sentence)
    if found.happened is None:
        return said
    if not found.happened:
        return replace(said, state=State.FAILED)
    written = entry.change if isinstance(entry.change, SetChange) else None
    return replace(said, state=State.DONE, outcome=Applied(None, change=written, entry_id=entry.id))


def was_deleted(results: Results) -> bool:
    """Return whether something was deleted: what named it must not be put back, since it names nobody then."""
    return any(result.state is State.DONE and isinstance(result.planned.change, Delete) for result in results)


def counts(results: Results) -> Counter[State]:
    """Return how many places ended in each state."""
    return Counter(result.state for result in results)


async def _apply(
    client: OcsClient, planned: Planned, journal: Journal | None, undoes: str | None, without_journal: bool
) -> Result:
    assert planned.change is not None, "a place without a change is a result already"
    try:
        outcome = await apply(
            client, planned.change, None, journal, undoes=undoes, without_journal=without_journal
        )
    except OcsError as error:
        if isinstance(error, RereadFailed) or outcome_of_error(error).kind is not OutcomeKind.UNKNOWN:
            return Result(planned, State.FAILED, error.sentence)
        entry = await _entry(journal, planned.change)
        was_sent = isinstance(error, OutcomeUnknown) or entry is not None
        return Result(planned, State.UNKNOWN if was_sent else State.FAILED, error.sentence, entry=entry)
    except ValueError as error:  # it cannot be asked for; the others go on
        return Result(planned, State.FAILED, safe(error))
    state, sentence = _said(outcome)
    return Result(planned, state, sentence, outcome)


async def _entry(journal: Journal | None, change: Change) -> Entry | None:
    found = () if journal is None else await asyncio.to_thread(journal.unanswered, change)
    return found[0] if found else None


def _said(outcome: Outcome) -> tuple[State, str]:
    match outcome:
        case Applied(note=note):
            return State.DONE, note or ""
        case Created():
            return State.DONE, ""
        case SameExists():
            return State.UNCHANGED, "The same one exists already."
        case Differs():
            return State.CONFLICT, "One of that id exists with other values."
        case Refused(sentence=sentence):
            return State.FAILED, sentence
        case Changed(reread=found):
            return _said_of(found)


def _said_of(found: Reread) -> tuple[State, str]:
    match found:
        case Already() | Same():
            return State.UNCHANGED, "It is so already."
        case Merged():
            return State.CONFLICT, "It was changed meanwhile, elsewhere: both fit together, once reviewed."
        case Conflicting():
            return State.CONFLICT, "The same was changed meanwhile, differently: nothing was written."
        case Uneditable(fetched=fetched):
            return State.FAILED, fetched.problem or "What is there now cannot be edited."
