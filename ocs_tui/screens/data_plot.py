"""The plot of the screen of data: what is plotted, read in few points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import work

from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.connection.tracks import Asked, Track
    from ocs_tui.data.shape import Property, Shape
    from ocs_tui.widgets.plot_drawing import Series

from ocs_tui.screens.data_parts import CURVES, DataParts


class DataPlot(DataParts):
    """Reads what a plot needs, while it is seen."""

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

    def plot(self) -> None:
        """Read the plot anew, when it is seen."""
        if self._opened is None or self._asked is None:
            return
        if self._live is not None:
            self._plot_live()
        elif self.is_plotted:
            self._plot_said = "plot: reading…"
            self._read_plot(self._asked)

    @work(group="plot", exclusive=True, exit_on_error=False)
    async def _read_plot(self, asked: Asked) -> None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.connection.data import plot_events
        from ocs_tui.connection.tracks import How

        assert self._opened is not None
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
        if hows:
            self._plot.show(series, self._zone)
        else:
            self._plot.say("Not read.")
        self._plot_said = f"plot: {', '.join(hows)}" if hows else self._plot_said
        self.say()

    def _plot_live(self) -> None:
        track = self.track
        if track is None or self._live is None or not self.is_plotted:
            return
        events = list(self._live)
        self._plot.show(self._series(track, self._shape_of(events), events), self._zone)

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
