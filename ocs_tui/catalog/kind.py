"""What a kind of thing is: how it is listed, named, shown and changed."""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.catalog.operation import Operation


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the detail pane: the wire's own name, and the model's attribute that holds it."""

    label: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing.

    Attributes:
        name: one of it, in lower case (``role``).
        plural: its collection, as the tree names it (``Roles``).
        collection: its collection in an address (``roles``); empty for namespaces, which need none.
        lists: the operation that lists it.
        gets: the operation that reads one by id; None where the list is all there is.
        fields: what the detail pane shows, in this order.
        paged: whether its list takes ``skip`` and ``count`` and answers ``Total-Count``.
        creates: the operation that creates one; None where it is not offered.
        updates: the operation that replaces one's fields; None where it is not offered.
        deletes: the operation that deletes one; None where it is not offered.
        editable: the attributes that an update may change.
        sends: the members of an update's body, by their names on the wire, where the service takes fewer than
            it answers and leaves the rest as it is; empty for the whole body.
        creatable: further attributes that a create may give, and no update.
        needed: the attributes that a create must give.
        empties: whether an update can empty a text: for some kinds null and missing mean unchanged.
        columns: what its list shows beside the name, under these headings.
        within: the kind of thing that holds it; None for what the tenant itself holds.
    """

    name: str
    plural: str
    collection: str
    lists: Operation
    gets: Operation | None
    fields: tuple[Field, ...]
    paged: bool = True
    creates: Operation | None = None
    updates: Operation | None = None
    deletes: Operation | None = None
    editable: tuple[str, ...] = ()
    sends: tuple[str, ...] = ()
    creatable: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    empties: bool = True
    columns: tuple[Field, ...] = ()
    within: Kind | None = None

    @property
    def depth(self) -> int:
        """How many ids name one: its own, and those of what holds it."""
        return len(self.lists.places) + 1
