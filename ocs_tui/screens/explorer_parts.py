"""The parts of the explorer's screen, and what it knows of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from ocs_tui.screens import subjects
from ocs_tui.screens.base import Base
from ocs_tui.widgets.detail import Detail, Fields, Shown
from ocs_tui.widgets.field_list import note
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.resource_tree import Item, ResourceTree
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from textual.widgets import Input

    from ocs_tui.model.address import Address
    from ocs_tui.widgets.trace_pane import TracePane

TAB_WORDS = {"overview": "Overview", "access": "Access", "owner": "Owner", "json": "JSON"}


class ExplorerParts(Base):
    """Tree, pane, and the lines below."""

    def __init__(self, label: str, tab: str = "overview") -> None:
        super().__init__()
        self._label = label
        self._where = ""
        self._tab = TAB_WORDS[tab]
        self._seen: Item = subjects.starting(label)
        self._resting: Timer | None = None
        self._refreshing: Timer | None = None
        self._counting: Timer | None = None
        self._watching: Timer | None = None
        self._job_watch: Timer | None = None
        self._watch_pause = 0.0
        self._moving: frozenset[str] = frozenset()
        self._open_at: str | None = None
        self._said: tuple[str, str] = ("", "")
        self._pinned: dict[tuple[str, str], None] = {}
        self._opened_namespaces: set[str] = set()
        self._opened_things: dict[Address, None] = {}
        self._came_from: list[str] = []
        """The keys of the nodes whose links were followed, the last one last: backspace goes back there."""
        self._is_stale = False

    # What is shown.

    def compose(self) -> ComposeResult:
        """Tree, pane, and the lines below."""
        with Horizontal(id="body"):
            yield ResourceTree(self._seen, id="tree")
            yield Detail(id="detail")
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """The keyboard is in the tree from the first frame."""
        self.set_focus(self.resources)
        self.say("Connecting…")

    @property
    def resources(self) -> ResourceTree:
        """The tree."""
        return self.query_one("#tree", ResourceTree)

    @property
    def detail(self) -> Detail:
        """The pane."""
        return self.query_one("#detail", Detail)

    @property
    def status(self) -> StatusLine:
        """The status line."""
        return self.query_one("#status", StatusLine)

    @property
    def item(self) -> Item:
        """What the pane shows."""
        return self._seen

    @property
    def tab(self) -> str:
        """The tab that is shown."""
        shown = self.detail.shown
        return shown.tabs[shown.active] if shown and shown.tabs else ""

    def say(self, text: str) -> None:
        """Say something in the pane while there is no connection."""
        self.detail.show(Shown(self._label, "", (), 0, Fields((note(text),))))

    @property
    def _trace(self) -> TracePane | None:
        """The trace, while it is on the screen."""
        from ocs_tui.widgets.trace_pane import TracePane

        return self.query(TracePane).first() if self.query("#trace") else None

    @property
    def _filter_box(self) -> Input | None:
        """Where one types what is to be found, once one has."""
        boxes = self.query("#filter")
        return cast("Input", boxes.first()) if boxes else None

    @property
    def _filtering(self) -> bool:
        box = self._filter_box
        return box is not None and box.display

    def _count(self) -> None:
        box = self._filter_box
        if box is None or not box.display:
            return
        found = self.resources.matches
        words = f"{found:,} match{'' if found == 1 else 'es'} · " if self.resources.filter_text else ""
        if words:
            words += subjects.not_searched(self.ocs.connection)
        box.border_subtitle = f"{words}enter goes there · escape shows all"
