"""Joins: the events of several streams side by side, or merged into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import Event, written_event
from ocs_tui.emulator.sds.interpolation import event_on
from ocs_tui.emulator.sds.series import Pair, Series
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.stretch import MOST_EVENTS, too_many
from ocs_tui.model.sds_enums import SdsJoinMode as Join


@dataclass(frozen=True, slots=True)
class Joined:
    """One stream of a join: itself, all of its events, and those that were read for the join."""

    stream: ResolvedStream
    series: Series
    pairs: Sequence[Pair]


def join(parts: Sequence[Joined], mode: Join, *, verbose: bool) -> list[Event] | list[list[Event | None]]:
    """Join the events that were read of several streams, by index, ready to be answered.

    Inner keeps the indexes that all streams have, Outer all of them with null where a stream has no event,
    Interpolated fills those by calculation where it can. Merged, each index has one event: of the first
    stream that has one (MergeLeft) or the last (MergeRight). Refused with 400 when the streams' indexes are
    of different types, or when the answer would be too long.
    """
    if len(parts) < 2:
        raise Refused(400, "A join needs two streams or more.")
    kinds = [[key.value.base for key in part.stream.index.keys] for part in parts]
    for part, kind in zip(parts, kinds, strict=True):
        if kind != kinds[0]:
            both = f"{parts[0].stream.index.words} and {part.stream.index.words}"
            raise Refused(400, f"The streams have indexes of different types: {both}.")
    by_key = [dict(part.pairs) for part in parts]
    keys = set(by_key[0])
    for events in by_key[1:]:
        keys = keys & set(events) if mode is Join.INNER else keys | set(events)
    if mode in (Join.MERGE_LEFT, Join.MERGE_RIGHT):
        return _merged(parts, by_key, sorted(keys), from_the_right=mode is Join.MERGE_RIGHT, verbose=verbose)
    if len(keys) * len(parts) > MOST_EVENTS:
        raise too_many(len(keys) * len(parts))
    rows: list[list[Event | None]] = []
    for key in sorted(keys):
        row: list[Event | None] = []
        for part, events in zip(parts, by_key, strict=True):
            event = events.get(key)
            if event is None and mode is Join.INTERPOLATED:
                event = event_on(part.stream, part.series, key)
            row.append(None if event is None else _answered(part, event, verbose=verbose))
        rows.append(row)
    return rows


def _merged(
    parts: Sequence[Joined],
    by_key: Sequence[dict[object, Event]],
    keys: Sequence[object],
    *,
    from_the_right: bool,
    verbose: bool,
) -> list[Event]:
    if len(keys) > MOST_EVENTS:
        raise too_many(len(keys))
    order = list(zip(parts, by_key, strict=True))
    if from_the_right:
        order.reverse()
    return [
        next(_answered(part, events[key], verbose=verbose) for part, events in order if key in events)
        for key in keys
    ]


def _answered(part: Joined, event: Event, *, verbose: bool) -> Event:
    return written_event(part.stream.type.properties, event, verbose=verbose)
