"""Listens on this machine for the browser that comes back from signing in."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import secrets
from html import escape
from http import HTTPStatus
from typing import Self

from ocs_tui.api.errors import SignInFailed
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.signin.interaction import BrowserSignIn
from ocs_tui.api.signin.redirect import NotOurs, RedirectUri
from ocs_tui.model.text import safe

_LARGEST_HEAD = 32 * 1024
_HEAD_SECONDS = 10.0
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "Connection": "close",
}


class Listener:
    """While it is entered, answers one redirect at the redirect URI; to all else it says 404.

    A redirect that does not belong to this sign-in, which any web page can send here, is told so and
    changes nothing. Where the port cannot be had, ``asked.note`` says so and pasting is left.

    It listens on loopback alone: at 127.0.0.1 and at ::1 for ``localhost``, since browsers try either first.

    Args:
        asked: what the redirect is handed to.
        redirect: where to listen.
    """

    def __init__(self, asked: BrowserSignIn, redirect: RedirectUri) -> None:
        self._asked = asked
        self._redirect = redirect
        self._start_path = f"/{secrets.token_urlsafe(12)}"
        self._servers: list[asyncio.Server] = []
        self._busy: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        host = self._redirect.host
        for address in ("127.0.0.1", "::1") if host == "localhost" else (host,):
            try:
                server = await asyncio.start_server(
                    self._serve, address, self._redirect.port, limit=_LARGEST_HEAD
                )
            except OSError as error:
                if error.errno in _NOT_HERE and (self._servers or host == "localhost"):
                    continue  # a machine without IPv6, or without IPv4
                await self._close()
                self._asked.note = self._why(error)
                break
            self._servers.append(server)
        if self._servers:
            origin = self._redirect.text.partition("://")[2].partition("/")[0]
            self._asked.start_url = f"http://{origin}{self._start_path}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._close()
        await asyncio.sleep(0)  # what was accepted a moment ago begins, so that it is closed below
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)
        await asyncio.sleep(0)  # what was closed just now is gone

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        self._servers.clear()

    def _why(self, error: OSError) -> str:
        port = self._redirect.port
        if error.errno == errno.EADDRINUSE:
            what = f"Port {port} of this machine is taken by another program"
        else:
            what = f"Port {port} of this machine cannot be listened at"
        return f"{what}, so the browser cannot come back by itself: paste the address that it ends at."

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._answer(reader, writer), name="sign-in redirect")
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
        # one that is cancelled before its first step closes nothing: a browser connects ahead of asking
        task.add_done_callback(lambda _: writer.close())

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        outcome: Hidden | SignInFailed | None = None
        try:
            async with asyncio.timeout(_HEAD_SECONDS):
                head = Hidden((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            page, outcome = self._page_for(head)
            writer.write(page)
            await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # no request, or nobody there to read the page; what a redirect brought counts
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            if outcome is not None:
                self._asked.end(outcome)  # the page is out: from now on nothing listens

    def _page_for(self, head: Hidden) -> tuple[bytes, Hidden | SignInFailed | None]:
        """Return the answer to a request, and how the sign-in ends by it; None when it goes on."""
        method, path, query = _request(head)
        if method == "GET" and path == self._start_path:
            self._start_path = ""  # serves once: whoever reads the address later gets nothing
            return _page(HTTPStatus.FOUND, "Signing in", "", Location=self._asked.url), None
        if method != "GET" or path != self._redirect.path or self._asked.ended:
            return _page(HTTPStatus.NOT_FOUND, "Not found", "There is nothing here."), None
        try:
            code = self._asked.read(query)
        except NotOurs as problem:
            self._asked.tell(problem.sentence)
            return _page(HTTPStatus.BAD_REQUEST, "Not signed in", problem.sentence), None
        except SignInFailed as refused:
            text = f"{refused.sentence} You can close this page and go back to the terminal."
            return _page(HTTPStatus.OK, "Not signed in", text), refused
        text = "The terminal goes on with signing in. You can close this page."
        return _page(HTTPStatus.OK, "Back to ocs-tui", text), code


def _request(head: Hidden) -> tuple[str, str, Hidden]:
    """Return the method, the path and the query of a request; the query may hold the code."""
    method, _, rest = head.value.partition("\r\n")[0].partition(" ")
    path, _, query = rest.partition(" ")[0].partition("?")
    return method, path, Hidden(query)


def _page(status: HTTPStatus, title: str, text: str, **headers: str) -> bytes:
    body = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<h1>{escape(title)}</h1><p>{escape(safe(text))}</p></html>"
    ).encode()
    lines = [f"HTTP/1.1 {status} {status.phrase}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (_HEADERS | headers).items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
