"""A thing that has an ACL, with all that was read of it: what questions over many things start from."""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address


@dataclass(frozen=True, slots=True)
class Thing:
    """A namespace, or the tenant with its root ACL.

    Attributes:
        address: where it lives.
        acl: its ACL; None when it could not be read, and ``acl_problem`` says why.
        owner: its owner; None when it has none, or it could not be read and ``owner_problem`` says why.
        acl_problem: a sentence; None when the ACL was read.
        owner_problem: a sentence; None when the owner was read, and for what has no owner.
    """

    address: Address
    acl: AccessControlList | None = None
    owner: Trustee | None = None
    acl_problem: str | None = None
    owner_problem: str | None = None
