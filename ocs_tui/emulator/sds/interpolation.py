"""Events that are not stored: calculated between two stored ones, or carried on beyond the first and last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.moments import moment_text, moment_ticks, span_text, span_ticks
from ocs_tui.emulator.sds.series import Series
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.types import Properties, ValueType
from ocs_tui.emulator.sds.values import FLOATS, INTEGER_RANGES, MOMENTS, scalar_of
from ocs_tui.model.sds_enums import SdsExtrapolationMode as Extrapolation
from ocs_tui.model.sds_enums import SdsInterpolationMode as Mode
from ocs_tui.model.sds_enums import SdsTypeCode as Code

_EXACT = 2**52
"""Below this a float holds a whole number and its half."""


def event_on(stream: ResolvedStream, series: Series, key: Key) -> Event | None:
    """Return the event at a key: the stored one, else a calculated one, else None where there is none.

    Nothing is calculated for a stream whose properties are all Discrete, nor for an index without distances.
    """
    position = series.position_of(key)
    total = len(series)
    if position < total and series.key_at(position) == key:
        return series.event_at(position)
    if total == 0 or stream.discrete or not stream.index.is_measured:
        return None
    if position == 0:
        carried = stream.extrapolation in (Extrapolation.ALL, Extrapolation.BACKWARD)
        return series.event_at(0) | stream.index.values(key) if carried else None
    if position == total:
        carried = stream.extrapolation in (Extrapolation.ALL, Extrapolation.FORWARD)
        return series.event_at(total - 1) | stream.index.values(key) if carried else None
    left, right = series.key_at(position - 1), series.key_at(position)
    share = (key - left) / (right - left)
    event = _between(
        stream.type.properties, stream.modes, series.event_at(position - 1), series.event_at(position), share
    )
    return event | stream.index.values(key)


def _between(
    properties: Properties, modes: Mapping[str, Mode] | Mode, left: Event, right: Event, share: float
) -> Event:
    event: Event = {}
    for each in properties.all:
        mode = modes if isinstance(modes, Mode) else modes[each.id]
        event[each.id] = value_between(each.value, mode, left[each.id], right[each.id], share)
    return event


def value_between(kind: ValueType, mode: Mode, left: Any, right: Any, share: float) -> Any:
    """Return the value that lies at ``share`` of the way from ``left`` to ``right``.

    Continuous is linear for numbers and times, whole numbers rounded. A null on either side makes null, or
    with the nullable modes the value of the leading or trailing side. What cannot be calculated (text, enums,
    Booleans, lists) keeps the earlier value; the reference says nothing of these, and a value that was true a
    moment before helps more than an empty one. A Discrete property has its default.
    """
    if mode is Mode.STEPWISE_CONTINUOUS_LEADING:
        return left
    if mode is Mode.STEPWISE_CONTINUOUS_TRAILING:
        return right
    if mode is Mode.DISCRETE:
        return kind.default
    if left is None or right is None:
        if mode is Mode.CONTINUOUS_NULLABLE_LEADING:
            return left
        return right if mode is Mode.CONTINUOUS_NULLABLE_TRAILING else None
    if kind.properties is not None:
        return _between(kind.properties, mode, left, right, share)
    if kind.members is not None or kind.is_list:
        return left
    if kind.base in FLOATS:
        if isinstance(left, str) or isinstance(right, str):
            return "NaN"
        # Weighted rather than added to: the difference of two finite numbers may not be finite.
        between = left * (1 - share) + right * share
        return scalar_of(Code.SINGLE, between) if kind.base is Code.SINGLE else between
    if kind.base in INTEGER_RANGES:
        if max(abs(left), abs(right)) < _EXACT:
            return round(left + (right - left) * share)
        return left + round((right - left) * share)
    if kind.base in MOMENTS:
        (first, offset), (last, _) = moment_ticks(left), moment_ticks(right)
        ticks = first + round((last - first) * share)
        return moment_text(ticks, offset if kind.base is Code.DATE_TIME_OFFSET else None)
    if kind.base is Code.TIME_SPAN:
        first, last = span_ticks(left), span_ticks(right)
        return span_text(first + round((last - first) * share))
    return left
