"""An edit that another window did not finish: what it was, and what shall become of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from ocs_tui.model.enums import AccessRight
from ocs_tui.model.text import safe
from ocs_tui.screens.ask import STANDS

if TYPE_CHECKING:
    from ocs_tui.changes.change import Create
    from ocs_tui.changes.drafts import Draft
    from ocs_tui.connection import Connection
    from ocs_tui.screens.editor import Editor

_SHOWN = 5
"""Lines of the edit that are shown."""


class Answer(Enum):
    """What shall become of an edit."""

    GO_ON = "go on"
    LATER = "later"
    THROW_AWAY = "throw away"


class Unfinished(ModalScreen[Answer]):
    """Shows an edit and asks; goes on or throws away only when the question has stood for half a second.

    Args:
        title: what was not finished, safe to show.
        lines: what it says, safe to show.
        place: which of the unfinished ones it is, ``1 of 3``; empty for the only one.
    """

    DEFAULT_CSS = """
    Unfinished {
        align: center middle;
        & > Vertical {
            width: 68; max-width: 95%; height: auto; max-height: 95%; padding: 1 2;
            background: $surface; border: round $warning;
        }
        & .unfinished-title { text-style: bold; margin-bottom: 1; }
        & .unfinished-line { padding-left: 2; }
        & .unfinished-ask { margin-top: 1; }
        & Horizontal { height: auto; margin-top: 1; }
        & Button { margin-right: 2; min-width: 12; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('GO_ON')", "Go on", show=False),
        Binding("t", "answer('THROW_AWAY')", "Throw away", show=False),
        Binding("n,escape", "answer('LATER')", "Later", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[str], place: str = "") -> None:
        super().__init__()
        self._what, self._lines, self._place = title, lines, place

    def compose(self) -> ComposeResult:
        """What it is, and the answers with their keys."""
        place = f" ({self._place})" if self._place else ""
        with Vertical():
            yield Static(f"An edit was not finished{place}", classes="unfinished-title", markup=False)
            yield Static(self._what, markup=False)
            for line in self._lines:
                yield Static(line, classes="unfinished-line", markup=False)
            yield Static("Go on with it?", classes="unfinished-ask", markup=False)
            with Horizontal():
                yield Button("Later (escape)", id="LATER", variant="primary")
                yield Button("Go on (…)", id="GO_ON", variant="warning", disabled=True)
                yield Button("Throw away (…)", id="THROW_AWAY", disabled=True)

    def on_mount(self) -> None:
        """What was typed ahead puts it off."""
        self.set_focus(self.query_one("#LATER", Button))
        self.set_timer(STANDS, self._stood)

    def _stood(self) -> None:
        for name, label in (("GO_ON", "Go on (y)"), ("THROW_AWAY", "Throw away (t)")):
            button = self.query_one(f"#{name}", Button)
            button.disabled = False
            button.label = label

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button answers."""
        if event.button.id is not None:
            self.dismiss(Answer[event.button.id])

    def action_answer(self, name: str) -> None:
        """A key answers."""
        if not self.query_one(f"#{name}", Button).disabled:
            self.dismiss(Answer[name])


def offer_of(connection: Connection, draft: Draft, place: str) -> Unfinished:
    """Return the question about an unfinished edit; ``place`` as :class:`Unfinished` takes it."""
    from ocs_tui.catalog.kinds import NAMESPACE
    from ocs_tui.changes.change import Create
    from ocs_tui.screens import review_words

    change = draft.change
    title = change.title
    if isinstance(change, Create) and change.kind is NAMESPACE:  # an id that is not typed in full is none yet
        title = f"Create a namespace {safe(getattr(change.after, 'id', ''), 100)}".rstrip()
    said = [line for line in review_words.what_changed(connection, change) if line.tint != "muted"]
    lines = [f"{line.label} {line.value}".strip() for line in said[:_SHOWN]]
    if len(said) > _SHOWN:
        lines.append(f"and {len(said) - _SHOWN} more")
    if draft.text and not said:
        lines.append("Its text is no JSON yet: it comes back as it was typed.")
    if draft.is_open is None:
        lines.append(f"It may still be open in another window, on {safe(draft.by.host, 60)}.")
    return Unfinished(f"{title} · {draft.time.astimezone():%Y-%m-%d %H:%M}", lines, place)


def editor_of(draft: Draft) -> Editor:
    """Return the editor that goes on with an unfinished edit."""
    from ocs_tui.catalog.kinds import NAMESPACE, kind_at
    from ocs_tui.changes.change import Aspect, Create
    from ocs_tui.screens.acl_editor import AclEditor
    from ocs_tui.screens.json_editor import JsonEditor
    from ocs_tui.screens.namespace_form import NamespaceForm
    from ocs_tui.screens.owner_editor import OwnerEditor
    from ocs_tui.screens.parts_editor import MetadataEditor, TagsEditor
    from ocs_tui.screens.thing_form import ThingForm

    change = draft.change
    if isinstance(change, Create):
        if change.kind is NAMESPACE:
            return NamespaceForm("", draft=draft)
        return _of_new(draft, change)
    if change.aspect is Aspect.ACL:
        return AclEditor(change.address.place, [], None, AccessRight.READ, draft)
    if change.aspect is Aspect.OWNER:
        return OwnerEditor(change.address.place, draft)
    if change.aspect is Aspect.METADATA:
        return MetadataEditor(change.address, draft)
    if change.aspect is Aspect.TAGS:
        return TagsEditor(change.address, draft)
    kind = kind_at(change.address)
    if kind is NAMESPACE:
        return NamespaceForm(change.address.namespace_id, draft=draft)
    if kind.is_json:
        return JsonEditor(kind, change.address, getattr(change.before, "label", ""), draft)
    return ThingForm(kind, change.address, getattr(change.before, "label", ""), draft)


def _of_new(draft: Draft, change: Create) -> Editor:
    from ocs_tui.screens.acl_job_editor import AclJobEditor
    from ocs_tui.screens.json_editor import JsonEditor
    from ocs_tui.screens.thing_form import ThingForm

    if change.kind.name == "bulk ACL job":
        return AclJobEditor(change.address.namespace_id, draft=draft)
    if change.kind.is_json:
        return JsonEditor(change.kind, change.address, draft=draft)
    return ThingForm(change.kind, change.address, draft=draft)
