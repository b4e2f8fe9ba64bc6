"""What lies in namespaces and communities: the things of every kind, by the place where they lie.

A place is ``boiler`` for what lies in a namespace, ``boiler/data view/steam`` for what lies in a thing of it,
and empty for what the tenant itself holds. Unlike the tenant's documents these are not replicated: what lies
in a namespace lies in its region alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar, cast

from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.shelf import Shelf, Source

Opened = TypeVar("Opened")
Write = tuple[str, str, str, Held | None]
"""What a thing becomes: its place, the name of its kind, its folded id, and it, or None when it goes."""
Begun = tuple[Iterable[Held], Source | None]
"""What lies somewhere from the beginning, and what more is made on demand."""


class ThingKeeper(Protocol):
    """Where things survive a restart."""

    def things(self, place: str, kind: str) -> list[tuple[str, Json | None]]:
        """Return what was written of a kind in a place; None for what was deleted."""

    def keep_things(self, changes: list[tuple[str, str, str, Json | None]]) -> None:
        """Keep these changes, all of them or none."""

    def forget_things(self, place: str) -> None:
        """Forget all that lies in a place, however deep."""


def _nothing(place: str, kind: str) -> Begun:
    return (), None


class Contents:
    """The things. A collection is read, or made, when it is first wanted.

    Args:
        keeper: where they are kept; None for memory only.
    """

    def __init__(self, keeper: ThingKeeper | None = None) -> None:
        self._keeper = keeper
        self._shelves: dict[tuple[str, str], Shelf] = {}
        self._opened: dict[tuple[str, str], Any] = {}
        self.begins: Callable[[str, str], Begun] = _nothing
        """What lies in a place of a kind before anything was written there."""

    def shelf(self, place: str, kind: str) -> Shelf:
        """Return the things of a kind in a place."""
        shelf = self._shelves.get((place, kind))
        if shelf is None:
            seeds, source = self.begins(place, kind)
            kept = [] if self._keeper is None else self._keeper.things(place, kind)
            written = [(key, None if body is None else Held.from_kept(body)) for key, body in kept]
            shelf = self._shelves[place, kind] = Shelf(seeds, source, written)
        return shelf

    def write(self, *writes: Write) -> None:
        """Make these changes together: a restart sees all of them or none.

        What lies in a thing that goes, goes with it.
        """
        if self._keeper is not None:
            self._keeper.keep_things(
                [
                    (place, kind, key, None if held is None else held.kept())
                    for place, kind, key, held in writes
                ]
            )
        for place, kind, key, held in writes:
            self.shelf(place, kind).put(key, held)
            if held is None:
                self.forget(inside(place, kind, key))

    def opened(
        self, place: str, kind: str, opens: Callable[[list[tuple[str, Json | None]]], Opened]
    ) -> Opened:
        """Return what an area itself makes of the rows it keeps in a place, made when it is first wanted.

        Args:
            place: the place.
            kind: what the rows are called; no kind of the catalog.
            opens: makes it of the rows that were kept, by key; None for one that was taken away.
        """
        opened = self._opened.get((place, kind))
        if opened is None:
            rows = [] if self._keeper is None else self._keeper.things(place, kind)
            opened = self._opened[place, kind] = opens(rows)
        return cast(Opened, opened)

    def keep(self, place: str, kind: str, rows: Iterable[tuple[str, Json | None]]) -> None:
        """Keep rows of an area's own, all of them or none."""
        if self._keeper is not None:
            self._keeper.keep_things([(place, kind, key, body) for key, body in rows])

    def forget(self, place: str) -> None:
        """Forget all that lies in a place, as when its namespace is gone."""
        for other, kind in [*self._shelves, *self._opened]:
            if other == place or other.startswith(place + "/"):
                self._shelves.pop((other, kind), None)
                self._opened.pop((other, kind), None)
        if self._keeper is not None:
            self._keeper.forget_things(place)


def inside(place: str, kind: str, key: str) -> str:
    """Return the place of what lies in a thing."""
    return f"{place}/{kind}/{key.casefold()}"
