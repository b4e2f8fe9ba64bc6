"""What holds of a list of things, declared; and finding things in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ocs_tui.emulator.call import Call
from ocs_tui.emulator.people.fields import Fields
from ocs_tui.emulator.people.who import Who
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import written
from ocs_tui.emulator.store import Change, Json, Kind


def _always(call: Call, document: Json) -> bool:
    return True


def _never(document: Json) -> bool:
    return False


def _as_it_is(call: Call, document: Json, given: Json) -> Json:
    return document


def _none(call: Call, document: Json) -> Json | None:
    return None


def _alone(call: Call, document: Json) -> list[Change]:
    return []


@dataclass(frozen=True, slots=True)
class Collection:
    """A kind of thing that is listed, and its rules.

    Attributes:
        kind: what its documents are.
        noun: what a refusal calls one of it.
        fields: the fields of the contract. What a document has beyond them is never answered.
        reads: who may list and read it.
        writes: who may create and delete.
        updates: who may change one; the same when None.
        heads: who may count and ask for existence; who may read when None.
        within: what the things lie in; their ``Of`` is its id.
        filters: what a repeatable query parameter selects: the values that a document has for it.
        by_id: whether ``id`` selects.
        source: where its things come from when they are no documents of the store.
        present: whether a document still counts as there.
        listed: whether a list shows one.
        new_id: the id of a new one, of what its body gives; None where none is made by these rules.
        settles: completes a document that a body (third) made or changed; raises Refused for what does
            not fit together.
        twin: the one that exists in the place of a document, if any.
        same_if: the fields by which a twin is the same, which makes a create a 302 and no conflict.
        clash: the code of a create that meets a twin.
        clash_on_update: the code of an update that does.
        resets: whether an update sets what its body leaves out back to the start, and not lets it be.
        built_in: whether one cannot be changed or deleted.
        goes_with: what else changes when one is deleted.
        most: how many there may be; more are a 400.
        counted: the kinds that count; its own siblings when empty.
    """

    kind: Kind
    noun: str
    fields: Fields
    reads: Who = Who.MEMBER
    writes: Who = Who.ADMINISTRATOR
    updates: Who | None = None
    heads: Who | None = None
    within: Collection | None = None
    filters: dict[str, Callable[[Json], list[str]]] = field(default_factory=dict)
    by_id: bool = False
    source: Callable[[Call], list[Json]] | None = None
    present: Callable[[Call, Json], bool] = _always
    listed: Callable[[Call, Json], bool] = _always
    new_id: Callable[[Call, Json], Any] | None = None
    settles: Callable[[Call, Json, Json], Json] = _as_it_is
    twin: Callable[[Call, Json], Json | None] = _none
    same_if: tuple[str, ...] = ()
    clash: int = 409
    clash_on_update: int = 400
    resets: bool = False
    built_in: Callable[[Json], bool] = _never
    goes_with: Callable[[Call, Json], list[Change]] = _alone
    most: int | None = None
    counted: tuple[Kind, ...] = ()

    def defaults(self) -> Json:
        """The fields that answers have, each with the default of its type."""
        return {name: each.default for name, each in self.fields.items() if each.shown}


def key_of(document: Json) -> str:
    """Return the id under which a document is stored: one that lies in another has that one's before its own."""
    return f"{document['Of']}/{document['Id']}" if "Of" in document else str(document["Id"])


def holder_of(call: Call, collection: Collection) -> Json | None:
    """Return what the things of this route lie in.

    Raises:
        Refused: 404 when there is no such.
    """
    return None if collection.within is None else item(call, collection.within)


def all_of(call: Call, collection: Collection) -> list[Json]:
    """Return everything of a collection that is there, within what the route names.

    Raises:
        Refused: 404 when what they would lie in is not there.
    """
    holder = holder_of(call, collection)
    found = call.documents.all(collection.kind) if collection.source is None else collection.source(call)
    if holder is not None:
        found = [each for each in found if each["Of"] == holder["Id"]]
    if collection.present is not _always:
        found = [each for each in found if collection.present(call, each)]
    return found


def item(call: Call, collection: Collection) -> Json:
    """Return the one of the route.

    Raises:
        Refused: 404 when there is no such.
    """
    wanted = call.ids["id" if collection.within is None else "below"]
    found: Json | None
    if collection.within is None and collection.source is None:
        found = call.documents.get(collection.kind, wanted)
        if found is not None and not collection.present(call, found):
            found = None
    else:
        folded = wanted.casefold()
        among = all_of(call, collection)
        found = next((each for each in among if str(each["Id"]).casefold() == folded), None)
    if found is None:
        raise Refused(404, f"There is no such {collection.noun}.")
    return found


def shown(call: Call, document: Json, collection: Collection) -> Json:
    """Return a document as it is answered."""
    defaults = collection.defaults()
    body = {name: document.get(name, default) for name, default in defaults.items()}
    return written(body, defaults, verbose=call.verbose)


def shown_all(call: Call, documents: list[Json], collection: Collection) -> list[Json]:
    """Return documents as they are answered."""
    return [shown(call, document, collection) for document in documents]
