"""The whole tenant at once: namespaces by roles, with the owners, and what differs from the root ACL."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ocs_tui.model.address import Address
from ocs_tui.model.enums import RIGHTS, right_words
from ocs_tui.model.text import fold, safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.filtered import Filtered
from ocs_tui.widgets.grid_view import GridCell, GridLine, GridView
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.access.grid import Grid, GridRow
    from ocs_tui.connection import Connection
    from ocs_tui.model.namespace import Namespace

ORDERS = ("id", "region", "owner", "differences")


class AccessGrid(Filtered):
    """Shows the grid; ``enter`` opens a cell in the ACL editor.

    ``marked`` holds the ids of the marked namespaces, shared with the tree.
    """

    CSS_PATH = stylesheet("access_grid")
    FIND = "find by namespace or owner"
    HELP = (
        "Namespaces by roles. Each cell has five marks: R(ead) W(rite) D(elete) M(anage access) S(hare), "
        "✗ where denied, · where unset, ? where it could not be read. ≠ marks what differs from the root ACL."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", "Sort", id="grid.sort"),
        Binding("b", "bulk", "Bulk", tooltip="Change what is marked in one go", id="grid.bulk"),
        Binding("r", "again", "Refresh", id="grid.again"),
        Binding("y", "copy", "Copy id", id="grid.copy"),
    ]

    def __init__(self, marked: set[str]) -> None:
        super().__init__()
        self._order = 0
        self._grid: Grid | None = None
        self._said = Static("", id="grid-said", markup=False)
        self._view = GridView(marked, id="grid-view")
        self._words = Static("", id="grid-words", markup=False)
        self._cell_words = ""

    def compose(self) -> ComposeResult:
        """The grid, and the cell under the cursor in words."""
        yield Static("Access of the whole tenant", classes="grid-title", markup=False)
        yield self._said
        yield self._view
        yield self._words
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read it all, a few at a time."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self._view)
        for moves in ("cursor", "column"):  # in the frame of the key, and not in one more after it
            self.watch(self._view, moves, self._say_cell, init=False)
        self._read(again=False)

    @work(group="grid", exclusive=True, exit_on_error=False)
    async def _read(self, again: bool) -> None:
        connection = self.ocs.connection
        if connection is None:
            return
        self._said.update("Reading… escape leaves.")
        lists = [("namespaces",), ("acl", ""), ("roles",), ("users",), ("clients",)]
        await connection.load_missing(lists, again=again)
        keys = [(what, one.id) for one in connection.namespaces for what in ("acl", "owner")]
        wanted = [key for key in keys if again or connection.slot(key).fetched is None]
        self._show(connection)
        step = max(8, len(wanted) // 20)

        def progress(done: int, of: int) -> None:
            if done % step == 0:
                self._show(connection)
            self._said.update(f"Reading… {done:,} of {of:,} · escape leaves")

        await connection.load_many(wanted, progress)
        self._show(connection)
        self._say()

    def _show(self, connection: Connection) -> None:
        from ocs_tui.access.grid import grid

        things = [connection.thing(Address.namespace(one.id)) for one in self._ordered(connection)]
        root = connection.thing(Address())
        made = grid(things, root if root.acl is not None else None, connection.directory())
        rows = [made.root, *made.rows] if made.root is not None else list(made.rows)
        if ORDERS[self._order] == "differences":
            rows.sort(key=lambda row: (not row.address.is_tenant, -len(made.differing(row))))
        self._grid = made
        lines = [self._line(connection, made, row) for row in rows]
        self._view.show([connection.role_name(role_id) for role_id in made.role_ids], lines)

    def _ordered(self, connection: Connection) -> list[Namespace]:
        def owner(one: Namespace) -> str:
            trustee = connection.value(("owner", one.id))
            return fold(connection.trustee_name(trustee)) if trustee else ""

        keys = {
            "region": lambda one: (fold(one.region_label), fold(one.id)),
            "owner": lambda one: (owner(one), fold(one.id)),
        }
        return sorted(
            connection.namespaces, key=keys.get(ORDERS[self._order], lambda one: (fold(one.id), ""))
        )

    def _line(self, connection: Connection, made: Grid, row: GridRow) -> GridLine:
        owner = "" if row.owner is None else connection.trustee_name(row.owner)
        if row.owner_gone:
            owner = f"gone: {owner}"
        cells = []
        for role_id in made.role_ids:
            cell = row.cell(role_id)
            if cell is None:
                cells.append(GridCell("?????", words=row.thing.acl_problem or "not read yet"))
                continue
            allowed = cell.allowed & ~cell.denied
            said = [right_words(allowed)] if allowed else []
            said += [f"denied {right_words(cell.denied)}"] if cell.denied else []
            differs = made.differs(row, role_id) and not row.address.is_tenant
            denies = any(cell.denied & right for right in RIGHTS)
            cells.append(GridCell(cell.marks, denies, differs, "; ".join(said) or "unset"))
        namespace_id = row.address.place
        name = safe(namespace_id) or "(root ACL)"
        return GridLine(namespace_id, name, owner, bool(row.owner_gone), tuple(cells))

    def _say(self) -> None:
        shown, of = self._view.counts
        gone = sum(1 for row in self._grid.rows if row.owner_gone) if self._grid else 0
        owners = f" · {gone} owned by someone who is gone" if gone else ""
        hidden = len(self._view.marked - self._view.shown_ids())
        marks = f" · {len(self._view.marked)} marked" if self._view.marked else ""
        marks += f", {hidden} of them hidden" if hidden else ""
        self._said.update(f"{shown:,} of {of:,} lines{marks} · by {ORDERS[self._order]}{owners}")

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """Say the cell in words."""
        self._say_cell()

    def _say_cell(self) -> None:
        row, cell = self._view.current, self._view.current_cell
        if row is None or cell is None:
            self._say_words("")
            return
        differs = " · differs from the root ACL" if cell.differs else ""
        owner = f" · owner {row.owner}" if row.owner else ""
        self._say_words(f"{row.name} · {self._view.roles[self._view.column]}: {cell.words}{differs}{owner}")

    def _say_words(self, words: str) -> None:
        if words != self._cell_words:
            self._cell_words = words
            self._words.update(words, layout=False)  # it has its room: nothing is laid out anew at each key

    def on_grid_view_cell_chosen(self, event: GridView.CellChosen) -> None:
        """Open the ACL editor on the cell."""
        from ocs_tui.screens import editing
        from ocs_tui.screens.acl_editor import AclEditor

        connection = self.ocs.connection
        if connection is None or self._grid is None:
            return
        if refusal := editing.why_not_acl(connection, event.namespace_id):
            self.fail(refusal)
            return
        role_id = self._grid.role_ids[event.column] if self._grid.role_ids else None
        self.app.push_screen(AclEditor(event.namespace_id, [], role_id, RIGHTS[0]), self._edited)

    def _edited(self, done: str | None) -> None:
        connection = self.ocs.connection
        if done is not None and connection is not None:
            self.tell(done)
            self._show(connection)
            self._say()  # what was done in bulk is no longer marked

    @property
    def listing(self) -> GridView:
        """The grid."""
        return self._view

    def narrow(self, text: str) -> None:
        """Show the namespaces that fit."""
        self._view.narrow(text)
        self._say()

    def on_grid_view_marked(self) -> None:
        """Say how many are marked, here and in the tree."""
        self._say()
        self.ocs.explorer.resources.refresh_marks()

    def action_bulk(self) -> None:
        """Change the marked namespaces in one go."""
        from ocs_tui.screens import editing
        from ocs_tui.screens.bulk import BulkEditor

        connection = self.ocs.connection
        if connection is None:
            return
        if not self._view.marked:
            self.fail("Nothing is marked: space marks the namespace under the cursor, * all that are shown.")
        elif refusal := editing.why_not_at_all(connection):
            self.fail(refusal)
        else:
            marked = [Address.namespace(one) for one in sorted(self._view.marked)]
            self.app.push_screen(BulkEditor(marked), self._edited)

    def action_sort(self) -> None:
        """Sort by id, region, owner, or how much differs from the root ACL."""
        self._order = (self._order + 1) % len(ORDERS)
        connection = self.ocs.connection
        if connection is not None:
            self._show(connection)
            self._say()

    def action_again(self) -> None:
        """Read anew."""
        self._read(again=True)

    def action_copy(self) -> None:
        """Copy the namespace's id."""
        self.copy(self._view.copy_text())
