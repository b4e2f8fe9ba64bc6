"""The explorer: the tenant tree beside the pane of what the cursor is on.

Moving through the tree asks nothing and repaints nothing else; where the cursor has rested the pane
follows with what is known; ``enter`` reads the rest and moves into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from ocs_tui.model.text import safe
from ocs_tui.screens.explorer_changing import Changing
from ocs_tui.screens.explorer_lists import Lists
from ocs_tui.widgets.detail_head import DetailHead
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from pathlib import Path

    from ocs_tui.data.omf import OmfMessage
    from ocs_tui.widgets.resource_tree import Item
    from ocs_tui.widgets.trace_pane import TracePane


_FILE = "/file"
"""What the choice of a file answers: no namespace's id holds a ``/``."""


class ExplorerScreen(Lists, Changing):
    """What one sees first, and comes back to."""

    HELP = "Browse the tenant. The tree is on the left; the pane on the right shows what the cursor is on."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit", id="explorer.edit"),
        Binding("n", "create", "New", tooltip="Create a namespace, or one of the kind under the cursor",
                id="explorer.create"),
        Binding("N", "create_copy", "New as copy", tooltip="Create one more, beginning as a copy of this one",
                show=False, id="explorer.create-copy"),
        Binding("d", "delete", "Delete", tooltip="Delete what the cursor is on", id="explorer.delete"),
        Binding("b", "bulk", "Bulk", tooltip="Change what is marked in one go", show=False, id="explorer.bulk"),
        Binding("slash", "filter", "Find", key_display="/", id="explorer.filter"),
        Binding("v", "data", "Data", tooltip="The data of the stream, asset or data view", id="explorer.data"),
        Binding("v", "preview", "Preview", tooltip="What the rule would match", id="explorer.preview"),
        Binding("O", "omf", "Send OMF", tooltip="Send an OMF message from a file", show=False, id="explorer.omf"),
        Binding("w", "who", "Who can?", tooltip="Who can do what here, or what does it reach?", id="explorer.who"),
        Binding("g", "grid", "Grid", tooltip="Access of the whole tenant: namespaces by roles", id="explorer.grid"),
        Binding("c", "compare", "Compare", tooltip="Compare the ACL with another one", show=False,
                id="explorer.compare"),
        Binding("R", "rotate", "Rotate", tooltip="Rotate the client's secret", show=False, id="explorer.rotate"),
        Binding("i", "invite", "Invite", tooltip="Invite the user, or send it again", show=False,
                id="explorer.invite"),
        Binding("p", "profiles", "Profiles", tooltip="Go to another profile, or add one", id="explorer.profiles"),
        Binding("J", "journal", "Journal", tooltip="What was written, and taking it back", id="explorer.journal"),
        Binding("r", "refresh", "Refresh", tooltip="Read again", id="explorer.refresh"),
        Binding("y", "copy", "Copy", tooltip="Copy the value under the cursor", id="explorer.copy"),
        Binding("t", "trace", "Trace", tooltip="Show or hide the requests", id="explorer.trace"),
        Binding("1", "tab(0)", "First tab", show=False, id="explorer.tab1"),
        Binding("2", "tab(1)", "Second tab", show=False, id="explorer.tab2"),
        Binding("3", "tab(2)", "Third tab", show=False, id="explorer.tab3"),
        Binding("4", "tab(3)", "Fourth tab", show=False, id="explorer.tab4"),
        Binding("5", "tab(4)", "Fifth tab", show=False, id="explorer.tab5"),
        Binding("6", "tab(5)", "Sixth tab", show=False, id="explorer.tab6"),
        Binding("7", "tab(6)", "Seventh tab", show=False, id="explorer.tab7"),
        Binding("8", "tab(7)", "Eighth tab", show=False, id="explorer.tab8"),
        Binding("9", "tab(8)", "Ninth tab", show=False, id="explorer.tab9"),
        Binding("left_square_bracket", "tab_beside(-1)", "Previous tab", key_display="[", show=False,
                id="explorer.tab-before"),
        Binding("right_square_bracket", "tab_beside(1)", "Next tab", key_display="]", show=False,
                id="explorer.tab-after"),
        Binding("escape", "back", "Back to the tree; dismiss the error", show=False, id="explorer.back"),
        Binding("backspace", "backwards", "Back to where a link was followed from, else to the tree", show=False,
                id="explorer.backwards"),
    ]  # fmt: skip

    def action_tab(self, index: int) -> None:
        """Choose a tab, and read what it shows."""
        from ocs_tui.screens import panes

        self._seen = self.resources.current
        tabs = panes.tabs_of(self._seen)
        if index < len(tabs):
            self._tab = tabs[index]
            self._present()
            self._read_pane(again=False)

    def action_tab_beside(self, step: int) -> None:
        """Go on by a tab, or back: of many not each has a key of its own."""
        shown = self.detail.shown
        if shown is not None and 0 <= shown.active + step < len(shown.tabs):
            self.action_tab(shown.active + step)

    def on_detail_head_picked(self, event: DetailHead.Picked) -> None:
        """A click on a tab chooses it."""
        self.action_tab(event.index)

    def action_back(self) -> None:
        """Dismiss the error, else end the filter, else go back to the tree."""
        if self.query_one(ErrorLine).dismiss():
            return
        if (self._trace is not None and self._trace.has_focus) or self.detail.holds_focus:
            self.set_focus(self.resources)
        else:
            self._end_filter()

    def action_backwards(self) -> None:
        """Go back to where a link was followed from; where none was, as :meth:`action_back`."""
        if self.query_one(ErrorLine).is_shown or not self.go_back():
            self.action_back()

    # Reading again, copying, the trace.

    def action_refresh(self) -> None:
        """Read the tree and the pane again."""
        if self.ocs.connection is None:
            self.ocs.reconnect()
            return
        self.query_one(ErrorLine).dismiss()
        if why := self.ocs.sign_in_failed:
            self.ocs.connect(why)
            return
        self.status.message = ""
        self.read_tree()
        self._read_pane(again=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the thing under the cursor has no use for has no key."""
        if action == "data":
            from ocs_tui.screens.data_panes import WITH_DATA

            return self.resources.current.kind in WITH_DATA
        if action == "preview":
            return self.resources.current.kind in ("metadata rule", "asset rule")
        if action == "omf":
            return self._takes_omf(self.resources.current)
        return True

    def _takes_omf(self, item: Item) -> bool:
        """Whether a message can be sent at a node: at a namespace, its topics and its OMF connections."""
        ends = ("/topics", "/omf-connections")
        collects = item.kind == "collection" and item.id.endswith(ends)
        return item.kind in ("namespace", "topic", "OMF connection") or collects

    def action_preview(self) -> None:
        """What the rule under the cursor would match."""
        from ocs_tui.screens import people_panes
        from ocs_tui.screens.rule_preview import RulePreview

        if self.ocs.connection is not None:
            self.app.push_screen(RulePreview(people_panes.address_of_item(self.resources.current)))

    def action_omf(self) -> None:
        """Send an OMF message from a file."""
        from ocs_tui.screens import editing
        from ocs_tui.screens.omf_send import OmfFile, OmfSend

        connection = self.ocs.connection
        if connection is None:
            return
        if refusal := editing.why_not_at_all(connection):
            self.fail(refusal)
            return
        namespace_id = self.resources.current.id.partition("/")[0]

        def chosen(found: tuple[Path, OmfMessage] | None) -> None:
            if found is not None:
                self.app.push_screen(OmfSend(namespace_id, *found), self.back_from_editor)

        self.app.push_screen(OmfFile(), chosen)

    def action_data(self) -> None:
        """The data of what the cursor is on."""
        from ocs_tui.screens import people_panes
        from ocs_tui.screens.data import DataScreen

        if self.ocs.connection is not None:
            self.app.push_screen(DataScreen.of(people_panes.address_of_item(self.resources.current)))

    def action_who(self) -> None:
        """On a namespace or the tenant: who can? On a role, user or client: what does it reach?"""
        from ocs_tui.model.enums import TrusteeType
        from ocs_tui.screens import panes

        item = self.resources.current
        kinds = {"role": TrusteeType.ROLE, "user": TrusteeType.USER, "client": TrusteeType.CLIENT}
        if self.ocs.connection is None:
            return
        if item.kind in kinds:
            from ocs_tui.screens.reach import ReachScreen

            self.app.push_screen(ReachScreen(kinds[item.kind], item.id, safe(item.label)))
        elif (place := panes.place_of(item)) is not None:
            from ocs_tui.screens.who_can import WhoCan

            self.app.push_screen(WhoCan(place))
        else:
            self.fail("Put the cursor on what has an ACL, or on a role, a user or a client.")

    def action_grid(self) -> None:
        """The whole tenant at once."""
        from ocs_tui.screens.access_grid import AccessGrid

        if self.ocs.connection is not None:
            self.app.push_screen(AccessGrid(self.resources.marked))

    def action_compare(self) -> None:
        """Pick what to compare the namespace under the cursor with."""
        from ocs_tui.screens import panes
        from ocs_tui.screens.compare import CompareScreen
        from ocs_tui.screens.picker import Picker
        from ocs_tui.widgets.pick_list import Option

        item, connection = self.resources.current, self.ocs.connection
        if connection is None:
            return
        mine = panes.place_of(item)
        if mine is None:
            self.fail("Put the cursor on what has an ACL: the tenant, a namespace, or what lies in one.")
            return
        options = [Option("/", "the root ACL", "the default of new namespaces")] if mine else []
        options.append(Option(_FILE, "a file…", "written by acl export"))
        options += panes.comparable(connection, mine)

        def picked(other: str | None) -> None:
            if other == _FILE:
                self._compare_with_a_file(mine)
            elif other is not None:
                self.app.push_screen(CompareScreen(mine, "" if other == "/" else other))

        self.app.push_screen(Picker("Compare with", "its name", options, "Nothing fits."), picked)

    def _compare_with_a_file(self, mine: str) -> None:
        from ocs_tui.screens.compare_file import CompareFile
        from ocs_tui.screens.file_prompt import Chosen, FilePrompt

        def chosen(found: Chosen | None) -> None:
            if found is not None:
                self.app.push_screen(CompareFile(mine, *found))

        if self.ocs.connection is not None:
            self.app.push_screen(FilePrompt(mine, self.ocs.connection.profile.tenant_id), chosen)

    def action_profiles(self) -> None:
        """Choose the profile to show."""
        self.ocs.app.choose_profile()

    def action_journal(self) -> None:
        """What was written from here."""
        from ocs_tui.screens.journal import JournalScreen

        if self.ocs.connection is not None:
            self.app.push_screen(JournalScreen(), lambda _: self.back_from_editor("Back from the journal"))

    def action_copy(self) -> None:
        """Copy the value under the cursor."""
        focused = self.focused
        text: str | None = None
        if isinstance(focused, LineView):
            text = focused.copy_text()
        else:
            item = self.resources.current
            text = item.id.rpartition("/")[2] or (self.ocs.tenant_id if item.kind == "tenant" else None)
        self.copy(text)

    async def action_trace(self) -> None:
        """Show or hide the requests."""
        from ocs_tui.widgets.trace_pane import TracePane

        if (shown := self._trace) is not None:
            if shown.has_focus:
                self.set_focus(self.resources)
            await shown.remove()
            return
        pane = TracePane(id="trace")
        await self.mount(pane, before=self.query_one(ErrorLine))
        connection = self.ocs.connection
        pane.show(list(connection.trace) if connection else [])
        self.set_focus(pane)

    def on_trace_pane_curl_wanted(self, event: TracePane.CurlWanted) -> None:
        """Copy a request as curl."""
        self.copy(event.line)
