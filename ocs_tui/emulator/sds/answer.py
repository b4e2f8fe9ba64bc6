"""The answer to a read: from the query of a data route to its body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import Event, written_event
from ocs_tui.emulator.sds.filters import filter_of
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.joins import Joined, join
from ocs_tui.emulator.sds.query import Query
from ocs_tui.emulator.sds.reads import calculated, calculated_evenly, first, found, last, page_of, ranged
from ocs_tui.emulator.sds.series import Series
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.emulator.sds.stretch import MOST_EVENTS, Matches, Stretch, all_of, some_of, whole, window
from ocs_tui.emulator.sds.summaries import Summary, sampled, summaries
from ocs_tui.emulator.sds.tables import table_of
from ocs_tui.model.sds_enums import SdsBoundaryType as Boundary
from ocs_tui.model.sds_enums import SdsJoinMode as JoinMode
from ocs_tui.model.sds_enums import SdsSearchMode as Search

READS = ("", "first", "last", "interpolated", "summaries", "sampled")
"""What follows ``Data`` or ``Data/Transform`` in the path, folded."""

_COUNT = 100
"""How many events a range gives when it does not say: the later reference's general default."""


def answer_read(stream: ResolvedStream, series: Series, read: str, query: Query, *, verbose: bool) -> Any:
    """Return the body of a read; ``read`` is what follows ``Data`` in the path, ``First`` for one.

    For a read through a view or in other units, give what ``transforms.py`` makes of stream and series.
    Raises Refused with 400 and a sentence for what is missing or wrong, with 404 for a read there is not.
    """
    kind = read.strip("/").casefold()
    if kind not in READS:
        raise Refused(404, f"There is no read {read!r}.")
    if kind == "summaries":
        return [_written_summary(stream, each, verbose=verbose) for each in _summaries(stream, series, query)]
    if kind in ("first", "last"):
        event = (first if kind == "first" else last)(series)
        return _one(stream, event, query, verbose=verbose)
    if kind == "interpolated":
        return _many(stream, _interpolated(stream, series, query), query, verbose=verbose)
    if kind == "sampled":
        return _many(stream, _sampled(stream, series, query), query, verbose=verbose)
    if query.text("startIndex") and query.text("endIndex"):
        if query.names("continuationToken") or query.text("count"):
            events, token = _page(stream, series, query)
            return {
                "Results": _many(stream, events, query, verbose=verbose),
                "ContinuationToken": token,
            }
        events = [event for _, event in all_of(_window(stream, series, query), _filter(stream, query))]
        return _many(stream, events, query, verbose=verbose)
    return _many(stream, _listed(stream, series, query), query, verbose=verbose)


def read_for_join(stream: ResolvedStream, series: Series, query: Query) -> Joined:
    """Read a stream's part of a join: a window, cut at ``count`` when that is given."""
    stretch, matches = _window(stream, series, query), _filter(stream, query)
    count = query.number("count", least=1)
    pairs = all_of(stretch, matches) if count is None else some_of(stretch, matches, 0, count)
    return Joined(stream, series, pairs)


def answer_join(parts: Sequence[Joined], query: Query, *, verbose: bool) -> Any:
    """Return the body of a join; ``joinMode`` is a number or a name, Inner when absent."""
    return join(parts, query.member("joinMode", JoinMode, JoinMode.INNER), verbose=verbose)


def query_of_options(options: Any) -> Query:
    """Return the ``Options`` of a stream in a join's body as a query. Raises Refused with 400 for no object."""
    if not isinstance(options, dict):
        raise Refused(400, "A stream of the join has no Options.")
    return Query(options.items())


def _listed(stream: ResolvedStream, series: Series, query: Query) -> list[Event]:
    """Read a range, distinct values, or all that a filter matches."""
    matches = _filter(stream, query)
    if query.text("startIndex"):
        return ranged(
            stream,
            series,
            stream.index.parse(query.required("startIndex", "A range"), "startIndex"),
            query.number("count", _COUNT) or 0,
            skip=query.number("skip", 0) or 0,
            reverse=query.yes("reversed"),
            boundary=query.member("boundaryType", Boundary, Boundary.EXACT),
            matches=matches,
        )
    if query.texts("index"):
        mode = query.member("searchMode", Search, Search.EXACT)
        events = (found(series, stream.index.parse(text), mode) for text in query.texts("index"))
        return [event for event in events if event is not None and (matches is None or matches(event))]
    if matches is None:
        reason = "A read of values needs index, startIndex with endIndex or count, or a filter."
        raise Refused(400, reason)
    return [event for _, event in all_of(whole(series), matches)]


def _filter(stream: ResolvedStream, query: Query) -> Matches | None:
    text = query.text("filter")
    return None if text is None else filter_of(text, stream.type.properties)


def _ends(stream: ResolvedStream, query: Query, what: str) -> tuple[Key, Key]:
    start, end = query.required("startIndex", what), query.required("endIndex", what)
    return stream.index.parse(start, "startIndex"), stream.index.parse(end, "endIndex")


def _window(stream: ResolvedStream, series: Series, query: Query) -> Stretch:
    return window(stream, series, *_ends(stream, query, "A window"), *query.boundaries())


def _page(stream: ResolvedStream, series: Series, query: Query) -> tuple[list[Event], str | None]:
    count = query.number("count", least=1)
    if count is None or not query.names("continuationToken"):
        raise Refused(400, "count and continuationToken go together in a window; the first token is empty.")
    if count > MOST_EVENTS:
        raise Refused(400, f"count is {count}; {MOST_EVENTS} is the most.")
    start, end = _ends(stream, query, "A window")
    edges = "".join(str(int(each)) for each in query.boundaries())
    read = f"{stream.index.text(start)} {stream.index.text(end)} {edges} {query.text('filter') or ''}"
    token = (query.text("continuationToken") or "").strip()
    return page_of(stream, _window(stream, series, query), token, count, _filter(stream, query), read)


def _interpolated(stream: ResolvedStream, series: Series, query: Query) -> list[Event]:
    if query.texts("index"):
        return calculated(stream, series, [stream.index.parse(text) for text in query.texts("index")])
    query.required("count", "An interpolated interval")
    start, end = _ends(stream, query, "Interpolated")
    return calculated_evenly(stream, series, start, end, query.number("count") or 0)


def _summaries(stream: ResolvedStream, series: Series, query: Query) -> list[Summary]:
    start, end = _ends(stream, query, "Summaries")
    query.required("count", "Summaries")
    return summaries(stream, series, start, end, query.number("count") or 0, _filter(stream, query))


def _sampled(stream: ResolvedStream, series: Series, query: Query) -> list[Event]:
    start, end = _ends(stream, query, "Sampled")
    query.required("intervals", "Sampled")
    query.required("sampleBy", "Sampled")
    # One parameter each, or all in one with commas between them.
    by = [name.strip() for text in query.texts("sampleBy") for name in text.split(",") if name.strip()]
    stretch = window(stream, series, start, end, *query.boundaries())
    intervals = query.number("intervals") or 0
    return sampled(stream, stretch, start, end, intervals, by, _filter(stream, query))


def _form(query: Query) -> str | None:
    form = (query.text("form") or "default").strip().casefold()
    if form not in ("default", "table", "tableh"):
        raise Refused(400, f"form is {form!r}, which is none of default, table and tableh.")
    return None if form == "default" else form


def _one(stream: ResolvedStream, event: Event | None, query: Query, *, verbose: bool) -> Any:
    form = _form(query)
    if form:
        return table_of(stream, [] if event is None else [event], headed=form == "tableh")
    return None if event is None else written_event(stream.type.properties, event, verbose=verbose)


def _many(stream: ResolvedStream, events: Iterable[Event], query: Query, *, verbose: bool) -> Any:
    form = _form(query)
    if form:
        return table_of(stream, list(events), headed=form == "tableh")
    return [written_event(stream.type.properties, event, verbose=verbose) for event in events]


def _written_summary(stream: ResolvedStream, summary: Summary, *, verbose: bool) -> Summary:
    ends = {
        end: None
        if summary[end] is None
        else written_event(stream.type.properties, summary[end], verbose=verbose)
        for end in ("Start", "End")
    }
    return summary | ends
