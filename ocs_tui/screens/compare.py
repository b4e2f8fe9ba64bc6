"""Two ACLs side by side: two namespaces', or one with the root ACL."""

from __future__ import annotations

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
        self._found: Comparison | None = None
        self._fields = FieldList(id="compare-lines")

    def compose(self) -> ComposeResult:
        """A line for each role, and below it what each side says."""
        left, right = (_called(one) for one in self._ids)
        yield Static(f"{left}  and  {right}", classes="compare-title", markup=False)
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
        from ocs_tui.access.compare import compare

        connection = self.ocs.connection
        if connection is None:
            return
        keys = [("roles",), *(("acl", one) for one in self._ids)]
        await connection.load_missing(keys, again=again)
        things = [connection.thing(Address.namespace(one) if one else Address()) for one in self._ids]
        for thing in things:
            if thing.acl is None:
                self.fail(thing.acl_problem or "It could not be read.")
                return
        left, right = (thing.acl for thing in things)
        assert left is not None
        assert right is not None
        self._found = compare(left, right)
        self._show(connection)

    def _show(self, connection: Connection) -> None:
        if self._found is None:
            return
        found = self._found
        lines = [
            heading("The same." if found.same else f"{len(found.differing)} of {len(found.lines)} differ."),
            Line(),
        ]
        left, right = (_called(one) for one in self._ids)
        for line in found.differing if self._only_differences else found.lines:
            name = connection.trustee_name(line.trustee) or "no id"
            mark = "  " if line.same else "≠ "
            lines.append(
                Line(value=f"{mark}{name}", copy=line.trustee.object_id, tint="" if line.same else "changed")
            )
            if line.same:
                lines.append(note(f"    both: {_words(line.left)}"))
            else:
                lines.append(note(f"    {left}: {_words(line.left)}"))
                lines.append(note(f"    {right}: {_words(line.right)}"))
        self._fields.show(lines)

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


def _called(namespace_id: str) -> str:
    return safe(namespace_id) or "the root ACL"


def _words(side: Side) -> str:
    if not side.entries:
        return "no entry"
    parts = [f"Allow {right_words(side.allowed)}"] if side.allowed else []
    parts += [f"Deny {right_words(side.denied)}"] if side.denied else []
    return "; ".join(parts) or "no rights"
