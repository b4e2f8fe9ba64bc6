"""The index of a type: what its events are found and sorted by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import Event, value_of
from ocs_tui.emulator.sds.types import Property, ResolvedType
from ocs_tui.emulator.sds.values import NUMBERS, TIMES, key_of, shown, value_of_key
from ocs_tui.model.sds_enums import SdsTypeCode as Code
from ocs_tui.model.sds_enums import sds_name

Key = Any
"""What an event sorts by: one value that compares with others of its type, or a tuple of them."""


@dataclass(frozen=True, slots=True)
class Index:
    """The key properties of a type, in their order. Several are joined by ``|`` in text."""

    keys: tuple[Property, ...]

    @property
    def is_compound(self) -> bool:
        """True when several properties are the key."""
        return len(self.keys) > 1

    @property
    def is_measured(self) -> bool:
        """True when a distance lies between two keys: a single number, moment or span."""
        return not self.is_compound and self.keys[0].value.base in NUMBERS | TIMES

    @property
    def is_whole(self) -> bool:
        """True when keys are whole numbers; ticks are whole as well."""
        return all(isinstance(key.value.default, int) or key.value.base in TIMES for key in self.keys)

    def key(self, event: Event) -> Key:
        """Return the key of a complete event."""
        if self.is_compound:
            return tuple(key_of(each.value.base, event[each.id]) for each in self.keys)
        return key_of(self.keys[0].value.base, event[self.keys[0].id])

    def parse(self, text: str, name: str = "index") -> Key:
        """Read a key from a query. Raises Refused with 400 that names the parameter."""
        parts = text.split("|") if self.is_compound else [text]
        if len(parts) != len(self.keys):
            raise Refused(
                400, f"{name} has {len(parts)} parts, and the index has {len(self.keys)}, joined by |."
            )
        found = []
        for part, key in zip(parts, self.keys, strict=True):
            value: object = part
            try:
                value = value_of(
                    key.value, part if key.value.base in _TEXTUAL else part.strip(), name, key.id
                )
            except Refused:
                kind = sds_name(key.value.code)
                raise Refused(400, f"{name} is {shown(part)}, which is no {kind} ({key.id}).") from None
            found.append(self._sortable(key, value, name))
        return tuple(found) if self.is_compound else found[0]

    def checked(self, event: Event, where: str) -> Key:
        """Return the key of an event that a client sent. Raises Refused with 400 when it cannot be sorted."""
        for each in self.keys:
            self._sortable(each, event[each.id], where)
        return self.key(event)

    @staticmethod
    def _sortable(key: Property, value: Any, where: str) -> Key:
        if value is None:
            raise Refused(400, f"{where} has no value for the key {key.id!r}.")
        if key.value.base in _FLOATS and isinstance(value, str):
            raise Refused(400, f"{where} has {value} for the key {key.id!r}, which has no place in an order.")
        return key_of(key.value.base, value)

    def text(self, key: Key) -> str:
        """Write a key as a query does."""
        values = self.values(key)
        return "|".join(_written(values[each.id]) for each in self.keys)

    def values(self, key: Key) -> Event:
        """Return the key properties of an event at this key."""
        parts = key if self.is_compound else (key,)
        return {
            each.id: value_of_key(each.value.base, part) for each, part in zip(self.keys, parts, strict=True)
        }

    def evenly(self, start: Key, end: Key, count: int) -> list[Key]:
        """Return ``count`` keys evenly from ``start`` to ``end``, both included; one is the start alone.

        Whole keys are rounded and never doubled, so that there may be fewer of them.
        """
        if count == 1:
            return [start]
        if self.is_whole:
            # Whole numbers throughout: ticks have more digits than a float holds.
            steps = count - 1
            found = [start + ((end - start) * n * 2 + steps) // (2 * steps) for n in range(count)]
        else:
            found = [start * (1 - n / (count - 1)) + end * (n / (count - 1)) for n in range(count - 1)] + [
                end
            ]
        return list(dict.fromkeys(found))

    def require_measured(self, what: str) -> None:
        """Refuse with 400 what needs a distance between keys where there is none."""
        if not self.is_measured:
            raise Refused(400, f"{what} need an index of one number or time; this one is {self.words}.")

    @property
    def words(self) -> str:
        """Say what the index is: ``Time (DateTime)``."""
        return ", ".join(f"{each.id} ({sds_name(each.value.code)})" for each in self.keys)


_FLOATS = frozenset({Code.SINGLE, Code.DOUBLE, Code.DECIMAL})
_TEXTUAL = frozenset({Code.STRING, Code.CHAR})


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def index_of(of: ResolvedType) -> Index:
    """Return the index of a type. Raises Refused with 400 when no property is a key."""
    if not of.keys:
        raise Refused(400, f"The type {of.id!r} has no key property; a stream needs one.")
    return Index(of.keys)
