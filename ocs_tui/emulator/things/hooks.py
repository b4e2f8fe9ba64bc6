"""What a kind has beside its declaration: how its documents are checked, completed, shown and searched.

An area gives its hooks to the registry by ``areas.py``; a kind without any is served by its declaration alone.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ocs_tui.catalog.kind import Kind
from ocs_tui.emulator.call import Box, Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.contents import Begun
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.shelf import Source

Matching = Callable[[Held], bool]


def _as_it_came(call: Call, document: Json, before: Held | None) -> Json:
    return document


def _nobody(call: Call, held: Held) -> str:
    return ""


def _as_stored(call: Call, held: Held) -> Json:
    return held.document


def _no_seeds(box: Box, place: str) -> Iterable[Held]:
    return ()


def _no_source(box: Box, place: str) -> Source | None:
    return None


def _nothing_more(call: Call, held: Held) -> None:
    return None


def _any_rights(call: Call, held: Held | None) -> int | None:
    return None


def words_match(call: Call, query: str) -> Matching:
    """Return whether a thing has every word of a query in its id, name or description; ``*`` is a wildcard."""
    words = [word.casefold() for word in query.split()]

    def matches(held: Held) -> bool:
        texts = [
            str(held.document.get(name) or "").casefold() for name in (held.id_field, "Name", "Description")
        ]
        return all(any(fnmatch.fnmatchcase(text, f"*{word}*") for text in texts) for word in words)

    return matches


def _no_filter(call: Call, text: str) -> Matching:
    raise Refused(400, "This list cannot be filtered.")


@dataclass(frozen=True, slots=True)
class KindHooks:
    """What holds of a kind beside its declaration.

    Attributes:
        checked: returns a body as it is stored; its third is the thing that is changed, None on a create.
            Raises Refused for what does not fit. The id is checked and set before.
        used_by: says who refers to a thing that is to be deleted; a sentence makes it a 409.
        shown: returns a thing as it is answered, before verbosity.
        whole: whether ``shown`` heeds the verbosity by itself.
        seeds: what lies in a place from the beginning: asked once, when it is first wanted.
        source: what more is made there on demand.
        query: returns whether a thing is found by a ``query``; raises Refused for one that cannot be read.
        filter: the same of a ``filter``.
        changed: told of a thing that was created or changed, after it was.
        deleted: told of a thing that was deleted, after it was.
        rights: one's rights on a thing (None: on the collection) where they are not those of an ACL.
        created: the code of a create, with the thing.
        same: the code of a create that meets the same thing: 302 with ``Location``, or 200 with the thing.
        same_body: whether that 302 has the thing as its body.
        updated: the code of an update: 200 with the thing, or 204.
        updates_new: the code of a PUT of an id that nobody has, with the thing; 0 where that is a 404.
        removed: the code of a delete.
        acl_patched: the code of a PATCH of an ACL: 204, or 200 with the ACL.
        same_without: members that do not count when a create is compared with what exists.
    """

    checked: Callable[[Call, Json, Held | None], Json] = _as_it_came
    used_by: Callable[[Call, Held], str] = _nobody
    shown: Callable[[Call, Held], Json] = _as_stored
    whole: bool = False
    seeds: Callable[[Box, str], Iterable[Held]] = _no_seeds
    source: Callable[[Box, str], Source | None] = _no_source
    query: Callable[[Call, str], Matching] = words_match
    filter: Callable[[Call, str], Matching] = _no_filter
    changed: Callable[[Call, Held], None] = _nothing_more
    deleted: Callable[[Call, Held], None] = _nothing_more
    rights: Callable[[Call, Held | None], int | None] = _any_rights
    created: int = 201
    same: int = 302
    same_body: bool = False
    updated: int = 200
    updates_new: int = 201
    removed: int = 204
    acl_patched: int = 204
    same_without: tuple[str, ...] = ("CreatedDate", "ModifiedDate")


_UPDATED = {"Sequential Data Store": 204, "Data views": 204}


def hooks_of(kind: Kind) -> KindHooks:
    """Return what holds of a kind: what its area says, else what follows from its declaration."""
    from ocs_tui.emulator.things.areas import HOOKS  # the areas import this module

    said = HOOKS.get(kind.name)
    if said is not None:
        return said
    return KindHooks(
        updated=_UPDATED.get(kind.service.name, 200),
        updates_new=0 if kind.creates is not None and kind_posts_to_collection(kind) else 201,
    )


def kind_posts_to_collection(kind: Kind) -> bool:
    """True when a new one is posted to its collection, which gives it an id."""
    return kind.creates is not None and kind.creates.path == kind.lists.path


def beginning(box: Box, place: str, kind: str) -> Begun:
    """Return what lies in a place of a kind from the beginning, and what more is made there on demand."""
    from ocs_tui.emulator.things.areas import HOOKS

    said = HOOKS.get(kind)
    return ((), None) if said is None else (said.seeds(box, place), said.source(box, place))
