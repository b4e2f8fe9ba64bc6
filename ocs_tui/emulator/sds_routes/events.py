"""The events of a stream: generated ones, those that were written over them, and how they survive a restart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.sds.generated import GeneratedSeries, Recipe
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.moments import moment_of
from ocs_tui.emulator.sds.overlay import Edits, OverlaySeries
from ocs_tui.emulator.sds.series import Pair, WritableSeries
from ocs_tui.emulator.sds.signals import Signal
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.contents import inside
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import place_of

_EVENTS, _HIDDEN = "events", "hidden events"
GENERATED = "Generated"
"""What stands beside a stream whose events are made on demand: the recipe."""


def series_of(call: Call, held: Held, stream: ResolvedStream) -> WritableSeries:
    """Return the events of a stream, to be read. What is written goes through :func:`writing`."""
    edits = _edits(call, held, stream)
    recipe = held.also.get(GENERATED)
    if recipe is None:
        return edits.added
    now = moment_of(datetime.fromtimestamp(call.box.store.clock(), UTC))
    return OverlaySeries(GeneratedSeries(stream, _recipe(held, recipe), now), edits)


@contextmanager
def writing(call: Call, held: Held, stream: ResolvedStream) -> Iterator[WritableSeries]:
    """Give the events of a stream, to be written; what came of it is kept when it was done."""
    edits = _edits(call, held, stream)
    noted = _Noted(series_of(call, held, stream), edits)
    yield noted
    place = _place(call, held)
    rows: list[tuple[str, Json | None]] = []
    for key in noted.touched:
        at = edits.added.position_of(key)
        there = at < len(edits.added) and edits.added.key_at(at) == key
        rows.append((stream.index.text(key), edits.added.event_at(at) if there else None))
    call.box.contents.keep(place, _EVENTS, rows)
    if GENERATED in held.also and noted.touched_generated:
        call.box.contents.keep(place, _HIDDEN, [("", {"Ranges": edits.hidden})])


def forget_events(call: Call, held: Held) -> None:
    """Forget what was written of a stream's events."""
    call.box.contents.forget(_place(call, held))


class _Noted:
    """Events that notes which keys were written."""

    def __init__(self, series: WritableSeries, edits: Edits) -> None:
        self._series = series
        self._edits = edits
        self.touched: set[Key] = set()
        self.touched_generated = False

    def __len__(self) -> int:
        return len(self._series)

    def key_at(self, position: int) -> Key:
        return self._series.key_at(position)

    def event_at(self, position: int) -> Json:
        return self._series.event_at(position)

    def position_of(self, key: Key) -> int:
        return self._series.position_of(key)

    def pairs(self, start: int, stop: int) -> Iterator[Pair]:
        return self._series.pairs(start, stop)

    def put(self, pairs: Sequence[Pair]) -> None:
        self._note(key for key, _ in pairs)
        self._series.put(pairs)

    def remove(self, keys: Iterable[Key]) -> None:
        gone = list(keys)
        self._note(gone)
        self._series.remove(gone)

    def remove_between(self, first: Key, last: Key) -> None:
        added = self._edits.added
        stop = added.position_of(last)
        stop += stop < len(added) and added.key_at(stop) == last
        self._note(key for key, _ in added.pairs(added.position_of(first), stop))
        self._series.remove_between(first, last)

    def _note(self, keys: Iterable[Key]) -> None:
        self.touched.update(keys)
        self.touched_generated = True


def _edits(call: Call, held: Held, stream: ResolvedStream) -> Edits:
    place = _place(call, held)

    def opens(rows: list[tuple[str, Json | None]]) -> Edits:
        events = [event for _, event in rows if event is not None]
        hidden = call.box.contents.opened(place, _HIDDEN, lambda rows: [body for _, body in rows if body])
        ranges = hidden[-1]["Ranges"] if hidden else []
        return Edits(
            [(stream.index.key(event), event) for event in events], [(first, last) for first, last in ranges]
        )

    return call.box.contents.opened(place, _EVENTS, opens)


def _place(call: Call, held: Held) -> str:
    return inside(place_of(call, STREAM), STREAM.name, held.key)


def _recipe(held: Held, recipe: Json) -> Recipe:
    return Recipe(
        seed=held.key,
        start=recipe["Start"],
        interval=recipe["Interval"],
        signals={name: Signal(**signal) for name, signal in recipe.get("Signals", {}).items()},
    )
