"""The status line, and above it the line of the last error."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from ocs_tui.model.text import safe
from ocs_tui.widgets.profile_color import code_of, text_on
from ocs_tui.widgets.tint import tint


class StatusLine(Widget):
    """Profile, region in use, requests in flight, and what has just happened.

    The whole line has the profile's colour, where it has one: production looks like production on every
    screen. Its label stands there in words, for terminals and eyes without colours.
    """

    COMPONENT_CLASSES = {"status-line--profile", "status-line--busy", "status-line--muted"}
    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        background: $panel;
        color: $foreground;
        padding: 0 1;
        .status-line--profile { text-style: bold; }
        .status-line--busy { color: $text-warning; }
        .status-line--muted { color: $text-muted; }
    }
    """
    profile: reactive[str] = reactive("")
    color: reactive[str] = reactive("")
    place: reactive[str] = reactive("")
    requests: reactive[int] = reactive(0)
    message: reactive[str] = reactive("")
    marks: reactive[str] = reactive("")

    def watch_color(self) -> None:
        """Take the profile's colour."""
        code = code_of(self.color)
        self.styles.background = code or None
        self.styles.color = text_on(code) if code else None

    def _style(self, part: str) -> Style:
        """The style of a part; on a profile's own colour everything is black, or white."""
        style = tint(self, f"status-line--{part}")
        return Style(bold=style.bold) if self.color else style

    def render(self) -> Text:
        """All of it on one line."""
        text = Text(no_wrap=True)
        text.append(safe(self.profile), self._style("profile"))
        if self.place:
            text.append("  " + safe(self.place), self._style("muted"))
        if self.requests:
            plural = "s" if self.requests > 1 else ""
            text.append(f"  {self.requests} request{plural} under way", self._style("busy"))
        if self.marks:
            text.append("  ◆ " + self.marks, self._style("busy"))
        if self.message:
            text.append("  · ")
            text.append(shortened(safe(self.message), self.content_size.width - text.cell_len))
        return text


def shortened(message: str, room: int) -> str:
    """Return a message that fits: what came of it stands at its end, so the middle gives way."""
    if not 0 < room < cell_len(message):
        return message
    end = message[-1:]
    for more in reversed(message[:-1]):
        if cell_len(end) >= room * 2 // 3:
            break
        end = more + end
    return set_cell_size(message, room - 1 - cell_len(end)).rstrip() + "…" + end.lstrip()


class ErrorLine(Widget):
    """The last error, until it is dismissed. Hidden while there is none."""

    DEFAULT_CSS = """
    ErrorLine {
        height: auto;
        max-height: 3;
        display: none;
        background: $error-muted;
        color: $text-error;
        padding: 0 1;
    }
    ErrorLine.-shown { display: block; }
    """

    class DetailsWanted(Message):
        """The line was clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sentence = ""
        self.operation_id: str | None = None
        self.detail: tuple[str, ...] = ()

    def show(self, sentence: str, operation_id: str | None = None, detail: tuple[str, ...] = ()) -> None:
        """Show an error."""
        self.sentence, self.operation_id, self.detail = safe(sentence), operation_id, detail
        self.add_class("-shown")
        self.refresh(layout=True)

    def dismiss(self) -> bool:
        """Hide the error; return whether there was one."""
        shown = self.is_shown
        self.remove_class("-shown")
        return shown

    @property
    def is_shown(self) -> bool:
        """Whether an error is on the screen."""
        return self.has_class("-shown")

    def render(self) -> Text:
        """The sentence, and the keys that concern it."""
        return Text.assemble(("✖ ", "bold"), ("(! or f2: details) ", "dim"), self.sentence)

    def on_click(self, event: events.Click) -> None:
        """Ask for the details."""
        self.post_message(self.DetailsWanted())
