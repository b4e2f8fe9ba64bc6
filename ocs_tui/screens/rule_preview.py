"""What a rule would match, as a table: each stream, and the metadata or the asset that it would make of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from ocs_tui.model.text import safe
from ocs_tui.screens.windowed import Board
from ocs_tui.widgets.big_table import BigTable
from ocs_tui.widgets.row_pages import BigRow

if TYPE_CHECKING:
    from ocs_tui.connection.rule_preview import Match
    from ocs_tui.model.address import Address


class RulePreview(Board):
    """Shows the preview of a rule. Nothing is written.

    Args:
        address: the rule's.
    """

    HELP = "What the rule would match, were it run now, by the service's own preview. Nothing is written."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy id", tooltip="Copy the stream's id", id="preview.copy"),
    ]

    def __init__(self, address: Address) -> None:
        super().__init__(f"What the {safe(address.ids[-1], 80)} rule would match", address.namespace_id)
        self._heading = f"What the rule {safe(address.ids[-1], 80)} would match"
        self._address = address
        self._table = BigTable(id="board-table")
        self._matches: list[Match] = []
        self._fields: list[str] = []

    def body(self) -> Iterator[Widget]:
        """The table."""
        yield self._table

    @work(group="board", exclusive=True, exit_on_error=False)
    async def read(self) -> None:
        """Have it previewed."""
        from ocs_tui.api.errors import OcsError
        from ocs_tui.connection.rule_preview import preview

        connection = self.ocs.connection
        if connection is None:
            return
        self.set_focus(self._table)
        self.say("The service previews it… escape leaves.")
        try:
            self._matches = await preview(
                connection.client,
                self._address,
                lambda looks: self.say(f"The service previews it… looked {looks} times. Escape leaves."),
            )
        except OcsError as error:
            self.say("not previewed: r tries again")
            self.fail_with(error)
            return
        self._fields = list(dict.fromkeys(name for match in self._matches for name in match.outputs))
        self._table.show(("Stream", *self._fields), len(self._matches), empty="The rule matches no stream.")
        makes = "metadata of" if "metadata" in self._address.collections[-1] else "assets from"
        count = len(self._matches)
        self.say(f"{count:,} stream{'' if count == 1 else 's'} matched: {makes} each as it stands here")

    def on_big_table_page_wanted(self, event: BigTable.PageWanted) -> None:
        """All of it is there."""
        some = self._matches[event.first : event.first + event.count]
        rows = [
            BigRow(
                f"{number}/{one.stream_id}",
                (one.stream_id, *(one.outputs.get(name, "") for name in self._fields)),
            )
            for number, one in enumerate(some, event.first)
        ]
        self._table.give(event.first, rows, event.edition)

    def action_copy(self) -> None:
        """Copy the stream's id."""
        marked = self._table.current_id
        self.copy(marked.partition("/")[2] if marked else None)
