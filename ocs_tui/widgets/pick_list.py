"""A filterable list to pick one thing from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from ocs_tui.model.text import fold, safe
from ocs_tui.widgets.line_view import LineView


@dataclass(frozen=True, slots=True)
class Option:
    """Something to pick.

    Attributes:
        id: its id, as it came.
        name: its name, as it came.
        more: what else is shown and searched: an e-mail address, a kind.
        data: handed back.
    """

    id: str
    name: str
    more: str = ""
    data: object = None

    @property
    def haystack(self) -> str:
        """What the filter searches."""
        return fold(f"{self.name} {self.more} {self.id}")


class OptionLines(LineView):
    """The lines of a pick list."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options: Sequence[Option] = ()
        self.empty = ""

    def show(self, options: Sequence[Option], empty: str) -> None:
        """Show these options; ``empty`` is said where there are none."""
        self.options, self.empty = options, empty
        self.set_reactive(LineView.cursor, 0)
        self.scroll_to(y=0, animate=False)
        self.lines_changed()

    def row_count(self) -> int:
        """One line an option."""
        return max(1, len(self.options))

    def is_selectable(self, row: int) -> bool:
        """Every option."""
        return row < len(self.options)

    def row_text(self, row: int, width: int) -> Text:
        """Name, then the rest, the id last."""
        if not self.options:
            return Text(self.empty, self.tint("muted"))
        option = self.options[row]
        room = max(16, min(40, width // 2))
        name = Text(safe(option.name, 100))
        name.truncate(room, overflow="ellipsis", pad=True)
        text = Text.assemble(name, " ")
        if option.more:
            text.append(safe(option.more, 60) + "  ")
        if option.id != option.name:
            text.append(safe(option.id, 60), self.tint("muted"))
        return text

    @property
    def current(self) -> Option | None:
        """The option under the cursor."""
        return self.options[self.cursor] if self.cursor < len(self.options) else None

    def copy_text(self) -> str | None:
        """The id under the cursor."""
        return self.current.id if self.current else None


class PickList(Vertical):
    """An input that filters, above the lines it filters. The arrows move in the list while one types."""

    DEFAULT_CSS = """
    PickList { height: 1fr; }
    PickList > Input { height: 3; }
    """

    class Picked(Message):
        """An option was picked; ``typed`` is what stood in the filter."""

        def __init__(self, option: Option | None, typed: str) -> None:
            super().__init__()
            self.option = option
            self.typed = typed

    class Typed(Message):
        """The filter changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self, *, placeholder: str, id: str | None = None, lines: type[OptionLines] = OptionLines
    ) -> None:
        super().__init__(id=id)
        self._placeholder = placeholder
        self._lines = lines
        self._options: Sequence[Option] = ()
        self._empty = ""

    def compose(self) -> ComposeResult:
        """The filter and the list."""
        yield Input(placeholder=self._placeholder, id="pick-filter")
        lines = self._lines(id="pick-lines")
        lines.can_focus = False
        yield lines

    def show(self, options: Sequence[Option], empty: str = "Nothing fits.") -> None:
        """Offer these options."""
        self._options, self._empty = options, empty
        self._filter(self.query_one(Input).value)

    def _filter(self, typed: str) -> None:
        words = fold(typed).split()
        fitting = [option for option in self._options if all(word in option.haystack for word in words)]
        if words:  # what fits by name comes before what fits by its description
            fitting.sort(key=lambda option: not all(word in fold(option.name) for word in words))
        self.query_one(OptionLines).show(fitting, self._empty)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter as one types."""
        event.stop()
        self._filter(event.value)
        self.post_message(self.Typed(event.value.strip()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` picks."""
        event.stop()
        self._pick()

    def on_line_view_chosen(self, event: LineView.Chosen) -> None:
        """A click picks."""
        event.stop()
        self._pick()

    def _pick(self) -> None:
        self.post_message(
            self.Picked(self.query_one(OptionLines).current, self.query_one(Input).value.strip())
        )

    def on_key(self, event: events.Key) -> None:
        """Movement goes to the list."""
        lines = self.query_one(OptionLines)
        moves = {
            "up": lambda: lines.action_cursor(-1),
            "down": lambda: lines.action_cursor(1),
            "pageup": lambda: lines.action_page(-1),
            "pagedown": lambda: lines.action_page(1),
        }
        if event.key in moves:
            event.stop()
            event.prevent_default()
            moves[event.key]()
