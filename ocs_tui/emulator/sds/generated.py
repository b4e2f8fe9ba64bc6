"""Years of events that are computed when they are asked for.

Events lie on a grid from a start, one an interval. Of every so many slots of the grid the same number is
missing, at a place of its own: so there are gaps, and yet any position is found by a division.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.moments import MINUTE
from ocs_tui.emulator.sds.series import Pair
from ocs_tui.emulator.sds.signals import Signal, chance, maker_of, seed_of
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.values import MOMENTS, value_of_key


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a generated stream is made from.

    Attributes:
        seed: any text, such as the stream's id; the same one gives the same values at every start.
        start: the ticks of the first event.
        interval: ticks from one event to the next.
        block: how many slots make a block.
        missing: how many slots in a row are missing in each block; less than ``block``, 0 for none.
        signals: what properties do, by id; what others do is guessed from their names.
    """

    seed: str
    start: int
    interval: int = MINUTE
    block: int = 4000
    missing: int = 9
    signals: Mapping[str, Signal] = field(default_factory=dict)


class GeneratedSeries:
    """The events of a recipe up to ``now``, in ticks. Cheap to make: make one for each request.

    Positions never change as time goes on; new events only follow at the end.
    """

    def __init__(self, stream: ResolvedStream, recipe: Recipe, now: int) -> None:
        """Raise ValueError when the index is not one moment, or the recipe gives no grid."""
        keys = stream.index.keys
        if len(keys) != 1 or keys[0].value.base not in MOMENTS:
            raise ValueError(f"generated events need an index of one moment, not {stream.index.words}")
        if recipe.interval <= 0 or not 0 <= recipe.missing < recipe.block:
            raise ValueError("a recipe needs a positive interval, and fewer missing slots than a block has")
        self._recipe = recipe
        self._kept = recipe.block - recipe.missing
        self._key = keys[0]
        self._seed = seed_of(recipe.seed)
        self._makers = [
            (each.id, maker_of(each, self._seed, recipe.signals.get(each.id)))
            for each in stream.type.properties.all
            if each.id != self._key.id
        ]
        self._length = self.endless_position_of(now + 1)

    def __len__(self) -> int:
        return self._length

    def key_at(self, position: int) -> int:
        """Return the ticks of an event; a position beyond the last is one that will be."""
        return self._recipe.start + self._slot(position) * self._recipe.interval

    def event_at(self, position: int) -> Event:
        return self._event(self._slot(position))

    def position_of(self, key: int) -> int:
        return min(self.endless_position_of(key), self._length)

    def endless_position_of(self, key: int) -> int:
        """Return how many events lie before ``key``, counting those that will be."""
        slot = max(0, -((self._recipe.start - key) // self._recipe.interval))
        block, rest = divmod(slot, self._recipe.block)
        gap = self._gap(block)
        within = rest if rest <= gap else max(gap, rest - self._recipe.missing)
        return block * self._kept + within

    def pairs(self, start: int, stop: int) -> Iterator[Pair]:
        for position in range(start, min(stop, self._length)):
            slot = self._slot(position)
            yield self._recipe.start + slot * self._recipe.interval, self._event(slot)

    def _slot(self, position: int) -> int:
        block, rest = divmod(position, self._kept)
        return block * self._recipe.block + rest + (self._recipe.missing if rest >= self._gap(block) else 0)

    def _gap(self, block: int) -> int:
        """Return after how many slots of a block its gap begins; never before the first."""
        return 1 + int(chance(self._seed, -block - 1) * self._kept)

    def _event(self, slot: int) -> Event:
        ticks = self._recipe.start + slot * self._recipe.interval
        event = {self._key.id: value_of_key(self._key.value.base, ticks)}
        for name, make in self._makers:
            event[name] = make(slot, ticks)
        return event
