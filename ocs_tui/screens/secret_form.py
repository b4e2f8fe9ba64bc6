"""Add a secret to a client, or edit what is said of one: its description, and until when it holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from ocs_tui.model.expiry import days_words, expiry_of
from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.editor import Editor
from ocs_tui.screens.secret_words import date_of
from ocs_tui.widgets.status_line import ErrorLine

if TYPE_CHECKING:
    from datetime import datetime

    from ocs_tui.api.answers import Fetched
    from ocs_tui.changes.change import Change
    from ocs_tui.model.address import Address
    from ocs_tui.model.clients import SecretDetails

    Adds = Callable[[SecretDetails], Awaitable[object]]


class SecretFields(Editor):
    """The two fields of a secret."""

    CSS_PATH = stylesheet("secret_form")

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._heading = title
        self._until = Static("", id="until", markup=False)

    def body(self) -> Iterable[Widget]:
        """Description and expiry; what the expiry comes to stands below it."""
        yield VerticalScroll(
            Label("Description"),
            Input(id="description", placeholder="what uses it, and where"),
            Label("Expires"),
            Input(id="expires", placeholder="2027-01-31, 90d or never"),
            self._until,
            id="form",
            can_focus=False,
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what the expiry comes to as one types it."""
        if event.input.id != "expires":
            return
        text, problem = event.value, ""
        said = "A date, a number of days, or never."
        if text.strip():
            try:
                said = until_words(expiry_of(text))
            except ValueError as error:
                problem = str(error)
        self._until.update(problem or said)
        self._until.set_class(bool(problem), "-wrong")
        event.input.set_class(bool(problem), "-invalid")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` goes to the next field, and from the last one to the review."""
        if event.input.id == "expires":
            self.action_review()
        else:
            self.focus_next()

    def typed(self, name: str) -> str:
        """Return what stands in a field."""
        return self.query_one(f"#{name}", Input).value


class SecretForm(SecretFields):
    """Adds a secret; answers what was done, in words.

    Args:
        title: what is done, such as ``Add a secret to the client Pump Gateway``.
        subtitle: what follows from it.
        description: what stands in the field at first.
        adds: sends it.
        shows: makes the screen that shows the new secret.
    """

    HELP = "A new secret of a client. Say what it is for and until when it holds; ctrl+s shows the review."

    def __init__(
        self, title: str, subtitle: str, description: str, adds: Adds, shows: Callable[[Any], Screen[Any]]
    ) -> None:
        super().__init__(safe(title))
        self._said_below = subtitle
        self._description = description
        self._adds = adds
        self._shows = shows

    def on_mount(self) -> None:
        """The keyboard is in the first field."""
        self.entitle(self._heading, self._said_below)
        self.query_one("#description", Input).value = self._description
        self.set_focus(self.query_one("#description", Input))

    def unsaved(self) -> str | None:
        """What was typed and not yet sent."""
        typed = self.typed("description") != self._description or self.typed("expires")
        return "The new secret" if typed else None

    def action_review(self) -> None:
        """Show what is sent. Nothing is sent without it."""
        from ocs_tui.model.clients import SecretDetails
        from ocs_tui.screens.act_review import ActReview
        from ocs_tui.widgets.field_list import heading, note
        from ocs_tui.widgets.review_text import diff_line

        if self.app.screen is not self:
            return
        try:
            until = expiry_of(self.typed("expires"))
        except ValueError as error:
            self.fail(str(error))
            self.set_focus(self.query_one("#expires", Input))
            return
        self.query_one(ErrorLine).dismiss()
        description = self.typed("description")
        details = SecretDetails(
            description=description or None,
            expires=until is not None,
            expiration=wire_moment(until),
        )
        lines = [
            heading("What is sent"),
            diff_line("+", f"Description: {safe(description, 500) or '(none)'}"),
            diff_line("+", f"Expires: {until_words(until)}"),
            note("The service makes the secret, and shows it this once: it comes up on a screen of its own."),
        ]
        review = ActReview(self._heading, lines, lambda: self._adds(details), self._shows)
        self.app.push_screen(review, self._reviewed)


class SecretEdit(SecretFields):
    """Edits what is said of a secret; its value stays as it is."""

    HELP = "What is said of a secret. ctrl+s shows the review; the secret itself never changes."

    def __init__(self, address: Address, label: str) -> None:
        super().__init__(f"Edit secret {safe(address.ids[-1])} of {safe(label, 80)}")
        self._address = address
        self._before: SecretDetails | None = None
        self._first = ("", "")

    def on_mount(self) -> None:
        """Read it where it will be written."""
        self.opening = True
        self.open_on(self._address, "FIELDS")

    async def opened(self, fetched: Fetched[Any]) -> None:
        """Fill in the fields."""
        before: SecretDetails = fetched.value
        self._before = before
        never = not before.expires or not before.expiration
        self._first = (before.description or "", "never" if never else date_of(before))
        description, expires = self.query_one("#description", Input), self.query_one("#expires", Input)
        if safe(self._first[0]) != self._first[0]:
            description.disabled = True
            description.placeholder = "It holds characters that cannot be edited here: it stays as it is."
        else:
            description.value = self._first[0]
        expires.value = self._first[1]
        self.set_focus(expires if description.disabled else description)

    def unsaved(self) -> str | None:
        """What was typed and not yet written."""
        from ocs_tui.changes.change import SetChange

        return "The edit of the secret" if isinstance(self.change(), SetChange) else None

    def change(self) -> Change | str | None:
        """The form as a Change; a sentence when the expiry is none."""
        from ocs_tui.changes.change import Aspect, SetChange

        before = self._before
        if before is None:
            return "It has not been read yet: wait a moment."
        changed: dict[str, object] = {}
        if not self.query_one("#description").disabled and self.typed("description") != self._first[0]:
            changed["description"] = self.typed("description") or None
        if self.typed("expires").strip() != self._first[1]:
            try:
                until = expiry_of(self.typed("expires"))
            except ValueError as error:
                return str(error)
            # Source: true needs a date and false needs none, else the service refuses.
            changed |= {"expires": until is not None, "expiration": wire_moment(until)}
        if not changed:
            return None
        return SetChange(self._address, Aspect.FIELDS, before, before.changed(**changed))


def wire_moment(until: datetime | None) -> str | None:
    """Return a moment as the wire writes it."""
    return None if until is None else until.strftime("%Y-%m-%dT%H:%M:%SZ")


def until_words(until: datetime | None) -> str:
    """Say until when: ``until 2027-01-31 23:59 UTC, in 70 days``."""
    from datetime import UTC, datetime, timedelta

    if until is None:
        return "never"
    days = (until - datetime.now(UTC) + timedelta(minutes=1)).days  # what was typed a moment ago
    return f"until {until:%Y-%m-%d %H:%M} UTC, {days_words(days)}"
