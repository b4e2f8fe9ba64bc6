"""What the reviews share: a text that must stand before it is applied, and a danger that must be accepted.

``enter`` applies only when the whole review has stood for half a second: what was typed ahead on a slow
line confirms nothing. Any key before that, and any other size of the terminal, starts it anew.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input, Static

from ocs_tui.resources import stylesheet
from ocs_tui.screens.as_whom import AsWhom
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.review_text import ReviewText
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

STANDS = 0.5
"""Seconds the whole review stands before ``enter`` applies."""


class StandingReview(AsWhom):
    """A review. A subclass fills in the text, calls :meth:`arm`, and says what ``enter`` does."""

    CSS_PATH = stylesheet("review")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll(-1)", "Page up", show=False, priority=True, id="review.scroll-up"),
        Binding("pagedown", "scroll(1)", "Page down", show=False, priority=True, id="review.scroll-down"),
        Binding("enter", "apply", "Apply", id="review.apply"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.heading = Static("", classes="review-title", markup=False)
        self.text = ReviewText(id="review-text")
        self.foot = Static("", id="review-foot", markup=False)
        self.is_armed = False
        """Whether ``enter`` applies."""
        self._ready = False
        self._arming: Timer | None = None
        self._phrase = ""

    def compose(self) -> ComposeResult:
        """The text, and below it whether it can be applied yet."""
        yield self.heading
        yield self.text
        yield self.foot
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """The keyboard scrolls the text."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self.text)
        self.begin_as_who_is_signed_in()

    def apply(self) -> None:
        """Write it."""
        raise NotImplementedError

    # Dangers.

    def ask_for(self, phrase: str) -> None:
        """Let a danger be accepted by typing what it concerns; an empty phrase asks for nothing."""
        self._phrase = phrase
        box = self.query("#accept")
        if phrase and not box:
            accept = Input(placeholder=f"type {phrase} to accept the danger", id="accept")
            self.mount(accept, before=self.foot)
            self.call_after_refresh(self.set_focus, accept)
        elif box and not phrase:
            box.remove()
            self.set_focus(self.text)

    @property
    def is_accepted(self) -> bool:
        """Whether there is no danger, or it was accepted."""
        box = self.query("#accept")
        return not self._phrase or bool(box and box.first(Input).value == self._phrase)

    def on_input_changed(self) -> None:
        """``enter`` applies once the whole of it stands there."""
        self.refresh_bindings()

    def on_input_submitted(self) -> None:
        """``enter`` in the field is ``enter`` on the review."""
        self.action_apply()

    def action_apply(self) -> None:
        """Write it, when it has stood and its danger was accepted."""
        if not self.is_armed:
            return
        if not self.is_accepted:
            self.fail(f"This change is dangerous: type {self._phrase} to accept that.")
            return
        self.disarm()
        self.ask_for("")
        self.query_one(ErrorLine).dismiss()
        self.apply()

    # Standing.

    def disarm(self) -> None:
        """Let ``enter`` apply nothing."""
        self.is_armed = self._ready = False
        if self._arming is not None:
            self._arming.stop()
            self._arming = None
        self.refresh_bindings()

    def arm(self) -> None:
        """Let ``enter`` apply, when what is shown now is painted and has stood."""
        self._ready = True
        self.call_after_refresh(self._stand)

    def _stand(self) -> None:
        if not self._ready or self.is_armed:
            return
        if self._arming is not None:
            self._arming.stop()
        self.foot.update("A moment…")
        self._arming = self.set_timer(STANDS, self._stood)

    def _stood(self) -> None:
        self._arming = None
        self.is_armed = True
        if self._phrase:
            words = f"Type {self._phrase}: then Enter applies it · escape goes back, the edit intact."
        else:
            words = "Enter applies it · escape or backspace goes back, the edit intact."
        self.foot.update(words)
        self.refresh_bindings()

    def on_key(self) -> None:
        """A key before the review has stood was not meant for it."""
        if self._ready and not self.is_armed:
            self._stand()

    def on_resize(self) -> None:
        """Another size is another picture."""
        if self.is_armed:
            self.is_armed = False
            self.refresh_bindings()
            self.call_after_refresh(self._stand)

    def action_scroll(self, direction: int) -> None:
        """Scroll the review, wherever the keyboard is."""
        self.text.scroll_relative(y=direction * max(1, self.text.size.height - 1), animate=False)
