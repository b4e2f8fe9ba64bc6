"""Runs an operation of the catalog: signs it, finds who serves it, and says what came of it.

Reads are repeated and fail over. Writes go to one base URL and are repeated only where
they surely were not carried out: a PUT whose connection failed before it was sent, and any verb after
a 401 (with a fresh token) or a 405 (at the administrative base URL, looked up anew).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from ocs_tui.api import failures
from ocs_tui.api.auth import TokenSource
from ocs_tui.api.bodies import read_list, to_bytes
from ocs_tui.api.errors import (
    BadAnswer,
    BadInput,
    Forbidden,
    NotFound,
    NotWritableHere,
    OcsError,
    ReadOnly,
)
from ocs_tui.api.origins import Origins
from ocs_tui.api.regions import Router
from ocs_tui.api.replies import Reply, joined
from ocs_tui.api.retrying import NobodyAnswered, ask_in_turn, put_repeats, repeat
from ocs_tui.api.transport import Answer, Miss, NoAnswer, Params, Patience, Transport
from ocs_tui.catalog import operations as op
from ocs_tui.catalog.communities import CONNECT_ASKS
from ocs_tui.catalog.operation import Effect, Era, Operation
from ocs_tui.model.document import Document
from ocs_tui.model.tenant import Region
from ocs_tui.model.text import safe

_PERHAPS_DONE = frozenset({408, 502, 504})
"""After these a write may have been carried out behind the gateway that answered."""


class Calls:
    """Runs operations for one tenant.

    Args:
        tenant_id: the tenant.
        transport: sends the requests.
        origins: where the token may go.
        router: which base URL serves what.
        tokens: signs them.
        patience: how often to try.
        read_only: refuse what changes anything.
        on_regions: called with every Regions list that was read.
        era: which of the two services it is, where that is known from another run.
        on_era: called when that was found out.
    """

    def __init__(
        self,
        tenant_id: str,
        transport: Transport,
        origins: Origins,
        router: Router,
        tokens: TokenSource,
        patience: Patience,
        *,
        read_only: bool,
        on_regions: Callable[[tuple[Region, ...]], None] | None,
        era: Era | None = None,
        on_era: Callable[[Era], None] | None = None,
    ) -> None:
        self._tenant_id = tenant_id
        self._transport = transport
        self._origins = origins
        self._router = router
        self._tokens = tokens
        self._patience = patience
        self.read_only = read_only
        self._on_regions = on_regions
        self.era = era
        self._on_era = on_era
        self._era_lock = asyncio.Lock()
        self._regions_lock = asyncio.Lock()
        self._regions_asked = False

    async def read(
        self,
        operation: Operation,
        *ids: str,
        bases: Callable[[], Sequence[str]],
        wanted: str,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> Reply:
        """Run an operation that only reads.

        Args:
            operation: which.
            ids: those of its path, the tenant's aside, outermost first.
            bases: gives the base URLs to ask, in this order; one alone means no fail-over. Asked for after
                signing in, which may have found out that one of them is down.
            wanted: the base URL that a reader expects to answer.
            params: the query.
            headers: further headers.
            body: what a POST that only reads is to be told.

        Raises:
            OcsError: any of ``errors``, but no ReadOnly and no OutcomeUnknown.
        """
        what = failures.doing(operation, *ids)
        path = self._path(operation, what, ids, await self._era_for(operation))
        content = None if body is None else to_bytes(body)
        send = partial(self._signed, operation.verb, params=params, headers=headers, body=content)
        await self._tokens.get()
        try:
            base, answer = await ask_in_turn(
                bases(), lambda base: send(base + path), self._patience, self._router
            )
        except NobodyAnswered as nobody:
            failure = failures.nobody_answered(what, nobody.missed, self._router.label)
        except NoAnswer as problem:
            failure = failures.unreadable(what, problem, self._router.label(wanted))
        else:
            where = self._router.label(base)
            if not answer.ok:
                raise failures.failed(what, answer, where, operation, self.era)
            return Reply(answer, what, base, where, self._router.elsewhere(wanted, base))
        raise failure

    async def write(
        self,
        operation: Operation,
        *ids: str,
        body: Any = None,
        expects: frozenset[int] = frozenset(),
        base: str | None = None,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        content_type: str = "application/json",
    ) -> Reply:
        """Run an operation that changes something.

        Args:
            operation: which.
            ids: those of its path, the tenant's aside, outermost first.
            body: what to send.
            expects: status codes besides 2xx that are an answer and no error.
            base: the base URL to write at; the administrative one when None.
            params: the query.
            headers: further headers.
            content_type: of ``body``.

        Raises:
            ReadOnly: this profile is read-only; nothing was sent.
            OutcomeUnknown: it was sent and no answer came.
            NotWritableHere: 405 even after the administrative base URL was looked up anew.
            OcsError: any other of ``errors``.
        """
        what = failures.doing(operation, *ids)
        if self.read_only and operation.effect is Effect.WRITE:
            raise ReadOnly(
                f"{what} was refused: this profile is read-only, and {operation.name!r} changes the tenant."
            )
        path = self._path(operation, what, ids, await self._era_for(operation))
        try:
            content = to_bytes(body) if body is not None else None
        except ValueError:
            raise BadInput(
                f"{what} was refused: it holds NaN or Infinity, which JSON does not know."
            ) from None
        administrative = base is None
        if base is None:
            base = await self.administrative_base()
        send = partial(
            self._signed,
            operation.verb,
            params=params,
            headers=headers,
            body=content,
            content_type=content_type,
        )
        answer = await self._write_at(operation, base, base + path, send, what)
        if answer.status == 405 and administrative:
            base = await self._administrative_base_anew(what, answer, base)
            answer = await self._write_at(operation, base, base + path, send, what)
        where = self._router.label(base)
        if answer.ok or answer.status in expects:
            return Reply(answer, what, base, where)
        if answer.status in _PERHAPS_DONE:
            raise failures.outcome_unknown(what, f"it answered {answer.status}", where, answer)
        if operation in failures.MOVED and answer.status in (404, 405):
            with suppress(OcsError):
                await self.know_era()
        raise failures.failed(what, answer, where, operation, self.era)

    async def fetch(
        self,
        url: str,
        what: str,
        named: str = "The address of the one that exists,",
        *,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Read an address that the service named, with the token.

        Args:
            url: the address.
            what: the read as the subject of a sentence.
            named: the address as the subject of a sentence, when nothing may be sent there.
            params: the query, where the address has none.
            headers: further headers.

        Raises:
            Untrusted: it lies outside the known origins; nothing was sent.
            OcsError: as :meth:`read`.
        """
        self._origins.check(url, named)
        base = self._router.base_of(url)
        where = self._router.label(base)
        try:
            answer = await self._signed("GET", url, params=params, headers=headers)
        except NoAnswer as problem:
            failure = failures.not_read(what, problem, where)
        else:
            if not answer.ok:
                raise failures.failed(what, answer, where)
            return Reply(answer, what, base, where)
        raise failure

    async def regions(self) -> tuple[Reply, tuple[Region, ...], Document, str | None]:
        """Read the Regions list and route by it from now on.

        Returns:
            The reply, the regions, the body, and a note on what of it is left out.

        Raises:
            OcsError: as :meth:`read`.
        """
        reply = await self.read(
            op.LIST_REGIONS, bases=self._router.tenant_bases, wanted=self._router.base_url
        )
        document = reply.document()
        listed = read_list(Region, document, reply.what, reply.where)
        unusable = self._router.learn(listed.items)
        self._regions_asked = True
        if self._on_regions is not None:
            self._on_regions(listed.items)
        names = ", ".join(safe(region.id or region.base_address, 60) for region in unusable)
        left_out = f"Not used, since it gives no https address: {names}." if unusable else None
        return reply, listed.items, document, joined(reply.note, listed.note, left_out)

    async def know_regions(self) -> None:
        """Read the Regions list unless this run already has, or the service refused it.

        Raises:
            Unreachable, TimedOut, Unavailable, SignInFailed, Untrusted: it cannot be read now.
        """
        async with self._regions_lock:
            if self._regions_asked:
                return
            try:
                await self.regions()
            except (Forbidden, NotFound, BadInput, BadAnswer, NotWritableHere):
                # a service that keeps its regions to itself: the profile's base URL is all there is
                self._regions_asked = True

    async def administrative_base(self) -> str:
        """Return the base URL for administrative writes; the profile's where no region says it is.

        Raises:
            OcsError: none is known, and as :meth:`know_regions`.
        """
        if self._router.administrative is None:
            await self.know_regions()
        return self._router.administrative or self._router.base_url

    async def _administrative_base_anew(self, what: str, refused: Answer, base: str) -> str:
        try:
            await self.regions()
        except OcsError as problem:
            raise NotWritableHere(
                f"{what} was refused: {self._router.label(base)} takes no administrative writes (405), and "
                "the region that does cannot be looked up. Try again later.",
                status=405,
                operation_id=refused.operation_id,
                detail=(problem.sentence,),
            ) from None
        return self._router.administrative or self._router.base_url

    async def _write_at(
        self, operation: Operation, base: str, url: str, send: Callable[[str], Awaitable[Answer]], what: str
    ) -> Answer:
        try:
            if operation.verb == "PUT":
                return await repeat(partial(send, url), self._patience, put_repeats)
            return await send(url)
        except NoAnswer as problem:
            where = self._router.label(base)
            if problem.miss is Miss.NOT_SENT:
                failure = failures.not_sent(what, problem, where)
            else:
                failure = failures.outcome_unknown(what, problem.words, where)
        raise failure

    async def _signed(
        self,
        method: str,
        url: str,
        *,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        content_type: str = "application/json",
    ) -> Answer:
        send = partial(
            self._transport.send,
            method,
            url,
            params=params,
            headers=headers,
            body=body,
            content_type=content_type,
        )
        token = await self._tokens.get()
        answer = await send(token=token)
        if answer.status == 401:
            answer = await send(token=await self._tokens.renew(token))
        return answer

    async def _era_for(self, operation: Operation) -> Era:
        """Return which of the two services is spoken to, as far as an operation's path asks for that."""
        return await self.know_era() if operation.connect else self.era or Era.OCS

    async def know_era(self) -> Era:
        """Return which of the two services one speaks to: asked once, then remembered.

        CONNECT lists communities at a path that has no tenant, and OCS knows no such route. Not stated how
        to tell them apart; that is read here out of the pages.

        Raises:
            OcsError: the service cannot be asked.
        """
        if self.era is None:
            async with self._era_lock:
                if self.era is None:
                    self.era = await self._asked_era()
                    if self._on_era is not None:
                        self._on_era(self.era)
        return self.era

    async def _asked_era(self) -> Era:
        try:
            await self.read(
                CONNECT_ASKS,
                bases=self._router.tenant_bases,
                wanted=self._router.base_url,
                params={"count": "1"},
            )
        except Forbidden:
            return Era.CONNECT
        except (NotFound, NotWritableHere, BadInput, BadAnswer):
            return Era.OCS
        return Era.CONNECT

    def _path(self, operation: Operation, what: str, ids: Sequence[str], era: Era) -> str:
        named = dict(zip(operation.places, ids, strict=True))
        try:
            return operation.path_for(era, tenant=self._tenant_id, **named)
        except ValueError as problem:
            raise BadInput(f"{what} was refused: {safe(problem, 200)}") from None
