"""Reading a list to its end, page by page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from ocs_tui.api.answers import Fetched, Page
from ocs_tui.catalog.kind import Kind
from ocs_tui.model.document import Document

PAGE_SIZE = 1000
"""The most that the identity routes give at once; a server with a lower cap gives fewer, which is fine."""


async def list_to_the_end(
    read_page: Callable[[int, int], Awaitable[Page[Any]]],
    kind: Kind,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> Fetched[tuple[Any, ...]]:
    """Read pages until there is nothing new, and return them as one list.

    The end is where ``Total-Count`` says, else a page without anything new: a short page is no end, since
    servers cap the count at less than was asked, and a server that ignores ``skip`` gives the first page
    for ever. What moves between two pages while the list changes is kept once.

    Args:
        read_page: reads the page at (skip, count).
        kind: what is listed.
        on_progress: hears after each page how many were read, and of how many.

    Raises:
        OcsError: a page could not be read.
    """
    items: dict[str, Any] = {}
    raw: list[Any] = []
    notes: dict[str, None] = {}
    skip = 0
    while True:
        page = await read_page(skip, PAGE_SIZE)
        came = _raw_items(page)
        before = len(items)
        for item in page.items:
            items.setdefault(item.id, item)
        nothing_new = len(items) == before
        if page.fetched.note:
            notes[page.fetched.note] = None
        if on_progress is not None:
            on_progress(len(items), page.total if kind.paged else len(items))
        if nothing_new and raw:
            break
        raw.extend(came)
        skip += len(came)
        if not kind.paged or not came or (page.total is not None and skip >= page.total):
            break
    if page.total is not None and len(items) < page.total:
        notes[f"Only {len(items)} of {page.total} {kind.plural.casefold()} could be read."] = None
    return replace(
        page.fetched,
        value=tuple(items.values()),
        document=Document.of(raw),
        note=" ".join(notes) or None,
    )


def _raw_items(page: Page[Any]) -> list[Any]:
    value = page.fetched.document.value
    if isinstance(value, dict):
        value = value.get("Data")
    return value if isinstance(value, list) else list(page.items)
