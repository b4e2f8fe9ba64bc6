"""Very many streams, for ``--streams``: made when they are asked for, and nowhere kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ocs_tui.emulator.call import Box
from ocs_tui.emulator.sds_routes import demo_plant
from ocs_tui.emulator.sds_routes.events import GENERATED
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.store import Kind as Stored
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import first_acl
from ocs_tui.emulator.things.shelf import Source

NAMESPACE = "boiler"
"""The namespace of the demo tenant that has them."""
_DIGITS = 8
_PREFIX = "ng-"
_KINDS = (
    ("TI", "Temperature", "TemperatureReading"),
    ("PI", "Pressure", "PressureReading"),
    ("FI", "Flow", "Flowmeter"),
    ("LI", "Level", "TankLevel"),
)
_KEY = re.compile(r"ng-[0-9]{8}")
_MADE = 1_600_000_000.0
_OPERATORS = re.compile(r'[()":*\\]|\b(?:OR|NOT|AND)\b')


def made_acl_record(place: str) -> tuple[str, str]:
    """Return where the ACL of all of them is kept when it was changed: a place and what it is called."""
    return place, "ACL of the many streams"


def many_streams(box: Box, place: str) -> Source | None:
    """Return the streams that a namespace has beside its own; None for every other namespace."""
    if place != NAMESPACE or not box.streams or not demo_plant.is_demo(box, place):
        return None
    return ManyStreams(box, place)


class ManyStreams:
    """So many streams, named NG-00000001 and on, in the order of their numbers.

    Args:
        box: says how many there are.
        place: the namespace.
    """

    def __init__(self, box: Box, place: str) -> None:
        self._count = box.streams
        kept = box.contents.opened(*made_acl_record(place), lambda rows: [body for _, body in rows if body])
        self.acl: Json = kept[-1] if kept else first_acl(box, place)
        self.owner: Json = box.store.primary.one(Stored.NAMESPACE, place)["Owner"]

    def __len__(self) -> int:
        return self._count

    def at(self, position: int) -> Held:
        """Return the one at a position, counted from 0."""
        tag, word, type_id = _KINDS[position % len(_KINDS)]
        document = {
            "Id": f"NG-{position + 1:0{_DIGITS}d}",
            "Name": f"{tag}-{position + 1} {word}",
            "Description": f"{word} of section {position // 40 + 1}",
            "TypeId": type_id,
        }
        return Held(
            document,
            self.acl,
            self.owner,
            created=_MADE,
            modified=_MADE,
            also={GENERATED: demo_plant.recipe(60)},
        )

    def position(self, key: str) -> int:
        """Return how many have a folded id before this one."""
        if not key.startswith(_PREFIX):
            return 0 if key < _PREFIX else self._count
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if f"{_PREFIX}{middle + 1:0{_DIGITS}d}" < key:
                low = middle + 1
            else:
                high = middle
        return low

    def get(self, key: str) -> Held | None:
        """Return the one with this folded id."""
        digits = key.removeprefix(_PREFIX)
        if (
            len(digits) != _DIGITS
            or len(key) != _DIGITS + len(_PREFIX)
            or not (digits.isascii() and digits.isdigit())
        ):
            return None
        return self.at(int(digits) - 1) if 1 <= int(digits) <= self._count else None

    def candidates(self, query: str) -> Iterable[Held] | None:
        """Return those that a search of plain words could find, where the words tell; None where they do not."""
        if _OPERATORS.search(query):
            return None
        texts = " ".join(
            f"ng- {tag}- {word} of section {type_id}" for tag, word, type_id in _KINDS
        ).casefold()
        for word in query.casefold().split():
            if word in texts:
                continue
            if not any(char.isdigit() for char in word):
                return ()
            return None if word.isdigit() else self._by_id(word)
        return None

    def _by_id(self, word: str) -> Iterable[Held] | None:
        """Return what a word with a prefix and a number can mean: an id, or a name."""
        match = re.fullmatch(r"(ng|ti|pi|fi|li)-(\d+)", word)
        if match is None:
            return None
        prefix, digits = match.groups()
        if prefix == "ng":
            first = int(digits.ljust(_DIGITS, "0")) if len(digits) <= _DIGITS else self._count + 1
            last = int(digits.ljust(_DIGITS, "9")) if len(digits) <= _DIGITS else 0
            return (self.at(number - 1) for number in range(max(first, 1), min(last, self._count) + 1))
        lengths = range(len(str(self._count)) - len(digits) + 1)
        numbers = (
            number
            for more in lengths
            for number in range(int(digits) * 10**more, (int(digits) + 1) * 10**more)
        )
        return (self.at(number - 1) for number in numbers if 1 <= number <= self._count)

    def tally(self, key: str) -> int:
        """Return how many are of a type, by its folded id."""
        for offset, (_, _, type_id) in enumerate(_KINDS):
            if type_id.casefold() == key:
                return len(range(offset, self._count, len(_KINDS)))
        return 0
