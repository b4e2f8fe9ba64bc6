"""A list of lines, each drawn when it is seen: a cursor key costs two lines, whatever the length."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ocs_tui.widgets.tint import tint


class LineView(ScrollView, can_focus=True):
    """Lines under a cursor. A subclass says how many there are and what each one shows.

    Call :meth:`lines_changed` after the data changed. Textual runs the handlers of a subclass and then those
    here: a subclass that handles a click in its own way ends it with ``prevent_default``.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-view--cursor",
        "line-view--heading",
        "line-view--muted",
        "line-view--good",
        "line-view--bad",
        "line-view--changed",
        "line-view--key",
    }
    DEFAULT_CSS = """
    LineView {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        .line-view--heading { text-style: bold; color: $primary; }
        .line-view--muted { color: $text-muted; }
        .line-view--good { color: $text-success; }
        .line-view--bad { color: $text-error; text-style: bold; }
        .line-view--changed { color: $text-warning; text-style: bold; }
        .line-view--key { color: $text-accent; }
        .line-view--cursor { background: $block-cursor-blurred-background; }
        &:focus .line-view--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor(-1)", "Up", show=False, id="lines.up"),
        Binding("down,j", "cursor(1)", "Down", show=False, id="lines.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="lines.page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="lines.page-down"),
        Binding("home", "end(-1)", "First line", show=False, id="lines.first"),
        Binding("end", "end(1)", "Last line", show=False, id="lines.last"),
        Binding("enter", "choose", "Choose", show=False, id="lines.choose"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    show_cursor: bool = True
    pinned: int = 0
    """Lines at the top that stay where they are: headings."""

    class Moved(Message):
        """The cursor rests on another line."""

        def __init__(self, view: LineView, row: int) -> None:
            super().__init__()
            self.view = view
            self.row = row

        @property
        def control(self) -> LineView:
            """The view it happened in."""
            return self.view

    class Chosen(Moved):
        """A line was chosen with ``enter`` or a second click."""

    # What a subclass says.

    def row_count(self) -> int:
        """Return how many lines there are."""
        return 0

    def row_text(self, row: int, width: int) -> Text:
        """Return what line ``row`` shows; text from outside in it is safe already."""
        return Text("")

    def is_selectable(self, row: int) -> bool:
        """Return False for lines the cursor jumps over, such as headings."""
        return True

    def copy_text(self) -> str | None:
        """Return what ``y`` copies: the value under the cursor; None when there is none."""
        return None

    # Drawing.

    def lines_changed(self) -> None:
        """Take the new data in: clamp the cursor and repaint."""
        count = self.row_count()
        self.virtual_size = Size(self.size.width, count)
        self.set_reactive(LineView.cursor, self._nearest(min(self.cursor, max(0, count - 1)), 1))
        self.refresh()

    def tint(self, name: str) -> Style:
        """Return the style of a component class by its short name, such as ``muted``."""
        return tint(self, f"line-view--{name}")

    def on_resize(self) -> None:
        """Lines are as wide as the view."""
        self.virtual_size = Size(self.size.width, self.row_count())
        self.call_after_refresh(self._reveal)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        row = y if y < self.pinned else y + self.scroll_offset.y
        width = self.size.width
        base = self.rich_style
        if row >= self.row_count():
            return Strip.blank(width, base)
        text = self.row_text(row, width)
        if self.show_cursor and row == self.cursor and self.is_selectable(row):
            # the cursor's colours win over the line's own: contrast is the theme's, not luck
            cursor = self.get_component_rich_style("line-view--cursor")
            text = text.copy()
            text.stylize(Style(color=cursor.color, bold=cursor.bold) if self.has_focus else Style.null())
            base = base + cursor
        text.no_wrap = True
        text.stylize_before(text.style)  # Rich draws a text's own style only beside other spans
        strip = Strip(text.render(self.app.console), text.cell_len)
        return strip.crop_extend(0, width, base).apply_style(base)

    # Moving.

    def _nearest(self, row: int, step: int) -> int:
        """Return the first selectable line at or after ``row`` in the direction of ``step``, else before."""
        count = self.row_count()
        for direction in (step, -step):
            at = row
            while 0 <= at < count:
                if self.is_selectable(at):
                    return at
                at += direction
        return max(0, min(row, count - 1))

    def validate_cursor(self, value: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(value, self.row_count() - 1)) if self.row_count() else 0

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two lines that changed."""
        if old == new:
            return
        self.refresh_line(old)
        self.refresh_line(new)
        self._reveal()
        self.post_message(self.Moved(self, new))

    def watch_has_focus(self, value: bool) -> None:
        """Only the cursor's line looks different with the focus."""
        super().watch_has_focus(value)
        self.refresh_line(self.cursor)

    def _reveal(self) -> None:
        height = self.scrollable_content_region.height
        if not height:
            return
        top = self.scroll_offset.y
        first = 0 if self.cursor == self._nearest(0, 1) else self.cursor  # the headings above come along
        if first < top + self.pinned:
            self.scroll_to(y=max(0, first - self.pinned), animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def action_cursor(self, step: int) -> None:
        """Move by lines."""
        target = self.cursor + step
        if 0 <= target < self.row_count():
            nearest = self._nearest(target, step)
            if (nearest - self.cursor) * step > 0:
                self.cursor = nearest
                return
        # nothing further to stand on: show what lies there all the same
        self.scroll_relative(y=step, animate=False)

    def action_page(self, direction: int) -> None:
        """Move by a page."""
        step = max(1, self.scrollable_content_region.height - 1) * direction
        target = max(0, min(self.cursor + step, self.row_count() - 1))
        self.cursor = self._nearest(target, direction)

    def action_end(self, direction: int) -> None:
        """Move to the first or last line."""
        self.cursor = self._nearest(0 if direction < 0 else self.row_count() - 1, -direction)

    def action_choose(self) -> None:
        """Choose the line under the cursor."""
        if self.row_count() and self.is_selectable(self.cursor):
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on the cursor, or the second of two, chooses."""
        row = event.y if event.y < self.pinned else event.y + self.scroll_offset.y
        if row >= self.row_count() or not self.is_selectable(row):
            return
        if row == self.cursor and event.chain >= 2:
            self.action_choose()
        self.cursor = row
