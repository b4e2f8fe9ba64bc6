"""The faults, each in a few lines. A fault replaces the answer; most never let the request through."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.proxy import Exchange, Fault, Request


def _answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Content-Length", str(len(body)))
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answers(status: int, **headers: str) -> Fault:
    """Answer a status code and do nothing."""
    body = b'{"OperationId": "op", "Error": "No.", "Reason": "A fault.", "Resolution": "Try again."}'

    async def fault(exchange: Exchange) -> None:
        await exchange.answer(_answer(status, body, Content_Type="application/json", **headers))

    return fault


async def hang(exchange: Exchange) -> None:
    """Never answer."""
    await exchange.until_gone()


async def cut(exchange: Exchange) -> None:
    """Close the connection without an answer."""


async def done_and_cut(exchange: Exchange) -> None:
    """Let it happen, and close the connection instead of answering."""
    await exchange.forward()


async def done_and_hang(exchange: Exchange) -> None:
    """Let it happen, and never answer."""
    await exchange.forward()
    await exchange.until_gone()


async def half(exchange: Exchange) -> None:
    """Let it happen, and close the connection in the middle of the answer."""
    answer = await exchange.forward()
    head, _, body = answer.partition(b"\r\n\r\n")
    promised = head.replace(
        f"Content-Length: {len(body)}".encode(), f"Content-Length: {len(body) + 10}".encode()
    )
    await exchange.answer(promised + b"\r\n\r\n" + body[: len(body) // 2])


async def cut_in_the_head(exchange: Exchange) -> None:
    """Let it happen, and close the connection after twenty bytes."""
    await exchange.answer((await exchange.forward())[:20])


async def other_type(exchange: Exchange) -> None:
    """Let it happen, and call the answer's JSON something else."""
    head, _, body = (await exchange.forward()).partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-type")]
    await exchange.answer(b"\r\n".join([*lines, b"Content-Type: text/plain"]) + b"\r\n\r\n" + body)


async def trickle(exchange: Exchange) -> None:
    """Begin an answer that comes byte by byte and has no end."""
    await exchange.answer(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
    )
    while not exchange.writer.is_closing():
        await exchange.answer(b" ")
        await asyncio.sleep(0.01)


async def garbage(exchange: Exchange) -> None:
    """Answer something that is no HTTP."""
    await exchange.answer(b"\x00\x01 this is no HTTP \xff\r\n\r\n")


async def broken_gzip(exchange: Exchange) -> None:
    """Let it happen, and answer a compressed body of which the end is missing."""
    head, _, body = (await exchange.forward()).partition(b"\r\n\r\n")
    packed = gzip.compress(body or b"{}")[:-12]
    lines = [
        line
        for line in head.split(b"\r\n")
        if not line.lower().startswith((b"content-length", b"content-encoding"))
    ]
    lines += [b"Content-Encoding: gzip", f"Content-Length: {len(packed)}".encode()]
    await exchange.answer(b"\r\n".join(lines) + b"\r\n\r\n" + packed)


async def page(exchange: Exchange) -> None:
    """Answer 200 with a web page, as a captive portal does."""
    await exchange.answer(
        _answer(200, b"<html><body>Sign in to the hotel's network</body></html>", Content_Type="text/html")
    )


async def huge(exchange: Exchange) -> None:
    """Announce and begin a body that nobody should read."""
    await exchange.answer(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n["
    )
    while not exchange.writer.is_closing():
        await exchange.answer(b" " * 65536)


async def loop(exchange: Exchange) -> None:
    """Answer that it is found at the very same address."""
    await exchange.answer(_answer(302, Location=exchange.request.target))


def clock(date: bytes) -> Fault:
    """Let it happen, and answer with another date."""

    async def fault(exchange: Exchange) -> None:
        answer = await exchange.forward()
        lines = [line for line in answer.split(b"\r\n") if not line.lower().startswith(b"date:")]
        lines.insert(1, b"Date: " + date)
        await exchange.answer(b"\r\n".join(lines))

    return fault


def _tokens(request: Request) -> bool:
    return request.is_token


def _api(request: Request) -> bool:
    return not request.is_token


@dataclass(frozen=True)
class Case:
    """A fault, where it is and what it is for.

    Attributes:
        fault: what happens; None closes the listening socket.
        everywhere: at every region; else only at the one that serves the operation.
        hits: which requests.
        token_expired: the token has to be renewed while the fault is on.
        does_it: a write under it may have been carried out.
    """

    fault: Fault | None
    everywhere: bool = False
    hits: Callable[[Request], bool] = field(default=_api)
    token_expired: bool = False
    does_it: bool = False


CASES: dict[str, Case] = {
    "region gone": Case(None),
    "every region gone": Case(None, everywhere=True),
    "hangs": Case(hang),
    "done, then hangs": Case(done_and_hang, does_it=True),
    "cut off": Case(cut),
    "done, then cut off": Case(done_and_cut, does_it=True),
    "cut in mid-answer": Case(half, does_it=True),
    "cut in the head": Case(cut_in_the_head, does_it=True),
    "another content type": Case(other_type, does_it=True),
    "trickles for ever": Case(trickle),
    "no HTTP": Case(garbage),
    "broken gzip": Case(broken_gzip, does_it=True),
    "a web page": Case(page),
    "huge body": Case(huge),
    "302 to itself": Case(loop),
    "401 for ever": Case(answers(401)),
    "403": Case(answers(403)),
    "404": Case(answers(404)),
    "429": Case(answers(429)),
    "429, Retry-After 1 h": Case(answers(429, Retry_After="3600")),
    "500": Case(answers(500)),
    "502": Case(answers(502)),
    "503": Case(answers(503)),
    "504": Case(answers(504)),
    "wrong clock": Case(clock(b"Thu, 01 Jan 1998 00:00:00 GMT"), does_it=True),
    "clock ahead": Case(clock(b"Fri, 01 Jan 2100 00:00:00 GMT"), does_it=True),
    "sign-in cut off": Case(cut, everywhere=True, hits=_tokens, token_expired=True),
    "sign-in 500": Case(answers(500), everywhere=True, hits=_tokens, token_expired=True),
    "sign-in gone (404)": Case(answers(404), everywhere=True, hits=_tokens, token_expired=True),
}
