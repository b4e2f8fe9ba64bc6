"""What was written over generated events: kept beside them, so that nothing has to be materialised."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from operator import itemgetter

from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.generated import GeneratedSeries
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.series import Pair, StoredSeries, position_after


class Edits:
    """What was written over a generated stream. Lives as long as the stream does.

    Attributes:
        added: the events that were written.
    """

    def __init__(self, added: Iterable[Pair] = (), hidden: Iterable[tuple[int, int]] = ()) -> None:
        """Begin with events, and with the ranges of generated positions that are not shown."""
        self.added = StoredSeries(added)
        self._starts: list[int] = []
        self._before: list[int] = [0]
        self._stops: list[int] = []
        self.hide(hidden)

    @property
    def hidden(self) -> list[tuple[int, int]]:
        """The ranges of generated positions that are not shown, apart from each other and in their order."""
        return list(zip(self._starts, self._stops, strict=True))

    def hide(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Hide generated positions, each range from its first up to, not including, its second."""
        starts: list[int] = []
        stops: list[int] = []
        for start, stop in sorted([*self.hidden, *ranges]):
            if start >= stop:
                continue
            if stops and start <= stops[-1]:
                stops[-1] = max(stops[-1], stop)
            else:
                starts.append(start)
                stops.append(stop)
        before = [0]
        for start, stop in zip(starts, stops, strict=True):
            before.append(before[-1] + stop - start)
        self._starts, self._stops, self._before = starts, stops, before

    def shown_before(self, position: int) -> int:
        """Return how many generated positions before this one are shown."""
        at = bisect_right(self._starts, position)
        hidden = self._before[at]
        if at and self._stops[at - 1] > position:
            hidden -= self._stops[at - 1] - position
        return position - hidden

    def shown_at(self, rank: int) -> int:
        """Return the generated position that is shown as number ``rank``, counted from 0."""
        at = bisect_right(range(len(self._starts)), rank, key=lambda n: self._starts[n] - self._before[n])
        return rank + self._before[at]

    def shown_ranges(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Give the ranges of shown positions from ``start`` up to, not including, ``stop``."""
        at = bisect_right(self._stops, start)
        while start < stop:
            until = self._starts[at] if at < len(self._starts) else stop
            if start < min(until, stop):
                yield start, min(until, stop)
            start = self._stops[at] if at < len(self._stops) else stop
            at += 1


class OverlaySeries:
    """Generated events with what was written over them. Cheap to make: make one for each request.

    An event that was written hides the generated one on the same index, also one that is still to come. What
    is removed is what there was at the time: later events of the live end show up all the same.
    """

    def __init__(self, base: GeneratedSeries, edits: Edits) -> None:
        self._base = base
        self._edits = edits

    def __len__(self) -> int:
        return self._edits.shown_before(len(self._base)) + len(self._edits.added)

    def key_at(self, position: int) -> Key:
        added, at, rank = self._place(position)
        return self._edits.added.key_at(at) if added else self._base.key_at(self._edits.shown_at(rank))

    def event_at(self, position: int) -> Event:
        added, at, rank = self._place(position)
        return self._edits.added.event_at(at) if added else self._base.event_at(self._edits.shown_at(rank))

    def position_of(self, key: Key) -> int:
        shown = self._edits.shown_before(self._base.position_of(key))
        return shown + self._edits.added.position_of(key)

    def pairs(self, start: int, stop: int) -> Iterator[Pair]:
        stop = min(stop, len(self))
        if start >= stop:
            return iter(())
        _, at, rank = self._place(start)
        _, last_at, last_rank = self._place(stop - 1)
        added = self._edits.added.pairs(at, last_at + 1)
        shown = self._shown(rank, last_rank + 1)
        # Both ends may be one too far, for the last is on one side only.
        merged = merge(shown, added, key=itemgetter(0))
        return (pair for pair, _ in zip(merged, range(start, stop), strict=False))

    def put(self, pairs: Sequence[Pair]) -> None:
        self._edits.added.put(pairs)
        self._edits.hide(self._generated(key for key, _ in pairs))

    def remove(self, keys: Iterable[Key]) -> None:
        gone = list(keys)
        self._edits.added.remove(gone)
        self._edits.hide((start, stop) for start, stop in self._generated(gone) if stop <= len(self._base))

    def remove_between(self, first: Key, last: Key) -> None:
        self._edits.added.remove_between(first, last)
        self._edits.hide([(self._base.position_of(first), position_after(self._base, last))])

    def _generated(self, keys: Iterable[Key]) -> Iterator[tuple[int, int]]:
        """Give the generated positions that lie on keys, as ranges of one, those still to come as well."""
        for key in keys:
            position = self._base.endless_position_of(key)
            if self._base.key_at(position) == key:
                yield position, position + 1

    def _shown(self, start: int, stop: int) -> Iterator[Pair]:
        stop = min(stop, self._edits.shown_before(len(self._base)))
        if start < stop:
            first, last = self._edits.shown_at(start), self._edits.shown_at(stop - 1)
            for begin, end in self._edits.shown_ranges(first, last + 1):
                yield from self._base.pairs(begin, end)

    def _place(self, position: int) -> tuple[bool, int, int]:
        """Find an event: whether it was written, how many written and how many shown ones lie before it."""
        added, shown = self._edits.added, self._edits.shown_before(len(self._base))
        low, high = max(0, position - shown), min(position, len(added))
        while low < high:
            middle = (low + high) // 2
            # With this many written ones before it, is the last shown one before it too early to matter?
            if added.key_at(middle) > self._base.key_at(self._edits.shown_at(position - middle - 1)):
                high = middle
            else:
                low = middle + 1
        rank = position - low
        if low == len(added):
            return False, low, rank
        if rank >= shown:
            return True, low, rank
        return added.key_at(low) < self._base.key_at(self._edits.shown_at(rank)), low, rank
