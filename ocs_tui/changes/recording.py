"""A request between its intent and its outcome: the journal's part of every write."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from ocs_tui.api.errors import OcsError, OutcomeUnknown
from ocs_tui.changes.change import ActChange, AnyChange
from ocs_tui.changes.entries import Outcome, OutcomeKind
from ocs_tui.changes.journal import Journal, JournalFailed
from ocs_tui.settings.deadline import within

T = TypeVar("T")

DISK_SECONDS = 10.0
"""How long the journal's disk may take before a write is refused for want of a record."""


@dataclass(frozen=True, slots=True)
class Recorded(Generic[T]):
    """What a request gave back.

    Attributes:
        value: what it gave back.
        entry_id: the journal's entry; None when there is none.
        note: one sentence when the record is not complete; None otherwise.
    """

    value: T
    entry_id: str | None = None
    note: str | None = None


async def recorded(
    journal: Journal | None,
    change: AnyChange,
    send: Callable[[], Awaitable[T]],
    outcome_of: Callable[[T], Outcome],
    *,
    undoes: str | None = None,
    without_journal: bool = False,
) -> Recorded[T]:
    """Record the intent, send, record what came of it.

    Args:
        journal: where; None records nothing.
        change: what the request does, over what is there right now.
        send: sends it.
        outcome_of: what an answer means for the record.
        undoes: the id of the entry that it takes back.
        without_journal: send even when the intent cannot be recorded.

    Raises:
        JournalFailed: the intent could not be recorded; nothing was sent.
        OcsError: whatever ``send`` raises, after it was recorded.
    """
    if journal is None:
        return Recorded(await send())
    try:
        entry_id = await _begun(journal, change, undoes)
    except JournalFailed as failure:
        if not without_journal:
            raise
        return Recorded(await send(), note=f"There is no record of it. {failure.sentence}")
    try:
        value = await send()
    except BaseException as error:
        with suppress(JournalFailed):  # the intent stays open, and the next start looks
            await _ended(journal, entry_id, outcome_of_error(error))
        raise
    try:
        await _ended(journal, entry_id, outcome_of(value))
    except JournalFailed as failure:
        return Recorded(value, entry_id, f"The record does not say that it was done. {failure.sentence}")
    return Recorded(value, entry_id)


async def perform(
    journal: Journal | None,
    act: ActChange,
    request: Callable[[], Awaitable[T]],
    *,
    without_journal: bool = False,
) -> Recorded[T]:
    """Do an act: record it around the request of whoever knows it. The answer is not recorded.

    Raises:
        JournalFailed: the intent could not be recorded; nothing was sent.
        OcsError: whatever ``request`` raises, after it was recorded.
    """
    done = Outcome(OutcomeKind.DONE)
    return await recorded(journal, act, request, lambda _: done, without_journal=without_journal)


def outcome_of_error(error: BaseException) -> Outcome:
    """Return what an error says of the write that ended in it.

    Source: an answer of 4xx says that it was not carried out; 429 and 503 that it was not even looked
    at. Not stated what a 500 leaves behind, so that one is unknown, as is what was broken off.
    """
    if not isinstance(error, OcsError):
        return Outcome(OutcomeKind.UNKNOWN, note="It was broken off before an answer came.")
    kind = OutcomeKind.FAILED
    if isinstance(error, OutcomeUnknown) or (error.status is not None and _perhaps_done(error.status)):
        kind = OutcomeKind.UNKNOWN
    elif error.status is not None and 400 <= error.status < 500 and error.status != 429:
        kind = OutcomeKind.REFUSED
    return Outcome(kind, error.operation_id, error.sentence)


def _perhaps_done(status: int) -> bool:
    return status >= 500 and status != 503


async def _begun(journal: Journal, change: AnyChange, undoes: str | None) -> str:
    task = asyncio.ensure_future(_on_disk(journal, lambda: journal.begin(change, undoes=undoes)))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        # The thread cannot be stopped: what it takes down gets its outcome, and only then this ends.
        with suppress(JournalFailed):
            entry_id = await task
            await _ended(journal, entry_id, Outcome(OutcomeKind.FAILED, note="It was broken off unsent."))
        raise


async def _ended(journal: Journal, entry_id: str, outcome: Outcome) -> None:
    await _on_disk(journal, lambda: journal.end(entry_id, outcome))


async def _on_disk(journal: Journal, call: Callable[[], T]) -> T:
    if journal.file is None:
        return call()
    try:
        return await within(DISK_SECONDS, call)
    except TimeoutError:
        raise JournalFailed(
            f"The journal cannot be kept: its disk gave no answer within {DISK_SECONDS:g} seconds."
        ) from None
