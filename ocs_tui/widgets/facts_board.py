"""A board of how things stand: a line a region or namespace, a column a service, each state in mark and word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from ocs_tui.model.text import safe
from ocs_tui.widgets.columns import Columns
from ocs_tui.widgets.line_view import LineView

State = Literal["good", "warning", "bad", "busy", "unknown"]

_MARKS: dict[State, str] = {"good": "✓", "warning": "!", "bad": "✗", "busy": "…", "unknown": "?"}
_TINTS: dict[State, str] = {
    "good": "good",
    "warning": "changed",
    "bad": "bad",
    "busy": "muted",
    "unknown": "muted",
}
_WORDS = 24
"""Characters that a state's words are cut to."""


@dataclass(frozen=True, slots=True)
class Fact:
    """How one service stands.

    Attributes:
        region: the region's name, as it came.
        namespace: the namespace's name, as it came; empty for what is true of the region itself.
        service: the service's name.
        state: how it stands.
        words: the same in a word or two, such as ``ok, 34 ms``, as they came.
        key: what the screen knows it by.
    """

    region: str
    namespace: str
    service: str
    state: State
    words: str
    key: str = ""


class FactsBoard(LineView):
    """Shows facts by region, namespace and service, in the order in which they first came."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "column(-1)", "Left", show=False, id="board.left"),
        Binding("right,l", "column(1)", "Right", show=False, id="board.right"),
    ]
    column: reactive[int] = reactive(1, repaint=False)
    pinned = 1

    class FactChosen(Message):
        """A fact was chosen with ``enter`` or a second click."""

        def __init__(self, board: FactsBoard, fact: Fact) -> None:
            super().__init__()
            self.board = board
            self.fact = fact

        @property
        def control(self) -> FactsBoard:
            """The board it happened on."""
            return self.board

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.empty = ""
        """What is said where there is nothing."""
        self._places: list[tuple[str, str]] = []
        self._services: list[str] = []
        self._facts: dict[tuple[str, str, str], Fact] = {}
        self._columns = Columns(margin=2)

    def show(self, facts: Sequence[Fact], *, empty: str = "Nothing was asked yet.") -> None:
        """Show these; the cursor stays on its region or namespace, and on its service."""
        place, service = self.current_place, self.current_service
        self.empty = safe(empty)
        self._facts = {(fact.region, fact.namespace, fact.service): fact for fact in facts}
        services = list(dict.fromkeys(fact.service for fact in facts))
        places: dict[str, list[str]] = {}
        for fact in facts:  # a region has a line of its own, whether or not anything is known of it
            names = places.setdefault(fact.region, [""])
            if fact.namespace not in names:
                names.append(fact.namespace)
        self._places = [(region, name) for region, names in places.items() for name in names]
        if services != self._services:
            self._services = services
            self._columns.begin(["Region and namespace", *(safe(service, _WORDS) for service in services)])
        self._columns.take(self._cells(*one) for one in self._places)
        self._columns.widen()
        self.lines_changed()
        if place in self._places:
            self.cursor = self._places.index(place) + 1
        self.column = services.index(service) + 1 if service in services else min(1, len(services))

    @property
    def current_place(self) -> tuple[str, str] | None:
        """Region and namespace under the cursor."""
        return self._places[self.cursor - 1] if 1 <= self.cursor <= len(self._places) else None

    @property
    def current_service(self) -> str | None:
        """The service under the cursor."""
        return self._services[self.column - 1] if 1 <= self.column <= len(self._services) else None

    @property
    def current(self) -> Fact | None:
        """The fact under the cursor; None where nothing is known of that service there."""
        place, service = self.current_place, self.current_service
        return self._facts.get((*place, service)) if place and service is not None else None

    def copy_text(self) -> str | None:
        """The fact under the cursor, in words."""
        fact = self.current
        return f"{fact.region} {fact.namespace} {fact.service}: {fact.words}" if fact else None

    # Drawing.

    def _cells(self, region: str, namespace: str) -> list[str]:
        facts = (self._facts.get((region, namespace, service)) for service in self._services)
        name = f"  {safe(namespace, 80)}" if namespace else safe(region, 80)
        return [name, *(f"{_MARKS[fact.state]} {safe(fact.words, _WORDS)}" if fact else "" for fact in facts)]

    @property
    def _room(self) -> int:
        """The width that the scrollbar leaves."""
        return self.scrollable_content_region.width

    def row_count(self) -> int:
        """The headings, and a line a region or namespace."""
        return 1 + max(1, len(self._places))

    def is_selectable(self, row: int) -> bool:
        """Every line but the headings."""
        return 1 <= row <= len(self._places)

    def row_text(self, row: int, width: int) -> Text:
        """A line of the board."""
        width = self._room
        if not self._places:
            return Text("" if row == 0 else f" {self.empty}", self.tint("muted"))
        if row == 0:
            return self._columns.heading(width, self.tint("heading"))
        region, namespace = self._places[row - 1]

        def style(column: int) -> Style | str:
            if not column:
                return "" if namespace else self.tint("key")
            fact = self._facts.get((region, namespace, self._services[column - 1]))
            if row == self.cursor and column == self.column and self.has_focus:
                return Style(reverse=True, bold=True)
            return self.tint(_TINTS[fact.state]) if fact else ""

        return self._columns.line(self._cells(region, namespace), width, style)

    # Keys.

    def validate_column(self, value: int) -> int:
        """Keep the cursor on a service."""
        return max(1, min(value, len(self._services)))

    def watch_column(self, old: int, new: int) -> None:
        """Repaint the cursor's line, or everything when other services come into sight."""
        if self._columns.reveal(new, self._room):
            self.refresh()
        else:
            self.refresh_line(self.cursor)
        self.post_message(self.Moved(self, self.cursor))

    def on_resize(self) -> None:
        """Another width has room for other services."""
        self._columns.move(0, self._room)
        self._columns.reveal(self.column, self._room)

    def action_column(self, step: int) -> None:
        """Move by services."""
        self.column += step

    def action_choose(self) -> None:
        """Choose the fact under the cursor."""
        if (fact := self.current) is not None:
            self.post_message(self.FactChosen(self, fact))

    def on_click(self, event: events.Click) -> None:
        """A click goes to a fact; a second one chooses it."""
        event.prevent_default()
        row = event.y if event.y < self.pinned else event.y + self.scroll_offset.y
        if not self.is_selectable(row):
            return
        column = self._columns.at(event.x, self._room)
        same = row == self.cursor and column in (0, self.column)
        self.cursor = row
        if column:
            self.column = column
        if same and event.chain >= 2:
            self.action_choose()
