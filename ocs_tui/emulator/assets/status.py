"""The status of an asset: the value of a property of one of its streams, mapped to Good, Warning or Bad."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ocs_tui.emulator.assets.resolved import Resolved
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.series import Series, position_after
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.stretch import MOST_LOOKED_AT
from ocs_tui.emulator.sds.types import Property
from ocs_tui.emulator.store import Json
from ocs_tui.model.area_enums import AssetStatus
from ocs_tui.model.sds_enums import sds_name

_MOST_INTERVALS = 1_000


@dataclass(frozen=True, slots=True)
class Mapped:
    """What tells an asset's status: a stream, its events, a property of it, and the mappings."""

    stream: ResolvedStream
    series: Series
    prop: Property
    mappings: tuple[Json, ...]

    def told_by(self, value: Any) -> tuple[str, str | None]:
        """Return the status of a value, by name, and what it is called; Unknown for one that is not mapped."""
        for each in self.mappings:
            if self._is(each.get("Value"), value):
                return str(each["Status"]), each.get("DisplayName")
        return sds_name(AssetStatus.UNKNOWN), None

    def _is(self, mapped: Any, value: Any) -> bool:
        members = self.prop.value.members
        if members is not None and isinstance(mapped, str):
            mapped = next(
                (number for name, number in members.items() if name.casefold() == mapped.casefold()), mapped
            )
        if isinstance(value, bool) or isinstance(mapped, bool):
            return str(mapped).casefold() == str(value).casefold()
        if isinstance(value, int | float) and isinstance(mapped, str):
            try:
                return float(mapped) == value
            except ValueError:
                return False
        return bool(mapped == value)


def status_property(asset: Resolved) -> tuple[ResolvedStream, Property]:
    """Return the stream and the property that tell an asset's status.

    Raises:
        Refused: 422 when nothing is mapped, or what is mapped is not there.
    """
    if asset.status is None:
        raise Refused(422, "The asset maps no property to a status.").about(AssetId=asset.id)
    if asset.unresolved_status:
        raise Refused(422, asset.unresolved_status).about(AssetId=asset.id)
    reference = asset.reference(asset.status.get("StreamReferenceId"))
    assert reference is not None, "the status is resolved"
    prop = reference.stream.type.properties.find(str(asset.status["StreamPropertyId"]))
    assert prop is not None, "the status is resolved"
    return reference.stream, prop


def last_status(asset_id: str, of: Mapped, now: str) -> Json:
    """Return an asset's status by the last event of its stream."""
    event = of.series.event_at(len(of.series) - 1) if len(of.series) else None
    value = None if event is None else event.get(of.prop.id)
    status, name = of.told_by(value) if event is not None else (sds_name(AssetStatus.UNKNOWN), None)
    return {
        "AssetId": asset_id,
        "Status": status,
        "Value": value,
        "DisplayName": name,
        "Index": None if event is None else of.stream.index.text(of.stream.index.key(event)),
        "DataRetrievalTime": now,
    }


def status_summary(of: Mapped, start: Key, end: Key, intervals: int) -> Json:
    """Return how an asset's status went from a key to a key, both included.

    The reference names ``RangeValues`` and ``Statistics`` and not what is in them. Read here: RangeValues has an
    entry an interval with the value and status that held the longest in it, Statistics one a status with how
    long it held, as a share of the whole. A value holds from its event to the next.

    Raises:
        Refused: 400 when there are no such intervals.
    """
    of.stream.index.require_measured("Status summaries")
    if start >= end:
        raise Refused(400, "startIndex is not before endIndex.")
    if not 1 <= intervals <= _MOST_INTERVALS:
        raise Refused(400, f"intervals is {intervals}; it is 1 to {_MOST_INTERVALS}.")
    edges = of.stream.index.evenly(start, end, intervals + 1)
    if len(edges) <= intervals:
        raise Refused(400, f"There are not {intervals} intervals between startIndex and endIndex.")
    held = _held(of, start, end)
    ranges: list[Json] = []
    for first, last in pairwise(edges):
        value = _longest(held, first, last)
        status, name = (sds_name(AssetStatus.UNKNOWN), None) if value is _NOTHING else of.told_by(value)
        ranges.append(
            {
                "StartIndex": of.stream.index.text(first),
                "EndIndex": of.stream.index.text(last),
                "Value": None if value is _NOTHING else value,
                "Status": status,
                "DisplayName": name,
            }
        )
    return {"RangeValues": ranges, "Statistics": _statistics(of, held, start, end)}


_NOTHING = object()


@dataclass(slots=True)
class _Held:
    """A value, from when to when it held, and how many events in a row said so."""

    begin: Key
    end: Key
    value: Any
    count: int = 1


def _held(of: Mapped, start: Key, end: Key) -> list[_Held]:
    """Return which value held from when to when; before the first event there is none.

    Raises:
        Refused: 400 when it looks at more events than a read may.
    """
    first = max(0, position_after(of.series, start) - 1)
    last = position_after(of.series, end)
    if last - first > MOST_LOOKED_AT:
        raise Refused(400, f"The summary looks at {last - first} events; {MOST_LOOKED_AT} is the most.")
    held: list[_Held] = []
    for key, event in of.series.pairs(first, last):
        value = event.get(of.prop.id)
        if held and held[-1].value == value:
            held[-1].count += 1
            continue
        if held:
            held[-1].end = max(key, start)
        held.append(_Held(max(key, start), end, value))
    return held


def _longest(held: Sequence[_Held], first: Key, last: Key) -> Any:
    """Return the value that held the longest between two keys; nothing when none had begun."""
    at = max(0, bisect_right(held, first, key=lambda each: each.begin) - 1)
    lengths: list[tuple[Any, Key]] = []
    while at < len(held) and held[at].begin <= last:
        each, at = held[at], at + 1
        length = min(each.end, last) - max(each.begin, first)
        known = next((number for number, one in enumerate(lengths) if one[0] == each.value), None)
        if known is None:
            lengths.append((each.value, length))
        else:
            lengths[known] = (each.value, lengths[known][1] + length)
    return max(lengths, key=lambda each: each[1])[0] if lengths else _NOTHING


def _statistics(of: Mapped, held: Sequence[_Held], start: Key, end: Key) -> list[Json]:
    whole = end - start
    shares: dict[tuple[str, str | None], tuple[int, Key]] = {}
    for each in held:
        told = of.told_by(each.value)
        count, length = shares.get(told, (0, 0))
        shares[told] = (count + each.count, length + (each.end - each.begin))
    return [
        {
            "Status": status,
            "DisplayName": name,
            "Count": count,
            "DurationPercentage": round(100 * length / whole, 6),
        }
        for (status, name), (count, length) in sorted(
            shares.items(), key=lambda each: (each[0][0], each[0][1] or "")
        )
    ]
