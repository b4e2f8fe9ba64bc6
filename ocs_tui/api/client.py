"""The client: every operation as a method that gives back a model with where it came from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

from ocs_tui.api.answers import Created, CreateOutcome, Differs, Fetched, Page, SameExists, TraceRecord
from ocs_tui.api.auth import TokenSource
from ocs_tui.api.bodies import read_list, read_model
from ocs_tui.api.calls import Calls
from ocs_tui.api.errors import BadAnswer, OcsError
from ocs_tui.api.failures import outcome_unknown
from ocs_tui.api.listing import list_to_the_end
from ocs_tui.api.origins import Origins, resolved
from ocs_tui.api.regions import Router
from ocs_tui.api.replies import Reply, joined
from ocs_tui.api.transport import Patience, Transport
from ocs_tui.catalog import operations as op
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.models import model_of
from ocs_tui.catalog.operation import Operation
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.document import Document
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region, Tenant
from ocs_tui.model.wire import Wire

W = TypeVar("W", bound=Wire)

_PATIENCE = Patience()
_EXISTS = frozenset({302, 409})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Whom to talk to, and as whom.

    Attributes:
        base_url: the profile's base URL.
        tenant_id: the tenant.
        client_id: the client-credential client that signs in.
        trusted_origins: further origins that may see the token, such as ``https://gateway.example.com``.
    """

    base_url: str
    tenant_id: str
    client_id: str
    trusted_origins: tuple[str, ...] = ()


class OcsClient:
    """A tenant of OSIsoft Cloud Services.

    Every method raises an :class:`~ocs_tui.api.errors.OcsError`; which one says what was wrong. Reads can
    be cancelled at any time. A write that is cancelled may be carried out all the same.

    Args:
        endpoint: whom to talk to.
        secret: asks for the client secret whenever a token is fetched.
        read_only: refuse every operation that changes anything, before it leaves the process.
        regions: the regions last known, so that a start works while the base URL is down.
        on_trace: called when a request starts (no status, no milliseconds) and again when it ends.
        on_regions: called with every Regions list that was read.
        patience: timeouts and retries.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        secret: Callable[[], Awaitable[str]],
        *,
        read_only: bool = False,
        regions: Sequence[Region] = (),
        on_trace: Callable[[TraceRecord], None] | None = None,
        on_regions: Callable[[tuple[Region, ...]], None] | None = None,
        patience: Patience = _PATIENCE,
    ) -> None:
        self.read_only = read_only
        origins = Origins((endpoint.base_url, *endpoint.trusted_origins))
        self._router = Router(endpoint.base_url, origins, regions)
        self._transport = Transport(origins, patience, on_trace)
        self._tokens = TokenSource(
            endpoint.client_id, secret, self._transport, self._router, origins, patience
        )
        self._origins = origins
        self._calls = Calls(
            endpoint.tenant_id,
            self._transport,
            origins,
            self._router,
            self._tokens,
            patience,
            read_only=read_only,
            on_regions=on_regions,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection; what is still under way fails."""
        await self._tokens.aclose()
        await self._transport.aclose()

    @property
    def regions(self) -> tuple[Region, ...]:
        """The tenant's regions, as far as they are known."""
        return self._router.regions

    def serving(self, namespace: Namespace) -> tuple[str, str, str | None]:
        """Return the base URL that serves reads of a namespace, its region, and a note when it is another."""
        base, note = self._router.serving(namespace)
        return base, self._router.region_of(base), note

    async def sign_in(self) -> None:
        """Get a token now, unless there is one that holds."""
        await self._tokens.get()

    async def get_tenant(self) -> Fetched[Tenant]:
        """Read the tenant."""
        return self._one(Tenant, await self._read_tenant_level(op.GET_TENANT))

    async def list_regions(self) -> Fetched[tuple[Region, ...]]:
        """Read the Regions list, and route by it from now on."""
        reply, regions, document, note = await self._calls.regions()
        return self._fetched(reply, regions, document, note=note)

    async def list_namespaces(self, region: str = "") -> Fetched[tuple[Namespace, ...]]:
        """Read the namespaces that this client may see; with ``region``, those of that region id."""
        params = {"region": region} if region else None
        return self._many(Namespace, await self._read_tenant_level(op.LIST_NAMESPACES, params=params))

    async def find_namespace(self, namespace_id: str) -> Fetched[Namespace]:
        """Read a namespace by its id, at the tenant level: when its ``Self`` is not known yet."""
        reply = await self._read_tenant_level(op.GET_NAMESPACE, thing=namespace_id)
        return self._one(Namespace, reply)

    async def get_namespace(
        self, namespace: Namespace, *, administrative: bool = False
    ) -> Fetched[Namespace]:
        """Read a namespace at its own region, or where it would be written."""
        return self._one(Namespace, await self._read_below(op.GET_NAMESPACE, namespace, administrative))

    async def get_acl(
        self, namespace: Namespace, *, administrative: bool = False
    ) -> Fetched[AccessControlList]:
        """Read a namespace's ACL at its own region, or where it would be written."""
        return self._one(AccessControlList, await self._read_below(op.GET_ACL, namespace, administrative))

    async def get_owner(self, namespace: Namespace, *, administrative: bool = False) -> Fetched[Trustee]:
        """Read a namespace's owner at its own region, or where it would be written."""
        return self._one(Trustee, await self._read_below(op.GET_OWNER, namespace, administrative))

    async def get_root_acl(self, *, administrative: bool = False) -> Fetched[AccessControlList]:
        """Read the ACL that new namespaces start with, or read it where it would be written."""
        if administrative:
            reply = await self._calls.read_administratively(op.GET_ROOT_ACL)
        else:
            reply = await self._read_tenant_level(op.GET_ROOT_ACL)
        return self._one(AccessControlList, reply)

    async def set_acl(self, namespace_id: str, acl: AccessControlList) -> Fetched[AccessControlList]:
        """Replace a namespace's ACL; return it as the service echoes it."""
        return await self._put(op.SET_ACL, acl, thing=namespace_id)

    async def set_owner(self, namespace_id: str, owner: Trustee) -> Fetched[Trustee]:
        """Replace a namespace's owner; return it as the service echoes it."""
        return await self._put(op.SET_OWNER, owner, thing=namespace_id)

    async def set_root_acl(self, acl: AccessControlList) -> Fetched[AccessControlList]:
        """Replace the ACL that new namespaces start with; return it as the service echoes it."""
        return await self._put(op.SET_ROOT_ACL, acl)

    async def create_namespace(self, namespace: Namespace) -> CreateOutcome:
        """Create a namespace: created, the same exists already, or one with other values exists."""
        reply = await self._calls.write(
            op.CREATE_NAMESPACE,
            thing=namespace.id,
            body=namespace.to_wire(),
            expects=_EXISTS,
        )
        if reply.answer.ok:
            return Created(self._echo(namespace, reply))
        if reply.answer.status == 302:
            return await self._same_exists(namespace, reply)
        try:
            return Differs(await self.get_namespace(namespace, administrative=True))
        except OcsError as problem:
            return Differs(None, problem.sentence)

    async def update_namespace(self, namespace: Namespace) -> Fetched[Namespace]:
        """Change a namespace's own fields; return it as the service echoes it."""
        return await self._put(op.UPDATE_NAMESPACE, namespace, thing=namespace.id)

    async def delete_namespace(self, namespace_id: str) -> str | None:
        """Delete a namespace; return the Operation-Id."""
        reply = await self._calls.write(op.DELETE_NAMESPACE, thing=namespace_id)
        return reply.answer.operation_id

    async def list_page(self, kind: Kind, skip: int = 0, count: int = 100) -> Page[Any]:
        """Read a part of a list; all of it where the kind's list has no pages."""
        params = {"skip": str(skip), "count": str(count)} if kind.paged else None
        reply = await self._read_tenant_level(kind.lists, params=params)
        fetched = self._many(model_of(kind), reply)
        total = reply.answer.headers.get("Total-Count", "")
        return Page(fetched.value, int(total[:9]) if total.isascii() and total.isdigit() else None, fetched)

    async def list_all(
        self, kind: Kind, on_progress: Callable[[int, int | None], None] | None = None
    ) -> Fetched[tuple[Any, ...]]:
        """Read a whole list, page by page; its note says when it is not complete.

        ``on_progress`` hears after each page how many were read, and of how many (None when not said).
        """
        return await list_to_the_end(lambda skip, count: self.list_page(kind, skip, count), kind, on_progress)

    async def get_item(self, kind: Kind, item_id: str) -> Fetched[Any]:
        """Read one thing of a kind by its id."""
        return self._one(model_of(kind), await self._read_tenant_level(kind.gets, thing=item_id))

    async def _read_tenant_level(
        self, operation: Operation, *, params: dict[str, str] | None = None, thing: str = ""
    ) -> Reply:
        return await self._calls.read(
            operation, self._router.tenant_bases, wanted=self._router.base_url, thing=thing, params=params
        )

    async def _read_below(self, operation: Operation, namespace: Namespace, administrative: bool) -> Reply:
        if administrative:
            return await self._calls.read_administratively(operation, namespace.id)
        if not self.regions or not self._origins.trusts(namespace.self_url or ""):
            # none are known yet, or its region is new since the list was kept
            with suppress(OcsError):  # without the list, what is known decides
                await self._calls.know_regions()
        wanted, note = self._router.serving(namespace)
        reply = await self._calls.read(
            operation, lambda: self._router.namespace_bases(namespace), wanted=wanted, thing=namespace.id
        )
        return Reply(reply.answer, reply.what, reply.base_url, reply.where, joined(note, reply.note))

    async def _put(self, operation: Operation, value: W, *, thing: str = "") -> Fetched[W]:
        return self._echo(value, await self._calls.write(operation, thing=thing, body=value.to_wire()))

    async def _same_exists(self, namespace: Namespace, reply: Reply) -> SameExists:
        location = reply.answer.location
        try:
            if not location:  # the header is the contract's only carrier; its absence is no harm
                return SameExists(await self.get_namespace(namespace, administrative=True))
            url = resolved(reply.answer.url, location)
            found = await self._calls.fetch(url, "Reading the one that exists")
            return SameExists(self._one(Namespace, found))
        except OcsError as problem:
            return SameExists(None, problem.sentence)

    def _one(self, model: type[W], reply: Reply) -> Fetched[W]:
        document = reply.document()
        value, problem = read_model(model, document, reply.what, reply.where)
        return self._fetched(reply, value, document, note=reply.note, problem=problem)

    def _many(self, model: type[W], reply: Reply) -> Fetched[tuple[W, ...]]:
        document = reply.document()
        listed = read_list(model, document, reply.what, reply.where)
        return self._fetched(reply, listed.items, document, note=joined(reply.note, listed.note))

    def _echo(self, sent: W, reply: Reply) -> Fetched[W]:
        """Return what a write answered; what was sent, where it answered an empty body.

        Siblings of these routes answer 204, so an empty body is no error. A body that is no OCS answer,
        such as a proxy's page of its own under a 200, tells nothing about the write.

        Raises:
            OutcomeUnknown: an answer came that OCS cannot have given.
        """
        if not reply.answer.body.strip():
            return self._fetched(reply, sent, Document.of(sent.to_wire()))
        try:
            return self._one(type(sent), reply)
        except BadAnswer as problem:
            raise outcome_unknown(
                reply.what, problem.sentence.rstrip("."), reply.where, reply.answer
            ) from None

    def _fetched(
        self,
        reply: Reply,
        value: Any,
        document: Document,
        *,
        note: str | None = None,
        problem: str | None = None,
    ) -> Fetched[Any]:
        region = self._router.region_of(reply.base_url)
        return Fetched(value, document, reply.base_url, region, note, problem, reply.answer.operation_id)
