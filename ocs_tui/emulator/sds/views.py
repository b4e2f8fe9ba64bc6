"""Stream views: which property of one type becomes which of another, and events made so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.moments import moment_text, moment_ticks
from ocs_tui.emulator.sds.types import Properties, Property, ValueType, parts_of
from ocs_tui.emulator.sds.values import MOMENTS, NUMBERS, scalar_of
from ocs_tui.model.sds_enums import SdsStreamViewMode as Mode
from ocs_tui.model.sds_enums import SdsTypeCode as Code

FindView = Callable[[str], Mapping[str, Any] | None]

_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class MappedProperty:
    """One pair of a view: a source property, a target property (either may be missing), and what is done."""

    source: Property | None
    target: Property | None
    mode: Mode
    inner: ViewMap | None = None


@dataclass(frozen=True, slots=True)
class ViewMap:
    """What a stream view does to each property."""

    properties: tuple[MappedProperty, ...]

    def event(self, event: Event) -> Event:
        """Return an event of the source type as one of the target type; what has no source has its default."""
        made: Event = {}
        for each in self.properties:
            if each.target is not None:
                made[each.target.id] = _converted(each, event)
        return made

    def document(self, source_type: str, target_type: str) -> dict[str, Any]:
        """Return the SdsStreamViewMap between types with these ids."""
        properties = []
        for each in self.properties:
            properties.append(
                {
                    "SourceId": each.source.id if each.source else None,
                    "TargetId": each.target.id if each.target else None,
                    "Mode": int(each.mode),
                    "StreamViewMap": each.inner.document(each.source.id, each.target.id)
                    if each.inner and each.source and each.target
                    else None,
                }
            )
        return {"SourceTypeId": source_type, "TargetTypeId": target_type, "Properties": properties}


def view_map(
    source: Properties,
    target: Properties,
    view: Mapping[str, Any],
    find: FindView = lambda _: None,
    depth: int = 0,
) -> ViewMap:
    """Return the map of a stream view between the properties of its types.

    Pairs that the view lists come first; of the rest, those with the same name; and when the view lists none,
    those at the same place and of the same type. What is left is added or removed. ``find`` gives a stored
    view that a listed pair only names. Raises Refused with 400 for a property that a type does not have.
    """
    if depth > _DEEPEST:
        raise Refused(400, f"The stream view is nested more than {_DEEPEST} deep, or holds itself.")
    pairs: dict[str, tuple[Property | None, Mapping[str, Any]]] = {}
    dropped: set[str] = set()
    listed = parts_of(view, "Properties", "The stream view")
    for number, part in enumerate(listed):
        first = _named(source, part.get("SourceId"), f"The view's property [{number}]", "source")
        second = _named(target, part.get("TargetId"), f"The view's property [{number}]", "target")
        inner = part.get("SdsStreamView")
        inner = inner if isinstance(inner, Mapping) else {}
        if set(inner) <= {"Id"} and inner.get("Id"):
            inner = find(str(inner["Id"])) or {}
        if second is not None:
            pairs[second.id] = (first, inner)
        elif first is not None:
            dropped.add(first.id)
    used = dropped | {first.id for first, _ in pairs.values() if first}
    for second in target.all:
        same = source.find(second.id)
        if second.id not in pairs and same is not None and same.id not in used:
            pairs[second.id] = (same, {})
            used.add(same.id)
    if not listed:
        for first, second in zip(source.all, target.all, strict=False):
            alike = first.value.code == second.value.code
            if second.id not in pairs and first.id not in used and alike:
                pairs[second.id] = (first, {})
                used.add(first.id)
    return ViewMap(_mapped(source, target, pairs, find, depth))


def _named(properties: Properties, name: object, where: str, side: str) -> Property | None:
    if not name:
        return None
    found = properties.find(str(name))
    if found is None:
        raise Refused(400, f"{where} names {name!r}, which the {side} type does not have.")
    return found


def _mapped(
    source: Properties,
    target: Properties,
    pairs: Mapping[str, tuple[Property | None, Mapping[str, Any]]],
    find: FindView,
    depth: int,
) -> tuple[MappedProperty, ...]:
    mapped = []
    sources = [first.id for first, _ in pairs.values() if first]
    place = [each.id for each in source.all if each.id in sources]
    there = [pairs[each.id][0] for each in target.all if each.id in pairs and pairs[each.id][0]]
    for second in target.all:
        first, inner = pairs.get(second.id, (None, {}))
        if first is None:
            mapped.append(MappedProperty(None, second, Mode.FIELD_ADD))
            continue
        mode = Mode.NONE
        if first.id.casefold() != second.id.casefold():
            mode |= Mode.FIELD_RENAME
        if place.index(first.id) != there.index(first):
            mode |= Mode.FIELD_MOVE
        nested = None
        if first.value.properties is not None and second.value.properties is not None:
            nested = view_map(first.value.properties, second.value.properties, inner, find, depth + 1)
        elif not _alike(first.value, second.value):
            can = _converts(first.value, second.value)
            mode |= Mode.FIELD_CONVERSION if can else Mode.INVALID_FIELD_CONVERSION
        mapped.append(MappedProperty(first, second, mode, nested))
    kept = set(sources)
    mapped.extend(MappedProperty(each, None, Mode.FIELD_REMOVE) for each in source.all if each.id not in kept)
    return tuple(mapped)


def _alike(first: ValueType, second: ValueType) -> bool:
    return (
        first.base is second.base
        and first.nullable == second.nullable
        and first.is_list == second.is_list
        and dict(first.members or {}) == dict(second.members or {})
        and (
            first.item is second.item
            or (first.item is not None and second.item is not None and _alike(first.item, second.item))
        )
        and (first.properties is None) == (second.properties is None)
    )


def _converts(first: ValueType, second: ValueType) -> bool:
    """True when values convert: between numbers (enums are), between moments, from and to what may be null."""
    if first.is_list or second.is_list or first.properties is not None or second.properties is not None:
        return False
    return any(first.base in family and second.base in family for family in (NUMBERS, MOMENTS)) or (
        first.base is second.base and first.base is not Code.EMPTY
    )


def _converted(each: MappedProperty, event: Event) -> Any:
    source, target = each.source, each.target
    assert target is not None
    if source is None or each.mode & Mode.INVALID_FIELD_CONVERSION:
        return target.value.default
    value = event[source.id]
    if value is None:
        return target.value.default
    if each.inner is not None:
        return each.inner.event(value)
    return converted_value(target.value, value) if each.mode & Mode.FIELD_CONVERSION else value


def converted_value(kind: ValueType, value: Any) -> Any:
    """Return a number or moment as one of another type; a number is rounded for a whole one.

    What does not fit the type has its default.
    """
    try:
        if kind.base in MOMENTS:
            ticks, offset = moment_ticks(value)
            return moment_text(ticks, None if kind.base is Code.DATE_TIME else offset)
        if isinstance(value, float) and isinstance(scalar_of(kind.base, 0), int):
            value = round(value)
        return scalar_of(kind.base, value)
    except ValueError:
        return kind.default
