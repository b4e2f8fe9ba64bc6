"""The client: every operation as a method that gives back a model with where it came from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from ocs_tui.api.answers import CreateOutcome, Fetched, TraceRecord
from ocs_tui.api.auth import TokenSource
from ocs_tui.api.calls import Calls
from ocs_tui.api.origins import Origins
from ocs_tui.api.regions import Router
from ocs_tui.api.replies import Reply
from ocs_tui.api.signin.client_credentials import ClientCredentials
from ocs_tui.api.signin.person import Person
from ocs_tui.api.signin.server import IdentityServer
from ocs_tui.api.stream_parts import StreamParts
from ocs_tui.api.transport import Patience, Transport
from ocs_tui.catalog import operations as op
from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.catalog.operation import Era, Operation
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region, Tenant
from ocs_tui.model.wire import Wire

if TYPE_CHECKING:
    from ocs_tui.api.signin.people import ByPerson

W = TypeVar("W", bound=Wire)

_PATIENCE = Patience()
_EXISTS = frozenset({302, 409})


class Profiled(Protocol):
    """What of a profile says whom to talk to; this room knows no profiles."""

    @property
    def base_url(self) -> str:
        """See :class:`Endpoint`, as for the others."""

    @property
    def tenant_id(self) -> str: ...

    @property
    def client_id(self) -> str: ...

    @property
    def trusted_origins(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Whom to talk to, and as whom.

    Attributes:
        base_url: the profile's base URL.
        tenant_id: the tenant.
        client_id: the client-credential client that signs in, or as which client a person does.
        trusted_origins: further origins that may see the token, such as ``https://gateway.example.com``.
    """

    base_url: str
    tenant_id: str
    client_id: str
    trusted_origins: tuple[str, ...] = ()

    @classmethod
    def of(cls, profile: Profiled) -> Self:
        """Return whom a profile talks to, and as whom."""
        return cls(profile.base_url, profile.tenant_id, profile.client_id, profile.trusted_origins)


class OcsClient(StreamParts):
    """A tenant of OSIsoft Cloud Services.

    Every method raises an :class:`~ocs_tui.api.errors.OcsError`; which one says what was wrong. Reads can
    be cancelled at any time. A write that is cancelled may be carried out all the same.

    Args:
        endpoint: whom to talk to.
        secret: asks for the client secret whenever a token is fetched; or how a person signs in instead.
        read_only: refuse every operation that changes anything, before it leaves the process.
        regions: the regions last known, so that a start works while the base URL is down.
        on_trace: called when a request starts (no status, no milliseconds) and again when it ends.
        on_regions: called with every Regions list that was read.
        patience: timeouts and retries.
        era: which of the two services it is, where that is known from another run.
        on_era: called when that was found out.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        secret: Callable[[], Awaitable[str]] | ByPerson,
        *,
        read_only: bool = False,
        regions: Sequence[Region] = (),
        on_trace: Callable[[TraceRecord], None] | None = None,
        on_regions: Callable[[tuple[Region, ...]], None] | None = None,
        patience: Patience = _PATIENCE,
        era: Era | None = None,
        on_era: Callable[[Era], None] | None = None,
    ) -> None:
        self.read_only = read_only
        origins = Origins((endpoint.base_url, *endpoint.trusted_origins))
        router = Router(endpoint.base_url, origins, regions)
        self._transport = Transport(origins, patience, on_trace)
        self._tokens = _token_source(
            endpoint, secret, IdentityServer(self._transport, router, origins, patience)
        )
        calls = Calls(
            endpoint.tenant_id,
            self._transport,
            origins,
            router,
            self._tokens,
            patience,
            read_only=read_only,
            on_regions=on_regions,
            era=era,
            on_era=on_era,
        )
        super().__init__(calls, router, origins)

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
        """Get a token now, unless there is one that holds; a person who gave up before is asked again."""
        await self._tokens.sign_in()

    async def sign_out(self) -> str | None:
        """Forget the tokens, those kept for another run too; return a sentence on what went wrong with it."""
        return await self._tokens.sign_out()

    async def person(self) -> Person | None:
        """Return who is signed in; None where it is a client."""
        return await self._tokens.person()

    async def get_tenant(self) -> Fetched[Tenant]:
        """Read the tenant."""
        return self._one(Tenant, await self._read(op.GET_TENANT))

    async def get_tenant_at(self, base_url: str) -> Fetched[Tenant]:
        """Read the tenant at one base URL and nowhere else: whether this one works, and takes the token."""
        return self._one(
            Tenant, await self._calls.read(op.GET_TENANT, bases=lambda: (base_url,), wanted=base_url)
        )

    async def list_regions(self) -> Fetched[tuple[Region, ...]]:
        """Read the Regions list, and route by it from now on."""
        reply, regions, document, note = await self._calls.regions()
        return self._fetched(reply, regions, document, note=note)

    async def list_namespaces(self, region: str = "") -> Fetched[tuple[Namespace, ...]]:
        """Read the namespaces that this client may see; with ``region``, those of that region id."""
        params = {"region": region} if region else None
        listed = self._many(Namespace, await self._read(op.LIST_NAMESPACES, params=params))
        self.remember(*listed.value)
        return listed

    async def find_namespace(self, namespace_id: str) -> Fetched[Namespace]:
        """Read a namespace by its id, at the tenant level: when its ``Self`` is not known yet."""
        found = self._one(Namespace, await self._find_namespace(namespace_id))
        self.remember(found.value)
        return found

    async def get_namespace(
        self, namespace: Namespace, *, administrative: bool = False
    ) -> Fetched[Namespace]:
        """Read a namespace at its own region, or where it would be written."""
        return self._one(Namespace, await self._below(op.GET_NAMESPACE, namespace, administrative))

    async def get_acl(
        self, namespace: Namespace, *, administrative: bool = False
    ) -> Fetched[AccessControlList]:
        """Read a namespace's ACL at its own region, or where it would be written."""
        return self._one(AccessControlList, await self._below(op.GET_ACL, namespace, administrative))

    async def get_owner(self, namespace: Namespace, *, administrative: bool = False) -> Fetched[Trustee]:
        """Read a namespace's owner at its own region, or where it would be written."""
        return self._one(Trustee, await self._below(op.GET_OWNER, namespace, administrative))

    async def get_root_acl(self, *, administrative: bool = False) -> Fetched[AccessControlList]:
        """Read the ACL that new namespaces start with, or read it where it would be written."""
        return self._one(AccessControlList, await self._read(op.GET_ROOT_ACL, administrative=administrative))

    async def set_acl(self, namespace_id: str, acl: AccessControlList) -> Fetched[AccessControlList]:
        """Replace a namespace's ACL; return it as the service echoes it."""
        return await self._put(op.SET_ACL, acl, namespace_id)

    async def set_owner(self, namespace_id: str, owner: Trustee) -> Fetched[Trustee]:
        """Replace a namespace's owner; return it as the service echoes it."""
        return await self._put(op.SET_OWNER, owner, namespace_id)

    async def set_root_acl(self, acl: AccessControlList) -> Fetched[AccessControlList]:
        """Replace the ACL that new namespaces start with; return it as the service echoes it."""
        return await self._put(op.SET_ROOT_ACL, acl)

    async def create_namespace(self, namespace: Namespace) -> CreateOutcome:
        """Create a namespace: created, the same exists already, or one with other values exists."""
        return await self.create(NAMESPACE, namespace, namespace.id)

    async def update_namespace(self, namespace: Namespace) -> Fetched[Namespace]:
        """Change a namespace's own fields; return it as the service echoes it."""
        return await self._put(op.UPDATE_NAMESPACE, namespace, namespace.id)

    async def delete_namespace(self, namespace_id: str) -> str | None:
        """Delete a namespace; return the Operation-Id."""
        return await self.delete(NAMESPACE, namespace_id)

    async def _below(self, operation: Operation, namespace: Namespace, administrative: bool) -> Reply:
        return await self._read(operation, namespace.id, administrative=administrative, namespace=namespace)


def _token_source(
    endpoint: Endpoint, secret: Callable[[], Awaitable[str]] | ByPerson, server: IdentityServer
) -> TokenSource:
    if callable(secret):
        return ClientCredentials(endpoint.client_id, secret, server)
    from ocs_tui.api.signin.people import PersonTokens
    from ocs_tui.api.signin.public_client import PublicClient

    client = PublicClient(endpoint.client_id, endpoint.tenant_id, secret.redirect_uri, secret.scope)
    return PersonTokens(client, secret, server)
