"""Rows of a long table, kept by pages: so many at most, those not seen for longest go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

PAGE = 100
"""Rows that are asked for at once."""
KEPT = 2_000
"""Rows that are kept at most."""


@dataclass(frozen=True, slots=True)
class BigRow:
    """One row.

    Attributes:
        id: what it is marked and found by, as it came; rows of one table have ids of their own.
        cells: one a column, as they came; the table makes them safe.
    """

    id: str
    cells: tuple[str, ...]


class RowPages:
    """What is kept of a table, and what is under way."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, dict[int, BigRow]] = OrderedDict()
        self._asked: set[int] = set()
        self._failed: set[int] = set()
        self._gone: set[int] = set()
        """Pages of which something was asked for, and nothing given."""

    def __len__(self) -> int:
        return sum(map(len, self._pages.values()))

    def row(self, number: int) -> BigRow | None:
        """Return a row by its number from 0; None when it is not there."""
        page = self._pages.get(number // PAGE)
        return page.get(number) if page else None

    def rows(self, numbers: Iterable[int]) -> Iterator[BigRow]:
        """Yield those of the rows that are there."""
        for number in numbers:
            if (row := self.row(number)) is not None:
                yield row

    def said(self, number: int) -> str:
        """Return what is said of a row that is not there."""
        page = number // PAGE
        return "not read" if page in self._failed else "gone" if page in self._gone else "·"

    @property
    def has_failed(self) -> bool:
        """Whether something was asked for in vain."""
        return bool(self._failed)

    @property
    def waits(self) -> bool:
        """Whether anything is under way."""
        return bool(self._asked)

    def put(self, first: int, rows: Sequence[BigRow], needed: range) -> None:
        """Keep rows; what is too much then goes, but none of the rows that are ``needed``."""
        for page in _pages_of(range(first, first + max(1, len(rows)))):
            self._asked.discard(page)
            self._failed.discard(page)
            self._pages.setdefault(page, {})
            self._pages.move_to_end(page)
            self._gone.discard(page)
        if not rows:
            self._gone.add(first // PAGE)
        for number, row in enumerate(rows, first):
            self._pages[number // PAGE][number] = row
        seen, kept = set(_pages_of(needed)), len(self)
        for page in [page for page in self._pages if page not in seen]:
            if kept <= KEPT:
                break
            kept -= len(self._pages.pop(page))

    def missing(self, needed: range, count: int) -> list[tuple[int, int]]:
        """Return what is to be asked for, as first and count; what is there counts as seen.

        Args:
            needed: the rows that are about to be seen.
            count: how many rows there are, or may be.
        """
        asks = []
        for page in _pages_of(needed):
            if page in self._pages:
                self._pages.move_to_end(page)
            there = self._pages.get(page, {})
            end = min((page + 1) * PAGE, count)
            first = next((number for number in range(page * PAGE, end) if number not in there), end)
            if first < end and page not in self._asked and page not in self._gone:
                asks.append((first, next((at for at in range(first, end) if at in there), end) - first))
        return asks

    def ask(self, number: int) -> None:
        """Keep in mind that the page of a row is under way."""
        self._asked.add(number // PAGE)
        self._failed.discard(number // PAGE)

    def fail(self, number: int) -> None:
        """Keep in mind that the page of a row could not be read: it may be asked for again."""
        self._asked.discard(number // PAGE)
        self._failed.add(number // PAGE)

    def cut(self, count: int) -> None:
        """Drop what lies beyond so many rows."""
        for page in [page for page in self._pages if (page + 1) * PAGE > count]:
            kept = {number: row for number, row in self._pages[page].items() if number < count}
            if kept:
                self._pages[page] = kept
            else:
                del self._pages[page]


def _pages_of(rows: range) -> range:
    return range(rows.start // PAGE, (rows.stop - 1) // PAGE + 1) if rows else range(0)
