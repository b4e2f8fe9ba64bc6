"""What the events of a stream are made of: its index, its properties, their units, what stands between events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ocs_tui.model.sds_enums import SdsInterpolationMode, SdsTypeCode, sds_member

_TIMES = frozenset({SdsTypeCode.DATE_TIME, SdsTypeCode.DATE_TIME_OFFSET})
_FIRST_NUMBER, _LAST_NUMBER = SdsTypeCode.S_BYTE, SdsTypeCode.DECIMAL
_STEPS = frozenset(
    {
        SdsInterpolationMode.STEPWISE_CONTINUOUS_LEADING,
        SdsInterpolationMode.STEPWISE_CONTINUOUS_TRAILING,
        SdsInterpolationMode.DISCRETE,
    }
)
_DEPTH = 8
"""How deep types may derive from one another."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property of an event.

    Attributes:
        id: its id, which is its name in an event.
        name: what it is called, as it came.
        code: what its value is, without being nullable or an enumeration's; None where that is not known.
        unit: the id of its unit; empty where it has none.
        is_key: whether it belongs to the index.
        stepwise: whether a value holds until the next one.
        members: the names of an enumeration's values.
        nullable: whether null is a value of it.
    """

    id: str
    name: str = ""
    code: int | None = None
    unit: str = ""
    is_key: bool = False
    stepwise: bool = False
    members: Mapping[int, str] = field(default_factory=dict)
    nullable: bool = False

    @property
    def is_time(self) -> bool:
        """Whether its values are moments."""
        return self.code in _TIMES

    @property
    def is_number(self) -> bool:
        """Whether its values can be plotted as numbers: enumerations have names instead."""
        return self.code is not None and _FIRST_NUMBER <= self.code <= _LAST_NUMBER and not self.members

    @property
    def is_plotted(self) -> bool:
        """Whether there is something to plot: a number, yes and no, or the values of an enumeration."""
        return not self.is_key and (self.is_number or bool(self.members) or self.code == SdsTypeCode.BOOLEAN)

    @property
    def is_sampled(self) -> bool:
        """Whether samples can be taken by it: what cannot be interpolated supports none."""
        return self.is_number and not self.is_key

    @property
    def default(self) -> Any:
        """What its value is where plain JSON leaves it out."""
        if self.nullable or self.code is None:
            return None
        if self.code == SdsTypeCode.BOOLEAN:
            return False
        if self.is_number or self.members:
            return 0
        return None

    @property
    def label(self) -> str:
        """What it is called on the screen, with its unit."""
        name = self.name or self.id
        return f"{name} [{self.unit}]" if self.unit else name


@dataclass(frozen=True, slots=True)
class Shape:
    """What events are made of.

    Attributes:
        keys: the properties of the index, in order.
        values: the others.
    """

    keys: tuple[Property, ...]
    values: tuple[Property, ...]

    @property
    def all(self) -> tuple[Property, ...]:
        """The index first, then the others."""
        return (*self.keys, *self.values)

    @property
    def is_timed(self) -> bool:
        """Whether the index begins with a moment."""
        return bool(self.keys) and self.keys[0].is_time

    @property
    def plotted(self) -> tuple[Property, ...]:
        """What can be plotted."""
        return tuple(one for one in self.values if one.is_plotted)

    @property
    def interpolates(self) -> bool:
        """Whether the service can calculate between events: not over an index of several properties."""
        return len(self.keys) == 1

    def property(self, property_id: str) -> Property | None:
        """Return a property by its id, in any case."""
        folded = property_id.casefold()
        return next((one for one in self.all if one.id.casefold() == folded), None)

    def only(self, ids: Iterable[str]) -> Shape:
        """Return it with the index and these properties alone; all of them where none is named."""
        wanted = {one.casefold() for one in ids}
        return (
            replace(self, values=tuple(one for one in self.values if one.id.casefold() in wanted))
            if wanted
            else self
        )

    def in_units(self, units: Mapping[str, str]) -> Shape:
        """Return it as a read in other units answers it: ids of units by the ids of properties."""
        folded = {name.casefold(): unit for name, unit in units.items()}
        values = (replace(one, unit=folded.get(one.id.casefold(), one.unit)) for one in self.values)
        return replace(self, values=tuple(values))


def shape_of(body: Mapping[str, Any], overrides: Sequence[Any] = ()) -> Shape:
    """Return the shape of a type, or of a resolved stream with its type and its own overrides inside.

    A type without a property that is a key has no index of its own: what comes first is read as one.
    """
    kind = body.get("Type")
    if isinstance(kind, Mapping):
        own = body.get("PropertyOverrides")
        return shape_of(kind, own if isinstance(own, list) else ())
    whole = _mode(body.get("InterpolationMode"))
    changed = {
        str(each.get("SdsTypePropertyId", "")).casefold(): each
        for each in overrides
        if isinstance(each, Mapping)
    }
    found = [
        _property(each, changed.get(str(each["Id"]).casefold(), {}), whole)
        for each in _properties(body)
        if isinstance(each, Mapping) and each.get("Id")
    ]
    keys = tuple(one for one in found if one.is_key)
    return Shape(keys, tuple(one for one in found if not one.is_key))


def shape_of_events(events: Iterable[Any]) -> Shape:
    """Return the shape of events whose type is not known: the first member that holds moments is the index."""
    seen: dict[str, Property] = {}
    for event in events:
        if not isinstance(event, Mapping):
            continue
        for name, value in event.items():
            if (known := seen.get(name)) is None or known.code is None:
                seen[name] = Property(name, code=_code_of(value), nullable=True)
    key = next((one for one in seen.values() if one.is_time), None) or next(iter(seen.values()), None)
    if key is None:
        return Shape((), ())
    return Shape((replace(key, is_key=True),), tuple(one for one in seen.values() if one is not key))


def _code_of(value: Any) -> int | None:
    from ocs_tui.data.values import moment_of

    if isinstance(value, bool):
        return SdsTypeCode.BOOLEAN
    if isinstance(value, int | float):
        return SdsTypeCode.DOUBLE
    if isinstance(value, str):
        return SdsTypeCode.DATE_TIME if moment_of(value) is not None else SdsTypeCode.STRING
    return None


def _properties(body: Mapping[str, Any], depth: int = 0) -> list[Any]:
    """The properties of a type, after those of the type that it derives from."""
    base = body.get("BaseType")
    first = _properties(base, depth + 1) if isinstance(base, Mapping) and depth < _DEPTH else []
    own = body.get("Properties")
    names = {str(one.get("Id")).casefold() for one in first if isinstance(one, Mapping)}
    mine = own if isinstance(own, list) else []
    listed = [
        *first,
        *(one for one in mine if isinstance(one, Mapping) and str(one.get("Id")).casefold() not in names),
    ]
    return sorted(listed, key=lambda one: (not one.get("IsKey"), _order(one)))


def _order(body: Mapping[str, Any]) -> int:
    """Where a key stands among the keys; other properties keep the order in which they came."""
    order = body.get("Order")
    return order if body.get("IsKey") and isinstance(order, int) else 0


def _property(body: Mapping[str, Any], override: Mapping[str, Any], whole: int | None) -> Property:
    kind = body.get("SdsType")
    kind = kind if isinstance(kind, Mapping) else {}
    code, nullable, is_enum = _plain(_member(SdsTypeCode, kind.get("SdsTypeCode")))
    own = _mode(override.get("InterpolationMode"))
    mode = own if own is not None else _mode(body.get("InterpolationMode"))
    unit = override.get("Uom") or body.get("Uom") or ""
    return Property(
        str(body["Id"]),
        str(body.get("Name") or body["Id"]),
        code,
        unit if isinstance(unit, str) else "",
        bool(body.get("IsKey")),
        (mode if mode is not None else whole) in _STEPS or is_enum or code == SdsTypeCode.BOOLEAN,
        _members(kind) if is_enum else {},
        nullable,
    )


def _members(kind: Mapping[str, Any]) -> dict[int, str]:
    listed = kind.get("Properties")
    found = (one for one in (listed if isinstance(listed, list) else []) if isinstance(one, Mapping))
    values = ((one.get("Value"), one.get("Name") or one.get("Id")) for one in found)
    return {value: str(name) for value, name in values if isinstance(value, int)}


def _plain(code: int | None) -> tuple[int | None, bool, bool]:
    """Return a type code without its family: what it is, whether it may be null, whether it is an enumeration."""
    if code is None:
        return None, False, False
    if code >= 700:
        return code - 700, True, True
    if code >= 600:
        return code - 600, False, True
    if 100 < code < 200:
        return code - 100, True, False
    return code, False, False


def _member(enum: Any, value: Any) -> int | None:
    found = None if value is None else sds_member(enum, value)
    return None if found is None else int(found)


def _mode(value: Any) -> int | None:
    return _member(SdsInterpolationMode, value)
