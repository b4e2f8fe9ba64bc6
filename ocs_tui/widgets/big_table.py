"""A table of any number of rows: a row is asked for when it is about to be seen, and few are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from ocs_tui.model.text import safe
from ocs_tui.widgets.columns import Columns
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.row_pages import PAGE, BigRow, RowPages

_REST = 0.1
"""Seconds without a move after which pages are asked for though others are still under way."""
_WIDENS_AFTER = 0.5
"""Seconds of rest after which columns become as wide as what came since."""
_CELL = 300
"""Characters of a cell that are kept."""
_MARK = "◆ "
_DRAWN_AT_MOST = 400


class BigTable(LineView):
    """Shows rows that come in pages, under headings that stay; how they are sorted is their source's matter.

    Every :class:`PageWanted` is answered with :meth:`give` or :meth:`failed`, at any time and in any order;
    an answer with the edition of a table that was shown before is passed over. While the total is not known
    the table grows; it ends with :meth:`end_reached`, or when nothing is given after the last row known.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "column(-1)", "Left", show=False, id="table.left"),
        Binding("right,l", "column(1)", "Right", show=False, id="table.right"),
        Binding("space", "mark", "Mark", tooltip="Mark, or unmark, the row", show=False, id="table.mark"),
        Binding(
            "asterisk",
            "mark_all",
            "Mark all that are shown, or none",
            key_display="*",
            show=False,
            id="table.mark-all",
        ),
    ]
    pinned = 1

    class PageWanted(Message):
        """Rows are about to be seen that are not there."""

        def __init__(self, table: BigTable, first: int, count: int, edition: int) -> None:
            super().__init__()
            self.table = table
            self.first = first
            self.count = count
            self.edition = edition

        @property
        def control(self) -> BigTable:
            """The table that wants them."""
            return self.table

    class Marked(Message):
        """Other rows are marked. ``partly`` when all were to be, and only those on the screen are known."""

        def __init__(self, table: BigTable, partly: bool = False) -> None:
            super().__init__()
            self.table = table
            self.partly = partly

        @property
        def control(self) -> BigTable:
            """The table it happened in."""
            return self.table

    def __init__(self, marked: set[str] | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.marked: set[str] = set() if marked is None else marked
        """The ids of the rows that are marked, shared with whoever gave the set."""
        self.total: int | None = None
        """How many rows there are; None while that is not known."""
        self.edition = 0
        """Counts the tables that were shown here."""
        self.empty = ""
        """What is said where there is nothing."""
        self._known = 0
        self._pages = RowPages()
        self._columns = Columns(margin=len(_MARK))
        self._rest: Timer | None = None
        self._widening: Timer | None = None
        self._drawn: dict[object, Strip] = {}
        """Lines as they were drawn, by all that decides how one looks but colours and columns."""

    # Data in.

    def show(self, headings: Sequence[str], total: int | None = None, *, empty: str = "None.") -> None:
        """Begin with a new table, at its top; nothing of the one before stays but its marks.

        Args:
            headings: a heading a column, as they came.
            total: how many rows there are; None when that is not known.
            empty: what is said where there are none.
        """
        self._columns.begin([safe(heading, _CELL) for heading in headings])
        self.empty = safe(empty, _CELL)
        self.set_reactive(LineView.cursor, 1)
        self.scroll_to(y=0, animate=False, immediate=True)
        self.again(total)

    def again(self, total: int | None = None) -> None:
        """Ask for all rows anew; the cursor and the columns stay where they are as far as there are rows."""
        self.edition += 1
        self._pages = RowPages()
        self.total, self._known = total, total or 0
        self._changed()

    def give(self, first: int, rows: Sequence[BigRow], edition: int | None = None) -> None:
        """Fill in rows.

        Args:
            first: the number of the first of them, from 0; the one that was asked for.
            rows: the rows, fewer or more than were asked for. None after the last one known: that is the end.
            edition: of the wish that this answers; what answers an earlier table is passed over.
        """
        if edition is not None and edition != self.edition:
            return
        safely = [BigRow(row.id, tuple(safe(cell, _CELL) for cell in row.cells)) for row in rows]
        self._pages.put(first, safely, self._needed())
        last = first + len(rows)
        self._settle(safely)
        if self.total is None and not rows and first >= self._known:
            self.end_reached()
        elif self.total is None and last > self._known:
            self._known = last
            self._changed()
        else:
            self._refresh_rows(
                first, last if rows else first + PAGE
            )  # nothing given is said of the whole page
            self._want()
        if first <= self.cursor - 1 < last:
            self.post_message(self.Moved(self, self.cursor))  # what the cursor is on is known by now

    def failed(self, first: int, edition: int | None = None) -> None:
        """Take in that rows could not be read: they are asked for again when one moves."""
        if edition is None or edition == self.edition:
            self._pages.fail(first)
            self.refresh()

    def end_reached(self) -> None:
        """Take in that there are no more rows than are known."""
        self.set_total(self._known)

    def set_total(self, total: int) -> None:
        """Take in how many rows there are."""
        self.total = self._known = total
        self._pages.cut(total)
        self._changed()

    # What is there.

    @property
    def current(self) -> BigRow | None:
        """The row under the cursor, its cells safe; None where there is none or it has not come."""
        return self._pages.row(self.cursor - 1) if self.cursor else None

    @property
    def current_id(self) -> str | None:
        """The id of the row under the cursor."""
        return self.current.id if self.current else None

    @property
    def current_number(self) -> int:
        """The number of the row under the cursor, from 0."""
        return max(0, self.cursor - 1)

    @property
    def known(self) -> int:
        """How many rows are known of."""
        return self._known

    @property
    def has_failed(self) -> bool:
        """Whether rows were asked for in vain."""
        return self._pages.has_failed

    @property
    def kept(self) -> int:
        """How many rows are kept."""
        return len(self._pages)

    def go_to(self, number: int) -> None:
        """Put the cursor on a row by its number from 0, as far as rows are known."""
        self.cursor = max(0, min(number, self._known - 1)) + 1

    def shown_ids(self) -> list[str]:
        """The ids of the rows that are on the screen and have come."""
        return [row.id for row in self._pages.rows(self._on_screen())]

    def copy_text(self) -> str | None:
        """The id of the row under the cursor."""
        return self.current_id

    # What is wanted.

    def _on_screen(self) -> range:
        top = int(self.scroll_offset.y)
        return range(min(top, self._known), min(top + max(0, self.size.height - 1), self._known))

    def _needed(self) -> range:
        """What is on the screen, and half a screen on either side."""
        on_screen, ahead = self._on_screen(), max(0, self.size.height // 2)
        return range(max(0, on_screen.start - ahead), min(self._known, on_screen.stop + ahead))

    def _want(self) -> None:
        """Ask for what is about to be seen; while one goes on fast, only for where one comes to rest."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        if not self.edition or not self.size.height or not self._missing():
            return
        if self._pages.waits:
            self._rest = self.set_timer(_REST, self._ask)
        else:
            self._ask()

    def _missing(self) -> list[tuple[int, int]]:
        """Return first and count of what is to be asked for, what is on the screen before the rest."""
        needed, on_screen, count = self._needed(), self._on_screen(), self._known
        if self.total is None and needed.stop == count:  # what may follow is asked for too
            count = (count // PAGE + 1) * PAGE
            needed = range(needed.start, count)
        asks = self._pages.missing(needed, count)
        return sorted(asks, key=lambda ask: not (ask[0] < on_screen.stop and on_screen.start < sum(ask)))

    def _ask(self) -> None:
        for first, count in self._missing():
            self._pages.ask(first)
            self.post_message(self.PageWanted(self, first, count, self.edition))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What comes into sight is asked for."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            if self._widening is not None:
                self._widening.reset()
            self._want()

    def on_resize(self) -> None:
        """A larger screen shows more rows, and has room for more columns."""
        self._columns.move(0, self._room)
        self._want()

    # Columns.

    @property
    def _room(self) -> int:
        """The width that the scrollbar leaves."""
        return self.scrollable_content_region.width

    def _settle(self, rows: Sequence[BigRow]) -> None:
        """Settle the columns by the first page; what is wider later waits for a rest."""
        if self._columns.take(row.cells for row in rows):
            self.refresh()
        elif self._columns.wants_wider and self._widening is None:
            self._widening = self.set_timer(_WIDENS_AFTER, self._widen)
        elif self._widening is not None:
            self._widening.reset()

    def _widen(self) -> None:
        self._widening = None
        self._columns.widen()
        self.refresh()

    def action_column(self, step: int) -> None:
        """Bring other columns into sight; the first one stays."""
        if self._columns.move(step, self._room):
            self.refresh()

    # Drawing.

    def _changed(self) -> None:
        self.lines_changed()
        self._want()

    def _refresh_rows(self, first: int, last: int) -> None:
        on_screen = self._on_screen()
        if first < on_screen.stop and on_screen.start < last:
            begin, end = max(first, on_screen.start), min(last, on_screen.stop)
            self.refresh_lines(begin + 1, end - begin)

    # Drawing.

    def render_line(self, y: int) -> Strip:
        """Draw a line; one that was drawn already, when the table scrolls, is taken as it was."""
        row = y if y < self.pinned else y + self.scroll_offset.y
        there = self._pages.row(row - 1) if row else None
        if there is None:
            return super().render_line(y)
        key = (row, there, there.id in self.marked, row == self.cursor, self.has_focus, self.size.width)
        strip = self._drawn.get(key)
        if strip is None:
            if len(self._drawn) >= _DRAWN_AT_MOST:
                self._drawn.clear()
            strip = self._drawn[key] = super().render_line(y)
        return strip

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw anew what is shown: everything, where no region is given."""
        if not regions:
            self._drawn.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Other colours: nothing that was drawn holds."""
        self._drawn.clear()
        super().notify_style_update()

    def row_count(self) -> int:
        """The headings, the rows, and a line that says that there is more, or nothing."""
        return 1 + self._known + (self.total is None or not self._known)

    def is_selectable(self, row: int) -> bool:
        """Every row, whether it has come or not."""
        return 1 <= row <= self._known

    def row_text(self, row: int, width: int) -> Text:
        """A line of the table."""
        width = self._room
        if row == 0:
            return self._columns.heading(width, self.tint("heading"))
        muted = self.tint("muted")
        there = self._pages.row(row - 1)
        if row > self._known:
            said = self._pages.said(self._known).replace("·", "more" if self._known else "reading…")
            return Text("  " + (said if self.total is None else self.empty), muted)
        if there is None:
            return Text("  " + self._pages.said(row - 1), muted)
        text = self._columns.line(there.cells, width, lambda column: muted if column else "")
        if there.id in self.marked:
            text = Text(_MARK, self.tint("changed")) + text[len(_MARK) :]
        return text

    # Keys.

    def action_end(self, direction: int) -> None:
        """Go to the first row, or the last one known; where there may be more, ask for it."""
        super().action_end(direction)
        if direction > 0 and self.total is None:
            self.scroll_to(y=self.max_scroll_y, animate=False)
            self._want()

    def action_cursor(self, step: int) -> None:
        """Move by lines; what could not be read is asked for again."""
        super().action_cursor(step)
        if self._pages.has_failed:
            self._want()

    def action_choose(self) -> None:
        """Choose the row under the cursor, once it has come."""
        if self.current is not None:
            super().action_choose()

    def action_mark(self) -> None:
        """Mark a row and go on to the next line."""
        if (marked := self.current_id) is not None:
            self.marked ^= {marked}
            self.refresh_line(self.cursor)
            self.post_message(self.Marked(self))
        self.action_cursor(1)

    def action_mark_all(self) -> None:
        """Mark every row, where all of them are kept, else those on the screen; when all are, unmark them."""
        partly = self.total is None or self.kept < self.total
        shown = set(self.shown_ids() if partly else [row.id for row in self._pages.rows(range(self._known))])
        if shown <= self.marked:
            self.marked -= shown
        else:
            self.marked |= shown
        self.refresh()
        self.post_message(self.Marked(self, partly))
