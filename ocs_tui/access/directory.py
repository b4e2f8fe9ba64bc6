"""Who there is in a tenant: its roles, users and clients as listed, and what could not be listed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ocs_tui.access.evaluate import Who
from ocs_tui.access.rows import same_id
from ocs_tui.model.access import Trustee
from ocs_tui.model.enums import TrusteeType
from ocs_tui.model.identity import Client, Role, User
from ocs_tui.model.text import safe

KIND_WORDS: dict[TrusteeType, str] = {
    TrusteeType.ROLE: "role",
    TrusteeType.USER: "user",
    TrusteeType.CLIENT: "client",
}
_SHOWN = 8


class NoSuchOne(ValueError):
    """A name or id that fits nobody, or more than one; its text is a sentence, safe to show."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A user or a client.

    Attributes:
        who: type, id and roles, as the evaluator wants it.
        name: what it is called, as it came; its id where no name is known.
        listed: False for one that an owner or an entry names and no list holds: its roles are not known.
        enabled: False for a client that is switched off: it gets no token.
    """

    who: Who
    name: str
    listed: bool = True
    enabled: bool = True


@dataclass(frozen=True)
class Directory:
    """The lists of a tenant; one that could not be read is None.

    Attributes:
        tenant_id: the tenant's id.
        roles: its roles.
        users: its users.
        clients: its client-credential clients.
        problems: why a list could not be read, as a sentence, by type.
    """

    tenant_id: str
    roles: tuple[Role, ...] | None = None
    users: tuple[User, ...] | None = None
    clients: tuple[Client, ...] | None = None
    problems: tuple[tuple[TrusteeType, str], ...] = ()

    @cached_property
    def subjects(self) -> dict[tuple[TrusteeType, str], Subject]:
        """Every user and client that is listed, by type and folded id, in the order of the lists."""
        found = {}
        for user in self.users or ():
            who = Who(TrusteeType.USER, user.id, user.role_ids)
            found[TrusteeType.USER, user.id.casefold()] = Subject(who, user.label)
        for client in self.clients or ():
            who = Who(TrusteeType.CLIENT, client.id, client.role_ids)
            found[TrusteeType.CLIENT, client.id.casefold()] = Subject(
                who, client.label, enabled=client.enabled
            )
        return found

    @cached_property
    def roles_by_id(self) -> dict[str, Role]:
        """Every role that is listed, by folded id."""
        return {role.id.casefold(): role for role in self.roles or ()}

    def is_listed(self, kind: TrusteeType) -> bool:
        """True when the list of that type could be read."""
        lists = {
            TrusteeType.ROLE: self.roles,
            TrusteeType.USER: self.users,
            TrusteeType.CLIENT: self.clients,
        }
        return lists[kind] is not None

    def name(self, kind: object, object_id: str) -> str | None:
        """Return what one is called, as it came; None where that is not known."""
        if kind == TrusteeType.ROLE:
            role = self.roles_by_id.get(object_id.casefold())
            return role.name or None if role else None
        if isinstance(kind, TrusteeType):
            subject = self.subjects.get((kind, object_id.casefold()))
            return subject.name if subject and not same_id(subject.name, object_id) else None
        return None

    def names(self, object_id: str) -> str:
        """Return what an id is called, whatever it is of; the id itself where no name is known."""
        found = (self.name(kind, object_id) for kind in KIND_WORDS)
        return next((name for name in found if name), object_id)

    def is_gone(self, owner: Trustee) -> bool | None:
        """True for an owner that the tenant does not list any more; None when that cannot be told.

        It cannot for a list that could not be read, nor for somebody of another tenant.
        """
        kind = owner.type
        if not isinstance(kind, TrusteeType) or kind is TrusteeType.ROLE or not self.is_listed(kind):
            return None
        if owner.tenant_id and not same_id(owner.tenant_id, self.tenant_id):
            return None
        return (kind, owner.object_id.casefold()) not in self.subjects

    def find(self, kind: TrusteeType, text: str) -> str:
        """Return the id of the one that ``text`` means: an id, a name, or a user's e-mail address.

        Letter case does not count. A GUID that no list holds is taken as it is: roles of other tenants
        and those that are gone stand in lists of access too.

        Raises:
            NoSuchOne: when it fits nobody, or more than one; the sentence lists those.
        """
        fits = [
            (object_id, name)
            for object_id, names in self._called(kind)
            for name in names
            if same_id(object_id, text) or name.casefold() == text.casefold()
        ]
        ids: dict[str, tuple[str, str]] = {}
        for object_id, name in fits:
            ids.setdefault(object_id.casefold(), (object_id, name))
        if same := ids.get(text.casefold()):
            return same[0]
        if len(ids) == 1:
            return fits[0][0]
        word = KIND_WORDS[kind]
        if ids:
            listed = ", ".join(f"{safe(object_id)} ({safe(name)})" for object_id, name in ids.values())
            raise NoSuchOne(f"{safe(text)!r} fits more than one {word}: {listed}. Write the id.")
        if _is_guid(text):
            return text
        if not self.is_listed(kind):
            raise NoSuchOne(f"The {word}s cannot be read, so {safe(text)!r} cannot be found: write an id.")
        close = _close(text, [name for _, names in self._called(kind) for name in names])
        raise NoSuchOne(f"There is no {word} {safe(text)!r}.{close}")

    def _called(self, kind: TrusteeType) -> Iterator[tuple[str, list[str]]]:
        """Each one of a type with what it goes by; names as they are shown, since those are typed."""
        if kind is TrusteeType.ROLE:
            yield from ((role.id, [safe(role.name)]) for role in self.roles or ())
        elif kind is TrusteeType.USER:
            for user in self.users or ():
                yield user.id, [safe(user.label), *({safe(user.address)} - {"", safe(user.label)})]
        else:
            yield from ((client.id, [safe(client.label)]) for client in self.clients or ())


def _is_guid(text: str) -> bool:
    try:
        return len(text) == 36 and bool(uuid.UUID(text))
    except ValueError:
        return False


def _close(text: str, names: list[str]) -> str:
    import difflib

    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(text.casefold(), folded, n=_SHOWN, cutoff=0.7)
    close = close or [key for key in folded if text.casefold() in key][:_SHOWN]
    return f" Close to it: {', '.join(folded[key] for key in close)}." if close else ""
