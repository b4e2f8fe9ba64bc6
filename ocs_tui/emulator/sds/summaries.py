"""Summaries of intervals, and samples of them.

An interval takes in its start and not its end; the last takes in both. The reference does not say, and so no
event counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import fsum, inf, sqrt
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.interpolation import event_on
from ocs_tui.emulator.sds.series import Pair, Series
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.stretch import MOST_EVENTS, Matches, Stretch, looked_at, too_many, window
from ocs_tui.emulator.sds.types import Property
from ocs_tui.emulator.sds.values import NUMBERS, scalar_of
from ocs_tui.model.sds_enums import SdsBoundaryType as Boundary
from ocs_tui.model.sds_enums import SdsInterpolationMode as Mode
from ocs_tui.model.sds_enums import SdsTypeCode as Code

NAMES = (
    "Count",
    "Minimum",
    "Maximum",
    "Range",
    "Total",
    "Mean",
    "StandardDeviation",
    "PopulationStandardDeviation",
    "WeightedMean",
    "WeightedStandardDeviation",
    "WeightedPopulationStandardDeviation",
    "Skewness",
    "Kurtosis",
)
"""The summaries in the order of the answer."""

Summary = dict[str, Any]


def summaries(
    stream: ResolvedStream, series: Series, start: Key, end: Key, count: int, matches: Matches | None = None
) -> list[Summary]:
    """Return ``count`` intervals of equal length from ``start`` to ``end`` with what sums up each.

    Each has its Start and End event, stored or calculated (null where there is none), and for each summary
    its number by property. Count is there for every property, the key included; the others for numbers
    only, and for none where an interval has no value.
    """
    stream.index.require_measured("Summaries")
    stretch = looked_at(window(stream, series, start, end, Boundary.EXACT, Boundary.EXACT))
    edges = _edges(stream, start, end, count)
    answers = []
    for number, pairs in enumerate(_by_interval(stretch, edges, matches)):
        ends = [(edge, event_on(stream, series, edge)) for edge in edges[number : number + 2]]
        answers.append({"Start": ends[0][1], "End": ends[1][1], "Summaries": _summed_up(stream, pairs, ends)})
    return answers


def sampled(
    stream: ResolvedStream,
    stretch: Stretch,
    start: Key,
    end: Key,
    intervals: int,
    by: Sequence[str],
    matches: Matches | None,
) -> list[Event]:
    """Return what a plot of the stretch needs: of each interval the first and last event, the lowest, the highest.

    Lowest and highest go by the properties named in ``by``, in any case. Raises Refused with 400 for a name
    that the type does not have. Events beyond the boundaries belong to the first and the last interval.
    """
    stream.index.require_measured("Samples")
    names = [_property(stream, name).id for name in by]
    edges = _edges(stream, start, end, intervals)
    answers: list[Event] = []
    for pairs in _by_interval(looked_at(stretch), edges, matches):
        if not pairs:
            continue
        wanted = {0, len(pairs) - 1}
        for name in names:
            numbers = [(event[name], at) for at, (_, event) in enumerate(pairs) if _is_number(event[name])]
            if numbers:
                wanted.add(min(numbers)[1])
                wanted.add(max(numbers, key=lambda number: (number[0], -number[1]))[1])
        answers.extend(pairs[at][1] for at in sorted(wanted))
    if len(answers) > MOST_EVENTS:
        raise too_many(len(answers))
    return answers


def _property(stream: ResolvedStream, name: str) -> Property:
    found = stream.type.properties.find(name)
    if found is None:
        raise Refused(400, f"sampleBy names {name!r}, which is no property of {stream.type.id!r}.")
    return found


def _edges(stream: ResolvedStream, start: Key, end: Key, count: int) -> list[Key]:
    """Return the keys between which the intervals lie: one more than there are intervals."""
    if start >= end:
        raise Refused(400, "startIndex is not before endIndex.")
    if not 0 < count <= MOST_EVENTS:
        raise Refused(400, f"The number of intervals is {count}; it is 1 to {MOST_EVENTS}.")
    edges = stream.index.evenly(start, end, count + 1)
    if len(edges) <= count:
        raise Refused(400, f"There are not {count} intervals between startIndex and endIndex.")
    return edges


def _by_interval(stretch: Stretch, edges: Sequence[Key], matches: Matches | None) -> Iterator[list[Pair]]:
    """Give the events of each interval, an empty list where there is none."""
    upcoming = iter(edges[1:-1])
    edge = next(upcoming, None)
    pairs: list[Pair] = []
    for pair in stretch.forward():
        while edge is not None and pair[0] >= edge:
            yield pairs
            pairs = []
            edge = next(upcoming, None)
        if matches is None or matches(pair[1]):
            pairs.append(pair)
    while edge is not None:
        yield pairs
        pairs = []
        edge = next(upcoming, None)
    yield pairs


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _summed_up(
    stream: ResolvedStream, pairs: Sequence[Pair], ends: Sequence[tuple[Key, Event | None]]
) -> dict[str, dict[str, float]]:
    answer: dict[str, dict[str, float]] = {name: {} for name in NAMES}
    for each in stream.type.properties.all:
        values = [event[each.id] for _, event in pairs]
        answer["Count"][each.id] = sum(1 for value in values if value is not None)
        if each.value.base not in NUMBERS or each.value.members is not None or each.value.is_list:
            continue
        numbers = [value for value in values if _is_number(value)]
        points = [
            (key, event[each.id]) for key, event in _with_ends(pairs, ends) if _is_number(event[each.id])
        ]
        weighted = _weighted(points, stream.modes[each.id])
        for name, number in (_plain(numbers) | weighted).items():
            # What is not finite is a word, as in events: JSON has no number for it.
            answer[name][each.id] = number if isinstance(number, int) else scalar_of(Code.DOUBLE, number)
    return answer


def _with_ends(pairs: Sequence[Pair], ends: Sequence[tuple[Key, Event | None]]) -> list[Pair]:
    points = dict(pairs)
    for key, event in ends:
        if event is not None:
            points.setdefault(key, event)
    return sorted(points.items(), key=lambda point: point[0])


def _plain(numbers: Sequence[float]) -> dict[str, float]:
    """Return the plain summaries of numbers.

    Skewness and Kurtosis are those of the population, Kurtosis in excess of a normal distribution's; the
    reference does not say which. Without spread they are 0, and so is the deviation of a single number.
    """
    count = len(numbers)
    if count == 0:
        return {}
    low, high, total = min(numbers), max(numbers), _total(numbers)
    mean = min(max(total / count, low), high)
    apart = [number - mean for number in numbers]
    squares = _total([each * each for each in apart])
    variance = squares / count
    spread = 0 < variance < inf
    skewness = kurtosis = 0.0
    if spread:
        deviation = sqrt(variance)
        skewness = fsum((each / deviation) ** 3 for each in apart) / count
        kurtosis = fsum((each / deviation) ** 4 for each in apart) / count - 3
    return {
        "Minimum": low,
        "Maximum": high,
        "Range": high - low,
        "Total": total,
        "Mean": mean,
        "StandardDeviation": sqrt(squares / (count - 1)) if count > 1 else 0.0,
        "PopulationStandardDeviation": sqrt(variance),
        "Skewness": skewness,
        "Kurtosis": kurtosis,
    }


def _total(numbers: Sequence[float]) -> float:
    if all(isinstance(number, int) for number in numbers):
        return sum(numbers)
    try:
        return fsum(numbers)
    except OverflowError:
        return inf if max(numbers) > -min(numbers) else -inf


def _weighted(points: Sequence[tuple[Key, float]], mode: Mode) -> dict[str, float]:
    """Return the summaries weighted by how long each value held, from one point to the next.

    Between two points the value is the mean of both, or the one that a stepwise mode holds. The deviation
    that is not the population's is corrected by the number of such pieces, as for unweighted numbers.
    """
    if not points:
        return {}
    values, weights = [], []
    for (key, value), (following, then) in pairwise(points):
        if mode in (Mode.STEPWISE_CONTINUOUS_LEADING, Mode.DISCRETE):
            values.append(value)
        elif mode is Mode.STEPWISE_CONTINUOUS_TRAILING:
            values.append(then)
        else:
            values.append(value / 2 + then / 2)
        weights.append(float(following - key))
    if not values:
        values, weights = [points[0][1]], [1.0]
    total = fsum(weights)
    mean = fsum(value * (weight / total) for value, weight in zip(values, weights, strict=True))
    variance = fsum(
        (value - mean) * (value - mean) * (weight / total)
        for value, weight in zip(values, weights, strict=True)
    )
    pieces = len(values)
    return {
        "WeightedMean": mean,
        "WeightedStandardDeviation": sqrt(variance * pieces / (pieces - 1)) if pieces > 1 else 0.0,
        "WeightedPopulationStandardDeviation": sqrt(variance),
    }
