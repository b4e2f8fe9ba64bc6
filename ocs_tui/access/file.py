"""ACLs and owners as a file that people read and that lives in git: what it holds, and what it wants.

A name stands beside each id. The ids decide; a name that no longer fits its id is an error, since one of
the two is not what its writer meant. ``by_name`` turns that round, for the file of another tenant.

A thing's ``acl`` and ``owner`` are each replaced whole; what the file leaves out is untouched, fields of
the list besides its entries are too. The order of entries has no effect: a list keeps its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.access.diff import same_entry, same_owner, slots_of
from ocs_tui.access.directory import KIND_WORDS, Directory, NoSuchOne
from ocs_tui.access.rows import same_id
from ocs_tui.model.access import AccessControlEntry, AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessType, TrusteeType
from ocs_tui.model.text import safe

VERSION = "1"
"""The version of the file's form."""

SECTIONS = {AccessType.ALLOWED: "allow", AccessType.DENIED: "deny"}
"""What an entry's rights are called, by its type."""


class FileProblem(ValueError):
    """What is wrong in a file: ``sentences``, each safe to show and with its line."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True)
class Named:
    """Who an entry or an owner is in the file: a name, an id, or both.

    ``tenant_id`` is given where the trustee has one that must be kept.
    """

    kind: TrusteeType
    name: str | None
    id: str | None
    line: int
    tenant_id: str | None = None


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One entry in the file."""

    who: Named
    access_type: AccessType
    mask: int


@dataclass(frozen=True, slots=True)
class WireEntry:
    """An entry that people have no words for, as the service has it."""

    entry: AccessControlEntry
    line: int


@dataclass(frozen=True, slots=True)
class FileThing:
    """What the file says of one thing; ``entries`` or ``owner`` is None where it says nothing of them."""

    address: Address
    line: int
    entries: tuple[FileEntry | WireEntry, ...] | None
    owner: Named | None


@dataclass(frozen=True, slots=True)
class AccessFile:
    """A file: the tenant it was made from, and its things."""

    tenant_id: str
    tenant_name: str
    things: tuple[FileThing, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the file wants of one thing, with the ids of this tenant."""

    address: Address
    entries: tuple[AccessControlEntry, ...] | None
    owner: Trustee | None

    def acl(self, now: AccessControlList) -> AccessControlList:
        """Return the list that shall be: ``now`` itself when it says the same already.

        Entries that stay keep their place and their form; new ones follow in the file's order.
        """
        if self.entries is None:
            return now
        there, wanted = slots_of(now), slots_of(now.with_entries(self.entries))
        kept = [
            entry if same_entry(entry, wanted[key]) else wanted[key]
            for key, entry in there.items()
            if key in wanted
        ]
        entries = (*kept, *(entry for key, entry in wanted.items() if key not in there))
        unchanged = len(entries) == len(now.entries) and all(map(_is, entries, now.entries))
        return now if unchanged else now.with_entries(entries)

    def owner_after(self, now: Trustee) -> Trustee:
        """Return the owner that shall be: ``now`` itself when it is the one already."""
        return now if self.owner is None or same_owner(now, self.owner) else self.owner


def wanted(file: AccessFile, directory: Directory, *, by_name: bool = False) -> tuple[Wanted, ...]:
    """Return what a file wants of this tenant.

    Args:
        file: the file.
        directory: who there is in this tenant.
        by_name: let the names decide, and take no notice of ids.

    Raises:
        FileProblem: with everything that is wrong, when a name does not fit its id, or means nobody or
            more than one, or the file is another tenant's.
    """
    if not by_name and not same_id(file.tenant_id, directory.tenant_id):
        raise FileProblem(
            f"The file is of another tenant, {safe(file.tenant_name or file.tenant_id)} "
            f"({safe(file.tenant_id)}): its ids mean nothing here. Use --by-name to let the names decide."
        )
    problems: list[str] = []
    found = tuple(_wanted(thing, directory, by_name, problems) for thing in file.things)
    if problems:
        raise FileProblem(*problems)
    return found


def unchecked(file: AccessFile, directory: Directory) -> list[str]:
    """Say which names could not be compared with their ids, because a list cannot be read."""
    kinds = {
        who.kind
        for thing in file.things
        for who in (thing.owner, *(one.who for one in thing.entries or () if isinstance(one, FileEntry)))
        if who is not None and who.name is not None and who.id is not None
    }
    return [
        f"The {KIND_WORDS[kind]}s cannot be read: their ids are taken as they are, the names are not checked."
        for kind in KIND_WORDS
        if kind in kinds and not directory.is_listed(kind)
    ]


def _is(one: object, other: object) -> bool:
    return one is other


def _wanted(thing: FileThing, directory: Directory, by_name: bool, problems: list[str]) -> Wanted:
    def resolve(who: Named) -> str:
        try:
            return _id_of(who, directory, by_name)
        except NoSuchOne as error:
            problems.append(f"line {who.line} ({safe(thing.address)}): {error}")
            return ""

    entries: list[AccessControlEntry] = []
    for one in thing.entries or ():
        if isinstance(one, FileEntry):
            entries.append(_entry(one, resolve(one.who), keep_tenant=not by_name))
        elif by_name:
            problems.append(
                f"line {one.line} ({safe(thing.address)}): an entry as the service has it names ids of "
                "another tenant: take it out, or write it in words."
            )
        else:
            entries.append(one.entry)
    owner = None
    if thing.owner is not None:
        tenant_id = (None if by_name else thing.owner.tenant_id) or directory.tenant_id
        owner = Trustee(type=thing.owner.kind, object_id=resolve(thing.owner), tenant_id=tenant_id)
    return Wanted(thing.address, None if thing.entries is None else tuple(entries), owner)


def _entry(one: FileEntry, object_id: str, *, keep_tenant: bool) -> AccessControlEntry:
    trustee = Trustee(type=one.who.kind, object_id=object_id)
    if one.who.tenant_id and keep_tenant:
        trustee = trustee.changed(tenant_id=one.who.tenant_id)
    if one.access_type is AccessType.ALLOWED:  # the default, left out as the service leaves it out
        return AccessControlEntry(trustee=trustee, access_rights=one.mask)
    return AccessControlEntry(trustee=trustee, access_type=one.access_type, access_rights=one.mask)


def _id_of(who: Named, directory: Directory, by_name: bool) -> str:
    """Return the id that counts in this tenant.

    Raises:
        NoSuchOne: when name and id do not fit each other, or a name fits nobody or more than one.
    """
    word = KIND_WORDS[who.kind]
    if by_name or who.id is None:
        if who.name is None:
            raise NoSuchOne(f"this {word} has no name: write one, or take the entry out.")
        return directory.find(who.kind, who.name)
    if who.name is None or not directory.is_listed(who.kind):
        return who.id
    elsewhere = who.tenant_id is not None and not same_id(who.tenant_id, directory.tenant_id)
    now = directory.name(who.kind, who.id)
    if now is not None and safe(now) == safe(who.name):
        return who.id
    if now is None and elsewhere:  # nobody here can know what another tenant calls it
        return who.id
    if now is None and same_id(who.name, who.id):
        return who.id
    told = f"is {safe(now)!r} here" if now is not None else f"is no {word} that this tenant lists"
    raise NoSuchOne(
        f"{word} {safe(who.id)} {told}, and the file calls it {safe(who.name)!r}: correct the name or the id."
    )
