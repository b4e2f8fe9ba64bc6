"""The journal: an append-only record of every write, one JSON line an event.

The intent is on the disk before the request leaves, the outcome follows the answer. A process killed in
between leaves an intent without an outcome: ``open_intents`` names those, ``resolve`` finds out.

Its methods read and write the disk and may take a while there: a screen calls them in a thread.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ocs_tui.changes.change import AnyChange
from ocs_tui.changes.entries import (
    Entry,
    Head,
    History,
    Outcome,
    intent_line,
    outcome_line,
    read_lines,
)
from ocs_tui.changes.process import ProcessMark
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import append_private

LONGEST_WRITE = timedelta(minutes=10)
"""No write is under way for longer: an older intent without an outcome is open, whoever made it."""


class JournalFailed(Exception):
    """The journal could not take something down.

    Attributes:
        sentence: why; safe to show.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Journal:
    """The record of what was written, kept by one profile's connection; all profiles share the file.

    Args:
        file: where it is kept; None keeps it in memory, for a demo.
        profile: the profile's name, for what is recorded from here.
        tenant_id: the tenant of that profile.
    """

    def __init__(self, file: Path | None, *, profile: str, tenant_id: str) -> None:
        self.file = file
        self.profile = profile
        self.tenant_id = tenant_id
        self._mark = ProcessMark.mine()
        self._memory: list[bytes] = []

    # Writing.

    def begin(self, change: AnyChange, *, undoes: str | None = None) -> str:
        """Record that a change is about to be written; return the id of its entry.

        Args:
            change: the change, over what is there right now.
            undoes: the id of the entry that it takes back.

        Raises:
            JournalFailed: when it cannot be recorded. Nothing should be written then.
        """
        entry = Entry(
            id=secrets.token_hex(6),
            time=_now(),
            profile=self.profile,
            tenant_id=self.tenant_id,
            mark=self._mark,
            undoes=undoes,
            change=change,
        )
        try:
            line = intent_line(entry)
        except ValueError:
            raise JournalFailed(
                "What would be written holds NaN or Infinity, which JSON does not know."
            ) from None
        self._append(line)
        return entry.id

    def end(self, entry_id: str, outcome: Outcome) -> None:
        """Record what came of a change.

        Raises:
            JournalFailed: when it cannot be recorded; the intent stays open.
        """
        self._append(outcome_line(entry_id, outcome, _now()))

    def _append(self, line: str) -> None:
        if self.file is None:
            self._memory.append(line.encode())
            return
        try:
            append_private(self.file, line)
        except SettingsError as error:
            raise JournalFailed(f"The journal cannot be kept: {error.sentence}") from None

    # Reading.

    def read(
        self, wanted: Callable[[Head], bool] = lambda head: True, *, limit: int | None = None
    ) -> History:
        """Return what is recorded, of every profile, newest first. What cannot be read is said, not raised.

        Args:
            wanted: which entries.
            limit: how many at most; None for all. A few of many thousand are quickly read.
        """
        if self.file is None:
            return read_lines(self._memory, wanted, limit)
        try:
            content = self.file.read_bytes()
        except FileNotFoundError:
            return History(())
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            return History((), f"The journal {safe(self.file)} cannot be read: {reason}.")
        return read_lines(content.split(b"\n"), wanted, limit)

    def entries(self, *, limit: int | None = None) -> tuple[Entry, ...]:
        """Return the entries of this tenant, newest first, ``limit`` at most."""
        return self.read(self.is_of_this_tenant, limit=limit).entries

    def find(self, beginning: str) -> tuple[Entry, ...]:
        """Return the entries of this tenant whose id begins so: one, unless it fits none or several."""
        start = beginning.strip().casefold()
        return self.read(
            lambda head: bool(start) and head.id.startswith(start) and self.is_of_this_tenant(head)
        ).entries

    def open_intents(self) -> tuple[Entry, ...]:
        """Return this tenant's entries of which nobody knows what came of them, newest first.

        Those are the ones without an outcome, or with the outcome *unknown* that nobody looked at since,
        of processes that have ended. What this or another running process is writing is not among them.
        """
        return self.read(
            lambda head: head.is_open and self.is_of_this_tenant(head) and _is_over(head)
        ).entries

    def unanswered(self, change: AnyChange) -> tuple[Entry, ...]:
        """Return this process's entries of the same kind of change to the same thing that no answer came to."""

        def wanted(head: Head) -> bool:
            is_mine = head.mark == self._mark and self.is_of_this_tenant(head)
            return is_mine and head.is_open and head.outcome is not None

        aspect = getattr(change, "aspect", None)
        return tuple(
            entry
            for entry in self.read(wanted).entries
            if (entry.change.address, getattr(entry.change, "aspect", None)) == (change.address, aspect)
        )

    def is_of_this_tenant(self, head: Head) -> bool:
        """True for an entry of the tenant that this journal was opened for."""
        return head.tenant_id.casefold() == self.tenant_id.casefold()


def _is_over(head: Head) -> bool:
    return head.mark.has_ended() is True or _now() - head.time > LONGEST_WRITE


def _now() -> datetime:
    return datetime.now(UTC)
