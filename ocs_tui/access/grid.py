"""The whole tenant at once: namespaces by roles, each cell five marks, beside it the owners.

A cell holds all that a list says of a role: every entry of it, a second one of the same type included.
What concerns no role (an entry of a user alone, an unknown type of trustee or access) is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ocs_tui.access.directory import Directory
from ocs_tui.access.things import Thing
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import ALL_RIGHTS, RIGHTS, AccessRight, AccessType

ALLOW_MARKS: dict[AccessRight, str] = dict(zip(RIGHTS, "RWDMS", strict=True))
"""The letter that marks an allowed right: Read, Write, Delete, Manage access, Share."""
DENY_MARK = "✗"
UNSET_MARK = "·"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one ACL says of one role: the bits allowed and the bits denied. Denied beats allowed."""

    allowed: int = 0
    denied: int = 0

    @property
    def marks(self) -> str:
        """Five marks in the order of the matrix: the right's letter, ``✗`` where denied, ``·`` where unset."""
        return "".join(
            DENY_MARK if self.denied & right else ALLOW_MARKS[right] if self.allowed & right else UNSET_MARK
            for right in RIGHTS
        )

    @property
    def unknown_bits(self) -> int:
        """The bits that are none of the five rights."""
        return (self.allowed | self.denied) & ~int(ALL_RIGHTS)


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One namespace, or the root ACL.

    Attributes:
        thing: what was read of it.
        cells: what its ACL says of each role, by folded role id; roles it does not name are absent.
        others: how many of its entries fit no cell.
        owner_gone: True when its owner is gone; None when that cannot be told.
    """

    thing: Thing
    cells: Mapping[str, Cell]
    others: int
    owner_gone: bool | None

    @property
    def address(self) -> Address:
        """Where it lives."""
        return self.thing.address

    @property
    def owner(self) -> Trustee | None:
        """Its owner, where known."""
        return self.thing.owner

    def cell(self, role_id: str) -> Cell | None:
        """Return the cell of a role, empty where the list does not name it; None when it was not read."""
        return None if self.thing.acl is None else self.cells.get(role_id.casefold(), EMPTY)


@dataclass(frozen=True, slots=True)
class Grid:
    """Namespaces by roles.

    Attributes:
        role_ids: the columns: the roles that any of the lists names, in the tenant's order, unlisted last.
        rows: the rows, in the order given.
        root: the row of the root ACL; None when it was not given.
    """

    role_ids: tuple[str, ...]
    rows: tuple[GridRow, ...]
    root: GridRow | None = None

    def differs(self, row: GridRow, role_id: str) -> bool:
        """True when a cell differs from the root ACL's; False where either was not read."""
        if self.root is None:
            return False
        mine, default = row.cell(role_id), self.root.cell(role_id)
        return mine is not None and default is not None and mine != default

    def differing(self, row: GridRow) -> tuple[str, ...]:
        """Return the ids of the roles whose cell differs from the root ACL's."""
        return tuple(role_id for role_id in self.role_ids if self.differs(row, role_id))


def cells_of(acl: AccessControlList) -> tuple[dict[str, Cell], int]:
    """Return what an ACL says of each role, by folded id, and how many entries say something else."""
    cells: dict[str, Cell] = {}
    others = 0
    for entry in acl.entries:
        key, mask = entry.trustee.object_id.casefold(), entry.access_rights
        old = cells.get(key, EMPTY)
        if entry.is_role and entry.access_type == AccessType.ALLOWED:
            cells[key] = Cell(old.allowed | mask, old.denied)
        elif entry.is_role and entry.access_type == AccessType.DENIED:
            cells[key] = Cell(old.allowed, old.denied | mask)
        else:
            others += 1
    return cells, others


def grid(things: Iterable[Thing], root: Thing | None, directory: Directory) -> Grid:
    """Make the grid.

    Args:
        things: the namespaces, in the order of the rows.
        root: the tenant with its root ACL, the default of new namespaces; None to compare with nothing.
        directory: who there is.
    """
    rows = tuple(_row(thing, directory) for thing in things)
    first = None if root is None else _row(root, directory)
    named = dict.fromkeys(key for row in (*([first] if first else ()), *rows) for key in row.cells)
    listed = [role.id for role in directory.roles or () if role.id.casefold() in named]
    there = {role_id.casefold() for role_id in listed}
    return Grid((*listed, *(key for key in named if key not in there)), rows, first)


def _row(thing: Thing, directory: Directory) -> GridRow:
    cells, others = cells_of(thing.acl) if thing.acl else ({}, 0)
    gone = directory.is_gone(thing.owner) if thing.owner else None
    return GridRow(thing, cells, others, gone)
