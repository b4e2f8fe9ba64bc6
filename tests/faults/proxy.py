"""Real sockets between a client and an emulator's region, which break on demand. Imports nothing of ocs_tui.

The emulator's addresses in its answers are replaced by the proxies' own, so that a client which follows
them stays behind the proxies.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    """A request as it arrived."""

    method: str
    target: str
    raw: bytes = field(repr=False)

    @property
    def is_token(self) -> bool:
        """True for what signing in asks."""
        return "/identity/" in self.target.casefold()

    @property
    def is_write(self) -> bool:
        """True for what may change the tenant."""
        return self.method not in ("GET", "HEAD") and not self.is_token


@dataclass
class Exchange:
    """One request at a proxy: where its answer goes, and how to get the real one."""

    request: Request
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    forward: Callable[[], Awaitable[bytes]]

    async def answer(self, data: bytes) -> None:
        """Send bytes to the client."""
        self.writer.write(data)
        await self.writer.drain()

    async def until_gone(self) -> None:
        """Wait until the client gives the connection up."""
        while await self.reader.read(65536):
            pass


Fault = Callable[[Exchange], Awaitable[None]]
"""Takes the place of handing the real answer on. When it returns, the connection is closed."""


@dataclass
class Proxy:
    """A region behind a wire.

    Attributes:
        region: the region's id.
        fault: what happens to a request; None hands it on.
        hits: which requests the fault is for.
        writes: how many writes reached the emulator.
        broken: how many requests the fault was for.
    """

    region: str
    upstream: str
    rewrite: Mapping[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    fault: Fault | None = None
    hits: Callable[[Request], bool] = lambda request: not request.is_token
    writes: int = 0
    broken: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        """Where clients call it."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen; at the port it had before, when it was stopped."""
        self._open: set[asyncio.StreamWriter] = set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Refuse connections from now on."""
        self._server.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await asyncio.sleep(0)  # what was accepted a moment ago begins, so that it is closed below
                while self._open:
                    for writer in list(self._open):
                        writer.close()
                    await asyncio.sleep(0.001)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while (request := await _read(reader)) is not None:
                exchange = Exchange(request, reader, writer, lambda asked=request: self._forward(asked))  # type: ignore[misc]
                if self.fault is not None and self.hits(request):
                    self.broken += 1
                    await self.fault(exchange)
                    return
                await exchange.answer(await exchange.forward())
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the test is over, or the client went away: this task is nobody's to cancel further
        finally:
            writer.close()
            with suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
                await writer.wait_closed()
            self._open.discard(writer)

    async def _forward(self, request: Request) -> bytes:
        """Ask the emulator, and return its whole answer with addresses of ours in it."""
        self.writes += request.is_write
        there = urlsplit(self.upstream)
        reader, writer = await asyncio.open_connection(there.hostname, there.port)
        head, _, body = request.raw.partition(b"\r\n\r\n")
        lines = [
            line for line in head.split(b"\r\n") if not _is(line, b"connection", b"accept-encoding", b"host")
        ]
        lines += [b"Connection: close", b"Host: " + there.netloc.encode()]
        try:
            writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + body)
            answer = await reader.read()
        finally:
            writer.close()
            await writer.wait_closed()
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not _is(line, b"connection", b"content-length")]
        head = b"\r\n".join(lines)
        for theirs, ours in self.rewrite.items():
            head, body = (
                head.replace(theirs.encode(), ours.encode()),
                body.replace(theirs.encode(), ours.encode()),
            )
        return head + f"\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _is(line: bytes, *names: bytes) -> bool:
    return line.partition(b":")[0].strip().lower() in names


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    body = await reader.readexactly(int(length[1])) if length else b""
    method, target, _ = head.decode("latin-1").split(" ", 2)
    return Request(method, target, head + body)


@asynccontextmanager
async def proxies(
    regions: Mapping[str, str], tls: ssl.SSLContext | None = None
) -> AsyncIterator[dict[str, Proxy]]:
    """Put a proxy before each region of an emulator, until the block is left.

    Args:
        regions: region ids to the emulator's base URLs.
        tls: a certificate to serve with; plain HTTP without.
    """
    made = {region: Proxy(region, url, tls=tls) for region, url in regions.items()}
    async with AsyncExitStack() as stack:
        for proxy in made.values():
            await proxy.start()
            stack.push_async_callback(proxy.stop)
        rewrite = {proxy.upstream: proxy.url for proxy in made.values()}
        for proxy in made.values():
            proxy.rewrite = rewrite
        yield made
