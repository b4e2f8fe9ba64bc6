"""Who gains and who loses what by a change of ACL or owner, by name, through their roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ocs_tui.access.evaluate import Names, Verdict, Who, evaluate
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.enums import AccessRight, AccessType, TrusteeType, right_words
from ocs_tui.model.identity import Client, User
from ocs_tui.model.text import safe


@dataclass(frozen=True, slots=True)
class Standing:
    """The ACL and the owner of a thing; ``owner`` is None where it has none, or it is not known."""

    acl: AccessControlList
    owner: Trustee | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """Rights that are gained or lost for one reason.

    Attributes:
        verb: which of the two.
        rights: the rights.
        reason: why, as a clause, safe to show: ``through Operators``, ``denied by Contractors``.
    """

    verb: Literal["gains", "loses"]
    rights: AccessRight
    reason: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one user or client."""

    type: TrusteeType
    id: str
    name: str
    shifts: tuple[Shift, ...]

    @property
    def gained(self) -> AccessRight:
        """The rights it has afterwards and had not before."""
        return self._rights("gains")

    @property
    def lost(self) -> AccessRight:
        """The rights it had before and has not afterwards."""
        return self._rights("loses")

    def _rights(self, verb: str) -> AccessRight:
        mask = AccessRight.NONE
        for shift in self.shifts:
            if shift.verb == verb:
                mask |= shift.rights
        return mask


@dataclass(frozen=True, slots=True)
class Gains:
    """What a change does to everybody.

    Attributes:
        effects: those to whom it does something, users first, in the order of the lists.
        unknown: what cannot be told, one sentence each.
    """

    effects: tuple[Effect, ...]
    unknown: tuple[str, ...] = ()


def gains(
    before: Standing,
    after: Standing,
    *,
    users: Sequence[User] | None,
    clients: Sequence[Client] | None,
    names: Names,
) -> Gains:
    """Return who gains and who loses what.

    Args:
        before: the thing as it is.
        after: the thing as it shall be.
        users: the tenant's users; None when they could not be read.
        clients: the tenant's clients; None when they could not be read.
        names: what the id of a role is called.
    """
    counted = _Evaluator(before, after, names)
    people = [(TrusteeType.USER, one.id, one.label, one.role_ids) for one in users or ()]
    people += [(TrusteeType.CLIENT, one.id, one.label, one.role_ids) for one in clients or ()]
    effects = []
    for kind, object_id, label, role_ids in people:
        shifts = counted.shifts(Who(kind, object_id, role_ids))
        if shifts:
            effects.append(Effect(kind, object_id, safe(label or object_id), shifts))
    return Gains(tuple(effects), tuple(_unknown(before, after, users, clients)))


def gain_lines(found: Gains, limit: int = 5) -> list[str]:
    """Say it in lines, what is alike together: ``Ada and 2 more users gain Write, through Operators``.

    Args:
        found: what :func:`gains` gave.
        limit: how many are named before they are counted.
    """
    alike: dict[Shift, list[Effect]] = {}
    for effect in found.effects:
        for shift in effect.shifts:
            alike.setdefault(shift, []).append(effect)
    lines = []
    for shift, effects in sorted(alike.items(), key=lambda item: item[0].verb, reverse=True):
        verb = shift.verb if len(effects) == 1 else shift.verb.removesuffix("s")
        lines.append(f"{_people(effects, limit)} {verb} {right_words(shift.rights)}, {shift.reason}.")
    return [*lines, *found.unknown]


class _Evaluator:
    """Evaluates each set of roles once: a tenant has thousands of users and few such sets."""

    def __init__(self, before: Standing, after: Standing, names: Names) -> None:
        self._before, self._after, self._names = before, after, names
        trustees = [entry.trustee for standing in (before, after) for entry in standing.acl.entries]
        self._roles = {one.object_id.casefold() for one in trustees if one.type == TrusteeType.ROLE}
        owners = (standing.owner for standing in (before, after) if standing.owner is not None)
        self._single = {one.key for one in (*trustees, *owners) if one.type != TrusteeType.ROLE}
        self._known: dict[frozenset[str], tuple[Shift, ...]] = {}

    def shifts(self, who: Who) -> tuple[Shift, ...]:
        if (who.type, who.id.casefold()) in self._single:
            return self._evaluated(who)
        key = frozenset(role_id.casefold() for role_id in who.role_ids) & self._roles
        if key not in self._known:
            self._known[key] = self._evaluated(who)
        return self._known[key]

    def _evaluated(self, who: Who) -> tuple[Shift, ...]:
        old = evaluate(self._before.acl, self._before.owner, who)
        new = evaluate(self._after.acl, self._after.owner, who)
        rights: dict[tuple[Literal["gains", "loses"], str], AccessRight] = {}
        for was, now in zip(old.verdicts, new.verdicts, strict=True):
            if was.allowed != now.allowed:
                verb: Literal["gains", "loses"] = "gains" if now.allowed else "loses"
                key = (verb, self._reason(was, now))
                rights[key] = rights.get(key, AccessRight.NONE) | now.right
        return tuple(Shift(verb, mask, reason) for (verb, reason), mask in rights.items())

    def _reason(self, was: Verdict, now: Verdict) -> str:
        if now.owner:
            return "as the owner"
        if was.owner:
            return "no longer the owner"
        if now.denied_by:
            return f"denied by {self._listed(now.denied_by)}"
        if not now.allowed_by:
            allows = "allows" if len(was.allowed_by) == 1 else "allow"
            return f"{self._listed(was.allowed_by)} no longer {allows} it"
        through = f"through {self._listed(now.allowed_by)}"
        return f"{through}, no longer denied by {self._listed(was.denied_by)}" if was.denied_by else through

    def _listed(self, ids: tuple[str, ...]) -> str:
        return " and ".join(safe(self._names(one), 60) for one in ids)


def _unknown(
    before: Standing,
    after: Standing,
    users: Sequence[User] | None,
    clients: Sequence[Client] | None,
) -> Iterator[str]:
    missing = [word for word, some in (("users", users), ("clients", clients)) if some is None]
    if missing:
        yield f"Which {' and '.join(missing)} gain or lose access is not known: they could not be read."
    entries = [entry for standing in (before, after) for entry in standing.acl.entries]
    if any(entry.access_type not in (AccessType.ALLOWED, AccessType.DENIED) for entry in entries):
        yield "What entries of an unknown type of access do is not known."
    if any(entry.is_role for entry in entries) and before.acl != after.acl:
        yield "Members through an identity provider's groups or claims are not listed and not counted."


def _people(effects: Sequence[Effect], limit: int) -> str:
    named = [_name(effect) for effect in effects[:limit]]
    rest = effects[limit:]
    if rest:
        users = sum(effect.type is TrusteeType.USER for effect in rest)
        counted = [(users, "user"), (len(rest) - users, "client")]
        named += [f"{count} more {word}{'s' * (count > 1)}" for count, word in counted if count]
    return " and ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)


def _name(effect: Effect) -> str:
    return effect.name if effect.type is TrusteeType.USER else f"client {effect.name}"
