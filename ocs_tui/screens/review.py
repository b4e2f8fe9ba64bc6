"""The review: what a change does, in words and as a diff. Nothing is written without it.

``enter`` applies only when the thing was read again and the whole review has stood for half a second:
what was typed ahead on a slow line confirms nothing. Any key before that starts the half second anew.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input, Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.base import Base
from ocs_tui.widgets.field_list import Line, heading, note
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.review_text import ReviewText
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.api.errors import OcsError
    from ocs_tui.changes.change import Change
    from ocs_tui.changes.reread import Reread

PEOPLE = (("roles",), ("users",), ("clients",))
PEOPLE_WITHIN = 3.0
"""Seconds for which the review waits for the names of people."""
STANDS = 0.5
"""Seconds the whole review stands before ``enter`` applies."""


class ReviewScreen(Base):
    """Shows a change; answers what was written, None when one goes back.

    ``undoes`` is the id of the journal's entry that the change takes back.
    """

    CSS_PATH = stylesheet("review")
    HELP = "What the change does. Enter writes it; escape or backspace goes back with the edit intact."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll(-1)", "Page up", show=False, priority=True, id="review.scroll-up"),
        Binding("pagedown", "scroll(1)", "Page down", show=False, priority=True, id="review.scroll-down"),
        Binding("enter", "apply", "Apply", id="review.apply"),
        Binding("m", "mine", "Take mine", id="review.mine"),
        Binding("r", "again", "Read again", id="review.again"),
        Binding("escape,backspace", "back", "Back to the edit", id="review.back"),
    ]

    def __init__(self, change: Change, undoes: str | None = None) -> None:
        super().__init__()
        self._undoes = undoes
        self._change = change
        self._arming: Timer | None = None
        self._armed = False
        self._ready = False
        self._conflict: Change | None = None
        self._writing = False
        self._sign_in_failed: str | None = None
        self._exists = False
        self._heading = Static("", classes="review-title", markup=False)
        self._text = ReviewText(id="review-text")
        self._foot = Static("", id="review-foot", markup=False)

    def compose(self) -> ComposeResult:
        """The change, and below it whether it can be applied yet."""
        yield self._heading
        yield self._text
        yield self._foot
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read again at once."""
        self.ocs.dress(self.query_one(StatusLine))
        self._heading.update(f"Review: {self._change.title}")
        self._text.focus()
        self._read_again()

    @property
    def is_writing(self) -> bool:
        """Whether the change is being written, or just was."""
        return self._writing

    def unsaved(self) -> str | None:
        """A change that is not written yet."""
        return None if self._writing else self._change.title

    # Reading again.

    @work(group="reread", exclusive=True, exit_on_error=False)
    async def _read_again(self) -> None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.changes.change import SetChange

        connection = self.ocs.connection
        if connection is None:
            return
        self._disarm()
        self._foot.update("Reading it again… nothing can be applied yet.")
        if not isinstance(self._change, SetChange):
            self._show([], None)
            self._arm()
            return
        self._text.show(self._sections(None))
        try:
            _, found = await asyncio.gather(self._read_people(), connection.reread(self._change))
        except OcsError as error:
            self._foot.update("It cannot be applied: what is there now is not known. r reads it again.")
            self._note_sign_in(error)
            return
        self.query_one(ErrorLine).dismiss()
        self._take(found)

    async def _read_people(self) -> None:
        """Read who there is, to say who gains and who loses; a long list is not waited for."""
        connection = self.ocs.connection
        assert connection is not None
        missing = [key for key in PEOPLE if connection.slot(key).fetched is None]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(connection.load_many(missing), PEOPLE_WITHIN)

    def _take(self, found: Reread) -> None:
        """Show what reading again found, and arm ``enter`` where something can be written."""
        from ocs_tui.changes.reread import Already, Conflicting, Merged, Uneditable

        self._conflict = None
        if isinstance(found, Already):
            self._text.show([heading("Nothing to write"), note("It is already as you want it.")])
            self._foot.update("There is nothing to apply. Escape goes back.")
        elif isinstance(found, Uneditable):
            self._foot.update("It cannot be applied.")
            self.fail(found.fetched.problem or "What is there now cannot be edited.")
        elif isinstance(found, Conflicting):
            self._conflict = found.change
            self._show(self._meanwhile(found), found)
            self._foot.update(
                "Both changed the same. m takes yours over theirs; escape goes back to the edit."
            )
            self.refresh_bindings()
        else:
            lines = self._meanwhile(found) if isinstance(found, Merged) else []
            self._change = found.change
            self._show(lines, found)
            self._ask_for_danger()
            self._arm()

    # What is shown.

    def _show(self, above: list[Line], found: Reread | None) -> None:
        self._text.show([*above, *self._sections(found)])

    def _sections(self, found: Reread | None) -> list[Line]:
        from ocs_tui.screens import review_words

        connection = self.ocs.connection
        assert connection is not None
        change = self._conflict or self._change
        lines = review_words.sections(connection, change)
        fetched = found.fetched if found is not None else None
        where = self.ocs.where_written()
        if fetched is not None:
            where += f" · read again there: {safe(fetched.region)}"
        return [*lines, Line(), heading("Where"), note(where, ""), note(change.can_be_undone)]

    def _meanwhile(self, found: Reread) -> list[Line]:
        from ocs_tui.screens import review_words

        connection = self.ocs.connection
        assert connection is not None
        return review_words.meanwhile(connection, self._change, found)

    # Dangers.

    def _ask_for_danger(self) -> None:
        """Let a danger be accepted by typing what it concerns; nothing typed by habit does it."""
        from ocs_tui.screens import review_words

        connection = self.ocs.connection
        assert connection is not None
        dangerous = review_words.is_dangerous(connection, self._change)
        box = self.query("#accept")
        if dangerous and not box:
            accept = Input(placeholder=f"type {safe(self._change.address)} to accept the danger", id="accept")
            self.mount(accept, before=self._foot)
            self.call_after_refresh(self.set_focus, accept)
        elif box and not dangerous:
            box.remove()
            self.set_focus(self._text)

    @property
    def _accepted(self) -> bool:
        box = self.query("#accept")
        return not box or box.first(Input).value == str(self._change.address)

    def on_input_changed(self) -> None:
        """``enter`` applies once the whole of it stands there."""
        self.refresh_bindings()

    def on_input_submitted(self) -> None:
        """``enter`` in the field is ``enter`` on the review."""
        if self._armed and not self._writing:
            self.action_apply()

    # Arming.

    def _disarm(self) -> None:
        self._armed = self._ready = False
        if self._arming is not None:
            self._arming.stop()
            self._arming = None
        self.refresh_bindings()

    def _arm(self) -> None:
        self._ready = True
        self.call_after_refresh(self._stand)

    def _stand(self) -> None:
        """The whole review is painted: let it stand."""
        if not self._ready or self._armed:
            return
        if self._arming is not None:
            self._arming.stop()
        self._foot.update("A moment…")
        self._arming = self.set_timer(STANDS, self._stood)

    def _stood(self) -> None:
        self._arming = None
        self._armed = True
        if self.query("#accept"):
            words = f"Type {safe(self._change.address)}: then Enter applies it · escape goes back, the edit intact."
            self._foot.update(words)
        else:
            self._foot.update("Enter applies it · escape or backspace goes back, the edit intact.")
        self.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        """A key before the review has stood was not meant for it: let it stand anew."""
        if self._ready and not self._armed:
            self._stand()

    def on_resize(self) -> None:
        """Another size is another picture: let it stand anew."""
        if self._armed and not self._writing:
            self._armed = False
            self.refresh_bindings()
            self.call_after_refresh(self._stand)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``enter`` is shown disabled until it applies; ``m`` only where there is a conflict."""
        if action == "apply":
            return True if self._armed and self._accepted and not self._writing else None
        if action == "mine":
            return self._conflict is not None and not self._writing
        if action == "again":
            return None if self._writing or self._exists else True
        return True

    # Keys.

    def action_scroll(self, direction: int) -> None:
        """Scroll the review, wherever the keyboard is."""
        self._text.scroll_relative(y=direction * max(1, self._text.size.height - 1), animate=False)

    def action_mine(self) -> None:
        """Take mine where both changed the same: that is another change, and is reviewed as one."""
        if self._conflict is not None:
            self._change, self._conflict = self._conflict, None
            self._read_again()

    def _note_sign_in(self, error: OcsError) -> None:
        """Show an error; where signing in failed, ``r`` asks for the secret first, with the edit kept."""
        from ocs_tui.api.errors import SignInFailed

        cause = error.__cause__
        refused = isinstance(error, SignInFailed) or isinstance(cause, SignInFailed)
        self._sign_in_failed = error.sentence if refused else None
        if refused:
            self._foot.update("Signing in failed. r asks for the client secret again; the edit is kept.")
        self.fail_with(error)

    @work(group="sign-in", exclusive=True, exit_on_error=False)
    async def _sign_in_again(self, why: str) -> None:
        if await self.ocs.renew_secret(why):
            self._sign_in_failed = None
            self._read_again()

    def action_again(self) -> None:
        """Read again; ask for the secret first where signing in failed."""
        if self._exists:
            return
        self.query_one(ErrorLine).dismiss()
        if self._sign_in_failed is not None:
            self._sign_in_again(self._sign_in_failed)
        else:
            self._read_again()

    def action_back(self) -> None:
        """Back to the edit. A write that has begun goes on."""
        if self.query_one(ErrorLine).dismiss():
            return
        if self._writing:
            self.dismiss(f"{self._change.title}: still being written")
            return
        self.dismiss(None)

    def action_apply(self) -> None:
        """Write it."""
        if not self._accepted:
            self.fail(f"This change is dangerous: type {safe(self._change.address)} to accept that.")
            return
        self._disarm()
        self._writing = True
        self.query_one(ErrorLine).dismiss()
        self._foot.update("Writing… It goes on if you leave.")
        self.refresh_bindings()
        self.ocs.write(self._change, self._written, self._undoes)

    def _written(self, outcome: object, error: Exception | None) -> None:
        """The write came to its end: say what came of it, once nothing stands above."""
        self.when_on_top(lambda: self._ended(outcome, error))

    def _ended(self, outcome: object, error: Exception | None) -> None:
        from ocs_tui.api.errors import OcsError, OutcomeUnknown
        from ocs_tui.changes.apply import Applied, Changed, Refused

        self._writing = False
        if isinstance(error, OcsError):
            self._foot.update("It was not applied. r reads it again; escape goes back with the edit intact.")
            if isinstance(error, OutcomeUnknown):
                self._foot.update("Whether it was applied is not known: r reads it again and tells.")
            self._note_sign_in(error)
            self.refresh_bindings()
            return
        if isinstance(outcome, Changed):
            self.tell("It changed meanwhile: nothing was written.")
            self._take(outcome.reread)
        elif isinstance(outcome, Refused):
            self._foot.update("It was not applied.")
            self.fail(outcome.sentence)
        elif isinstance(outcome, Applied):
            if outcome.note:
                self.ocs.explorer.fail(outcome.note, outcome.operation_id)
            self.dismiss(f"{self._change.title}: written.")
        else:
            self._created(outcome)

    def _created(self, outcome: object) -> None:
        from ocs_tui.api.answers import Created, SameExists

        if isinstance(outcome, Created):
            self.dismiss(f"{self._change.title}: written.")
            return
        from ocs_tui.screens import review_words

        self._heading.update(f"Not created: {safe(self._change.address)} exists already")
        self._exists = True
        same = isinstance(outcome, SameExists)
        self._text.show(review_words.exists(self._change, outcome))
        self._foot.update(
            "The same one exists already: nothing had to be created. Escape goes back."
            if same
            else "One of that id exists with other values: nothing was created. Escape goes back to change yours."
        )
