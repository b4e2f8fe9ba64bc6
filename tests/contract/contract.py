"""``operations.toml`` as objects, and the rules by which an answer or a body is held against it.

Imports nothing of ocs_tui, nor does what uses it.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ANY_REGION = "any region"
GLOBAL = "the global base URL"
CLIENT, CLIENT_BY_BASIC, MEMBER = "the client", "the client, by Basic", "a member"
NOBODY, STRANGER = "nobody", "a stranger"

_NAME = re.compile(r"\{([A-Za-z_]+(?::[A-Za-z ]+)?)\}")


@dataclass(frozen=True)
class Case:
    """One request and what must come back; ``operations.toml`` tells what each field means."""

    says: str
    status: int | list[int]
    given: list[str] = field(default_factory=list)
    caller: str = CLIENT
    at: str | None = None
    path: str | None = None
    namespace: str = ""
    id: str = ""
    below: str = ""
    query: dict[str, str | list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    form: dict[str, str] | None = None
    answer: str | None = None
    text: str | None = None
    one_of_them: str | None = None
    every: str | None = None
    sorted_by: str | None = None
    absent: list[str] = field(default_factory=list)
    empty: bool = False
    answer_headers: dict[str, str] = field(default_factory=dict)
    then: str | None = None
    then_answer: str | None = None

    @property
    def codes(self) -> set[int]:
        """The status codes it may answer."""
        return set(self.status) if isinstance(self.status, list) else {self.status}


@dataclass(frozen=True)
class Operation:
    """One operation; ``operations.toml`` tells what each field means."""

    name: str
    verb: str
    path: str
    at: str
    codes: list[int]
    cases: list[Case]
    body: str | None = None
    needs: list[str] = field(default_factory=list)
    form: dict[str, str] | None = None
    ours: bool = True
    only: str = ""
    unprovoked: dict[str, str] = field(default_factory=dict)

    def is_at(self, path: str) -> bool:
        """True when a path is this operation's, whatever its ids and the letter case of its words."""
        pattern = re.sub(r"\\\{[a-z]+\\\}", "[^/]+", re.escape(self.path))
        return re.fullmatch(pattern, path, re.IGNORECASE) is not None


@dataclass(frozen=True)
class Given:
    """A request that is played before a case; ``operations.toml`` tells what each field means."""

    verb: str
    path: str
    status: int | list[int]
    body: str | None = None
    until: str | None = None
    keeps: dict[str, str] = field(default_factory=dict)
    keeps_headers: dict[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> set[int]:
        """The status codes it may answer."""
        return set(self.status) if isinstance(self.status, list) else {self.status}


OCS, CONNECT = "OCS", "CONNECT"
"""The two services; an operation that only one of them has says so in ``only``."""

_TOML: dict[str, Any] = tomllib.loads(Path(__file__).with_name("operations.toml").read_text("utf-8"))


def _operation(table: dict[str, Any]) -> Operation:
    rest = {key: value for key, value in table.items() if key != "case"}
    cases = [
        Case(**{"caller" if key == "as" else key: value for key, value in case.items()})
        for case in table["case"]
    ]
    return Operation(**rest, cases=cases)


OPERATIONS: tuple[Operation, ...] = tuple(_operation(table) for table in _TOML["operation"])
GIVEN: dict[str, Given] = {name: Given(**table) for name, table in _TOML["given"].items()}


def fill(text: str, names: Mapping[str, str]) -> str:
    """Put what names stand for into a text.

    Raises:
        KeyError: for a name that stands for nothing.
    """
    return _NAME.sub(lambda found: names[found.group(1)], text)


def difference(wanted: Any, came: Any, where: str = "it") -> str | None:
    """Say where an answer is not what is wanted; None when it is.

    Objects may hold more than is wanted, lists not, but for a last item ``"*..."``. A number that is wanted
    with a decimal point may come without one, and as exact as doubles are.
    """
    if isinstance(wanted, dict):
        if not isinstance(came, dict):
            return f"{where} is {came!r} and no object"
        found = (
            difference(value, came[name], f"{where}.{name}") if name in came else f"{where} has no {name}"
            for name, value in wanted.items()
        )
        return next(filter(None, found), None)
    if isinstance(wanted, list):
        more = wanted[-1:] == ["*..."]
        items = wanted[:-1] if more else wanted
        if not isinstance(came, list) or len(came) < len(items) or (len(came) > len(items) and not more):
            return f"{where} is {came!r} and no list of {len(items)}{' or more' if more else ''}"
        found = (difference(item, came[at], f"{where}.{at}") for at, item in enumerate(items))
        return next(filter(None, found), None)
    if isinstance(wanted, str) and wanted.endswith("*"):
        fits = wanted == "*" or (isinstance(came, str) and came.startswith(wanted[:-1]))
        return None if fits else f"{where} is {came!r} and does not start with {wanted[:-1]!r}"
    if isinstance(wanted, float) and type(came) in (int, float):
        same = math.isclose(came, wanted, rel_tol=1e-9)
    else:
        same = came == wanted and type(came) is type(wanted)
    return None if same else f"{where} is {came!r} and not {wanted!r}"


def at_path(value: Any, path: str) -> Iterator[Any]:
    """Yield what stands at a dotted path: member names, item numbers, ``*`` for every item."""
    head, _, rest = path.partition(".")
    if isinstance(value, list):
        items = value if head == "*" else value[int(head) : int(head) + 1]
    else:
        items = [value[head]] if isinstance(value, dict) and head in value else []
    for item in items:
        if rest:
            yield from at_path(item, rest)
        else:
            yield item


def shape_problem(example: Any, sent: Any, where: str = "the body") -> str | None:
    """Say where a body that was sent has a member or a type that the example has not; None when it fits.

    An example's list has one item, which stands for any number; an empty object for any object.
    """
    if sent is None:
        return None
    if isinstance(example, dict):
        if not isinstance(sent, dict):
            return f"{where} is no object"
        if not example:
            return None
        found = (
            shape_problem(example[name], value, f"{where}.{name}")
            if name in example
            else f"{where} has a member {name!r}"
            for name, value in sent.items()
        )
        return next(filter(None, found), None)
    if isinstance(example, list):
        if not isinstance(sent, list):
            return f"{where} is no list"
        found = (shape_problem(example[0], item, f"{where}.{at}") for at, item in enumerate(sent))
        return next(filter(None, found), None)
    return None if type(sent) is type(example) else f"{where} is {sent!r}, of another type than {example!r}"


def json_of(text: str, names: Mapping[str, str]) -> Any:
    """Return the JSON of a text with its names filled in."""
    return json.loads(fill(text, names))
