"""The review: what a change does, in words and as a diff. Nothing is written without it.

It is armed only when the thing was read again, right where it will be written.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from ocs_tui.model.text import safe
from ocs_tui.screens.standing import StandingReview
from ocs_tui.widgets.field_list import Line, heading, note
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from ocs_tui.api.errors import OcsError
    from ocs_tui.changes.change import Change, SetChange
    from ocs_tui.changes.reread import Conflicting, Reread

PEOPLE = (("roles",), ("users",), ("clients",))
PEOPLE_WITHIN = 3.0
"""Seconds for which the review waits for the names of people."""


class ReviewScreen(StandingReview):
    """Shows a change; answers what was written, None when one goes back.

    ``undoes`` is the id of the journal's entry that the change takes back.
    """

    HELP = "What the change does. Enter writes it; escape or backspace goes back with the edit intact."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "Read again", id="review.again"),
        Binding("escape,backspace", "back", "Back to the edit", id="review.back"),
    ]

    def __init__(self, change: Change, undoes: str | None = None) -> None:
        super().__init__()
        self._undoes = undoes
        self._change = change
        self._meanwhile: list[Line] = []
        self._writing = False
        self._sign_in_failed: str | None = None
        self._exists = False
        self._is_there = False
        """Whether it is by now as the change would make it: nothing of the edit is left to write."""
        self._is_unknown = False
        """Whether it was sent, and no answer said what became of it."""

    def on_mount(self) -> None:
        """Read again at once."""
        self.heading.update(f"Review: {self._change.title}")
        self._read_again()

    @property
    def is_writing(self) -> bool:
        """Whether the change is being written, or just was."""
        return self._writing

    def unsaved(self) -> str | None:
        """A change that is not written yet."""
        return None if self._writing or self._is_there else self._change.title

    # Reading again.

    @work(group="reread", exclusive=True, exit_on_error=False)
    async def _read_again(self) -> None:
        from ocs_tui.api.errors import OcsError
        from ocs_tui.changes.change import SetChange
        from ocs_tui.changes.reread import Already

        connection = self.ocs.connection
        if connection is None:
            return
        self.disarm()
        self.foot.update("Reading it again… nothing can be applied yet.")
        if not isinstance(self._change, SetChange):
            await self.look_who()
            from ocs_tui.screens import review_words

            self._show([], None)
            self.ask_for(review_words.to_type(connection, self._change))
            self.arm()
            return
        self.text.show(self._sections(None))
        try:
            *_, found = await asyncio.gather(
                self._read_people(), self._read_beside(), connection.reread(self._change)
            )
        except OcsError as error:
            self.foot.update("It cannot be applied: what is there now is not known. r reads it again.")
            self._note_sign_in(error)
            return
        await self.look_who()
        if self._is_unknown or isinstance(found, Already):
            self._is_unknown = False
            await connection.look_what_came(self._change)
        self.query_one(ErrorLine).dismiss()
        self._take(found)

    async def _read_people(self) -> None:
        """Read who there is, to say who gains and who loses; a long list is not waited for."""
        connection = self.ocs.connection
        assert connection is not None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(connection.load_missing(PEOPLE), PEOPLE_WITHIN)

    async def _read_beside(self) -> None:
        """Read the owner beside an ACL, or the ACL beside an owner: what follows depends on both.

        Always anew, and waited for: a danger must not be missed because a tab was never opened, or long ago.
        """
        from ocs_tui.changes.change import Aspect, SetChange

        connection, change = self.ocs.connection, self._change
        assert connection is not None
        beside = {Aspect.ACL: "owner", Aspect.OWNER: "acl"}
        if isinstance(change, SetChange) and change.aspect in beside and change.address.has_owner:
            await connection.load((beside[change.aspect], change.address.place))

    def _take(self, found: Reread) -> None:
        """Show what reading again found, and arm ``enter`` where something can be written."""
        from ocs_tui.changes.change import SetChange
        from ocs_tui.changes.reread import Already, Conflicting, Merged, Same, Uneditable
        from ocs_tui.changes.settle import leaves_nothing
        from ocs_tui.screens import review_words

        connection = self.ocs.connection
        assert connection is not None
        if isinstance(found, Already) or (isinstance(found, Same) and leaves_nothing(found.change)):
            if isinstance(found, Already) and isinstance(self._change, SetChange):
                self._is_there = True
                connection.drafts.discard(self._change)
            self.text.show([heading("Nothing to write"), note("It is already as you want it.")])
            self.foot.update("There is nothing to apply. Escape goes back.")
        elif isinstance(found, Uneditable):
            self.foot.update("It cannot be applied.")
            self.fail(found.fetched.problem or "What is there now cannot be edited.")
        elif isinstance(found, Conflicting):
            self._meanwhile = review_words.meanwhile(connection, self._change, found)
            self.text.show(self._meanwhile)
            self.foot.update("Both changed the same: pick whose holds.")
            self.when_on_top(lambda: self._ask_whose(found))
        else:
            if isinstance(found, Merged):
                self._meanwhile = review_words.meanwhile(connection, self._change, found)
            self._change = found.change
            self._show(self._meanwhile, found)
            self.ask_for(review_words.to_type(connection, self._change))
            self.arm()

    # What is shown.

    def _show(self, above: list[Line], found: Reread | None) -> None:
        self.text.show([*self.as_whom, *above, *self._sections(found)])

    def _sections(self, found: Reread | None) -> list[Line]:
        from ocs_tui.screens import review_words

        connection = self.ocs.connection
        assert connection is not None
        lines = review_words.sections(connection, self._change)
        fetched = found.fetched if found is not None else None
        where = self.ocs.where_written()
        if fetched is not None:
            where += f" · read again there: {safe(fetched.region)}"
        return [*lines, Line(), heading("Where"), note(where, ""), note(self._change.can_be_undone)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``enter`` is shown disabled until it applies."""
        if action == "apply":
            return True if self.is_armed and self.is_accepted and not self._writing else None
        if action == "again":
            return None if self._writing or self._exists else True
        return True

    # A conflict.

    def _ask_whose(self, found: Conflicting) -> None:
        """Let the user pick where both changed the same."""
        from ocs_tui.changes.change import SetChange
        from ocs_tui.screens.conflict import ConflictScreen

        assert isinstance(self._change, SetChange)
        self.app.push_screen(ConflictScreen(self._change, found), self._settled)

    def _settled(self, change: SetChange | None) -> None:
        """What was picked is another change, reviewed as one: it is read again before anything is written."""
        if change is None:
            self.dismiss(None)
            return
        self._change = change
        self._read_again()

    # Keys.

    def _note_sign_in(self, error: OcsError) -> None:
        """Show an error; where signing in failed, ``r`` signs in first, with the edit kept."""
        from ocs_tui.api.errors import SignInFailed

        cause = error.__cause__
        refused = isinstance(error, SignInFailed) or isinstance(cause, SignInFailed)
        self._sign_in_failed = error.sentence if refused else None
        if refused:
            self.foot.update("Signing in failed. r signs in again; the edit is kept.")
        self.fail_with(error)

    @work(group="sign-in", exclusive=True, exit_on_error=False)
    async def _sign_in_again(self, why: str) -> None:
        if await self.ocs.renew_secret(why):
            self._sign_in_failed = None
            self._read_again()

    def action_again(self) -> None:
        """Read again; sign in first where that failed."""
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
        self.dismiss(f"{self._change.title}: it is so by now." if self._is_there else None)

    def apply(self) -> None:
        """Write it."""
        self._writing = True
        self.foot.update("Writing… It goes on if you leave.")
        self.refresh_bindings()
        self.write_as_reviewed(lambda: self.ocs.write(self._change, self._written, self._undoes))

    def review_anew(self) -> None:
        """Read it again: somebody else writes it now."""
        self._writing = False
        self._read_again()

    def _written(self, outcome: object, error: Exception | None) -> None:
        """The write came to its end: say what came of it, once nothing stands above."""
        self.when_on_top(lambda: self._ended(outcome, error))

    def _ended(self, outcome: object, error: Exception | None) -> None:
        from ocs_tui.api.errors import OcsError, OutcomeUnknown
        from ocs_tui.changes.apply import Applied, Changed, Refused

        self._writing = False
        if isinstance(error, OcsError):
            self.foot.update("It was not applied. r reads it again; escape goes back with the edit intact.")
            if isinstance(error, OutcomeUnknown):
                self._is_unknown = True
                self.foot.update("Whether it was applied is not known: r reads it again and tells.")
            self._note_sign_in(error)
            self.refresh_bindings()
            return
        if isinstance(outcome, Changed):
            self.tell("It changed meanwhile: nothing was written.")
            self._take(outcome.reread)
        elif isinstance(outcome, Refused):
            self.foot.update("It was not applied. r reads it again; escape goes back with the edit intact.")
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

        self.heading.update(f"Not created: {safe(self._change.address)} exists already")
        self._exists = True
        same = isinstance(outcome, SameExists)
        self.text.show(review_words.exists(self._change, outcome))
        self.foot.update(
            "The same one exists already: nothing had to be created. Escape goes back."
            if same
            else "One of that id exists with other values: nothing was created. Escape goes back to change yours."
        )
