"""Taking back what the journal records, and doing it again: another Change, through the same review.

A *set* is taken back by a *set* with its ends swapped: read again, merged with what others changed since,
and stopped by a conflict like any other. For the rest there is a sentence on what can be done instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.catalog.schema import MADE_BY_THE_SERVICE
from ocs_tui.changes.change import (
    ActChange,
    Change,
    Create,
    Delete,
    SetChange,
    name_of,
    what_comes_back,
)
from ocs_tui.changes.entries import Entry, OutcomeKind
from ocs_tui.model.address import Address
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.wire import Wire


@dataclass(frozen=True, slots=True)
class Instead:
    """It cannot be taken back as such.

    Attributes:
        sentence: why, and what can be done instead.
        offer: the change that does that, with the review and confirmation of its own; None where there
            is none.
    """

    sentence: str
    offer: Change | None = None


def swapped(change: SetChange) -> SetChange:
    """Return the change that takes a *set* back."""
    return SetChange(change.address, change.aspect, change.after, change.before)


def undo(entry: Entry) -> SetChange | Instead:
    """Return the change that takes an entry back (apply it with ``undoes=entry.id``), or what can be done
    instead.
    """
    if (sentence := _why_not(entry)) is not None:
        return Instead(sentence)
    match entry.change:
        case SetChange() as change:
            if entry.undone_by is not None:
                return Instead(f"It was taken back already, by {entry.undone_by}.")
            return swapped(change)
        case Create(kind=kind, after=after) as change:
            made = _address_of_made(entry, change)
            if kind.deletes is None:
                return Instead("It cannot be taken back: do what opposes it, where there is such a thing.")
            if made is None:
                return Instead(f"Which {kind.name} it was is not recorded: look for it, and delete that.")
            what = name_of(kind, made, after)
            offer = Delete(made, after)
            if kind is NAMESPACE:
                return Instead(f"{what} can be deleted, with everything that came into it since.", offer)
            return Instead(f"{what} can be deleted.".capitalize(), offer)
        case Delete(kind=kind, address=address, before=before):
            what = name_of(kind, address, before)
            if kind is NAMESPACE:
                return Instead(
                    f"{what} can be created again: empty, with the root ACL, perhaps with another "
                    "instance id.",
                    Create(address, _as_new(before)),
                )
            if kind.creates is None or not (kind.editable or kind.is_json):
                # what was added is not all in what is read
                return Instead("It cannot be taken back: do what opposes it, where there is such a thing.")
            place, body = (_whole_again if kind.is_json else _to_create)(kind, address, before)
            return Instead(f"It can be made again: {what_comes_back(kind)}.", Create(place, body, kind))
        case ActChange():
            return Instead("It cannot be taken back: do what opposes it, where there is such a thing.")


def redo(entry: Entry) -> SetChange | Instead:
    """Return the change that does an entry again that was taken back (apply it with
    ``undoes=entry.undone_by``), or why there is none.
    """
    if isinstance(entry.change, SetChange) and entry.undone_by is not None:
        return entry.change
    return Instead("It was not taken back: there is nothing to do again.")


def _why_not(entry: Entry) -> str | None:
    if entry.is_done:
        return None
    if entry.outcome is None or entry.outcome.kind is OutcomeKind.UNKNOWN:
        return "Whether it was carried out is not known: look it up first (l, or ocs-tui journal show ID)."
    return "It was not carried out: there is nothing to take back."


def _address_of_made(entry: Entry, change: Create) -> Address | None:
    if len(change.address.ids) == change.kind.depth:
        return change.address
    if entry.outcome is None or not entry.outcome.made:
        return None
    return Address((*change.address.parts, entry.outcome.made))


def _to_create(kind: Kind, address: Address, before: Wire) -> tuple[Address, Wire]:
    """Where a thing is created again and as what: its collection, and what of it can be set."""
    names = (*kind.editable, *kind.creatable)  # what only a create can say goes with it: a user's provider
    given = {name: getattr(before, name) for name in names if getattr(before, name) not in (None, ())}
    body = type(before).model_validate(given)
    return Address(address.parts[:-1]), body


def _whole_again(kind: Kind, address: Address, before: Wire) -> tuple[Address, Wire]:
    """Where a thing that is written as JSON is created again: under its id, or in the collection that it is
    posted to; and as all that it was, what the service says by itself aside.
    """
    body = {name: value for name, value in before.to_wire().items() if name not in MADE_BY_THE_SERVICE}
    assert kind.creates is not None
    at_its_id = kind.creates.path != kind.lists.path
    place = address if at_its_id else Address(address.parts[:-1])
    return place, type(before).model_validate(body)


def _as_new(before: Wire) -> Namespace:
    """What of a namespace a create can say."""
    assert isinstance(before, Namespace)
    given = {
        "id": before.id,
        "region": before.region_label or None,
        "name": before.name,
        "description": before.description,
        "allow_cross_region_processing": before.allow_cross_region_processing,
    }
    return Namespace.model_validate({name: value for name, value in given.items() if value is not None})
