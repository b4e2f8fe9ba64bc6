"""What an expression of a rule finds: the streams whose fields have its form, and the parts that it names.

The reference names the fields of a specification and not what they do. Read here: an expression matches the
whole value of its field, its specifications one after the other, the longest part first. A literal is its value.
A group is one or more characters of its kind, as many as it says when it says so; none of them is one of its
required delimiters. What its mapping knows stands for what it found; a strict one matches nothing else. A
wildcard is any text, none too. A delimiter is its value, or without one a character that is no letter or digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names
from ocs_tui.emulator.store import Json

Fields = Callable[[str], str]
"""The value of a stream's field by its name; empty where it has none."""

_MOST_PARTS = 100
"""An id has no more characters. The reference states no limit."""
UNSPECIFIED, GROUP, WILDCARD, LITERAL, DELIMITER = range(5)
_TYPES = ("unspecified", "group", "wildcard", "literal", "delimiter")
_CHARACTERS = ("any", "letter", "digit", "alphanumeric")
_OF_CHARACTER: tuple[Callable[[str], bool], ...] = (
    lambda char: True,
    str.isalpha,
    str.isdigit,
    str.isalnum,
)
_MEMBERS = (
    "Type", "Value", "Name", "CharacterType", "CharacterLength", "StrictValueMappings", "RequiredDelimiters",
    "ValueMappings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A specification: what one part of a value looks like."""

    type: int
    value: str = ""
    name: str = ""
    character: int = 0
    length: int = 0
    strict: bool = False
    delimiters: tuple[str, ...] = ()
    mapping: dict[str, str] = field(default_factory=dict)

    def lengths(self, text: str, start: int) -> Iterable[int]:
        """Return how long a part of this kind can be that begins there, the longest first."""
        if self.value and self.type in (LITERAL, DELIMITER, UNSPECIFIED):
            return (len(self.value),) if text.startswith(self.value, start) else ()
        if self.type == DELIMITER:
            return (1,) if start < len(text) and not text[start].isalnum() else ()
        if self.type == WILDCARD:
            return range(len(text) - start, -1, -1)
        longest = self._run(text, start)
        if self.length:
            lengths: Iterable[int] = (self.length,) if self.length <= longest else ()
        else:
            lengths = range(longest, 0, -1)
        if self.strict:
            return [each for each in lengths if text[start : start + each] in self.mapping]
        return lengths

    def _run(self, text: str, start: int) -> int:
        """Return how many characters of the group's kind there are from there on."""
        end = start
        while (
            end < len(text)
            and _OF_CHARACTER[self.character](text[end])
            and not any(text.startswith(each, end) for each in self.delimiters)
        ):
            end += 1
        return end - start


@dataclass(frozen=True, slots=True)
class Expression:
    """What a field of a stream has to look like."""

    field: str
    parts: tuple[Part, ...]


def expressions_of(rule: Json) -> list[Expression]:
    """Return the expressions of a rule.

    Raises:
        Refused: 400 for what is none, or where there are none.
    """
    expressions = []
    for given in _objects(rule, "Expressions"):
        known = known_names(given, ("Field", "Specifications"))
        parts = tuple(_part(each) for each in _objects(known, "Specifications"))
        if len(parts) > _MOST_PARTS:
            raise Refused(400, f"An expression has at most {_MOST_PARTS} specifications.")
        expressions.append(Expression(_text(known, "Field") or "Id", parts))
    return expressions


def found_in(expressions: Sequence[Expression], fields: Fields) -> dict[str, str] | None:
    """Return the named parts of a stream, by their names; None when it is not what is looked for."""
    named: dict[str, str] = {}
    for expression in expressions:
        found = match(expression.parts, fields(expression.field))
        if found is None:
            return None
        named |= found
    return named


def start_of_ids(expressions: Sequence[Expression]) -> str:
    """Return what the id of every stream begins with that the expressions find; empty when it can be any."""
    starts = [
        each.parts[0].value
        for each in expressions
        if each.field.casefold() == "id" and each.parts[0].type == LITERAL
    ]
    return max(starts, key=len, default="")


def match(parts: Sequence[Part], text: str) -> dict[str, str] | None:
    """Return the named parts of a text; None when it has another form."""
    dead: set[tuple[int, int]] = set()  # places from where the rest cannot be matched

    def rest(number: int, start: int) -> list[tuple[str, str]] | None:
        if number == len(parts):
            return [] if start == len(text) else None
        if (number, start) in dead:
            return None
        part = parts[number]
        for length in part.lengths(text, start):
            found = rest(number + 1, start + length)
            if found is not None:
                piece = text[start : start + length]
                return [(part.name, part.mapping.get(piece, piece)), *found] if part.name else found
        dead.add((number, start))
        return None

    found = rest(0, 0)
    return None if found is None else dict(found)


def outputs_of(rule: Json) -> list[tuple[str, str]]:
    """Return the outputs of a rule: a field, and its value or the name of a part.

    Raises:
        Refused: 400 for what is none, or where there are none.
    """
    outputs = []
    for given in _objects(rule, "Outputs"):
        known = known_names(given, ("Field", "Value"))
        name = _text(known, "Field")
        if not name:
            raise Refused(400, "An output needs a Field.")
        outputs.append((name, _text(known, "Value")))
    return outputs


def filled(outputs: Iterable[tuple[str, str]], named: dict[str, str]) -> dict[str, str]:
    """Return what a rule puts out for a stream: a value that is the name of a part stands for that part."""
    return {name: named.get(value, value) for name, value in outputs}


def _part(given: Json) -> Part:
    known = known_names(given, _MEMBERS)
    kind = _member(known, "Type", _TYPES)
    value = _text(known, "Value")
    if kind == LITERAL and not value:
        raise Refused(400, "A literal needs a Value.")
    length = known.get("CharacterLength") or 0
    if not isinstance(length, int) or isinstance(length, bool) or not 0 <= length <= 1000:
        raise Refused(400, "CharacterLength is no number of characters.")
    delimiters = known.get("RequiredDelimiters") or []
    mapping = known.get("ValueMappings") or {}
    if not isinstance(delimiters, list) or not all(isinstance(each, str) and each for each in delimiters):
        raise Refused(400, "RequiredDelimiters is no list of texts.")
    if not isinstance(mapping, dict) or not all(isinstance(each, str) for each in mapping.values()):
        raise Refused(400, "ValueMappings is no object of texts.")
    return Part(
        kind,
        value,
        _text(known, "Name"),
        _member(known, "CharacterType", _CHARACTERS),
        length,
        known.get("StrictValueMappings") is True,
        tuple(delimiters),
        dict(mapping),
    )


def _objects(holder: Json, name: str) -> list[Json]:
    value = holder.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
        raise Refused(400, f"{name} is needed: a list of objects that is not empty.")
    return value


def _text(holder: Json, name: str) -> str:
    value = holder.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(400, f"{name} is no text.")
    return value or ""


def _member(holder: Json, name: str, names: tuple[str, ...]) -> int:
    value: Any = holder.get(name)
    if value is None:
        return 0
    if isinstance(value, str) and value.casefold() in names:
        return names.index(value.casefold())
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(names):
        return value
    raise Refused(400, f"{name} has an unknown value.")
