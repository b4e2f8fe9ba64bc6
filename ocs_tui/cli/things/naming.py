"""What a kind of thing is called on the command line, and which things an address names. Free of pydantic."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import KINDS, NAMESPACE, collection_of, kind_at, kind_in
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError

BOARDS = ("health", "logs", "metrics", "usage", "entitlement-usage", "billing-cycles", "blog")
"""What is looked at as a whole, by the names that ``get`` takes."""
_OF_BOTH = ("logs", "usage")
"""Boards that the tenant has, and a namespace too."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be shown.

    Attributes:
        kind: of it.
        address: of one thing; of a collection where ``is_one`` is False.
        is_one: whether it is one thing.
    """

    kind: Kind
    address: Address
    is_one: bool


def word_of(kind: Kind) -> str:
    """Return what the command line calls the kind, one word: ``data-views``."""
    return _word(kind.collection or kind.plural)


def _word(text: str) -> str:
    return re.sub(r"[\s_-]+", "-", text.strip()).casefold()


def _names_of(kind: Kind) -> set[str]:
    return {_word(name) for name in (kind.name, kind.plural, kind.collection) if name}


def board_named(text: str) -> str | None:
    """Return the board that a word means; None when it means none."""
    word = _word(text)
    return {"service-blog": "blog"}.get(word, word if word in BOARDS else None)


def kinds_held() -> dict[str, list[str]]:
    """Return the kinds that there are, by what holds them: ``the tenant``, ``one namespace``."""
    held: dict[str, list[str]] = {}
    for kind in KINDS:
        place = "the tenant" if kind.within is None else f"one {kind.within.name}"
        held.setdefault(place, []).append(word_of(kind))
    return held


def kind_lines() -> list[str]:
    """Return the kinds that there are, a line each place that holds them, then the boards."""
    lines = [f"of {place}: {', '.join(words)}" for place, words in kinds_held().items()]
    return [*lines, f"boards: {', '.join(BOARDS)}"]


def target_of(word: str, address: str | None) -> Target:
    """Return what a kind and an address name: a collection, or one thing.

    Raises:
        CallError: when they name nothing, with a sentence that says what there is.
    """
    if address is None and "/" in word:
        return _at(_parsed(word), word)
    kinds = [kind for kind in KINDS if _word(word) in _names_of(kind)]
    if not kinds:
        raise CallError(
            f"{safe(word, 60)!r} is no kind of thing here{_meant(word)} ocs-tui get kinds lists them."
        )
    place = Address() if address is None else _parsed(address)
    for kind in kinds:
        if _holds(place, kind):
            return Target(kind, collection_of(kind, *place.ids), False)
    if place.parts:
        named = _named_by(place)
        if named is not None and named.kind in kinds:
            return named
    raise CallError(_where_they_lie(kinds, place))


def _meant(word: str) -> str:
    known = sorted({name for kind in KINDS for name in _names_of(kind)} | set(BOARDS))
    close = difflib.get_close_matches(_word(word), known, n=1, cutoff=0.75)
    return f"; did you mean {close[0]!r}?" if close else "."


def _parsed(text: str) -> Address:
    try:
        return Address.parse(text)
    except ValueError as error:
        raise CallError(str(error)) from None


def _at(address: Address, word: str) -> Target:
    found = _named_by(address)
    if found is None:
        raise CallError(
            f"{safe(word, 80)!r} names no thing and no collection. There are, {'; '.join(kind_lines())}."
        )
    return found


def _named_by(address: Address) -> Target | None:
    try:
        if address.is_collection:
            return Target(kind_in(address), address, False)
        return Target(kind_at(address), address, True)
    except ValueError:
        return None


def _holds(place: Address, kind: Kind) -> bool:
    if kind.within is None:
        return place.is_tenant
    if place.is_tenant or place.is_collection:
        return False
    try:
        return kind_at(place) is kind.within
    except ValueError:
        return False


def _where_they_lie(kinds: list[Kind], place: Address) -> str:
    places = []
    for kind in kinds:
        if kind.within is None:
            where = f"in the tenant (ocs-tui get {word_of(kind)})"
        else:
            example = "boiler" if kind.within is NAMESPACE else _example(kind.within)
            where = f"in a {kind.within.name} (ocs-tui get {word_of(kind)} {example})"
        if where not in places:
            places.append(where)
    there = "Say where" if place.is_tenant else f"There are none in {safe(place)}"
    return f"{there}: {word_of(kinds[0])} lie {' or '.join(places)}."


def _example(kind: Kind) -> str:
    holders = ["boiler" if kind.in_namespace else "ID", *["ID"] * (kind.depth - 1)]
    return str(Address((*collection_of(kind, *holders[: kind.depth - 1]).parts, "ID")))
