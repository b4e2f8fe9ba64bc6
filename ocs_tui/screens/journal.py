"""The journal: what was written from here, what came of it, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.filtered import Filtered
from ocs_tui.widgets.field_list import FieldList, Line, heading, note
from ocs_tui.widgets.journal_list import JournalLine, JournalList
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.changes.change import Change, Delete
    from ocs_tui.changes.entries import Entry
    from ocs_tui.changes.undo import Instead


class JournalScreen(Filtered):
    """Shows the journal of this profile."""

    CSS_PATH = stylesheet("journal")
    HELP = (
        "What was written from here, newest first. u takes a change back, at any later time, through the same "
        "review and conflict check. A change whose outcome is not known is looked up with l."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Undo", tooltip="Take the change back", id="journal.undo"),
        Binding("o", "redo", "Redo", tooltip="Do again what was taken back", id="journal.redo"),
        Binding("l", "look", "Look", tooltip="Look whether it happened", id="journal.look"),
        Binding("y", "copy", "Copy id", show=False, id="journal.copy"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, Entry] = {}
        self._list = JournalList(id="journal-list")
        self._detail = FieldList(id="journal-detail")

    def compose(self) -> ComposeResult:
        """The list, and the change under the cursor."""
        yield Static("Journal: what was written from here", classes="journal-title", markup=False)
        yield self._list
        yield self._detail
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read it."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self._list)
        self._detail.can_focus = False
        self._read()

    def _read(self) -> None:
        connection = self.ocs.connection
        if connection is None:
            return
        history = connection.journal.read()
        entries = connection.journal.entries()
        self._entries = {entry.id: entry for entry in entries}
        self._list.show([_line(entry) for entry in entries])
        if history.note:
            self.fail(history.note)

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """Show the change under the cursor in full."""
        from ocs_tui.screens import review_words

        connection, entry = self.ocs.connection, self._current
        if event.view is not self._list or connection is None:
            return
        if entry is None:
            self._detail.show([])
            return
        outcome = entry.outcome
        lines = [Line("Id", entry.id, entry.id), Line("When", _when(entry))]
        if outcome is not None and outcome.operation_id:
            lines.append(Line("Operation-Id", safe(outcome.operation_id), outcome.operation_id))
        if outcome is not None and outcome.note:
            lines.append(note(safe(outcome.note), "changed"))
        if entry.undoes:
            lines.append(Line("Takes back", entry.undoes))
        if entry.undone_by:
            lines.append(Line("Taken back by", entry.undone_by))
        words = review_words.what_changed(connection, entry.change)
        self._detail.show([*lines, Line(), heading("What was changed"), *words])

    @property
    def _current(self) -> Entry | None:
        line = self._list.current
        return self._entries.get(line.id) if line else None

    def action_undo(self) -> None:
        """Take the change back: that is another change, and is reviewed as one."""
        from ocs_tui.changes.undo import undo

        entry = self._current
        if entry is not None:
            self._review(undo(entry), entry.id)

    def action_redo(self) -> None:
        """Do again what was taken back."""
        from ocs_tui.changes.undo import redo

        entry = self._current
        if entry is not None:
            self._review(redo(entry), entry.undone_by)

    def _review(self, found: Change | Instead, undoes: str | None) -> None:
        from ocs_tui.changes.change import Create, Delete
        from ocs_tui.changes.undo import Instead
        from ocs_tui.screens import editing

        connection = self.ocs.connection
        if connection is None:
            return
        if isinstance(found, Instead):
            if isinstance(found.offer, Delete):
                self._delete(found.offer)
                return
            if not isinstance(found.offer, Create):
                self.fail(found.sentence)
                return
            self.tell(found.sentence)
            found, undoes = found.offer, None
        if refusal := editing.why_not_at_all(connection):
            self.fail(refusal)
            return
        from ocs_tui.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(found, undoes), self._written)

    def _delete(self, offer: Delete) -> None:
        """Delete what was created: that is confirmed, and refused, as anywhere."""
        from ocs_tui.screens import thing_actions
        from ocs_tui.screens.delete import DeleteScreen

        connection = self.ocs.connection
        if connection is None:
            return
        if offer.address.is_nested:
            thing_actions.delete(self, offer.address, self._written, offer.before)
        elif connection.namespace(offer.address.namespace_id) is None:
            self.fail("It is not there any more: there is nothing to take back.")
        else:
            self.app.push_screen(DeleteScreen(offer.address), self._written)

    def _written(self, done: str | None) -> None:
        self._read()
        if done is not None:
            self.tell(done)

    @work(group="look", exclusive=True, exit_on_error=False)
    async def action_look(self) -> None:
        """Look whether a change happened whose outcome is not known."""
        from ocs_tui.changes.resolve import resolve_intent

        connection, entry = self.ocs.connection, self._current
        if connection is None or entry is None:
            return
        if entry not in connection.journal.open_intents():
            self.tell("What came of this change is known.")
            return
        found = await resolve_intent(connection.client, connection.journal, entry)
        self._read()
        self.tell(found.sentence)

    @property
    def listing(self) -> JournalList:
        """The list."""
        return self._list

    def narrow(self, text: str) -> None:
        """Show the changes that fit."""
        self._list.narrow(text)

    def action_copy(self) -> None:
        """Copy the id of the change."""
        self.copy(self._list.copy_text())


def _when(entry: Entry) -> str:
    return entry.time.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _line(entry: Entry) -> JournalLine:
    tints = {"done": "good", "refused": "bad", "failed": "bad", "unknown": "changed"}
    kind = entry.outcome.kind.value if entry.outcome else "unknown"
    words = "taken back" if entry.undone_by else kind
    return JournalLine(entry.id, _when(entry), entry.change.title, words, tints[kind])
