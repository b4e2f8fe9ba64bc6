"""The data of a stream, an asset, a data view or a shared stream: a window of it as a table and as a plot."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ocs_tui.resources import stylesheet
from ocs_tui.screens.data_asking import POINTS, DataAsking
from ocs_tui.screens.data_parts import BESIDE, BOTH, LIVE_EVERY, PLOT, TABLE
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.model.address import Address


class DataScreen(DataAsking):
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
            "points": not live and asked.how.value in POINTS,
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
        if not self._is_paused:
            self.pause_live()
            return
        self.query_one(ErrorLine).dismiss()
        self._is_paused = False
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
