"""A shelf over things made on demand shows what a plain sorted dictionary would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.shelf import Shelf, anybody

OPEN: dict[str, Any] = {"who": "all"}
CLOSED: dict[str, Any] = {"who": "none"}


def _held(key: str, acl: dict[str, Any] = OPEN) -> Held:
    return Held({"Id": key.upper()}, acl)


class Made:
    """Twenty things, named by even numbers."""

    def __init__(self, acl: dict[str, Any]) -> None:
        self.acl = acl
        self.owner: dict[str, Any] = {}
        self._keys = [f"k{number:02d}" for number in range(0, 40, 2)]

    def __len__(self) -> int:
        return len(self._keys)

    def at(self, position: int) -> Held:
        return _held(self._keys[position], self.acl)

    def position(self, key: str) -> int:
        return sum(each < key for each in self._keys)

    def get(self, key: str) -> Held | None:
        return _held(key, self.acl) if key in self._keys else None

    def candidates(self, query: str) -> Iterable[Held] | None:
        return [self.at(position) for position in range(len(self)) if query in self._keys[position]]

    def ordered(self, label: str, *, descending: bool) -> Iterator[Held] | None:
        places = range(len(self))
        return (self.at(place) for place in (reversed(places) if descending else places))

    def tally(self, key: str) -> int:
        return len(self)


_WRITES = st.lists(
    st.tuples(st.integers(0, 41).map(lambda number: f"k{number:02d}"), st.sampled_from([OPEN, CLOSED, None])),
    max_size=25,
)


@given(_WRITES, st.sampled_from([OPEN, CLOSED]), st.booleans(), st.integers(0, 30))
def test_it_shows_what_was_written_over_what_is_made(
    writes: list[tuple[str, dict[str, Any] | None]], made_acl: dict[str, Any], only_open: bool, skip: int
) -> None:
    """Whatever was created, changed and deleted, from any place on, for whoever may read what."""
    source = Made(made_acl)
    shelf = Shelf((), source)
    model = {each.key: each for each in (source.at(position) for position in range(len(source)))}
    for key, acl in writes:
        held = None if acl is None else _held(key, acl)
        shelf.put(key, held)
        model.pop(key, None)
        if held is not None:
            model[key] = held
    may = (lambda acl, owner: acl is OPEN) if only_open else anybody
    seen = [model[key] for key in sorted(model) if may(model[key].acl, None)]
    assert list(shelf.readable(may, skip)) == seen[skip:]
    assert shelf.count(may) == len(seen)
    assert len(shelf) == len(model)
    for descending in (False, True):
        wanted = seen[::-1] if descending else seen
        assert list(shelf.ordered("Id", may, descending=descending)) == wanted
    found = [each for each in shelf.candidates("k1", may) if "k1" in each.key]
    assert found == [each for each in seen if "k1" in each.key]
    for prefix in ("", "K1", "k2", "k30", "x"):
        some = [each for each in seen if each.key.startswith(prefix.casefold())]
        assert list(shelf.beginning_with(prefix, may)) == some
    for number in range(42):
        assert shelf.get(f"K{number:02d}") == model.get(f"k{number:02d}")
    again = Shelf((), source, [(key, None if acl is None else _held(key, acl)) for key, acl in writes])
    assert list(again) == list(shelf)
