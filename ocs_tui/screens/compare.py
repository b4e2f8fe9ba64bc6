"""Two ACLs side by side: two namespaces', or one with the root ACL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ocs_tui.model.address import Address
from ocs_tui.model.enums import right_words
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.base import Base
from ocs_tui.widgets.field_list import FieldList, Line, heading, note
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.access.compare import Comparison, Side
    from ocs_tui.connection import Connection
    from ocs_tui.model.access import Trustee


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared.

    Attributes:
        lists: the two ACLs; None where one side says nothing of its ACL.
        owners: the owners of both sides; None where they are not compared.
        notes: what else there is to say, a sentence each.
    """

    lists: Comparison | None = None
    owners: tuple[Trustee | None, Trustee | None] | None = None
    notes: tuple[str, ...] = ()


class CompareScreen(Base):
    """Compares; an empty id is the root ACL."""

    CSS_PATH = stylesheet("compare")
    HELP = "Two ACLs side by side, role by role; ≠ marks what differs. d shows the differences alone."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "differences", "Differences only", id="compare.differences"),
        Binding("r", "again", "Refresh", id="compare.again"),
        Binding("y", "copy", "Copy id", show=False, id="compare.copy"),
        Binding("escape,backspace", "back", "Back", id="compare.back"),
    ]

    def __init__(self, left: str, right: str) -> None:
        super().__init__()
        self._ids = (left, right)
        self._only_differences = False
        self._compared: Compared | None = None
        self._fields = FieldList(id="compare-lines")

    def sides(self) -> tuple[str, str]:
        """Return what the two sides are called, safe to show."""
        left, right = (called(one) for one in self._ids)
        return left, right

    async def compare(self, connection: Connection, again: bool) -> Compared:
        """Read both sides and compare them.

        Raises:
            CannotCompare: when one of them cannot be read.
        """
        from ocs_tui.access.compare import compare

        await connection.load_missing([("roles",), *(("acl", one) for one in self._ids)], again=again)
        things = [connection.thing(address_of(one)) for one in self._ids]
        left, right = (thing.acl for thing in things)
        if left is None or right is None:
            problems = (thing.acl_problem for thing in things)
            raise CannotCompare(next((one for one in problems if one), "It could not be read."))
        return Compared(compare(left, right), notes=default_words(*self._ids))

    def compose(self) -> ComposeResult:
        """A line for each role, and below it what each side says."""
        yield Static("  and  ".join(self.sides()), classes="compare-title", markup=False)
        yield self._fields
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read both."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self._fields)
        self._read(again=False)

    @work(group="compare", exclusive=True, exit_on_error=False)
    async def _read(self, again: bool) -> None:
        connection = self.ocs.connection
        if connection is None:
            return
        try:
            self._compared = await self.compare(connection, again)
        except CannotCompare as problem:
            self.fail(problem.sentence)
            return
        self.query_one(ErrorLine).dismiss()
        self._show(connection)

    def _show(self, connection: Connection) -> None:
        if self._compared is None:
            return
        found = self._compared
        lines = [heading(text) for text in _verdict(found)]
        lines += [*(note(text, "changed") for text in found.notes), Line()]
        if found.owners is not None:
            lines += self._owner_lines(connection, found.owners)
        if found.lists is not None:
            shown = found.lists.differing if self._only_differences else found.lists.lines
            for line in shown:
                name = connection.trustee_name(line.trustee) or "no id"
                both = (_words(line.left), _words(line.right))
                lines += self._lines(name, line.trustee.object_id, both, same=line.same)
        self._fields.show(lines)

    def _owner_lines(
        self, connection: Connection, owners: tuple[Trustee | None, Trustee | None]
    ) -> list[Line]:
        same = _same_owner(*owners)
        if same and self._only_differences:
            return []
        names = [connection.trustee_name(one) if one is not None else "no owner" for one in owners]
        return self._lines("Owner", owners[0].object_id if owners[0] else "", (names[0], names[1]), same=same)

    def _lines(self, name: str, copy: str, both: tuple[str, str], *, same: bool) -> list[Line]:
        first = Line(
            value=f"{'  ' if same else '≠ '}{name}", copy=copy or None, tint="" if same else "changed"
        )
        if same:
            return [first, note(f"    both: {both[0]}")]
        left, right = self.sides()
        return [first, note(f"    {left}: {both[0]}"), note(f"    {right}: {both[1]}")]

    def action_differences(self) -> None:
        """Show the differences alone, or everything again."""
        self._only_differences = not self._only_differences
        if self.ocs.connection is not None:
            self._show(self.ocs.connection)

    def action_again(self) -> None:
        """Read anew."""
        self._read(again=True)

    def action_copy(self) -> None:
        """Copy the id under the cursor."""
        self.copy(self._fields.copy_text())

    def action_back(self) -> None:
        """Dismiss the error, or leave."""
        if not self.query_one(ErrorLine).dismiss():
            self.dismiss(None)


class CannotCompare(Exception):
    """One of the sides cannot be read; ``sentence`` says why, safe to show."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def address_of(place: str) -> Address:
    """Return the address of a place; the tenant's for an empty one."""
    return Address.at_place(place)


def called(place: str) -> str:
    """Return what a side is called, safe to show."""
    return safe(place) or "the root ACL"


def _verdict(found: Compared) -> list[str]:
    """Say in a line each whether the lists and the owners differ."""
    owner_differs = found.owners is not None and not _same_owner(*found.owners)
    if found.lists is None:
        return ["The owner differs." if owner_differs else "The same."] if found.owners else []
    if found.lists.same and not owner_differs:
        return ["The same."]
    owner = " The owner differs." if owner_differs else ""
    return [f"{len(found.lists.differing)} of {len(found.lists.lines)} differ.{owner}"]


def _same_owner(one: Trustee | None, other: Trustee | None) -> bool:
    from ocs_tui.access.diff import same_owner

    return one is other if one is None or other is None else same_owner(one, other)


def _words(side: Side) -> str:
    if not side.entries:
        return "no entry"
    parts = [f"Allow {right_words(side.allowed)}"] if side.allowed else []
    parts += [f"Deny {right_words(side.denied)}"] if side.denied else []
    return "; ".join(parts) or "no rights"


def default_words(*places: str) -> tuple[str, ...]:
    """Say what a collection's ACL is to the thing beside it; nothing where neither side is one."""
    from ocs_tui.catalog.kinds import kind_in

    there = [Address.at_place(place) for place in places]
    for address in there:
        if address.in_namespace and address.is_collection:
            plural = kind_in(address).plural.casefold()
            return (
                f"{safe(address)} is the default: new {plural} start with it, and a change of it changes none "
                "that is there. What differs was changed on the thing itself, or in the default since.",
            )
    return ()
