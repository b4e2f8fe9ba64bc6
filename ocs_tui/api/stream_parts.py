"""A stream's metadata and tags: read and set whole, as the service has them."""

from __future__ import annotations

from typing import Any, TypeVar

from ocs_tui.api.answers import Fetched
from ocs_tui.api.errors import BadAnswer
from ocs_tui.api.failures import answered_otherwise
from ocs_tui.api.guarded import Guarded
from ocs_tui.api.replies import Reply
from ocs_tui.catalog.beside import GET_METADATA, GET_TAGS, SET_METADATA, SET_TAGS
from ocs_tui.model.address import Address
from ocs_tui.model.document import Document
from ocs_tui.model.stream_parts import Metadata, Tags
from ocs_tui.model.wire import Wire

W = TypeVar("W", bound=Wire)


class StreamParts(Guarded):
    """What the client can do with metadata and tags. Every method raises an OcsError."""

    async def get_metadata(self, address: Address, *, administrative: bool = False) -> Fetched[Metadata]:
        """Read a stream's metadata, or read it where it would be written."""
        reply = await self._read(GET_METADATA, *address.ids, administrative=administrative)
        return self._metadata(reply, reply.document())

    async def set_metadata(self, address: Address, metadata: Metadata, etag: str = "") -> Fetched[Metadata]:
        """Replace a stream's metadata; return it as the service echoes it.

        Raises:
            Conflict: with ``etag``, when somebody else wrote it meanwhile (412).
            OcsError: as for every write.
        """
        headers = {"If-Match": etag} if etag else None
        reply = await self._write(SET_METADATA, *address.ids, body=metadata.values, headers=headers)
        if (document := self._echoed(reply)) is None:
            return self._fetched(reply, metadata, Document.of(metadata.values))
        return self._metadata(reply, document)

    async def get_tags(self, address: Address, *, administrative: bool = False) -> Fetched[Tags]:
        """Read a stream's tags, or read them where they would be written."""
        reply = await self._read(GET_TAGS, *address.ids, administrative=administrative)
        return self._tags(reply, reply.document())

    async def set_tags(self, address: Address, tags: Tags) -> Fetched[Tags]:
        """Replace a stream's tags; return them as the service echoes them."""
        reply = await self._write(SET_TAGS, *address.ids, body=list(tags.tags))
        if (document := self._echoed(reply)) is None:
            return self._fetched(reply, tags, Document.of(list(tags.tags)))
        return self._tags(reply, document)

    def _echoed(self, reply: Reply) -> Document | None:
        """Return what a write answered; None for an empty body.

        Raises:
            OutcomeUnknown: an answer came that OCS cannot have given.
        """
        if not reply.answer.body.strip():
            return None
        try:
            return reply.document()
        except BadAnswer:
            raise answered_otherwise(reply.what, reply.where, reply.answer) from None

    def _metadata(self, reply: Reply, document: Document) -> Fetched[Metadata]:
        found = document.value if isinstance(document.value, dict) else {}
        odd = next((key for key, value in found.items() if not isinstance(value, str)), None)
        why = "" if odd is None else f"the value of {odd!r} is no text"
        if not isinstance(document.value, dict):
            why = "it is no object of keys and values"
        return self._part(reply, document, Metadata(values=found), why)

    def _tags(self, reply: Reply, document: Document) -> Fetched[Tags]:
        found = document.value if isinstance(document.value, list) else []
        fits = isinstance(document.value, list) and all(isinstance(tag, str) for tag in found)
        return self._part(
            reply, document, Tags(tags=tuple(map(str, found))), "" if fits else "it is no list of texts"
        )

    def _part(self, reply: Reply, document: Document, value: W, why: str) -> Fetched[Any]:
        why = document.problem or why
        problem = f"It cannot be edited: {why}." if why else None
        return self._fetched(reply, value, document, note=reply.note, problem=problem)
