"""Edits in progress, saved as they are made: a dropped line or a closed terminal costs nothing.

A draft is a Change that nobody applied yet; one a thing, aspect, profile and tenant, in a file of its
own. Whether the thing has changed since is what ``reread`` answers for ``draft.change``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.changes.change import Create, SetChange
from ocs_tui.changes.encoding import from_json, to_json
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import write_private

_VERSION = 1
_LARGEST = 16 * 1024 * 1024  # bytes; nothing that an editor makes is near it

Draftable = SetChange | Create


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit that was not applied.

    Attributes:
        change: what it was when the edit began, and what the edit has made of it so far.
        time: when it was saved last.
    """

    change: Draftable
    time: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """The drafts there are, newest first, and one sentence for each that cannot be read."""

    drafts: tuple[Draft, ...]
    problems: tuple[str, ...] = ()


class Drafts:
    """The drafts of one profile.

    Args:
        folder: where they are kept; None keeps them in memory, for a demo.
        profile: the profile's name.
        tenant_id: the tenant of that profile.
    """

    def __init__(self, folder: Path | None, *, profile: str, tenant_id: str) -> None:
        self._folder = folder
        self._of = {"profile": profile, "tenant": tenant_id.casefold()}
        self._memory: dict[str, str] = {}

    def save(self, change: Draftable) -> None:
        """Keep an edit, in the place of what was kept of it before: whole or not at all.

        Raises:
            SettingsError: when it cannot be kept; what was kept before still is.
        """
        body = {
            "v": _VERSION,
            "of": self._of,
            "time": datetime.now(UTC).isoformat(),
            "change": to_json(change),
        }
        try:
            text = json.dumps(body, allow_nan=False, indent=1)
        except ValueError:
            raise SettingsError("The draft cannot be kept: it holds NaN or Infinity.") from None
        name = self._name(change)
        if self._folder is None:
            self._memory[name] = text
        else:
            write_private(self._folder / name, text + "\n")

    def load(self) -> Found:
        """Return this profile's drafts. Never raises: a file that is broken is said, and left as it is."""
        drafts: list[Draft] = []
        problems: list[str] = []
        for place, text in self._texts():
            try:
                draft = self._read(text) if text is not None else None
            except (ValueError, KeyError, TypeError, RecursionError):
                text = draft = None
            if text is None:
                problems.append(f"The draft {place} cannot be read: it is left where it is.")
            elif draft is not None:
                drafts.append(draft)
        drafts.sort(key=lambda draft: draft.time, reverse=True)
        return Found(tuple(drafts), tuple(problems))

    def discard(self, change: Draftable) -> None:
        """Forget the draft of what ``change`` is about: it was applied, or is not wanted. Never raises."""
        name = self._name(change)
        self._memory.pop(name, None)
        if self._folder is not None:
            with suppress(OSError):
                (self._folder / name).unlink()

    def _texts(self) -> Iterator[tuple[str, str | None]]:
        if self._folder is None:
            yield from self._memory.items()
            return
        try:
            files = sorted(self._folder.glob("draft-*.json"))
        except OSError:
            return
        for file in files:
            try:
                yield str(file), None if file.stat().st_size > _LARGEST else file.read_text(encoding="utf-8")
            except FileNotFoundError:
                continue  # applied or discarded by another window meanwhile
            except (OSError, ValueError):
                yield str(file), None

    def _read(self, text: str) -> Draft | None:
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
        return Draft(change, time if time.tzinfo else time.replace(tzinfo=UTC))

    def _name(self, change: Draftable) -> str:
        """The file's name: ids may hold what a file's name may not. One create of a kind at a time has one."""
        what = ["create"]
        if isinstance(change, Create) and change.kind is not NAMESPACE:
            what.append(change.kind.name)
        if isinstance(change, SetChange):
            what = ["set", *change.address.parts, change.aspect.name]
        key = json.dumps([self._of["profile"], self._of["tenant"], what])
        return f"draft-{hashlib.sha256(key.encode()).hexdigest()[:24]}.json"
