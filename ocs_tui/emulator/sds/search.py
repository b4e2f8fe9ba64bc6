"""The query language of metadata lists: parsed once into a test of documents.

``pump AND (TypeId:flow* OR "Main line") NOT retired``. Terms side by side must all match. A term matches a
field that contains it, or with ``*`` one of the words of it or all of it from end to end; a text in quotes a
field that is exactly it. Case does not matter. ``field:`` names one field, or the key of a metadata value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ocs_tui.emulator.refusal import Refused

Matches = Callable[[Mapping[str, Any]], bool]

TYPE_FIELDS = ("Id", "Name", "Description")
STREAM_FIELDS = ("Id", "TypeId", "Name", "Description", "Metadata", "Tags")
STREAM_VIEW_FIELDS = ("Id", "Name", "Description", "SourceTypeId", "TargetTypeId")

_DEEPEST = 50
_TOKEN = re.compile(
    r"""\s+|(?P<sign>[()])|"(?P<exact>(?:\\.|[^"\\])*)"|(?P<word>(?:\\.|[^\s()"\\])+)""", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def query_of(text: str, fields: Sequence[str]) -> Matches:
    """Return the test that a query is of documents with these searched fields.

    A field may hold a text, a list of them (tags) or a dictionary of them (metadata), whose keys then name
    fields as well. An empty query matches all. Raises Refused with 400 that says at which character it is wrong.
    """
    tokens = list(_tokens(text))
    if tokens[0].kind == "end":
        return lambda _: True
    parser = _Parser(tokens, fields)
    test = parser.either(0)
    if parser.now.kind != "end":
        raise _wrong(parser.now, f"unexpected {parser.now.text!r}")
    return test


class _Parser:
    def __init__(self, tokens: list[_Token], fields: Sequence[str]) -> None:
        self._tokens = tokens
        self._fields = fields
        self._at = 0

    @property
    def now(self) -> _Token:
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self.now
        self._at += token.kind != "end"
        return token

    def _is(self, *words: str) -> bool:
        return self.now.kind in ("word", "sign") and self.now.text in words

    def either(self, depth: int) -> Matches:
        tests = [self._both(depth)]
        while self._is("OR"):
            self._next()
            tests.append(self._both(depth))
        return tests[0] if len(tests) == 1 else lambda document: any(test(document) for test in tests)

    def _both(self, depth: int) -> Matches:
        tests = [self._negated(depth)]
        while self.now.kind != "end" and not self._is("OR", ")"):
            if self._is("AND"):
                self._next()
            tests.append(self._negated(depth))
        return tests[0] if len(tests) == 1 else lambda document: all(test(document) for test in tests)

    def _negated(self, depth: int) -> Matches:
        token = self._next()
        if depth >= _DEEPEST:
            raise _wrong(token, f"it is nested more than {_DEEPEST} deep")
        if token.kind == "word" and token.text == "NOT":
            test = self._negated(depth + 1)
            return lambda document: not test(document)
        if token.kind == "sign" and token.text == "(":
            inner = self.either(depth + 1)
            if not self._is(")"):
                raise _wrong(self.now, "a parenthesis is not closed")
            self._next()
            return inner
        if token.kind == "end" or token.text in ("AND", "OR", ")"):
            raise _wrong(token, f"expected a term, not {token.text!r}" if token.text else "it ends early")
        return self._term(token)

    def _term(self, token: _Token) -> Matches:
        if token.kind == "exact":
            return self._in_fields(None, _exactly(token.text))
        name, rest = _split_field(token.text)
        if name is None:
            return self._in_fields(None, _containing(rest))
        if rest:
            return self._in_fields(name, _containing(rest))
        value = self.now
        if value.kind != "exact" or value.at != token.at + len(token.text):
            raise _wrong(token, f"the field {name!r} has no value after its colon")
        self._next()
        return self._in_fields(name, _exactly(value.text))

    def _in_fields(self, name: str | None, matches: Callable[[str], bool]) -> Matches:
        fields = self._fields
        return lambda document: any(matches(text) for text in _texts(document, fields, name))


def _texts(document: Mapping[str, Any], fields: Sequence[str], name: str | None) -> Iterable[str]:
    """Give the texts in the searched fields of a document, of one field only when it is named."""
    for field in fields:
        value = document.get(field)
        wanted = name is None or field.casefold() == name
        if isinstance(value, Mapping):
            for key, each in value.items():
                if wanted or str(key).casefold() == name:
                    yield _said(each)
        elif wanted and isinstance(value, list | tuple):
            yield from (_said(each) for each in value)
        elif wanted and value is not None:
            yield _said(value)


def _said(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _exactly(text: str) -> Callable[[str], bool]:
    """Match a whole value; a wildcard works in quotes too, and matches blanks as well."""
    parts = _parts(text)
    return lambda value: _matches_whole(parts, value.casefold())


def _containing(text: str) -> Callable[[str], bool]:
    """Match a value that contains a term; with a wildcard, one of its words or all of it."""
    parts = _parts(text)
    if len(parts) == 1:
        return lambda value: parts[0] in value.casefold()

    def matches(value: str) -> bool:
        folded = value.casefold()
        return any(_matches_whole(parts, each) for each in (folded, *folded.split()))

    return matches


def _parts(text: str) -> list[str]:
    """Return what stands between the wildcards of a term, folded and without escapes."""
    pieces = re.findall(r"\\.|[^\\]", text, re.DOTALL)
    return "".join("\0" if each == "*" else each[-1] for each in pieces).casefold().split("\0")


def _matches_whole(parts: Sequence[str], value: str) -> bool:
    """True when a value is these parts with anything in between. Finds each part once: no pattern takes long."""
    first, *rest = parts
    if not rest:
        return value == first
    *middle, last = rest
    if not value.startswith(first) or len(value) < len(first) + len(last) or not value.endswith(last):
        return False
    at, until = len(first), len(value) - len(last)
    for part in middle:
        found = value.find(part, at, until)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _split_field(text: str) -> tuple[str | None, str]:
    """Split ``field:value`` at its first colon that is not escaped; the field folded and without escapes."""
    match = re.match(r"((?:\\.|[^\\:])+):(.*)", text, re.DOTALL)
    if match is None:
        return None, text
    return re.sub(r"\\(.)", r"\1", match[1]).casefold(), match[2]


def _tokens(text: str) -> Iterable[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            what = (
                "a text without its closing quote" if text[at] == '"' else "a backslash with nothing after it"
            )
            raise Refused(400, f"The query is wrong at character {at + 1}: {what}.")
        if match.lastgroup:
            yield _Token(match.lastgroup, match[match.lastgroup], at)
        at = match.end()
    yield _Token("end", "", len(text))


def _wrong(token: _Token, why: str) -> Refused:
    return Refused(400, f"The query is wrong at character {token.at + 1}: {why}.")
