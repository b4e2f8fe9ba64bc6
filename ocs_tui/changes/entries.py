"""The lines of the journal: what is recorded before a write and after it, and both joined as one entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from ocs_tui.changes.change import AnyChange
from ocs_tui.changes.encoding import from_json, to_json
from ocs_tui.changes.process import ProcessMark

VERSION = 1
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


class OutcomeKind(Enum):
    """What came of a write."""

    DONE = "done"
    REFUSED = "refused"
    """The service answered that it does not carry it out."""
    FAILED = "failed"
    """It was not carried out: nothing was sent, or the service could not."""
    UNKNOWN = "unknown"
    """It was sent, and nobody can say."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a write, as it was recorded.

    Attributes:
        kind: which.
        operation_id: the service's Operation-Id, where it gave one.
        note: what else is to say, as sentences; None otherwise.
        looked: True when this was found out by reading the thing later, not from the answer.
        time: when it was recorded.
        made: the id of what was created, which the service may have made; None otherwise.
    """

    kind: OutcomeKind
    operation_id: str | None = None
    note: str | None = None
    looked: bool = False
    time: datetime | None = None
    made: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is known of an entry without taking its change apart, which is most of the work of reading.

    Attributes:
        id: what it is called; the beginning is enough where no other begins so.
        time: when the intent was recorded, right before the request.
        profile: the profile's name.
        tenant_id: the tenant.
        mark: the process that wrote it.
        undoes: the id of the entry that this one takes back; None for a change of its own.
        outcome: what came of it; None while nothing is known.
        undone_by: the id of the last entry that took this one back; None when none did.
    """

    id: str
    time: datetime
    profile: str
    tenant_id: str
    mark: ProcessMark
    undoes: str | None = None
    outcome: Outcome | None = None
    undone_by: str | None = None

    @property
    def is_done(self) -> bool:
        """True when it is known to have been carried out."""
        return self.outcome is not None and self.outcome.kind is OutcomeKind.DONE

    @property
    def is_open(self) -> bool:
        """True when nobody knows what came of it, and nobody looked."""
        if self.outcome is None:
            return True
        return self.outcome.kind is OutcomeKind.UNKNOWN and not self.outcome.looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Head):
    """One change of the journal: ``change`` is what was written over what was there at that moment."""

    change: AnyChange


@dataclass(frozen=True, slots=True)
class History:
    """What a journal holds.

    Attributes:
        entries: the changes, newest first.
        note: one sentence when something of the journal cannot be read; None otherwise.
    """

    entries: tuple[Entry, ...]
    note: str | None = None


def intent_line(entry: Entry) -> str:
    """Return an entry's intent as the journal keeps it.

    Raises:
        ValueError: when a body holds what JSON does not know.
    """
    body = {
        "v": VERSION,
        "event": "intent",
        "id": entry.id,
        "time": entry.time.isoformat(),
        "profile": entry.profile,
        "tenant": entry.tenant_id,
        "change": to_json(entry.change),
        "by": entry.mark.to_json(),
    }
    return _line(body | ({"undoes": entry.undoes} if entry.undoes else {}))


def outcome_line(entry_id: str, outcome: Outcome, time: datetime) -> str:
    """Return what came of an entry as the journal keeps it."""
    body: dict[str, Any] = {
        "v": VERSION,
        "event": "outcome",
        "id": entry_id,
        "time": time.isoformat(),
        "kind": outcome.kind.value,
    }
    said = {
        "operation_id": outcome.operation_id,
        "note": outcome.note,
        "looked": outcome.looked or None,
        "made": outcome.made,
    }
    return _line(body | {key: value for key, value in said.items() if value is not None})


def read_lines(
    lines: Iterable[bytes], wanted: Callable[[Head], bool] = lambda head: True, limit: int | None = None
) -> History:
    """Join intents and outcomes, and return the entries that are wanted, newest first.

    Of two outcomes of one entry the later counts, but a look never beats an answer: who looked knows
    less. Lines that cannot be read are counted and left out.

    Args:
        lines: the journal's lines.
        wanted: which entries.
        limit: how many at most; None for all.
    """
    heads: dict[str, Head] = {}
    changes: dict[str, Any] = {}
    unread = later = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            body = json.loads(line)
            if isinstance(body, dict) and isinstance(body.get("v"), int) and body["v"] > VERSION:
                later += 1
                continue
            head = _head(body, heads)
            if body["event"] == "intent":
                changes[head.id] = body["change"]
            heads[head.id] = head
        except _UNREADABLE:
            unread += 1
    _mark_undone(heads)
    entries: list[Entry] = []
    for head in reversed(heads.values()):
        if limit is not None and len(entries) >= limit:
            break
        if wanted(head):
            try:
                known = {field.name: getattr(head, field.name) for field in fields(head)}
                entries.append(Entry(**known, change=from_json(changes[head.id])))
            except _UNREADABLE:
                unread += 1
    return History(tuple(entries), _note(unread, later))


def _mark_undone(heads: dict[str, Head]) -> None:
    """Say of each entry what took it back. What was itself taken back counts for nothing: newest first."""
    for entry_id in reversed(list(heads)):
        head = heads[entry_id]
        if not head.is_done or head.undone_by is not None or head.undoes not in heads:
            continue
        undone = heads[head.undoes]
        if undone.undone_by is None:
            heads[undone.id] = replace(undone, undone_by=head.id)


def _head(body: dict[str, Any], heads: dict[str, Head]) -> Head:
    """Return the entry that a line begins, or that it says the outcome of."""
    entry_id, time = _text(body["id"]), _moment(body["time"])
    if body["event"] == "intent":
        return Head(
            id=entry_id,
            time=time,
            profile=_text(body["profile"]),
            tenant_id=_text(body["tenant"]),
            mark=ProcessMark.from_json(body["by"]),
            undoes=_text_or_none(body.get("undoes")),
        )
    head = heads[entry_id]
    outcome = Outcome(
        OutcomeKind(body["kind"]),
        _text_or_none(body.get("operation_id")),
        _text_or_none(body.get("note")),
        body.get("looked") is True,
        time,
        _text_or_none(body.get("made")),
    )
    before = head.outcome
    if before is None or before.looked or before.kind is OutcomeKind.UNKNOWN or not outcome.looked:
        return replace(head, outcome=outcome)
    return head


def _note(unread: int, later: int) -> str | None:
    notes = []
    if unread:
        what = "1 line" if unread == 1 else f"{unread} lines"
        notes.append(f"{what} of the journal cannot be read and {'is' if unread == 1 else 'are'} left out.")
    if later:
        what = "1 line" if later == 1 else f"{later} lines"
        notes.append(f"{what} of the journal come from a later version of ocs-tui.")
    return " ".join(notes) or None


def _line(body: dict[str, Any]) -> str:
    return json.dumps(body, allow_nan=False, separators=(",", ":"))


def _moment(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is needed")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)
