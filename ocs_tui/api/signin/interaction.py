"""What a person is asked while signing in, for a screen or a terminal to show."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from ocs_tui.api.errors import SignInFailed, SignInNeeded
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.signin.browser import open_in_browser
from ocs_tui.api.signin.grant import WHAT
from ocs_tui.api.signin.redirect import NotOurs, RedirectUri, read_redirect

T = TypeVar("T")

GIVEN_UP = "Nobody is signed in: sign in to go on."


@dataclass(frozen=True, slots=True)
class DeviceSignIn:
    """Somebody opens an address in any browser, on any machine, and types a code there.

    Attributes:
        address: the address to open.
        code: the code to type, safe to show.
        whole_address: the address with the code in it, as for a QR code; empty when there is none.
        seconds: how long the code holds.
    """

    address: str
    code: str
    whole_address: str
    seconds: float


class BrowserSignIn:
    """A browser is sent to an address, and comes back to this machine's redirect URI with a code.

    Args:
        url: the address.
        redirect: where the browser comes back to.
        state: what this sign-in is called in what the browser brings back.
        issuer: who may have issued the code.
        seconds: how long it is waited for.
    """

    def __init__(self, url: str, redirect: RedirectUri, state: str, issuer: str, seconds: float) -> None:
        self.url = url
        """The address to open in a browser on this machine, or on another one: then the address it ends at
        must be pasted. No secret, and of no use to others: only who began this sign-in can end it."""
        self.redirect_uri = redirect.text
        """What the address that the browser ends at begins with."""
        self.seconds = seconds
        """How long it is waited for."""
        self.note = ""
        """Why nothing on this machine waits for the browser, so that pasting is the only way; else empty."""
        self.tell: Callable[[str], None] = lambda sentence: None
        """Set it to hear, in a sentence, of a redirect that came and does not belong to this sign-in."""
        self.start_url = ""
        """A local address that leads to the other, once; empty when nothing listens."""
        self._redirect = redirect
        self._state = state
        self._issuer = issuer
        self._code: asyncio.Future[Hidden] = asyncio.get_running_loop().create_future()

    async def open_browser(self) -> bool:
        """Open the address in the desktop's browser; return whether there was one to be asked."""
        return await open_in_browser(self.start_url or self.url)

    def paste(self, text: str) -> None:
        """Take the address that the browser ended at, as somebody copied it.

        Raises:
            SignInFailed: it is not of this sign-in, which goes on; its sentence says what is wrong.
        """
        text = text.strip()
        url = text if "://" in text else f"http://{text}"
        if not self._redirect.matches(url):
            raise NotOurs(
                f"That is not where the browser ends at: copy the whole address that begins with "
                f"{self.redirect_uri}?"
            )
        try:
            code = self.read(Hidden(urlsplit(url).query))
        except NotOurs:
            raise
        except SignInFailed as refused:
            self.end(refused)
        else:
            self.end(code)

    def read(self, query: Hidden) -> Hidden:
        """Return the code that a redirect's query brings.

        Raises:
            NotOurs, SignInFailed: as :func:`read_redirect`.
        """
        return read_redirect(query, self._state, self._issuer)

    def end(self, outcome: Hidden | SignInFailed) -> None:
        """End the waiting with the code, or with why there is none; only the first time counts."""
        if self._code.done():
            return
        if isinstance(outcome, Hidden):
            self._code.set_result(outcome)
        else:
            self._code.set_exception(outcome)

    @property
    def ended(self) -> bool:
        """True when a redirect has ended the waiting."""
        return self._code.done()

    async def code(self) -> Hidden:
        """Wait for the code.

        Raises:
            SignInFailed: signing in was refused.
        """
        return await self._code


Interact = Callable[[BrowserSignIn | DeviceSignIn], Awaitable[None]]
"""Shows what a person is asked, for as long as it runs. Cancelled as soon as signing in has ended, either
way; when it returns by itself, the person has given up."""


async def shown_while(
    interact: Interact, asked: BrowserSignIn | DeviceSignIn, waiting: Coroutine[Any, Any, T], seconds: float
) -> T:
    """Show what a person is asked until what is waited for has come, and return that.

    Raises:
        SignInNeeded: the person gave up.
        SignInFailed: it did not come in time.
        Exception: what waiting, or showing, raised.
    """

    async def show() -> None:
        await interact(asked)

    come = asyncio.create_task(waiting, name="sign-in waits")
    showing = asyncio.create_task(show(), name="sign-in shows")
    try:
        done, _ = await asyncio.wait((come, showing), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if come in done:
            return come.result()
        if showing in done:
            showing.result()
            raise SignInNeeded(GIVEN_UP)
    finally:
        for task in (come, showing):
            task.cancel()
        await asyncio.gather(come, showing, return_exceptions=True)
    raise SignInFailed(f"{WHAT} failed: nobody did within {_words(seconds)}. Sign in again.")


def _words(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 90 else f"{seconds:.0f} seconds"
