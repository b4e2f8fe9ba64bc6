"""The filter language of data reads: parsed once into a test of events.

``Temperature gt 20 and (State eq 'Running' or round(Flow div 2) le 5)``. Operators from loose to tight: or,
and, not, comparisons, add and sub, mul div mod, minus. Names match in any case, text compares with case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.filter_terms import FUNCTIONS, Term, calculation, comparison, constant, of_property
from ocs_tui.emulator.sds.moments import moment_ticks
from ocs_tui.emulator.sds.types import Properties

_TOKEN = re.compile(
    r"(?P<blank>\s+)"
    r"|(?P<moment>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)"
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<text>'(?:[^']|'')*')"
    r"|(?P<name>[^\W\d]\w*(?:[./][^\W\d]\w*)*)"
    r"|(?P<sign>[(),-])"
)
# A level takes ten calls of the parser, a calculation one of each event: both stay far from Python's limit.
_DEEPEST = 25
_LONGEST = 100
_COMPARES = ("eq", "ne", "ge", "le", "lt", "gt")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int

    def says(self, *words: str) -> bool:
        """True when this is one of these words, in any case, or signs."""
        return self.kind in ("name", "sign") and self.text.casefold() in words


def filter_of(text: str, properties: Properties) -> Callable[[Event], bool]:
    """Return the test that a filter is. A null matches no comparison, nor the opposite of one.

    Raises Refused with 400 and a sentence that says at which character the filter is wrong.
    """
    parser = _Parser(text, properties)
    term = parser.either(0)
    if parser.now.kind != "end":
        raise parser.wrong(f"expected an operator or the end, not {parser.now.text!r}")
    if term.kind != "truth":
        raise Refused(400, f"The filter is wrong: it makes {term.words}, and has to be true or false.")
    test = term.value
    return lambda event: test(event) is True


class _Parser:
    def __init__(self, text: str, properties: Properties) -> None:
        self._tokens = list(_tokens(text))
        self._properties = properties
        self._at = 0

    @property
    def now(self) -> _Token:
        return self._tokens[self._at]

    def wrong(self, why: str, token: _Token | None = None) -> Refused:
        """Return the refusal that points at a token."""
        return Refused(400, f"The filter is wrong at character {(token or self.now).at + 1}: {why}.")

    def _next(self) -> _Token:
        token = self.now
        self._at += token.kind != "end"
        return token

    def either(self, depth: int) -> Term:
        terms = [self._both(depth)]
        while self.now.says("or"):
            self._truth(terms[-1], self._next())
            terms.append(self._both(depth))
        return terms[0] if len(terms) == 1 else self._logic(terms, over=True)

    def _both(self, depth: int) -> Term:
        terms = [self._negated(depth)]
        while self.now.says("and"):
            self._truth(terms[-1], self._next())
            terms.append(self._negated(depth))
        return terms[0] if len(terms) == 1 else self._logic(terms, over=False)

    def _logic(self, terms: Sequence[Term], *, over: bool) -> Term:
        self._truth(terms[-1], self.now)
        tests = [term.value for term in terms]

        def value(event: Event) -> bool | None:
            # A null on one side leaves it open, unless the other side decides: as SQL has it.
            found = [test(event) for test in tests]
            if over in found:
                return over
            return None if None in found else not over

        return Term("truth", value)

    def _truth(self, term: Term, token: _Token) -> None:
        if term.kind != "truth":
            raise self.wrong(f"{term.words} is neither true nor false", token)

    def _negated(self, depth: int) -> Term:
        token = self.now
        if not token.says("not"):
            return self._compared(depth)
        self._deeper(depth)
        self._next()
        term = self._negated(depth + 1)
        self._truth(term, token)
        test = term.value

        def value(event: Event) -> bool | None:
            found = test(event)
            return None if found is None else not found

        return Term("truth", value)

    def _compared(self, depth: int) -> Term:
        left = self._sum(depth)
        token = self.now
        if not token.says(*_COMPARES):
            return left
        self._next()
        right = self._sum(depth)
        try:
            return comparison(token.text.casefold(), left, right)
        except ValueError as wrong:
            raise self.wrong(str(wrong), token) from None

    def _sum(self, depth: int) -> Term:
        return self._chain(self._product, ("add", "sub"), depth)

    def _product(self, depth: int) -> Term:
        return self._chain(self._signed, ("mul", "div", "mod"), depth)

    def _chain(self, part: Callable[[int], Term], words: tuple[str, ...], depth: int) -> Term:
        term = part(depth)
        length = 0
        while self.now.says(*words):
            token = self._next()
            length += 1
            if length > _LONGEST:
                raise self.wrong(f"it calculates more than {_LONGEST} times in a row", token)
            try:
                term = calculation(token.text.casefold(), term, part(depth))
            except ValueError as wrong:
                raise self.wrong(str(wrong), token) from None
        return term

    def _signed(self, depth: int) -> Term:
        token = self.now
        if not token.says("-"):
            return self._single(depth)
        self._deeper(depth)
        self._next()
        try:
            return calculation("sub", constant("number", 0), self._signed(depth + 1))
        except ValueError as wrong:
            raise self.wrong(str(wrong), token) from None

    def _single(self, depth: int) -> Term:
        token = self._next()
        if token.says("("):
            self._deeper(depth)
            term = self.either(depth + 1)
            self._expect(")")
            return term
        if token.kind == "number":
            number = float(token.text)
            return constant("number", int(token.text) if token.text.isdigit() else number)
        if token.kind == "text":
            return constant("text", token.text[1:-1].replace("''", "'"))
        if token.kind == "moment":
            try:
                return constant("moment", moment_ticks(token.text)[0])
            except ValueError:
                raise self.wrong(f"{token.text} is no moment", token) from None
        if token.kind != "name":
            raise self.wrong(
                f"expected a value, not {token.text!r}" if token.text else "it ends early", token
            )
        if self.now.says("("):
            return self._called(token, depth)
        if token.says("true", "false"):
            return constant("truth", token.says("true"))
        if token.says("null"):
            return constant("null", None)
        found = of_property(self._properties, re.split("[./]", token.text))
        if found is None:
            raise self.wrong(f"the type has no property {token.text!r} of a single value", token)
        return found

    def _called(self, token: _Token, depth: int) -> Term:
        self._deeper(depth)
        self._expect("(")
        given: list[Term] = []
        while not self.now.says(")"):
            if given:
                self._expect(",")
            given.append(self.either(depth + 1))
        self._expect(")")
        function = FUNCTIONS.get(token.text.casefold())
        if function is None:
            raise self.wrong(f"there is no function {token.text!r}", token)
        if not function.takes(given):
            wants = " or ".join(f"({', '.join(each)})" for each in function.wants)
            raise self.wrong(f"{token.text} takes {wants}", token)
        values = [term.value for term in given]
        work = function.work

        def value(event: Event) -> Any:
            found = [each(event) for each in values]
            return None if None in found else work(*found)

        return Term(function.gives, value)

    def _expect(self, sign: str) -> None:
        token = self._next()
        if not token.says(sign):
            raise self.wrong(f"expected {sign!r}" + (f", not {token.text!r}" if token.text else ""), token)

    def _deeper(self, depth: int) -> None:
        if depth >= _DEEPEST:
            raise self.wrong(f"it is nested more than {_DEEPEST} deep")


def _tokens(text: str) -> list[_Token]:
    found = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            what = "a text without its closing quote" if text[at] == "'" else f"unexpected {text[at]!r}"
            raise Refused(400, f"The filter is wrong at character {at + 1}: {what}.")
        if match.lastgroup != "blank":
            found.append(_Token(str(match.lastgroup), match[0], at))
        at = match.end()
    return [*found, _Token("end", "", len(text))]
