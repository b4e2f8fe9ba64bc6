"""The detail pane: what the cursor is on, its tabs, and the body of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from ocs_tui.widgets.detail_head import DetailHead
from ocs_tui.widgets.field_list import FieldList, Line
from ocs_tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from ocs_tui.widgets.access_matrix import MatrixRow


@dataclass(frozen=True, slots=True)
class Fields:
    """A body of fields."""

    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A body that shows an access control list."""

    rows: Sequence[MatrixRow]
    rest: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Json:
    """A body as answered."""

    raw: str | None
    pretty: str
    note: str = ""


Body = Fields | Matrix | Json


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows.

    Attributes:
        title: what the cursor is on, safe already.
        subtitle: where it comes from, safe already.
        tabs: the names of its tabs.
        active: the one that is shown.
        body: what that tab shows.
    """

    title: str
    subtitle: str
    tabs: tuple[str, ...]
    active: int
    body: Body


class Detail(Vertical):
    """Shows one thing. Its bodies are made when they are first needed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown: Shown | None = None
        self._head = DetailHead(id="detail-head")
        self._bodies: dict[type, LineView] = {}
        self._is_another = False

    def compose(self) -> ComposeResult:
        """The head, and the body of fields, which is what most things show first."""
        yield self._head
        fields = FieldList(id="detail-fields")
        self._bodies[Fields] = fields
        yield fields

    @property
    def body(self) -> LineView:
        """The body that is shown."""
        shown = self.shown
        return self._bodies[type(shown.body) if shown else Fields]

    def show(self, shown: Shown) -> None:
        """Show a thing; what did not change is not painted again."""
        if shown == self.shown:
            return
        focused = any(body.has_focus for body in self._bodies.values())
        before, self.shown = self.shown, shown
        self._is_another = before is None or (before.title, before.active) != (shown.title, shown.active)
        self._head.show(shown.title, shown.subtitle, shown.tabs, shown.active)
        kind = type(shown.body)
        if kind not in self._bodies:
            body = _made(kind)
            self._bodies[kind] = body
            self.mount(body)
            self.call_after_refresh(self._fill)
        else:
            self._fill()
        for each, body in self._bodies.items():
            body.display = each is kind
        if focused and not self.body.has_focus:
            self.focus_body()

    def focus_body(self) -> None:
        """Move into the body."""
        if self.body.is_mounted:
            self.screen.set_focus(self.body)  # at once: what is typed next is meant for it
        else:
            self.call_after_refresh(self.focus_body)

    @property
    def holds_focus(self) -> bool:
        """Whether the keyboard is in the body."""
        return any(body.has_focus for body in self._bodies.values())

    def _fill(self) -> None:
        if self.shown is not None:
            _show(self.body, self.shown.body)
            if self._is_another and isinstance(self.body, FieldList):
                self.body.action_end(-1)  # where the cursor was says nothing of another thing's fields


def _made(kind: type) -> LineView:
    """Return the widget for a kind of body; imported when it is first wanted, which the first frame never does."""
    if kind is Matrix:
        from ocs_tui.widgets.access_matrix import AccessMatrix

        return AccessMatrix(id="detail-matrix")
    from ocs_tui.widgets.json_view import JsonView

    return JsonView(id="detail-json")


def _show(view: LineView, content: Body) -> None:
    if isinstance(view, FieldList):
        if isinstance(content, Fields):
            view.show(content.lines)
        return
    from ocs_tui.widgets.access_matrix import AccessMatrix
    from ocs_tui.widgets.json_view import JsonView

    if isinstance(content, Matrix) and isinstance(view, AccessMatrix):
        view.show(content.rows, content.rest, content.note)
    elif isinstance(content, Json) and isinstance(view, JsonView):
        view.show(content.raw, content.pretty, content.note)
