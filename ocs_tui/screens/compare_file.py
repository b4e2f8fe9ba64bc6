"""A namespace, or the root ACL, beside what a file of ``acl export`` says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from ocs_tui.model.text import safe
from ocs_tui.screens.compare import CannotCompare, Compared, CompareScreen, address_of, called

if TYPE_CHECKING:
    from pathlib import Path

    from ocs_tui.access.file import AccessFile, FileProblem
    from ocs_tui.connection import Connection

LARGEST = 8 * 1024 * 1024
"""Bytes: some ten thousand namespaces. Parsing takes seconds, and memory many times as much."""
READ_WITHIN = 60.0
"""Seconds that reading a file may take: a disk of another machine may hang."""


class CompareFile(CompareScreen):
    """Compares a namespace (an empty id: the root ACL) with a file, owners too. Refreshing reads the file anew.

    Args:
        namespace_id: the namespace.
        path: where the file is.
        file: what it said when it was chosen, as :func:`read` gave it.
    """

    HELP: ClassVar[str] = (
        "What is there beside what a file of acl export says, role by role; ≠ marks what differs. r reads both "
        "anew, d shows the differences alone. ocs-tui acl apply makes it as the file has it."
    )

    def __init__(self, namespace_id: str, path: Path, file: AccessFile) -> None:
        super().__init__(namespace_id, "")
        self._namespace_id, self._path, self._file = namespace_id, path, file

    def sides(self) -> tuple[str, str]:
        """The namespace, and the file."""
        return called(self._namespace_id), safe(self._path.name)

    async def compare(self, connection: Connection, again: bool) -> Compared:
        """Read what is there, and the file where it is wanted again, and compare them.

        Raises:
            CannotCompare: when one of them cannot be read, or the file contradicts itself.
        """
        from ocs_tui.access.compare import compare
        from ocs_tui.access.file import FileProblem, unchecked, wanted

        if again:
            self._file = await read(self._path, self._namespace_id, connection.profile.tenant_id)
        keys = [
            (what, self._namespace_id) for what in ("acl", "owner") if self._namespace_id or what == "acl"
        ]
        await connection.load_missing([("roles",), ("users",), ("clients",), *keys], again=again)
        directory = connection.directory()
        try:
            (says,) = wanted(self._file, directory)
        except FileProblem as problem:
            raise CannotCompare(in_one_sentence(problem, self._path)) from None
        thing = connection.thing(address_of(self._namespace_id))
        notes = unchecked(self._file, directory)
        lists = owners = None
        if says.entries is None:
            notes.append("The file says nothing of the ACL.")
        elif thing.acl is None:
            raise CannotCompare(thing.acl_problem or "The ACL could not be read.")
        else:
            lists = compare(thing.acl, says.acl(thing.acl))
        if says.owner is not None and thing.owner_problem is not None:
            notes.append(f"The owner is not compared. {thing.owner_problem}")
        elif says.owner is not None:
            owners = (thing.owner, says.owner)
        elif self._namespace_id:
            notes.append("The file says nothing of the owner.")
        return Compared(lists, owners, tuple(notes))


async def read(path: Path, namespace_id: str, tenant_id: str) -> AccessFile:
    """Read what a file says of one namespace (an empty id: of the root ACL), away from the event loop.

    Returns:
        The file with that thing alone: names that fit no id elsewhere in it are no matter here.

    Raises:
        CannotCompare: when the file cannot be read, is no such file, is another tenant's, or does not hold
            the thing.
    """
    from ocs_tui.access.file import FileProblem
    from ocs_tui.access.rows import same_id
    from ocs_tui.settings.access_file import read_access_file
    from ocs_tui.settings.deadline import within
    from ocs_tui.settings.errors import SettingsError

    try:
        file = await within(READ_WITHIN, lambda: read_access_file(path, LARGEST))
    except TimeoutError:
        raise CannotCompare(f"{safe(path)} was not read within {READ_WITHIN:.0f} s.") from None
    except SettingsError as error:
        raise CannotCompare(error.sentence) from None
    except FileProblem as problem:
        raise CannotCompare(in_one_sentence(problem, path)) from None
    if not same_id(file.tenant_id, tenant_id):
        tenant = f"{safe(file.tenant_name or file.tenant_id, 80)} ({safe(file.tenant_id, 80)})"
        raise CannotCompare(f"{safe(path.name)} is of another tenant, {tenant}: its ids mean nothing here.")
    things = tuple(thing for thing in file.things if thing.address == address_of(namespace_id))
    if not things:
        others = "1 other stands" if len(file.things) == 1 else f"{len(file.things):,} others stand"
        raise CannotCompare(f"{safe(path.name)} does not hold {called(namespace_id)}: {others} in it.")
    return replace(file, things=things)


def in_one_sentence(problem: FileProblem, path: Path) -> str:
    """Say the first thing that is wrong in a file, and how much else is."""
    first, *others = problem.sentences
    more = f" ({len(others)} more are wrong in it.)" if others else ""
    return f"{safe(path.name)}: {first}{more}"
