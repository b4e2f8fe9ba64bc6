"""What a filter is made of: values of events, comparisons, calculations and functions.

A value is of one kind: ``number``, ``text``, ``truth``, ``moment``, ``span``, ``state`` (an enum) or ``null``.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.moments import moment_text, moment_ticks, span_ticks
from ocs_tui.emulator.sds.types import Properties, ValueType
from ocs_tui.emulator.sds.values import FLOATS, INTEGER_RANGES, MOMENTS
from ocs_tui.model.sds_enums import SdsTypeCode as Code

_KINDS = {
    "number": "a number",
    "text": "a text",
    "truth": "a Boolean",
    "moment": "a time",
    "span": "a span of time",
    "state": "an enum",
    "null": "null",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a filter: the kind of its value, and how to get it from an event.

    A constant has it in ``fixed``; an enum's names and numbers are in ``members``.
    """

    kind: str
    value: Callable[[Event], Any]
    fixed: Any = None
    members: dict[str, int] | None = None

    @property
    def words(self) -> str:
        """Say what kind of value this is."""
        return _KINDS[self.kind]


def constant(kind: str, value: Any) -> Term:
    """Return a term that is always the same."""
    return Term(kind, lambda _: value, value)


def of_property(properties: Properties, path: Sequence[str]) -> Term | None:
    """Return the term of a property, or of one nested in others; None when the type has no such."""
    names: list[str] = []
    kind: ValueType | None = None
    inner: Properties | None = properties
    for name in path:
        found = inner.find(name) if inner else None
        if found is None:
            return None
        names.append(found.id)
        kind, inner = found.value, found.value.properties
    if kind is None or inner is not None or kind.is_list:
        return None
    read = _reader(names)
    if kind.members is not None:
        return Term("state", read, members={name.casefold(): number for name, number in kind.members.items()})
    if kind.base in FLOATS:
        # What is not finite is a word in an event, and matches nothing.
        return Term("number", _converted(read, lambda value: None if isinstance(value, str) else value))
    if kind.base in INTEGER_RANGES:
        return Term("number", read)
    if kind.base in MOMENTS:
        return Term("moment", _converted(read, lambda value: moment_ticks(value)[0]))
    if kind.base is Code.TIME_SPAN:
        return Term("span", _converted(read, span_ticks))
    return Term("truth" if kind.base is Code.BOOLEAN else "text", read)


def _reader(names: Sequence[str]) -> Callable[[Event], Any]:
    if len(names) == 1:
        return operator.itemgetter(names[0])
    return lambda event: reduce(lambda part, name: None if part is None else part[name], names, event)


def _converted(read: Callable[[Event], Any], convert: Callable[[Any], Any]) -> Callable[[Event], Any]:
    def value(event: Event) -> Any:
        found = read(event)
        return None if found is None else convert(found)

    return value


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "ge": operator.ge,
    "le": operator.le,
    "lt": operator.lt,
    "gt": operator.gt,
}


def comparison(word: str, left: Term, right: Term) -> Term:
    """Compare two values. Raises ValueError with a reason when they are of kinds that do not compare.

    A text in quotes stands for the time, span, or enum value that it is compared with.
    """
    left, right = _alike(left, right), _alike(right, left)
    if left.kind != right.kind and "null" not in (left.kind, right.kind):
        raise ValueError(f"{left.words} does not compare with {right.words}")
    compare, one, other = _COMPARE[word], left.value, right.value

    def value(event: Event) -> bool | None:
        first, second = one(event), other(event)
        return None if first is None or second is None else compare(first, second)

    return Term("truth", value)


def _alike(term: Term, other: Term) -> Term:
    """Return a constant as the kind that it is compared with."""
    if other.kind == "state" and term.kind == "number":
        return Term("state", term.value)
    if term.kind != "text" or term.fixed is None or other.kind not in ("moment", "span", "state"):
        return term
    text = str(term.fixed)
    if other.kind == "state":
        number = (other.members or {}).get(text.casefold())
        if number is None:
            raise ValueError(f"the enum has no value {text!r}")
        return constant("state", number)
    try:
        return constant(other.kind, moment_ticks(text)[0] if other.kind == "moment" else span_ticks(text))
    except ValueError:
        raise ValueError(f"{text!r} is not {other.words}") from None


def calculation(word: str, left: Term, right: Term) -> Term:
    """Calculate with two numbers. Division by zero makes null. Raises ValueError when one is no number."""
    for term in (left, right):
        if term.kind not in ("number", "null"):
            raise ValueError(f"one does not calculate with {term.words}")
    work, one, other = _CALCULATE[word], left.value, right.value

    def value(event: Event) -> Any:
        first, second = one(event), other(event)
        if first is None or second is None:
            return None
        try:
            return work(first, second)
        except (ZeroDivisionError, OverflowError, ValueError):
            return None

    return Term("number", value)


_CALCULATE: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "mod": math.fmod,
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the filter language: the kinds that it takes, what it gives, how it works."""

    wants: tuple[tuple[str, ...], ...]
    gives: str
    work: Callable[..., Any]

    def takes(self, given: Sequence[Term]) -> bool:
        """True when it can be called with these."""
        return any(
            len(kinds) == len(given)
            and all(term.kind in (kind, "null") for kind, term in zip(kinds, given, strict=True))
            for kinds in self.wants
        )


def _substring(text: str, start: float, length: float | None = None) -> str | None:
    first = int(start)
    if first < 0 or (length is not None and length < 0):
        return None
    return text[first:] if length is None else text[first : first + int(length)]


def _round(number: float) -> float:
    """Round half away from zero, as OData has it; the reference does not say."""
    return math.copysign(math.floor(abs(number) + 0.5), number)


def _part(start: int, stop: int) -> Callable[[int], int]:
    return lambda ticks: int(moment_text(ticks)[start:stop])


_ONE_NUMBER, _ONE_TEXT, _TWO_TEXTS, _ONE_MOMENT = (
    (("number",),),
    (("text",),),
    (("text", "text"),),
    (("moment",),),
)

FUNCTIONS: dict[str, Function] = {
    "round": Function(_ONE_NUMBER, "number", _round),
    "floor": Function(_ONE_NUMBER, "number", math.floor),
    "ceiling": Function(_ONE_NUMBER, "number", math.ceil),
    "length": Function(_ONE_TEXT, "number", len),
    "tolower": Function(_ONE_TEXT, "text", str.lower),
    "toupper": Function(_ONE_TEXT, "text", str.upper),
    "trim": Function(_ONE_TEXT, "text", str.strip),
    "contains": Function(_TWO_TEXTS, "truth", lambda text, part: part in text),
    "substringof": Function(_TWO_TEXTS, "truth", lambda part, text: part in text),
    "startswith": Function(_TWO_TEXTS, "truth", str.startswith),
    "endswith": Function(_TWO_TEXTS, "truth", str.endswith),
    "indexof": Function(_TWO_TEXTS, "number", str.find),
    "concat": Function(_TWO_TEXTS, "text", operator.add),
    "replace": Function((("text", "text", "text"),), "text", str.replace),
    "substring": Function((("text", "number"), ("text", "number", "number")), "text", _substring),
    "year": Function(_ONE_MOMENT, "number", _part(0, 4)),
    "month": Function(_ONE_MOMENT, "number", _part(5, 7)),
    "day": Function(_ONE_MOMENT, "number", _part(8, 10)),
    "hour": Function(_ONE_MOMENT, "number", _part(11, 13)),
    "minute": Function(_ONE_MOMENT, "number", _part(14, 16)),
    "second": Function(_ONE_MOMENT, "number", _part(17, 19)),
}
"""The functions by name. The reference names those of numbers; those of text and time are OData's."""
