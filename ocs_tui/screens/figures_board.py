"""Numbers over time, as a plot and a table: a namespace's metrics, the tenant's usage beside its entitlements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from ocs_tui.data.shape import Property, Shape
from ocs_tui.data.values import cells, points
from ocs_tui.model.sds_enums import SdsTypeCode
from ocs_tui.model.text import safe
from ocs_tui.screens.windowed import Windowed
from ocs_tui.widgets.big_table import BigTable
from ocs_tui.widgets.plot import Plot
from ocs_tui.widgets.plot_drawing import Series
from ocs_tui.widgets.row_pages import BigRow

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient

BESIDE = 110
"""Columns of the terminal from which table and plot stand side by side."""
CURVES = 6
Event = dict[str, Any]


def _number(name: str, unit: str = "") -> Property:
    return Property(name, name, SdsTypeCode.DOUBLE, unit, nullable=True)


class FiguresBoard(Windowed):
    """Shows figures. A subclass reads them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "arrange", "Table/plot", tooltip="Show the table, or the plot", id="figures.arrange"),
        Binding("y", "copy", "Copy", tooltip="Copy the row under the cursor", show=False, id="figures.copy"),
    ]

    def __init__(self, title: str, place: str = "") -> None:
        super().__init__(title, place)
        self._table = BigTable(id="board-table")
        self._plot = Plot(id="board-plot")
        self._events: list[Event] = []
        self._shape = Shape((), ())
        self._plots = True

    async def figures(self, client: OcsClient) -> tuple[Shape, list[Event], list[Series], str]:
        """Read the window: the shape of the rows, the rows, what is plotted, and what is to be said.

        Raises:
            OcsError: it cannot be read.
        """
        raise NotImplementedError

    def body(self) -> Iterator[Widget]:
        """Table and plot."""
        yield Horizontal(self._table, self._plot, classes="board-body")

    def on_mount(self) -> None:
        """The keyboard is in the plot."""
        self._arrange()

    def on_resize(self) -> None:
        """Side by side where there is room."""
        self._arrange()

    def _arrange(self) -> None:
        wide = self.app.size.width >= BESIDE
        self._table.set_class(not wide and self._plots, "hidden")
        self._plot.set_class(not wide and not self._plots, "hidden")
        self.set_focus(self._plot if self._plots else self._table)

    def read(self) -> object:
        """Read the window."""
        return self._read_figures()

    @work(group="board", exclusive=True, exit_on_error=False)
    async def _read_figures(self) -> None:
        from ocs_tui.api.errors import OcsError

        connection = self.ocs.connection
        if connection is None:
            return
        self.moved_window()
        self.say("reading…")
        try:
            self._shape, self._events, series, said = await self.figures(connection.client)
        except OcsError as error:
            self.say("not read: r reads again")
            self.fail_with(error)
            return
        self._plot.show(series, self.zone)
        self._table.show(
            [one.label for one in self._shape.all], len(self._events), empty="Nothing in this window."
        )
        self.say(f"{len(self._events):,} rows", said)

    def on_big_table_page_wanted(self, event: BigTable.PageWanted) -> None:
        """All of it is there."""
        some = self._events[event.first : event.first + event.count]
        rows = [
            BigRow(str(number), cells(one, self._shape, self.zone))
            for number, one in enumerate(some, event.first)
        ]
        self._table.give(event.first, rows, event.edition)

    def action_arrange(self) -> None:
        """Go to the other one; where there is no room for both it takes its place."""
        self._plots = not self._plots
        self._arrange()

    def action_copy(self) -> None:
        """Copy the row under the cursor."""
        row = self._table.current
        self.copy("\t".join(row.cells) if row else None)


class MetricsBoard(FiguresBoard):
    """The metrics of a namespace."""

    HELP = "How much goes in and out of a namespace. w chooses the window, x goes between table and plot."

    def __init__(self, place: str) -> None:
        super().__init__("Metrics", place)

    async def figures(self, client: OcsClient) -> tuple[Shape, list[Event], list[Series], str]:
        """Read each metric; one that the service does not have is left out."""
        from ocs_tui.api.errors import NotFound, NotOffered
        from ocs_tui.catalog import beside

        asked = (
            (beside.STREAM_METRIC, "IngressEvents"),
            (beside.STREAM_METRIC, "EgressEvents"),
            (beside.OMF_METRIC, "MessagesReceived"),
            (beside.OMF_METRIC, "MessagesRejected"),
        )
        rows: dict[str, Event] = {}
        properties: list[Property] = []
        missing: list[str] = []
        params = {"start": self.window.start, "end": self.window.end}
        for operation, name in asked:
            try:
                fetched = await client.ask(operation, self._place, name, params=params)
            except (NotFound, NotOffered):
                missing.append(name)
                if len(missing) == len(asked):
                    raise
                continue
            properties.append(_number(name, "events" if operation is beside.STREAM_METRIC else "messages"))
            for one in fetched.value if isinstance(fetched.value, list) else ():
                if isinstance(one, dict) and one.get("Timestamp"):
                    at = str(one["Timestamp"])
                    rows.setdefault(at, {"Timestamp": at})[name] = one.get("Value") or 0
        shape = Shape((_KEY,), tuple(properties))
        events = [rows[at] for at in sorted(rows)]
        series = [Series(one.name, points(events, shape, one), one.unit) for one in properties]
        return shape, events, series, f"not offered: {', '.join(missing)}" if missing else ""


_KEY = Property("Timestamp", "Time", SdsTypeCode.DATE_TIME, is_key=True)
_DATE = Property("Date", "Date", SdsTypeCode.DATE_TIME, is_key=True)
_USED = ("IngressEvents", "IngressStreamsAccessed", "EgressEvents", "EgressStreamsAccessed")


class UsageBoard(FiguresBoard):
    """The usage of the tenant, beside what it is entitled to."""

    HELP = (
        "How much the tenant used each day, and what that is of its entitlements. c chooses a billing cycle, g tells "
        "the namespaces apart."
    )
    FIRST = "last 30d"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "cycle", "Cycle", tooltip="Choose a billing cycle", id="usage.cycle"),
        Binding("g", "group", "By namespace", tooltip="Tell the namespaces apart, or not", id="usage.group"),
    ]

    def __init__(self) -> None:
        super().__init__("Usage")
        self._whole = Static("", id="board-whole", markup=False)
        self._by_namespace = False
        self._cycles: list[tuple[str, str]] = []

    def above(self) -> Iterator[Widget]:
        """What is used of the entitlements, then the window."""
        yield self._whole
        yield from super().above()

    def read(self) -> object:
        """Read what is entitled to also."""
        self._read_account()
        return super().read()

    @work(group="account", exclusive=True, exit_on_error=False)
    async def _read_account(self) -> None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.catalog import beside

        connection = self.ocs.connection
        if connection is None:
            return
        lines = []
        try:
            used = (await connection.client.ask(beside.RESOURCE_USAGE)).value
            lines.append(entitlement_words(used if isinstance(used, dict) else {}))
        except OcsError as error:
            lines.append(f"What is entitled to is not known: {error.sentence}")
        try:
            cycles = (await connection.client.ask(beside.BILLING_CYCLES)).value
            found = [one for one in (cycles if isinstance(cycles, list) else ()) if isinstance(one, dict)]
            self._cycles = [(str(one.get("StartDate") or ""), str(one.get("EndDate") or "")) for one in found]
            current = self._current_cycle()
            lines.append(
                f"Billing cycle {current}; {len(self._cycles)} in the term: c chooses one" if current else ""
            )
        except OcsError as error:
            lines.append(f"The billing cycles are not known: {error.sentence}")
        self._whole.update("\n".join(line for line in lines if line))

    def _current_cycle(self) -> str:
        from datetime import UTC, datetime

        from ocs_tui.data.values import moment_of

        now = datetime.now(UTC)
        for start, end in reversed(self._cycles):
            first, last = moment_of(start), moment_of(end)
            if first is not None and last is not None and first <= now < last:
                return f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
        return safe(self._cycles[-1][0], 20) if self._cycles else ""

    async def figures(self, client: OcsClient) -> tuple[Shape, list[Event], list[Series], str]:
        """Read a row a day, or a row a day and namespace."""
        from ocs_tui.catalog import beside

        params = {"start": self.window.start, "end": self.window.end}
        if self._by_namespace:
            params["groupByNamespace"] = "true"
        fetched = await client.ask(beside.USAGE, params=params)
        events = [
            one for one in (fetched.value if isinstance(fetched.value, list) else ()) if isinstance(one, dict)
        ]
        group = (
            (Property("NamespaceId", "Namespace", SdsTypeCode.STRING, nullable=True),)
            if self._by_namespace
            else ()
        )
        numbers = [Property(name, name, SdsTypeCode.INT64) for name in _USED]
        shape = Shape((_DATE,), (*group, *numbers))
        if not self._by_namespace:
            series = [
                Series(one.name, points(events, shape, one), "events")
                for one in numbers
                if one.id.endswith("Events")
            ]
            return shape, events, series, safe(fetched.note or "")
        by_name: dict[str, list[Event]] = {}
        for one in events:
            by_name.setdefault(str(one.get("NamespaceId") or "?"), []).append(one)
        busiest = sorted(
            by_name, key=lambda name: -sum(one.get("IngressEvents") or 0 for one in by_name[name])
        )
        series = [
            Series(name, points(by_name[name], shape, numbers[0]), "IngressEvents")
            for name in busiest[:CURVES]
        ]
        said = f"plotted: the IngressEvents of the {len(series)} busiest of {len(by_name)} namespaces"
        return shape, events, series, said

    def action_group(self) -> None:
        """Tell the namespaces apart, or not."""
        self._by_namespace = not self._by_namespace
        self.action_again()

    def action_cycle(self) -> None:
        """Choose a billing cycle as the window."""
        from ocs_tui.data.values import moment_of
        from ocs_tui.data.window import window_of
        from ocs_tui.screens.picker import Picker
        from ocs_tui.widgets.pick_list import Option

        options = []
        for start, end in reversed(self._cycles):
            first, last = moment_of(start), moment_of(end)
            if first is not None and last is not None and first < last:
                typed = f"{first.isoformat()}..{last.isoformat()}"
                options.append(Option(typed, f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"))
        if not options:
            self.fail("No billing cycle is known.")
            return

        def picked(typed: str | None) -> None:
            if typed is not None:
                self.window = window_of(typed)
                self.action_again()

        self.app.push_screen(Picker("Which billing cycle?", "a cycle", options, "Nothing fits."), picked)


def entitlement_words(body: Event) -> str:
    """Return what is used of what one is entitled to, with how much that is."""
    words = []
    for label, used_name, entitled_name in (
        ("Streams", "StreamCount", "EntitledStreamCount"),
        ("Namespaces", "NamespaceCount", "EntitledNamespaceCount"),
    ):
        used, entitled = body.get(used_name) or 0, body.get(entitled_name) or 0
        if isinstance(used, int) and isinstance(entitled, int):
            share = f" ({'!' if used > entitled else ''}{used / entitled:.1%})" if entitled else ""
            words.append(f"{label} {used:,} of {entitled:,}{share}")
    accesses = body.get("EntitledStreamAccessCount") or 0
    if isinstance(accesses, int) and accesses:
        words.append(f"entitled to {accesses:,} stream accesses")
    return " · ".join(words)
