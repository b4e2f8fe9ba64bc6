"""Events as cells of a table, as points of a plot, as lines of a file. An event is the JSON object that came."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from ocs_tui.data.shape import Property, Shape
from ocs_tui.model.sds_enums import SdsTypeCode

Event = Mapping[str, Any]
Point = tuple[datetime | float, float | None]

_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(\.[0-9]+)?(Z|[+-][0-9:]+)?", re.I
)
_FRACTION = 6
"""Digits of a second that a moment here can hold: the service gives seven."""


def value_of(event: Event, one: Property) -> Any:
    """Return a property of an event; its default where the event leaves it out."""
    return event.get(one.id, one.default)


def moment_of(text: Any) -> datetime | None:
    """Return a moment as the service writes it, in UTC; None for what is none. One without a zone is UTC."""
    found = _MOMENT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    whole, fraction, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{whole}{(fraction or '')[: _FRACTION + 1]}{(zone or 'Z').upper()}")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def moment_words(moment: datetime, zone: tzinfo | None = UTC) -> str:
    """Return a moment as tables show it: to the second, or to the digits that it has."""
    try:
        shown = moment.astimezone(zone)
    except (OverflowError, OSError, ValueError):
        shown = moment
    text = f"{shown:%Y-%m-%d %H:%M:%S}"
    return f"{text}.{shown.microsecond:06d}".rstrip("0") if shown.microsecond else text


def cell(event: Event, one: Property, zone: tzinfo | None = UTC) -> str:
    """Return a property of an event as one cell, as it came but for times and names: nothing for null."""
    value = value_of(event, one)
    if value is None:
        return ""
    if one.is_time and (moment := moment_of(value)) is not None:
        return moment_words(moment, zone)
    if one.members and isinstance(value, int) and value in one.members:
        return one.members[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number_words(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def number_words(value: float) -> str:
    """Return a number in eight digits at most: a table is for looking, files hold all of them."""
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.8g}"
    return text if "e" in text or "." not in text else text.rstrip("0").rstrip(".")


def cells(event: Event, shape: Shape, zone: tzinfo | None = UTC) -> tuple[str, ...]:
    """Return an event as a row: the index first, then the other properties."""
    return tuple(cell(event, one, zone) for one in shape.all)


def index_of(event: Event, shape: Shape) -> str:
    """Return the index of an event as the service takes it: the values of its keys with ``|`` between them."""
    return "|".join("" if (value := value_of(event, one)) is None else str(value) for one in shape.keys)


def number_of(value: Any) -> float | None:
    """Return a value as a number to plot; None, which is a gap, for what is none."""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:
            return None
    if isinstance(value, str):  # the service writes NaN and the infinities as texts
        try:
            number = float(value)
        except ValueError:
            return None
        return number if math.isfinite(number) else None
    return None


def points(events: Iterable[Event], shape: Shape, one: Property) -> list[Point]:
    """Return a property as points over the index. What has no index that can be plotted is left out."""
    key = shape.keys[0] if shape.keys else None
    found: list[Point] = []
    for event in events:
        at = None if key is None else event.get(key.id, key.default)
        x: datetime | float | None = moment_of(at) if key is not None and key.is_time else number_of(at)
        if x is not None:
            value = value_of(event, one)
            if one.members and isinstance(value, str):
                value = next((number for number, name in one.members.items() if name == value), value)
            found.append((x, number_of(value)))
    return found


def groups(events: Iterable[Event], shape: Shape) -> list[tuple[str, list[Event]]]:
    """Return events by what their texts say, in the order in which they came: a data view's rows by group."""
    texts = [one for one in shape.values if one.code == SdsTypeCode.STRING]
    found: dict[str, list[Event]] = {}
    for event in events:
        label = " ".join(str(value) for one in texts if (value := value_of(event, one)) is not None)
        found.setdefault(label, []).append(event)
    return list(found.items())


# Summaries.


def summary_events(summaries: Iterable[Any], shape: Shape, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return summaries as events: from when to when, then ``Flow Mean``, ``Flow Maximum`` and the rest.

    Args:
        summaries: as the service answers them: ``Start``, ``End`` and ``Summaries`` by name and property.
        shape: of the events that are summarised.
        names: which summaries are wanted, as the service calls them.
    """
    found = []
    for one in summaries:
        if not isinstance(one, Mapping):
            continue
        start, end, inside = (one.get(name) or {} for name in ("Start", "End", "Summaries"))
        event: dict[str, Any] = {key.id: value_of(start, key) for key in shape.keys}
        event |= {f"to {key.id}": value_of(end, key) for key in shape.keys}
        for value in shape.values:
            for name in names:
                event[f"{value.id} {name}"] = (inside.get(name) or {}).get(value.id)
        found.append(event)
    return found


def summary_shape(shape: Shape, names: Sequence[str]) -> Shape:
    """Return the shape of :func:`summary_events`, of the properties that are numbers."""
    from dataclasses import replace

    ends = [replace(key, id=f"to {key.id}", name=f"to {key.name}", is_key=False) for key in shape.keys]
    values = [
        replace(
            one,
            id=f"{one.id} {name}",
            name=f"{one.name} {name}",
            unit=one.unit if name not in _COUNTS else "",
            nullable=True,
            stepwise=True,
        )
        for one in shape.values
        if one.is_number
        for name in names
    ]
    return Shape(shape.keys, (*ends, *values))


_COUNTS = frozenset({"Count", "Skewness", "Kurtosis"})
"""Summaries that are no amounts of the property's unit."""
SUMMARIES = ("Count", "Minimum", "Maximum", "Mean", "Total")
"""Those that are shown."""


# Files.


def csv_heading(shape: Shape) -> str:
    """Return the first line of a CSV file: ids of properties, with the unit where there is one."""
    return csv_line([f"{one.id} [{one.unit}]" if one.unit else one.id for one in shape.all])


def csv_lines(events: Iterable[Event], shape: Shape) -> str:
    """Return events as lines of a CSV file: values as they came, all digits; times in UTC as they came."""
    return "".join(csv_line([csv_cell(value_of(event, one)) for one in shape.all]) for event in events)


def csv_cell(value: Any) -> str:
    """Return a value as a cell of a CSV file: as it came, and no formula; what is nested as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # a spreadsheet runs what begins so: an apostrophe makes it text; numbers come as numbers and keep theirs
        return (
            f"'{value}"
            if value[:1] in ("=", "+", "-", "@", "\t", "\r") and number_of(value) is None
            else value
        )
    return json.dumps(value, ensure_ascii=False)


def csv_line(values: Sequence[str]) -> str:
    """Return cells as a line of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue()
