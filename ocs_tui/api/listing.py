"""Reading a list to its end, page by page."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from ocs_tui.api.answers import Fetched, Page
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.models import model_of
from ocs_tui.model.document import Document
from ocs_tui.model.records import Records

PAGE_SIZE = 1000
"""The most that the identity routes give at once; a server with a lower cap gives fewer, which is fine."""


async def list_to_the_end(
    read_page: Callable[[int, int], Awaitable[Page[Any]]],
    kind: Kind,
    on_progress: Callable[[int, int | None], None] | None = None,
    on_begun: Callable[[Sequence[Any]], None] | None = None,
) -> Fetched[Sequence[Any]]:
    """Read pages until there is nothing new, and return them as one list.

    The end is where ``Total-Count`` says, else a page without anything new: a short page is no end, since
    servers cap the count at less than was asked, and a server that ignores ``skip`` gives the first page
    for ever. What moves between two pages while the list changes is kept once.

    Args:
        read_page: reads the page at (skip, count).
        kind: what is listed.
        on_progress: hears after each page how many were read, and of how many.
        on_begun: is given the list itself when its first page is there, before it hears of it: it grows.

    Raises:
        OcsError: a page could not be read.
    """
    found: Records[Any] = Records(model_of(kind))
    notes: dict[str, None] = {}
    skip = 0
    while True:
        page = await read_page(skip, PAGE_SIZE)
        new = sum([found.add(item) for item in page.items])
        if page.fetched.note:
            notes[page.fetched.note] = None
        is_first = not skip
        if is_first and on_begun is not None:
            on_begun(found)
        if on_progress is not None:
            on_progress(len(found), page.total if kind.paged else len(found))
        skip += page.came
        if is_first:
            document = page.fetched.document
        elif new:
            document = _Joined(found)
        if not kind.paged or not page.came or (not new and not is_first):
            break
        if page.last:
            break
    if page.total is not None and len(found) < page.total:
        notes[f"Only {len(found)} of {page.total} {kind.plural.casefold()} could be read."] = None
    last: Fetched[Any] = page.fetched
    return replace(last, value=found, document=document, note=" ".join(notes) or None)


class _Joined(Document):
    """The body of a list that came in pages: made when it is asked for, since it is as long as the list."""

    def __init__(self, records: Records[Any]) -> None:
        object.__setattr__(self, "problem", None)
        object.__setattr__(self, "_records", records)

    @property
    def value(self) -> Any:
        """Every item that could be read, as it came."""
        return self._records.bodies()  # type: ignore[attr-defined]

    @property
    def text(self) -> str:
        """The same as JSON."""
        return json.dumps(self.value, ensure_ascii=False)
