"""A list of things of one kind, however long: what is there is shown and found, the rest comes behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Static

from ocs_tui.model.text import fold, safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens import people_panes, people_words
from ocs_tui.screens.thing_list import ThingList
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.status_line import ErrorLine, StatusLine
from ocs_tui.widgets.thing_table import ThingTable

if TYPE_CHECKING:
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.address import Address

SORTED_AT_MOST = 1000
"""Things that are shown by name; more are shown as the service gives them, since they come bit by bit."""
FOLLOW_AFTER = 0.05
"""Seconds after which what came is shown, together with what else came meanwhile."""
_AT_ONCE = 250
"""Things that are made findable before a key has its turn."""


class CollectionScreen(ThingList):
    """Shows the list of a slot; answers the address of the thing to go to, None when one goes back."""

    CSS_PATH = stylesheet("collection")
    FIND = "find by name, e-mail address, role or id"
    HELP = (
        "Everything of one kind. Of a long list the first page is there at once: / finds in what is there, and says "
        "how much of it that is. Enter opens what the cursor is on."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "data", "Data", tooltip="The data of the shared stream", id="list.data"),
        Binding("n", "create", "New", id="list.create"),
        Binding("e", "edit", "Edit", id="list.edit"),
        Binding("d", "delete", "Delete", id="list.delete"),
        Binding("r", "again", "Refresh", tooltip="Read again", id="list.again"),
        Binding("y", "copy", "Copy id", id="list.copy"),
    ]

    def __init__(self, key: Key) -> None:
        super().__init__()
        kind = people_panes.kind_of_list(key)
        assert kind is not None, "only lists are opened"
        self._key, self._kind = key, kind
        self._heading = Static(kind.plural, classes="collection-title", markup=False)
        self._said = Static("", id="collection-said", markup=False)
        self._table = ThingTable(id="collection-table")
        self._there: Sequence[Any] = ()
        self._roles: object = None
        self._texts: list[str] = []
        """What is searched of each thing that is findable already, folded."""
        self._shared: list[str] = []
        """What is searched too, and the same for many: the names of their roles, folded."""
        self._wanted = ""
        self._numbers: Sequence[int] = ()
        self._following: Timer | None = None

    def compose(self) -> ComposeResult:
        """How many there are, and the table."""
        yield self._heading
        yield self._said
        yield self._table
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what is there, and read what is not."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self._table)
        if holder := self._holder():
            self._heading.update(f"{self._kind.plural} of {holder}")
        self.ocs.explorer.read_list(self._key, again=False)
        self.ocs.explorer.read_list(("roles",), again=False)
        self._follow()

    # What is there.

    def slot_changed(self, key: Key | None) -> None:
        """Follow what comes; much at once costs one repaint."""
        if key in (self._key, ("roles",)) and self._following is None and self.is_mounted:
            self._following = self.set_timer(FOLLOW_AFTER, self._follow)

    def _follow(self) -> None:
        self._following = None
        connection = self.ocs.connection
        if connection is None:
            return
        there = connection.slot(self._key).there or ()
        roles = connection.value(("roles",))
        if there is not self._there or roles is not self._roles:
            self._there, self._roles = there, roles
            self._texts, self._shared = [], []
            self._error_once(connection)
        self._show()
        self._make_findable(connection)

    def _error_once(self, connection: Connection) -> None:
        error = connection.slot(self._key).error
        if error is not None and people_words.not_offered(self._kind, error) is None:
            self.fail_with(error)

    @work(group="findable", exclusive=True, exit_on_error=False)
    async def _make_findable(self, connection: Connection) -> None:
        """Fold what is searched, some at a time: keys go first."""
        names: dict[tuple[str, ...], str] = {}
        while (begin := len(self._texts)) < len(self._there):
            for thing in self._there[begin : begin + _AT_ONCE]:
                held = getattr(thing, "role_ids", ())
                if held not in names:
                    names[held] = fold(people_words.said(connection, "role_ids", held))
                self._texts.append(self._text_of(connection, thing))
                self._shared.append(names[held])
            if self._wanted:
                self._numbers = [*self._numbers, *self._fitting(begin)]
                self._show()
            await asyncio.sleep(0)
        self._show()

    def _text_of(self, connection: Connection, thing: Any) -> str:
        columns = (field for field in self._kind.columns if field.attribute != "role_ids")
        cells = (people_words.cell(connection, field, thing) for field in columns)
        return fold(" ".join((thing.label, *cells, str(thing.id))))

    def _fitting(self, begin: int) -> list[int]:
        """Return the numbers of what fits the filter, from ``begin`` on."""
        words = fold(self._wanted).split()
        texts, shared = self._texts, self._shared
        return [
            number
            for number in range(begin, len(texts))
            if all(word in texts[number] or word in shared[number] for word in words)
        ]

    def narrow(self, text: str) -> None:
        """Show what fits of what is findable already."""
        self._wanted = text.strip()
        self._numbers = self._fitting(0)
        self._table.cursor = 1
        self._show()

    # What is shown.

    @property
    def listing(self) -> LineView:
        """The table."""
        return self._table

    def _show(self) -> None:
        connection = self.ocs.connection
        if connection is None or not self.is_mounted:
            return
        number = self._table.current
        headings = ("Name", *(field.label for field in self._kind.columns), "Id")
        self._table.show(headings, self._cells, self._shown_numbers(), self._empty(connection))
        if number is not None and self._table.current != number and not self._wanted:
            self._table.go_to(number)
        self._say(connection)

    def _shown_numbers(self) -> Sequence[int]:
        if self._wanted:
            return self._numbers
        count = len(self._there)
        if count <= SORTED_AT_MOST and len(self._texts) == count:
            return sorted(range(count), key=self._texts.__getitem__)
        return range(count)

    def _cells(self, number: int) -> tuple[str, ...]:
        connection = self.ocs.connection
        assert connection is not None
        thing = self._there[number]
        cells = (people_words.cell(connection, field, thing) for field in self._kind.columns)
        return (safe(thing.label, 200), *cells, safe(thing.id))

    def _empty(self, connection: Connection) -> str:
        slot = connection.slot(self._key)
        if said := people_words.not_offered(self._kind, slot.error):
            return said
        if slot.there is None:
            return "Not read." if slot.error is not None else "Reading…"
        return "Nothing fits." if self._wanted else "None."

    def _say(self, connection: Connection) -> None:
        slot = connection.slot(self._key)
        searched, there = len(self._texts), len(self._there)
        total = (slot.progress[1] if slot.progress else None) or there
        if slot.fetched is not None:
            total = there
        words = []
        if self._wanted:
            found = len(self._numbers)
            if searched < total:
                words = [f"{found:,} found", f"{searched:,} of {total:,} searched"]
            else:
                words = [f"{found:,} of {there:,} found"]
        elif slot.there is not None:
            words = [f"{there:,} of {people_words.counted(self._kind, total)}"]
            if there >= total:
                words = [people_words.counted(self._kind, there)]
        if slot.busy_since is not None:
            words.append("reading the rest…" if there else "reading…")
        elif slot.fetched is None and there:
            words.append("the rest could not be read: r reads again")
        if slot.fetched is not None and slot.fetched.note:
            words.append(safe(slot.fetched.note))
        self._said.update(" · ".join(words))

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Of these lists, shared streams alone have data."""
        return self._kind.name == "shared stream" if action == "data" else True

    def action_data(self) -> None:
        """The data of the shared stream under the cursor, read in the community's name."""
        from ocs_tui.screens.data import DataScreen

        number = self._table.current
        if number is not None:
            stream = self._there[number]
            self.app.push_screen(DataScreen.shared(str(stream.Self or ""), self.holders()[0], stream.label))

    @property
    def current(self) -> Address | None:
        """The address of the thing under the cursor."""
        from ocs_tui.catalog.kinds import address_of

        number = self._table.current
        if number is None:
            return None
        return address_of(self._kind, *self.holders(), str(self._there[number].id))

    def holders(self) -> tuple[str, ...]:
        """The ids of what the things of a list within a thing lie in; none for the tenant's own."""
        from ocs_tui.model.address import Address

        return Address.parse(self._key[1]).ids if self._key[0] == "in" else ()

    def _holder(self) -> str:
        """What the thing is called that they lie in; the empty string for the tenant."""
        from ocs_tui.model.address import Address

        connection = self.ocs.connection
        if connection is None or self._key[0] != "in":
            return ""
        address = Address(Address.parse(self._key[1]).parts[:-1])
        return safe(getattr(connection.known(address), "label", "") or address.ids[-1], 80)

    def on_line_view_chosen(self) -> None:
        """Go to the thing; what lies in another thing has no place in the tree, and is edited."""
        address = self.current
        if address is not None and self._kind.within is None:
            self.dismiss(address)
        elif address is not None:
            self.action_edit()

    def action_again(self) -> None:
        """Read it all again."""
        self.query_one(ErrorLine).dismiss()
        self.ocs.explorer.read_list(self._key, again=True)
        self._follow()

    def action_copy(self) -> None:
        """Copy the id under the cursor."""
        address = self.current
        self.copy(address.ids[-1] if address else None)
