"""A body as it came from the wire, and whether it would survive being parsed and written.

JSON can say what Python's reading of it would silently change: duplicate keys (the last one wins),
NaN and Infinity (written as null by pydantic), numbers beyond a double. Such a body is shown and
never sent back. So is text with half a character in it: it has no bytes in UTF-8. And so is what is nested
more deeply than any body of the contract: whatever walks through it later has less of Python's stack left
than the parser had.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

DEEPEST = 200
"""Levels of lists and objects; no body of the contract has ten."""

_CUT = "… nested too deeply"


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON body.

    Attributes:
        text: the body as answered.
        value: what it says, as Python's plain JSON types; without what lies deeper than ``DEEPEST`` levels.
        problem: why it must not be written back, as a sentence; None when it may.
    """

    text: str
    value: Any
    problem: str | None = None

    @classmethod
    def read(cls, text: str) -> Document:
        """Parse a body.

        Raises:
            ValueError: when the text is no JSON at all (also on absurd nesting).
        """
        problems: list[str] = []

        def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
            result = dict(items)
            if len(result) != len(items):
                seen: set[str] = set()
                twice = next(key for key, _ in items if key in seen or seen.add(key))  # type: ignore[func-returns-value]
                problems.append(f"the field {twice!r} stands in it twice")
            return result

        def constant(name: str) -> float:
            problems.append(f"it holds {name}, which is no JSON number")
            return math.nan if name == "NaN" else math.inf

        def number(literal: str) -> float:
            value = float(literal)
            if math.isinf(value):
                problems.append(f"the number {literal[:30]} is too large to keep")
            elif not _same_number(literal, value):
                problems.append(f"the number {literal[:30]} has more digits than can be kept")
            return value

        def whole(literal: str) -> int:
            try:
                return int(literal)
            except ValueError:
                raise ValueError(f"it holds a number of {len(literal)} digits") from None

        try:
            value = json.loads(
                text, object_pairs_hook=pairs, parse_constant=constant, parse_float=number, parse_int=whole
            )
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
        if text.count("[") + text.count("{") > DEEPEST and _cut_deep(value):
            problems.append("it is nested too deeply")
        if "\\u" in text and not _has_bytes(value):
            problems.append("it holds half a character (a lone surrogate)")
        return cls(text, value, problems[0] if problems else None)

    @classmethod
    def of(cls, value: Any) -> Document:
        """Make a document of plain JSON types."""
        return cls(json.dumps(value, ensure_ascii=False), value)

    def pretty(self) -> str:
        """Return the body indented for people; the text as it came where it must not be rewritten."""
        if self.problem is not None:
            return self.text
        return json.dumps(self.value, indent=2, ensure_ascii=False)


def _cut_deep(value: Any) -> bool:
    """Replace what lies too deep in a value by a text; return whether anything did."""
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(DEEPEST - 1):
        level = [
            inner
            for item in level
            for inner in (item.values() if isinstance(item, dict) else item)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    was_cut = False
    for item in level:
        pairs = list(item.items() if isinstance(item, dict) else enumerate(item))
        for key, inner in pairs:
            if isinstance(inner, dict | list):
                item[key], was_cut = _CUT, True
    return was_cut


def _same_number(literal: str, value: float) -> bool:
    from decimal import Decimal, InvalidOperation  # only bodies with fractions need it

    try:
        return Decimal(repr(value)) == Decimal(literal)
    except InvalidOperation:  # an exponent beyond even decimal's
        return False


def _has_bytes(value: Any) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
