"""A collection of things in the order of their ids: those that were written, over those made on demand."""

from __future__ import annotations

import heapq
import sys
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from secrets import token_hex
from typing import Protocol

from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held

Readable = Callable[[Json | None, Json | None], bool]
"""Whether a thing of this ACL and this owner may be read."""


class Source(Protocol):
    """Very many things that are made when they are asked for, in the order of their folded ids.

    Attributes:
        acl: the ACL that all of them have until theirs is changed.
        owner: their owner likewise.
    """

    acl: Json
    owner: Json

    def __len__(self) -> int:
        """Return how many there are."""

    def at(self, position: int) -> Held:
        """Return the one at a position."""

    def position(self, key: str) -> int:
        """Return how many have a folded id before this one."""

    def get(self, key: str) -> Held | None:
        """Return the one with this folded id."""

    def ordered(self, label: str, *, descending: bool) -> Iterator[Held] | None:
        """Yield all of them in the order of a member's folded text; None where they are in none."""

    def tally(self, key: str) -> int:
        """Return how many refer to what has this folded id."""

    def candidates(self, query: str) -> Iterable[Held] | None:
        """Return, in their order, some among which all lie that a search finds; None when it could be any."""


def anybody(acl: Json | None, owner: Json | None) -> bool:
    """Say that a thing may be read, whoever asks."""
    return True


class Shelf:
    """The things of one kind in one place.

    Args:
        seeds: what lies there from the beginning.
        source: what more is made on demand; None where nothing is.
        written: what was written since: a thing, or None for one that was deleted.
    """

    def __init__(
        self,
        seeds: Iterable[Held] = (),
        source: Source | None = None,
        written: Iterable[tuple[str, Held | None]] = (),
    ) -> None:
        self._source = source
        self._own: dict[str, Held] = {}
        self._keys: list[str] = []
        self._covered: list[int] = []
        """Positions of the source where something else was written, or where it was deleted."""
        self._gone: set[str] = set()
        """What was deleted of the source."""
        self.changes = 0
        """How often it was written since it was opened."""
        self.name = token_hex(4)
        """Tells it from any other, one that lay in its place before included."""
        for key, held in (*((seed.key, seed) for seed in seeds), *written):
            self._put(key, held)
        self._keys = sorted(self._own)

    def get(self, thing_id: str) -> Held | None:
        """Return a thing by its id in any letter case."""
        key = thing_id.casefold()
        own = self._own.get(key)
        if own is not None or self._source is None or key in self._gone:
            return own
        return self._source.get(key)

    def put(self, key: str, held: Held | None) -> None:
        """Set a thing by its folded id, or take it away with None."""
        self.changes += 1
        if held is not None and key not in self._own:
            insort(self._keys, key)
        elif held is None and key in self._own:
            del self._keys[bisect_left(self._keys, key)]
        self._put(key, held)

    def __len__(self) -> int:
        return len(self._own) + (0 if self._source is None else len(self._source) - len(self._covered))

    def __iter__(self) -> Iterator[Held]:
        """Yield every thing in the order of the ids."""
        return self.readable(anybody)

    def readable(self, may: Readable, skip: int = 0) -> Iterator[Held]:
        """Yield the things that may be read, in the order of the ids, after so many of them."""
        keys = self._readable_keys(may)
        source = self._source if self._source and may(self._source.acl, self._source.owner) else None
        if source is None:
            for key in keys[skip:]:
                yield self._own[key]
            return
        own = bisect_left(range(len(keys)), skip, key=lambda number: self._before(keys, number, source))
        position = self._position(skip - own)
        for key in keys[own:]:
            upto = source.position(key)
            yield from self._made(source, position, upto)
            position = max(position, upto)
            yield self._own[key]
        yield from self._made(source, position, len(source))

    def beginning_with(self, prefix: str, may: Readable = anybody) -> Iterator[Held]:
        """Yield the things that may be read and whose ids begin so in any letter case, in their order."""
        first = prefix.casefold()
        end = first + chr(sys.maxunicode)
        keys = self._readable_keys(may)
        own = (self._own[key] for key in keys[bisect_left(keys, first) : bisect_left(keys, end)])
        source = self._source
        if source is None or not may(source.acl, source.owner):
            return own
        made = self._made(source, source.position(first), source.position(end))
        return heapq.merge(own, made, key=lambda held: held.key)

    def count(self, may: Readable) -> int:
        """Return how many may be read."""
        more = 0
        if self._source is not None and may(self._source.acl, self._source.owner):
            more = len(self._source) - len(self._covered)
        return more + len(self._readable_keys(may))

    def candidates(self, query: str, may: Readable) -> Iterator[Held]:
        """Yield the things that may be read and that a search could find, in the order of the ids."""
        few = None if self._source is None else self._source.candidates(query)
        if few is None or self._source is None:
            yield from self.readable(may)
            return
        made = (each for each in few if each.key not in self._own and each.key not in self._gone)
        own = (self._own[key] for key in self._readable_keys(may))
        whole = may(self._source.acl, self._source.owner)
        yield from merge(made, own, key=lambda held: held.key) if whole else own

    def ordered(self, label: str, may: Readable, *, descending: bool) -> Iterator[Held]:
        """Yield the things that may be read in the order of a member's text, in any letter case."""

        def text(held: Held) -> str:
            return str(held.document.get(label) or "").casefold()

        made: Iterator[Held] | None = iter(())
        if self._source is not None and may(self._source.acl, self._source.owner):
            made = self._source.ordered(label, descending=descending)
        if made is None:
            return iter(sorted(self.readable(may), key=text, reverse=descending))
        shown = (held for held in made if held.key not in self._own and held.key not in self._gone)
        own = sorted((self._own[key] for key in self._readable_keys(may)), key=text, reverse=descending)
        return merge(own, shown, key=text, reverse=descending)

    def tally(self, refers: Callable[[Held], bool], key: str) -> int:
        """Return how many refer to what has a folded id; those made on demand are not made for it."""
        count = sum(1 for held in self._own.values() if refers(held))
        if self._source is not None:
            covered = sum(1 for position in self._covered if refers(self._source.at(position)))
            count += self._source.tally(key) - covered
        return count

    @property
    def source(self) -> Source | None:
        """What is made on demand."""
        return self._source

    def own(self) -> list[Held]:
        """Return what was written and what lies there from the beginning, in the order of the ids."""
        return [self._own[key] for key in self._keys]

    def _put(self, key: str, held: Held | None) -> None:
        if self._source is not None and self._source.get(key) is not None:
            position = self._source.position(key)
            at = bisect_left(self._covered, position)
            if self._covered[at : at + 1] != [position]:
                self._covered.insert(at, position)
            if held is None:
                self._gone.add(key)
            else:
                self._gone.discard(key)
        if held is None:
            self._own.pop(key, None)
        else:
            self._own[key] = held

    def _readable_keys(self, may: Readable) -> list[str]:
        if may is anybody:
            return self._keys
        return [key for key in self._keys if may(self._own[key].acl, self._own[key].owner)]

    def _before(self, keys: list[str], number: int, source: Source) -> int:
        """Return how many things come before one of those that were written."""
        position = source.position(keys[number])
        return number + position - bisect_left(self._covered, position)

    def _position(self, rank: int) -> int:
        """Return the position in the source of the one that has so many uncovered ones before it."""
        return rank + bisect_right(
            range(len(self._covered)), rank, key=lambda number: self._covered[number] - number
        )

    def _made(self, source: Source, first: int, end: int) -> Iterator[Held]:
        """Yield what the source has between two positions, but for what is covered."""
        at = bisect_left(self._covered, first)
        for position in range(first, end):
            if at < len(self._covered) and self._covered[at] == position:
                at += 1
                continue
            yield source.at(position)
