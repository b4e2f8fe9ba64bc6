"""Ask for a file of ``acl export`` to compare with; what is wrong with it is said here, and the path kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ocs_tui.model.text import safe
from ocs_tui.screens.base import Base
from ocs_tui.screens.compare import CannotCompare, called
from ocs_tui.screens.compare_file import read
from ocs_tui.widgets.plain import plain

if TYPE_CHECKING:
    from ocs_tui.access.file import AccessFile

SHOWN = 6
"""Paths that are shown below the field."""
LISTED_WITHIN = 2.0
"""Seconds that listing a folder may take."""

Chosen = tuple[Path, "AccessFile"]


class FilePrompt(Base, ModalScreen[Any]):
    """Answers a path and what its file says of a namespace (an empty id: of the root ACL); None for none."""

    HELP = (
        "Type the path of a file that acl export wrote: tab completes it, enter compares, escape goes back."
    )
    DEFAULT_CSS = """
    FilePrompt {
        align: center middle;
        & > Vertical {
            width: 90%; max-width: 100; height: auto; padding: 0 1;
            background: $surface; border: round $primary;
        }
        & #file-problem { color: $text-error; height: auto; max-height: 4; }
        & #file-matches { color: $text-muted; height: 7; }
        & .hint { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", priority=True),
        Binding("escape", "dismiss(None)", "Back"),
    ]

    def __init__(self, namespace_id: str, tenant_id: str) -> None:
        super().__init__()
        self._namespace_id, self._tenant_id = namespace_id, tenant_id
        self._field = Input(placeholder="access.yaml", id="file-path")
        self._problem = Static("", id="file-problem", markup=False)
        self._matches = Static("", id="file-matches", markup=False)

    def compose(self) -> ComposeResult:
        """The path, what is wrong with it, and the paths that begin so."""
        with Vertical() as frame:
            frame.border_title = plain(f"Compare {called(self._namespace_id)} with a file")
            yield Static(
                f"A file that acl export wrote. ~ is the home; the rest starts in {_here()}",
                classes="hint",
                markup=False,
            )
            yield self._field
            yield self._problem
            yield self._matches
            yield Static("tab completes · enter compares · escape goes back", classes="hint", markup=False)

    def on_mount(self) -> None:
        """The keyboard is in the field; below it stands what there is."""
        self.set_focus(self._field)
        self._list()

    def fail(self, sentence: str, operation_id: str | None = None, detail: tuple[str, ...] = ()) -> None:
        """Say what is wrong below the field."""
        self._problem.update(sentence)

    def on_input_changed(self) -> None:
        """Another path: what was said of the one before holds no more."""
        self.workers.cancel_group(self, "read")
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

    def on_input_submitted(self) -> None:
        """``enter`` reads the file."""
        if self._field.value.strip():
            self._read()
        else:
            self.fail("Type the path of a file.")

    @work(group="read", exclusive=True, exit_on_error=False)
    async def _read(self) -> None:
        from ocs_tui.settings.access_file import path_of
        from ocs_tui.settings.errors import SettingsError

        self._problem.update("")
        self._matches.update("Reading it… escape goes back.")
        try:
            path = path_of(self._field.value)
            file = await read(path, self._namespace_id, self._tenant_id)
        except SettingsError as error:
            self.fail(error.sentence)
        except CannotCompare as problem:
            self.fail(problem.sentence)
        else:
            self.dismiss((path, file))
            return
        self._list()


def _here() -> str:
    try:
        return safe(Path.cwd(), 200)
    except OSError:  # the folder was deleted under the program
        return "the working directory"
