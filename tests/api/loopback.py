"""A tiny service on loopback that answers by script and can misbehave below HTTP as well."""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, unquote

TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT_ID = "the-client"
SECRET = "s3cr3t-of-the-client"

HANG = b"hang"
"""Answer nothing and keep the connection."""
CUT = b"cut"
"""Close the connection without an answer."""


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def path(self) -> str:
        return unquote(self.target.partition("?")[0])

    @property
    def call(self) -> str:
        """Its verb and its path, without what leads to the tenant."""
        below = re.sub(f"^/api/v1/Tenants/{TENANT}", "", self.path, flags=re.IGNORECASE)
        return f"{self.method} {below or '/'}"

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(self.target.partition("?")[2], keep_blank_values=True)

    @property
    def token(self) -> str | None:
        return self.headers.get("authorization", "").removeprefix("Bearer ") or None


Script = bytes | Callable[[Seen], bytes | Awaitable[bytes]]


def http(status: int, body: Any = b"", **headers: str) -> bytes:
    """Return an answer; a body that is no bytes goes as JSON. ``Content_Type`` names ``Content-Type``."""
    names = {key.replace("_", "-"): value for key, value in headers.items()}
    payload: bytes = body if isinstance(body, bytes) else json.dumps(body).encode()
    if not isinstance(body, bytes):
        names.setdefault("Content-Type", "application/json")
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(payload)}"]
    lines += [f"{name}: {value}" for name, value in names.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + payload


@dataclass
class Service:
    """A fake OCS of one region. ``async with`` starts and stops it.

    Attributes:
        scripts: what to answer to ``VERB /path/below/the/tenant`` or ``VERB /identity/...``. A list gives
            its answers one after the other, the last one for ever. Without a script: 404.
        seen: the requests, in the order they arrived.
        tokens: how many tokens were given out; they are called ``token-1`` and so on.
    """

    scripts: dict[str, Any] = field(default_factory=dict)  # Script | list[Script], and dict is invariant
    lifetime: Any = 3600
    tls: ssl.SSLContext | None = None
    seen: list[Seen] = field(default_factory=list)
    tokens: int = 0
    connections: int = 0
    called: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a request below the tenant has arrived."""
    broken_off: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the other side closed a connection that hung."""

    async def __aenter__(self) -> Self:
        self._busy: dict[asyncio.Task[Any], asyncio.StreamWriter] = {}
        options: dict[str, Any] = {"ssl": self.tls}
        if self.tls:
            options["ssl_shutdown_timeout"] = 0.1  # else it waits 30 s for a client that is gone
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, **options)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Stop listening and close what is open: connections are refused from now on."""
        self._server.close()
        for writer in self._busy.values():
            writer.close()
        await asyncio.gather(*self._busy, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def calls(self, start: str = "") -> list[str]:
        """The requests below the tenant as ``VERB /path``, those that start so."""
        shown = [seen.call for seen in self.seen if "/tenants/" in seen.path.casefold()]
        return [call for call in shown if call.startswith(start)]

    def of(self, path: str) -> list[Seen]:
        """The requests whose path ends so."""
        return [seen for seen in self.seen if seen.path.endswith(path)]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        task = asyncio.current_task()
        assert task is not None
        self._busy[task] = writer
        try:
            while (seen := await _read(reader, number)) is not None:
                self.seen.append(seen)
                answer = await self._answer(seen)
                if answer == CUT:
                    return
                if answer == HANG:
                    await reader.read()
                    self.broken_off.set()
                    return
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            await closed(writer)
            del self._busy[task]

    async def _answer(self, seen: Seen) -> bytes:
        key = seen.call
        if "/tenants/" in seen.path.casefold():
            self.called.set()
        script: Any = self.scripts.get(key)
        if isinstance(script, list):
            script = script.pop(0) if len(script) > 1 else script[0]
        if script is None:
            script = self._token if key == "POST /identity/connect/token" else http(404)
        if isinstance(script, bytes):
            return script
        answer: bytes | Awaitable[bytes] = script(seen)
        return answer if isinstance(answer, bytes) else await answer

    def _token(self, seen: Seen) -> bytes:
        form = parse_qs(seen.body.decode())
        assert form["grant_type"] == ["client_credentials"]
        if form["client_secret"] != [SECRET] or form["client_id"] != [CLIENT_ID]:
            return http(400, {"error": "invalid_client"})
        self.tokens += 1
        return http(200, {"access_token": f"token-{self.tokens}", "expires_in": self.lifetime})


async def closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError, ssl.SSLError):
        await writer.wait_closed()


async def _read(reader: asyncio.StreamReader, number: int) -> Seen | None:
    head = await reader.readline()
    if not head:
        return None
    method, target, _ = head.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (line := (await reader.readline()).decode("latin-1").rstrip("\r\n")) != "":
        name, _, value = line.partition(":")
        headers[name.strip().casefold()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Seen(method, target, headers, body, number)


def regions(**bases: str) -> list[dict[str, Any]]:
    """Return a Regions body; the first one takes administrative writes."""
    body: list[dict[str, Any]] = [{"Id": name, "BaseAddress": url + "/"} for name, url in bases.items()]
    body[0]["AdministrativeEndpointsWritable"] = True
    return body


ACL = {
    "RoleTrusteeAccessControlEntries": [
        {"Trustee": {"Type": 3, "ObjectId": "admins", "TenantId": TENANT}, "AccessRights": 31},
        {"Trustee": {"Type": "Role", "ObjectId": "members"}, "AccessType": "Denied", "AccessRights": 66},
        {"Trustee": {"Type": 3, "ObjectId": "admins"}, "AccessRights": 0, "Note": "kept"},
    ],
    "Later": {"a": [1, None]},
}
