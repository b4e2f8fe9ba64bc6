"""The review of an act: what is sent, to whom. ``enter`` sends it when the review has stood."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from ocs_tui.model.text import safe
from ocs_tui.screens.standing import StandingReview
from ocs_tui.screens.waiting import Waiting
from ocs_tui.widgets.field_list import Line, heading, note
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from ocs_tui.api.errors import OcsError


class ActReview(StandingReview):
    """Shows an act; answers what was done, in words, or None when one goes back.

    Args:
        title: the act in one line.
        lines: what is sent, and what follows.
        request: sends it.
        shows: makes the screen that shows its answer, which comes up wherever one is by then; None where
            there is nothing to show.
    """

    HELP = "What is sent. Enter sends it; escape or backspace goes back."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace", "back", "Back", id="act.back"),
    ]

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        request: Callable[[], Awaitable[object]],
        shows: Callable[[Any], Screen[Any]] | None = None,
    ) -> None:
        super().__init__()
        self._act_title = safe(title)
        self._lines = lines
        self._request = request
        self._shows = shows
        self._sending = False

    def on_mount(self) -> None:
        """There is nothing to read again: it can be sent when it has stood."""
        self.heading.update(f"Review: {self._act_title}")
        self._show()

    def _show(self) -> None:
        where = note(self.ocs.where_written(), "")
        self.text.show(
            [*self.as_whom, *self._lines, Line(), heading("Where"), where, note("It cannot be taken back.")]
        )
        self.arm()

    def review_anew(self) -> None:
        """Show it again: somebody else sends it now."""
        self._sending = False
        self._show()

    @property
    def is_writing(self) -> bool:
        """Whether it is being sent, or was: what lies below is no edit any more."""
        return self._sending

    def unsaved(self) -> str | None:
        """An act that is not done yet."""
        return None if self._sending else self._act_title

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``enter`` is shown disabled until it sends."""
        if action == "apply":
            return True if self.is_armed and self.is_accepted and not self._sending else None
        return True

    def apply(self) -> None:
        """Send it."""
        self._sending = True
        self.foot.update("Sending… It goes on if you leave.")
        self.write_as_reviewed(lambda: self.ocs.act(self._act_title, self._request, self._answered))

    def action_back(self) -> None:
        """Back. What is being sent goes on."""
        if not self.query_one(ErrorLine).dismiss():
            self.dismiss(f"{self._act_title}: still being sent" if self._sending else None)

    def _answered(self, answer: object, error: Exception | None) -> None:
        from ocs_tui.api.errors import OcsError

        session = self.ocs
        is_here = self.is_attached and self in session.screen_stack
        if isinstance(error, OcsError):
            self._sending = False
            if is_here:
                self.when_on_top(lambda: self._failed(error))
            else:
                session.explorer.fail_with(error)
        elif self._shows is not None:
            if isinstance(session.screen, Waiting):
                session.screen.dismiss(False)  # quitting now would lose what is shown this once
            session.push_screen(self._shows(answer), self._leave)
        else:
            self._leave()

    def _leave(self, said: object = None) -> None:
        """Go back; what the screen that showed the answer said of it stands in the status line then."""
        words = said if isinstance(said, str) else f"{self._act_title}: done."
        if self.is_attached and self in self.ocs.screen_stack:
            self.when_on_top(lambda: self.dismiss(words))
        else:
            self.ocs.explorer.tell(words)

    def _failed(self, error: OcsError) -> None:
        from ocs_tui.api.errors import OutcomeUnknown

        self.fail_with(error)
        if isinstance(error, OutcomeUnknown):
            self.foot.update("Whether it was done is not known: go back, and read it again with r.")
        else:
            self.arm()
