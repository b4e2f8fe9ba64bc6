"""Tokens by client credentials: one at a time, in memory only, renewed before they expire."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ocs_tui.api import failures
from ocs_tui.api.bodies import read_document
from ocs_tui.api.errors import BadAnswer, OcsError, SignInFailed
from ocs_tui.api.origins import Origins, resolved
from ocs_tui.api.regions import Router
from ocs_tui.api.retrying import NOT_NOW, NobodyAnswered, NotNow, ask_in_turn
from ocs_tui.api.transport import Answer, Hidden, NoAnswer, Patience, Transport
from ocs_tui.catalog.operations import DISCOVERY_PATH, TOKEN_PATH
from ocs_tui.model.text import safe

WHAT = "Signing in"
_AHEAD_SECONDS = 300.0
_AHEAD_SHARE = 0.2
_PAUSE_SECONDS = 30.0
"""After a renewal that failed while the token still holds, none is tried for this long."""
_NO_DISCOVERY = frozenset({400, 401, 403, 404, 405, 410, 501})


@dataclass(frozen=True, slots=True)
class _Held:
    token: Hidden
    renew_at: float
    expires_at: float


class TokenSource:
    """Gives out the token, and gets a new one when that is needed.

    Args:
        client_id: who signs in.
        secret: asks for the client secret; called for every token, so that it need not be kept.
        transport: sends the requests.
        router: which base URLs to ask; tokens come from any of them.
        origins: where the secret may go.
        patience: how long to wait and how often to try.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        client_id: str,
        secret: Callable[[], Awaitable[str]],
        transport: Transport,
        router: Router,
        origins: Origins,
        patience: Patience,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client_id = client_id
        self._secret = secret
        self._transport = transport
        self._router = router
        self._origins = origins
        self._patience = patience
        self._clock = clock
        self._held: _Held | None = None
        self._fetching: asyncio.Task[Hidden] | None = None
        self._endpoints: dict[str, str] = {}

    async def get(self) -> Hidden:
        """Return a token that holds; one that expires soon is renewed meanwhile.

        Raises:
            SignInFailed, Unreachable, TimedOut, Unavailable, Untrusted, BadAnswer: there is none.
            Exception: whatever asking for the secret raised.
        """
        held, now = self._held, self._clock()
        if held is None or now >= held.expires_at:
            return await self._fetched()
        if now >= held.renew_at:
            self._fetch()  # nobody waits for it: this token still holds
        return held.token

    async def renew(self, refused: Hidden) -> Hidden:
        """Return another token than the one that the service refused.

        Raises:
            As :meth:`get`.
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
        # shielded: one who no longer waits must not take the token from the others
        return await asyncio.shield(self._fetch())

    def _fetch(self) -> asyncio.Task[Hidden]:
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._request_or_pause(), name="token")
            self._fetching.add_done_callback(_look_at_failure)
        return self._fetching

    async def _request_or_pause(self) -> Hidden:
        try:
            return await self._request()
        except Exception:
            if self._held is not None:
                pause = self._clock() + _PAUSE_SECONDS
                self._held = _Held(self._held.token, pause, self._held.expires_at)
            raise

    async def _request(self) -> Hidden:
        secret = Hidden(await self._secret())

        async def ask(base: str) -> Answer:
            return await self._ask_at(base, secret)

        try:
            base, answer = await ask_in_turn(self._router.tenant_bases(), ask, self._patience, self._router)
        except NobodyAnswered as nobody:
            failure = failures.nobody_answered(WHAT, nobody.missed, self._router.label)
        except NoAnswer as problem:
            failure = failures.unreadable(WHAT, problem, self._router.label(self._router.base_url))
        else:
            return self._hold(base, answer)
        raise failure

    async def _ask_at(self, base: str, secret: Hidden) -> Answer:
        endpoint = self._endpoints.get(base)
        if endpoint is None:
            endpoint = self._endpoints[base] = await self._discover(base)
        self._origins.check(endpoint, "The token endpoint")
        form = Hidden(
            urlencode(
                {
                    "grant_type": "client_credentials",
                    "client_id": self._client_id,
                    "client_secret": secret.value,
                }
            )
        )
        answer = await self._transport.send(
            "POST",
            endpoint,
            body=form,
            content_type="application/x-www-form-urlencoded",
            hidden=(secret,),
        )
        if answer.status in (404, 405, 410):
            self._endpoints.pop(base, None)  # it may have moved: look again the next time
        return answer

    async def _discover(self, base: str) -> str:
        """Return the token endpoint that the discovery document names, the fixed one where there is none."""
        answer = await self._transport.send("GET", base + DISCOVERY_PATH)
        where = self._router.label(base)
        if answer.status in NOT_NOW:
            raise NotNow(answer)
        if answer.status in _NO_DISCOVERY:
            return base + TOKEN_PATH
        if answer.location is not None:
            address = resolved(answer.url, answer.location)
            self._origins.check(address, "The discovery document's new address")
        if not answer.ok:
            raise failures.failed("Reading the discovery document", answer, where)
        document = read_document(answer, "Reading the discovery document", where)
        endpoint = document.value.get("token_endpoint") if isinstance(document.value, dict) else None
        if endpoint is None:
            return base + TOKEN_PATH
        if not isinstance(endpoint, str) or not endpoint:
            raise BadAnswer(f"{WHAT} failed: the discovery document of {where} names no token endpoint.")
        return endpoint

    def _hold(self, base: str, answer: Answer) -> Hidden:
        where = self._router.label(base)
        if not answer.ok:
            raise self._refused(answer, where)
        token, lifetime = _token_and_lifetime(read_document(answer, WHAT, where).value)
        if token is None:
            raise SignInFailed(f"{WHAT} failed: {where} answered without a token.", status=answer.status)
        if lifetime is None:
            raise SignInFailed(
                f"{WHAT} failed: {where} answered with a token and no lifetime.", status=answer.status
            )
        now = self._clock()
        ahead = min(_AHEAD_SECONDS, lifetime * _AHEAD_SHARE)
        self._held = _Held(token, now + lifetime - ahead, now + lifetime)
        return self._held.token

    def _refused(self, answer: Answer, where: str) -> OcsError:
        body = failures.error_body(answer)
        if answer.status not in (400, 401, 403):
            return failures.failed(WHAT, answer, where)
        said = f": {body['Error']}" if "Error" in body else ""
        detail = failures.failed(WHAT, answer, where).detail
        return SignInFailed(
            f"{WHAT} was refused at {where} ({answer.status}{said}): check the client id "
            f"({safe(self._client_id, 60)}) and its secret.",
            status=answer.status,
            operation_id=answer.operation_id or body.get("OperationId"),
            detail=detail,
        )


def _look_at_failure(task: asyncio.Task[Hidden]) -> None:
    """Keep asyncio from complaining of a failed renewal that nobody waited for."""
    if not task.cancelled():
        task.exception()


def _token_and_lifetime(value: Any) -> tuple[Hidden | None, float | None]:
    """Read a token endpoint's answer; None for what is not there or cannot be used."""
    if not isinstance(value, dict):
        return None, None
    token = value.get("access_token")
    usable = isinstance(token, str) and token.isascii() and token.isprintable() and " " not in token
    return Hidden(token) if token and usable else None, _seconds(value.get("expires_in"))


def _seconds(value: Any) -> float | None:
    """Read ``expires_in``: a positive number, also as text; None for anything else."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value.strip()[:9])
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        return float(value)
    return None
