"""What data views resolved to, kept for a while, and the tokens by which a read of their data goes on.

A resolution belongs to a caller, for two callers may read different streams. A token names the resolution that
it belongs to: once the view is another, or what it resolved to is no longer kept, the token is stale.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import time
from collections import OrderedDict
from dataclasses import dataclass
from itertools import count
from typing import Any

from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.shape import moment
from ocs_tui.emulator.views.definition import view_of
from ocs_tui.emulator.views.finding import resolve
from ocs_tui.emulator.views.resolution import Resolution

_MOST = 64
_KEPT_FOR = 3600.0
_AREA = "data view resolutions"


@dataclass(frozen=True, slots=True)
class Kept:
    """A view that was resolved: when, for whom, and as which view."""

    id: str
    at: str
    whose: str
    resolution: Resolution
    since: float


class Resolutions:
    """What was resolved in a namespace, the latest last."""

    def __init__(self) -> None:
        self._all: OrderedDict[str, Kept] = OrderedDict()
        self._latest: dict[str, str] = {}
        self._numbers = count(1)

    def latest(self, whose: str) -> Kept | None:
        """Return what a caller's view last resolved to, while it is kept."""
        return self.get(self._latest.get(whose, ""), whose)

    def get(self, kept_id: str, whose: str) -> Kept | None:
        """Return a resolution by its id, if it is this caller's of this very view."""
        kept = self._all.get(kept_id)
        if kept is None or kept.whose != whose or time.monotonic() - kept.since > _KEPT_FOR:
            return None
        return kept

    def keep(self, whose: str, at: str, resolution: Resolution) -> Kept:
        """Keep a resolution, and return it with its id."""
        kept = Kept(f"{next(self._numbers):x}", at, whose, resolution, time.monotonic())
        self._all[kept.id] = kept
        self._latest[whose] = kept.id
        while len(self._all) > _MOST:
            gone = self._all.popitem(last=False)[1]
            if self._latest.get(gone.whose) == gone.id:
                del self._latest[gone.whose]
        return kept


def resolved_for(call: Call, place: str, document: Json, *, refresh: bool) -> Kept:
    """Return what a view resolves to for the caller, anew or as it was kept.

    Raises:
        Refused: 400 for a view, or a query of it, that cannot be read.
    """
    all_of_it, whose = _resolutions(call, place), whose_view(call, document)
    kept = None if refresh else all_of_it.latest(whose)
    if kept is None:
        kept = all_of_it.keep(whose, moment(call.box.store.clock()), resolve(call, view_of(document)))
    return kept


def whose_view(call: Call, document: Json) -> str:
    """Return a text that is the same for the same caller and the same view, its fields included."""
    told = json.dumps([call.caller.object_id, sorted(call.caller.roles), document], sort_keys=True)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def token_of(kept: Kept, state: Json) -> str:
    """Return the token with which a read goes on."""
    text = json.dumps({"id": kept.id, **state}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def told_by(call: Call, place: str, document: Json, token: str) -> tuple[Kept, dict[str, Any]]:
    """Return the resolution that a token belongs to, and what else it says.

    Raises:
        Refused: 400 when nobody gave it, or it is stale.
    """
    try:
        state = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        kept = _resolutions(call, place).get(state["id"], whose_view(call, document))
    except (ValueError, TypeError, KeyError, binascii.Error):
        raise Refused(400, "The continuationToken is none that this service gave.") from None
    if kept is None:
        raise Refused(400, "The continuationToken is stale: begin again at the first page.")
    return kept, state


def _resolutions(call: Call, place: str) -> Resolutions:
    return call.box.contents.opened(place, _AREA, lambda rows: Resolutions())
