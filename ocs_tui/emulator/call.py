"""One call of the API: its token, tenant and region are checked here, before any route looks at it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ocs_tui.catalog.operation import Era
from ocs_tui.emulator.answers import Family, refusal
from ocs_tui.emulator.bodies import read_body
from ocs_tui.emulator.people.claimed import roles_by_claims
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rights import Caller
from ocs_tui.emulator.signin.pending import SignIns
from ocs_tui.emulator.store import Documents, Json, Kind, Store
from ocs_tui.emulator.tokens import Signer, Use
from ocs_tui.model.enums import TENANT_ADMINISTRATOR, TENANT_MEMBER, TrusteeType

if TYPE_CHECKING:
    from ocs_tui.emulator.things.contents import Contents


@dataclass(frozen=True, slots=True)
class Region:
    """A region: where it is served, and whether the tenant is administered there."""

    id: str
    name: str
    base_url: str
    writable: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """A request that was to change something, as the logs tell it.

    Attributes:
        at: when, in seconds since the epoch.
        verb: its method.
        path: its path, as it was sent.
        status: the code of its answer.
        caller: whose token it was; None when nobody's.
    """

    at: float
    verb: str
    path: str
    status: int
    caller: Caller | None


_REMEMBERED = 2000
"""How many deeds the logs remember. A restart forgets them."""


@dataclass(frozen=True, slots=True)
class Box:
    """What every route shares.

    Attributes:
        store: the tenant's documents.
        regions: the regions, by id.
        signer: makes and checks tokens.
        sign_ins: the sign-ins that are under way.
        provision_delay: seconds that a namespace is Creating or Deleting.
        strict: whether only administrators may look at people, roles and clients.
        contents: what lies in namespaces and communities.
        era: which of the two services it is.
        streams: how many streams one namespace has beside its own.
        deeds: what was asked for lately that changes something, for the logs.
    """

    store: Store
    regions: dict[str, Region]
    signer: Signer
    sign_ins: SignIns
    provision_delay: float
    strict: bool
    contents: Contents
    era: Era = Era.OCS
    streams: int = 0
    deeds: deque[Deed] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))

    @property
    def tenant_id(self) -> str:
        """The id of the tenant."""
        return str(self.store.primary.one(Kind.TENANT)["Id"])

    @property
    def administrative(self) -> Region:
        """The region where the tenant is administered."""
        return next(region for region in self.regions.values() if region.writable)

    def region(self, region_id: str) -> Region | None:
        """Return a region by its id in any letter case."""
        return next((r for r in self.regions.values() if r.id.casefold() == region_id.casefold()), None)

    def namespace_url(self, base_url: str, namespace_id: str) -> str:
        """Return the address of a namespace, its path words in lower case as the service writes ``Self``."""
        return f"{base_url}/api/v1/tenants/{self.tenant_id}/namespaces/{quote(namespace_id, safe='')}"


@dataclass(frozen=True, slots=True)
class Call:
    """A call that has been let in.

    Attributes:
        box: what every route shares.
        region: the region that was called.
        documents: what that region knows.
        caller: whose token it is.
        base_url: the scheme, host and port that the client called.
        ids: the ids of the path.
        query: the query.
        body: the body, inflated; empty on reads.
        verbose: whether every field is answered.
        headers: the headers of the request.
        scope: the request, as ASGI has it.
    """

    box: Box
    region: Region
    documents: Documents
    caller: Caller
    base_url: str
    ids: dict[str, str]
    query: QueryParams
    body: bytes
    verbose: bool
    headers: Headers
    scope: Scope

    def verbose_unless_said(self, default: bool) -> bool:
        """Return whether every field is answered by a service that has a default of its own."""
        said = self.headers.get("accept-verbosity", "").strip().casefold()
        return {"verbose": True, "non-verbose": False}.get(said, default)

    def asked(self, name: str) -> str:
        """Return a value of the query; its name is found in any letter case, empty where it is not given."""
        folded = name.casefold()
        return next((value for key, value in self.query.multi_items() if key.casefold() == folded), "")


Handler = Callable[[Call], Response]
_NOBODY = Caller(type=0, object_id="", roles=frozenset())


class Endpoint:
    """An ASGI app that lets a call in and answers it.

    Args:
        box: what every route shares.
        region: the region it is served at.
        handler: what it does. Runs without a pause, so that what it read is still so when it writes.
        family: what a refusal looks like.
        writes: an administrative write: 405 where the region is not writable.
        for_all: whether it takes no token, and answers nobody in particular.
    """

    def __init__(
        self,
        box: Box,
        region: Region,
        handler: Handler,
        family: Family,
        *,
        writes: bool = False,
        for_all: bool = False,
    ) -> None:
        self._box = box
        self._region = region
        self.handler = handler
        self._family = family
        self._writes = writes
        self._for_all = for_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        response: Response
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except Refused as refused:
            response = refusal(refused, self._family, scope)
        if request.method not in ("GET", "HEAD") and response.status_code != 401:
            path = scope["raw_path"].decode("ascii", "replace")
            caller = scope["state"].get("caller")
            now = self._box.store.clock()
            self._box.deeds.append(Deed(now, request.method, path, response.status_code, caller))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        caller = _NOBODY if self._for_all else self._caller(request)
        request.scope["state"]["caller"] = caller
        ids: dict[str, str] = request.path_params
        if ids.get("tenant", self._box.tenant_id).casefold() != self._box.tenant_id.casefold():
            # HEAD says whether a tenant exists, so it alone answers 404.
            head = request.method == "HEAD" and self._family in (Family.TENANT, Family.IDENTITY)
            raise Refused(404 if head else 403, "The token is of another tenant.")
        if self._box.strict and self._family is Family.IDENTITY:
            _check_administrator(caller, self._box.store.seen_from(self._region.id))
        if self._writes and not self._region.writable:
            raise Refused(405, "The tenant is administered at the global base URL.", Allow="GET, HEAD")
        body = await read_body(request) if request.method not in ("GET", "HEAD") else b""
        return self.handler(
            Call(
                box=self._box,
                region=self._region,
                documents=self._box.store.seen_from(self._region.id),
                caller=caller,
                base_url=called_base_url(request, self._region),
                ids=ids,
                query=request.query_params,
                body=body,
                verbose=request.headers.get("accept-verbosity", "").strip().casefold() == "verbose",
                headers=request.headers,
                scope=request.scope,
            )
        )

    def _caller(self, request: Request) -> Caller:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        claims = self._box.signer.read(token.strip(), Use.ACCESS) if scheme.casefold() == "bearer" else None
        caller = None if claims is None else caller_of(claims, self._box.store.seen_from(self._region.id))
        if caller is None:
            raise Refused(401, "The token is missing, forged or expired.", WWW_Authenticate="Bearer")
        return caller


def caller_of(claims: Json, documents: Documents) -> Caller | None:
    """Return who a token belongs to, to the access rules: its user, or its client when it has none.

    None when it was not given for the API, or nobody knows whose it is. Whoever was disabled or deleted
    meanwhile keeps the tokens they have: changes revoke none. Everybody is a Tenant Member, whatever the
    document says: that role cannot be taken away. A user also has the roles of claims.
    """
    kind, type_of, holder_id = (
        (Kind.USER, TrusteeType.USER, claims["sub"])
        if "sub" in claims
        else (Kind.CLIENT, TrusteeType.CLIENT, claims["client_id"])
    )
    if "ocsapi" not in claims["scope"]:
        return None
    holder = documents.get(kind, holder_id) or documents.get(Kind.DEPARTED, holder_id)
    if holder is None:
        return None
    more = _built_in(TENANT_MEMBER, documents)
    if kind is Kind.USER:
        more += roles_by_claims(documents, holder)
    return Caller(
        type=int(type_of),
        object_id=holder["Id"],
        roles=frozenset(role.casefold() for role in (*holder["RoleIds"], *more)),
    )


def is_administrator(caller: Caller, documents: Documents) -> bool:
    """True when one of the caller's roles is Tenant Administrator."""
    return any(role.casefold() in caller.roles for role in _built_in(TENANT_ADMINISTRATOR, documents))


def _built_in(role_type: str, documents: Documents) -> list[str]:
    """Return the ids of the built-in roles of a type."""
    return [role["Id"] for role in documents.all(Kind.ROLE) if role.get("RoleTypeId") == role_type]


def _check_administrator(caller: Caller, documents: Documents) -> None:
    """Refuse all but administrators in strict mode.

    The reference only tells that the Users route then fails. Read here as 403 on every route of users,
    roles and clients, one's own included.
    """
    if not is_administrator(caller, documents):
        raise Refused(403, "Only a Tenant Administrator may see people, roles and clients in strict mode.")


def called_base_url(request: Request, region: Region) -> str:
    """Return the scheme, host and port by which the client knows this region.

    Clients keep their token on a redirect, and trust a discovery document, only at that very place.
    """
    host = request.headers.get("host", "")
    if host and host.isascii() and all(char.isalnum() or char in ".-:[]" for char in host):
        return f"http://{host}"
    return region.base_url
