"""Ask for a line of text that has to mean something: what it means stands below as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ocs_tui.screens.dialog import Dialog
from ocs_tui.widgets.plain import plain


class TypedChoice(Dialog):
    """Answers the text; None when one goes back.

    Args:
        title: what is asked for.
        value: what stands there first.
        hint: how it is written.
        check: returns what a text means, in words; raises ValueError with a sentence for what means nothing.
        presets: texts that up and down put there.
    """

    HELP = "Type it, or choose with up and down; enter takes it, escape goes back."
    DEFAULT_CSS = """
    TypedChoice {
        & > Vertical { max-width: 90; }
        & #typed-means { height: auto; max-height: 4; color: $text-muted; }
        & #typed-means.wrong { color: $text-error; }
        & .hint { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "preset(-1)", "Choose", priority=True, id="typed.up"),
        Binding("down", "preset(1)", "Choose", show=False, priority=True, id="typed.down"),
        Binding("escape", "dismiss(None)", "Back", id="typed.back"),
    ]

    def __init__(
        self,
        title: str,
        value: str,
        hint: str,
        check: Callable[[str], str],
        presets: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._heading, self._hint, self._check, self._presets = title, hint, check, presets
        self._field = Input(value, id="typed")
        self._means = Static("", id="typed-means", markup=False)

    def compose(self) -> ComposeResult:
        """The field, and what it means."""
        with Vertical() as frame:
            frame.border_title = plain(self._heading)
            yield Static(self._hint, classes="hint", markup=False)
            yield self._field
            yield self._means
            if self._presets:
                yield Static("↑↓ " + " · ".join(self._presets), classes="hint", markup=False)
            yield Static("enter takes it · escape goes back", classes="hint", markup=False)

    def on_mount(self) -> None:
        """The keyboard is in the field."""
        self.set_focus(self._field)

    def on_input_changed(self) -> None:
        """Say what it means."""
        self._say()

    def _say(self) -> bool:
        try:
            words, is_wrong = self._check(self._field.value), False
        except ValueError as problem:
            words, is_wrong = str(problem), True
        self._means.update(words)
        self._means.set_class(is_wrong, "wrong")
        return not is_wrong

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there is nothing to choose from, up and down are no keys."""
        return bool(self._presets) if action == "preset" else True

    def action_preset(self, step: int) -> None:
        """Put the next text there."""
        there = self._field.value
        at = self._presets.index(there) + step if there in self._presets else (0 if step > 0 else -1)
        self._field.value = self._presets[at % len(self._presets)]
        self._field.cursor_position = len(self._field.value)

    def on_input_submitted(self) -> None:
        """``enter`` takes what means something."""
        if self._say():
            self.dismiss(self._field.value.strip())
