"""What lies in a namespace, of one kind, as a table: read as one scrolls, searched by the service itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Static

from ocs_tui.model.text import fold, safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens import people_words
from ocs_tui.screens.thing_list import ThingList
from ocs_tui.screens.working import begin
from ocs_tui.widgets.big_table import BigTable
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.row_pages import KEPT, BigRow
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.api.answers import Page
    from ocs_tui.api.errors import OcsError
    from ocs_tui.api.paging import Wanted
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.model.address import Address

SEARCH_AFTER = 0.4
"""Seconds without a key after which the service is asked what fits."""
READ_TO_FIND = 2_000
"""Things that are read to find in, where the service has no search."""


class TableScreen(ThingList):
    """Shows a collection; answers the address of the thing to go to, None when one goes back."""

    CSS_PATH = stylesheet("table")
    HELP = (
        "Everything of one kind in a namespace, read as one scrolls. / asks the service's own search where it has "
        "one. Enter opens what the cursor is on."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "data", "Data", tooltip="The data of what the cursor is on", id="table.data"),
        Binding("v", "preview", "Preview", tooltip="What the rule would match", id="table.preview"),
        Binding("n", "create", "New", id="table.create"),
        Binding(
            "N",
            "create_copy",
            "New as copy",
            tooltip="Create one more, beginning as a copy of this one",
            show=False,
            id="table.create-copy",
        ),
        Binding("e", "edit", "Edit", id="table.edit"),
        Binding("d", "delete", "Delete", id="table.delete"),
        Binding(
            "b", "bulk", "Bulk", tooltip="Change the access of what is marked in one go", id="table.bulk"
        ),
        Binding(
            "B",
            "job",
            "Bulk job",
            tooltip="Let the service change the access of what is marked, or of all",
            show=False,
            id="table.job",
        ),
        Binding("o", "order", "Order", tooltip="Order by another field", id="table.order"),
        Binding("r", "again", "Refresh", tooltip="Read again", id="table.again"),
        Binding("y", "copy", "Copy id", id="table.copy"),
    ]

    def __init__(self, collection: Address) -> None:
        super().__init__()
        from ocs_tui.catalog.kinds import kind_in

        self._collection = collection
        self._kind: Kind = kind_in(collection)
        self._said = Static("", id="table-said", markup=False)
        self._table = BigTable(id="table")
        self._typed = ""
        self._order = ""
        self._found: list[Any] | None = None
        """What is all there: a list that came whole, or what was found by reading where there is no search."""
        self._notes: dict[str, None] = {}
        self._searching: Timer | None = None
        self._read_any = False

    @property
    def FIND(self) -> str:  # type: ignore[override]  # noqa: N802 - the name of what it stands in for
        """What the empty field says can be found."""
        listing = self._kind.listing
        if not listing.query:
            return "find by name, id or what a column shows"
        filters = ", AssetTypeName=Pump" if listing.filter else ""
        return f"search: pump*, Name:pump AND NOT old{filters}"

    def compose(self) -> ComposeResult:
        """What it is, how many there are, and the table."""
        title = f"{self._kind.plural} in {safe(self._collection.namespace_id, 80)}"
        yield Static(title, classes="table-title", markup=False)
        yield self._said
        yield self._table
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show it from its top."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self._table)
        self._begin()

    @property
    def listing(self) -> LineView:
        """The table."""
        return self._table

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the kind does not offer has no key."""
        from ocs_tui.screens.data_panes import WITH_DATA

        kind = self._kind
        offered = {
            "data": kind.name in WITH_DATA,
            "preview": kind.name in ("metadata rule", "asset rule"),
            "create": kind.creates is not None,
            "create_copy": kind.creates is not None and kind.is_json,
            "edit": kind.updates is not None or (kind.as_json and kind.creates is not None),
            "delete": kind.deletes is not None,
            "bulk": kind.guard is not None,
            "job": kind.name == "stream",
            "order": bool(kind.sortable and kind.listing.order),
        }
        return offered.get(action, True)

    # Reading.

    def _begin(self) -> None:
        """Show it anew: with another search or order, from its top."""
        self._found, self._notes, self._read_any = None, {}, False
        names = ("Name", *(field.label for field in self._kind.columns), "Id")
        self._table.show(names, empty="Nothing fits." if self._typed else "None.")
        self._say()
        if self._typed and not self._kind.listing.query:
            begin(self, self._find_by_reading, group="find", exclusive=True)

    @property
    def _wanted(self) -> Wanted:
        from ocs_tui.api.paging import Wanted

        listing = self._kind.listing
        words = self._typed.split() if "{name}" in listing.filter else []
        filters = tuple(tuple(word.split("=", 1)) for word in words if "=" in word.strip("="))
        query = " ".join(word for word in words if "=" not in word) if words else self._typed
        return Wanted(query if listing.query else "", filters, self._order)  # type: ignore[arg-type]

    def on_big_table_page_wanted(self, event: BigTable.PageWanted) -> None:
        """Read what is about to be seen."""
        if self._found is not None:
            some = self._found[event.first : event.first + event.count]
            self._table.give(event.first, [self._row(one) for one in some], event.edition)
            return
        if self._typed and not self._kind.listing.query:
            return  # it is being found by reading
        begin(
            self,
            partial(self._read, event.first, event.count, event.edition),
            group=f"page/{event.edition}",
        )

    async def _read(self, first: int, count: int, edition: int) -> None:
        from ocs_tui.api.errors import OcsError

        connection = self.ocs.connection
        if connection is None:
            return
        try:
            page = await connection.page(self._collection, first, count, self._wanted)
        except OcsError as error:
            self._failed(error, first, edition)
            return
        self._take(page, first, edition)
        if page.last is None and 0 < page.came < count:
            # a short page alone is no end: what is behind it says so
            await self._read(first + page.came, count, edition)

    def _take(self, page: Page[Any], first: int, edition: int) -> None:
        if edition != self._table.edition:
            return
        self._read_any = True
        if page.fetched.note:
            self._notes[page.fetched.note] = None
        items, total = page.items, page.total
        if not self._kind.paged:  # it came whole, whatever part of it was asked for: it is read once
            self._found = list(page.items)
            items, total = page.items[first : first + KEPT], len(page.items)
        elif total is None and page.last:
            total = first + len(page.items)
        if total is not None:  # known before the rows are: nothing behind the last of them is asked for
            self._table.set_total(total)
        self._table.give(first, [self._row(thing) for thing in items], edition)
        self._say()

    def _failed(self, error: OcsError, first: int, edition: int) -> None:
        self._table.failed(first, edition)
        if edition != self._table.edition:
            return
        if said := people_words.not_offered(self._kind, error):
            self._table.empty = said
            self._table.end_reached()
        else:
            self.fail_with(error)
        self._say()

    async def _find_by_reading(self) -> None:
        """Read the list up to a limit and keep what fits: this service has no search."""
        from ocs_tui.api.errors import OcsError

        connection = self.ocs.connection
        assert connection is not None
        words, found, read = fold(self._typed).split(), [], 0
        try:
            while read < READ_TO_FIND:
                page = await connection.page(self._collection, read, 500)
                found += [one for one in page.items if self._fits(one, words)]
                read += page.came
                if page.last or not page.came:
                    break
        except OcsError as error:
            self.fail_with(error)
        self._found = found
        if read >= READ_TO_FIND:
            self._notes[f"Found in the first {read:,}: this service has no search"] = None
        self._table.again(len(found))
        self._say()

    def _fits(self, thing: Any, words: Sequence[str]) -> bool:
        text = fold(" ".join(self._row(thing).cells))
        return all(word in text for word in words)

    def _row(self, thing: Any) -> BigRow:
        connection = self.ocs.connection
        assert connection is not None
        cells = (people_words.cell(connection, field, thing) for field in self._kind.columns)
        return BigRow(thing.id, (thing.label, *cells, thing.id))

    # What is said.

    def _say(self) -> None:
        table, words = self._table, []
        if not self._read_any and self._found is None:
            if table.total is None:  # it is known where the service has none for these eyes
                words.append("not read: r reads again" if table.has_failed else "reading…")
        elif table.total is not None:
            counted = people_words.counted(self._kind, table.total)
            words.append(f"{table.total:,} found" if self._typed else counted)
        else:
            words.append(f"{table.known:,} so far, more as you scroll: the service does not say how many")
        if self._order:
            words.append(f"by {self._order}")
        if self._table.marked:
            words.append(f"{len(self._table.marked):,} marked: b changes their access")
        self._said.update(" · ".join((*words, *(safe(one) for one in self._notes))), layout=False)

    def on_big_table_marked(self, event: BigTable.Marked) -> None:
        """Say how many are marked."""
        if event.partly:
            self.tell("Marked those on the screen: scroll on and mark more.")
        self._say()

    def narrow(self, text: str) -> None:
        """Ask for what fits once no key comes any more."""
        if self._searching is not None:
            self._searching.stop()
        self._searching = self.set_timer(SEARCH_AFTER, lambda: self._search(text.strip()))

    def _search(self, text: str) -> None:
        self._searching = None
        if text != self._typed and self.is_mounted:
            self._typed = text
            self.query_one(ErrorLine).dismiss()
            self._begin()

    def on_input_submitted(self) -> None:
        """Search at once, and go to the table."""
        if self._searching is not None:
            self._searching.stop()
        self._search(self.wanted.strip())
        self.set_focus(self._table)

    # Keys.

    def holders(self) -> tuple[str, ...]:
        """The namespace's id."""
        return self._collection.ids

    @property
    def current(self) -> Address | None:
        """The address of the row under the cursor; None for an id that fits in no path."""
        from ocs_tui.model.address import Address
        from ocs_tui.model.ids import fits_in_a_path

        thing_id = self._table.current_id
        if not thing_id or not fits_in_a_path(thing_id):
            return None
        return Address((*self._collection.parts, thing_id))

    def on_line_view_chosen(self) -> None:
        """Go to the thing."""
        if (address := self.current) is not None:
            self.dismiss(address)

    def action_order(self) -> None:
        """Order by the next field, first one way, then the other; then as the service does."""
        ways = ["", *(f"{name}{way}" for name in self._kind.sortable for way in ("", " desc"))]
        self._order = ways[(ways.index(self._order) + 1) % len(ways)]
        self._begin()

    def action_data(self) -> None:
        """The data of what the cursor is on."""
        from ocs_tui.screens.data import DataScreen

        if (address := self.current) is not None:
            self.app.push_screen(DataScreen.of(address))

    def action_preview(self) -> None:
        """What the rule under the cursor would match."""
        from ocs_tui.screens.rule_preview import RulePreview

        if (address := self.current) is not None:
            self.app.push_screen(RulePreview(address))

    def action_create_copy(self) -> None:
        """Create one more, beginning as a copy of what the cursor is on."""
        from ocs_tui.screens import thing_actions

        if (address := self.current) is not None:
            thing_actions.create_copy(self, address, self._back)

    def action_bulk(self) -> None:
        """Change the access of what is marked in one go."""
        from ocs_tui.model.address import Address

        if not self._table.marked:
            self.fail("Nothing is marked: space marks what the cursor is on, * all that are on the screen.")
            return
        marked = [Address((*self._collection.parts, one)) for one in sorted(self._table.marked)]
        self.ocs.explorer.open_bulk(self, marked, self._back)

    def action_job(self) -> None:
        """Let the service itself change the ACLs of the streams that are marked, or of all of the namespace."""
        from ocs_tui.screens import editing
        from ocs_tui.screens.acl_job_editor import AclJobEditor

        connection = self.ocs.connection
        if connection is None:
            return
        if refusal := editing.why_not_at_all(connection):
            self.fail(refusal)
            return
        marked = sorted(self._table.marked)
        self.app.push_screen(AclJobEditor(self._collection.namespace_id, marked), self._job_begun)

    def _job_begun(self, done: str | None) -> None:
        """The streams are what they were, but for their access: the job says how far it is."""
        if done is not None:
            self.tell(f"{done} Its progress stands under Bulk ACL jobs of the namespace.")

    def changed(self, done: str) -> None:
        """Say what was written, and read again what is shown."""
        super().changed(done)
        self._read_anew(self._table.total)

    def action_again(self) -> None:
        """Read it again, from where one is."""
        self.query_one(ErrorLine).dismiss()
        self._read_anew()

    def _read_anew(self, total: int | None = None) -> None:
        self._found = None
        if self._typed and not self._kind.listing.query:
            self._begin()
        else:
            self._table.again(total)

    def action_copy(self) -> None:
        """Copy the id under the cursor."""
        self.copy(self._table.current_id)
