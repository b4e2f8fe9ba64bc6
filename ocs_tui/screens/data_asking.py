"""What is asked for on the screen of data: the window, how it is read, properties, units, a stream view."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from textual import work

from ocs_tui.model.text import safe
from ocs_tui.screens.data_reading import DataReading
from ocs_tui.widgets.status_line import ErrorLine

POINTS = {"sampled": 200, "interpolated": 200, "summaries": 24}
"""Points, or intervals, of what is calculated."""
MOST_POINTS = 10_000


class DataAsking(DataReading):
    """The keys that ask for something else."""

    def _ask(self, **changed: object) -> None:
        assert self._asked is not None
        self.query_one(ErrorLine).dismiss()
        self._asked = replace(self._asked, **changed)  # type: ignore[arg-type]
        self.begin()
        self.refresh_bindings()

    def action_window(self) -> None:
        """Choose the window."""
        from ocs_tui.data.window import EXAMPLES, PRESETS, indexes_of, said, window_of, zone_name
        from ocs_tui.screens.typed_choice import TypedChoice

        track, asked = self.track, self._asked
        if track is None or asked is None:
            return
        timed = track.shape.is_timed or not track.shape.keys
        zone = self._zone

        def read(text: str) -> object:
            return window_of(text, zone=zone) if timed else indexes_of(text)

        def means(text: str) -> str:
            return said(window_of(text, zone=zone), zone) if timed else said(indexes_of(text))

        hint = (
            f"{EXAMPLES}. Without a zone: {zone_name(zone)}." if timed else "The first index..the last one."
        )
        presets = PRESETS if timed else ()
        prompt = TypedChoice("The window", asked.window.typed, hint, means, presets)
        self.app.push_screen(prompt, lambda text: None if text is None else self._ask(window=read(text)))

    def action_how(self) -> None:
        """Go on to the next way of reading."""
        track, asked = self.track, self._asked
        assert track is not None
        assert asked is not None
        at = track.hows.index(asked.how) if asked.how in track.hows else -1
        how = track.hows[(at + 1) % len(track.hows)]
        self._ask(how=how, count=POINTS.get(how.value, 1_000))

    def action_points(self) -> None:
        """Choose how many points, or intervals, are calculated."""
        from ocs_tui.screens.typed_choice import TypedChoice

        assert self._asked is not None

        def means(text: str) -> str:
            if not (text.strip().isascii() and text.strip().isdigit() and 1 <= int(text) <= MOST_POINTS):
                raise ValueError(f"Type a whole number from 1 to {MOST_POINTS:,}.")
            return f"{int(text):,} of them"

        prompt = TypedChoice(
            "How many are calculated",
            str(self._asked.count),
            "Points, or intervals.",
            means,
            ("24", "200", "1000"),
        )
        self.app.push_screen(prompt, lambda text: None if text is None else self._ask(count=int(text)))

    def action_edges(self) -> None:
        """Take in other events at the edges."""
        from ocs_tui.model.sds_enums import SdsBoundaryType

        assert self._asked is not None
        ways = list(SdsBoundaryType)
        self._ask(boundary=ways[(ways.index(self._asked.boundary) + 1) % len(ways)])

    def action_filter(self) -> None:
        """Filter by an expression."""
        from ocs_tui.screens.typed_choice import TypedChoice

        track, asked = self.track, self._asked
        assert track is not None
        assert asked is not None
        some = next((one.id for one in track.shape.values if one.is_number), "Value")

        def means(text: str) -> str:
            return "The service filters by it." if text.strip() else "Everything."

        hint = f"Such as: {safe(some, 40)} gt 10 and {safe(some, 40)} lt 20. Empty for everything."
        prompt = TypedChoice("Only events where", asked.filter, hint, means)
        self.app.push_screen(prompt, lambda text: None if text is None else self._ask(filter=text))

    def action_zone(self) -> None:
        """Tell times in UTC, or in local time."""
        self._zone = None if self._zone is not None else UTC
        self._ask()

    def action_properties(self) -> None:
        """Choose the properties: of an asset, those of all its streams."""
        from ocs_tui.screens.ticked_choice import TickedChoice
        from ocs_tui.widgets.pick_list import Option

        assert self._opened is not None
        several = len(self._opened.tracks) > 1
        options, ticked = [], []
        for number, track in enumerate(self._opened.tracks):
            for one in track.shape.values:
                name = f"{track.title} · {one.label}" if several else one.label
                more = "" if one.is_plotted else "not plotted"
                options.append(Option(f"{number}/{one.id}", name, more))
                if not self._ticked or one.id in self._ticked.get(number, ()):
                    ticked.append(options[-1].id)

        def chosen(ids: tuple[str, ...] | None) -> None:
            if ids is None:
                return
            self._ticked = {}
            if 0 < len(ids) < len(options):
                for one in ids:
                    number, _, property_id = one.partition("/")
                    self._ticked[int(number)] = (*self._ticked.get(int(number), ()), property_id)
                if self._ticked and self._number not in self._ticked:
                    self._number = min(self._ticked)
            self._ask()

        self.app.push_screen(TickedChoice("Properties", options, ticked), chosen)

    def action_units(self) -> None:
        """Choose a property, then the unit that it is read in."""
        from ocs_tui.screens.picker import Picker
        from ocs_tui.widgets.pick_list import Option

        track, asked = self.track, self._asked
        assert track is not None
        assert asked is not None
        options = [
            Option(one.id, one.name or one.id, f"now {asked.units.get(one.id, one.unit)}")
            for one in track.shape.values
            if one.unit
        ]

        def picked(one: str | None) -> None:
            if one is not None:
                self._pick_unit(one)

        picker = Picker("Read which property in another unit?", "a property", options, "Nothing fits.")
        self.app.push_screen(picker, picked)

    @work(group="units", exclusive=True, exit_on_error=False)
    async def _pick_unit(self, property_id: str) -> None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.connection.data import units_like
        from ocs_tui.screens.picker import Picker
        from ocs_tui.widgets.pick_list import Option

        track, asked, connection = self.track, self._asked, self.ocs.connection
        if track is None or asked is None or connection is None:
            return
        one = track.shape.property(property_id)
        assert one is not None
        try:
            units = await units_like(connection.client, self._namespace, one.unit)
        except OcsError as error:
            self.fail_with(error)
            return
        if not units:
            self.fail(f"The namespace knows no other unit for {safe(one.unit, 60)}.")
            return
        options = [
            Option(unit, unit, f"{short}{', as stored' if unit.casefold() == one.unit.casefold() else ''}")
            for unit, short in units
        ]
        unit = await self.app.push_screen_wait(
            Picker(f"{safe(one.name, 60)} in", "a unit", options, "Nothing fits.")
        )
        if unit is not None and self._asked is not None:
            others = {name: there for name, there in self._asked.units.items() if name != one.id}
            as_stored = unit.casefold() == one.unit.casefold()
            self._ask(units=others if as_stored else {**others, one.id: unit})

    @work(group="units", exclusive=True, exit_on_error=False)
    async def action_view(self) -> None:
        """Read through a stream view, or as it is stored."""
        from ocs_tui.api.errors import OcsError
        from ocs_tui.connection.data import open_data, through, views_of
        from ocs_tui.model.address import Address
        from ocs_tui.screens.picker import Picker
        from ocs_tui.widgets.pick_list import Option

        opened, connection = self._opened, self.ocs.connection
        if opened is None or connection is None or self._asked is None:
            return
        try:
            views = await views_of(connection.client, self._namespace, opened.type_id)
            if not views:
                self.fail("No stream view begins with the type of this stream.")
                return
            options = [Option("/", "as it is stored", ""), *(Option(one, name, one) for one, name in views)]
            picked = await self.app.push_screen_wait(
                Picker("Read through", "a stream view", options, "Nothing fits.")
            )
            if picked is None:
                return
            stream = opened.stream_id
            if picked == "/":
                again = await open_data(connection.client, Address((self._namespace, "streams", stream)))
                tracks = again.tracks
            else:
                tracks = (await through(connection.client, self._namespace, stream, picked),)
        except OcsError as error:
            self.fail_with(error)
            return
        self._opened = replace(opened, tracks=tracks)
        self._ticked = {}
        self._ask(view="" if picked == "/" else picked, units={}, filter="")

    def action_track(self, step: int) -> None:
        """Show the asset's next stream."""
        assert self._opened is not None
        assert self._asked is not None
        self._number = (self._number + step) % len(self._opened.tracks)
        track = self.track
        assert track is not None
        how = self._asked.how if self._asked.how in track.hows else track.hows[0]
        self._ask(units={}, filter="", how=how)
