"""The data of a stream, an asset, a data view or a shared stream: a window of it as a table and as a plot."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.data_reading import BESIDE, BOTH, LIVE_EVERY, PLOT, TABLE, DataReading
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.model.address import Address

_POINTS = {"sampled": 200, "interpolated": 200, "summaries": 24}
"""Points, or intervals, of what is calculated."""
MOST_POINTS = 10_000


class DataScreen(DataReading):
    """Shows data. ``of`` and ``shared`` make one."""

    CSS_PATH = stylesheet("data")
    HELP = (
        "The data of a stream, of an asset or of a data view. The table reads as one scrolls; the plot reads few "
        "points, however long the window. Times are UTC unless z says otherwise. Nothing is read while you only "
        "look, but for the live tail, which f begins and ends."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "window", "Window", tooltip="Choose the window, such as last 24h", id="data.window"),
        Binding("m", "how", "How", tooltip="As stored, sampled, interpolated, or summaries", id="data.how"),
        Binding("x", "arrange", "Table/plot", tooltip="Show the table, the plot, or both", id="data.arrange"),
        Binding("p", "properties", "Properties", tooltip="Choose the properties", id="data.properties"),
        Binding("f", "live", "Live", tooltip="Follow what comes, or end that", id="data.live"),
        Binding("E", "export", "Export", tooltip="Write what is shown to a CSV or JSON file", id="data.export"),
        Binding("r", "again", "Refresh", tooltip="Read again", id="data.again"),
        Binding("u", "units", "Units", tooltip="Read in other units", id="data.units"),
        Binding("slash", "filter", "Filter", tooltip="Filter by the service's expressions", key_display="/",
                id="data.filter"),
        Binding("s", "view", "View", tooltip="Read through a stream view", id="data.view"),
        Binding("b", "edges", "Edges", tooltip="Which events the edges of the window take in", id="data.edges"),
        Binding("n", "points", "Points", tooltip="How many points or intervals are calculated", id="data.points"),
        Binding("z", "zone", "UTC/local", tooltip="Tell times in UTC, or in local time", id="data.zone"),
        Binding("left_square_bracket", "track(-1)", "Previous", tooltip="The asset's previous stream",
                key_display="[", show=False, id="data.previous"),
        Binding("right_square_bracket", "track(1)", "Next", tooltip="The asset's next stream", key_display="]",
                id="data.next"),
        Binding("space", "pause", "Pause", tooltip="Pause the live tail, or go on", priority=True, id="data.pause"),
        Binding("y", "copy", "Copy", tooltip="Copy the row under the cursor", id="data.copy"),
        Binding("escape,backspace", "back", "Back", id="data.back"),
    ]  # fmt: skip

    @classmethod
    def of(cls, address: Address) -> DataScreen:
        """Return the screen of a stream, an asset or a data view."""
        from ocs_tui.connection.data import open_data

        return cls(lambda client: open_data(client, address), address.namespace_id)

    @classmethod
    def shared(cls, self_url: str, community: str, title: str) -> DataScreen:
        """Return the screen of a stream that a community shares, by its ``Self``."""
        from ocs_tui.connection.data import shared_data

        return cls(lambda client: shared_data(client, self_url, community, title))

    def compose(self) -> ComposeResult:
        """What it is, the window, and the data."""
        yield Static("", classes="data-title", markup=False)
        yield self._window_said
        yield self._said
        with self._body:
            yield self._table
            yield self._plot
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the last day."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self._table)
        self._arrange()
        self.open()

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self._arrange()

    def _arrange(self) -> None:
        shown = self._arrangement
        if shown == BOTH and self.app.size.width < BESIDE:
            shown = TABLE
        was = self.is_plotted
        self._table.set_class(shown == PLOT, "hidden")
        self._plot.set_class(shown == TABLE, "hidden")
        if shown == PLOT and self.focused is self._table:
            self.set_focus(self._plot)
        elif shown == TABLE and self.focused is self._plot:
            self.set_focus(self._table)
        if self.is_plotted and not was:
            self.plot()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What cannot be asked of it has no key."""
        track, asked = self.track, self._asked
        if action in ("back", "again"):
            return True
        if track is None or asked is None:
            return False
        live = self._live is not None
        offered = {
            "how": not live and len(track.hows) > 1,
            "window": not live,
            "edges": not live and asked.how.value in ("as stored", "sampled") and track.has_filter,
            "points": not live and asked.how.value in _POINTS,
            "filter": track.has_filter and asked.how.value != "interpolated",
            "units": track.takes_units and not asked.view and any(one.unit for one in track.shape.values),
            "view": track.takes_units and bool(self._opened and self._opened.type_id),
            "track": bool(self._opened and len(self._opened.tracks) > 1),
            "live": track.has_end,
            "pause": live,
            "export": not live,
            "properties": bool(track.shape.values),
        }
        return offered.get(action, True)

    # What is asked for.

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
        self._ask(how=how, count=_POINTS.get(how.value, 1_000))

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

    # What is shown of it.

    def action_arrange(self) -> None:
        """Show the table, the plot, or both where there is room."""
        ways = [BOTH, TABLE, PLOT] if self.app.size.width >= BESIDE else [TABLE, PLOT]
        at = ways.index(self._arrangement) if self._arrangement in ways else 0
        self._arrangement = ways[(at + 1) % len(ways)]
        self._arrange()
        self.say()

    def action_live(self) -> None:
        """Follow what comes, or end that."""
        if self._live is not None:
            self.stop_live()
        else:
            self._live = deque()
        self._ask()

    def action_pause(self) -> None:
        """Pause the live tail, or go on."""
        if self._live_timer is not None:
            self._stop_timer()
        else:
            self.query_one(ErrorLine).dismiss()
            self._live_timer = self.set_interval(LIVE_EVERY, self._tick)
            self._tick()
        self.say()

    def action_export(self) -> None:
        """Write what is shown to a file."""
        from ocs_tui.screens.data_export import ExportPrompt

        track, asked = self.track, self._asked
        if track is None or asked is None:
            return
        kept = "".join(char if char.isalnum() or char in "-_." else "-" for char in track.title.strip())
        prompt = ExportPrompt(track, asked, f"{kept.strip('.-')[:60] or 'data'}.csv")
        self.app.push_screen(prompt, lambda said: None if said is None else self.tell(said))

    def action_again(self) -> None:
        """Read it again; a window that ends now has moved on."""
        self.query_one(ErrorLine).dismiss()
        if self._asked is None:
            self.open()
        else:
            self.begin()

    def action_copy(self) -> None:
        """Copy the row under the cursor."""
        row = self._table.current
        self.copy("\t".join(row.cells) if row else None)

    def action_back(self) -> None:
        """Dismiss the error, else leave."""
        if not self.query_one(ErrorLine).dismiss():
            self.stop_live()
            self.dismiss(None)
