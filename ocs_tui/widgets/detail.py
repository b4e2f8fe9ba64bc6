"""The detail pane: what the cursor is on, its tabs, and the body of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from ocs_tui.widgets.access_matrix import AccessMatrix, MatrixRow
from ocs_tui.widgets.field_list import FieldList, Line
from ocs_tui.widgets.json_view import JsonView
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.tab_line import TabLine


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

    DEFAULT_CSS = """
    Detail > #detail-title { height: 1; text-style: bold; }
    Detail > #detail-subtitle { height: 1; color: $text-muted; }
    Detail > TabLine { margin-bottom: 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown: Shown | None = None
        self._title = Static("", id="detail-title", markup=False)
        self._subtitle = Static("", id="detail-subtitle", markup=False)
        self._tabs = TabLine(id="detail-tabs")
        self._bodies: dict[type, LineView] = {}
        self._wants_focus = False

    def compose(self) -> ComposeResult:
        """Title, tabs, and the body of fields, which is what most things show first."""
        yield self._title
        yield self._subtitle
        yield self._tabs
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
        before = self.shown
        focused = any(body.has_focus for body in self._bodies.values())
        self.shown = shown
        if before is None or before.title != shown.title:
            self._title.update(Text(shown.title, no_wrap=True, overflow="ellipsis"))
        if before is None or before.subtitle != shown.subtitle:
            self._subtitle.update(Text(shown.subtitle, no_wrap=True, overflow="ellipsis"))
        self._tabs.show(shown.tabs, shown.active)
        kind = type(shown.body)
        if kind not in self._bodies:
            body: LineView = (
                AccessMatrix(id="detail-matrix") if kind is Matrix else JsonView(id="detail-json")
            )
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
        if self.shown is None:
            return
        content, body = self.shown.body, self.body
        if isinstance(content, Fields) and isinstance(body, FieldList):
            body.show(content.lines)
        elif isinstance(content, Matrix) and isinstance(body, AccessMatrix):
            body.show(content.rows, content.rest, content.note)
        elif isinstance(content, Json) and isinstance(body, JsonView):
            body.show(content.raw, content.pretty, content.note)
