"""What the screen of data is made of: its widgets, what is asked for, and what is said of it."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.screens.base import Base
from ocs_tui.widgets.big_table import BigTable
from ocs_tui.widgets.plot import Plot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ocs_tui.api.client import OcsClient
    from ocs_tui.connection.data import Opened
    from ocs_tui.connection.event_pages import EventPages
    from ocs_tui.connection.tracks import Asked, Track
    from ocs_tui.data.shape import Shape
    from ocs_tui.data.values import Event

LIVE_EVERY = 3.0
"""Seconds between two looks at what came."""
LIVE_KEPT = 500
"""Events that the live tail keeps."""
CURVES = 6
"""Properties that are plotted when none were chosen."""
BESIDE = 110
"""Columns of the terminal from which table and plot stand side by side."""
TABLE, PLOT, BOTH = "table", "plot", "both"


class DataParts(Base):
    """The widgets of the screen, what is asked for, and what is said of it."""

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
        self._is_paused = False
        self._plot_said = ""
        self._notes: dict[str, None] = {}

    @property
    def track(self) -> Track | None:
        """What is shown: the stream, one of an asset's, the data view; None before it was opened."""
        tracks = self._opened.tracks if self._opened else ()
        return tracks[self._number] if tracks else None

    def heading(self) -> str:
        """What stands in the title."""
        opened, track = self._opened, self.track
        if opened is None:
            return ""
        more = ""
        if len(opened.tracks) > 1 and track is not None:
            more = f" · {safe(track.title, 60)} ({self._number + 1} of {len(opened.tracks)}: [ and ] go on)"
        return f"{safe(opened.title, 80)}{more}"

    def _show_headings(self, shape: Shape, total: int | None = None) -> None:
        if shape.all:
            self._headed = shape
        live = self._live is not None
        empty = "Nothing yet." if live else "None in this window: w chooses another one."
        self._table.show([one.label for one in shape.all] or ["…"], total, empty=empty)

    def _shape_of(self, events: list[Event]) -> Shape:
        from ocs_tui.data.shape import shape_of_events

        track, asked = self.track, self._asked
        assert track is not None
        assert asked is not None
        shape = track.answered_shape(replace(asked, how=track.hows[0]) if self._live is not None else asked)
        return shape if shape.keys else shape_of_events(events)

    @property
    def is_plotted(self) -> bool:
        """Whether the plot is seen."""
        return not self._plot.has_class("hidden")

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
            state = "paused: space goes on" if self._is_paused else f"every {LIVE_EVERY:.0f} s"
            self._window_said.update(f"Live, the newest first, {state} · f ends it")
            begun = self._live_timer is not None or self._is_paused
            words = [f"the last {len(self._live):,} events" if begun else "reading…"]
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
