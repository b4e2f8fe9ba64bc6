"""What the boards share: a title, what is said of it, reading again; and for those over time, the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.base import Base
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.data.window import Window


class Board(Base):
    """A board. A subclass says what it shows, and reads it in a worker of the group ``board``.

    Args:
        title: what it is called.
        place: the namespace's id; empty for the tenant's boards.
    """

    CSS_PATH = stylesheet("boards")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "Refresh", tooltip="Read again", id="board.again"),
        Binding("escape,backspace", "back", "Back", show=False, id="board.back"),
    ]

    def __init__(self, title: str, place: str = "") -> None:
        super().__init__()
        self._place = place
        self._heading = f"{title} of {safe(place, 80)}" if place else title
        self._said = Static("reading…", classes="board-said", markup=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its operations' paths."""
        return (self._place,) if self._place else ()

    def body(self) -> Iterator[Widget]:
        """Yield what it shows, from the top; the first that takes keys has them."""
        raise NotImplementedError

    def read(self) -> object:
        """Read it."""
        raise NotImplementedError

    def above(self) -> Iterator[Widget]:
        """Yield what stands above what is said."""
        yield from ()

    def compose(self) -> ComposeResult:
        """A title, what is said of it, and its body."""
        yield Static(self._heading, classes="board-title", markup=False)
        yield from self.above()
        yield self._said
        yield from self.body()
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read it."""
        self.ocs.dress(self.query_one(StatusLine))
        self.read()

    def say(self, *words: str) -> None:
        """Say something of it."""
        self._said.update(" · ".join(word for word in words if word))

    def action_again(self) -> None:
        """Read it again."""
        self.query_one(ErrorLine).dismiss()
        self.read()

    def action_back(self) -> None:
        """Dismiss the error, or leave."""
        if not self.query_one(ErrorLine).dismiss():
            self.dismiss(None)


class Windowed(Board):
    """A board over a window of time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "window", "Window", tooltip="Choose the window, such as last 24h", id="board.window"),
        Binding(
            "z",
            "zone",
            "UTC/local",
            tooltip="Tell times in UTC, or in local time",
            show=False,
            id="board.zone",
        ),
    ]
    FIRST: ClassVar[str] = "last 24h"
    """The window that it begins with."""

    def __init__(self, title: str, place: str = "") -> None:
        super().__init__(title, place)
        from ocs_tui.data.window import window_of

        self.zone: tzinfo | None = UTC
        self.window: Window = window_of(self.FIRST)
        self._window_said = Static("", classes="board-window", markup=False)

    def above(self) -> Iterator[Widget]:
        """The window."""
        yield self._window_said

    def moved_window(self) -> Window:
        """Return the window as it is now, and say it."""
        from ocs_tui.data.window import again, said

        self.window = again(self.window, zone=self.zone)
        self._window_said.update(f"{safe(self.window.typed.strip(), 60)}: {said(self.window, self.zone)}")
        return self.window

    def action_window(self) -> None:
        """Choose the window."""
        from ocs_tui.data.window import EXAMPLES, PRESETS, said, window_of, zone_name
        from ocs_tui.screens.typed_choice import TypedChoice

        zone = self.zone

        def chosen(text: str | None) -> None:
            if text is not None:
                self.window = window_of(text, zone=zone)
                self.action_again()

        prompt = TypedChoice(
            "The window",
            self.window.typed,
            f"{EXAMPLES}. Without a zone: {zone_name(zone)}.",
            lambda text: said(window_of(text, zone=zone), zone),
            PRESETS,
        )
        self.app.push_screen(prompt, chosen)

    def action_zone(self) -> None:
        """Tell times in UTC, or in local time."""
        self.zone = None if self.zone is not None else UTC
        self.action_again()
