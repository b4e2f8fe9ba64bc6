"""Things of any kind: listed, read, created, changed and deleted as their kind in the catalog declares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from ocs_tui.api.answers import Created, CreateOutcome, Differs, Fetched, NewSecret, Page, SameExists
from ocs_tui.api.bodies import read_list, read_model
from ocs_tui.api.calls import Calls
from ocs_tui.api.errors import BadAnswer, OcsError
from ocs_tui.api.failures import answered_otherwise, outcome_unknown
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.listing import list_to_the_end
from ocs_tui.api.origins import resolved
from ocs_tui.api.regions import Router
from ocs_tui.api.replies import Reply, joined
from ocs_tui.catalog.identity_kinds import CLIENT
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.models import model_of
from ocs_tui.catalog.operation import Operation
from ocs_tui.model.document import Document
from ocs_tui.model.identity import Client
from ocs_tui.model.wire import Wire

if TYPE_CHECKING:
    from ocs_tui.model.clients import SecretDetails

W = TypeVar("W", bound=Wire)

_EXISTS = frozenset({302, 409})


class Things:
    """What the client can do with things of any kind. Every method raises an OcsError.

    Args:
        calls: runs operations.
        router: names the regions.
    """

    def __init__(self, calls: Calls, router: Router) -> None:
        self._calls = calls
        self._router = router

    async def list_page(
        self, kind: Kind, skip: int = 0, count: int = 100, within: tuple[str, ...] = ()
    ) -> Page[Any]:
        """Read a part of a list; all of it where the kind's list has no pages."""
        params = {"skip": str(skip), "count": str(count)} if kind.paged else None
        reply = await self._read_tenant_level(kind.lists, *within, params=params)
        fetched = self._many(model_of(kind), reply)
        total = reply.answer.headers.get("Total-Count", "")
        return Page(fetched.value, int(total[:9]) if total.isascii() and total.isdigit() else None, fetched)

    async def list_all(
        self,
        kind: Kind,
        on_progress: Callable[[int, int | None], None] | None = None,
        within: tuple[str, ...] = (),
        on_begun: Callable[[Sequence[Any]], None] | None = None,
    ) -> Fetched[Sequence[Any]]:
        """Read a whole list, page by page; its note says when it is not complete.

        ``on_progress`` hears after each page how many were read, and of how many (None when not said);
        ``on_begun`` is given the list when its first page is there: it grows from then on.
        """
        return await list_to_the_end(
            lambda skip, count: self.list_page(kind, skip, count, within), kind, on_progress, on_begun
        )

    async def get_item(self, kind: Kind, *ids: str, administrative: bool = False) -> Fetched[Any]:
        """Read one thing of a kind by its id (after the ids of what holds it), or where it would be written."""
        assert kind.gets is not None, "the catalog offers it"
        if administrative:
            return self._one(model_of(kind), await self._calls.read_administratively(kind.gets, *ids))
        return self._one(model_of(kind), await self._read_tenant_level(kind.gets, *ids))

    async def create(self, kind: Kind, value: Wire, *ids: str) -> CreateOutcome:
        """Create a thing: created, the same exists already, or one with other values exists.

        ``ids`` are those of its operation's path. What the answer shows once, a client's secret, is in
        ``Created.secret`` and nowhere else.
        """
        assert kind.creates is not None, "the catalog offers it"
        reply = await self._calls.write(kind.creates, *ids, body=value.to_wire(), expects=_EXISTS)
        if reply.answer.status == 302:
            return await self._same_exists(kind, value, reply)
        if reply.answer.ok and kind is CLIENT:
            return self._created_client(reply)
        if reply.answer.ok:
            return Created(self._echo(value, reply))
        if not (item_id := getattr(value, "id", "")):
            return Differs(None, "Another one of that name exists.")
        try:
            holders = ids[: kind.depth - 1]
            return Differs(await self.get_item(kind, *holders, item_id, administrative=True))
        except OcsError as problem:
            return Differs(None, problem.sentence)

    async def update(self, kind: Kind, value: W, *ids: str) -> Fetched[W]:
        """Replace a thing's fields; return it as the service echoes it."""
        assert kind.updates is not None, "the catalog offers it"
        body = value.to_wire()
        if kind.sends:
            body = {name: body[name] for name in kind.sends if name in body}
        return self._echo(value, await self._calls.write(kind.updates, *ids, body=body))

    async def delete(self, kind: Kind, *ids: str) -> str | None:
        """Delete a thing; return the Operation-Id."""
        assert kind.deletes is not None, "the catalog offers it"
        return self._acknowledged(await self._calls.write(kind.deletes, *ids))

    async def add_secret(self, operation: Operation, client_id: str, details: SecretDetails) -> NewSecret:
        """Add a secret to a client. Its value is shown this once."""
        reply = await self._calls.write(operation, client_id, body=details.to_wire())
        try:
            return self._new_secret(reply, reply.document().value)
        except BadAnswer:
            raise answered_otherwise(reply.what, reply.where, reply.answer) from None

    async def post(self, operation: Operation, *ids: str, body: dict[str, Any] | None = None) -> str | None:
        """Do what is neither set, created nor deleted; return the Operation-Id. The answer is not read."""
        return self._acknowledged(await self._calls.write(operation, *ids, body=body))

    async def read(self, operation: Operation, model: type[W], *ids: str) -> Fetched[W]:
        """Read what is no thing of its own, such as a user's invitation."""
        return self._one(model, await self._read_tenant_level(operation, *ids))

    async def read_all(self, operation: Operation, model: type[W], *ids: str) -> Fetched[tuple[W, ...]]:
        """Read a list of what are no things of their own, as the service gives it without paging."""
        return self._many(model, await self._read_tenant_level(operation, *ids))

    async def _read_tenant_level(
        self, operation: Operation, *ids: str, params: dict[str, str] | None = None
    ) -> Reply:
        return await self._calls.read(
            operation, *ids, bases=self._router.tenant_bases, wanted=self._router.base_url, params=params
        )

    async def _put(self, operation: Operation, value: W, *ids: str) -> Fetched[W]:
        return self._echo(value, await self._calls.write(operation, *ids, body=value.to_wire()))

    async def _same_exists(self, kind: Kind, value: Wire, reply: Reply) -> SameExists:
        location = reply.answer.location
        item_id: str = getattr(value, "id", "")
        try:
            if location:
                url = resolved(reply.answer.url, location)
                found = await self._calls.fetch(url, "Reading the one that exists")
                return SameExists(self._one(model_of(kind), found))
            if item_id:  # the header is the contract's only carrier; its absence is no harm
                return SameExists(await self.get_item(kind, item_id, administrative=True))
            return SameExists(None, "The service does not say where it is.")
        except OcsError as problem:
            return SameExists(None, problem.sentence)

    def _created_client(self, reply: Reply) -> Created:
        """Take the answer apart: the secret must not stand in what is kept of it.

        Raises:
            OutcomeUnknown: the answer holds no client.
        """
        try:
            answered = reply.document().value
            body = answered.get("Client") if isinstance(answered, dict) else None
            if not isinstance(body, dict):
                raise BadAnswer(f"{reply.what} gave an answer without the client.")
            made, problem = read_model(Client, Document.of(body), reply.what, reply.where)
            secret = self._new_secret(reply, answered)
        except BadAnswer:
            raise answered_otherwise(reply.what, reply.where, reply.answer) from None
        return Created(self._fetched(reply, made, Document.of(body), problem=problem), secret)

    def _new_secret(self, reply: Reply, answered: Any) -> NewSecret:
        """Read a secret that is shown once.

        Raises:
            OutcomeUnknown: the answer holds none.
        """
        from ocs_tui.model.clients import SecretDetails

        value = answered.get("Secret") if isinstance(answered, dict) else None
        if not isinstance(value, str) or not value:
            raise outcome_unknown(
                reply.what, "it gave an answer without the secret", reply.where, reply.answer
            )
        known = {"Id": "Id", "Description": "Description", "Expires": "Expires",
                 "Expiration": "Expiration", "ExpirationDate": "Expiration"}  # fmt: skip
        details = {name: answered[key] for key, name in known.items() if answered.get(key) is not None}
        read, _ = read_model(SecretDetails, Document.of(details), reply.what, reply.where)
        return NewSecret(Hidden(value), read, reply.answer.operation_id)

    def _acknowledged(self, reply: Reply) -> str | None:
        """Return the Operation-Id of what answers no body that is wanted.

        Where there is a body all the same it has to be JSON: a web page under a 200 comes from something
        between here and the service, and tells nothing about the write.

        Raises:
            OutcomeUnknown: an answer came that OCS cannot have given.
        """
        if reply.answer.body.strip():
            try:
                reply.document()
            except BadAnswer:
                raise answered_otherwise(reply.what, reply.where, reply.answer) from None
        return reply.answer.operation_id

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
        except BadAnswer:
            raise answered_otherwise(reply.what, reply.where, reply.answer) from None

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
