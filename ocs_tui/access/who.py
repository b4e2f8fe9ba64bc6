"""Who can do what on a thing, and what somebody reaches; each with the reason, and with what is not known.

The lists of users and clients carry everybody's roles, so a tenant of thousands needs no request a user.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ocs_tui.access.directory import KIND_WORDS, Directory, Subject
from ocs_tui.access.evaluate import Evaluation, Names, Who, evaluate, explain_right
from ocs_tui.access.things import Thing
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import RIGHT_LABELS, AccessRight, RoleScope, TrusteeType
from ocs_tui.model.text import fold, safe

GROUPS_UNKNOWN = "Not known: who is in a role through a group or a claim of an identity provider."


@dataclass(frozen=True, slots=True)
class Access:
    """What one user or client may do."""

    subject: Subject
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class WhoCan:
    """The answer to *who can?*

    Attributes:
        everyone: every user and client, by name, those that may do nothing included.
        not_known: what could not be taken into account, a sentence each, safe to show.
    """

    everyone: tuple[Access, ...]
    not_known: tuple[str, ...]

    def may(self, right: AccessRight | None = None, name: str = "") -> tuple[Access, ...]:
        """Return those who may do something; with ``right``, that; with ``name``, of such a name or id."""
        wanted = fold(name)
        return tuple(
            access
            for access in self.everyone
            if access.evaluation.mask & (right or ~0)
            and (wanted in fold(access.subject.name) or wanted in fold(access.subject.who.id))
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody may do on one thing."""

    address: Address
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class Reached:
    """The answer to *what does it reach?*

    Attributes:
        things: each thing on which it may do something, or is denied something, in the order given.
        not_known: what could not be taken into account, a sentence each, safe to show.
    """

    things: tuple[Reach, ...]
    not_known: tuple[str, ...]


def who_can(
    acl: AccessControlList, owner: Trustee | None, directory: Directory, owner_problem: str | None = None
) -> WhoCan:
    """Return what everybody may do on a thing.

    Args:
        acl: its ACL.
        owner: its owner; None when it has none or it could not be read.
        directory: who there is.
        owner_problem: why the owner could not be read.
    """
    subjects = dict(directory.subjects)
    for trustee in (*([owner] if owner else ()), *(entry.trustee for entry in acl.entries)):
        key = (trustee.type, trustee.object_id.casefold())
        if trustee.object_id and isinstance(trustee.type, TrusteeType) and trustee.type != TrusteeType.ROLE:
            unlisted = Subject(Who(trustee.type, trustee.object_id), trustee.object_id, listed=False)
            subjects.setdefault((trustee.type, key[1]), unlisted)
    everyone = [Access(subject, evaluate(acl, owner, subject.who)) for subject in subjects.values()]
    everyone.sort(key=lambda access: (fold(access.subject.name), access.subject.who.id))
    unlisted_names = [access.subject for access in everyone if not access.subject.listed]
    return WhoCan(
        tuple(everyone),
        (
            *([f"Not known: the owner, who may do everything. {owner_problem}"] if owner_problem else ()),
            *(_unlisted_words(subject, directory) for subject in unlisted_names),
            *_about_lists(directory),
            *_about_roles(acl, directory),
            GROUPS_UNKNOWN,
        ),
    )


def reach(who: Who, things: Iterable[Thing], directory: Directory) -> Reached:
    """Return what a user, a client or a role may do on each of many things."""
    found, problems = [], []
    unclear = False
    for thing in things:
        if thing.owner_problem and who.type is not TrusteeType.ROLE:
            problems.append(f"Not known: whether it owns {safe(thing.address)}. {thing.owner_problem}")
        if thing.acl is None and not who.owns(thing.owner):
            problems.append(f"Not known: {safe(thing.address)}. {thing.acl_problem or 'It was not read.'}")
            continue
        evaluation = evaluate(thing.acl or AccessControlList(), thing.owner, who)
        unclear = unclear or bool(evaluation.unclear)
        if evaluation.mask or any(verdict.denied_by for verdict in evaluation.verdicts):
            found.append(Reach(thing.address, evaluation))
    if unclear:
        problems.append("Not known: what entries with an unknown type of access do.")
    if who.type is not TrusteeType.ROLE:
        problems.append(
            "Not known: roles that it has through a group or a claim of an identity provider, "
            "or in the communities of other tenants."
        )
    return Reached(tuple(found), tuple(problems))


def who_is(directory: Directory, kind: TrusteeType, object_id: str) -> Who | None:
    """Return a user, client or role with its roles; None when its roles are not known."""
    if kind is TrusteeType.ROLE:
        return Who.role(object_id)
    subject = directory.subjects.get((kind, object_id.casefold()))
    return subject.who if subject else None


def reasons(evaluation: Evaluation, names: Names) -> list[str]:
    """Say why, rights of one reason together: ``Read, Write: allowed by Operators``.

    Rights that nothing allows and nothing denies are left out.
    """
    if evaluation.owner:
        return ["everything: owner"]
    groups: dict[str, list[str]] = {}
    for verdict in evaluation.verdicts:
        if verdict.allowed_by or verdict.denied_by:
            _, _, reason = explain_right(verdict, names).partition(": ")
            groups.setdefault(reason, []).append(RIGHT_LABELS[verdict.right])
    found = [f"{', '.join(labels)}: {reason}" for reason, labels in groups.items()]
    unclear = (safe(names(entry.trustee.object_id)) for entry in evaluation.unclear)
    return found + [f"not known: an entry of {name} with an unknown type of access" for name in unclear]


def _unlisted_words(subject: Subject, directory: Directory) -> str:
    kind = subject.who.type
    if directory.is_listed(kind):
        return f"{_kind(kind).capitalize()} {safe(subject.who.id)} is in no list of this tenant: gone, or of another."
    return f"Not known: the roles and the name of {_kind(kind)} {safe(subject.who.id)}."


def _about_lists(directory: Directory) -> list[str]:
    found = []
    for kind in KIND_WORDS:
        if not directory.is_listed(kind):
            why = next((sentence for one, sentence in directory.problems if one is kind), "")
            what = "the names of roles" if kind is TrusteeType.ROLE else f"what {_kind(kind)}s may do"
            found.append(f"Not known: {what}, because the {_kind(kind)}s cannot be read. {why}".strip())
    return found


def _about_roles(acl: AccessControlList, directory: Directory) -> list[str]:
    found: dict[str, str] = {}
    for entry in acl.entries:
        role_id = entry.trustee.object_id
        if not entry.is_role or directory.roles is None:
            continue
        role = directory.roles_by_id.get(role_id.casefold())
        if role is None:
            found[role_id.casefold()] = (
                f"Not known: who is in role {safe(role_id)}, which this tenant does not list."
            )
        elif role.role_scope == RoleScope.COMMUNITY:
            found[role_id.casefold()] = (
                f"Not known: who of other tenants is in {safe(role.name)}, the role of a community."
            )
    return list(found.values())


def _kind(kind: TrusteeType) -> str:
    return KIND_WORDS[kind]
