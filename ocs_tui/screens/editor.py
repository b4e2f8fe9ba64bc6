"""What the editors share: a title, a body, the lines below, and asking before an edit is lost."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from ocs_tui.model.text import safe
from ocs_tui.screens.base import Base
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.changes.change import Change
    from ocs_tui.changes.drafts import Draft, Draftable
    from ocs_tui.model.address import Address


class Editor(Base):
    """An editor: it works on a copy, and hands a Change to the review.

    The edit is kept as a draft at each key, so that a dropped line, a crash or a closed terminal costs nothing.
    The draft goes when the edit is given up, or when it was written, wherever one is by then.

    Args:
        title: what is edited.
        draft: an edit of another time to go on with.
    """

    DEFAULT_CSS = """
    Editor {
        layout: vertical;
        & > .editor-title { height: 1; padding: 0 1; text-style: bold; background: $primary-muted; }
        & > .editor-subtitle { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
        & > .editor-draft { display: none; height: auto; max-height: 2; padding: 0 1; color: $text-warning; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "review", "Review", priority=True, id="editor.review"),
        Binding("escape", "leave", "Back", id="editor.leave"),
    ]

    def __init__(self, title: str, draft: Draft | None = None) -> None:
        super().__init__()
        self._draft = draft
        self._kept: Draftable | None = None
        self.edit_id: str = getattr(draft.change, "edit", "") if draft is not None else os.urandom(8).hex()
        """What tells this edit from others that create a thing of the same kind: their drafts are kept apart."""
        self._draft_said = Static("", classes="editor-draft", markup=False)
        self._title = Static(title, classes="editor-title", markup=False)
        self._subtitle = Static("", classes="editor-subtitle", markup=False)

    def body(self) -> Iterable[Widget]:
        """Return what stands between title and status line."""
        return ()

    def compose(self) -> ComposeResult:
        """Title, body, and the lines below."""
        yield self._title
        yield self._subtitle
        yield self._draft_said
        yield from self.body()
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """The status line says where one is, here too."""
        self.begin_as_who_is_signed_in()
        self.ocs.dress(self.query_one(StatusLine))

    def entitle(self, title: str, subtitle: str) -> None:
        """Say what is edited and where it will be written."""
        self._title.update(safe(title))
        self._subtitle.update(subtitle)

    @work(group="open", exclusive=True, exit_on_error=False)
    async def open_on(self, address: Address, aspect: str) -> None:
        """Read what is edited where it will be written, and hand it to :meth:`opened`.

        Args:
            address: the thing.
            aspect: the name of what of it (a member of ``Aspect``).
        """
        self.opening = True
        self._subtitle.update("Reading it where it will be written…")
        try:
            fetched = await self._read_for_edit(address, aspect)
            if fetched is not None:
                where = f"as it stands at {safe(fetched.region)} · {safe(fetched.base_url)}, where it will be written"
                self._subtitle.update(where)
                await self.opened(fetched)
                self._go_on_with_draft(fetched.value)
        finally:
            self.opening = False
        await self._tell_of_another(address, aspect)

    async def _tell_of_another(self, address: Address, aspect: str) -> None:
        """Say that an earlier edit of the same is kept, where this one does not go on with it."""
        connection = self.ocs.connection
        if connection is None or self._draft is not None:
            return
        found = await asyncio.to_thread(connection.drafts.load)
        for draft in found.left:
            change = draft.change
            of_aspect = getattr(getattr(change, "aspect", None), "name", "")
            if change.address == address and of_aspect == aspect:
                when = f"{draft.time.astimezone():%Y-%m-%d %H:%M}"
                self.say_of_draft(
                    f"An edit of it from {when} is kept, unfinished: Unfinished edits in the palette offers it."
                )
                return

    async def _read_for_edit(self, address: Address, aspect: str) -> Fetched[Any] | None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.changes.change import Aspect

        connection = self.ocs.connection
        if connection is None:
            return None
        try:
            fetched = await connection.read_for_edit(address, Aspect[aspect])
        except OcsError as error:
            self._subtitle.update("It cannot be edited now.")
            self.fail_with(error)
            return None
        if fetched.problem:
            self._subtitle.update("It is shown and cannot be edited.")
            self.fail(fetched.problem)
            return None
        return fetched

    async def opened(self, fetched: Fetched[Any]) -> None:
        """Show what was read: the edit begins."""

    @property
    def made(self) -> str | None:
        """The id of what the edit creates; None where it creates nothing."""
        return None

    # The draft.

    def edit_so_far(self) -> Draftable | None:
        """Return the edit as its draft keeps it, complete or not; None when there is none."""
        from ocs_tui.changes.change import SetChange

        change = self.change()
        return change if isinstance(change, SetChange) else None

    def text_so_far(self) -> str:
        """Return what was typed, where the draft's change does not say all of it."""
        return ""

    def keep_draft(self) -> None:
        """Keep the edit as it is now."""
        from ocs_tui.settings.errors import SettingsError

        connection = self.ocs.connection
        if connection is None:
            return
        edit = self.edit_so_far()
        if edit is None:
            self.forget_draft()
            return
        self._kept = edit
        try:
            connection.drafts.save(edit, self.text_so_far())
        except SettingsError as error:
            self.tell(f"No draft of this edit is kept: {error.sentence}")

    def forget_draft(self) -> None:
        """The edit was given up, or there is none any more."""
        kept, self._kept = self._kept, None
        if kept is not None and self.ocs.connection is not None:
            self.ocs.connection.drafts.discard(kept)

    def take_draft(self) -> bool:
        """Make the draft one goes on with this window's; return whether it could be."""
        from ocs_tui.settings.errors import SettingsError

        connection = self.ocs.connection
        if connection is None or self._draft is None:
            return False
        try:
            connection.drafts.take(self._draft)
        except SettingsError as error:
            self.say_of_draft(error.sentence)
            return False
        self._kept = self._draft.change
        return True

    def say_of_draft(self, text: str) -> None:
        """Say what there is to know of the draft, below the title."""
        self._draft_said.update(text)
        self._draft_said.display = bool(text)

    def _go_on_with_draft(self, now: Any) -> None:
        from ocs_tui.changes.change import SetChange
        from ocs_tui.changes.drafts import has_changed

        draft = self._draft
        if draft is None or not isinstance(draft.change, SetChange) or not self.take_draft():
            return
        if self.edit_so_far() is None:
            self.forget_draft()
            self.say_of_draft("It is by now as this edit would have made it: there is nothing left to write.")
        elif has_changed(draft.change, now):
            self.say_of_draft(self.changed_since())

    def changed_since(self) -> str:
        """What is said of an edit of another time whose thing was changed meanwhile."""
        return "Changed since this edit began: yours is put onto what is there."

    # Review.

    def change(self) -> Change | str | None:
        """Return the edit as a Change; a sentence when it must not be written; None when there is none."""
        return None

    def action_review(self) -> None:
        """Show what the edit would do. Nothing is written without it."""
        if self.app.screen is not self:
            return
        change = self.change()
        if change is None:
            self.tell("Nothing has changed: there is nothing to review.")
        elif isinstance(change, str):
            self.fail(change)
        else:
            from ocs_tui.screens.review import ReviewScreen

            self.query_one(ErrorLine).dismiss()
            self.app.push_screen(ReviewScreen(change), self._reviewed)

    def _reviewed(self, done: str | None) -> None:
        if done is not None:
            self.dismiss(done)  # the draft goes when the write was made, which may still be under way

    def action_leave(self) -> None:
        """Go back; an edit that would be lost is asked about."""
        if self.query_one(ErrorLine).dismiss():
            return
        lost = self.unsaved()
        if lost is None:
            self.dismiss(None)
            return
        from ocs_tui.screens.ask import Ask

        question = f"{lost} is not written. Leave, and lose it?"
        self.app.push_screen(Ask(question, "Leave and lose it", "Stay"), self._left)

    def _left(self, leave: bool | None) -> None:
        if leave:
            self.forget_draft()
            self.dismiss(None)
