"""Any row of a window by its number, though the service gives pages one after the other: few pages are kept."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ocs_tui.data.values import Event

if TYPE_CHECKING:
    from ocs_tui.connection.tracks import Asked, Batch, Track
    from ocs_tui.data.shape import Shape

KEPT = 3
"""Pages that are kept; of the others it is known what asks for them."""


class EventPages:
    """The events of a window, numbered from 0.

    Args:
        track: what gives them.
        asked: the window.
    """

    def __init__(self, track: Track, asked: Asked) -> None:
        self._track = track
        self._asked = asked
        self._tokens = [""]
        self._starts = [0]
        self._kept: OrderedDict[int, Sequence[Event]] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()
        self.shape: Shape | None = None
        """What they are made of; None before the first page came."""
        self.total: int | None = None
        """How many there are; None before the last page was read."""
        self.note: str | None = None
        """What is to be known of them, as a sentence."""

    async def rows(self, first: int, count: int) -> list[Event]:
        """Return events from a number on, fewer at the end.

        Raises:
            OcsError: a page cannot be read.
        """
        found: list[Event] = []
        async with self._one_at_a_time:
            while len(found) < count and (self.total is None or first + len(found) < self.total):
                at = first + len(found)
                page = bisect_right(self._starts, at) - 1
                events = await self._events(page)
                found += events[at - self._starts[page] :][: count - len(found)]
        return found

    async def _events(self, page: int) -> Sequence[Event]:
        if page not in self._kept:
            self._take(page, await self._track.read(self._asked, self._tokens[page]))
        self._kept.move_to_end(page)
        return self._kept[page]

    def _take(self, page: int, batch: Batch) -> None:
        self._kept[page] = batch.events
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.shape = self.shape or batch.shape
        self.note = self.note or batch.note
        if page + 1 < len(self._starts):
            return  # read again
        end = self._starts[page] + len(batch.events)
        if batch.token:
            self._tokens.append(batch.token)
            self._starts.append(end)
        else:
            self.total = end
