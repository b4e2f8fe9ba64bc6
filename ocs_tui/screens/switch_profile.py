"""Choosing the profile to show: those of the file, those that are open, the demo, and a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.widgets.pick_list import Option, OptionLines, PickList
from ocs_tui.widgets.profile_color import swatch

if TYPE_CHECKING:
    from ocs_tui.settings.profile import Profile

_NAME_WIDTH = 30
_HINT = "type to filter · enter switches · escape goes back"
_SIGNS_IN = {"browser": "by browser", "device": "by device"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the list.

    Attributes:
        name: the profile's name; what the line is for, where it is none.
        profile: the profile; None for one that cannot be used, the demo, and the line that adds one.
        mode: where its screens are; empty when it is not open.
        words: what else is to be said of it, and searched.
        is_shown: whether it is the one that one came from.
        adds: whether it is the line for a new profile.
        problem: why it cannot be used, as a sentence.
    """

    name: str
    profile: Profile | None = None
    mode: str = ""
    words: tuple[str, ...] = ()
    is_shown: bool = False
    adds: bool = False
    problem: str = ""

    @classmethod
    def of(cls, profile: Profile, mode: str, here: str) -> Choice:
        """Return the line of a profile; ``mode`` where it is open, ``here`` what is shown."""
        words = (
            *_state(mode, here),
            *(("read-only",) if profile.read_only else ()),
            *((_SIGNS_IN[profile.sign_in],) if profile.sign_in in _SIGNS_IN else ()),
            urlsplit(profile.base_url).netloc,
        )
        return cls(profile.name, profile, mode, words, bool(mode) and mode == here)

    @classmethod
    def of_demo(cls, mode: str, here: str) -> Choice:
        """Return the line of the demo."""
        words = (*_state(mode, here), "a tenant on an emulator inside")
        return cls("The demo", None, mode, words, bool(mode) and mode == here)

    @classmethod
    def of_adding(cls) -> Choice:
        """Return the line for a new profile."""
        return cls("Add a profile…", words=("a form, tested before it is saved",), adds=True)

    @property
    def title(self) -> str:
        """Its label and name, as they came."""
        label = self.profile.label if self.profile else ""
        return f"{label} ({self.name})" if label and label != self.name else self.name


def _state(mode: str, here: str) -> tuple[str, ...]:
    if not mode:
        return ()
    return ("shown now",) if mode == here else ("open",)


class ProfileLines(OptionLines):
    """The lines of the list, each with its profile's colour."""

    def row_text(self, row: int, width: int) -> Text:
        """A mark for the one shown, the colour, the name, and the rest."""
        if not self.options:
            return super().row_text(row, width)
        option = self.options[row]
        choice = option.data
        assert isinstance(choice, Choice)
        text = Text("▸ " if choice.is_shown else "  ")
        color = choice.profile.color if choice.profile else ""
        text.append("■ " if color else "  ", swatch(color))
        name = Text(safe(option.name, 100), "bold" if choice.is_shown else "")
        name.truncate(_NAME_WIDTH, overflow="ellipsis", pad=True)
        text.append_text(name)
        if choice.problem:
            return text.append(" cannot be used: enter says why", self.tint("bad"))
        return text.append(" " + safe(option.more), self.tint("muted"))


class SwitchProfile(ModalScreen[Choice]):
    """Answers the line that was picked; None when none was.

    Args:
        choices: what there is, in the order it is shown.
        problem: what is wrong with the profiles file, as a sentence; empty when nothing is.
    """

    CSS_PATH = stylesheet("switch_profile")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, choices: Sequence[Choice], problem: str) -> None:
        super().__init__()
        self._choices, self._problem = choices, problem
        self._list = PickList(placeholder="a profile", lines=ProfileLines)

    def compose(self) -> ComposeResult:
        """The list in a frame."""
        with Vertical() as frame:
            frame.border_title = "Profiles"
            yield self._list
            if self._problem:
                yield Static(safe(self._problem), classes="problem", markup=False)
            yield Static(_HINT, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Offer, with the keyboard in the filter."""
        options = [
            Option(choice.name, choice.title, " · ".join(choice.words), choice) for choice in self._choices
        ]
        self._list.show(options, "No profile fits.")
        self.set_focus(self._list.query_one("Input"))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Answer."""
        if event.option is not None:
            assert isinstance(event.option.data, Choice)
            self.dismiss(event.option.data)
