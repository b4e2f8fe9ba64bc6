"""Ask for the path of a file; what is wrong with it is said here, and the path kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ocs_tui.model.text import safe
from ocs_tui.screens.dialog import Dialog
from ocs_tui.widgets.plain import plain

SHOWN = 6
"""Paths that are shown below the field."""
LISTED_WITHIN = 2.0
"""Seconds that listing a folder may take."""


class PathPrompt(Dialog):
    """Asks for a path. A subclass says what for, and does it; None is answered when one goes back."""

    DEFAULT_CSS = """
    PathPrompt {
        & > Vertical { max-width: 100; }
        & #file-problem { color: $text-error; height: auto; max-height: 4; }
        & #file-matches { color: $text-muted; height: 7; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", priority=True),
        Binding("escape", "back", "Back"),
    ]
    title_words: str = "A file"
    """What the path is for."""
    hint: str = "~ is the home; the rest starts in"
    """What is said of the path, before the working directory."""
    placeholder: str = ""
    doing: str = "Reading it… escape goes back."
    """What is said while it is done."""
    enter: str = "enter reads it"

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self._field = Input(value, placeholder=self.placeholder, id="file-path")
        self._problem = Static("", id="file-problem", markup=False)
        self._matches = Static("", id="file-matches", markup=False)

    async def use(self, path: Path) -> object:
        """Do with the path what it is for, and return what is answered.

        Raises:
            SettingsError: it cannot be done, with a sentence.
        """
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The path, what is wrong with it, and the paths that begin so."""
        with Vertical() as frame:
            frame.border_title = plain(self.title_words)
            yield Static(f"{self.hint} {_here()}", classes="hint", markup=False)
            yield self._field
            yield self._problem
            yield self._matches
            yield Static(f"tab completes · {self.enter} · escape goes back", classes="hint", markup=False)

    def on_mount(self) -> None:
        """The keyboard is in the field; below it stands what there is."""
        self.set_focus(self._field)
        self._list()

    def fail(self, sentence: str, operation_id: str | None = None, detail: tuple[str, ...] = ()) -> None:
        """Say what is wrong below the field."""
        self._problem.update(sentence)

    def say(self, text: str) -> None:
        """Say how far it is, where the paths stand."""
        self._matches.update(text)

    def on_input_changed(self) -> None:
        """Another path: what was said of the one before holds no more."""
        self.workers.cancel_group(self, "use")
        self._problem.update("")
        self._list()

    @work(group="list", exclusive=True, exit_on_error=False)
    async def _list(self) -> None:
        self._show(await self._matching())

    async def _matching(self) -> list[str]:
        from ocs_tui.settings.access_file import completions
        from ocs_tui.settings.deadline import within

        typed = self._field.value
        try:
            return await within(LISTED_WITHIN, lambda: completions(typed))
        except TimeoutError:
            return []

    def _show(self, found: list[str]) -> None:
        folder, _ = os.path.split(self._field.value)
        names = [safe(path[len(folder) :].lstrip(os.sep), 90) for path in found[:SHOWN]]
        more = [f"and {len(found) - SHOWN:,} more"] if len(found) > SHOWN else []
        self._matches.update("\n".join([*names, *more]))

    async def action_complete(self) -> None:
        """Complete the path as far as it is certain."""
        found = await self._matching()
        common = os.path.commonprefix(found)  # noqa: RUF071 - letter by letter is meant
        if len(common) > len(self._field.value):
            self._field.value = common
            self._field.cursor_position = len(common)
        self._show(found)

    def action_back(self) -> None:
        """Go back; what is under way is given up."""
        self.dismiss(None)

    def on_input_submitted(self) -> None:
        """``enter`` does it."""
        if self._field.value.strip():
            self._use()
        else:
            self.fail("Type the path of a file.")

    @work(group="use", exclusive=True, exit_on_error=False)
    async def _use(self) -> None:
        from ocs_tui.settings.access_file import path_of
        from ocs_tui.settings.errors import SettingsError

        self.workers.cancel_group(self, "list")
        self._problem.update("")
        self.say(self.doing)
        try:
            answer = await self.use(path_of(self._field.value))
        except SettingsError as error:
            self.fail(error.sentence)
        else:
            if answer is not None:
                self.dismiss(answer)
                return
        self._list()


def _here() -> str:
    try:
        return safe(Path.cwd(), 200)
    except OSError:  # the folder was deleted under the program
        return "the working directory"
