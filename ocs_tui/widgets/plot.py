"""Curves over time or over numbers, drawn with characters; one can look closer and move along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ocs_tui.widgets.plot_canvas import AXIS, WORDS, Line, Window
from ocs_tui.widgets.plot_drawing import Series, ascii_only, curves_of, draw
from ocs_tui.widgets.tint import tint

_COLORS = 6
_CLOSEST = 1e-6
"""The least part of the whole that one looks at."""


class Plot(Widget, can_focus=True):
    """Shows series. Each is told by its mark as well as by its colour."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "plot--axis",
        "plot--words",
        *(f"plot--curve-{number}" for number in range(_COLORS)),
    }
    DEFAULT_CSS = """
    Plot {
        height: 1fr;
        .plot--axis { color: $text-muted; }
        .plot--words { color: $text-muted; }
        .plot--curve-0 { color: $primary; }
        .plot--curve-1 { color: $warning; }
        .plot--curve-2 { color: $success; }
        .plot--curve-3 { color: $error; }
        .plot--curve-4 { color: $accent; }
        .plot--curve-5 { color: $secondary; }
        &:focus .plot--axis { color: $foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "zoom(0.5)", "Closer", key_display="+", id="plot.closer"),
        Binding("minus", "zoom(2.0)", "Farther", key_display="-", id="plot.farther"),
        Binding("left,h", "pan(-0.25)", "Back along the axis", show=False, id="plot.left"),
        Binding("right,l", "pan(0.25)", "On along the axis", show=False, id="plot.right"),
        Binding("0", "whole", "All", tooltip="Show all of it again", id="plot.whole"),
    ]

    class Looked(Message):
        """One looks at another part; in seconds of POSIX where the axis is time."""

        def __init__(self, plot: Plot, begin: float, end: float) -> None:
            super().__init__()
            self.plot = plot
            self.begin = begin
            self.end = end

        @property
        def control(self) -> Plot:
            """The plot it happened in."""
            return self.plot

    def __init__(self, *, ascii: bool | None = None, id: str | None = None) -> None:
        """Make one; ``ascii`` says whether it is drawn in ASCII alone, by default as the terminal needs it."""
        super().__init__(id=id)
        self.ascii = ascii_only() if ascii is None else ascii
        self.window: Window | None = None
        """The part that one looks at; None for all of it."""
        self._curves = curves_of(())
        self._zone: tzinfo | None = UTC
        self._instead = "reading…"
        """What is said where there are no curves; empty for why there are none."""
        self._lines: list[Line] | None = None

    def show(self, series: Sequence[Series], zone: tzinfo | None = UTC) -> None:
        """Show these series, all of them; ``zone`` is what times are told in, None the zone here."""
        self._curves, self._zone, self.window, self._instead = curves_of(series), zone, None, ""
        self._redraw()

    def say(self, words: str) -> None:
        """Say something in the place of curves: why none are read."""
        self.show(())
        self._instead = words

    # Drawing.

    def _redraw(self) -> None:
        self._lines = None
        self.refresh()

    def on_resize(self) -> None:
        """Another size is another drawing."""
        self._redraw()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        size = self.size
        if self._lines is None:
            self._lines = draw(
                self._curves,
                size.width,
                size.height,
                ascii=self.ascii,
                window=self.window,
                zone=self._zone,
                instead=self._instead,
            )
        base = self.rich_style
        if y >= len(self._lines):
            return Strip.blank(size.width, base)
        strip = Strip([Segment(text, self._style(which)) for text, which in self._lines[y] if text])
        return strip.crop_extend(0, size.width, base).apply_style(base)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Where the height is left to it: a third of the width, and not more than there is."""
        return min(max(8, width // 3), container.height)

    def _style(self, which: int) -> Style:
        name = {AXIS: "axis", WORDS: "words"}.get(which, f"curve-{which % _COLORS}")
        return tint(self, f"plot--{name}")

    # Keys.

    def action_zoom(self, factor: float) -> None:
        """Look at a smaller or larger part around the middle."""
        if self._curves.whole is not None:
            begin, end = self.window or self._curves.whole
            middle, half = begin / 2 + end / 2, (end / 2 - begin / 2) * factor
            self._look(middle - half, middle + half)

    def action_pan(self, share: float) -> None:
        """Move along the axis by a share of what is seen."""
        if self._curves.whole is not None and self.window is not None:
            (first, last), (begin, end) = self._curves.whole, self.window
            step = max(first - begin, min(last - end, (end - begin) * share))
            self._look(begin + step, end + step)

    def action_whole(self) -> None:
        """Look at all of it."""
        if self._curves.whole is not None:
            self._look(*self._curves.whole)

    def _look(self, begin: float, end: float) -> None:
        assert self._curves.whole is not None
        first, last = self._curves.whole
        begin, end = max(begin, first), min(end, last)
        if end - begin < (last - first) * _CLOSEST or (begin, end) == (self.window or (first, last)):
            return
        self.window = None if (begin, end) == (first, last) else (begin, end)
        self._redraw()
        self.post_message(self.Looked(self, begin, end))
