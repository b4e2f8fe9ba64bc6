"""A Change: what shall be set, created, deleted or done, said before anything is written.

No secret is ever part of one: bodies are those of ACLs, owners and namespaces, and an act has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ocs_tui.model.address import Address
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.text import safe
from ocs_tui.model.wire import Wire


class Aspect(Enum):
    """What of a thing is set."""

    ACL = "ACL"
    OWNER = "owner"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class SetChange:
    """Set something of a thing: what it was when it was read for editing, and what it shall be.

    ``before`` and ``after`` are an AccessControlList, a Trustee or a Namespace, as ``aspect`` says.
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
            return f"Change {safe(self.address)}"
        return f"Set the {self.aspect.value} of {safe(self.address)}"

    @property
    def can_be_undone(self) -> str:
        """Whether it can be taken back, as a sentence."""
        return "It can be taken back: what it was is set again."


@dataclass(frozen=True, slots=True)
class CreateNamespace:
    """Create a namespace. ``after`` holds what the request shall say of it."""

    address: Address
    after: Namespace

    @property
    def title(self) -> str:
        """The change in one line."""
        return f"Create {safe(self.address)}"

    @property
    def can_be_undone(self) -> str:
        """Whether it can be taken back, as a sentence."""
        return "It can be taken back by deleting the namespace, which asks for its id."


@dataclass(frozen=True, slots=True)
class DeleteNamespace:
    """Delete a namespace. ``before`` is what was known of it."""

    address: Address
    before: Namespace

    @property
    def title(self) -> str:
        """The change in one line."""
        return f"Delete {safe(self.address)}"

    @property
    def can_be_undone(self) -> str:
        """Whether it can be taken back, as a sentence."""
        return "It can be taken back only in part: created again, the namespace is empty."


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


Change = SetChange | CreateNamespace | DeleteNamespace
"""The Changes that say all of their request: ``apply`` makes them."""

AnyChange = Change | ActChange
"""All four: what the journal records. Whoever knows an act's request makes it with ``perform``."""
