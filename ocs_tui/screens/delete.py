"""Delete a thing: its id or name is to be typed, so that no key typed by habit does it.

Nor does a name that was typed ahead: what goes must have been shown for half a second, as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.as_whom import AsWhom
from ocs_tui.screens.editor import Editor
from ocs_tui.screens.standing import STANDS
from ocs_tui.widgets.field_list import FieldList, Line, heading, note
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from ocs_tui.changes.change import Change
    from ocs_tui.connection import Connection
    from ocs_tui.model.wire import Wire

WHAT_FOLLOWS = {
    "user": "Whoever this is cannot sign in any more; a token that was given out holds until it expires.",
    "client": "What signs in as it cannot any more; a token that was given out holds until it expires.",
    "identity provider": "Nobody signs in through it any more.",
    "claim": "Whoever has the claim loses the roles that it gives.",
    "stream": "Its data go with it, and its metadata and tags.",
    "data view": "Whoever reads data through it reads none any more.",
    "topic": "No data come in through it any more.",
    "OMF connection": "No data come in through it any more. The service deletes it in its own time.",
}
"""What a deletion means for people and programs, by the kind of what goes."""
DELETED_LATER = frozenset({"OMF connection"})
"""The kinds of which the service only says that it has begun to delete one (202)."""


class DeleteScreen(Editor, AsWhom):
    """Shows what goes, and deletes when its id, or its name, was typed.

    Args:
        address: the thing's.
        before: what is known of it where no list holds it.
    """

    CSS_PATH = stylesheet("delete")
    HELP = "Once what goes has stood for a moment: type what is asked for, then enter. Escape goes back."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "review", "Delete", priority=True, id="delete.delete"),
        Binding("pageup", "scroll(-1)", "Page up", show=False, priority=True, id="delete.scroll-up"),
        Binding("pagedown", "scroll(1)", "Page down", show=False, priority=True, id="delete.scroll-down"),
    ]

    def __init__(self, address: Address, before: Wire | None = None) -> None:
        from ocs_tui.catalog.kinds import kind_at

        self._kind = kind_at(address)
        super().__init__(f"Delete the {self._kind.name} {safe(address.ids[-1], 80)}")
        self._address = address
        self._before = before
        self._what = FieldList(id="what")
        self._typed = Input(id="typed")
        self._writing = False
        self._standing: Timer | None = None
        self.has_stood = False
        """Whether what goes was there to be read, as it is shown now."""
        self._refer: list[Line] | None = None
        """What refers to it; None while that is not read."""

    def body(self) -> Iterable[Widget]:
        """What goes, and where to type."""
        return (self._what, self._typed)

    def on_mount(self) -> None:
        """Show what goes."""
        self.entitle(self.title_words, self.ocs.where_written())
        self._what.can_focus = False
        self.show_what()
        self.set_focus(self._typed)
        if self._address.in_namespace:
            self._read_around()

    @work(group="around", exclusive=True, exit_on_error=False)
    async def _read_around(self) -> None:
        """Read the thing where nothing knows it, and what refers to it."""
        from ocs_tui.connection.slots import at
        from ocs_tui.screens import referring

        connection = self.ocs.connection
        if connection is None:
            return
        if self.thing is None:
            slot = await connection.load(at(self._address))
            if slot.error is not None:
                self.fail_with(slot.error)
                return
        if self.thing is not None:
            self.entitle(self.title_words, self.ocs.where_written())
            self.show_what()
            self._refer = await referring.read(connection, self._address, self.thing)
            self.show_what()

    # What goes.

    @property
    def thing(self) -> Wire | None:
        """What is known of it; None when it is not known any more."""
        connection = self.ocs.connection
        if connection is None:
            return None
        if not self._address.is_nested:
            return connection.namespace(self._address.namespace_id)
        found: Wire | None = connection.known(self._address)
        return found or self._before

    @property
    def called(self) -> str:
        """What is to be typed: a name, where it has one that can be; else the id."""
        label: str = getattr(self.thing, "label", "") if self._address.is_nested else ""
        return label if label and safe(label) == label else self._address.ids[-1]

    # What is said of it.

    @property
    def title_words(self) -> str:
        """What the screen is headed by."""
        return f"Delete the {self._kind.name} {safe(self.called, 80)}"

    @property
    def placeholder(self) -> str:
        """What stands in the empty field."""
        return f"type {self._asked_for} to delete it: {safe(self.called)}"

    @property
    def not_confirmed(self) -> str:
        """What is said while something else was typed."""
        return f"Type {self._asked_for} exactly as it is, {safe(self.called)!r}, to delete it."

    @property
    def done_words(self) -> str:
        """What came of it, once it went."""
        if self._address.is_nested:
            being = "is being deleted" if self._kind.name in DELETED_LATER else "is deleted"
            return f"The {self._kind.name} {safe(self.called, 80)} {being}."
        return f"{safe(self._address)} is being deleted."

    @property
    def _asked_for(self) -> str:
        return "the id" if self.called == self._address.ids[-1] else "the name"

    def show_what(self) -> None:
        """Show what goes, as it is known now."""
        connection = self.ocs.connection
        if connection is None:
            return
        lines = [*self.as_whom, *self.lines(connection)]
        if lines != self._what.lines:
            self._what.show(lines)
            self.has_stood = False
            self._typed.placeholder = "a moment…"
            self.call_after_refresh(self._stand)

    def _stand(self) -> None:
        if self._standing is not None:
            self._standing.stop()
        self._standing = self.set_timer(STANDS, self._stood)

    def _stood(self) -> None:
        self.has_stood = True
        self._typed.placeholder = self.placeholder

    def lines(self, connection: Connection) -> list[Line]:
        """Return what goes, and what follows from that."""
        from ocs_tui.changes.change import Delete
        from ocs_tui.screens import people_panes, referring

        thing = self.thing
        if thing is None and self._address.in_namespace:
            return [note("reading…")]
        if thing is None:
            return [note("It is not known any more: go back and read again.", "bad")]
        if not self._address.is_nested:
            return [
                heading("What goes"),
                *_namespace(connection, self._address.namespace_id),
                Line(),
                note(
                    "Everything in it goes with it: types, streams and their data, assets, data views.", "bad"
                ),
                note("It cannot be taken back: created again, a namespace of that id is empty.", "bad"),
            ]
        fields = people_panes.fields(connection, self._kind, thing, self._address)
        there = [line for line in fields if line.tint != "muted"]  # what is not there does not go
        lines = [heading("What goes"), *there, Line()]
        if follows := WHAT_FOLLOWS.get(self._kind.name):
            lines.append(note(follows, "bad"))
        if self._refer is not None:
            lines = [lines[0], *self._refer_first(lines[1:])]
        elif referring.has_some(self._kind.name):
            lines.append(note("Reading what refers to it…"))
        return [*lines, note(Delete(self._address, thing).can_be_undone, "bad")]

    def _refer_first(self, lines: list[Line]) -> list[Line]:
        """What refers to it stands below what goes, above what follows."""
        blank = lines.index(Line())
        refer = [Line(), *self._refer] if self._refer else []
        return [*lines[:blank], *refer, *lines[blank:]]

    def action_scroll(self, direction: int) -> None:
        """Scroll what goes, while the keyboard is in the field."""
        self._what.scroll_relative(y=direction * max(1, self._what.size.height - 1), animate=False)

    # Deleting.

    @property
    def is_confirmed(self) -> bool:
        """Whether the name or the id was typed."""
        return self._typed.value in (self.called, self._address.ids[-1])

    def change(self) -> Change | str | None:
        """The deletion, once the id or the name was typed."""
        from ocs_tui.changes.change import Delete

        if not self.is_confirmed:
            return self.not_confirmed
        thing = self.thing
        if thing is None:
            return "It is not known any more: read it again."
        return Delete(self._address, thing)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` after the name deletes."""
        self.action_review()

    def action_review(self) -> None:
        """What was typed is the confirmation: delete."""
        from ocs_tui.changes.change import Delete

        if self._writing or self.app.screen is not self:
            return
        change = self.change()
        if not isinstance(change, Delete):
            self.fail(str(change))
            return
        if not self.has_stood:
            self.fail("What goes has only just been shown: look at it, then enter once more.")
            return
        self._writing = True
        self._before = self.thing  # once it is gone nothing else knows what it was called
        self.query_one(ErrorLine).dismiss()
        self.tell("Deleting… It goes on if you leave.")
        self.write_as_reviewed(lambda: self.ocs.write(change, self._written))

    def review_anew(self) -> None:
        """Show it again, and have it typed again: somebody else deletes it now."""
        self._writing = False
        self._typed.value = ""
        self.tell("")
        self.show_what()

    def _written(self, outcome: object, error: Exception | None) -> None:
        self.when_on_top(lambda: self._ended(outcome, error))

    @property
    def is_writing(self) -> bool:
        """Whether it is being deleted."""
        return self._writing

    def _ended(self, outcome: object, error: Exception | None) -> None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.changes.apply import Refused

        self._writing = False
        self.tell("")
        if isinstance(error, OcsError):
            self.fail_with(error)
        elif isinstance(outcome, Refused):
            self.fail(outcome.sentence)
        else:
            self.dismiss(self.done_words)


def _namespace(connection: Connection, namespace_id: str) -> list[Line]:
    from ocs_tui.screens.place_panes import state_words

    namespace = connection.namespace(namespace_id)
    if namespace is None:
        return []
    return [
        Line("Id", safe(namespace.id)),
        Line("Region", safe(namespace.region_label)),
        Line("State", state_words(namespace.state)),
        Line("Description", safe(namespace.description or "–", 300)),
    ]
