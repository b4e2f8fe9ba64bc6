"""The parts of a long list: what is asked for, and what an answer says of how much more there is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ocs_tui.api.transport import Answer
from ocs_tui.catalog.service import Listing

_NEXT = re.compile(r"<([^<>]*)>\s*;[^,<]*rel=\"?next\"?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which things of a list, and in what order. What a service's lists do not take is not sent.

    Attributes:
        query: the search, in the service's own words.
        filters: what else is narrowed by, each a name and the value it shall have.
        order: the field to order by, with `` desc`` behind it for the other way round.
    """

    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    order: str = ""

    def params(self, listing: Listing) -> dict[str, str]:
        """Return the query of the request, without the page."""
        given = ((listing.query, self.query), (listing.order, self.order))
        narrowed = ((listing.filter.format(name=name), value) for name, value in self.filters)
        return {name: value for name, value in (*given, *narrowed) if name and value}


ALL = Wanted()
"""Everything, in the service's order."""


def total_count(answer: Answer) -> int | None:
    """Return what ``Total-Count`` says; None where it says nothing."""
    text = answer.headers.get("Total-Count", "")
    return int(text[:12]) if text.isascii() and text.isdigit() else None


def next_page(answer: Answer) -> str:
    """Return the address of the next page as ``Link`` or ``Next-Page`` gives it; empty where neither does."""
    found = _NEXT.search(answer.headers.get("Link", ""))
    return found.group(1) if found else answer.headers.get("Next-Page", "")


def is_last(answer: Answer, paged: bool, total: int | None, read: int) -> bool | None:
    """Return whether a page is the last one of its list; None when nothing says so.

    A short page is no end: servers cap the count at less than was asked.

    Args:
        answer: the page.
        paged: whether the list comes in pages at all.
        total: how many there are in all; None when not said.
        read: how many were read, this page among them.
    """
    if not paged:
        return True
    if total is not None:
        return read >= total
    if "Link" in answer.headers or "First-Page" in answer.headers:
        return not next_page(answer)
    return None


def items_in(body: Any, results: str) -> int:
    """Return how many items a list's body holds, those that cannot be read among them."""
    if isinstance(body, dict):
        body = body.get(results or "Data")
    return len(body) if isinstance(body, list) else 0
