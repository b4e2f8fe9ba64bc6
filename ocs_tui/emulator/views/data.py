"""The data of a view: a page of rows in a form, and where the next page is."""

from __future__ import annotations

from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.responses import Response

from ocs_tui.catalog.service import DATA_VIEWS
from ocs_tui.catalog.views import DATA_VIEW
from ocs_tui.emulator.assets.streams import streams_of
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.index import Key
from ocs_tui.emulator.sds.moments import span_ticks
from ocs_tui.emulator.sds.values import MOMENTS, TIMES, key_of, scalar_of, shown
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.place import place_of
from ocs_tui.emulator.views.definition import View
from ocs_tui.emulator.views.forms import body_of, form_of, table_of
from ocs_tui.emulator.views.kept import Kept, resolved_for, token_of, told_by
from ocs_tui.emulator.views.rows import LAST_MOMENT, Place, Range, Row, rows_of
from ocs_tui.model.sds_enums import SdsTypeCode as Code
from ocs_tui.model.sds_enums import sds_name

MOST_ROWS = 250_000
_MOST_VALUES = 50_000
_FEWEST_ROWS = 1_000


def data_of(call: Call, document: Json, *, interpolated: bool, refresh: bool) -> Response:
    """Answer a page of a view's data.

    How many rows a page has when nobody says, the service computes; here as many as hold 50,000 values, and
    1,000 at least. Of a view of narrow shape a page has as many rows as ``count`` whole rows of the standard
    shape are turned into.

    Raises:
        Refused: 400 for a range, an interval, a form, a page or a token that cannot be.
    """
    form, place = form_of(call.asked("form")), place_of(call, DATA_VIEW)
    size, limits = _rows_asked(call), _limits(call)
    token = call.asked("continuationToken").strip()
    if token:
        kept, state = told_by(call, place, document, token)
    else:
        kept, state = resolved_for(call, place, document, refresh=refresh), {}
    view = kept.resolution.view
    asked = _range(call, view, interpolated=interpolated, endless=limits is not None)
    begin, done = _begin(view, state)
    size = size or max(_FEWEST_ROWS, _MOST_VALUES // len(kept.resolution.columns))
    rows = rows_of(kept.resolution, asked, streams_of(call).events, begin, limits, done)
    page = list(islice(rows, size + 1))
    headers = _links(call, kept, page[:size], page[size] if len(page) > size else None, begin, done)
    body, content_type = body_of(
        table_of(kept.resolution, page[:size]), form, verbose=call.verbose_unless_said(DATA_VIEWS.verbose)
    )
    return Response(body, 200, headers, media_type=content_type)


def _rows_asked(call: Call) -> int:
    """Return how many rows a page has, 0 where the service computes it."""
    text = call.asked("count").strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MOST_ROWS):
        raise Refused(400, f"count is a whole number from 1 to {MOST_ROWS}.").about(count=text)
    return int(text)


def _limits(call: Call) -> tuple[int, int] | None:
    """Return of how many groups, and how many rows of each, a preview is; None for all."""
    found: list[int] = []
    for name in ("groupCount", "countPerGroup"):
        text = call.asked(name).strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise Refused(400, f"{name} is no whole number.").about(**{name: text})
        found.append(int(text) if text else MOST_ROWS)
    return None if min(found) == max(found) == MOST_ROWS else (found[0], found[1])


def _range(call: Call, view: View, *, interpolated: bool, endless: bool) -> Range:
    """Return the rows that are asked for; what the call does not say, the view does."""
    start = _key(view, call.asked("startIndex").strip() or view.start, "startIndex")
    text = call.asked("endIndex").strip() or view.end
    if endless and call.asked("countPerGroup").strip():
        # countPerGroup overrides the end.
        end: Key = LAST_MOMENT if view.index_code in TIMES else 2**63 - 1
    else:
        end = _key(view, text, "endIndex")
    if start > end:
        raise Refused(400, "startIndex is after endIndex.")
    interval = None
    if interpolated:
        interval = _interval(view, call.asked("interval").strip() or view.interval)
    return Range(start, end, interval)


def _key(view: View, text: str, name: str) -> Key:
    if not text:
        raise Refused(400, f"{name} is needed: neither the request nor the data view says it.")
    try:
        return key_of(view.index_code, scalar_of(view.index_code, text))
    except (ValueError, OverflowError):
        kind = sds_name(view.index_code)
        raise Refused(400, f"{name} is {shown(text)}, which is no {kind}.").about(**{name: text}) from None


def _interval(view: View, text: str) -> Key:
    if not text:
        raise Refused(400, "interval is needed: neither the request nor the data view says it.")
    try:
        measured: Any = span_ticks(text) if view.index_code in (*MOMENTS, Code.TIME_SPAN) else None
        if measured is None:
            measured = scalar_of(view.index_code, text)
    except (ValueError, OverflowError):
        measured = 0
    if not isinstance(measured, int | float) or measured <= 0:
        raise Refused(400, f"interval is {shown(text)}, which is no distance above zero.").about(
            interval=text
        )
    return measured


def _begin(view: View, state: Json) -> tuple[Place | None, int]:
    """Return where a token says that the read goes on, and how many rows its group has given before."""
    if not state:
        return None, 0
    group, text, done = state.get("g"), state.get("k"), state.get("n")
    whole = isinstance(group, int) and isinstance(done, int) and group >= 0 and done >= 0
    if not whole or isinstance(text, bool) or not isinstance(text, int | float):
        raise Refused(400, "The continuationToken is none that this service gave.")
    return Place(int(str(group)), text), int(str(done))


def _links(
    call: Call, kept: Kept, page: list[Row], following: Row | None, begin: Place | None, done: int
) -> dict[str, str]:
    first = _url(call, None)
    headers = {"First-Page": first, "Link": f'<{first}>; rel="first"'}
    if following is None:
        return headers
    group = following.place.group
    given = sum(row.place.group == group for row in page)
    given += done if begin is not None and begin.group == group else 0
    token = token_of(kept, {"g": group, "k": following.place.key, "n": given})
    url = _url(call, token)
    return headers | {"Next-Page": url, "Link": f'<{url}>; rel="next", {headers["Link"]}'}


def _url(call: Call, token: str | None) -> str:
    path = call.scope["raw_path"].decode("ascii", "replace")
    sent = parse_qsl(call.scope["query_string"].decode("ascii", "replace"), keep_blank_values=True)
    query = [(name, value) for name, value in sent if name.casefold() != "continuationtoken"]
    if token is not None:
        query.append(("continuationToken", token))
    return f"{call.base_url}{path}" + (f"?{urlencode(query)}" if query else "")
