"""Signing in as a person: the token in memory, renewed by a refresh token, else by asking."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from ocs_tui.api import failures
from ocs_tui.api.auth import RenewedToken
from ocs_tui.api.clock import seconds
from ocs_tui.api.errors import OcsError, SignInFailed, SignInNeeded
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.signin.grant import WHAT, Grant, read_grant, refusal
from ocs_tui.api.signin.interaction import GIVEN_UP, BrowserSignIn, DeviceSignIn, Interact
from ocs_tui.api.signin.person import Person
from ocs_tui.api.signin.public_client import PublicClient
from ocs_tui.api.signin.server import IdentityServer

_YOUNG_SECONDS = 60.0
"""A token that is refused so soon after signing in would be refused again: nobody is asked by itself."""


class Way(Enum):
    """How a person signs in."""

    BROWSER = "browser"
    """Authorization code with PKCE."""
    DEVICE = "device"
    """By a code typed on another device."""


class KeptRefreshToken(Protocol):
    """Where the refresh token outlives the program. What fails there is its own business to tell."""

    def alone(self) -> AbstractAsyncContextManager[None]:
        """Hold off other runs of the program while the token is read, used and replaced: a server that sees
        one twice ends the sign-in of all. A run that hangs is not waited for for ever.
        """

    async def read(self) -> str | None:
        """Return the token; None when none is kept."""

    async def keep(self, token: str) -> None:
        """Keep a token in place of the one before."""

    async def forget(self) -> None:
        """Keep none."""


@dataclass(frozen=True, slots=True)
class ByPerson:
    """That a person signs in, and how.

    Attributes:
        way: by browser or by device.
        redirect_uri: where the browser comes back to, as registered with the client.
        scope: what is asked for; empty for ``openid ocsapi``, and ``offline_access`` where the server has it.
        interact: shows what the person is asked; None when there is nobody to ask.
        kept: where the refresh token outlives the program; None for this run only.
        again: told why signing in failed; asks whether to try again, while what needs the token waits on.
            None for no.
    """

    way: Way
    redirect_uri: str = ""
    scope: str = ""
    interact: Interact | None = None
    kept: KeptRefreshToken | None = None
    again: Callable[[SignInFailed], Awaitable[bool]] | None = None


class PersonTokens(RenewedToken):
    """A token source for a person.

    A request that needs a token, where there is none and no refresh token helps, asks the person once for
    all that wait. One who gives up, or whom the server refuses, is not asked again by itself: requests raise
    :class:`SignInNeeded` until :meth:`sign_in` is called.

    Args:
        client: as which client.
        how: by which way, and who asks.
        server: where tokens come from.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        client: PublicClient,
        how: ByPerson,
        server: IdentityServer,
        clock: Callable[[], float] = seconds,
    ) -> None:
        super().__init__(clock)
        self._client = client
        self._how = how
        self._server = server
        self._refresh: Hidden | None = None
        self._looked = False
        self._seen = Hidden("")
        self._person: Person | None = None
        self._why_not = "" if how.interact is not None else GIVEN_UP
        self._keeping: asyncio.Task[None] | None = None

    async def sign_in(self) -> None:
        """Get a token now unless there is one that holds; who gave up before is asked again.

        Raises:
            OcsError: as :meth:`get`.
        """
        if self._how.interact is not None:
            self._why_not = ""
        if self._refresh is None:
            self._looked = False  # the keyring may be unlocked by now, or another run have signed in
        await self.get()

    async def sign_out(self) -> str | None:
        """Forget the tokens, here and where they are kept, and have the server take the refresh token back.

        Returns:
            A sentence when the server could not be told; None when it was, or there was nothing to tell.
        """
        await super().aclose()
        await self._kept()
        async with self._alone():
            refresh = await self._known_refresh()
            self._held = self._refresh = self._person = None
            self._why_not = GIVEN_UP
            if self._how.kept is not None:
                await self._how.kept.forget()
        if refresh is None:
            return None
        try:
            endpoints = await self._server.discover()
            if not endpoints.revocation:
                return None
            answer = await self._server.post(
                endpoints,
                "revocation",
                {
                    "client_id": self._client.client_id,
                    "token": refresh,
                    "token_type_hint": "refresh_token",
                },
            )
        except OcsError as problem:
            return f"Signed out here. The server was not told: {problem.sentence}"
        if answer.ok:
            return None
        return f"Signed out here. The server would not take the sign-in back ({answer.status})."

    async def person(self) -> Person:
        """Return who is signed in: as the id token said, or the user info endpoint where none came.

        Raises:
            OcsError: as :meth:`get`, and when the server does not say who it is.
        """
        token = await self.get()
        if self._person is None:
            self._person = await self._ask_who(token)
        return self._person

    async def renew(self, refused: Hidden) -> Hidden:
        """Return another token than the one that the service refused.

        Raises:
            OcsError: as :meth:`get`.
        """
        held = self._held
        young = held is not None and self._clock() - held.since < _YOUNG_SECONDS
        if held is not None and held.token is refused and young:
            self._why_not = (
                "The service refuses who has just signed in: sign in again, as a user of this tenant."
            )
        return await super().renew(refused)

    async def aclose(self) -> None:
        """Give up a sign-in that is under way; what is just being kept is kept."""
        await super().aclose()
        await self._kept()

    async def _request(self) -> Grant:
        async with self._alone():
            grant = await self._by_refresh()
            if grant is not None:
                return await self._taken(grant)
        interact = self._how.interact
        if self._holds or self._why_not or interact is None:
            raise SignInNeeded(self._why_not or "The sign-in ends soon: sign in again.")
        grant = await self._by_asking(interact)  # which may take as long as it likes: others go on meanwhile
        async with self._alone():
            return await self._taken(grant)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Hold off other runs, until what is being kept is kept, also where nobody waits for that."""
        if self._how.kept is None:
            yield
            return
        async with AsyncExitStack() as others:
            await others.enter_async_context(self._how.kept.alone())
            try:
                yield
            finally:
                if self._keeping is not None and not self._keeping.done():  # closed meanwhile
                    self._keeping = asyncio.create_task(_close_after(self._keeping, others.pop_all()))

    async def _taken(self, grant: Grant) -> Grant:
        self._why_not = ""
        if grant.refresh is not None:
            await self._take(grant.refresh)
        return grant

    async def _by_asking(self, interact: Interact) -> Grant:
        from ocs_tui.api.signin.by_browser import by_browser
        from ocs_tui.api.signin.by_device import by_device

        async def ask(asked: BrowserSignIn | DeviceSignIn) -> None:
            self._why_not = GIVEN_UP  # unless it ends otherwise
            await interact(asked)

        sign_in = by_browser if self._how.way is Way.BROWSER else by_device
        while True:
            try:
                grant, self._person = await sign_in(self._server, self._client, ask)
            except SignInFailed as failure:
                self._why_not = failure.sentence
                again = self._how.again
                if again is None or isinstance(failure, SignInNeeded) or not await again(failure):
                    raise
            else:
                return grant

    async def _by_refresh(self) -> Grant | None:
        """Return a new token by the refresh token; None when there is none, or it is refused."""
        refresh = await self._known_refresh()
        while refresh is not None:
            base, answer = await self._server.token(
                {
                    "grant_type": "refresh_token",
                    "client_id": self._client.client_id,
                    "refresh_token": refresh,
                }
            )
            where = self._server.label(base)
            if answer.ok:
                return read_grant(answer, where)
            if not refusal(answer):
                raise failures.failed(WHAT, answer, where)
            refresh = await self._newer_than(refresh)
        return None

    async def _known_refresh(self) -> Hidden | None:
        if self._refresh is None and self._looked:
            return None
        # Read each time: another run may have used up the one known here, and a server that sees it again
        # ends the sign-in of both. One that stays there unchanged is older: the next one could not be kept.
        before = self._seen.value
        kept = await self._read()
        if kept is not None and (self._refresh is None or kept.value != before):
            self._refresh = kept
        self._looked = True
        return self._refresh

    async def _newer_than(self, refused: Hidden) -> Hidden | None:
        """Return the one that another run of this program kept meanwhile; forget the refused one otherwise."""
        newer = await self._read()
        if newer is not None and newer.value == refused.value:
            newer = None
            if self._how.kept is not None:
                await self._how.kept.forget()
        self._refresh = newer
        return newer

    async def _read(self) -> Hidden | None:
        if self._how.kept is None:
            return None
        self._seen = Hidden(await self._how.kept.read() or "")
        return self._seen if self._seen.value else None

    async def _take(self, refresh: Hidden) -> None:
        self._refresh, self._looked = refresh, True
        if self._how.kept is None:
            return
        # shielded: the one before is used up, so losing this one would end the sign-in
        self._keeping = asyncio.create_task(self._how.kept.keep(refresh.value), name="keep refresh token")
        await asyncio.shield(self._keeping)

    async def _kept(self) -> None:
        if self._keeping is not None:
            await asyncio.gather(self._keeping, return_exceptions=True)

    async def _ask_who(self, token: Hidden) -> Person:
        endpoints = await self._server.discover()
        where = self._server.label(endpoints.base)
        claims = await self._server.get(endpoints, "userinfo", token) if endpoints.userinfo else None
        person = Person.of(claims) if isinstance(claims, dict) else None
        if person is None:
            raise SignInFailed(f"{WHAT} is incomplete: {where} does not say who is signed in.")
        return person


async def _close_after(task: asyncio.Task[None], stack: AsyncExitStack) -> None:
    await asyncio.gather(task, return_exceptions=True)
    await stack.aclose()
