"""The fields of a form: a label, a control, and below it what is wrong with what is typed, as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label, Select, Static

from ocs_tui.model.text import safe
from ocs_tui.widgets.pick_list import Option
from ocs_tui.widgets.plain import plain
from ocs_tui.widgets.text_area import LinesArea
from ocs_tui.widgets.tick import Tick
from ocs_tui.widgets.tick_list import TickList

Check = Callable[[Any], str | None]
"""Returns what is wrong with a value, as a sentence; None when nothing is."""


class FormField(Vertical):
    """A field. A subclass makes its control and says what stands in it.

    Args:
        name_: the attribute it is of.
        label: what it is called.
        said: what there is to know of it, below it while nothing is wrong.
        check: what must hold of its value.
    """

    DEFAULT_CSS = """
    FormField {
        height: auto;
        margin-bottom: 1;
        & > Label { color: $text-muted; }
        & > Input, & > Select, & > TextArea { max-width: 80; }
        & > TextArea { height: 6; }
        & > .field-said { height: auto; padding: 0 1; color: $text-muted; display: none; }
        & > .field-said.-wrong { color: $text-error; }
    }
    """

    class Changed(Message):
        """What stands in the field is another value."""

        def __init__(self, field: FormField) -> None:
            super().__init__()
            self.field = field

    def __init__(self, name_: str, label: str, said: str = "", check: Check = lambda value: None) -> None:
        super().__init__(id=f"field-{name_.replace('_', '-')}")
        self.attribute = name_
        self.label = label
        self._began_with: Any = None
        self._said_of = said
        self._check = check
        self._said = Static("", classes="field-said", markup=False)

    def control(self) -> Widget:
        """Return what one types in, or ticks."""
        raise NotImplementedError

    @property
    def value(self) -> Any:
        """What stands in the field, as the model has it."""
        raise NotImplementedError

    def fill(self, value: Any) -> None:
        """Put a value into it."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Label, control, and what is said of it."""
        if self.label:
            yield Label(self.label, markup=False)
        yield self.control()
        yield self._said

    def on_mount(self) -> None:
        """Say what there is to know."""
        self._began_with = self.value
        self._say("")

    @property
    def is_touched(self) -> bool:
        """Whether something else stands in it than at the beginning."""
        return bool(self.value != self._began_with)

    def take_focus(self) -> None:
        """Move the keyboard into it."""
        for widget in self.query("*"):
            if widget.focusable:
                self.screen.set_focus(widget)
                return

    def problem_with(self, value: Any) -> str | None:
        """Return what is wrong with a value, as a sentence; None when nothing is."""
        return self._check(value)

    @property
    def problem(self) -> str | None:
        """What is wrong with what stands in it."""
        return self.problem_with(self.value)

    def has_changed(self) -> None:
        """Say what is wrong now, and tell the form."""
        self._say(self.problem or "")
        self.post_message(self.Changed(self))

    def _say(self, problem: str) -> None:
        self._said.update(problem or self._said_of)
        self._said.set_class(bool(problem), "-wrong")
        self._said.display = bool(problem or self._said_of)

    def on_input_changed(self) -> None:
        """Typed."""
        self.has_changed()

    def on_text_area_changed(self) -> None:
        """Typed."""
        self.has_changed()

    def on_checkbox_changed(self) -> None:
        """Ticked."""
        self.has_changed()

    def on_select_changed(self) -> None:
        """Picked."""
        self.has_changed()

    def on_tick_list_changed(self) -> None:
        """Ticked."""
        self.has_changed()


class TextField(FormField):
    """A line of text."""

    def __init__(
        self,
        name_: str,
        label: str,
        value: str,
        said: str = "",
        check: Check = lambda value: None,
        hint: str = "",
    ) -> None:
        super().__init__(name_, label, said, check)
        self._was = value
        self._hint = hint
        self._input: Input | None = None

    def control(self) -> Widget:
        """A field to type in."""
        self._input = Input(self._was, placeholder=self._hint, select_on_focus=False)
        return self._input

    @property
    def value(self) -> Any:
        """The text, without blanks around what was typed."""
        text = self._text
        return text if text == self._was else text.strip()

    @property
    def _text(self) -> str:
        return self._was if self._input is None else self._input.value

    def fill(self, value: Any) -> None:
        """Show a text."""
        if self._input is not None:
            self._input.value = str(value or "")


class NumberField(TextField):
    """A whole number between two others; nothing typed leaves it to the service."""

    def __init__(
        self, name_: str, label: str, value: int, limits: tuple[int, int], check: Check, hint: str
    ) -> None:
        self._least, self._most = limits
        super().__init__(name_, label, str(value) if value else "", check=check, hint=hint)

    @property
    def value(self) -> Any:
        """The number; 0 where nothing is typed; the text where that is no number."""
        text = self._text.strip().replace(",", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else text or 0

    def problem_with(self, value: Any) -> str | None:
        """That it is no number, or not between its limits."""
        if value and (isinstance(value, str) or not self._least <= value <= self._most):
            return f"A whole number from {self._least:,} to {self._most:,} is needed."
        return super().problem_with(value)


class TickField(FormField):
    """Yes or no."""

    def __init__(self, name_: str, label: str, value: bool) -> None:
        super().__init__(name_, "")
        self._tick = Tick(plain(label), value, compact=True)

    def control(self) -> Widget:
        """A box."""
        return self._tick

    @property
    def value(self) -> Any:
        """Whether it is ticked."""
        return self._tick.value

    def fill(self, value: Any) -> None:
        """Tick it, or not."""
        self._tick.value = bool(value)


class LinesField(FormField):
    """Texts, one a line."""

    def __init__(self, name_: str, label: str, value: Sequence[str], said: str, check: Check) -> None:
        super().__init__(name_, label, said, check)
        self._was = tuple(value)
        self._area = LinesArea("\n".join(value), tab_behavior="focus", compact=False)

    def control(self) -> Widget:
        """Lines to type in."""
        return self._area

    @property
    def value(self) -> Any:
        """The lines that are not blank."""
        if self._area.text == "\n".join(self._was):
            return self._was
        return tuple(line.strip() for line in self._area.text.splitlines() if line.strip())

    def fill(self, value: Any) -> None:
        """Show these lines."""
        self._area.text = "\n".join(value or ())


class TicksField(FormField):
    """Some of many."""

    def __init__(
        self,
        name_: str,
        label: str,
        options: Sequence[Option],
        value: Sequence[str],
        forced: Sequence[str] = (),
        said: str = "",
    ) -> None:
        super().__init__(name_, label, said)
        self._held = tuple(value)
        self._list = TickList(options, value, forced)

    def control(self) -> Widget:
        """The options."""
        return self._list

    @property
    def value(self) -> Any:
        """The ids that are ticked: those that were, as they were, then the others."""
        held = {one.casefold() for one in self._held}
        kept = (one for one in self._held if one.casefold() in self._list.ticked)
        return (*kept, *(one for one in self._list.values if one.casefold() not in held))

    def fill(self, value: Any) -> None:
        """Tick these."""
        self._list.tick(value or ())


class PickField(FormField):
    """One of several."""

    def __init__(
        self,
        name_: str,
        label: str,
        options: Sequence[Option],
        said: str = "",
        check: Check = lambda value: None,
        value: str = "",
    ) -> None:
        super().__init__(name_, label, said, check)
        self._ids = {option.id for option in options}
        choices = [(plain(option.name), option.id) for option in options]
        self._select: Select[str] = Select(choices, prompt="choose one", value=value or Select.NULL)

    def control(self) -> Widget:
        """A list that opens."""
        return self._select

    @property
    def value(self) -> Any:
        """The id that was picked; the empty string while none was."""
        value = self._select.value
        return value if isinstance(value, str) else ""

    def fill(self, value: Any) -> None:
        """Pick this one."""
        if value in self._ids:
            self._select.value = value


class ShownField(FormField):
    """A value that is shown and not edited: a field would send its control characters to the terminal."""

    def __init__(self, name_: str, label: str, value: Any) -> None:
        super().__init__(name_, label, "It holds characters that cannot be edited here: it stays as it is.")
        self._value = value

    def control(self) -> Widget:
        """The value, safe."""
        words = "\n".join(
            safe(one, 500) for one in ([self._value] if isinstance(self._value, str) else self._value)
        )
        return Static(words, markup=False)

    @property
    def value(self) -> Any:
        """What it is."""
        return self._value

    def fill(self, value: Any) -> None:
        """It stays as it is."""
