"""Writes: insert, update, replace, patch, remove. Each is done whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import Event, event_of
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.series import Pair, WritableSeries, event_with
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.values import shown


def events_of_body(stream: ResolvedStream, body: object) -> list[Pair]:
    """Return the keys and complete events of a body, in its order.

    A single object is taken as a list of one. Raises Refused with 400 and the place of the first bad event.
    """
    if isinstance(body, dict):
        body = [body]
    if not isinstance(body, list):
        raise Refused(400, f"The body is no list of events: {shown(body)}.")
    pairs = []
    for number, document in enumerate(body):
        where = f"Event [{number}]"
        _require_keys(stream, document, where)
        event = event_of(stream.type.properties, document, where)
        pairs.append((stream.index.checked(event, where), event))
    return pairs


def insert(stream: ResolvedStream, series: WritableSeries, body: object) -> list[Pair]:
    """Add events; return them. Refused with 409 when an index exists, or comes twice in the body."""
    pairs = events_of_body(stream, body)
    seen: set[Key] = set()
    for key, _ in pairs:
        if key in seen:
            raise Refused(409, f"The body has two events at {stream.index.text(key)}.")
        seen.add(key)
        if event_with(series, key) is not None:
            raise Refused(409, f"An event exists at {stream.index.text(key)}.")
    series.put(pairs)
    return pairs


def update(stream: ResolvedStream, series: WritableSeries, body: object) -> list[Pair]:
    """Add events or put them in place of those there are; return them."""
    pairs = events_of_body(stream, body)
    series.put(pairs)
    return pairs


def replace(stream: ResolvedStream, series: WritableSeries, body: object) -> list[Pair]:
    """Put events in place of those there are; return them. Refused with 404 when there is none at an index.

    The reference does not state the code; 404 is read here, as for anything else that is not there.
    """
    pairs = events_of_body(stream, body)
    for key, _ in pairs:
        _existing(stream, series, key)
    series.put(pairs)
    return pairs


def patch(stream: ResolvedStream, series: WritableSeries, body: object, select: str) -> list[Pair]:
    """Change the selected properties of events that exist; return the events as they are then.

    ``select`` names the properties, joined by commas. Refused with 400 for one that the type does not have or
    that is a key, with 404 when there is no event at an index.
    """
    names = _selected(stream, select)
    changed: dict[Key, Event] = {}
    for key, event in events_of_body(stream, body):
        old = changed.get(key) or _existing(stream, series, key)
        changed[key] = old | {name: event[name] for name in names}
    pairs = list(changed.items())
    series.put(pairs)
    return pairs


def remove(stream: ResolvedStream, series: WritableSeries, indexes: Sequence[str]) -> None:
    """Take events away by index. Refused with 404, and none taken, when there is none at one of them."""
    keys = [stream.index.parse(text) for text in indexes]
    for key in keys:
        _existing(stream, series, key)
    series.remove(keys)


def remove_window(stream: ResolvedStream, series: WritableSeries, start: str, end: str) -> None:
    """Take the events from index ``start`` to index ``end`` away, both included; there need not be any."""
    first, last = stream.index.parse(start, "startIndex"), stream.index.parse(end, "endIndex")
    if first > last:
        raise Refused(400, "startIndex is after endIndex.")
    series.remove_between(first, last)


def _existing(stream: ResolvedStream, series: WritableSeries, key: Key) -> Event:
    event = event_with(series, key)
    if event is None:
        raise Refused(404, f"There is no event at {stream.index.text(key)}.")
    return event


def _selected(stream: ResolvedStream, select: str) -> list[str]:
    keys = {each.id for each in stream.index.keys}
    found = []
    for name in (part.strip() for part in select.split(",")):
        known = stream.type.properties.find(name)
        if known is None:
            raise Refused(
                400, f"selectExpression names {name!r}, which is no property of {stream.type.id!r}."
            )
        if known.id in keys:
            raise Refused(400, f"selectExpression names {known.id!r}, which is a key and cannot be changed.")
        found.append(known.id)
    return found


def _require_keys(stream: ResolvedStream, document: object, where: str) -> None:
    """Refuse an event that leaves out a key with no sensible default, which is a slip more often than not.

    Numbers are let through, since clients that are not verbose leave 0 out.
    """
    if not isinstance(document, dict):
        return
    given = {name.casefold() for name, value in document.items() if value is not None}
    for key in stream.index.keys:
        missing = key.id.casefold() not in given
        if missing and not isinstance(key.value.default, int | float):
            raise Refused(400, f"{where} has no value for the key {key.id!r}.")
