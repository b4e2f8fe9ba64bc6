"""The ACL editor: the matrix, changed on a copy of what stands where it will be written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.widgets.access_matrix import AccessMatrix
from ocs_tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from ocs_tui.access.rows import Setting
    from ocs_tui.api.answers import Fetched
    from ocs_tui.changes.change import Change, SetChange
    from ocs_tui.changes.drafts import Draft
    from ocs_tui.model.access import AccessControlList

    Cells = dict[tuple[str, AccessRight], Setting]

Pending = tuple[str, str | None, AccessRight]


class AclEditor(Editor):
    """Edits the ACL of a place: a thing, a collection, or the tenant with its root ACL where it is empty.

    The keys that are typed while the list is still read are kept, and done when it is there.
    """

    CSS_PATH = stylesheet("acl_editor")
    HELP = (
        "Edit who may do what. A role is a row; its cells go unset → Allow → Deny → unset. "
        "Nothing is written before the review."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Undo", id="acl.undo"),
        Binding("y", "copy", "Copy id", show=False, id="acl.copy"),
    ]

    def __init__(
        self,
        place: str,
        pending: list[Pending],
        role_id: str | None,
        right: AccessRight,
        draft: Draft | None = None,
    ) -> None:
        name = _called(Address.at_place(place))
        super().__init__(f"Edit the {name}", draft)
        self._what = name
        self._address = Address.at_place(place)
        self._pending = pending
        self._start_at = (role_id, right)
        self._fetched: Fetched[AccessControlList] | None = None
        self._cells: Cells = {}
        self._added: list[str] = []
        self._history: list[tuple[Cells, list[str]]] = []
        self._matrix = AccessMatrix(id="matrix")
        self._cell = Static("", id="cell", markup=False)

    def body(self) -> Iterable[Widget]:
        """The matrix, and the cell under the cursor in words."""
        return (self._matrix, self._cell)

    def on_mount(self) -> None:
        """Read what is edited where it will be written."""
        self.set_focus(self._matrix)
        self.opening = True
        self.open_on(self._address, "ACL")

    async def opened(self, fetched: Fetched[Any]) -> None:
        """Show the list, and do what was asked for meanwhile."""
        connection = self.ocs.connection
        if connection is not None and connection.value(("roles",)) is None:
            await connection.load(("roles",))
        self._fetched = fetched
        if self._draft is not None:
            self._cells = _cells_of(self._draft)
        self._show()
        role_id, right = self._start_at
        if role_id is not None and not self._matrix.go_to(role_id, right):
            self._added.append(role_id)  # one has come for a role that has no row yet
            self._show()
            self._matrix.go_to(role_id, right)
        waiting, self._pending = self._pending, []
        for action, role_id, right in waiting:
            self._edit(action, role_id, right)

    # The edit.

    @property
    def _before(self) -> AccessControlList:
        assert self._fetched is not None
        return self._fetched.value

    def _after(self) -> AccessControlList:
        from ocs_tui.access.rows import edit

        return edit(self._before, self._cells)

    def on_access_matrix_edit(self, event: AccessMatrix.Edit) -> None:
        """A key of the matrix."""
        if self._fetched is None:
            self._pending.append((event.action, event.role_id or self._start_at[0], event.right))
            return
        self._edit(event.action, event.role_id, event.right)

    def _edit(self, action: str, role_id: str | None, right: AccessRight) -> None:
        from ocs_tui.access.rows import Setting, next_setting
        from ocs_tui.model.enums import RIGHTS
        from ocs_tui.screens.access_words import rows_as_edited

        if action == "add":
            self._pick_role()
            return
        if role_id is None:
            self.tell("There is no role here yet: a adds one.")
            return
        row = rows_as_edited(self._after(), self._before, self._known()).of(role_id)
        cells = dict(self._cells)
        if action == "toggle":
            now = row.setting(right) if row else Setting.UNSET
            cells[self._key(role_id, right)] = next_setting(now)
        else:
            cells.update({self._key(role_id, each): Setting.UNSET for each in RIGHTS})
        self._change(cells, self._added)

    def _key(self, role_id: str, right: AccessRight) -> tuple[str, AccessRight]:
        """Return the cell's key, with the role's id as the list spells it."""
        same = next((key for key in self._cells if key[0].casefold() == role_id.casefold()), None)
        return (same[0] if same else role_id, right)

    def _change(self, cells: Cells, added: list[str]) -> None:
        self._history.append((self._cells, self._added))
        self._cells, self._added = cells, added
        self._show()
        self.keep_draft()

    def _known(self) -> set[str] | None:
        connection = self.ocs.connection
        return connection.role_known() if connection else None

    def _show(self) -> None:
        from ocs_tui.screens.access_words import matrix_of

        connection = self.ocs.connection
        if connection is None or self._fetched is None:
            return
        rows, rest = matrix_of(connection, self._after(), self._before, self._added)
        self._matrix.show(rows, rest)
        self._say_cell()

    def _say_cell(self) -> None:
        count = self._count()
        edited = f" · {count} cell{'s' if count != 1 else ''} changed" if count else ""
        self._cell.update(self._matrix.cell_words() + edited)

    def _count(self) -> int:
        return sum(cell.changed for row in self._matrix.rows for cell in row.cells)

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """Say the cell in words."""
        if self._fetched is not None:
            self._say_cell()

    def action_undo(self) -> None:
        """Take the last change of this edit back."""
        if not self._history:
            self.tell("There is nothing to undo.")
            return
        self._cells, self._added = self._history.pop()
        self._show()
        self.keep_draft()

    def action_copy(self) -> None:
        """Copy the role's id."""
        self.copy(self._matrix.copy_text())

    # Adding a role.

    def _pick_role(self) -> None:
        from ocs_tui.screens.picker import Picker
        from ocs_tui.widgets.pick_list import Option

        connection = self.ocs.connection
        if connection is None:
            return
        there = {row.role_id.casefold() for row in self._matrix.rows}
        roles = connection.value(("roles",)) or ()
        options = [
            Option(role.id, role.name, "built-in" if role.is_built_in else (role.description or ""))
            for role in sorted(roles, key=lambda role: role.name.casefold())
            if role.id.casefold() not in there
        ]
        error = connection.slot(("roles",)).error
        empty = error.sentence if error else "No other role fits."
        self.app.push_screen(Picker("Add a role", "a role's name or id", options, empty), self._picked)

    def _picked(self, role_id: str | None) -> None:
        if role_id is not None:
            self._change(dict(self._cells), [*self._added, role_id])
            self._matrix.go_to(role_id, AccessRight.READ)
            self._say_cell()

    # Leaving.

    def unsaved(self) -> str | None:
        """The cells that were changed."""
        if self._fetched is None or not self._count():
            return None
        return f"The edit of the {self._what} ({self._count()} changed)"

    def change(self) -> Change | str | None:
        """The edit as a Change; refused where no role would keep Manage access."""
        from ocs_tui.access.guard import refusal

        if self._fetched is None:
            return "It has not been read yet: wait a moment."
        edit = self.edit_so_far()
        return None if edit is None else refusal(self._after()) or edit

    def edit_so_far(self) -> SetChange | None:
        """The cells that were changed, also where no role would keep Manage access."""
        from ocs_tui.changes.change import Aspect, SetChange

        if self._fetched is None or not self._count():
            return None
        return SetChange(self._address, Aspect.ACL, self._before, self._after())


def _cells_of(draft: Draft) -> Cells:
    """Return the cells that an edit of another time changed."""
    from ocs_tui.access.diff import diff
    from ocs_tui.changes.change import SetChange
    from ocs_tui.model.access import AccessControlList

    assert isinstance(draft.change, SetChange)
    before, after = draft.change.before, draft.change.after
    assert isinstance(before, AccessControlList)
    assert isinstance(after, AccessControlList)
    rows = diff(before, after).rows
    return {(row.role_id, cell.right): cell.after for row in rows for cell in row.cells}


def _called(address: Address) -> str:
    """Return what an ACL is called, as a title has it."""
    if address.is_tenant:
        return "Root ACL"
    return f"{'default ACL' if address.is_collection else 'ACL'} of {safe(address)}"
