"""Several things to tick, one a line: roles by their names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message

from ocs_tui.model.text import safe
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.pick_list import Option

TALLEST = 9
"""Lines of it that are shown at a time."""


class TickList(LineView):
    """Shows options with what is ticked first. ``space`` and ``enter`` tick and untick.

    Args:
        options: what can be ticked, in their order.
        ticked: the ids of those that are.
        forced: the ids of those that cannot be unticked; ticked as well.
    """

    DEFAULT_CSS = """
    TickList { height: auto; border: tall $border-blurred; max-width: 80; }
    TickList:focus { border: tall $border; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", "Tick", show=False, id="ticks.tick"),
    ]

    class Changed(Message):
        """Something was ticked or unticked."""

    def __init__(
        self,
        options: Sequence[Option],
        ticked: Collection[str] = (),
        forced: Collection[str] = (),
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._forced = {each.casefold() for each in forced}
        self.ticked = {each.casefold() for each in ticked} | self._forced
        """The ids that are ticked, folded."""
        self._options = sorted(options, key=lambda option: option.id.casefold() not in self.ticked)
        self.styles.height = min(TALLEST, max(1, len(options))) + 2

    @property
    def values(self) -> tuple[str, ...]:
        """The ids that are ticked, in the order that is shown."""
        return tuple(option.id for option in self._options if option.id.casefold() in self.ticked)

    def tick(self, ids: Collection[str]) -> None:
        """Tick these and no others, but for what is forced."""
        self.ticked = {each.casefold() for each in ids} | self._forced
        self.refresh()

    def row_count(self) -> int:
        """A line an option."""
        return len(self._options)

    def row_text(self, row: int, width: int) -> Text:
        """A box, the name, and what else there is to say."""
        option = self._options[row]
        forced = option.id.casefold() in self._forced
        box = "X" if option.id.casefold() in self.ticked else " "
        text = Text.assemble(f"[{box}] ", safe(option.name, 100))
        more = f"{option.more} · always" if forced and option.more else "always" if forced else option.more
        if more:
            text.append(f"  {safe(more, 60)}", self.tint("muted"))
        return text

    def on_line_view_chosen(self, event: LineView.Chosen) -> None:
        """Tick, or untick."""
        event.stop()
        key = self._options[event.row].id.casefold()
        if key not in self._forced:
            self.ticked ^= {key}
            self.refresh_line(event.row)
            self.post_message(self.Changed())

    def copy_text(self) -> str | None:
        """The id under the cursor."""
        return self._options[self.cursor].id if self._options else None
