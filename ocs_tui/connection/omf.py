"""OMF messages: sent through the journal, and what became of them, found out by reading back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ocs_tui.api.errors import NotFound, OcsError
from ocs_tui.catalog import beside
from ocs_tui.catalog.sds import STREAM, TYPE
from ocs_tui.changes.acts import send_omf
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient
    from ocs_tui.connection import Connection
    from ocs_tui.data.omf import OmfMessage

READ_BACK = 20
"""Things that are read back; a message may touch thousands."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of something that a message touches.

    Attributes:
        kind: type or stream.
        id: its id, as it came.
        done: whether it is as the message wanted it, as far as reading tells; None where it cannot be read.
        words: what was found, safe to show.
    """

    kind: str
    id: str
    done: bool | None
    words: str


async def send(connection: Connection, namespace_id: str, message: OmfMessage) -> str:
    """Send a message; return its Operation-Id, empty where the service gave none.

    Raises:
        OcsError: it was not taken, or that is not known.
    """
    fetched = await send_omf(connection.client, connection.journal, namespace_id, message)
    body = fetched.value if isinstance(fetched.value, dict) else {}
    told = next((body[name] for name in ("Operation-Id", "OperationId") if body.get(name)), "")
    return str(told or fetched.operation_id or "")


async def fate_of(client: OcsClient, namespace_id: str, message: OmfMessage) -> list[Fate]:
    """Return what is there now of the first things that a message touches. What cannot be read says why."""
    return [await _fate(client, namespace_id, message, *one) for one in message.touched[:READ_BACK]]


async def _fate(client: OcsClient, namespace_id: str, message: OmfMessage, kind: str, thing_id: str) -> Fate:
    gone = message.action == "delete" and message.type != "data"
    try:
        if message.type == "data":
            return await _values(client, namespace_id, message, thing_id)
        await client.get_item(TYPE if kind == "type" else STREAM, namespace_id, thing_id)
    except NotFound:
        return Fate(kind, thing_id, gone, "it is gone" if gone else "it is not there (yet)")
    except OcsError as error:
        return Fate(kind, thing_id, None, error.sentence)
    return Fate(kind, thing_id, not gone, "it is still there" if gone else "it is there")


async def _values(client: OcsClient, namespace_id: str, message: OmfMessage, stream_id: str) -> Fate:
    last: Any = (await client.ask(beside.LAST_VALUE, namespace_id, stream_id)).value
    if not isinstance(last, dict):
        return Fate("stream", stream_id, message.action == "delete", "it holds no event")
    first = next(iter(last.items()), ("", ""))
    return Fate("stream", stream_id, None, f"its last event: {safe(first[0], 40)} {safe(first[1], 60)}")
