"""What a kind of thing is: how it is listed, named, shown, guarded and changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from ocs_tui.catalog.operation import Era, Operation
from ocs_tui.catalog.service import IDENTITY, Listing, Service


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a thing.

    Attributes:
        label: the wire's own name, which is what it is called on the screen too.
        attribute: the model's attribute that holds it; the label where the model declares none.
        takes: what it holds: ``text``, ``whole``, ``number``, ``flag``, ``texts``, ``map`` (of texts),
            ``object``, ``objects`` or ``any``. What is edited as JSON is checked against it.
        links: the name of the kind of thing whose id it holds, in the same place; empty for no link.
        words: the names of its numbers.
        names: the texts that a form offers for it, where it is one of a few.
        needed: whether a body without it is refused before it is sent.
    """

    label: str
    attribute: str = ""
    takes: str = "text"
    links: str = ""
    words: type[IntEnum] | None = None
    names: tuple[str, ...] = ()
    needed: bool = False

    def __post_init__(self) -> None:
        if not self.attribute:
            object.__setattr__(self, "attribute", self.label)


@dataclass(frozen=True, slots=True)
class Guard:
    """The operations on an ACL and what belongs to it.

    Attributes:
        get_acl: reads the ACL.
        set_acl: replaces it.
        patch_acl: changes it by JSON Patch; None where that is not offered.
        get_owner: reads the owner; None for a collection, which has none.
        set_owner: replaces the owner; None likewise.
        get_rights: reads one's own rights; None where they cannot be asked for.
    """

    get_acl: Operation
    set_acl: Operation
    patch_acl: Operation | None = None
    get_owner: Operation | None = None
    set_owner: Operation | None = None
    get_rights: Operation | None = None


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
        editable: the attributes that an update may change; empty for all of a thing that is edited as JSON.
        sends: the members of an update's body, by their names on the wire, where the service takes fewer than
            it answers and leaves the rest as it is; empty for the whole body.
        creatable: further attributes that a create may give, and no update.
        needed: the attributes that a create must give.
        empties: whether an update can empty a text: for some kinds null and missing mean unchanged.
        columns: what its list shows beside the name, under these headings.
        within: the kind of thing that holds it; None for what the tenant itself holds.
        service: the service that has it.
        own_listing: how its list is asked for where that is not as the service's others are.
        id_field: the member that holds its id, at a dotted path.
        title_field: the member that holds its name.
        guard: the operations of its ACL, its owner and one's rights; None where it has none of its own.
        collection_guard: the same of its collection, whose ACL is the default of new ones.
        sortable: the fields that its list can be ordered by.
        only: the one service that has it; None where OCS and CONNECT both do.
        same: the codes by which a create says that the same one exists already.
        as_json: whether its bodies have no model of their own, and are told and checked by ``fields``.
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
    service: Service = IDENTITY
    own_listing: Listing | None = None
    id_field: str = "Id"
    title_field: str = "Name"
    guard: Guard | None = None
    collection_guard: Guard | None = None
    sortable: tuple[str, ...] = ()
    only: Era | None = None
    same: tuple[int, ...] = (302,)
    as_json: bool = False

    @property
    def is_json(self) -> bool:
        """Whether one is created and edited as JSON, all of it, and not in a form."""
        return self.as_json and not self.editable

    @property
    def depth(self) -> int:
        """How many ids name one: its own, and those of what holds it."""
        return len(self.lists.places) + 1

    @property
    def with_article(self) -> str:
        """One of it, with its article: ``an identity provider``, ``an OMF connection``."""
        return f"{'an' if self.name[0].casefold() in 'aeio' else 'a'} {self.name}"

    @property
    def listing(self) -> Listing:
        """How its list is asked for."""
        return self.own_listing or self.service.listing

    @property
    def in_namespace(self) -> bool:
        """Whether it lies in a namespace, however deep."""
        holder = self.within
        while holder is not None:
            if not holder.collection:
                return True
            holder = holder.within
        return False
