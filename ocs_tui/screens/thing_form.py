"""Create a thing below the tenant, or edit one: one form for every kind, made of what the kind declares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual import work
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.widgets.form_fields import FormField, NumberField

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.changes.change import Change
    from ocs_tui.changes.drafts import Draft, Draftable
    from ocs_tui.connection import Connection

INVITES_NOBODY = "Creating a user invites nobody: i does, once the user is there."
EMPTIES_NOTHING = (
    "A field that is emptied here stays as it was: the service takes an empty one for unchanged."
)


class ThingForm(Editor):
    """Edits the thing of an address, or creates one in the collection of an address.

    Args:
        kind: what it is.
        address: the thing's (``/roles/ID``), or where a new one comes to lie (``/roles``).
        label: what the thing is called; empty for a new one.
        draft: an edit of another time to go on with.
    """

    CSS_PATH = stylesheet("thing_form")
    HELP = (
        "Fill in the form; ctrl+s shows the review. Nothing is written before it. In the list of roles space ticks, "
        "and tab goes to the next field."
    )

    def __init__(self, kind: Kind, address: Address, label: str = "", draft: Draft | None = None) -> None:
        self._is_new = len(address.ids) < kind.depth
        title = (
            f"Create {kind.with_article}"
            if self._is_new
            else f"Edit the {kind.name} {safe(label or address.ids[-1], 80)}"
        )
        super().__init__(title, draft)
        self._heading = title
        self._kind = kind
        self._address = address
        self._fetched: Fetched[Any] | None = None

    def body(self) -> Iterable[Widget]:
        """The fields appear when what they hold and offer was read."""
        return (VerticalScroll(id="form", can_focus=False),)

    def on_mount(self) -> None:
        """Read what the form needs."""
        self.opening = True
        if self._is_new:
            self._begin()
        else:
            self.open_on(self._address, "FIELDS")

    # Opening.

    @work(group="open", exclusive=True, exit_on_error=False)
    async def _begin(self) -> None:
        """Begin a new thing."""
        from ocs_tui.screens.thing_fields import Known, extras_of, fields_of

        connection = self.ocs.connection
        if connection is None:
            return
        try:
            self.entitle(self._heading, "Reading what there is to pick…")
            await self._read_choices(connection)
            choices = await self._choices(connection)
            self.entitle(self._heading, self.ocs.where_written())
            fields = fields_of(self._kind, None, Known.of(connection))
            said = INVITES_NOBODY if self._kind.name == "user" else ""
            await self._show([*fields, *extras_of(self._kind, choices)], said)
        finally:
            self.opening = False
        if self._draft is not None and self.take_draft():
            self._fill(self._draft.change.after)

    async def opened(self, fetched: Fetched[Any]) -> None:
        """Show the fields that can be changed."""
        from ocs_tui.screens.thing_fields import Known, fields_of

        connection = self.ocs.connection
        if connection is None:
            return
        await self._read_choices(connection)
        fields = fields_of(self._kind, fetched.value, Known.of(connection))
        await self._show(fields, "" if self._kind.empties else EMPTIES_NOTHING)
        self._fetched = fetched
        if self._draft is not None:
            self._take_up(self._draft)

    async def _read_choices(self, connection: Connection) -> None:
        needs = {"role_ids": ("roles",), "identity_provider_id": ("identity-providers",)}
        names = (*self._kind.editable, *(self._kind.creatable if self._is_new else ()))
        await connection.load_missing([needs[name] for name in names if name in needs])

    async def _choices(self, connection: Connection) -> Sequence[tuple[str, str]] | None:
        """Return the ids and names of what is picked for a new claim or provider; None where it cannot be read."""
        from ocs_tui.api.errors import OcsError
        from ocs_tui.catalog.identity import LIST_CLAIM_TYPE_NAMES, LIST_KNOWN_PROVIDERS
        from ocs_tui.model.providers import ClaimType, Provider

        client = connection.client
        try:
            if self._kind.name == "claim":
                types = await client.read_all(LIST_CLAIM_TYPE_NAMES, ClaimType, self._address.ids[0])
                return [(one.id, one.type_name or one.id) for one in types.value]
            if self._kind.name == "identity provider":
                known = await client.read_all(LIST_KNOWN_PROVIDERS, Provider)
                there = {one.id for one in connection.value(("identity-providers",)) or ()}
                return [(one.id, one.label) for one in known.value if one.id not in there]
        except OcsError:
            pass
        return None

    async def _show(self, fields: list[FormField], said: str) -> None:
        form = self.query_one("#form")
        await form.mount_all([*([Static(said, classes="form-said", markup=False)] if said else []), *fields])
        if able := [widget for widget in form.query("*") if widget.focusable]:
            self.set_focus(able[0])

    def _take_up(self, draft: Draft) -> None:
        """Put what an edit of another time changed onto what is there now."""
        from ocs_tui.changes.change import SetChange
        from ocs_tui.changes.reread import same_field, value_of

        change = draft.change
        assert isinstance(change, SetChange)
        changed = [name for name in self._kind.editable if not same_field(name, change.before, change.after)]
        for field in self._fields:
            if field.attribute in changed:
                field.fill(value_of(change.after, field.attribute))

    def _fill(self, body: Any) -> None:
        from ocs_tui.screens.thing_fields import typed_value

        for field in self._fields:
            value = getattr(body, field.attribute, None)
            if value is not None:
                field.fill(typed_value(field.attribute, value))

    # The edit.

    @property
    def _fields(self) -> list[FormField]:
        return list(self.query(FormField))

    def on_form_field_changed(self) -> None:
        """Keep the edit as it is now."""
        if not self.opening:
            self.keep_draft()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` goes to the next field, and from the last one to the review."""
        if event.input is list(self.query(Input))[-1] and self.focus_chain[-1] is event.input:
            self.action_review()
        else:
            self.focus_next()

    def unsaved(self) -> str | None:
        """What was typed and not yet written."""
        if self.edit_so_far() is None:
            return None
        return f"The new {self._kind.name}" if self._is_new else f"The edit of the {self._kind.name}"

    def change(self) -> Change | str | None:
        """The form as a Change; a sentence where a rule is broken, with the keyboard in that field."""
        if not self._fields:
            return "It has not been read yet: wait a moment."
        edit = self.edit_so_far()
        if edit is None and not self._is_new:
            return None
        for field in self._fields:
            if (problem := field.problem) is not None:
                field.take_focus()
                return f"{field.label}: {problem}"
        return edit

    def edit_so_far(self) -> Draftable | None:
        """What was filled in, valid or not; None where that is nothing."""
        return self._new() if self._is_new else self._edited()

    def _edited(self) -> Draftable | None:
        from ocs_tui.changes.change import Aspect, SetChange
        from ocs_tui.changes.reread import same_field

        if self._fetched is None:
            return None
        before = self._fetched.value
        after = before.changed(**{field.attribute: self._typed(field) for field in self._fields})
        names = [name for name in self._kind.editable if not same_field(name, before, after)]
        if not names:
            return None
        changed = before.changed(**{name: getattr(after, name) for name in names})
        return SetChange(self._address, Aspect.FIELDS, before, changed)

    def _new(self) -> Draftable | None:
        from ocs_tui.catalog.models import model_of
        from ocs_tui.changes.change import Create

        given: dict[str, Any] = {}
        typed = False
        for field in self._fields:
            value = self._typed(field)
            typed = typed or field.is_touched
            if value or isinstance(value, bool):
                given[field.attribute] = value
        if not typed:
            return None
        return Create(self._address, model_of(self._kind).model_validate(given), self._kind, self.edit_id)

    def _typed(self, field: FormField) -> Any:
        """Return what a field says in the request; a number that is none says nothing yet."""
        from ocs_tui.screens.thing_fields import extra_value

        if isinstance(field, NumberField):
            return field.value if isinstance(field.value, int) else 0
        if field.attribute[0].isupper() and field.attribute not in self._kind.editable:
            return extra_value(field.attribute, field.value) if field.problem is None else None
        return field.value
