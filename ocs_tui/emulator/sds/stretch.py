"""A stretch of a sequence, and how boundaries cut it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.interpolation import event_on
from ocs_tui.emulator.sds.series import Pair, Series, event_with, position_after
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.model.sds_enums import SdsBoundaryType as Boundary

Matches = Callable[[Event], bool]

MOST_EVENTS = 250_000
"""How many events one read answers; more is a 400 (the limit of 2022, the stricter one)."""

MOST_LOOKED_AT = 2_500_000
"""How many events one read looks at to answer fewer of them; more is a 400 (the later limit)."""

_BACKWARD_STEP = 1_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Positions ``start`` up to ``stop`` of a sequence, with calculated events before and after them."""

    series: Series
    start: int
    stop: int
    before: tuple[Pair, ...] = ()
    after: tuple[Pair, ...] = ()

    def __len__(self) -> int:
        return len(self.before) + max(0, self.stop - self.start) + len(self.after)

    def forward(self) -> Iterator[Pair]:
        """Give keys and events in their order."""
        yield from self.before
        if self.start < self.stop:
            yield from self.series.pairs(self.start, self.stop)
        yield from self.after

    def backward(self) -> Iterator[Pair]:
        """Give keys and events against their order."""
        yield from reversed(self.after)
        stop = self.stop
        while stop > self.start:
            start = max(self.start, stop - _BACKWARD_STEP)
            yield from reversed(list(self.series.pairs(start, stop)))
            stop = start
        yield from reversed(self.before)

    def beyond(self, key: Key) -> Stretch:
        """Return what of the stretch lies after ``key``."""
        return replace(
            self,
            start=max(self.start, position_after(self.series, key)),
            before=tuple(pair for pair in self.before if pair[0] > key),
            after=tuple(pair for pair in self.after if pair[0] > key),
        )


def whole(series: Series) -> Stretch:
    """Return all of a sequence."""
    return Stretch(series, 0, len(series))


def window(
    stream: ResolvedStream, series: Series, start: Key, end: Key, start_type: Boundary, end_type: Boundary
) -> Stretch:
    """Return the events from ``start`` to ``end``.

    Exact takes in an event that lies on the boundary, Inside does not, Outside adds the nearest one beyond
    the boundary when there is one, ExactOrCalculated puts a calculated one there when none is stored. The
    reference only names the four. Raises Refused with 400 when ``start`` is after ``end``.
    """
    if start > end:
        raise Refused(400, "startIndex is after endIndex.")
    first = _first_position(series, start, start_type)
    last = position_after(series, end)
    if end_type is Boundary.INSIDE:
        last = series.position_of(end)
    elif end_type is Boundary.OUTSIDE:
        last = min(len(series), last + 1)
    before = _calculated(stream, series, start, start_type)
    after = _calculated(stream, series, end, end_type) if end != start or not before else ()
    return Stretch(series, first, max(first, last), before, after)


def onward(stream: ResolvedStream, series: Series, start: Key, boundary: Boundary) -> Stretch:
    """Return the events from ``start`` to the last, as ``boundary`` has it."""
    first = _first_position(series, start, boundary)
    return Stretch(series, first, len(series), _calculated(stream, series, start, boundary))


def backward_from(stream: ResolvedStream, series: Series, start: Key, boundary: Boundary) -> Stretch:
    """Return the events from the first to ``start``, as ``boundary`` has it; to be read backward."""
    last = position_after(series, start)
    if boundary is Boundary.INSIDE:
        last = series.position_of(start)
    elif boundary is Boundary.OUTSIDE:
        last = min(len(series), last + 1)
    return Stretch(series, 0, last, after=_calculated(stream, series, start, boundary))


def _first_position(series: Series, start: Key, boundary: Boundary) -> int:
    if boundary is Boundary.INSIDE:
        return position_after(series, start)
    position = series.position_of(start)
    return max(0, position - 1) if boundary is Boundary.OUTSIDE else position


def _calculated(stream: ResolvedStream, series: Series, key: Key, boundary: Boundary) -> tuple[Pair, ...]:
    if boundary is not Boundary.EXACT_OR_CALCULATED or event_with(series, key) is not None:
        return ()
    event = event_on(stream, series, key)
    return () if event is None else ((key, event),)


def looked_at(stretch: Stretch) -> Stretch:
    """Return the stretch. Raises Refused with 400 when it holds more events than a read may look at."""
    if len(stretch) > MOST_LOOKED_AT:
        reason = (
            f"The read looks at {len(stretch)} events; {MOST_LOOKED_AT} is the most. Ask for less at a time."
        )
        raise Refused(400, reason)
    return stretch


def all_of(stretch: Stretch, matches: Matches | None) -> list[Pair]:
    """Return the events of a stretch that match. Raises Refused with 400 when there are too many."""
    if matches is None:
        if len(stretch) > MOST_EVENTS:
            raise too_many(len(stretch))
        return list(stretch.forward())
    found = [pair for pair in looked_at(stretch).forward() if matches(pair[1])]
    if len(found) > MOST_EVENTS:
        raise too_many(len(found))
    return found


def some_of(
    stretch: Stretch, matches: Matches | None, skip: int, count: int, *, backward: bool = False
) -> list[Pair]:
    """Return up to ``count`` matching events of a stretch after passing over ``skip``.

    Raises Refused with 400 when more would be answered, or looked at, than a read may.
    """
    if min(count, len(stretch)) > MOST_EVENTS:
        raise too_many(count)
    if matches is None and backward and not stretch.after and skip:
        stretch, skip = replace(stretch, stop=max(stretch.start, stretch.stop - skip)), 0
    elif matches is None and not backward and not stretch.before and skip:
        stretch, skip = replace(stretch, start=min(stretch.stop, stretch.start + skip)), 0
    pairs = stretch.backward() if backward else stretch.forward()
    if matches is None:
        return list(islice(pairs, skip, skip + count))
    found: list[Pair] = []
    if count == 0:
        return found
    for number, pair in enumerate(pairs):
        if number >= MOST_LOOKED_AT:
            raise Refused(400, f"The filter passed over {MOST_LOOKED_AT} events. Ask for a window instead.")
        if matches(pair[1]):
            if skip:
                skip -= 1
                continue
            found.append(pair)
            if len(found) >= count:
                break
    return found


def too_many(count: int) -> Refused:
    """Return the refusal of a read that would answer too many events."""
    return Refused(
        400, f"The read answers {count} events; {MOST_EVENTS} is the most. Ask for less at a time."
    )
