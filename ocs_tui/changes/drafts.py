"""Edits in progress, saved as they are made: a dropped line or a closed terminal costs nothing.

A draft is a Change that nobody applied yet: one a thing and aspect in each window, in a file of its own,
so that two windows on one profile never write over each other's. Those of a window that is gone are
offered by the next one, which takes over what it goes on with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ocs_tui.access.diff import same_acl, same_owner
from ocs_tui.catalog.kinds import kind_at
from ocs_tui.changes.change import Aspect, Create, SetChange
from ocs_tui.changes.draft_files import DraftFiles
from ocs_tui.changes.encoding import from_json, to_json
from ocs_tui.changes.process import ProcessMark
from ocs_tui.changes.reread import same_beside, same_fields_of
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.wire import Wire
from ocs_tui.settings.errors import SettingsError

_VERSION = 1
_LARGEST = 16 * 1024 * 1024  # bytes; nothing that an editor makes is near it

Draftable = SetChange | Create


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit that was not applied.

    Attributes:
        change: what it was when the edit began, and what the edit has made of it so far.
        time: when it was saved last.
        by: the window that kept it.
        name: what it is kept as.
        text: what was typed, where that is more than the change says: JSON that is none yet.
    """

    change: Draftable
    time: datetime
    by: ProcessMark
    name: str
    text: str = ""

    @property
    def is_open(self) -> bool | None:
        """True while the window that keeps it runs; None when that cannot be told (see ``process``)."""
        ended = self.by.has_ended()
        return None if ended is None else not ended


@dataclass(frozen=True, slots=True)
class Found:
    """The drafts there are, newest first, and one sentence for each that cannot be read."""

    drafts: tuple[Draft, ...]
    problems: tuple[str, ...] = ()

    @property
    def left(self) -> list[Draft]:
        """Those that can be gone on with: the ones of a window that is open are being edited there."""
        return [draft for draft in self.drafts if not draft.is_open]


class Drafts:
    """The drafts of one profile, as one window keeps and finds them.

    Args:
        folder: where they are kept; None keeps them in memory, for a demo.
        profile: the profile's name.
        tenant_id: the tenant of that profile.
        by: the window; this process when None.
    """

    def __init__(
        self, folder: Path | None, *, profile: str, tenant_id: str, by: ProcessMark | None = None
    ) -> None:
        self._files = DraftFiles(folder) if folder is not None else None
        self._of = {"profile": profile, "tenant": tenant_id.casefold()}
        self._by = by or ProcessMark.mine()
        self._memory: dict[str, str] = {}

    def save(self, change: Draftable, text: str = "") -> None:
        """Keep an edit, in the place of what this window kept of it before: whole or not at all.

        ``text`` is what was typed, where the change does not say all of it.

        On a quick disk it outlives the program when this returns; a slow one is not waited for.

        Raises:
            SettingsError: when it cannot be kept; what was kept before still is.
        """
        body = {
            "v": _VERSION,
            "of": self._of,
            "by": self._by.to_json(),
            "time": datetime.now(UTC).isoformat(),
            "change": to_json(change),
        }
        if text:
            body["text"] = text
        try:
            text = json.dumps(body, allow_nan=False, indent=1)
        except ValueError:
            raise SettingsError("The draft cannot be kept: it holds NaN or Infinity.") from None
        name = self._name(change)
        if self._files is None:
            self._memory[name] = text
        else:
            self._files.write(name, text + "\n")

    def load(self) -> Found:
        """Return this profile's drafts, of every window. Never raises: a file that is broken is said, and left
        as it is.
        """
        drafts: list[Draft] = []
        problems: list[str] = []
        for place, text in self._texts():
            try:
                draft = self._read(place.name, text) if text is not None else None
            except (ValueError, KeyError, TypeError, RecursionError):
                text = draft = None
            if text is None:
                problems.append(f"The draft {place} cannot be read: it is left where it is.")
            elif draft is not None:
                drafts.append(draft)
        drafts.sort(key=lambda draft: draft.time, reverse=True)
        return Found(tuple(drafts), tuple(problems))

    def mine(self, change: Draftable) -> Draft | None:
        """Return what this window keeps of the edit that ``change`` came from; None where it keeps nothing."""
        name = self._name(change)
        return next((draft for draft in self.load().drafts if draft.name == name), None)

    def take(self, draft: Draft) -> None:
        """Take over the draft of another window: from now on it is kept, and goes, as this one's.

        Raises:
            SettingsError: when it is there no more, since another window took it first, or cannot be kept.
        """
        if draft.by == self._by:
            return
        if self._files is not None:
            folder = self._files.folder
            try:
                # of two windows that want it one gets it
                (folder / draft.name).replace(folder / self._name(draft.change))
            except OSError:
                raise SettingsError("This edit was taken up, or thrown away, in another window.") from None
        self.save(draft.change, draft.text)

    def throw_away(self, draft: Draft) -> None:
        """Forget a draft, whichever window kept it. Never raises."""
        self._forget(draft.name)

    def discard(self, change: Draftable) -> None:
        """Forget this window's draft of what ``change`` is about: it was applied, or is not wanted. Never
        raises.
        """
        self._forget(self._name(change))

    def _forget(self, name: str) -> None:
        self._memory.pop(name, None)
        if self._files is not None:
            self._files.remove(name)

    def _texts(self) -> Iterator[tuple[Path, str | None]]:
        if self._files is None:
            yield from ((Path(name), text) for name, text in self._memory.items())
            return
        self._files.finish()
        try:
            files = sorted(self._files.folder.glob("draft-*.json"))
        except OSError:
            return
        for file in files:
            try:
                yield file, None if file.stat().st_size > _LARGEST else file.read_text(encoding="utf-8")
            except FileNotFoundError:
                continue  # applied or discarded by another window meanwhile
            except (OSError, ValueError):
                yield file, None

    def _read(self, name: str, text: str) -> Draft | None:
        """Return a draft; None for another profile's.

        Raises:
            ValueError, KeyError, TypeError: when it is none.
        """
        body = json.loads(text)
        if body["v"] != _VERSION:
            raise ValueError("It comes from another version.")
        if body["of"] != self._of:
            return None
        change = from_json(body["change"])
        if not isinstance(change, SetChange | Create):
            raise ValueError("Only an edit has a draft.")
        time = datetime.fromisoformat(body["time"])
        by = ProcessMark.from_json(body["by"])
        return Draft(
            change, time if time.tzinfo else time.replace(tzinfo=UTC), by, name, str(body.get("text", ""))
        )

    def _name(self, change: Draftable) -> str:
        """The file's name: ids may hold what a file's name may not. What is created has one an edit."""
        if isinstance(change, SetChange):
            what = ["set", *change.address.parts, change.aspect.name]
        else:
            what = ["create", change.kind.name, change.edit]
        key = json.dumps([self._of["profile"], self._of["tenant"], what])
        return f"draft-{hashlib.sha256(key.encode()).hexdigest()[:24]}-{self._by.token}.json"


def has_changed(change: SetChange, now: Wire) -> bool:
    """Return whether a thing is no longer what it was when an edit of it began."""
    before = change.before
    if isinstance(before, AccessControlList) and isinstance(now, AccessControlList):
        return not same_acl(before, now)
    if isinstance(before, Trustee) and isinstance(now, Trustee):
        return not same_owner(before, now)
    if change.aspect in (Aspect.METADATA, Aspect.TAGS):
        return before != now
    return not (same_fields_of(kind_at(change.address), before, now) and same_beside(before, now))
