"""Runs an operation of the catalog: signs it, finds who serves it, and says what came of it.

Reads are repeated and fail over. Writes go to the administrative base URL and are repeated only where
they surely were not carried out: a PUT whose connection failed before it was sent, and any verb after
a 401 (with a fresh token) or a 405 (at the administrative base URL, looked up anew).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
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
from ocs_tui.api.transport import Answer, Miss, NoAnswer, Patience, Transport
from ocs_tui.catalog import operations as op
from ocs_tui.catalog.operation import Effect, Operation
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
    ) -> None:
        self._tenant_id = tenant_id
        self._transport = transport
        self._origins = origins
        self._router = router
        self._tokens = tokens
        self._patience = patience
        self._read_only = read_only
        self._on_regions = on_regions
        self._regions_lock = asyncio.Lock()
        self._regions_asked = False

    async def read(
        self,
        operation: Operation,
        *ids: str,
        bases: Callable[[], Sequence[str]],
        wanted: str,
        params: Mapping[str, str] | None = None,
    ) -> Reply:
        """Run an operation that only reads.

        Args:
            operation: which.
            ids: those of its path, the tenant's aside, outermost first.
            bases: gives the base URLs to ask, in this order; one alone means no fail-over. Asked for after
                signing in, which may have found out that one of them is down.
            wanted: the base URL that a reader expects to answer.
            params: the query.

        Raises:
            OcsError: any of ``errors``, but no ReadOnly and no OutcomeUnknown.
        """
        what = failures.doing(operation, *ids)
        path = self._path(operation, what, ids)
        send = partial(self._signed, operation.verb, params=params)
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
                raise failures.failed(what, answer, where)
            return Reply(answer, what, base, where, self._router.elsewhere(wanted, base))
        raise failure

    async def read_administratively(self, operation: Operation, *ids: str) -> Reply:
        """Run an operation that reads, where it would be written, and nowhere else.

        Raises:
            OcsError: as :meth:`read`.
        """
        base = await self.administrative_base()
        return await self.read(operation, *ids, bases=lambda: (base,), wanted=base)

    async def write(
        self,
        operation: Operation,
        *ids: str,
        body: dict[str, Any] | None = None,
        expects: frozenset[int] = frozenset(),
    ) -> Reply:
        """Run an operation that changes something, at the administrative base URL.

        Args:
            operation: which.
            ids: those of its path, the tenant's aside, outermost first.
            body: what to send.
            expects: status codes besides 2xx that are an answer and no error.

        Raises:
            ReadOnly: this profile is read-only; nothing was sent.
            OutcomeUnknown: it was sent and no answer came.
            NotWritableHere: 405 even after the administrative base URL was looked up anew.
            OcsError: any other of ``errors``.
        """
        what = failures.doing(operation, *ids)
        if self._read_only and operation.effect is Effect.WRITE:
            raise ReadOnly(
                f"{what} was refused: this profile is read-only, and {operation.name!r} changes the tenant."
            )
        path = self._path(operation, what, ids)
        try:
            content = to_bytes(body) if body is not None else None
        except ValueError:
            raise BadInput(
                f"{what} was refused: it holds NaN or Infinity, which JSON does not know."
            ) from None
        base = await self.administrative_base()
        answer = await self._write_at(operation, base, path, content, what)
        if answer.status == 405:
            base = await self._administrative_base_anew(what, answer, base)
            answer = await self._write_at(operation, base, path, content, what)
        where = self._router.label(base)
        if answer.ok or answer.status in expects:
            return Reply(answer, what, base, where)
        if answer.status in _PERHAPS_DONE:
            raise failures.outcome_unknown(what, f"it answered {answer.status}", where, answer)
        raise failures.failed(what, answer, where)

    async def fetch(self, url: str, what: str) -> Reply:
        """Read an address that the service named, with the token.

        Raises:
            Untrusted: it lies outside the known origins; nothing was sent.
            OcsError: as :meth:`read`.
        """
        self._origins.check(url, "The address of the one that exists,")
        base = self._router.base_of(url)
        where = self._router.label(base)
        try:
            answer = await self._signed("GET", url)
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
        self, operation: Operation, base: str, path: str, content: bytes | None, what: str
    ) -> Answer:
        send = partial(self._signed, operation.verb, base + path, body=content)
        try:
            if operation.verb == "PUT":
                return await repeat(send, self._patience, put_repeats)
            return await send()
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
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        token = await self._tokens.get()
        answer = await self._transport.send(method, url, params=params, token=token, body=body)
        if answer.status == 401:
            token = await self._tokens.renew(token)
            answer = await self._transport.send(method, url, params=params, token=token, body=body)
        return answer

    def _path(self, operation: Operation, what: str, ids: Sequence[str]) -> str:
        named = dict(zip(operation.places, ids, strict=True))
        try:
            return operation.path_for(tenant=self._tenant_id, **named)
        except ValueError as problem:
            raise BadInput(f"{what} was refused: {safe(problem, 200)}") from None
