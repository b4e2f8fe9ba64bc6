"""Reads of single events, ranges, pages of windows, and calculated events."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.interpolation import event_on
from ocs_tui.emulator.sds.series import Series, event_with, position_after
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.stretch import (
    MOST_EVENTS,
    Matches,
    Stretch,
    backward_from,
    onward,
    some_of,
    too_many,
)
from ocs_tui.model.sds_enums import SdsBoundaryType as Boundary
from ocs_tui.model.sds_enums import SdsSearchMode as Search


def first(series: Series) -> Event | None:
    """Return the first event, or None when there is none."""
    return series.event_at(0) if len(series) else None


def last(series: Series) -> Event | None:
    """Return the last event, or None when there is none."""
    return series.event_at(len(series) - 1) if len(series) else None


def found(series: Series, key: Key, mode: Search) -> Event | None:
    """Return the event that a search mode finds from a key, or None."""
    if mode in (Search.EXACT, Search.EXACT_OR_NEXT, Search.EXACT_OR_PREVIOUS):
        exact = event_with(series, key)
        if exact is not None or mode is Search.EXACT:
            return exact
    if mode in (Search.EXACT_OR_NEXT, Search.NEXT):
        position = position_after(series, key)
        return series.event_at(position) if position < len(series) else None
    position = series.position_of(key)
    return series.event_at(position - 1) if position else None


def ranged(
    stream: ResolvedStream,
    series: Series,
    start: Key,
    count: int,
    *,
    skip: int = 0,
    reverse: bool = False,
    boundary: Boundary = Boundary.EXACT,
    matches: Matches | None = None,
) -> list[Event]:
    """Return up to ``count`` events from ``start`` on, or from it back, after passing over ``skip``."""
    stretch = (backward_from if reverse else onward)(stream, series, start, boundary)
    return [event for _, event in some_of(stretch, matches, skip, count, backward=reverse)]


def page_of(
    stream: ResolvedStream, stretch: Stretch, token: str, count: int, matches: Matches | None, read: str
) -> tuple[list[Event], str | None]:
    """Return one page of a stretch and the token of the next, None on the last.

    ``read`` says in text what is read; a token of another read is refused with 400. The token holds the index
    of the last event given, so that events written meanwhile neither repeat nor drop others.
    """
    if token:
        stretch = stretch.beyond(stream.index.parse(_told_by(token, read), "continuationToken"))
    pairs = some_of(stretch, matches, 0, count)
    if len(pairs) < count or not pairs:
        return [event for _, event in pairs], None
    rest = some_of(stretch.beyond(pairs[-1][0]), matches, 0, 1)
    following = _token(stream.index.text(pairs[-1][0]), read) if rest else None
    return [event for _, event in pairs], following


def _token(index: str, read: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([index, read]).encode()).decode().rstrip("=")


def _told_by(token: str, read: str) -> str:
    try:
        index, of = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, binascii.Error, TypeError):
        raise Refused(400, "continuationToken is none that this service gave.") from None
    if of != read or not isinstance(index, str):
        raise Refused(400, "continuationToken belongs to another read; begin again with an empty one.")
    return index


def calculated(stream: ResolvedStream, series: Series, keys: Sequence[Key]) -> list[Event]:
    """Return the events at these keys, stored or calculated; a key where there is none is passed over."""
    if len(keys) > MOST_EVENTS:
        raise too_many(len(keys))
    stream.index.require_measured("Interpolated values")
    events = (event_on(stream, series, key) for key in keys)
    return [event for event in events if event is not None]


def calculated_evenly(
    stream: ResolvedStream, series: Series, start: Key, end: Key, count: int
) -> list[Event]:
    """Return the events at ``count`` keys evenly from ``start`` to ``end``, both included."""
    stream.index.require_measured("Interpolated values")
    if start > end:
        raise Refused(400, "startIndex is after endIndex.")
    if not 0 < count <= MOST_EVENTS:
        raise Refused(400, f"count is {count}; it is 1 to {MOST_EVENTS}.")
    return calculated(stream, series, stream.index.evenly(start, end, count))
