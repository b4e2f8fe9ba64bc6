"""Things of any kind: listed, read, created, changed and deleted as their kind in the catalog declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ocs_tui.api.answers import Created, CreateOutcome, Differs, Fetched, NewSecret, Page, SameExists
from ocs_tui.api.bodies import read_list, read_model
from ocs_tui.api.errors import BadAnswer, NotFound, OcsError
from ocs_tui.api.failures import answered_otherwise, outcome_unknown
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.listing import list_to_the_end
from ocs_tui.api.origins import resolved
from ocs_tui.api.paging import ALL, Wanted, is_last, items_in, next_page, total_count
from ocs_tui.api.places import Places
from ocs_tui.api.replies import Reply, joined
from ocs_tui.api.transport import Params
from ocs_tui.catalog.identity_kinds import CLIENT
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.models import model_of
from ocs_tui.catalog.operation import Operation
from ocs_tui.model.document import Document
from ocs_tui.model.identity import Client
from ocs_tui.model.text import safe
from ocs_tui.model.wire import Wire

if TYPE_CHECKING:
    from ocs_tui.model.clients import SecretDetails
    from ocs_tui.model.records import Records

W = TypeVar("W", bound=Wire)

_EXISTS = frozenset({302, 409})


def _if_match(etag: str) -> dict[str, str] | None:
    return {"If-Match": etag} if etag else None


class Things(Places):
    """What the client can do with things of any kind. Every method raises an OcsError."""

    async def list_page(
        self,
        kind: Kind,
        skip: int = 0,
        count: int = 100,
        within: tuple[str, ...] = (),
        wanted: Wanted = ALL,
        *,
        administrative: bool = False,
    ) -> Page[Any]:
        """Read a part of a list; all of it where the kind's list has no pages.

        Args:
            kind: what is listed.
            skip: how many to leave out.
            count: how many to read; no more than the service gives at once are asked for.
            within: the ids of what holds them, outermost first.
            wanted: which of them, and in what order.
            administrative: where they would be written.
        """
        params = wanted.params(kind.listing)
        if kind.paged:
            params[kind.listing.skip] = str(skip)
            params[kind.listing.count] = str(min(count, kind.listing.most))
        reply = await self._read(kind.lists, *within, params=params or None, administrative=administrative)
        fetched = self._many(model_of(kind), reply, kind.listing.results)
        total = total_count(reply.answer)
        came = items_in(fetched.document.value, kind.listing.results)
        return Page(
            fetched.value, total, fetched, came, is_last(reply.answer, kind.paged, total, skip + came)
        )

    async def list_all(
        self,
        kind: Kind,
        on_progress: Callable[[int, int | None], None] | None = None,
        within: tuple[str, ...] = (),
        on_begun: Callable[[Sequence[Any]], None] | None = None,
        *,
        administrative: bool = False,
    ) -> Fetched[Sequence[Any]]:
        """Read a whole list, page by page; its note says when it is not complete.

        ``on_progress`` hears after each page how many were read, and of how many (None when not said);
        ``on_begun`` is given the list when its first page is there: it grows from then on;
        ``administrative``: where they would be written.
        """
        return await list_to_the_end(
            lambda skip, count: self.list_page(kind, skip, count, within, administrative=administrative),
            kind,
            on_progress,
            on_begun,
        )

    async def get_item(self, kind: Kind, *ids: str, administrative: bool = False) -> Fetched[Any]:
        """Read one thing of a kind by its id (after the ids of what holds it).

        Where no route gives one alone, it is looked for in its list.

        Args:
            kind: the kind.
            ids: those of what holds it, outermost first, and its own.
            administrative: where it would be written.
        """
        if kind.gets is not None:
            return self._one(model_of(kind), await self._read(kind.gets, *ids, administrative=administrative))
        *holders, item_id = ids
        listed = await self.list_all(kind, within=tuple(holders), administrative=administrative)
        found = cast("Records[Any]", listed.value).find(item_id)
        if found is None:
            raise NotFound(f"The list has no {kind.name} {safe(item_id)}.", status=404)
        return replace(listed, value=found, document=Document.of(found.to_wire()))

    async def create(self, kind: Kind, value: Wire, *ids: str) -> CreateOutcome:
        """Create a thing: created, the same exists already, or one with other values exists.

        ``ids`` are those of its operation's path. What the answer shows once, a client's secret, is in
        ``Created.secret`` and nowhere else.
        """
        assert kind.creates is not None, "the catalog offers it"
        reply = await self._write(kind.creates, *ids, body=value.to_wire(), expects=_EXISTS)
        if reply.answer.status == 200 and 200 in kind.same:
            return SameExists(self._echo(value, reply))
        if reply.answer.status == 302:
            return await self._same_exists(kind, value, reply, ids[: kind.depth - 1])
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

    async def update(self, kind: Kind, value: W, *ids: str, etag: str = "") -> Fetched[W]:
        """Replace a thing's fields; return it as the service echoes it.

        With ``etag`` only while it is still the version that was read, where the service knows versions.
        """
        assert kind.updates is not None, "the catalog offers it"
        body = value.to_wire()
        if kind.sends:
            body = {name: body[name] for name in kind.sends if name in body}
        headers = _if_match(etag if kind.service.tags_items else "")
        return self._echo(value, await self._write(kind.updates, *ids, body=body, headers=headers))

    async def delete(self, kind: Kind, *ids: str) -> str | None:
        """Delete a thing; return the Operation-Id."""
        assert kind.deletes is not None, "the catalog offers it"
        return self._acknowledged(await self._write(kind.deletes, *ids))

    async def add_secret(self, operation: Operation, client_id: str, details: SecretDetails) -> NewSecret:
        """Add a secret to a client. Its value is shown this once."""
        reply = await self._calls.write(operation, client_id, body=details.to_wire())
        try:
            return self._new_secret(reply, reply.document().value)
        except BadAnswer:
            raise answered_otherwise(reply.what, reply.where, reply.answer) from None

    async def ask(
        self,
        operation: Operation,
        *ids: str,
        params: Params | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        administrative: bool = False,
    ) -> Fetched[Any]:
        """Read what has no model: the value is the JSON as it came. An empty answer is None.

        Args:
            operation: which, one that only reads.
            ids: those of its path, outermost first.
            params: the query.
            body: what a POST that reads is to be told.
            headers: further headers.
            administrative: read it where it would be written, and nowhere else.
        """
        reply = await self._read(
            operation, *ids, params=params, body=body, headers=headers, administrative=administrative
        )
        return self._as_came(reply)

    async def follow(
        self,
        address: str,
        what: str,
        named: str = "The address of the next page",
        *,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched[Any]:
        """Read an address that the service gave, such as that of the next page, as :meth:`ask` does.

        Args:
            address: the whole address; nothing is sent to an origin that is not trusted.
            what: the read as the subject of a sentence.
            named: the address as the subject of a sentence.
            params: the query, where the address has none.
            headers: further headers.
        """
        return self._as_came(await self._calls.fetch(address, what, named, params=params, headers=headers))

    async def send(
        self,
        operation: Operation,
        *ids: str,
        params: Params | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        content_type: str = "application/json",
    ) -> Fetched[Any]:
        """Write what has no model, and return the answer as :meth:`ask` does."""
        reply = await self._write(
            operation, *ids, params=params, body=body, headers=headers, content_type=content_type
        )
        try:
            return self._as_came(reply)
        except BadAnswer:
            raise answered_otherwise(reply.what, reply.where, reply.answer) from None

    def _as_came(self, reply: Reply) -> Fetched[Any]:
        if not reply.answer.body.strip():
            return self._fetched(reply, None, Document("", None), note=reply.note)
        document = reply.document()
        return self._fetched(reply, document.value, document, note=reply.note)

    async def post(self, operation: Operation, *ids: str, body: dict[str, Any] | None = None) -> str | None:
        """Do what is neither set, created nor deleted; return the Operation-Id. The answer is not read."""
        return self._acknowledged(await self._write(operation, *ids, body=body))

    async def read(self, operation: Operation, model: type[W], *ids: str) -> Fetched[W]:
        """Read what is no thing of its own, such as a user's invitation."""
        return self._one(model, await self._read(operation, *ids))

    async def read_all(self, operation: Operation, model: type[W], *ids: str) -> Fetched[tuple[W, ...]]:
        """Read a list of what are no things of their own, as the service gives it without paging."""
        return self._many(model, await self._read(operation, *ids))

    async def _put(self, operation: Operation, value: W, *ids: str) -> Fetched[W]:
        return self._echo(value, await self._write(operation, *ids, body=value.to_wire()))

    async def _same_exists(
        self, kind: Kind, value: Wire, reply: Reply, holders: tuple[str, ...]
    ) -> SameExists:
        location = reply.answer.location
        item_id: str = getattr(value, "id", "")
        try:
            if location:
                url = resolved(reply.answer.url, location)
                found = await self._calls.fetch(url, "Reading the one that exists")
                return SameExists(self._one(model_of(kind), found))
            if item_id:  # the header is the contract's only carrier; its absence is no harm
                return SameExists(await self.get_item(kind, *holders, item_id, administrative=True))
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

    def _many(self, model: type[W], reply: Reply, results: str = "") -> Fetched[tuple[W, ...]]:
        document = reply.document()
        listed = read_list(model, document, reply.what, reply.where, results)
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
        return Fetched(
            value,
            document,
            reply.base_url,
            self._router.region_of(reply.base_url),
            note,
            problem,
            reply.answer.operation_id,
            reply.answer.headers.get("ETag", ""),
            next_page(reply.answer),
        )
