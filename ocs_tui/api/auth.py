"""Tokens: one at a time, in memory only, renewed before they expire."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ocs_tui.api.clock import seconds
from ocs_tui.api.errors import SignInFailed
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.signin.grant import WHAT, Grant
from ocs_tui.api.signin.person import Person

_AHEAD_SECONDS = 300.0
_AHEAD_SHARE = 0.2
_PAUSE_SECONDS = 30.0
"""After a renewal that failed while the token still holds, none is tried for this long."""


class TokenSource(Protocol):
    """Gives out the token that signs requests."""

    async def get(self) -> Hidden:
        """Return a token that holds; one that expires soon is renewed meanwhile.

        Raises:
            SignInNeeded: a person must sign in (again), and was not asked or gave up.
            SignInFailed, Unreachable, TimedOut, Unavailable, Untrusted, BadAnswer: there is none.
        """

    async def renew(self, refused: Hidden) -> Hidden:
        """Return another token than the one that the service refused.

        Raises:
            OcsError: as :meth:`get`.
        """

    async def sign_in(self) -> None:
        """Get a token now unless there is one that holds; a person who gave up before is asked again.

        Raises:
            OcsError: as :meth:`get`.
        """

    async def sign_out(self) -> str | None:
        """Forget the token and what renews it; return a sentence on what could not be taken back."""

    async def person(self) -> Person | None:
        """Return who is signed in; None where it is no person.

        Raises:
            OcsError: as :meth:`get`, and when the server does not say who it is.
        """

    async def aclose(self) -> None:
        """Give up a fetch that is under way."""


@dataclass(frozen=True, slots=True)
class _Held:
    token: Hidden
    since: float
    renew_at: float
    expires_at: float


class RenewedToken(ABC):
    """Keeps one token, and has :meth:`_request` get the next: one request, however many wait for it.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = seconds) -> None:
        self._clock = clock
        self._held: _Held | None = None
        self._fetching: asyncio.Task[Hidden] | None = None

    @abstractmethod
    async def _request(self) -> Grant:
        """Get a token. While :attr:`_holds`, nobody waits for it.

        Raises:
            OcsError: there is none.
        """

    @property
    def _holds(self) -> bool:
        return self._held is not None and self._clock() < self._held.expires_at

    async def get(self) -> Hidden:
        """Return a token that holds; one that expires soon is renewed meanwhile.

        Raises:
            OcsError: there is none.
            Exception: whatever asking for a secret raised.
        """
        held = self._held
        if held is None or not self._holds:
            return await self._fetched()
        if self._clock() >= held.renew_at:
            self._fetch()  # nobody waits for it: this token still holds
        return held.token

    async def renew(self, refused: Hidden) -> Hidden:
        """Return another token than the one that the service refused.

        Raises:
            OcsError, Exception: as :meth:`get`.
        """
        if self._held is not None and self._held.token is refused:
            self._held = None
        return await self.get()

    async def aclose(self) -> None:
        """Give up a fetch that is under way."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    async def _fetched(self) -> Hidden:
        fetching = self._fetch()
        try:
            # shielded: one who no longer waits must not take the token from the others
            return await asyncio.shield(fetching)
        except asyncio.CancelledError:
            me = asyncio.current_task()
            if not fetching.cancelled() or (me is not None and me.cancelling()):
                raise
        raise SignInFailed(f"{WHAT} was broken off.")  # by closing or signing out, not by who waits here

    def _fetch(self) -> asyncio.Task[Hidden]:
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._request_or_pause(), name="token")
            self._fetching.add_done_callback(_look_at_failure)
        return self._fetching

    async def _request_or_pause(self) -> Hidden:
        try:
            grant = await self._request()
        except Exception:
            held = self._held
            if held is not None:
                pause = self._clock() + _PAUSE_SECONDS
                self._held = _Held(held.token, held.since, pause, held.expires_at)
            raise
        now = self._clock()
        ahead = min(_AHEAD_SECONDS, grant.lifetime * _AHEAD_SHARE)
        self._held = _Held(grant.token, now, now + grant.lifetime - ahead, now + grant.lifetime)
        return grant.token


def _look_at_failure(task: asyncio.Task[Hidden]) -> None:
    """Keep asyncio from complaining of a failed renewal that nobody waited for."""
    if not task.cancelled():
        task.exception()
