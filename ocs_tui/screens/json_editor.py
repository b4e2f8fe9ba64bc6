"""Create a thing, or edit one, as JSON: in the program, or in one's own editor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static, TextArea

from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.widgets.text_area import LinesArea

if TYPE_CHECKING:
    from textual.document._document import EditResult, Location

    from ocs_tui.api.answers import Fetched
    from ocs_tui.app import OcsTui
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.changes.change import Change
    from ocs_tui.changes.drafts import Draft, Draftable
    from ocs_tui.model.document import Document
    from ocs_tui.model.json_text import Problem


class JsonArea(LinesArea):
    """Takes JSON: what a terminal would obey is written as a number, as it is typed or pasted."""

    def replace(
        self, insert: str, start: Location, end: Location, *, maintain_selection_offset: bool = True
    ) -> EditResult:
        """Put a text in the place of another one."""
        from ocs_tui.model.json_text import editable

        fit = editable(insert)
        return super().replace(fit, start, end, maintain_selection_offset=maintain_selection_offset)


class JsonEditor(Editor):
    """Edits the thing of an address, or creates one in the collection of an address.

    Args:
        kind: what it is.
        address: the thing's, or that of the collection that a new one comes to lie in.
        label: what the thing is called; empty for a new one.
        draft: an edit of another time to go on with.
        begins_as: the body that a new one begins as; the kind's template when None.
    """

    CSS_PATH = stylesheet("json_editor")
    HELP = (
        "Edit the JSON; ctrl+o opens it in your own editor ($VISUAL or $EDITOR) and comes back with what was "
        "saved. It is checked as you type. ctrl+s shows the review; nothing is written before it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "outside", "$EDITOR", tooltip="Open the text in your own editor", priority=True,
                id="json.outside"),
        # ahead of the text, which takes the key for itself
        Binding("escape", "leave", "Back", priority=True, id="json.leave"),
        Binding("ctrl+g", "go_to_problem", "To the error", show=False, priority=True, id="json.problem"),
    ]  # fmt: skip

    def __init__(
        self,
        kind: Kind,
        address: Address,
        label: str = "",
        draft: Draft | None = None,
        begins_as: Mapping[str, Any] | None = None,
    ) -> None:
        self._is_new = len(address.ids) < kind.depth
        title = (
            f"Create {kind.with_article}"
            if self._is_new
            else f"Edit the {kind.name} {safe(label or address.ids[-1], 80)}"
        )
        super().__init__(title, draft)
        self._heading, self._kind, self._address, self._begins_as = title, kind, address, begins_as
        self._fetched: Fetched[Any] | None = None
        self._began = ""
        """The text that the edit began with."""
        self._text = JsonArea(
            "", id="json", show_line_numbers=True, soft_wrap=False, tab_behavior="indent", disabled=True
        )
        self._said = Static("", id="json-said", markup=False)

    def body(self) -> Iterable[Widget]:
        """The text, and what is wrong with it."""
        return (self._text, self._said)

    def on_mount(self) -> None:
        """Read what is edited; a new one begins at once."""
        super().on_mount()
        self._text.cursor_blink = False  # each blink would go over the wire
        self.opening = True
        if self._is_new:
            self._begin()
        else:
            self.open_on(self._address, "FIELDS")

    # Opening.

    def _begin(self) -> None:
        from ocs_tui.catalog.schema import template
        from ocs_tui.model.json_text import json_lines

        begins_as = template(self._kind) if self._begins_as is None else self._begins_as
        where = self.ocs.where_written()
        self.entitle(self._heading, f"in {safe(Address(self._address.parts[:-1]))} · {where}")
        text = "\n".join(json_lines(begins_as))
        self._began = text
        if self._draft is not None and self.take_draft():
            text = self._draft.text or "\n".join(json_lines(self._draft.change.after.to_wire()))
        self._show(text)
        self.opening = False

    async def opened(self, fetched: Fetched[Any]) -> None:
        """Show the thing as it came, or as an edit of another time left it."""
        from ocs_tui.model.json_text import json_lines

        self._fetched = self._begun_on(fetched)
        where = f"as it stands at {safe(fetched.region)} · {safe(fetched.base_url)}, where it will be written"
        self.entitle(f"Edit the {self._kind.name} {safe(getattr(fetched.value, 'label', ''), 80)}", where)
        self._began = "\n".join(json_lines(self._fetched.value.to_wire()))
        self._show(self._began if self._draft is None else self._gone_on(self._draft, fetched.value))

    def _begun_on(self, fetched: Fetched[Any]) -> Fetched[Any]:
        """Return what the edit is made on. What was typed and is no JSON yet cannot be put onto what is there by
        now: it stays an edit of what it began on, so that the review finds what others changed since.
        """
        from dataclasses import replace

        from ocs_tui.changes.change import SetChange

        change = self._draft.change if self._draft is not None else None
        if self._draft is None or not isinstance(change, SetChange) or not _is_only_text(self._draft):
            return fetched
        return replace(fetched, value=change.before)

    def _gone_on(self, draft: Draft, now: Any) -> str:
        """Return the text of an edit of another time: put onto what is there, unless it is no JSON yet."""
        from ocs_tui.changes.change import SetChange
        from ocs_tui.changes.reread import editable_of, same_field, with_fields
        from ocs_tui.model.json_text import json_lines

        change = draft.change
        assert isinstance(change, SetChange)
        if _is_only_text(draft):
            return draft.text
        names = editable_of(self._kind, change.before, change.after)
        mine = [name for name in names if not same_field(name, change.before, change.after)]
        return "\n".join(json_lines(with_fields(now, change.after, mine).to_wire()))

    def changed_since(self) -> str:
        """What was typed and is no JSON yet is put onto what is there by the review."""
        if self._draft is not None and _is_only_text(self._draft):
            return "Changed since this edit began: the review puts yours onto what is there."
        return super().changed_since()

    def _show(self, text: str) -> None:
        self._text.load_text(text)
        self._text.disabled = False
        self.set_focus(self._text)
        self._check()

    # The edit.

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep the edit as it is now, and say what is wrong with it."""
        if self._text.disabled or self._text.read_only:
            return
        self._check()
        if not self.opening:
            self.keep_draft()

    def _read(self) -> Document | Problem:
        from ocs_tui.model.json_text import read_json

        return read_json(self._text.text)

    def _check(self) -> None:
        """Say what is wrong with the text, in its line."""
        from ocs_tui.model.json_text import Problem

        read = self._read()
        if isinstance(read, Problem):
            said, bad = f"✖ {read.sentence}", True
        else:
            problems = self._findings(read.value).problems
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            said, bad = (f"✖ {problems[0]}{more}", True) if problems else ("✓ It can be reviewed.", False)
        self._said.update(safe(said))
        self._said.set_class(bad, "-bad")

    def _findings(self, body: Any) -> Any:
        from ocs_tui.catalog.schema import check

        before = None if self._fetched is None else self._fetched.value.to_wire()
        return check(self._kind, body, before, "" if self._is_new else self._address.ids[-1])

    def change(self) -> Change | str | None:
        """The text as a Change; what is wrong with it, with the cursor there; None where nothing changed."""
        from ocs_tui.model.json_text import Problem

        if self._text.disabled:
            return "It has not been read yet: wait a moment."
        read = self._read()
        if isinstance(read, Problem):
            self.action_go_to_problem()
            return read.sentence
        if problems := self._findings(read.value).problems:
            more = f" There is more to say: {len(problems) - 1} further." if len(problems) > 1 else ""
            return f"{safe(problems[0])}{more}"
        return self._change_of(read.value)

    def _change_of(self, body: dict[str, Any]) -> Draftable | None:
        from ocs_tui.catalog.models import model_of
        from ocs_tui.catalog.schema import filled_in
        from ocs_tui.changes.change import Aspect, Create, SetChange

        model = model_of(self._kind)
        if self._is_new:
            given = filled_in(self._kind, body)
            return Create(self._address_of(given), model.model_validate(given), self._kind, self.edit_id)
        assert self._fetched is not None
        before = self._fetched.value
        after = type(before).model_validate(body)
        return None if after == before else SetChange(self._address, Aspect.FIELDS, before, after)

    def _address_of(self, body: Mapping[str, Any]) -> Address:
        """Return where a new thing is posted: under its own id, where its kind has it so."""
        creates = self._kind.creates
        assert creates is not None
        item_id = body.get(self._kind.id_field)
        if creates.path == self._kind.lists.path or not isinstance(item_id, str) or not item_id:
            return self._address
        return Address((*self._address.parts, item_id))

    def edit_so_far(self) -> Draftable | None:
        """The edit, also while its text is no JSON; None while it is what it began as."""
        from ocs_tui.catalog.models import model_of
        from ocs_tui.changes.change import Aspect, Create, SetChange
        from ocs_tui.model.document import Document

        if self._text.disabled or self._text.text == self._began:
            return None
        read = self._read()
        if isinstance(read, Document) and isinstance(read.value, dict):
            if self._is_new:
                body = model_of(self._kind).model_validate(read.value)
                return Create(self._address, body, self._kind, self.edit_id)
            return self._change_of(read.value)
        if self._is_new:
            return Create(self._address, model_of(self._kind)(), self._kind, self.edit_id)
        assert self._fetched is not None
        return SetChange(self._address, Aspect.FIELDS, self._fetched.value, self._fetched.value)

    def text_so_far(self) -> str:
        """The text as it was typed."""
        return self._text.text

    def unsaved(self) -> str | None:
        """What was typed and not yet written."""
        if self.edit_so_far() is None:
            return None
        return f"The new {self._kind.name}" if self._is_new else f"The edit of the {self._kind.name}"

    # Keys.

    def action_go_to_problem(self) -> None:
        """Put the cursor where the text is no JSON."""
        from ocs_tui.model.json_text import Problem

        read = self._read()
        if isinstance(read, Problem) and read.line:
            self._text.move_cursor((read.line - 1, read.column - 1))
            self.set_focus(self._text)

    def action_outside(self) -> None:
        """Open the text in one's own editor, and come back with what was saved."""
        from ocs_tui.model.json_text import editable
        from ocs_tui.screens.outside_editor import NotEdited, edit_outside

        if self.app.screen is not self or self._text.disabled:
            return
        app = cast("OcsTui", self.app)
        if app.is_writing_anything:
            self.fail("Something is still being written: wait until that has ended, then open the editor.")
            return
        try:
            text = edit_outside(app, self._text.text, f"{self._kind.name.replace(' ', '-')}.json")
        except NotEdited as failure:
            self.fail(str(failure))
            return
        if editable(text) == self._text.text:
            self.tell("Nothing was changed in the editor.")
            return
        self._text.replace(text, (0, 0), self._text.document.end)  # ctrl+z takes it back
        self.tell("Taken over from the editor.")


def _is_only_text(draft: Draft) -> bool:
    """Whether what a draft keeps is no JSON yet: its change says nothing then, and its text all."""
    from ocs_tui.changes.change import SetChange

    change = draft.change
    return bool(draft.text) and isinstance(change, SetChange) and change.after == change.before
