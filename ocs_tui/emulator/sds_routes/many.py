"""Very many streams, for ``--streams``: made when they are asked for, and nowhere kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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
_SECTION = 40
_FEW = 4
_OPERATORS = re.compile(r"[()\\]|\b(?:OR|NOT)\b")
_FIELD = re.compile(r"\b(?:id|name|description|typeid):", re.IGNORECASE)
_NO_WORD, _NO_DIGIT = re.compile(r"[0-9]+"), re.compile(r"[^0-9]+")
_WORDS = " ".join(f"ng- {tag}- {word} of section {type_id}" for tag, word, type_id in _KINDS).casefold()


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
            "Description": f"{word} of section {position // _SECTION + 1}",
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
        """Return those that a search could find, where its words tell; None where they do not.

        What a term holds beside digits must be in the words that all of these streams have; where it has four
        digits or more in a row, few numbers have them.
        """
        if _OPERATORS.search(query):
            return None
        found: list[int] | None = None
        for term in _FIELD.sub(" ", query.replace('"', " ")).replace("*", " ").split():
            if term == "AND":
                continue
            if any(part not in _WORDS for part in _NO_WORD.split(term.casefold())):
                return ()
            digits = max(_NO_DIGIT.split(term), key=len)
            if len(digits) >= _FEW:
                numbers = self._numbers_with(digits)
                found = numbers if found is None or len(numbers) < len(found) else found
        return None if found is None else (self.at(number - 1) for number in found)

    def _numbers_with(self, digits: str) -> list[int]:
        """Return the numbers whose streams hold these digits: in the id, or in the section."""
        numbers = set(_holding(digits, self._count))
        for section in _holding(digits, self._count // _SECTION + 1):
            first = (section - 1) * _SECTION + 1
            numbers.update(range(first, min(first + _SECTION, self._count + 1)))
        return sorted(number for number in numbers if number)

    def ordered(self, label: str, *, descending: bool) -> Iterator[Held] | None:
        """Yield all of them by id, by name or by type; None for any other order."""
        if label == "Id":
            numbers = range(1, self._count + 1)
            return (self.at(number - 1) for number in (reversed(numbers) if descending else numbers))
        offsets = sorted(range(len(_KINDS)), key=lambda offset: _KINDS[offset][2 if label == "TypeId" else 0])
        if label not in ("TypeId", "Name"):
            return None
        return (
            self.at(number - 1)
            for offset in (reversed(offsets) if descending else offsets)
            for number in (
                range(offset + 1, self._count + 1, len(_KINDS))
                if label == "TypeId"
                else _as_texts(self._count, descending=descending)
            )
            if number % len(_KINDS) == (offset + 1) % len(_KINDS)
        )

    def tally(self, key: str) -> int:
        """Return how many are of a type, by its folded id."""
        for offset, (_, _, type_id) in enumerate(_KINDS):
            if type_id.casefold() == key:
                return len(range(offset, self._count, len(_KINDS)))
        return 0


def _holding(digits: str, last: int) -> Iterator[int]:
    """Yield the numbers up to ``last`` that hold these digits when they are written with eight."""
    for below in range(_DIGITS - len(digits) + 1):
        step = 10 ** (len(digits) + below)
        for high in range(0, last + 1, step):
            first = high + int(digits) * 10**below
            yield from range(first, min(first + 10**below, last + 1))


def _as_texts(last: int, *, descending: bool) -> Iterator[int]:
    """Yield the numbers from 1 to ``last`` in the order of their texts: 1, 10, 100, 11, 2."""

    def below(number: int) -> Iterator[int]:
        if number > last:
            return
        if not descending:
            yield number
        for digit in reversed(range(10)) if descending else range(10):
            yield from below(number * 10 + digit)
        if descending:
            yield number

    for first in reversed(range(1, 10)) if descending else range(1, 10):
        yield from below(first)
