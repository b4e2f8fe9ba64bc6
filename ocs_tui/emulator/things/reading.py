"""Listing the things of a kind, and reading one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.responses import Response

from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.service import ASSETS, DATA_VIEWS
from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import Matching, hooks_of
from ocs_tui.emulator.things.place import found, may_read, shelf_of
from ocs_tui.emulator.things.shape import shown
from ocs_tui.model.enums import AccessRight

PAGE = 100
_COUNTED = (ASSETS, DATA_VIEWS)
"""The services whose lists tell how many there are beyond the page."""


def list_of(kind: Kind) -> Handler:
    """Return the handler that lists a kind: what the caller may read, as the query selects it."""

    def handler(call: Call) -> Response:
        skip, count = bounds(call, kind)
        headers = {}
        if kind.service in _COUNTED:
            total = count_of(call, kind)
            headers = {"Total-Count": str(total)}
            if kind.service is ASSETS:
                headers["ETag"] = etag_of_list(call, kind)
            elif count is not None:
                headers |= links(call, skip, count, total)
        page = islice(selected(call, kind, skip), count)
        body: Any = [shown(call, kind, held) for held in page]
        return answer({kind.listing.results: body} if kind.listing.results else body, headers=headers)

    return handler


def item_of(kind: Kind) -> Handler:
    """Return the handler that answers one of a kind."""

    def handler(call: Call) -> Response:
        held = found(call, kind, AccessRight.READ)
        return answer(shown(call, kind, held), headers=tags(kind, held))

    return handler


def bounds(call: Call, kind: Kind) -> tuple[int, int | None]:
    """Return how many a list leaves out, and how many it gives; None for all.

    Raises:
        Refused: 400 for a bound that is none.
    """
    listing = kind.listing
    if not listing.paged:
        return 0, None
    skip = whole(call, listing.skip, 0)
    count = whole(call, listing.count, PAGE)
    if not 1 <= count <= listing.most:
        raise Refused(400, f"{listing.count} is between 1 and {listing.most}.").about(
            **{listing.count: str(count)}
        )
    return skip, count


def whole(call: Call, name: str, default: int) -> int:
    """Return a whole number of the query, not below zero.

    Raises:
        Refused: 400 when it is none.
    """
    value = call.asked(name).strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Refused(400, f"{name} is no whole number.").about(**{name: value})
    return int(value)


def selected(call: Call, kind: Kind, skip: int = 0) -> Iterator[Held]:
    """Yield what a list's query, filter and order select, after so many of them.

    Raises:
        Refused: 400 for a query, a filter or an order that cannot be read.
    """
    matches, order = matching(call, kind), _order(call, kind)
    shelf, may = shelf_of(call, kind), may_read(call, kind)
    if matches is None:
        if order is None:
            return shelf.readable(may, skip)
        return islice(shelf.ordered(order[0], may, descending=order[1]), skip, None)
    query = call.asked(kind.listing.query) if kind.listing.query else ""
    found = filter(matches, shelf.candidates(query, may) if query else shelf.readable(may))
    if order is None:
        return islice(found, skip, None)
    label, descending = order
    return islice(iter(sorted(found, key=lambda held: _text(held, label), reverse=descending)), skip, None)


def matching(call: Call, kind: Kind) -> Matching | None:
    """Return whether a list shows a thing; None where it shows all.

    Raises:
        Refused: 400 for a query or a filter that cannot be read.
    """
    hooks, listing = hooks_of(kind), kind.listing
    tests: list[Matching] = []
    query = call.asked(listing.query).strip() if listing.query else ""
    if query:
        tests.append(hooks.query(call, query))
    asked_by = listing.filter.partition("[")[0]  # of ``filter[{name}]`` each name is a parameter of its own
    if asked_by and any(name.casefold().startswith(asked_by.casefold()) for name in call.query):
        tests.append(hooks.filter(call, call.asked(asked_by)))
    if not tests:
        return None
    return lambda held: all(test(held) for test in tests)


def things_found(call: Call, kind: Kind, query: str) -> Iterator[Held]:
    """Yield the things that a search finds and that the caller may read; all of those for an empty one.

    Raises:
        Refused: 400 for a query that cannot be read.
    """
    shelf, may = shelf_of(call, kind), may_read(call, kind)
    if not query.strip():
        return shelf.readable(may)
    return filter(hooks_of(kind).query(call, query), shelf.candidates(query, may))


def count_of(call: Call, kind: Kind) -> int:
    """Return how many a list has beyond its page."""
    matches, may = matching(call, kind), may_read(call, kind)
    shelf = shelf_of(call, kind)
    if matches is None:
        return shelf.count(may)
    return sum(1 for held in shelf.candidates(call.asked(kind.listing.query), may) if matches(held))


def etag_of_list(call: Call, kind: Kind) -> str:
    """Return the ETag of a collection: another one after every create, update and delete."""
    shelf = shelf_of(call, kind)
    return f'"{shelf.name}-{shelf.changes}"'


def links(call: Call, skip: int, count: int, total: int) -> dict[str, str]:
    """Return the headers that lead to the first page and to the next one."""
    first = _page_url(call, 0, count)
    headers = {"First-Page": first, "Link": f'<{first}>; rel="first"'}
    if skip + count < total:
        following = _page_url(call, skip + count, count)
        headers |= {"Next-Page": following, "Link": f'<{following}>; rel="next", {headers["Link"]}'}
    return headers


def tags(kind: Kind, held: Held) -> dict[str, str]:
    """Return the header that a thing is answered with where its service tells its version."""
    return {"ETag": f'"{held.version}"'} if kind.service.tags_items else {}


def _page_url(call: Call, skip: int, count: int) -> str:
    path = call.scope["raw_path"].decode("ascii", "replace")
    sent = parse_qsl(call.scope["query_string"].decode("ascii", "replace"), keep_blank_values=True)
    kept = [(name, value) for name, value in sent if name.casefold() not in ("skip", "count")]
    return f"{call.base_url}{path}?{urlencode([*kept, ('skip', str(skip)), ('count', str(count))])}"


def _order(call: Call, kind: Kind) -> tuple[str, bool] | None:
    """Return the member that a list is ordered by, and whether it descends."""
    text = call.asked(kind.listing.order).strip() if kind.listing.order else ""
    if not text:
        return None
    name, _, way = text.partition(" ")
    way = way.strip().casefold()
    label = next((each for each in kind.sortable if each.casefold() == name.casefold()), None)
    if label is None or way not in ("", "asc", "desc"):
        raise Refused(
            400, f"{kind.listing.order} is one of {', '.join(kind.sortable)}, and asc or desc."
        ).about(**{kind.listing.order: text})
    return label, way == "desc"


def _text(held: Held, label: str) -> str:
    return str(held.document.get(label) or "").casefold()
