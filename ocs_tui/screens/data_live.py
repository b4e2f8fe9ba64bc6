"""The live tail of the screen of data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

if TYPE_CHECKING:
    from ocs_tui.connection.tracks import Asked, Track

from ocs_tui.screens.data_parts import LIVE_EVERY, LIVE_KEPT
from ocs_tui.screens.data_plot import DataPlot


class DataLive(DataPlot):
    """Looks at what came, every few seconds, only when one asked for it."""

    @work(group="live", exclusive=True, exit_on_error=False)
    async def _begin_live(self, track: Track, asked: Asked) -> None:
        from ocs_tui.api.errors import OcsError

        self._stop_timer()
        self._is_paused = False
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
            self.pause_live()
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

    def _stop_timer(self) -> None:
        if self._live_timer is not None:
            self._live_timer.stop()
            self._live_timer = None

    def pause_live(self) -> None:
        """Look no more until one goes on."""
        self._stop_timer()
        self._is_paused = True
        self.say()

    def stop_live(self) -> None:
        """End the live tail."""
        self._live = None
        self._stop_timer()
        self.workers.cancel_group(self, "live")
