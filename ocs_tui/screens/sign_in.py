"""Signing in as a person, on top of whatever was on the screen: by browser, or by a code typed elsewhere."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ocs_tui.model.text import safe
from ocs_tui.resources import stylesheet
from ocs_tui.screens.base import Base
from ocs_tui.screens.working import begin
from ocs_tui.widgets.key_bar import KeyBar
from ocs_tui.widgets.large_text import large
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.api.signin.interaction import BrowserSignIn, DeviceSignIn

_TEXT_WIDTH = 42
"""Columns that the text needs beside the QR code."""
_OTHER_LINES = 3
"""Title, status line and keys."""


class SignInScreen(Base):
    """Shows what a person is asked, until it is left. It answers nothing: leaving it by a key gives up.

    Args:
        asked: what the person is asked.
        label: the profile's label, as it came.
    """

    CSS_PATH = stylesheet("sign_in")
    HELP = (
        "Sign in with the browser on this machine, or with another one: then paste the address that it ends at. "
        "What waited for it goes on afterwards."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", "Browser", tooltip="Open the address in the browser", id="sign-in.open"),
        Binding("y", "copy", "Copy", tooltip="Copy the address", id="sign-in.copy"),
        Binding("c", "code", "QR code", tooltip="Show or hide the QR code", id="sign-in.code"),
        Binding("escape", "give_up", "Give up", id="sign-in.leave"),
    ]

    def __init__(self, asked: BrowserSignIn | DeviceSignIn, label: str) -> None:
        super().__init__()
        self._asked = asked
        self._label = label
        self._address: str = getattr(asked, "url", "") or getattr(asked, "address", "")
        self._ends = time.monotonic() + asked.seconds
        self._clock = (datetime.now() + timedelta(seconds=asked.seconds)).strftime("%H:%M")
        self._how = Static("", id="how", markup=False)
        self._code = Static("", id="user-code", markup=False)
        self._left = Static("", id="left", markup=False)
        self._qr = Static("", id="qr", markup=False)
        self._qr_lines: tuple[str, ...] | None = None
        self._qr_wanted = True
        self._is_left = self._opened = False

    @property
    def _by_browser(self) -> BrowserSignIn | None:
        from ocs_tui.api.signin.interaction import BrowserSignIn

        return self._asked if isinstance(self._asked, BrowserSignIn) else None

    def compose(self) -> ComposeResult:
        """What to do, the address, how long it is waited for, and the QR code where there is room."""
        yield Static(f"Sign in to {safe(self._label)}", classes="sign-in-title", markup=False)
        with Horizontal(id="sides"):
            with VerticalScroll(id="asked", can_focus=True):
                yield self._how
                yield Static(self._address, id="address", markup=False)
                if self._by_browser is not None:
                    yield Static("", id="note", markup=False)
                    yield Input(placeholder="paste here the address that the browser ends at", id="pasted")
                else:
                    yield self._code
                yield self._left
            with Vertical(id="qr-side"):
                yield self._qr
        yield ErrorLine(id="error")
        yield StatusLine(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what to do, and count down."""
        self.ocs.dress(self.query_one(StatusLine))
        self.set_focus(self.query_one("#asked"))
        browser = self._by_browser
        if browser is not None:
            browser.tell = self.fail
            self._how.update("Opening the browser…")
            if browser.note:
                self.query_one("#note", Static).update(safe(browser.note))
        else:
            self._how.update("In any browser, on any machine, open this address and type the code:")
            code = getattr(self._asked, "code", "")
            self._code.update(f"{large(code, _TEXT_WIDTH - 2)}\n\n{code}")
        self._count()
        self.set_interval(1, self._count)
        begin(self, self._make_qr, group="qr")

    def _count(self) -> None:
        """Say how long it is waited for. Once a second: each time costs a few bytes on the line."""
        left = max(0, round(self._ends - time.monotonic()))
        browser = self._by_browser
        what = f"the browser to come back to {browser.redirect_uri}" if browser else "the code to be typed"
        self._left.update(f"Waiting for {what}: {left // 60}:{left % 60:02} left, until {self._clock}.")

    # The browser.

    def on_screen_resume(self) -> None:
        """Open the browser once this is seen, which may be later where another profile is shown."""
        if self._by_browser is not None and not self._opened:
            self._opened = True
            self.action_open()

    def action_open(self) -> None:
        """Open the address in the browser of this desktop."""
        begin(self, self._open, group="open", exclusive=True)

    async def _open(self) -> None:
        from ocs_tui.api.signin.browser import open_in_browser

        browser = self._by_browser
        opened = await (browser.open_browser() if browser else open_in_browser(self._address))
        if browser is None:
            self.tell("Opened in the browser." if opened else "There is no desktop here that has a browser.")
        elif opened:
            self._how.update("Sign in with the browser that has opened, or open this address in another one:")
        else:
            self._how.update(
                "There is no browser here: open this address in one. Where that is on another machine, it "
                f"ends at a page that is not there: copy its address, which begins with {browser.redirect_uri}, "
                "and paste it here."
            )

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted anywhere is the address that the browser has ended at."""
        if self._by_browser is not None and not isinstance(self.focused, Input):
            event.stop()
            box = self.query_one("#pasted", Input)
            box.value = event.text.strip()
            self.set_focus(box)
            self._take(box.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """``enter`` takes what stands there."""
        self._take(event.value)

    def _take(self, text: str) -> None:
        from ocs_tui.api.errors import SignInFailed

        browser = self._by_browser
        if browser is None or not text:
            return
        self.query_one(ErrorLine).dismiss()
        try:
            browser.paste(text)
        except SignInFailed as failure:
            self.fail(failure.sentence)
        else:
            self._how.update("Signing in…")

    # The QR code.

    async def _make_qr(self) -> None:
        import asyncio

        from ocs_tui.model.qr_code import qr_code

        whole = getattr(self._asked, "whole_address", "") or self._address
        self._qr_lines = await asyncio.to_thread(qr_code, whole)
        self._show_qr()

    def _show_qr(self) -> None:
        """Show the code beside the text, where there is room for it."""
        side = self.query_one("#qr-side")
        side.display = self._qr_wanted and not self._too_small
        if side.display and self._qr_lines:
            self._qr.update(Text("\n".join(self._qr_lines), "#ffffff on #000000"))
            side.styles.width = len(self._qr_lines[0]) + 1

    @property
    def _too_small(self) -> str:
        """Why the QR code cannot be shown, as a sentence; empty when it can."""
        if self._qr_lines is None:
            return "A moment…"
        if not self._qr_lines:
            return "The address is too long for a QR code."
        width = len(self._qr_lines[0]) + _TEXT_WIDTH
        height = len(self._qr_lines) + _OTHER_LINES
        if self.size.width >= width and self.size.height >= height:
            return ""
        return f"The QR code needs a terminal of {width}×{height}."

    def action_code(self) -> None:
        """Show or hide the QR code."""
        if problem := self._too_small:
            self.tell(problem)
            return
        self._qr_wanted = not self._qr_wanted
        self._show_qr()

    def on_resize(self) -> None:
        """Another size may have room for it, or none."""
        if self._qr_lines:
            self._show_qr()

    # The rest.

    def action_copy(self) -> None:
        """Copy the address."""
        self.copy(self._address)

    def action_give_up(self) -> None:
        """Dismiss the error, or give up signing in."""
        if not self.query_one(ErrorLine).dismiss():
            self._is_left = True
            self.dismiss(None)

    def leave(self) -> None:
        """Go: signing in has ended, either way."""
        if not self._is_left and self.is_attached:
            self._is_left = True
            self.when_on_top(lambda: self.dismiss(None))


class TryAgain(ModalScreen[bool]):
    """Says why signing in failed; answers whether to try again.

    Args:
        label: the profile's label, as it came.
        sentence: why.
    """

    CSS_PATH = stylesheet("sign_in")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", "Try again"),
        Binding("escape", "dismiss(False)", "Give up"),
    ]

    def __init__(self, label: str, sentence: str) -> None:
        super().__init__()
        self._label, self._sentence = label, sentence

    def compose(self) -> ComposeResult:
        """Why, and what can be done."""
        with Vertical() as frame:
            frame.border_title = "Not signed in"
            yield Static(f"{safe(self._label)}: {safe(self._sentence)}", markup=False)
            yield Static("enter tries again · escape gives up", classes="hint", markup=False)
