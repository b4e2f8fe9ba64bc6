"""The streams that a caller may read, as assets and data views need them: resolved, with their events."""

from __future__ import annotations

from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.series import Series
from ocs_tui.emulator.sds.stream import ResolvedStream, resolve_stream
from ocs_tui.emulator.sds.types import ResolvedType
from ocs_tui.emulator.sds_routes.events import series_of
from ocs_tui.emulator.sds_routes.resolving import type_of
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import named


class Readable:
    """Looks streams up for one call. A type that many have is resolved once."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._types: dict[str, ResolvedType | None] = {}

    def resolved(self, held: Held) -> ResolvedStream | None:
        """Return a stream over its type; None when it cannot be used."""
        type_id = str(held.document.get("TypeId") or "")
        if type_id not in self._types:
            self._types[type_id] = self._type(type_id)
        of = self._types[type_id]
        try:
            return None if of is None else resolve_stream(held.document, of)
        except Refused:
            return None

    def stream(self, stream_id: str) -> ResolvedStream | None:
        """Return the stream of an id; None when there is none, or the caller may not read it."""
        held = named(self._call, STREAM, stream_id)
        return None if held is None else self.resolved(held)

    def events(self, stream_id: str) -> tuple[ResolvedStream, Series] | None:
        """Return the stream of an id with its events; None as above."""
        held = named(self._call, STREAM, stream_id)
        stream = None if held is None else self.resolved(held)
        if held is None or stream is None:
            return None
        return stream, series_of(self._call, held, stream)

    def _type(self, type_id: str) -> ResolvedType | None:
        try:
            return type_of(self._call, type_id)
        except Refused:
            return None


def streams_of(call: Call) -> Readable:
    """Return what looks up the streams that a caller may read."""
    return Readable(call)
