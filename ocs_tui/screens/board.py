"""A board as the service answers it."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.base import Base
from ocs_tui.widgets.json_view import JsonView
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.status_line import ErrorLine, StatusLine


class BoardScreen(Base):
    """Shows what a board's operation answers.

    Args:
        name: the board's.
        place: the namespace's id; empty for the tenant's boards.
    """

    CSS_PATH = stylesheet("board")
    HELP = "What the service says of itself. r reads it again."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "Refresh", id="board.again"),
        Binding("escape,backspace", "back", "Back", id="board.back"),
    ]

    def __init__(self, name: str, place: str) -> None:
        super().__init__()
        from ocs_tui.catalog.boards import boards_of

        self._place = place
        self._board = next(board for board in boards_of(bool(place)) if board.name == name)
        self._view = JsonView(id="board-view")

    def compose(self) -> ComposeResult:
        """A title and the answer."""
        of = f" of {safe(self._place)}" if self._place else ""
        yield Static(f"{self._board.title}{of}", classes="board-title", markup=False)
        yield self._view
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read it."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self._view)
        self._read()

    @work(group="board", exclusive=True, exit_on_error=False)
    async def _read(self) -> None:
        from ocs_tui.api.errors import OcsError

        connection = self.ocs.connection
        if connection is None:
            return
        try:
            fetched = await connection.client.ask(
                self._board.operation, *([self._place] if self._place else [])
            )
        except OcsError as error:
            self.fail_with(error)
            return
        self._view.show(fetched.document.text, fetched.document.pretty())

    def action_again(self) -> None:
        """Read it again."""
        self._read()

    def action_back(self) -> None:
        """Dismiss the error, or leave."""
        if not self.query_one(ErrorLine).dismiss():
            self.dismiss(None)
