"""What somebody may do on a thing, and why.

Source: the owner may do everything, whatever the list says; denied beats allowed across all of one's
roles, right by right; rights may come from different roles; what nothing allows is not allowed.
Not stated, so decided here: an entry whose trustee is a user or a client counts for that one alone
(the pages know role trustees only), and an entry of an unknown type of access neither allows nor
denies. It is named with the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ocs_tui.access.rows import same_id
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.enums import RIGHT_LABELS, RIGHTS, AccessRight, AccessType, TrusteeType
from ocs_tui.model.text import safe

Names = Callable[[str], str]
"""What an id is called; the id itself where no name is known."""


@dataclass(frozen=True, slots=True)
class Who:
    """A user, a client, or a role for itself, with the roles that count."""

    type: TrusteeType
    id: str
    role_ids: tuple[str, ...] = ()

    @classmethod
    def role(cls, role_id: str) -> Who:
        """Return somebody who is in this role and in no other."""
        return cls(TrusteeType.ROLE, role_id, (role_id,))

    def owns(self, owner: Trustee | None) -> bool:
        """True when this is the owner. A role owns nothing."""
        if owner is None or self.type is TrusteeType.ROLE or not self.id:
            return False
        return owner.type == self.type and same_id(owner.object_id, self.id)

    def is_meant_by(self, trustee: Trustee) -> bool:
        """True when an entry of this trustee counts here."""
        if not trustee.object_id:
            return False
        if trustee.type == TrusteeType.ROLE:
            return any(same_id(trustee.object_id, role_id) for role_id in self.role_ids)
        return trustee.type == self.type and same_id(trustee.object_id, self.id)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one right: the ids of those who allow it and who deny it, and the result."""

    right: AccessRight
    owner: bool
    allowed_by: tuple[str, ...]
    denied_by: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        """Whether it may be done."""
        return self.owner or bool(self.allowed_by and not self.denied_by)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer for all five rights.

    Attributes:
        owner: True for the owner, who may do everything.
        verdicts: one a right, in the order of the matrix.
        unclear: the entries that concern this one and neither allow nor deny as far as is known.
    """

    owner: bool
    verdicts: tuple[Verdict, ...]
    unclear: tuple[AccessControlEntry, ...] = ()

    @property
    def mask(self) -> AccessRight:
        """The rights that are allowed."""
        mask = AccessRight.NONE
        for verdict in self.verdicts:
            if verdict.allowed:
                mask |= verdict.right
        return mask

    def verdict(self, right: AccessRight) -> Verdict:
        """Return the answer for one right."""
        return next(verdict for verdict in self.verdicts if verdict.right == right)


def evaluate(acl: AccessControlList, owner: Trustee | None, who: Who) -> Evaluation:
    """Return what ``who`` may do on a thing of this ACL and owner (None: no owner is known)."""
    mine = [entry for entry in acl.entries if who.is_meant_by(entry.trustee)]
    owns = who.owns(owner)
    verdicts = tuple(
        Verdict(right, owns, _ids(mine, right, AccessType.ALLOWED), _ids(mine, right, AccessType.DENIED))
        for right in RIGHTS
    )
    unclear = tuple(
        entry for entry in mine if entry.access_type not in (AccessType.ALLOWED, AccessType.DENIED)
    )
    return Evaluation(owns, verdicts, unclear)


def _ids(entries: list[AccessControlEntry], right: AccessRight, kind: AccessType) -> tuple[str, ...]:
    found = (entry for entry in entries if entry.access_type == kind and entry.access_rights & right)
    return tuple({entry.trustee.key: entry.trustee.object_id for entry in found}.values())


def explain(evaluation: Evaluation, names: Names) -> list[str]:
    """Say an answer in words, one line a right; ``everything: owner`` for the owner."""
    if evaluation.owner:
        return ["everything: owner"]
    return [explain_right(verdict, names) for verdict in evaluation.verdicts] + [
        f"not known: an entry of {safe(names(entry.trustee.object_id))} has the unknown type of access "
        f"{safe(entry.access_type)}"
        for entry in evaluation.unclear
    ]


def explain_right(verdict: Verdict, names: Names) -> str:
    """Say the answer for one right: ``Write: denied by Contractors, although Operators allows it``."""
    label = RIGHT_LABELS[verdict.right]
    allowing, denying = _listed(verdict.allowed_by, names), _listed(verdict.denied_by, names)
    if verdict.owner:
        return f"{label}: allowed as owner"
    if verdict.denied_by and verdict.allowed_by:
        verb = "allows" if len(verdict.allowed_by) == 1 else "allow"
        return f"{label}: denied by {denying}, although {allowing} {verb} it"
    if verdict.denied_by:
        return f"{label}: denied by {denying}"
    return f"{label}: allowed by {allowing}" if verdict.allowed_by else f"{label}: nothing allows it"


def _listed(ids: tuple[str, ...], names: Names) -> str:
    words = [safe(names(one)) for one in ids]
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
