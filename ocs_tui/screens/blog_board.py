"""The service blog: what the operators of the service tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual import work
from textual.widget import Widget

from ocs_tui.model.text import safe, safe_lines
from ocs_tui.screens.windowed import Board
from ocs_tui.widgets.field_list import FieldList, Line, heading, note

SHOWN = 200


class BlogBoard(Board):
    """Shows the entries, the newest first."""

    HELP = "What the operators of the service tell of disturbances, maintenance and what is new."

    def __init__(self) -> None:
        super().__init__("Service blog")
        self._lines = FieldList(id="board-lines")

    def body(self) -> Iterator[Widget]:
        """The entries."""
        yield self._lines

    @work(group="board", exclusive=True, exit_on_error=False)
    async def read(self) -> None:
        """Read it."""
        from ocs_tui.api.errors import OcsError
        from ocs_tui.catalog import beside

        connection = self.ocs.connection
        if connection is None:
            return
        self.set_focus(self._lines)
        try:
            fetched = await connection.client.ask(beside.SERVICE_BLOG)
        except OcsError as error:
            self.say("not read: r reads again")
            self.fail_with(error)
            return
        entries = [
            one for one in (fetched.value if isinstance(fetched.value, list) else ()) if isinstance(one, dict)
        ]
        entries.sort(key=lambda one: str(one.get("TimePosted") or ""), reverse=True)
        self._lines.show(
            [line for one in entries[:SHOWN] for line in _lines(one)] or [note("Nothing was told.")]
        )
        self.say(f"{len(entries):,} entries", safe(fetched.note or ""))


def _lines(entry: dict[str, Any]) -> list[Line]:
    from ocs_tui.data.values import moment_of, moment_words

    at = moment_of(entry.get("TimePosted"))
    when = f"{moment_words(at)} UTC" if at is not None else safe(entry.get("TimePosted") or "", 40)
    author = f" · {safe(entry['Author'], 60)}" if entry.get("Author") else ""
    text = [Line(value=line) for line in safe_lines(str(entry.get("Content") or ""), 4_000)]
    return [heading(safe(entry.get("Title") or "", 200)), note(f"{when}{author}"), *text, Line()]
