"""Sequences of events in the order of their keys, stored or not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.index import Key

Pair = tuple[Key, Event]


class Series(Protocol):
    """Events in the order of their keys, no key twice. Events given out are not to be changed."""

    def __len__(self) -> int:
        """Return how many events there are."""
        ...

    def key_at(self, position: int) -> Key:
        """Return the key of the event at a position, counted from 0."""
        ...

    def event_at(self, position: int) -> Event:
        """Return the event at a position, counted from 0."""
        ...

    def position_of(self, key: Key) -> int:
        """Return how many events lie before ``key``."""
        ...

    def pairs(self, start: int, stop: int) -> Iterator[Pair]:
        """Give keys and events from position ``start`` up to, not including, ``stop``."""
        ...


class WritableSeries(Series, Protocol):
    """A sequence that is written to. What is written is checked before; these do as they are told."""

    def put(self, pairs: Sequence[Pair]) -> None:
        """Keep events, in place of those that have the same key. The last of two with one key stays."""
        ...

    def remove(self, keys: Iterable[Key]) -> None:
        """Take the events with these keys away; one that is not there is passed over."""
        ...

    def remove_between(self, first: Key, last: Key) -> None:
        """Take the events from key ``first`` to key ``last`` away, both included."""
        ...


def position_after(series: Series, key: Key) -> int:
    """Return how many events lie before ``key`` or on it."""
    position = series.position_of(key)
    return position + (position < len(series) and series.key_at(position) == key)


def event_with(series: Series, key: Key) -> Event | None:
    """Return the event that has exactly this key, or None."""
    position = series.position_of(key)
    if position < len(series) and series.key_at(position) == key:
        return series.event_at(position)
    return None


class StoredSeries:
    """Events in memory: two lists side by side, in the order of the keys."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self._keys: list[Key] = []
        self._events: list[Event] = []
        self.put(list(pairs))

    def __len__(self) -> int:
        return len(self._keys)

    def key_at(self, position: int) -> Key:
        return self._keys[position]

    def event_at(self, position: int) -> Event:
        return self._events[position]

    def position_of(self, key: Key) -> int:
        return bisect_left(self._keys, key)

    def pairs(self, start: int, stop: int) -> Iterator[Pair]:
        return zip(self._keys[start:stop], self._events[start:stop], strict=True)

    def put(self, pairs: Sequence[Pair]) -> None:
        """Keep events. Those after the end are appended, few are put in place, many are merged in one go."""
        fresh = sorted(dict(pairs).items(), key=_first)
        if not fresh:
            return
        if not self._keys or fresh[0][0] > self._keys[-1]:
            self._keys.extend(key for key, _ in fresh)
            self._events.extend(event for _, event in fresh)
        elif len(fresh) <= _FEW:
            for key, event in fresh:
                self._put_one(key, event)
        else:
            merged = sorted(
                (dict(zip(self._keys, self._events, strict=True)) | dict(fresh)).items(), key=_first
            )
            self._keys = [key for key, _ in merged]
            self._events = [event for _, event in merged]

    def _put_one(self, key: Key, event: Event) -> None:
        position = bisect_left(self._keys, key)
        if position < len(self._keys) and self._keys[position] == key:
            self._events[position] = event
        else:
            self._keys.insert(position, key)
            self._events.insert(position, event)

    def remove(self, keys: Iterable[Key]) -> None:
        gone = set(keys)
        if len(gone) <= _FEW:
            for key in gone:
                self.remove_between(key, key)
            return
        kept = [pair for pair in self.pairs(0, len(self)) if pair[0] not in gone]
        self._keys = [key for key, _ in kept]
        self._events = [event for _, event in kept]

    def remove_between(self, first: Key, last: Key) -> None:
        start, stop = bisect_left(self._keys, first), bisect_right(self._keys, last)
        del self._keys[start:stop], self._events[start:stop]


_FEW = 64


def _first(pair: Pair) -> Key:
    return pair[0]
