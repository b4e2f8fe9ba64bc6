"""How the screen of data reads: the thing, its table as one scrolls, its plot in few points, what comes live."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from ocs_tui.model.text import safe
from ocs_tui.screens.working import begin
from ocs_tui.widgets.big_table import BigTable
from ocs_tui.widgets.row_pages import BigRow

if TYPE_CHECKING:
    from ocs_tui.data.shape import Shape
    from ocs_tui.data.values import Event

from ocs_tui.screens.data_live import DataLive


class DataReading(DataLive):
    """The reads of the screen; leaving it ends them."""

    # Opening.

    @work(group="data", exclusive=True, exit_on_error=False)
    async def open(self) -> None:
        """Read what it is, and then the last day of it."""
        from ocs_tui.api.errors import OcsError
        from ocs_tui.connection.tracks import Asked
        from ocs_tui.data.window import Window, window_of

        connection = self.ocs.connection
        if connection is None:
            return
        self._said.update("reading…")
        try:
            self._opened = await self._opens(connection.client)
            track = self.track
            window = window_of("last 24h", zone=self._zone)
            if track is not None and track.shape.keys and not track.shape.is_timed:
                first, last = await track.first(), await track.last()
                from ocs_tui.data.values import index_of

                begin, end = (
                    index_of(one.events[0], track.shape) if one.events else "0" for one in (first, last)
                )
                window = Window(begin, end, typed=f"{begin}..{end}")
        except OcsError as error:
            self._not_opened("not read: r reads again")
            self.fail_with(error)
            return
        if self._opened.note:
            self._notes[self._opened.note] = None
        if track is None:
            self._not_opened(safe(self._opened.note or "There is no data."))
            return
        self._asked = Asked(window, track.hows[0])
        self.begin()

    def _not_opened(self, words: str) -> None:
        self._said.update(words)
        self._table.show((), 0, empty="")
        self._plot.say(words)

    # Showing.

    def begin(self) -> None:
        """Show what is asked for now, from its top."""
        from ocs_tui.connection.event_pages import EventPages
        from ocs_tui.data import window as windows

        track, asked = self.track, self._asked
        if track is None or asked is None:
            return
        self.workers.cancel_group(self, "page")
        self._asked = asked = replace(
            asked,
            window=windows.again(asked.window, zone=self._zone),
            properties=self._ticked.get(self._number, ()),
        )
        self._notes = dict.fromkeys([self._opened.note] if self._opened and self._opened.note else [])
        self._headed = None
        if self._live is not None:
            self._begin_live(track, asked)
        else:
            self._pages = EventPages(track, asked)
            shape = track.answered_shape(asked)
            self._show_headings(shape)
            self.plot()
        self.say()
        self.refresh_bindings()

    def on_big_table_page_wanted(self, event: BigTable.PageWanted) -> None:
        """Read what is about to be seen."""
        if self._live is not None:
            some = list(self._live)[event.first : event.first + event.count]
            self._table.give(event.first, self._rows(some, self._shape_of(some), event.first), event.edition)
            return
        begin(
            self,
            partial(self._read_rows, event.first, event.count, event.edition),
            group="page",
        )

    async def _read_rows(self, first: int, count: int, edition: int) -> None:
        from ocs_tui.api.errors import OcsError

        pages = self._pages
        if pages is None or edition != self._table.edition:
            return
        try:
            events = await pages.rows(first, count)
        except OcsError as error:
            if pages is self._pages:
                self._table.failed(first, edition)
                self.fail_with(error)
                self._said.update("not read: r reads again")
            return
        if pages is not self._pages or edition != self._table.edition:
            return
        if pages.note:
            self._notes[pages.note] = None
        if self._headed is None and pages.shape is not None and pages.shape.all:
            self._show_headings(pages.shape)  # what it is made of was not known before it came
            edition = self._table.edition
        shape = pages.shape or self._shape_of(events)
        self._table.give(first, self._rows(events, shape, first), edition)
        if pages.total is not None:
            self._table.set_total(pages.total)
        self.say()

    def _rows(self, events: list[Event], shape: Shape, first: int) -> list[BigRow]:
        from ocs_tui.data.values import cells

        return [
            BigRow(str(number), cells(event, shape, self._zone)) for number, event in enumerate(events, first)
        ]
