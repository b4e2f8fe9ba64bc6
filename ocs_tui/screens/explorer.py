"""The explorer: the tenant tree beside the pane of what the cursor is on.

Moving through the tree asks nothing and repaints nothing else; where the cursor has rested the pane
follows with what is known; ``enter`` reads the rest and moves into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from ocs_tui.model.enums import AccessRight, NamespaceState
from ocs_tui.model.text import safe
from ocs_tui.screens import subjects
from ocs_tui.screens.base import Base
from ocs_tui.widgets.detail import Detail, Fields, Shown
from ocs_tui.widgets.detail_head import DetailHead
from ocs_tui.widgets.field_list import note
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.resource_tree import Item, ResourceTree
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from textual.widgets import Input, Tree

    from ocs_tui.connection import Connection, Key
    from ocs_tui.widgets.access_matrix import AccessMatrix
    from ocs_tui.widgets.trace_pane import TracePane

REST = 1 / 3
"""Seconds the cursor rests before the pane follows."""
FOLLOW_AFTER = 0.02
"""Seconds after which what was read is shown, together with what else came meanwhile."""
COUNT_AFTER = 0.2
"""Seconds after which requests in flight are worth a word."""
WATCH = 1.5
"""Seconds between the first two looks at a namespace that is Creating or Deleting; then longer ones."""
WATCH_AT_MOST = 15.0
TAB_WORDS = {"overview": "Overview", "access": "Access", "owner": "Owner", "json": "JSON"}


class ExplorerScreen(Base):
    """What one sees first, and comes back to."""

    HELP = "Browse the tenant. The tree is on the left; the pane on the right shows what the cursor is on."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit", id="explorer.edit"),
        Binding("n", "create", "New", tooltip="Create a namespace", id="explorer.create"),
        Binding("d", "delete", "Delete", tooltip="Delete the namespace", id="explorer.delete"),
        Binding("slash", "filter", "Find", key_display="/", id="explorer.filter"),
        Binding("r", "refresh", "Refresh", tooltip="Read again", id="explorer.refresh"),
        Binding("y", "copy", "Copy", tooltip="Copy the value under the cursor", id="explorer.copy"),
        Binding("t", "trace", "Trace", tooltip="Show or hide the requests", id="explorer.trace"),
        Binding("1", "tab(0)", "First tab", show=False, id="explorer.tab1"),
        Binding("2", "tab(1)", "Second tab", show=False, id="explorer.tab2"),
        Binding("3", "tab(2)", "Third tab", show=False, id="explorer.tab3"),
        Binding("4", "tab(3)", "Fourth tab", show=False, id="explorer.tab4"),
        Binding("exclamation_mark", "error_details", "Details of the error", key_display="!", show=False,
                id="explorer.error"),
        Binding("escape,backspace", "back", "Back to the tree; dismiss the error", show=False,
                id="explorer.back"),
    ]  # fmt: skip

    def __init__(self, label: str, tab: str = "overview") -> None:
        super().__init__()
        self._label = label
        self._where = ""
        self._tab = TAB_WORDS[tab]
        self._seen: Item = subjects.starting(label)
        self._resting: Timer | None = None
        self._refreshing: Timer | None = None
        self._counting: Timer | None = None
        self._watching: Timer | None = None
        self._watch_pause = WATCH
        self._moving: frozenset[str] = frozenset()
        self._open_at: str | None = None

    # What is shown.

    def compose(self) -> ComposeResult:
        """Tree, pane, and the lines below."""
        with Horizontal(id="body"):
            yield ResourceTree(self._seen, id="tree")
            yield Detail(id="detail")
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """The keyboard is in the tree from the first frame."""
        self.set_focus(self.resources)
        self.say("Connecting…")

    @property
    def resources(self) -> ResourceTree:
        """The tree."""
        return self.query_one("#tree", ResourceTree)

    @property
    def detail(self) -> Detail:
        """The pane."""
        return self.query_one("#detail", Detail)

    @property
    def status(self) -> StatusLine:
        """The status line."""
        return self.query_one("#status", StatusLine)

    @property
    def item(self) -> Item:
        """What the pane shows."""
        return self._seen

    @property
    def tab(self) -> str:
        """The tab that is shown."""
        shown = self.detail.shown
        return shown.tabs[shown.active] if shown else self._tab

    def say(self, text: str) -> None:
        """Say something in the pane while there is no connection."""
        self.detail.show(Shown(self._label, "", (), 0, Fields((note(text),))))

    # Connected.

    def connected(self, label: str, where: str, open_at: str | None) -> None:
        """Start to read: a connection stands.

        Args:
            label: names the tenant in the tree.
            where: names profile and base URL under the title.
            open_at: the id of the namespace to open; None for the tenant.
        """
        self._label, self._where = label, where
        self._open_at = open_at
        self.read_tree(again=False)

    @work(group="tree", exclusive=True, exit_on_error=False)
    async def read_tree(self, again: bool = True) -> None:
        """Read what the tree shows: the regions and namespaces first, then the rest."""
        from asyncio import gather

        connection = self.ocs.connection
        if connection is None:
            return
        first: list[Key] = [("regions",), ("namespaces",)]
        then: list[Key] = [("tenant",), ("me",), ("roles",)]
        if again:
            then += [(name,) for name in ("users", "clients") if connection.slot((name,)).fetched is not None]
        await gather(*(connection.load(key) for key in first))
        self._go_to_wanted(connection)
        await gather(*(connection.load(key) for key in then))

    def _go_to_wanted(self, connection: Connection) -> None:
        wanted, self._open_at = self._open_at, None
        if wanted is None:
            return
        self._refresh_tree()
        names = {namespace.id.casefold(): namespace.id for namespace in connection.namespaces}
        found = names.get(wanted.casefold())
        if found is not None and self.resources.reveal(subjects.namespace_key(found)):
            self.read_here(focus=True)
        elif connection.slot(("namespaces",)).error is None:
            self.fail(f"No namespace {safe(wanted)} in this tenant: choose one in the tree.")

    def slot_changed(self, key: Key | None) -> None:
        """Follow what the connection read; many changes at once cost one repaint."""
        if key is None:
            if self._counting is None:
                self._counting = self.set_timer(COUNT_AFTER, self._follow_requests)
        elif self._refreshing is None:
            self._refreshing = self.set_timer(FOLLOW_AFTER, self._follow_slots)

    def _follow_requests(self) -> None:
        self._counting = None
        connection = self.ocs.connection
        if connection is None or not self.is_mounted:
            return
        self.status.requests = connection.in_flight
        if (trace := self._trace) is not None:
            trace.show(list(connection.trace))

    def _follow_slots(self) -> None:
        self._refreshing = None
        connection = self.ocs.connection
        if connection is None or not self.is_mounted:
            return
        self._refresh_tree()
        self._present()
        self._watch(connection)
        self._place(connection)

    def _refresh_tree(self) -> None:
        connection = self.ocs.connection
        if connection is None:
            return
        tenant = connection.value(("tenant",))
        label = (tenant.company_name or tenant.id) if tenant else self._label
        self.resources.show(subjects.tree_of(connection, label))
        self._count()

    def _place(self, connection: Connection) -> None:
        slot = connection.slot(("namespaces",))
        fetched = slot.fetched
        if fetched is None:
            return
        place = fetched.region if not fetched.note else f"{fetched.region}: {fetched.note}"
        if connection.read_only:
            place += " · read-only"
        self.status.place = place

    # The pane.

    def _present(self) -> None:
        connection = self.ocs.connection
        if connection is None:
            return
        from ocs_tui.screens import panes

        here = self.resources.current
        if here.key == self._seen.key:
            self._seen = here
        self.detail.show(panes.present(connection, self._seen, self._tab, self._where))

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[Item]) -> None:
        """Wait for the cursor to rest."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST, self._rested)

    def _rested(self) -> None:
        self._seen = self.resources.current
        self._present()

    def on_tree_node_selected(self, event: Tree.NodeSelected[Item]) -> None:
        """``enter``: read the rest and move into it."""
        item = event.node.data
        if item is None or item.kind == "note":
            return
        if item.kind == "retry":
            self.query_one(ErrorLine).dismiss()
            self.run_worker(self._load([tuple(item.id.split("/"))]), group="tree", exit_on_error=False)
            return
        if item.kind == "group" and not event.node.is_expanded:
            event.node.expand()
        self.read_here(focus=item.kind != "group")

    def on_resource_tree_opened(self, event: ResourceTree.Opened) -> None:
        """A group is read when it is first opened."""
        connection = self.ocs.connection
        item = event.item
        if connection is None or item.kind != "group":
            return
        key: Key = (item.id,)
        slot = connection.slot(key)
        if slot.fetched is None and slot.busy_since is None:
            self.run_worker(self._load([key]), group=f"group/{item.id}", exclusive=True, exit_on_error=False)

    async def _load(self, keys: list[Key]) -> None:
        from asyncio import gather

        connection = self.ocs.connection
        if connection is not None:
            await gather(*(connection.load(key) for key in keys))

    def read_here(self, *, focus: bool, again: bool = True) -> None:
        """Read what the pane shows of the thing under the cursor.

        Args:
            focus: whether to move into the pane.
            again: read also what is known already.
        """
        self._seen = self.resources.current
        self._present()
        if focus:
            self.detail.focus_body()
        self._read_pane(again)

    def _read_pane(self, again: bool) -> None:
        from ocs_tui.screens import panes

        connection = self.ocs.connection
        if connection is None:
            return
        tabs = panes.tabs_of(self._seen)
        tab = self._tab if self._tab in tabs else tabs[0]
        keys = panes.slots_of(self._seen, tab)
        wanted = [
            key
            for number, key in enumerate(keys)
            if (again and number == 0) or connection.slot(key).fetched is None or len(key) > 1
        ]
        if not again:
            wanted = [key for key in wanted if connection.slot(key).fetched is None]
        self.run_worker(self._load(wanted), group="pane", exclusive=True, exit_on_error=False)

    def action_tab(self, index: int) -> None:
        """Choose a tab, and read what it shows."""
        from ocs_tui.screens import panes

        self._seen = self.resources.current
        tabs = panes.tabs_of(self._seen)
        if index < len(tabs):
            self._tab = tabs[index]
            self._present()
            self._read_pane(again=False)

    def on_detail_head_picked(self, event: DetailHead.Picked) -> None:
        """A click on a tab chooses it."""
        self.action_tab(event.index)

    # Watching what is not settled.

    def _watch(self, connection: Connection) -> None:
        moving = frozenset(
            item.id
            for item in connection.namespaces
            if isinstance(item.state, NamespaceState) and item.state.settles
        )
        if moving != self._moving:
            self._moving, self._watch_pause = moving, WATCH
        if moving and self._watching is None:
            self._watching = self.set_timer(self._watch_pause, self._look_again)
            self._watch_pause = min(self._watch_pause * 1.5, WATCH_AT_MOST)

    def _look_again(self) -> None:
        self._watching = None
        self.run_worker(self._read_moving(), group="watch", exclusive=True, exit_on_error=False)

    async def _read_moving(self) -> None:
        """Read the list anew: one request, however many namespaces are moving."""
        connection = self.ocs.connection
        if connection is None:
            return
        await connection.load(("namespaces",))
        listed = {item.id for item in connection.namespaces}
        here = self._seen
        if here.kind == "namespace" and here.id in listed and connection.value(("namespace", here.id)):
            await connection.load(("namespace", here.id))

    # Finding.

    async def action_filter(self) -> None:
        """Filter the tree as one types."""
        from textual.widgets import Input

        if not self._filtering:
            box = Input(placeholder="find by name or id", id="filter")
            box.border_title = "Find in the tree"
            await self.mount(box, before=self.query_one(ErrorLine))
            self._count()
        self.set_focus(self.query_one("#filter"))

    @property
    def _filtering(self) -> bool:
        return bool(self.query("#filter"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self.resources.filter(event.value)
        self._count()

    def _count(self) -> None:
        if not self._filtering:
            return
        found = self.resources.matches
        words = f"{found:,} match{'' if found == 1 else 'es'} · " if self.resources.filter_text else ""
        self.query_one("#filter").border_subtitle = f"{words}enter goes there · escape shows all"

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` goes to what was found, and reads it."""
        self.set_focus(self.resources)
        if self.resources.matches:
            self.read_here(focus=False)

    def _end_filter(self) -> bool:
        if not self._filtering:
            return False
        self.set_focus(self.resources)
        self.query("#filter").remove()
        self.resources.filter("")
        return True

    def action_back(self) -> None:
        """Dismiss the error, else end the filter, else go back to the tree."""
        if self.query_one(ErrorLine).dismiss():
            return
        if (self._trace is not None and self._trace.has_focus) or self.detail.holds_focus:
            self.set_focus(self.resources)
        else:
            self._end_filter()

    # Reading again, copying, the trace.

    def action_refresh(self) -> None:
        """Read the tree and the pane again."""
        if self.ocs.connection is None:
            self.ocs.reconnect()
            return
        self.query_one(ErrorLine).dismiss()
        if why := self.ocs.sign_in_failed:
            self.ocs.connect(why)
            return
        self.status.message = ""
        self.read_tree()
        self._read_pane(again=True)

    def action_copy(self) -> None:
        """Copy the value under the cursor."""
        focused = self.focused
        text: str | None = None
        if isinstance(focused, LineView):
            text = focused.copy_text()
        else:
            item = self.resources.current
            text = item.id or (self.ocs.tenant_id if item.kind == "tenant" else None)
        self.copy(text)

    @property
    def _trace(self) -> TracePane | None:
        """The trace, while it is on the screen."""
        from ocs_tui.widgets.trace_pane import TracePane

        return self.query(TracePane).first() if self.query("#trace") else None

    async def action_trace(self) -> None:
        """Show or hide the requests."""
        from ocs_tui.widgets.trace_pane import TracePane

        if (shown := self._trace) is not None:
            if shown.has_focus:
                self.set_focus(self.resources)
            await shown.remove()
            return
        pane = TracePane(id="trace")
        await self.mount(pane, before=self.query_one(ErrorLine))
        connection = self.ocs.connection
        pane.show(list(connection.trace) if connection else [])
        self.set_focus(pane)

    def on_trace_pane_curl_wanted(self, event: TracePane.CurlWanted) -> None:
        """Copy a request as curl."""
        self.copy(event.line)

    # Changing.

    def action_edit(self) -> None:
        """Edit what the tab shows."""
        self._act_on_seen()
        if self.tab == "Access":
            self._edit_acl([])
        elif self.tab == "Owner":
            self._edit_owner()
        elif self.tab == "JSON":
            self.fail("JSON is shown as it was answered: edit it on the other tabs.")
        elif self._seen.kind == "namespace":
            self._edit_fields()
        else:
            self.fail(f"A {self._seen.kind} is only shown here: there is nothing to edit on this tab.")

    def _act_on_seen(self) -> None:
        """What a key acts on is what the cursor is on, not what the pane still shows."""
        if self.resources.current.key != self._seen.key:
            self._rested()

    def on_access_matrix_edit(self, event: AccessMatrix.Edit) -> None:
        """The editor's keys start the edit by themselves."""
        self._edit_acl([(event.action, event.role_id, event.right)])

    def _edit_acl(self, pending: list[tuple[str, str | None, AccessRight]]) -> None:
        from ocs_tui.screens import editing

        connection = self.ocs.connection
        if connection is None:
            return
        namespace_id = "" if self._seen.kind == "tenant" else self._seen.id
        refusal = editing.why_not_acl(connection, namespace_id)
        if refusal:
            self.fail(refusal)
            return
        from ocs_tui.screens.acl_editor import AclEditor
        from ocs_tui.widgets.access_matrix import AccessMatrix

        matrix = self.detail.body
        role_id = matrix.current.role_id if isinstance(matrix, AccessMatrix) and matrix.current else None
        right = matrix.right if isinstance(matrix, AccessMatrix) else AccessRight.READ
        self.app.push_screen(AclEditor(namespace_id, pending, role_id, right), self._edited)

    def _edit_owner(self) -> None:
        from ocs_tui.screens import editing

        connection = self.ocs.connection
        if connection is None:
            return
        refusal = editing.why_not_owner(connection, self._seen.id)
        if refusal:
            self.fail(refusal)
            return
        from ocs_tui.screens.owner_editor import OwnerEditor

        self.app.push_screen(OwnerEditor(self._seen.id), self._edited)

    def _edit_fields(self) -> None:
        from ocs_tui.screens import editing

        connection = self.ocs.connection
        if connection is None:
            return
        refusal = editing.why_not_fields(connection, self._seen.id)
        if refusal:
            self.fail(refusal)
            return
        from ocs_tui.screens.namespace_form import NamespaceForm

        self.app.push_screen(NamespaceForm(self._seen.id), self._edited)

    def action_create(self) -> None:
        """Create a namespace."""
        from ocs_tui.screens import editing

        connection = self.ocs.connection
        if connection is None:
            return
        if refusal := editing.why_not_at_all(connection):
            self.fail(refusal)
            return
        from ocs_tui.screens.namespace_form import NamespaceForm

        region = self._seen.id if self._seen.kind == "region" else ""
        if self._seen.kind == "namespace" and (namespace := connection.namespace(self._seen.id)):
            region = namespace.region_label
        form = NamespaceForm("", region)
        self.app.push_screen(form, lambda done: self._edited(done, form.made))

    def action_delete(self) -> None:
        """Delete the namespace under the cursor."""
        from ocs_tui.screens import editing

        connection = self.ocs.connection
        if connection is None:
            return
        self._act_on_seen()
        if self._seen.kind != "namespace":
            self.fail("Only a namespace can be deleted: put the cursor on one.")
            return
        if refusal := editing.why_not_at_all(connection):
            self.fail(refusal)
            return
        from ocs_tui.screens.delete import DeleteScreen

        self.app.push_screen(DeleteScreen(self._seen.id), self._edited)

    def wrote(self, title: str, outcome: object) -> None:
        """A write came to its end after its screen was left."""
        from ocs_tui.api.answers import Created
        from ocs_tui.changes.apply import Applied, Refused

        if isinstance(outcome, Applied | Created):
            self.status.message = f"{title}: written."
            self.read_tree(again=False)
        elif isinstance(outcome, Refused):
            self.fail(f"{title}: not written. {outcome.sentence}")
        else:
            self.fail(f"{title}: not written, since it changed meanwhile. Edit it again.")

    def _edited(self, done: str | None, made: str | None = None) -> None:
        """Back from an editor.

        Args:
            done: what was written, in words; None when nothing was.
            made: the id of a namespace that was created: the cursor goes there.
        """
        if done is None:
            return
        self.status.message = done
        self.read_tree(again=False)
        self._refresh_tree()
        if made is not None and self.resources.reveal(subjects.namespace_key(made)):
            self._rested()
        else:
            self._read_pane(again=True)

    def go_to(self, key: str) -> bool:
        """Go to a thing of the tree by its key, and read it; return whether it is there."""
        self._end_filter()
        if not self.resources.reveal(key):
            return False
        self.read_here(focus=False)
        return True
