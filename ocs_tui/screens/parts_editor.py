"""A stream's metadata, and its tags: rows that are added, changed and taken out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.widgets.field_list import FieldList, Line, note
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.changes.change import Change, SetChange
    from ocs_tui.changes.drafts import Draft
    from ocs_tui.model.address import Address
    from ocs_tui.model.wire import Wire
    from ocs_tui.widgets.line_view import LineView

Rows = dict[str, str]
"""Keys and values; of tags the values are empty."""


class PartsEditor(Editor):
    """Edits rows of texts. What is being typed counts as part of the edit: it is kept like the rest."""

    CSS_PATH = stylesheet("parts_editor")
    HELP = (
        "a adds a row, enter changes the one under the cursor, x takes it out or puts it back, u takes the last "
        "change back. In the fields enter takes over what was typed. ctrl+s shows the review."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="parts.add"),
        Binding("x", "remove", "Take out", tooltip="Take the row out, or put it back", id="parts.remove"),
        Binding("u", "undo", "Undo", id="parts.undo"),
    ]
    ASPECT: ClassVar[str]
    """The member of ``Aspect``."""
    WHAT: ClassVar[str]
    """What is edited, in a word."""
    KEY_SAID: ClassVar[str]
    """What stands in the empty field of the key."""
    HAS_VALUES: ClassVar[bool] = True

    def __init__(self, address: Address, draft: Draft | None = None) -> None:
        super().__init__(f"Edit the {self.WHAT} of {safe(address)}", draft)
        self._address = address
        self._fetched: Fetched[Any] | None = None
        self._rows: Rows = {}
        self._history: list[Rows] = []
        self._changes: str | None = None
        """The key of the row that the fields change; empty for a new row, None while nothing is typed."""
        self._list = FieldList(id="parts")
        self._key = Input(placeholder=self.KEY_SAID, id="part-key", compact=True, select_on_focus=False)
        self._value = Input(placeholder="its value", id="part-value", compact=True, select_on_focus=False)
        self._fields = Horizontal(self._key, *([self._value] if self.HAS_VALUES else []), id="part")
        self._said = Static("", id="parts-said", markup=False)

    def body(self) -> Iterable[Widget]:
        """The rows, the fields of the one that is changed, and what can be done."""
        return (self._list, self._fields, self._said)

    def on_mount(self) -> None:
        """Read what is edited where it will be written."""
        super().on_mount()
        self._fields.display = False
        self.set_focus(self._list)
        self.opening = True
        self.open_on(self._address, self.ASPECT)

    async def opened(self, fetched: Fetched[Any]) -> None:
        """Show the rows, with an edit of another time put onto what is there."""
        self._fetched = fetched
        self._rows = self.rows_of(fetched.value)
        if self._draft is not None:
            from ocs_tui.changes.change import SetChange

            assert isinstance(self._draft.change, SetChange)
            was, shall = self.rows_of(self._draft.change.before), self.rows_of(self._draft.change.after)
            self._rows = {key: value for key, value in self._rows.items() if key in shall or key not in was}
            self._rows |= {key: value for key, value in shall.items() if was.get(key) != value}
        self._show()

    def rows_of(self, body: Wire) -> Rows:
        """Return a body as rows."""
        raise NotImplementedError

    def body_of(self, rows: Rows) -> Wire:
        """Return rows as a body."""
        raise NotImplementedError

    # What is shown.

    @property
    def _began(self) -> Rows:
        return {} if self._fetched is None else self.rows_of(self._fetched.value)

    def _show(self) -> None:
        began = self._began
        lines = []
        for key in (*began, *(key for key in self._rows if key not in began)):
            value = self._rows.get(key, began.get(key, ""))
            if key not in self._rows:
                lines.append(Line(*self._cells(key, f"{value}  (taken out)".strip()), None, "bad", data=key))
            elif key not in began:
                lines.append(Line(*self._cells(key, f"{value}  (new)".strip()), None, "good", data=key))
            else:
                changed = began[key] != value
                lines.append(
                    Line(*self._cells(key, value), value or key, "changed" if changed else "", data=key)
                )
        self._list.show(lines or [note(f"No {self.WHAT}: a adds some.")])
        count = sum(self._rows.get(key) != began.get(key) for key in {*began, *self._rows})
        self._said.update(f"{count} changed" if count else "Nothing changed yet.")

    def _cells(self, key: str, value: str) -> tuple[str, str]:
        return (
            (safe(key, 80), safe(value, 400) or "–")
            if self.HAS_VALUES
            else ("", safe(f"{key} {value}".strip(), 400))
        )

    # The fields.

    @property
    def _current(self) -> str | None:
        line = self._list.current
        return line.data if line is not None and isinstance(line.data, str) else None

    def on_line_view_chosen(self, event: LineView.Chosen) -> None:
        """Change the row under the cursor."""
        if (key := self._current) is None or key not in self._rows:
            return
        if any(
            safe(text) != text for text in (key, self._rows[key])
        ):  # a field would send it to the terminal
            self.fail(
                "This row holds characters that cannot be edited here: it stays as it is, or x takes it out."
            )
            return
        self._open_fields(key)

    def action_add(self) -> None:
        """Add a row."""
        if self._fetched is not None:
            self._open_fields("")

    def _open_fields(self, key: str) -> None:
        self._changes = key
        with self.prevent(Input.Changed):
            self._key.value, self._value.value = key, self._rows.get(key, "")
        for field in (self._key, self._value):
            field.cursor_position = len(field.value)
        self._fields.display = True
        self.set_focus(self._value if key and self.HAS_VALUES else self._key)
        self._said.update("enter takes it over, escape leaves it.")

    def _close_fields(self) -> None:
        self._changes = None
        self._fields.display = False
        self.set_focus(self._list)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed, like all of the edit."""
        if not self.opening:
            self.keep_draft()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` goes from the key to the value, and then takes the row over."""
        if event.input is self._key and self.HAS_VALUES and not self._value.value:
            self.set_focus(self._value)
            return
        if problem := self._problem():
            self.fail(problem)
            return
        self._take(self._with_typed())
        self._close_fields()

    @property
    def _typed_key(self) -> str:
        """The key that is typed, without blanks around it; one that was not changed stays as it came."""
        return self._key.value if self._key.value == self._changes else self._key.value.strip()

    def _problem(self) -> str:
        """Return why what is typed is no row; empty when it is one."""
        key = self._typed_key
        if not key:
            return f"{self.KEY_SAID.capitalize()} is needed."
        if key != self._changes and key in self._rows:
            return f"{safe(key, 80)!r} is there already: change that one."
        return ""

    def _with_typed(self) -> Rows:
        """Return the rows with what is being typed, as far as that is one."""
        if self._changes is None or self._problem():
            return self._rows
        key, value = self._typed_key, self._value.value if self.HAS_VALUES else ""
        rows = {(key if name == self._changes else name): value if name == self._changes else one
                for name, one in self._rows.items()}  # fmt: skip
        return rows | {key: value}

    def _take(self, rows: Rows) -> None:
        if rows != self._rows:
            self._history.append(self._rows)
            self._rows = rows
        self.query_one(ErrorLine).dismiss()
        self._show()
        self.keep_draft()

    # Keys.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While one types, letters are letters."""
        return self._changes is None if action in ("add", "remove", "undo") else True

    def action_remove(self) -> None:
        """Take the row under the cursor out, or put it back as it was."""
        key = self._current
        if key is None or self._fetched is None:
            return
        if key in self._rows:
            self._take({name: value for name, value in self._rows.items() if name != key})
        else:
            self._take(self._rows | {key: self._began[key]})

    def action_undo(self) -> None:
        """Take the last change of this edit back."""
        if not self._history:
            self.tell("There is nothing to undo.")
            return
        self._rows = self._history.pop()
        self._show()
        self.keep_draft()

    def action_leave(self) -> None:
        """From the fields back to the rows; from there back, asked first where something would be lost."""
        if self._changes is not None:
            self.query_one(ErrorLine).dismiss()
            self._close_fields()
            self._show()
            self.keep_draft()
            return
        super().action_leave()

    # The edit.

    def unsaved(self) -> str | None:
        """What was changed and not yet written."""
        return None if self.edit_so_far() is None else f"The edit of the {self.WHAT}"

    def change(self) -> Change | str | None:
        """The edit as a Change."""
        if self._fetched is None:
            return "It has not been read yet: wait a moment."
        if self._changes is not None and (problem := self._problem()):
            return problem
        return self.edit_so_far()

    def edit_so_far(self) -> SetChange | None:
        """The rows as they are now; None where that is as they were."""
        from ocs_tui.changes.change import Aspect, SetChange

        rows = self._with_typed()
        if self._fetched is None or rows == self._began:
            return None
        return SetChange(self._address, Aspect[self.ASPECT], self._fetched.value, self.body_of(rows))


class MetadataEditor(PartsEditor):
    """Edits a stream's metadata."""

    ASPECT = "METADATA"
    WHAT = "metadata"
    KEY_SAID = "a key"

    def rows_of(self, body: Wire) -> Rows:
        """Return the keys and values."""
        from ocs_tui.model.stream_parts import Metadata

        assert isinstance(body, Metadata)
        return dict(body.values)

    def body_of(self, rows: Rows) -> Wire:
        """Return them as metadata."""
        from ocs_tui.model.stream_parts import Metadata

        return Metadata(values=dict(rows))


class TagsEditor(PartsEditor):
    """Edits a stream's tags."""

    ASPECT = "TAGS"
    WHAT = "tags"
    KEY_SAID = "a tag"
    HAS_VALUES = False

    def rows_of(self, body: Wire) -> Rows:
        """Return the tags."""
        from ocs_tui.model.stream_parts import Tags

        assert isinstance(body, Tags)
        return dict.fromkeys(body.tags, "")

    def body_of(self, rows: Rows) -> Wire:
        """Return them as tags."""
        from ocs_tui.model.stream_parts import Tags

        return Tags(tags=tuple(rows))
