"""The logs of the tenant or of a namespace: a window of them, narrowed by severity, source and text, or live."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from ocs_tui.model.area_enums import Severity
from ocs_tui.model.text import fold, safe
from ocs_tui.screens.windowed import Windowed
from ocs_tui.widgets.big_table import BigTable
from ocs_tui.widgets.row_pages import BigRow

LIVE_EVERY = 5.0
"""Seconds between two looks at what came."""
_PAGE = 500
READ_AT_MOST = 5_000
"""Lines that are read of a window."""
_TENANT_SOURCES = ("Account Management", "Identity Management")
_NAMESPACE_SOURCES = ("Data ingress", "Data storage", "Data views", "Metadata", "PI to OCS")


class LogBoard(Windowed):
    """Shows lines of a log, the newest first."""

    HELP = (
        "What the service noted, the newest first. s and o ask the service for a severity and a source; / finds in "
        "what was read. f looks again every few seconds, until f ends it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find", key_display="/", id="logs.find"),
        Binding("s", "severity", "Severity", tooltip="From this severity on", id="logs.severity"),
        Binding("o", "source", "Source", tooltip="Of one source alone", id="logs.source"),
        Binding("f", "live", "Live", tooltip="Look again every few seconds, or end that", id="logs.live"),
        Binding("y", "copy", "Copy", tooltip="Copy the line", id="logs.copy"),
    ]

    def __init__(self, place: str) -> None:
        super().__init__("Logs", place)
        self._table = BigTable(id="board-table")
        self._severity: Severity | None = None
        self._source = ""
        self._words = ""
        self._entries: list[dict[str, Any]] = []
        self._found: list[dict[str, Any]] = []
        self._note = ""
        self._timer: Timer | None = None

    def body(self) -> Iterator[Widget]:
        """The table."""
        yield self._table

    def on_mount(self) -> None:
        """The keyboard is in the table."""
        self.set_focus(self._table)
        self._table.show(("Time", "Severity", "Source", "Message"), empty="Nothing in this window.")

    @work(group="board", exclusive=True, exit_on_error=False)
    async def read(self) -> None:
        """Read the window, up to a limit."""
        from ocs_tui.api.errors import OcsError
        from ocs_tui.catalog import beside

        connection = self.ocs.connection
        if connection is None:
            return
        window = self.moved_window()
        operation = beside.NAMESPACE_LOGS if self._place else beside.TENANT_LOGS
        params: list[tuple[str, str]] = [("start", window.start), ("end", window.end)]
        if self._severity is not None:
            params += [("severity", one.name.capitalize()) for one in Severity if one >= self._severity]
        if self._source:
            params.append(("source", self._source))
        entries: list[dict[str, Any]] = []
        self._note = ""
        try:
            while True:
                page = [*params, ("skip", str(len(entries))), ("count", str(_PAGE))]
                fetched = await connection.client.ask(operation, *self.ids, params=page)
                listed = fetched.value if isinstance(fetched.value, list) else []
                entries += [one for one in listed if isinstance(one, dict)]
                self._note = safe(fetched.note or "")
                if len(listed) < _PAGE:
                    break
                if len(entries) >= READ_AT_MOST:
                    self._note = (
                        f"the first {len(entries):,} that the service gave: a shorter window shows the rest"
                    )
                    break
                self.say(f"reading… {len(entries):,}")
        except OcsError as error:
            self._stop()
            self.say("not read: r reads again")
            self.fail_with(error)
            return
        entries.sort(key=lambda one: str(one.get("Timestamp") or ""), reverse=True)
        self._entries = entries
        self._show()

    def _show(self) -> None:
        words = fold(self._words).split()
        self._found = [
            one for one in self._entries if all(word in fold(" ".join(self._cells(one))) for word in words)
        ]
        self._table.again(len(self._found))
        severity = f"from {self._severity.name.lower()} on" if self._severity is not None else ""
        count = (
            f"{len(self._found):,} of {len(self._entries):,} lines"
            if words
            else f"{len(self._entries):,} line{'' if len(self._entries) == 1 else 's'}"
        )
        live = f"live, every {LIVE_EVERY:.0f} s: f ends it" if self._timer is not None else ""
        self.say(count, severity, safe(self._source), live, self._note)

    def _cells(self, entry: dict[str, Any]) -> tuple[str, ...]:
        from ocs_tui.data.values import moment_of, moment_words

        at = moment_of(entry.get("Timestamp"))
        time = moment_words(at, self.zone) if at is not None else str(entry.get("Timestamp") or "")
        return time, _severity_words(entry.get("Severity")), str(entry.get("Source") or ""), _message(entry)

    def on_big_table_page_wanted(self, event: BigTable.PageWanted) -> None:
        """All of it is there."""
        some = self._found[event.first : event.first + event.count]
        rows = [BigRow(str(number), self._cells(one)) for number, one in enumerate(some, event.first)]
        self._table.give(event.first, rows, event.edition)

    # Keys.

    def action_severity(self) -> None:
        """From a severity on."""
        from ocs_tui.screens.picker import Picker
        from ocs_tui.widgets.pick_list import Option

        def picked(name: str | None) -> None:
            if name is not None:
                self._severity = None if name == "all" else Severity[name]
                self.action_again()

        options = [
            Option("all", "everything", ""),
            *(Option(one.name, one.name.capitalize(), "and graver") for one in Severity),
        ]
        self.app.push_screen(
            Picker("From which severity on?", "a severity", options, "Nothing fits."), picked
        )

    def action_source(self) -> None:
        """Of one source alone."""
        from ocs_tui.screens.picker import Picker
        from ocs_tui.widgets.pick_list import Option

        def picked(name: str | None) -> None:
            if name is not None:
                self._source = "" if name == "all" else name
                self.action_again()

        known = dict.fromkeys(_NAMESPACE_SOURCES if self._place else _TENANT_SOURCES)
        known |= dict.fromkeys(str(one.get("Source")) for one in self._entries if one.get("Source"))
        options = [Option("all", "every source", ""), *(Option(one, one) for one in known)]
        self.app.push_screen(Picker("Of which source?", "a source", options, "Nothing fits."), picked)

    async def action_find(self) -> None:
        """Find in what was read, as one types."""
        if not self.query("#find"):
            await self.mount(Input(placeholder="find in what was read", id="find"), before=self._table)
        self.set_focus(self.query_one("#find"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        self._words = event.value
        self._show()

    def on_input_submitted(self) -> None:
        """Back to the table."""
        self.set_focus(self._table)

    def action_live(self) -> None:
        """Look again every few seconds, or end that."""
        if self._timer is not None:
            self._stop()
            self._show()
            return
        self._timer = self.set_interval(LIVE_EVERY, self._tick)
        self.read()

    def _tick(self) -> None:
        if self.app.screen is self:
            self.read()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def action_copy(self) -> None:
        """Copy the line under the cursor."""
        row = self._table.current
        self.copy("\t".join(row.cells) if row else None)

    def action_back(self) -> None:
        """End the finding, else leave."""
        if box := self.query("#find"):
            self._words = ""
            self.set_focus(self._table)
            box.remove()
            self._show()
            return
        super().action_back()


_MARKS = {0: "·", 1: "i", 2: "!", 3: "✗", 4: "✗✗"}


def _severity_words(value: Any) -> str:
    if value is None:
        value = 0
    if isinstance(value, str):
        member = next((one for one in Severity if one.name == value.strip().upper()), None)
        value = value if member is None else int(member)
    if isinstance(value, int) and value in _MARKS:
        return f"{_MARKS[value]} {Severity(value).name.capitalize()}"
    return str(value)


def _message(entry: dict[str, Any]) -> str:
    """What a line says. The reference states no shape: whatever else came stands behind it."""
    known = ("Timestamp", "Severity", "Source", "Message")
    more = [
        f"{name}: {value}" for name, value in entry.items() if name not in known and value not in (None, "")
    ]
    return " ".join((str(entry.get("Message") or ""), *more)).strip()
