"""Invite a user: to whom it goes, and until when it can be accepted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from ocs_tui.model.expiry import INVITATION_DAYS, invitation_until
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.screens.secret_form import until_words
from ocs_tui.widgets.field_list import Line, heading, note
from ocs_tui.widgets.review_text import diff_line
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from ocs_tui.model.identity import User

_USUAL = f"{INVITATION_DAYS}d"


class InviteForm(Editor):
    """Asks until when; answers what was done, in words.

    Args:
        user: who is invited.
        again: whether an invitation was sent before.
    """

    CSS_PATH = stylesheet("invite")
    HELP = "An invitation by e-mail. Say until when it can be accepted; ctrl+s shows the review."

    def __init__(self, user: User, *, again: bool) -> None:
        super().__init__(f"Invite {safe(user.label, 80)}{' again' if again else ''}")
        self._user, self._again = user, again
        self._until = Static("", id="until", markup=False)

    def body(self) -> Iterable[Widget]:
        """To whom, and until when."""
        yield VerticalScroll(
            Label("To"),
            Static(_to(self._user), id="to", markup=False),
            Label("Can be accepted until"),
            Input(_USUAL, id="expires", placeholder="2027-01-31 or 21d, two months at most"),
            self._until,
            id="form",
            can_focus=False,
        )

    def on_mount(self) -> None:
        """The keyboard is in the field."""
        again = " again" if self._again else ""
        self.entitle(f"Invite {self._user.label}{again}", self.ocs.where_written())
        self.set_focus(self.query_one("#expires", Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what it comes to as one types it."""
        problem, said = "", ""
        try:
            said = until_words(invitation_until(event.value))
        except ValueError as error:
            problem = str(error)
        self._until.update(problem or said)
        self._until.set_class(bool(problem), "-wrong")
        event.input.set_class(bool(problem), "-invalid")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` shows the review."""
        self.action_review()

    def unsaved(self) -> str | None:
        """Until when, if it was changed."""
        return "The invitation" if self.query_one("#expires", Input).value != _USUAL else None

    def action_review(self) -> None:
        """Show what is sent. Nothing is sent without it."""
        from ocs_tui.screens.act_review import ActReview

        connection = self.ocs.connection
        if self.app.screen is not self or connection is None:
            return
        try:
            until = invitation_until(self.query_one("#expires", Input).value)
        except ValueError as error:
            self.fail(str(error))
            return
        self.query_one(ErrorLine).dismiss()
        user, again = self._user, self._again
        lines = [
            heading("What is sent"),
            diff_line("+", f"An invitation by e-mail to {_to(user)}"),
            diff_line("+", f"It can be accepted {until_words(until)}"),
        ]
        if again:
            lines.append(note("It takes the place of the one that was sent before."))
        title = f"Invite the user {safe(user.label, 80)}{' again' if again else ''}"
        review = ActReview(title, lines, lambda: connection.invite(user, again=again, expires=until))
        self.app.push_screen(review, self._reviewed)


def withdrawing(user: User) -> tuple[str, list[Line]]:
    """Return the title and the lines of the review of withdrawing a user's invitation."""
    title = f"Withdraw the invitation of the user {safe(user.label, 80)}"
    lines = [
        heading("What is withdrawn"),
        diff_line("-", f"The invitation of {_to(user)}"),
        note("The user stays, and cannot accept it any more; i invites again."),
    ]
    return title, lines


def _to(user: User) -> str:
    address = f" <{safe(user.address, 200)}>" if user.address else ", who has no e-mail address"
    return f"{safe(user.label, 200)}{address}"
