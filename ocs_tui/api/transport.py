"""The one HTTP client: sends one request, once, and says what came or why nothing did.

Repeating, signing in and choosing a base URL are the business of the modules above. Every request
passes the check of its origin here, token or not, and is traced here, token requests included.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from ocs_tui import __version__
from ocs_tui.api.answers import TraceRecord
from ocs_tui.api.errors import OcsError, Unreachable
from ocs_tui.api.giving_up import unbroken
from ocs_tui.api.hidden import Hidden as Hidden
from ocs_tui.api.http import httpx
from ocs_tui.api.network import Network
from ocs_tui.api.origins import Origins
from ocs_tui.api.wirefaults import words_for
from ocs_tui.model.text import safe

Params = Mapping[str, str] | Sequence[tuple[str, str]]
"""A query: by name, or in pairs where a name comes more than once."""

LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes of a body after which reading it is given up."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds.

    Attributes:
        connect: for a connection.
        read: for the next bytes of an answer. The service's gateway answers 408 after 30 by itself.
        whole: for a whole request, however steadily it trickles.
        attempts: how often something safe to repeat is tried in all.
        first_wait: before the second attempt; doubled before each further one, with jitter on top.
        longest_wait: what ``Retry-After`` may ask for; when it asks for more, no further attempt is made.
        retry_for: no further attempt once this long has passed.
    """

    connect: float = 5.0
    read: float = 30.0
    whole: float = 120.0
    attempts: int = 3
    first_wait: float = 0.25
    longest_wait: float = 10.0
    retry_for: float = 45.0


class Miss(Enum):
    """Why no answer came."""

    NOT_SENT = "not sent"
    """No connection: the request has not left."""
    CUT = "cut"
    """The connection broke, or spoke no HTTP, after the request was sent."""
    TIMED_OUT = "timed out"
    """Nothing came in time after the request was sent."""
    UNREADABLE = "unreadable"
    """An answer came and cannot be read: too large, or its compression is broken."""


class NoAnswer(Exception):
    """No answer came.

    Attributes:
        miss: the kind.
        words: why, as the rest of a sentence; safe to show.
    """

    def __init__(self, miss: Miss, words: str) -> None:
        super().__init__(words)
        self.miss = miss
        self.words = words


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: any status code.

    Attributes:
        status: the status code.
        headers: the headers, letter case aside.
        body: the body, decompressed; not in the repr. In an error's body token and secret are blotted out.
        url: where it came from.
        location: the ``Location`` header, as it came.
    """

    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)
    url: str
    location: str | None

    @property
    def ok(self) -> bool:
        """True for 2xx."""
        return 200 <= self.status < 300

    @property
    def operation_id(self) -> str | None:
        """The Operation-Id header, safe to show."""
        value = self.headers.get("Operation-Id")
        return safe(value, 100) if value else None


class Transport:
    """Sends requests.

    Args:
        origins: where anything may be sent at all.
        patience: the timeouts.
        on_trace: called when a request starts and again when it ends.
        largest: bytes of a body after which reading it is given up.
    """

    def __init__(
        self,
        origins: Origins,
        patience: Patience,
        on_trace: Callable[[TraceRecord], None] | None = None,
        largest: int = LARGEST_ANSWER,
    ) -> None:
        self._origins = origins
        self._patience = patience
        self._on_trace = on_trace
        self._largest = largest
        self._numbers = itertools.count(1)
        self._http = httpx.AsyncClient(
            transport=Network(),
            trust_env=False,  # proxies and certificates are the Network's business
            follow_redirects=False,
            event_hooks={"response": [_keep_location_from_httpx]},
            timeout=httpx.Timeout(
                connect=patience.connect, read=patience.read, write=patience.read, pool=patience.whole
            ),
            headers={
                "User-Agent": f"ocs-tui/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate",
            },
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def send(
        self,
        method: str,
        url: str,
        *,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        token: Hidden | None = None,
        body: bytes | Hidden | None = None,
        content_type: str = "application/json",
        hidden: tuple[Hidden, ...] = (),
    ) -> Answer:
        """Send one request, once, and return the answer whatever its status.

        Args:
            method: the HTTP method.
            url: the whole URL without its query.
            params: the query; shown in the trace, so never a secret.
            headers: further headers.
            token: the bearer token.
            body: what to send; Hidden when it holds a secret.
            content_type: of ``body``.
            hidden: what an error's body must not show, besides the token.

        Raises:
            Untrusted: the origin is not trusted; nothing was sent.
            Unreachable: closed already, or the proxy or the certificates of the environment cannot be used;
                nothing was sent.
            NoAnswer: none came.
        """
        self._origins.check(url)
        if self._http.is_closed:
            raise Unreachable("This connection was closed: open the profile again.")
        request = self._http.build_request(
            method,
            url,
            params=None if params is None else httpx.QueryParams(_pairs(params)),
            content=_plain(body),
            headers=_headers(token, content_type if body is not None else None, headers),
        )
        trace = TraceRecord(
            next(self._numbers),
            time.time(),
            method,
            _shown(url, params),
            body_bytes=len(request.content),
            token=token is not None,
        )
        self._tell(trace)
        started = time.perf_counter()
        answer: Answer | None = None
        error: str | None = "cancelled"
        try:
            answer = await self._exchange(request)
            error = None
        except NoAnswer as failure:
            error = failure.words
            raise
        except OcsError as failure:
            error = failure.sentence
            raise
        finally:
            self._tell(
                replace(
                    trace,
                    status=answer.status if answer else None,
                    milliseconds=(time.perf_counter() - started) * 1000,
                    operation_id=answer.operation_id if answer else None,
                    error=error,
                )
            )
        return answer if answer.ok else _blotted(answer, (*hidden, *((token,) if token else ())))

    async def _exchange(self, request: httpx.Request) -> Answer:
        sent = False

        async def watch(event: str, info: Mapping[str, Any]) -> None:
            nonlocal sent
            if event.endswith("send_request_headers.started"):
                # the CONNECT to a proxy is not yet the request
                sent = sent or info["request"].method != b"CONNECT"

        async def carried() -> tuple[httpx.Response, bytes]:
            response = await self._http.send(request, stream=True)
            try:
                return response, await self._read(response)
            finally:
                await response.aclose()

        request.extensions = {**request.extensions, "trace": watch}
        try:
            async with asyncio.timeout(self._patience.whole):
                response, body = await unbroken(request, carried)
        except httpx.DecodingError:
            failure = NoAnswer(Miss.UNREADABLE, "its compression is broken")
        except (httpx.TransportError, TimeoutError) as problem:
            failure = _no_answer(problem, sent)
        else:
            location = response.extensions["location"]
            return Answer(response.status_code, response.headers, body, str(request.url), location)
        # outside of the handlers: a httpx error carries the request, and that the token
        raise failure

    async def _read(self, response: httpx.Response) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > self._largest:
                raise NoAnswer(Miss.UNREADABLE, f"it is larger than {self._largest // (1024 * 1024)} MB")
            parts.append(part)
        return b"".join(parts)

    def _tell(self, record: TraceRecord) -> None:
        if self._on_trace is not None:
            self._on_trace(record)


async def _keep_location_from_httpx(response: httpx.Response) -> None:
    """Move ``Location`` out of sight: httpx parses it even when it follows none, and fails on an odd one."""
    response.extensions["location"] = response.headers.pop("Location", None)


def _plain(body: bytes | Hidden | None) -> bytes | None:
    """Return the bytes to send; kept in no variable of a function that may fail."""
    return body.value.encode() if isinstance(body, Hidden) else body


def _pairs(params: Params) -> list[tuple[str, str | int | float | bool | None]]:
    return list(params.items() if isinstance(params, Mapping) else params)


def _headers(token: Hidden | None, content_type: str | None, more: Mapping[str, str] | None) -> httpx.Headers:
    headers = httpx.Headers(more)  # its repr blots out Authorization
    if token is not None:
        headers["Authorization"] = f"Bearer {token.value}"
    if content_type is not None:
        headers["Content-Type"] = content_type
    return headers


def _shown(url: str, params: Params | None) -> str:
    """Return the URL for the trace; of a query that is not ours, only that there is one."""
    parsed = httpx.URL(url)
    if params:
        return str(parsed.copy_merge_params(httpx.QueryParams(_pairs(params))))
    return str(parsed.copy_with(query=b"...")) if parsed.query else str(parsed)


def _no_answer(problem: Exception, sent: bool) -> NoAnswer:
    words = words_for(problem)
    if not sent:
        return NoAnswer(Miss.NOT_SENT, words)
    timed_out = isinstance(problem, httpx.TimeoutException | TimeoutError)
    return NoAnswer(Miss.TIMED_OUT if timed_out else Miss.CUT, words)


def _blotted(answer: Answer, hidden: tuple[Hidden, ...]) -> Answer:
    """Return an error's answer without the tokens and secrets that a careless server echoes."""
    body = answer.body
    for item in hidden:
        if item.value:
            body = _in_any_spelling(item).sub("•••".encode(), body)
    return replace(answer, body=body)


def _in_any_spelling(item: Hidden) -> re.Pattern[bytes]:
    """Match it as it is, percent-encoded as forms and URLs have it, and escaped as JSON may have it."""
    return re.compile("".join(map(_spellings, item.value)).encode(), re.IGNORECASE)


def _spellings(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    units = character.encode("utf-16-be").hex()
    ways = [
        re.escape(character),
        "".join(f"%{byte:02x}" for byte in character.encode()),
        "".join(rf"\\u{units[start : start + 4]}" for start in range(0, len(units), 4)),
        {" ": r"\+"}.get(character, rf"\\{re.escape(character)}"),
    ]
    return f"(?:{'|'.join(ways)})"
