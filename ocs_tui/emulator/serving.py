"""HTTP for an ASGI app, on loopback and for one program: h11 on asyncio's streams.

A server made for the open net imports a command line, a supervisor and a log: a tenth of what the demo takes
to open. What is needed here is little, and h11 is there already, since the client reads answers with it.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

import h11
from starlette.types import ASGIApp, Message, Scope

_KEPT_ALIVE = 60.0  # seconds that a connection may stand without a request
_PIECE = 65536  # bytes read at a time

_log = logging.getLogger("ocs_tui.emulator")
# Embedded in a program that keeps no log, complaints must not reach its terminal.
_log.addHandler(logging.NullHandler())


class Serving:
    """Answers requests that come in at listening sockets.

    Args:
        app: what answers them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._servers: list[asyncio.Server] = []
        self._connections: dict[asyncio.Task[Any], _Connection] = {}

    async def start(self, sockets: Sequence[socket.socket]) -> None:
        """Accept requests.

        Raises:
            OSError: the system has no files left.
        """
        for listener in sockets:
            self._servers.append(await asyncio.start_server(self._connected, sock=listener))

    async def stop(self, within: float) -> None:
        """Accept no more; answers under way are given so many seconds."""
        loop = asyncio.get_running_loop()
        for server in self._servers:
            for listener in server.sockets:
                loop.remove_reader(listener.fileno())
        # What was accepted a moment ago begins, and is known; a server that is closed before would lose it open.
        await _some_turns()
        for server in self._servers:
            server.close()
        for task, connection in self._connections.items():
            connection.is_last = True
            if connection.is_idle:
                task.cancel()
        for wait in (within, within):
            if not self._connections:
                break
            await asyncio.wait(list(self._connections), timeout=wait)
            for task in self._connections:
                task.cancel()
        await _some_turns()  # what was closed is gone before the loop is

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connection = self._connections[task] = _Connection(self._app, reader, writer)
        try:
            await connection.serve()
        except asyncio.CancelledError:
            writer.transport.abort()  # what it still has to send, nobody may be there to take
        finally:
            writer.close()
            try:
                await writer.wait_closed()
            except (asyncio.CancelledError, OSError):
                writer.transport.abort()
            del self._connections[task]


async def _some_turns() -> None:
    """Let the loop do what it has begun: a connection is accepted, and closed, in a few turns of it."""
    for _ in range(8):
        await asyncio.sleep(0)


class _Connection:
    """One connection, and its requests one after the other."""

    def __init__(self, app: ASGIApp, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._app = app
        self._reader = reader
        self._writer = writer
        self._wire = h11.Connection(h11.SERVER)
        self.is_idle = True
        self.is_last = False
        """Whether it ends after the answer under way."""

    async def serve(self) -> None:
        """Answer until either side has enough."""
        try:
            while (request := await self._next_request()) is not None:
                self.is_idle = False
                await _Exchange(self._app, self._wire, request, self).run()
                if self.is_last or not await self._is_ready_for_more():
                    return
                self.is_idle = True
        except h11.RemoteProtocolError as error:
            await self._refuse(error.error_status_hint)
        except OSError:
            pass  # the other side has gone

    async def _next_request(self) -> h11.Request | None:
        try:
            async with asyncio.timeout(_KEPT_ALIVE):
                event = await self.next_event()
        except TimeoutError:
            return None
        return event if isinstance(event, h11.Request) else None

    async def next_event(self) -> Any:
        """Return what comes next.

        Raises:
            h11.RemoteProtocolError: that is no HTTP, or the other side has gone in the middle of it.
            OSError: the connection broke.
        """
        while (event := self._wire.next_event()) is h11.NEED_DATA:
            if self._wire.they_are_waiting_for_100_continue:
                self.write(h11.InformationalResponse(status_code=100, headers=[]))
                await self.flush()
            self._wire.receive_data(await self._reader.read(_PIECE))
        return event

    def write(self, event: Any) -> None:
        """Write an event; asyncio sends it when it can."""
        if data := self._wire.send(event):
            self._writer.write(data)

    async def flush(self) -> None:
        """Wait while the other side takes less than it is sent."""
        await self._writer.drain()

    @property
    def ends(self) -> tuple[Any, Any]:
        """The addresses of both ends: ours, theirs."""
        return self._writer.get_extra_info("sockname"), self._writer.get_extra_info("peername")

    async def _is_ready_for_more(self) -> bool:
        """Read what the app has left of the body; return whether another request may follow."""
        while self._wire.their_state is h11.SEND_BODY and self._wire.our_state is h11.DONE:
            await self.next_event()
        if self._wire.our_state is not h11.DONE or self._wire.their_state is not h11.DONE:
            return False
        self._wire.start_next_cycle()
        return True

    async def _refuse(self, status: int) -> None:
        if self._wire.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            headers = [(b"content-length", b"0"), (b"connection", b"close")]
            self.write(h11.Response(status_code=status, headers=headers))
            self.write(h11.EndOfMessage())
            await self.flush()


class _Exchange:
    """A request and its answer, as the app sees them."""

    def __init__(
        self, app: ASGIApp, wire: h11.Connection, request: h11.Request, connection: _Connection
    ) -> None:
        self._app = app
        self._wire = wire
        self._request = request
        self._connection = connection
        self._answered = asyncio.Event()
        self._start: h11.Response | None = None

    async def run(self) -> None:
        """Let the app answer; when it fails, the answer is an empty 500."""
        try:
            await self._app(self._scope(), self._receive, self._send)
        except (OSError, h11.LocalProtocolError):
            return  # the other side has gone
        except Exception as error:
            _log.error("The emulator failed at %s.", self._request.method.decode(), exc_info=error)
            if self._wire.our_state is h11.SEND_RESPONSE:
                await self._send({"type": "http.response.start", "status": 500, "headers": []})
                await self._send({"type": "http.response.body"})
        finally:
            self._answered.set()

    def _scope(self) -> Scope:
        request = self._request
        raw_path, _, query = request.target.partition(b"?")
        ours, theirs = self._connection.ends
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": request.http_version.decode("ascii"),
            "method": request.method.decode("ascii"),
            "scheme": "http",
            "path": unquote(raw_path.decode("ascii", "replace")),
            "raw_path": raw_path,
            "query_string": query,
            "root_path": "",
            "headers": list(request.headers),
            "server": ours,
            "client": theirs,
            "state": {},
        }

    async def _receive(self) -> Message:
        if self._wire.their_state is not h11.SEND_BODY:
            if self._wire.their_state is h11.DONE and not self._has_ended:
                self._has_ended = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await self._answered.wait()
            return {"type": "http.disconnect"}
        try:
            event = await self._connection.next_event()
        except (h11.RemoteProtocolError, OSError):
            return {"type": "http.disconnect"}
        if isinstance(event, h11.Data):
            return {"type": "http.request", "body": bytes(event.data), "more_body": True}
        self._has_ended = True
        return {"type": "http.request", "body": b"", "more_body": False}

    _has_ended = False
    """Whether the app has been told that the body is at its end."""

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = list(message.get("headers", []))
            if self._connection.is_last:
                headers.append((b"connection", b"close"))
            self._start = h11.Response(status_code=status, headers=headers, reason=_phrase(status))
            return
        if self._start is not None:
            self._connection.write(self._start)
            self._start = None
        if (body := message.get("body", b"")) and self._request.method != b"HEAD":
            self._connection.write(h11.Data(data=body))
        if not message.get("more_body", False):
            self._connection.write(h11.EndOfMessage())
            self._answered.set()
        await self._connection.flush()


def _phrase(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode("ascii")
    except ValueError:  # one of the service's own
        return b""
