"""How the explorer reads: what the tree and the pane show, and what is watched until it settles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import work

from ocs_tui.model.enums import NamespaceState
from ocs_tui.model.text import safe
from ocs_tui.screens import subjects
from ocs_tui.screens.base import Base
from ocs_tui.screens.explorer_parts import ExplorerParts
from ocs_tui.screens.working import begin
from ocs_tui.widgets.resource_tree import Item

if TYPE_CHECKING:
    from textual.widgets import Tree

    from ocs_tui.connection import Connection, Key

REST = 1 / 3
"""Seconds the cursor rests before the pane follows."""
FOLLOW_AFTER = 0.02
"""Seconds after which what was read is shown, together with what else came meanwhile."""
FOLLOW_SLOWLY = 0.5
"""The same with low bandwidth."""
REST_SLOWLY = 1.0
"""Seconds the cursor rests before the pane follows with low bandwidth."""
COUNT_AFTER = 0.2
"""Seconds after which requests in flight are worth a word."""
WATCH = 1.5
"""Seconds until the first look at a namespace that is Creating or Deleting.

Each further pause is twice as long, without an end, while nothing changes: one that stays Deleting for ever
costs nothing in the long run.
"""


class Reading(ExplorerParts):
    """The reads of the screen; leaving it cancels them."""

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
        """Read what the tree shows: the regions and namespaces first, and once they are painted the rest."""
        from asyncio import Event, gather

        connection = self.ocs.connection
        if connection is None:
            return
        first: list[Key] = [("regions",), ("namespaces",)]
        then: list[Key] = [("tenant",), ("me",), ("roles",)]
        if again:
            from ocs_tui.catalog.kinds import tenant_kinds

            lists = [(kind.collection,) for kind in tenant_kinds() if (kind.collection,) not in then]
            then += [key for key in lists if connection.slot(key).fetched or connection.slot(key).error]
        await gather(*(connection.load(key) for key in first))
        self._go_to_wanted(connection)
        self._follow_slots()
        painted = Event()
        self.call_after_refresh(painted.set)
        await painted.wait()
        await gather(*(connection.load(key) for key in then))
        await self.read_then(again)

    async def read_then(self, again: bool) -> None:
        """Read what can wait until the tree stands there."""

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
        for screen in self.ocs.screen_stack:
            if screen is not self and isinstance(screen, Base):
                screen.slot_changed(key)
        if key is None:
            if self._counting is None:
                self._counting = self.set_timer(COUNT_AFTER, self._follow_requests)
        elif self._refreshing is None:
            self._refreshing = self.set_timer(
                FOLLOW_SLOWLY if self._is_slow else FOLLOW_AFTER, self._follow_slots
            )

    def _follow_requests(self) -> None:
        self._counting = None
        connection = self.ocs.connection
        if connection is None or not self.is_mounted:
            return
        if not self._is_slow:  # a number that comes and goes
            self.status.requests = connection.in_flight
        if (trace := self._trace) is not None:
            trace.show(list(connection.trace))

    def _follow_slots(self) -> None:
        if self._refreshing is not None:
            self._refreshing.stop()
        self._refreshing = None
        connection = self.ocs.connection
        if connection is None or not self.is_mounted:
            return
        self._is_stale = self._is_hidden
        if not self._is_stale:
            self._refresh_tree()
            self._present()
        self._watch(connection)
        self._follow_job(connection)
        self._place(connection)

    @property
    def _is_slow(self) -> bool:
        """Whether the line to the terminal is."""
        return self.ocs.app.line.is_slow

    @property
    def _is_hidden(self) -> bool:
        """Whether nothing of this screen is seen: then nothing is drawn for it."""
        above = any(not screen.is_modal for screen in self.ocs.screen_stack if screen is not self)
        return above or not self.ocs.is_shown

    def on_screen_resume(self) -> None:
        """Show what was read while another screen lay above."""
        if self._is_stale:
            self._follow_slots()
        elif (connection := self.ocs.connection) is not None:
            self._follow_job(connection)

    def _refresh_tree(self) -> None:
        connection = self.ocs.connection
        if connection is None:
            return
        tenant = connection.value(("tenant",))
        label = (tenant.company_name or tenant.id) if tenant else self._label
        opened = subjects.Opened(self._opened_namespaces, self._opened_things)
        self.resources.show(subjects.tree_of(connection, label, self._pinned, opened))
        gone = self.resources.marked - {item.id for item in connection.namespaces}
        if gone and connection.slot(("namespaces",)).fetched is not None:
            self.resources.marked -= gone
            self.say_marks()
        self._count()

    def _place(self, connection: Connection) -> None:
        slot = connection.slot(("namespaces",))
        fetched = slot.fetched
        if fetched is None:
            return
        region = connection.region_name(fetched)
        place = region if not fetched.note else f"{region}: {fetched.note}"
        if connection.read_only:
            place += " · read-only"
        self.status.place = place

    def on_resource_tree_marked(self) -> None:
        """Say how many are marked, and how many of them a filter hides."""
        self.say_marks()

    def say_marks(self) -> None:
        """Say how many namespaces are marked."""
        marked = self.resources.marked
        hidden = len(marked - self.resources.shown_namespaces())
        words = f"{len(marked)} marked" if marked else ""
        if hidden:
            words += f", {hidden} of them hidden by the filter"
        self.status.marks = words + (": b changes them" if marked else "")

    # The pane.

    def _present(self) -> None:
        connection = self.ocs.connection
        if connection is None:
            return
        from ocs_tui.screens import panes

        here = self.resources.current
        gone = self._seen.kind == "namespace" and connection.namespace(self._seen.id) is None
        if gone and connection.slot(("namespaces",)).fetched is not None:
            self.status.message = f"{self._seen.id} is gone."
        gone = gone or panes.is_gone(connection, self._seen)
        if here.key == self._seen.key or gone:
            self._seen = here
        self.detail.show(panes.present(connection, self._seen, self._tab, self._where))

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[Item]) -> None:
        """Wait for the cursor to rest."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST_SLOWLY if self._is_slow else REST, self._rested)

    def _rested(self) -> None:
        self._seen = self.resources.current
        self._present()
        self.refresh_bindings()

    def read_list(self, key: Key, *, again: bool) -> None:
        """Read a list, and go on with it whatever is opened or left meanwhile.

        Args:
            key: its slot.
            again: also when it was read already.
        """
        connection = self.ocs.connection
        if connection is None:
            return
        slot = connection.slot(key)
        if slot.busy_since is None and (again or slot.fetched is None):
            name = "/".join(key)
            begin(self, partial(self._load, [key]), group=f"list/{name}", exclusive=True)

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
        for key in wanted:
            if panes.is_list(key):
                self.read_list(key, again=again)
        begin(self, partial(self._load_pane, wanted, keys[:1]), group="pane", exclusive=True)

    async def _load_pane(self, wanted: list[Key], own: tuple[Key, ...]) -> None:
        """Read what a tab shows; what failed stands in the pane, and in the error line with its Operation-Id."""
        from ocs_tui.screens import panes

        await self._load(wanted)
        connection = self.ocs.connection
        for key in own:
            error = connection.slot(key).error if connection is not None and key in wanted else None
            if error is not None and not panes.is_quiet(key, error):
                self.fail_with(error)

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
            self._watch_pause *= 2

    def _follow_job(self, connection: Connection) -> None:
        """Look again at a bulk ACL job while it goes on and is shown."""
        if self._job_watch is None and self._unfinished_job(connection) is not None:
            self._job_watch = self.set_timer(WATCH, self._look_at_job)

    def _unfinished_job(self, connection: Connection) -> Item | None:
        """Return the job that is shown and goes on; None where none is."""
        here = self._seen
        if here.kind != "bulk ACL job" or self._is_hidden:
            return None
        from ocs_tui.connection.slots import at
        from ocs_tui.screens import acl_job_words, people_panes

        job = connection.value(at(people_panes.address_of_item(here)))
        return here if job is not None and acl_job_words.goes_on(job) else None

    def _look_at_job(self) -> None:
        self._job_watch = None
        connection = self.ocs.connection
        if connection is not None and self._unfinished_job(connection) is not None:
            self._read_pane(again=True)

    def _look_again(self) -> None:
        self._watching = None
        begin(self, self._read_moving, group="watch", exclusive=True)

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
