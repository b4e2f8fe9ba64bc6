"""The rows of a data view: group after group, in the order of the index, made as they are asked for.

Stored data has a row at every index at which one of the group's streams has an event, empty where another has
none. Interpolated data has a row every interval from the start to the end, both included. A row knows its place,
at which a later read goes on.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.interpolation import event_on
from ocs_tui.emulator.sds.moments import DAY
from ocs_tui.emulator.sds.series import Series, event_with
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.summaries import summaries
from ocs_tui.emulator.sds.values import TIMES, value_of_key
from ocs_tui.emulator.views.items import Found
from ocs_tui.emulator.views.resolution import Column, Resolution, abbreviation
from ocs_tui.model.sds_enums import SdsTypeCode as Code
from ocs_tui.model.sds_enums import sds_name
from ocs_tui.model.view_enums import FieldKind

Read = Callable[[str], tuple[ResolvedStream, Series] | None]
"""Returns the stream of an id with its events; None when it is gone, or may not be read any more."""

LAST_MOMENT = 3_652_059 * DAY - 1
"""The last moment that there is, in ticks."""

_CHUNK = 500
"""How many interpolated rows are worked out together."""


@dataclass(frozen=True, slots=True)
class Range:
    """Which rows: from a key to a key, both included, and for interpolated ones every so much."""

    start: Key
    end: Key
    interval: Key | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a read goes on: at a group, at a key of it."""

    group: int
    key: Key


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it stands, and what lies in each column."""

    place: Place
    values: list[Any]


def rows_of(
    of: Resolution,
    asked: Range,
    read: Read,
    begin: Place | None = None,
    limits: tuple[int, int] | None = None,
    done: int = 0,
) -> Iterator[Row]:
    """Yield the rows of a view from a place on.

    Args:
        of: the view resolved.
        asked: which rows.
        read: gives streams with their events.
        begin: the place of the first row; None for the very first.
        limits: of how many groups, and how many rows of each; None for all.
        done: how many rows the first of these groups has given before.

    Raises:
        Refused: 400 for a summary of stored data, which has no intervals.
    """
    if asked.interval is None and any(each.field and each.field.summary for each in of.columns):
        raise Refused(
            400, "The data view has summaries, which interpolated data has and stored data has not."
        )
    first = 0 if begin is None else begin.group
    groups = range(first, len(of.groups) if limits is None else min(limits[0], len(of.groups)))
    for number in groups:
        start = asked.start if begin is None or number != begin.group else begin.key
        found = _Group(of, number, read)
        rows = found.interpolated(asked, start) if asked.interval is not None else found.stored(asked, start)
        given = done if begin is not None and number == begin.group else 0
        yield from rows if limits is None else islice(rows, max(0, limits[1] - given))


class _Group:
    """The rows of one group."""

    def __init__(self, of: Resolution, number: int, read: Read) -> None:
        self._number = number
        self._code = of.view.index_code
        self._columns = of.columns
        self._cells = [column.cells[number] if column.cells else None for column in of.columns]
        ids = {
            cell.part.stream.id: None for cell in self._cells if cell is not None and cell.part is not None
        }
        if not ids:  # nothing but what never changes: the rows are those of the items themselves
            items = (item for some in of.groups[number].items.values() for item in some)
            parts = (part for item in items for part in item.eligible(self._code))
            ids = dict.fromkeys(part.stream.id for part in parts)
        told = {stream_id: read(stream_id) for stream_id in ids}
        self._streams = {name: each for name, each in told.items() if each is not None}

    def stored(self, asked: Range, start: Key) -> Iterator[Row]:
        keys = [_keys(series, start, asked.end) for _, series in self._streams.values()]
        before: Key | None = None
        for key in heapq.merge(*keys):
            if key != before:
                events = {name: event_with(each[1], key) for name, each in self._streams.items()}
                yield Row(Place(self._number, key), self._values(key, events, {}))
            before = key

    def interpolated(self, asked: Range, start: Key) -> Iterator[Row]:
        if not self._streams:
            return
        key: Key = start
        step: Key = asked.interval
        while key <= asked.end:
            keys = [key + number * step for number in range(_CHUNK)]
            keys = [each for each in keys if each <= asked.end]
            summed = self._summed(keys, step)
            for number, each in enumerate(keys):
                events = {name: event_on(of, series, each) for name, (of, series) in self._streams.items()}
                told = {column: values[number] for column, values in summed.items()}
                yield Row(Place(self._number, each), self._values(each, events, told))
            key = keys[-1] + step

    def _values(self, key: Key, events: dict[str, Any], told: dict[int, Any]) -> list[Any]:
        return [
            told[at] if at in told else self._value(column, cell, key, events)
            for at, (column, cell) in enumerate(zip(self._columns, self._cells, strict=True))
        ]

    def _value(self, column: Column, cell: Found | None, key: Key, events: dict[str, Any]) -> Any:
        if column.kind is FieldKind.INDEX_FIELD:
            return value_of_key(self._code, key)
        if cell is None:
            return None
        if column.kind is FieldKind.FIELD_UOM:
            return abbreviation(cell.uom) or None
        if cell.part is None or cell.prop is None:
            return cell.value
        event = events.get(cell.part.stream.id)
        return None if event is None else event.get(cell.prop.id)

    def _summed(self, keys: Sequence[Key], step: Key) -> dict[int, list[Any]]:
        """Return the summaries of these rows, by the number of their column."""
        known: dict[tuple[str, bool], list[Any]] = {}
        answer: dict[int, list[Any]] = {}
        for at, (column, cell) in enumerate(zip(self._columns, self._cells, strict=True)):
            field = column.field
            if field is None or field.summary is None or cell is None or cell.part is None:
                continue
            if column.kind is not FieldKind.DATA_FIELD or cell.prop is None:
                continue
            at_stream = (cell.part.stream.id, field.backward)
            if at_stream not in known:
                known[at_stream] = self._intervals(at_stream, keys, step)
            name = sds_name(field.summary)
            answer[at] = [each.get(name, {}).get(cell.prop.id) for each in known[at_stream]]
        return answer

    def _intervals(self, at_stream: tuple[str, bool], keys: Sequence[Key], step: Key) -> list[Any]:
        found = self._streams.get(at_stream[0])
        if found is None:
            return [{}] * len(keys)
        back = step if at_stream[1] else 0 * step
        first, last = keys[0] - back, keys[-1] + step - back
        if self._code in TIMES - {Code.TIME_SPAN} and not 0 <= first <= last <= LAST_MOMENT:
            raise Refused(400, "An interval of a summary reaches beyond the first or the last moment.")
        made = summaries(*found, first, last, len(keys))
        return [each["Summaries"] for each in made]


def _keys(series: Series, start: Key, end: Key) -> Iterator[Key]:
    position, total = series.position_of(start), len(series)
    while position < total:
        key = series.key_at(position)
        if key > end:
            return
        yield key
        position += 1
