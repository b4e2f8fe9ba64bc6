"""A Change: what shall be set, created, deleted or done, said before anything is written.

No secret is ever part of one: no body that is created or changed holds one, and an act has no body.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import NAMESPACE, kind_at
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.model.wire import Wire


class Aspect(Enum):
    """What of a thing is set."""

    ACL = "ACL"
    OWNER = "owner"
    FIELDS = "fields"
    METADATA = "metadata"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class SetChange:
    """Set something of a thing: what it was when it was read for editing, and what it shall be.

    ``before`` and ``after`` are an AccessControlList, a Trustee, a stream's Metadata or Tags, or the thing itself,
    as ``aspect`` says.
    The tenant's ACL is the root ACL; it has no owner and no fields to set.
    """

    address: Address
    aspect: Aspect
    before: Wire
    after: Wire

    @property
    def title(self) -> str:
        """The change in one line."""
        if self.address.is_tenant:
            return "Set the root ACL"
        if self.aspect is Aspect.FIELDS:
            return f"Change {name_of(kind_at(self.address), self.address, self.before)}"
        default = "default " if self.address.is_collection else ""
        return f"Set the {default}{self.aspect.value} of {safe(self.address)}"

    @property
    def can_be_undone(self) -> str:
        """Whether it can be taken back, as a sentence."""
        return "It can be taken back: what it was is set again."


@dataclass(frozen=True, slots=True)
class Create:
    """Create a thing of a kind. ``after`` holds what the request shall say of it.

    ``address`` is the thing's own; that of its collection (``/roles``) where the service makes the id. ``edit``
    tells the edit that it comes from among others of its kind: the next one may begin while it is written.
    """

    address: Address
    after: Wire
    kind: Kind = NAMESPACE
    edit: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        """The change in one line; of a namespace too it says of what kind the new thing is."""
        what = "the namespace " if self.kind is NAMESPACE else ""
        return f"Create {what}{name_of(self.kind, self.address, self.after)}"

    @property
    def can_be_undone(self) -> str:
        """Whether it can be taken back, as a sentence."""
        if self.kind is NAMESPACE:
            return "It can be taken back by deleting the namespace, which asks for its id."
        if self.kind.deletes is None:
            return "It cannot be taken back."
        return f"It can be taken back by deleting the {self.kind.name}, which asks for its name."


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a thing. ``before`` is what was known of it."""

    address: Address
    before: Wire

    @property
    def kind(self) -> Kind:
        """The kind of the thing."""
        return kind_at(self.address)

    @property
    def title(self) -> str:
        """The change in one line."""
        return f"Delete {name_of(self.kind, self.address, self.before)}"

    @property
    def can_be_undone(self) -> str:
        """Whether it can be taken back, as a sentence."""
        if self.kind is NAMESPACE:
            return "It can be taken back only in part: created again, the namespace is empty."
        if self.kind.creates is None:
            return "It cannot be taken back."
        return f"It can be taken back only in part: {what_comes_back(self.kind)}."


WHAT_COMES_BACK = {
    "role": "created again, the role has a new id, and nobody is in it",
    "client": "created again, the client has another secret",
    "user": "created again, the user has to be invited again",
    "stream": "created again, the stream has no data, no metadata and no tags, and the access of new ones",
}
"""What is not as it was when a deleted thing is created again."""


def what_comes_back(kind: Kind) -> str:
    """Return what is not as it was when a deleted thing of a kind is created again."""
    if kind.in_namespace:
        return WHAT_COMES_BACK.get(kind.name, f"created again, the {kind.name} has the access of new ones")
    return WHAT_COMES_BACK.get(kind.name, "it has a new id")


def name_of(kind: Kind, address: Address, body: Wire) -> str:
    """Return what a sentence calls a thing, safe to show: ``boiler``, ``the role Shift Leads``."""
    if kind is NAMESPACE:
        return safe(address)
    if address.in_namespace and address.is_collection and not getattr(body, "label", ""):
        return f"a {kind.name} in {safe(address.namespace_id)}"
    label = getattr(body, "label", "") or (address.ids[-1] if address.ids else "")
    return f"the {kind.name} {safe(label, 80)}".rstrip()


@dataclass(frozen=True, slots=True)
class ActChange:
    """Do something that is neither set, created nor deleted: a secret added, an invitation sent.

    ``what`` says it in a few words, without its content: ``Add a secret to the client Pump Gateway``.
    """

    address: Address
    what: str

    @property
    def title(self) -> str:
        """The change in one line."""
        return safe(self.what)

    @property
    def can_be_undone(self) -> str:
        """Whether it can be taken back, as a sentence."""
        return "It cannot be taken back."


Change = SetChange | Create | Delete
"""The Changes that say all of their request: ``apply`` makes them."""

AnyChange = Change | ActChange
"""All four: what the journal records. Whoever knows an act's request makes it with ``perform``."""
