"""How the screen of data reads: the thing, its table as one scrolls, its plot in few points, what comes live."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import UTC, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import work
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.screens.base import Base
from ocs_tui.screens.working import begin
from ocs_tui.widgets.big_table import BigTable
from ocs_tui.widgets.plot import Plot
from ocs_tui.widgets.row_pages import BigRow

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ocs_tui.api.client import OcsClient
    from ocs_tui.connection.data import Opened
    from ocs_tui.connection.event_pages import EventPages
    from ocs_tui.connection.tracks import Asked, Track
    from ocs_tui.data.shape import Property, Shape
    from ocs_tui.data.values import Event
    from ocs_tui.widgets.plot_drawing import Series

LIVE_EVERY = 3.0
"""Seconds between two looks at what came."""
LIVE_KEPT = 500
"""Events that the live tail keeps."""
CURVES = 6
"""Properties that are plotted when none were chosen."""
BESIDE = 110
"""Columns of the terminal from which table and plot stand side by side."""
TABLE, PLOT, BOTH = "table", "plot", "both"


class DataReading(Base):
    """The reads of the screen; leaving it ends them."""

    def __init__(self, opens: Callable[[OcsClient], Awaitable[Opened]], namespace: str = "") -> None:
        super().__init__()
        self._opens = opens
        self._namespace = namespace
        """The id of the namespace that it lies in; empty for what another tenant shares."""
        self._window_said = Static("", id="data-window", markup=False)
        self._said = Static("reading…", id="data-said", markup=False)
        self._body = Horizontal(id="data-body")
        self._table = BigTable(id="data-table")
        self._plot = Plot(id="data-plot")
        self._opened: Opened | None = None
        self._number = 0
        self._asked: Asked | None = None
        self._zone: tzinfo | None = UTC
        self._ticked: dict[int, tuple[str, ...]] = {}
        self._pages: EventPages | None = None
        self._headed: Shape | None = None
        self._arrangement = BOTH
        self._live: deque[Event] | None = None
        self._live_timer: Timer | None = None
        self._plot_said = ""
        self._notes: dict[str, None] = {}
        self._plotted_of: object = None

    @property
    def track(self) -> Track | None:
        """What is shown: the stream, one of an asset's, the data view; None before it was opened."""
        tracks = self._opened.tracks if self._opened else ()
        return tracks[self._number] if tracks else None

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
            self._said.update("")
            self.fail_with(error)
            return
        if self._opened.note:
            self._notes[self._opened.note] = None
        if track is None:
            self._said.update(safe(self._opened.note or "There is no data."))
            return
        self._asked = Asked(window, track.hows[0])
        self.begin()

    def heading(self) -> str:
        """What stands in the title."""
        opened, track = self._opened, self.track
        if opened is None:
            return ""
        more = ""
        if len(opened.tracks) > 1 and track is not None:
            more = f" · {safe(track.title, 60)} ({self._number + 1} of {len(opened.tracks)}: [ and ] go on)"
        return f"{safe(opened.title, 80)}{more}"

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

    def _show_headings(self, shape: Shape, total: int | None = None) -> None:
        if shape.all:
            self._headed = shape
        live = self._live is not None
        empty = "Nothing yet." if live else "None in this window: w chooses another one."
        self._table.show([one.label for one in shape.all] or ["…"], total, empty=empty)

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

    def _shape_of(self, events: list[Event]) -> Shape:
        from ocs_tui.data.shape import shape_of_events

        track, asked = self.track, self._asked
        assert track is not None
        assert asked is not None
        shape = track.answered_shape(replace(asked, how=track.hows[0]) if self._live is not None else asked)
        return shape if shape.keys else shape_of_events(events)

    def _rows(self, events: list[Event], shape: Shape, first: int) -> list[BigRow]:
        from ocs_tui.data.values import cells

        return [
            BigRow(str(number), cells(event, shape, self._zone)) for number, event in enumerate(events, first)
        ]

    # The plot.

    def _to_plot(self) -> list[tuple[int, Property]]:
        """Return what is plotted, each with the number of its track: what is ticked, else the first numbers."""
        assert self._opened is not None
        tracks = self._opened.tracks
        found: list[tuple[int, Property]] = []
        for number, track in enumerate(tracks):
            ids = self._ticked.get(number, ())
            shape = (
                track.answered_shape(replace(self._asked, how=track.hows[0])) if self._asked else track.shape
            )
            there = [one for one in shape.plotted if one.is_number] or list(shape.plotted)
            if ids:
                folded = {one.casefold() for one in ids}
                found += [(number, one) for one in shape.plotted if one.id.casefold() in folded]
            elif not self._ticked:
                found += [(number, one) for one in (there if len(tracks) == 1 else there[:1])]
        return found if self._ticked else found[:CURVES]

    @property
    def is_plotted(self) -> bool:
        """Whether the plot is seen."""
        return not self._plot.has_class("hidden")

    def plot(self) -> None:
        """Read the plot anew, when it is seen."""
        if self._opened is None or self._asked is None:
            return
        if self._live is not None:
            self._plot_live()
        elif self.is_plotted:
            self._read_plot(self._asked)

    @work(group="plot", exclusive=True, exit_on_error=False)
    async def _read_plot(self, asked: Asked) -> None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.connection.data import plot_events
        from ocs_tui.connection.tracks import How

        assert self._opened is not None
        self._plotted_of = None
        by_track: dict[int, list[Property]] = {}
        for number, one in self._to_plot():
            by_track.setdefault(number, []).append(one)
        if not by_track and self._opened.tracks[self._number].shape.all:
            self._plot.show(())
            self._plot_said = "nothing here is a number"
            self.say()
            return
        by_track = by_track or {self._number: []}
        hows: dict[str, None] = {}
        series: list[Series] = []
        points = max(200, 2 * self._plot.size.width)
        for number, properties in by_track.items():
            track = self._opened.tracks[number]
            wanted = replace(asked, properties=tuple(one.id for one in properties))
            if wanted.how not in track.hows:
                wanted = replace(wanted, how=track.hows[0])
            try:
                if wanted.how is How.SUMMARIES:
                    how, batch = How.SUMMARIES, await track.read(wanted)
                else:
                    how, batch = await plot_events(track, wanted, points)
            except OcsError as error:
                self._plot_said = "not plotted"
                self.fail_with(error)
                continue
            hows[how.value] = None
            series += self._series(track, batch.shape, batch.events)
            if batch.note:
                hows[safe(batch.note, 100)] = None
        self._plot.show(series, self._zone)
        self._plot_said = f"plot: {', '.join(hows)}" if hows else self._plot_said
        self.say()

    def _series(self, track: Track, shape: Shape, events: Any) -> list[Series]:
        from ocs_tui.data.values import SUMMARIES, groups, points
        from ocs_tui.widgets.plot_drawing import Series

        assert self._opened is not None
        several = len(self._opened.tracks) > 1
        plotted = [one for one in shape.plotted if one.is_number] if not self._ticked else shape.plotted
        if self._asked is not None and self._asked.how.value == "summaries" and self._live is None:
            # of one property the range too; of several one curve each
            ends = (" Minimum", " Mean", " Maximum") if len(plotted) <= len(SUMMARIES) else (" Mean",)
            plotted = [one for one in plotted if one.id.endswith(ends)]
        found = []
        for group, members in [("", events)] if track.has_end else groups(events, shape):
            for one in plotted or shape.plotted:
                name = " ".join(
                    part for part in (track.title if several else "", group, one.name or one.id) if part
                )
                found.append(Series(name, points(members, shape, one), one.unit, one.stepwise))
        return found if track.has_end or self._ticked else found[:CURVES]

    # What comes live.

    @work(group="live", exclusive=True, exit_on_error=False)
    async def _begin_live(self, track: Track, asked: Asked) -> None:
        from ocs_tui.api.errors import OcsError

        self._stop_timer()
        self._show_headings(track.answered_shape(replace(asked, how=track.hows[0])), 0)
        try:
            batch = await track.latest(asked, LIVE_KEPT)
        except OcsError as error:
            self.fail_with(error)
            self.stop_live()
            return
        if self._live is None:
            return
        self._live.clear()
        self._live.extend(batch.events)
        self._live_timer = self.set_interval(LIVE_EVERY, self._tick)
        self._show_live()

    def _tick(self) -> None:
        """Look again, while one looks: not under another screen, and not while another profile is shown."""
        if self._live is not None and self.app.screen is self:
            self._read_live()

    @work(group="live", exclusive=True, exit_on_error=False)
    async def _read_live(self) -> None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.data.values import index_of

        track, asked, live = self.track, self._asked, self._live
        if track is None or asked is None or live is None:
            return
        try:
            if live:
                newest = index_of(live[0], self._shape_of([live[0]]))
                batch = await track.since(replace(asked, count=LIVE_KEPT), newest)
            else:
                batch = await track.latest(asked, LIVE_KEPT)
                batch = replace(batch, events=list(reversed(batch.events)))
        except OcsError as error:
            self.fail_with(error)
            self._stop_timer()
            self.say()
            return
        if batch.events and live is self._live:
            live.extendleft(batch.events)
            while len(live) > LIVE_KEPT:
                live.pop()
            self._show_live()

    def _show_live(self) -> None:
        assert self._live is not None
        if self._headed is None and self._live:
            self._show_headings(self._shape_of(list(self._live)), len(self._live))
        else:
            self._table.again(len(self._live))
        self._plot_live()
        self.say()

    def _plot_live(self) -> None:
        track = self.track
        if track is None or self._live is None or not self.is_plotted:
            return
        events = list(self._live)
        self._plot.show(self._series(track, self._shape_of(events), events), self._zone)

    def _stop_timer(self) -> None:
        if self._live_timer is not None:
            self._live_timer.stop()
            self._live_timer = None

    def stop_live(self) -> None:
        """End the live tail."""
        self._live = None
        self._stop_timer()
        self.workers.cancel_group(self, "live")

    # What is said.

    def _counted(self) -> list[str]:
        """How many rows there are; nothing where no table is seen."""
        if self._table.has_class("hidden"):
            return []
        if (total := self._table.total) is not None:
            return [f"{total:,} rows"]
        return [f"{self._table.known:,} rows, more as you scroll" if self._table.known else "reading…"]

    def say(self) -> None:
        """Say what is shown: the window, how it is read, how many there are."""
        from ocs_tui.connection.tracks import How
        from ocs_tui.data.window import said
        from ocs_tui.model.sds_enums import SdsBoundaryType

        track, asked = self.track, self._asked
        if track is None or asked is None:
            return
        for title in self.query(".data-title").results(Static):
            title.update(self.heading())
        if self._live is not None:
            state = f"every {LIVE_EVERY:.0f} s" if self._live_timer is not None else "paused: space goes on"
            self._window_said.update(f"Live, the newest first, {state} · f ends it")
            words = [f"the last {len(self._live):,} events"]
        else:
            self._window_said.update(
                f"{safe(asked.window.typed.strip(), 60)}: {said(asked.window, self._zone)}"
            )
            words = [asked.how.value]
            words += self._counted()
            if asked.boundary is not SdsBoundaryType.EXACT and asked.how in (How.RAW, How.SAMPLED):
                words.append(f"edges {asked.boundary.name.lower().replace('_', ' ')}")
        if asked.view:
            words.append(f"through {safe(asked.view, 40)}")
        if asked.filter:
            words.append(f"where {safe(asked.filter, 60)}")
        if asked.properties:
            words.append(f"{len(asked.properties)} of {len(track.shape.values)} properties")
        if self._plot_said and self.is_plotted and self._live is None:
            words.append(self._plot_said)
        words += [safe(one, 200) for one in self._notes]
        self._said.update(" · ".join(words))
