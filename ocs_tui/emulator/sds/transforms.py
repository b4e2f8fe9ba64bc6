"""A stream seen through a view or in other units: the same sequence, its events made anew as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.index import Key, index_of
from ocs_tui.emulator.sds.series import Pair, Series
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.types import ResolvedType, ValueType
from ocs_tui.emulator.sds.units import conversion
from ocs_tui.emulator.sds.values import MOMENTS, NUMBERS
from ocs_tui.emulator.sds.views import ViewMap, converted_value

Transformed = tuple[ResolvedStream, Series]


class TransformedSeries:
    """The events of a sequence, each changed as it is read. The keys stay."""

    def __init__(self, series: Series, change: Callable[[Event], Event]) -> None:
        self._series = series
        self._change = change

    def __len__(self) -> int:
        return len(self._series)

    def key_at(self, position: int) -> Key:
        return self._series.key_at(position)

    def event_at(self, position: int) -> Event:
        return self._change(self._series.event_at(position))

    def position_of(self, key: Key) -> int:
        return self._series.position_of(key)

    def pairs(self, start: int, stop: int) -> Iterator[Pair]:
        return ((key, self._change(event)) for key, event in self._series.pairs(start, stop))


def through_view(
    stream: ResolvedStream, series: Series, mapping: ViewMap, target: ResolvedType
) -> Transformed:
    """Return a stream and its events as a view shows them.

    Modes and units stay with the properties that they were of. Refused with 400 when the keys of the target
    are not made of those of the source in their order: the events would have no order then.
    """
    index = index_of(target)
    pairs = {each.target.id: each.source for each in mapping.properties if each.target and each.source}
    made_of = [pairs.get(key.id) for key in index.keys]
    keys = list(stream.index.keys)
    if [each.id if each else None for each in made_of] != [key.id for key in keys] or not all(
        _orders_alike(first.value, second.value) for first, second in zip(keys, index.keys, strict=True)
    ):
        reason = f"The view makes the index {index.words} of other properties than {stream.index.words}."
        raise Refused(400, reason)
    modes = {
        each.id: stream.modes[pairs[each.id].id]
        if each.id in pairs
        else target.interpolation
        if each.interpolation is None
        else each.interpolation
        for each in target.properties.all
    }
    uoms = {each.id: each.uom for each in target.properties.all if each.uom}
    uoms |= {name: stream.uoms[source.id] for name, source in pairs.items() if source.id in stream.uoms}
    shown = replace(stream, type=target, index=index, modes=modes, uoms=uoms)
    return shown, TransformedSeries(series, mapping.event)


def _orders_alike(first: ValueType, second: ValueType) -> bool:
    same = first.base is second.base
    return same or any(first.base in family and second.base in family for family in (MOMENTS,))


def in_units(stream: ResolvedStream, series: Series, overrides: Sequence[Mapping[str, Any]]) -> Transformed:
    """Return a stream and its events with units changed: [{``SdsTypePropertyId``, ``Uom``}].

    Whole numbers are rounded. Refused with 400 for a property that is not there, has no unit or is no number,
    and for a unit that is not known or of another quantity.
    """
    changes: dict[str, tuple[ValueType, float, float]] = {}
    uoms = dict(stream.uoms)
    for number, override in enumerate(overrides):
        where = f"The unit override [{number}]"
        if not isinstance(override, Mapping):
            raise Refused(400, f"{where} is no object.")
        name, uom = override.get("SdsTypePropertyId"), override.get("Uom")
        found = stream.type.properties.find(str(name))
        if found is None:
            raise Refused(400, f"{where} names {name!r}, which is no property of {stream.type.id!r}.")
        if not uom:
            continue
        if found.id not in stream.uoms:
            raise Refused(400, f"{where}: {found.id!r} has no unit to convert from.")
        if found.value.base not in NUMBERS or found.value.members is not None or found.is_key:
            raise Refused(400, f"{where}: {found.id!r} is no number that could be converted.")
        changes[found.id] = (found.value, *conversion(stream.uoms[found.id], str(uom), where))
        uoms[found.id] = str(uom)

    def change(event: Event) -> Event:
        changed = dict(event)
        for name, (kind, factor, offset) in changes.items():
            value = event[name]
            if isinstance(value, int | float):
                changed[name] = converted_value(kind, value * factor + offset)
        return changed

    return replace(stream, uoms=uoms), TransformedSeries(series, change)
