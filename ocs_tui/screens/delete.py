"""Delete a namespace: its id is to be typed, so that no key typed by habit does it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.widgets.field_list import FieldList, Line, heading, note
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from ocs_tui.changes.change import Change


class DeleteScreen(Editor):
    """Shows what goes, and deletes when the id was typed."""

    CSS_PATH = stylesheet("delete")
    HELP = "Type the id of the namespace, then enter, to delete it. Escape goes back."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "review", "Delete", priority=True, id="delete.delete"),
    ]

    def __init__(self, namespace_id: str) -> None:
        super().__init__(f"Delete the namespace {safe(namespace_id)}")
        self._namespace_id = namespace_id
        self._what = FieldList(id="what")
        self._writing = False

    def body(self) -> Iterable[Widget]:
        """What goes, and where to type."""
        return (
            self._what,
            Input(placeholder=f"type the id to delete it: {safe(self._namespace_id)}", id="typed"),
        )

    def on_mount(self) -> None:
        """Show what goes."""
        self.entitle(f"Delete the namespace {self._namespace_id}", self.ocs.where_written())
        self._what.can_focus = False
        self._what.show(self._lines())
        self.query_one(Input).focus()

    def _lines(self) -> list[Line]:
        from ocs_tui.screens.panes import state_words

        connection = self.ocs.connection
        namespace = connection.namespace(self._namespace_id) if connection else None
        lines = [heading("What goes")]
        if namespace is not None:
            lines += [
                Line("Id", safe(namespace.id)),
                Line("Region", safe(namespace.region_label)),
                Line("State", state_words(namespace.state)),
                Line("Description", safe(namespace.description or "–", 300)),
            ]
        return [
            *lines,
            Line(),
            note("Everything in it goes with it: types, streams and their data, assets, data views.", "bad"),
            note("It cannot be taken back: created again, a namespace of that id is empty.", "bad"),
        ]

    def change(self) -> Change | str | None:
        """The deletion, once the id was typed."""
        from ocs_tui.changes.change import Delete

        if not self._namespace_id or self.query_one(Input).value != self._namespace_id:
            return f"Type the id exactly as it is, {self._namespace_id!r}, to delete it."
        connection = self.ocs.connection
        namespace = connection.namespace(self._namespace_id) if connection else None
        if namespace is None:
            return "It is not known any more: refresh the tree."
        return Delete(Address.namespace(self._namespace_id), namespace)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` after the id deletes."""
        self.action_review()

    def action_review(self) -> None:
        """The typed id is the confirmation: delete."""
        from ocs_tui.changes.change import Delete

        if self._writing:
            return
        change = self.change()
        if not isinstance(change, Delete):
            self.fail(str(change))
            return
        self._writing = True
        self.query_one(ErrorLine).dismiss()
        self.tell("Deleting… It goes on if you leave.")
        self.ocs.write(change, self._written)

    def _written(self, outcome: object, error: Exception | None) -> None:
        self.when_on_top(lambda: self._ended(error))

    @property
    def is_writing(self) -> bool:
        """Whether it is being deleted."""
        return self._writing

    def _ended(self, error: Exception | None) -> None:
        from ocs_tui.api.errors import OcsError

        self._writing = False
        self.tell("")
        if isinstance(error, OcsError):
            self.fail_with(error)
        else:
            self.dismiss(f"{safe(self._namespace_id)} is being deleted.")
