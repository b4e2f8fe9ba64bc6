"""Create a namespace, or edit its fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Label, Select, Static

from ocs_tui.model.address import Address
from ocs_tui.model.ids import fits_in_a_path, namespace_id_problem
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.widgets.tick import Tick

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.changes.change import Change, Create, SetChange
    from ocs_tui.changes.drafts import Draft
    from ocs_tui.model.namespace import Namespace

DESCRIPTION_LIMIT = 1023
"""What the portal takes; the API states no limit."""


class NamespaceForm(Editor):
    """Creates a namespace (empty id), or edits what of one can be changed: its fields.

    Args:
        namespace_id: which one; empty for a new one.
        region: the region that is offered first for a new one.
        draft: an edit of another time to go on with.
    """

    CSS_PATH = stylesheet("namespace_form")
    HELP = "Fill in the form; ctrl+s shows the review. Nothing is written before it."

    def __init__(self, namespace_id: str, region: str = "", draft: Draft | None = None) -> None:
        title = f"Edit {safe(namespace_id)}" if namespace_id else "Create a namespace"
        super().__init__(title, draft)
        self._heading = title
        self._namespace_id = namespace_id
        self._region = region
        self._made: str | None = None
        self._fetched: Fetched[Namespace] | None = None
        self._problem = Static("", id="id-problem", markup=False)

    def body(self) -> Iterable[Widget]:
        """The fields; an editor's appear when what they hold was read."""
        fields: list[Widget] = []
        if not self._namespace_id:
            begun: Any = self._draft.change.after if self._draft is not None else None
            region = (begun.region if begun else None) or self._region
            regions = self.ocs.region_choices()
            ids = [region_id for _, region_id in regions]
            chosen = next((one for one in ids if one.casefold() == region.casefold()), None)
            fields = [
                Label("Id"),
                # A draft's id is gone on with: selected, as a field is by itself, the next key would wipe it.
                Input(
                    _begun(begun, "id"),
                    id="id",
                    placeholder="letters, digits, _ - . and spaces",
                    select_on_focus=False,
                ),
                self._problem,
                Label("Region"),
                Select(regions, id="region", value=chosen or ids[0], allow_blank=False)
                if ids
                else Static("The tenant's regions are not known: the service chooses.", markup=False),
                Label("Description"),
                Input(_begun(begun, "description"), id="description", max_length=DESCRIPTION_LIMIT),
            ]
        return (VerticalScroll(*fields, id="form", can_focus=False),)

    def on_mount(self) -> None:
        """The keyboard is in the first field."""
        if self._namespace_id:
            self.opening = True
            self.open_on(Address.namespace(self._namespace_id), "FIELDS")
        else:
            self.entitle(self._heading, "Its id and region can never be changed afterwards.")
            self.set_focus(self.query_one("#id", Input))
            if self._draft is not None and self.take_draft() and self._exists():
                self.say_of_draft(f"There is a namespace {safe(self._typed('id'))} by now.")

    def _exists(self) -> bool:
        connection = self.ocs.connection
        return connection is not None and connection.namespace(self._typed("id")) is not None

    async def opened(self, fetched: Fetched[Any]) -> None:
        """Show the fields that can be changed."""
        self._fetched = fetched
        present = fetched.value.to_wire()
        namespace = fetched.value if self._draft is None else _with_draft(fetched.value, self._draft)
        fields: list[Widget] = []
        # Name and AllowCrossRegionProcessing came later: offered where this service knows them
        if "Name" in present:
            fields += _text_field("Name", namespace.name or "", "name", 0)
        description = namespace.description or ""
        fields += _text_field("Description", description, "description", DESCRIPTION_LIMIT)
        if "AllowCrossRegionProcessing" in present:
            allowed = bool(namespace.allow_cross_region_processing)
            fields.append(Tick("Allow cross-region processing", allowed, id="cross"))
        await self.query_one("#form").mount_all(fields)
        if editable := self.query_one("#form").query("Input, Checkbox"):
            self.set_focus(editable.first())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check the id's rules as one types, and say which one it breaks."""
        self.keep_draft()
        if event.input.id == "id":
            problem = namespace_id_problem(event.value) if event.value else None
            self._problem.update(problem or "")
            event.input.set_class(problem is not None, "-invalid")

    def on_select_changed(self, event: Select.Changed) -> None:
        """The region is part of the draft."""
        self.keep_draft()

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        """So is what is ticked."""
        self.keep_draft()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` goes to the next field, and from the last one to the review."""
        inputs = list(self.query(Input))
        if event.input is inputs[-1]:
            self.action_review()
        else:
            self.focus_next()

    @property
    def made(self) -> str | None:
        """The id that was typed for a new namespace."""
        return self._made

    def _typed(self, name: str) -> str:
        found = self.query(f"#{name}")
        return found.first(Input).value if found else ""

    def unsaved(self) -> str | None:
        """What was typed and not yet written."""
        if self.edit_so_far() is None:
            return None
        return f"The edit of {safe(self._namespace_id)}" if self._namespace_id else "The new namespace"

    def change(self) -> Change | str | None:
        """The form as a Change; a sentence when a rule is broken."""
        if self._namespace_id:
            return self._edited() if self._fetched is not None else "It has not been read yet: wait a moment."
        problem = namespace_id_problem(self._typed("id"))
        if problem:
            self.set_focus(self.query_one("#id", Input))
            return problem
        self._made = self._typed("id")
        return self._new()

    def edit_so_far(self) -> Create | SetChange | None:
        """What was typed, also where a rule is broken."""
        if self._namespace_id:
            return self._edited()
        return self._new() if self._typed("id") or self._typed("description") else None

    def _new(self) -> Create:
        from ocs_tui.changes.change import Create
        from ocs_tui.model.namespace import Namespace

        namespace_id = self._typed("id")
        fields = {"id": namespace_id}
        chosen = self.query("#region")
        if chosen:
            fields["region"] = str(chosen.first(Select).value)
        if description := self._typed("description"):
            fields["description"] = description
        # while it is typed an id may be none: then the draft lies with the tenant
        address = Address.namespace(namespace_id) if fits_in_a_path(namespace_id) else Address()
        return Create(address, Namespace(**fields), edit=self.edit_id)

    def _edited(self) -> SetChange | None:
        from ocs_tui.changes.change import Aspect, SetChange

        if self._fetched is None:
            return None
        before = self._fetched.value
        changed: dict[str, object] = {}
        if self.query("#name") and self._typed("name") != (before.name or ""):
            changed["name"] = self._typed("name")
        if self.query("#description") and self._typed("description") != (before.description or ""):
            changed["description"] = self._typed("description")
        if cross := self.query("#cross"):
            value = cross.first(Tick).value
            if value != bool(before.allow_cross_region_processing):
                changed["allow_cross_region_processing"] = value
        if not changed:
            return None
        return SetChange(
            Address.namespace(self._namespace_id), Aspect.FIELDS, before, before.changed(**changed)
        )


def _begun(namespace: Any, name: str) -> str:
    """Return what an edit of another time gave a field."""
    return safe(getattr(namespace, name) or "", DESCRIPTION_LIMIT) if namespace is not None else ""


def _with_draft(now: Namespace, draft: Draft) -> Namespace:
    """Return what is there now with what an edit of another time changed."""
    from ocs_tui.catalog.kinds import NAMESPACE
    from ocs_tui.changes.change import SetChange
    from ocs_tui.changes.reread import same_field

    change = draft.change
    assert isinstance(change, SetChange)
    changed = [name for name in NAMESPACE.editable if not same_field(name, change.before, change.after)]
    return now.changed(**{name: getattr(change.after, name) for name in changed})


def _text_field(label: str, value: str, field_id: str, limit: int) -> list[Widget]:
    """Return a field for a text; one that holds control characters is shown and not edited.

    A field would send them to the terminal as they are, and lose the line breaks among them.
    """
    if safe(value) != value:
        words = f"{safe(value, 500)}\n(It holds characters that cannot be edited here: it stays as it is.)"
        return [Label(label), Static(words, markup=False)]
    most = max(limit, len(value)) if limit else None
    return [Label(label), Input(value, id=field_id, max_length=most or 0, select_on_focus=False)]
