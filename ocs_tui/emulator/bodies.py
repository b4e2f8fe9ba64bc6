"""Reading what clients send: bytes of bounded size, inflated, and JSON that can be written again."""

from __future__ import annotations

import gzip
import io
import json
import math
import zlib
from typing import Any, NoReturn

from starlette.requests import Request

from ocs_tui.emulator.refusal import Refused

LIMIT = 30_000_000
"""The largest body, sent and inflated. The reference states 28.6 MB for SDS writes and nothing here."""

_DEEPEST = 100


async def read_body(request: Request) -> bytes:
    """Return the body of a request, inflated.

    What is beyond the limit is read and thrown away, so that the client gets its answer and not a
    broken connection.

    Raises:
        Refused: 413 for a body that is too large, 415 for an unknown encoding, 400 for a broken one.
    """
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= LIMIT:
            chunks.append(chunk)
        else:
            chunks.clear()
    if size > LIMIT:
        raise Refused(413, "The body is too large.")
    return _inflated(b"".join(chunks), request.headers.get("content-encoding", ""))


def _inflated(body: bytes, encoding: str) -> bytes:
    name = encoding.strip().casefold()
    if name in ("", "identity"):
        return body
    if name in ("gzip", "x-gzip"):
        inflated = gunzipped(body)
    elif name == "deflate":
        inflated = _inflate(body)
    else:
        raise Refused(415, "The content encoding is not known.")
    if len(inflated) > LIMIT:
        raise Refused(413, "The body is too large.")
    return inflated


def gunzipped(body: bytes) -> bytes:
    """Return a body out of gzip, cut off just beyond the limit.

    Raises:
        Refused: 400 when it is no gzip.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            return file.read(LIMIT + 1)
    except (OSError, EOFError, zlib.error):
        raise Refused(400, "The body is not gzip.") from None


def _inflate(body: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        inflated = inflater.decompress(body, LIMIT + 1)
    except zlib.error:
        raise Refused(400, "The body is not deflate.") from None
    if not inflater.eof and len(inflated) <= LIMIT:
        raise Refused(400, "The body ends too early.")
    return inflated


def read_object(body: bytes) -> dict[str, Any]:
    """Return a JSON object.

    Raises:
        Refused: 400 when it is none, or holds what could not be written again: NaN, Infinity, a number
            beyond a double, half a surrogate pair, absurd nesting.
    """
    value = _read_json(body)
    if not isinstance(value, dict):
        raise Refused(400, "The body is no JSON object.")
    return value


def read_list(body: bytes) -> list[Any]:
    """Return a JSON list, by the same rules as :func:`read_object`.

    Raises:
        Refused: 400 when it is none, or could not be written again.
    """
    value = _read_json(body)
    if not isinstance(value, list):
        raise Refused(400, "The body is no JSON list.")
    return value


def read_text(body: bytes) -> str:
    """Return a JSON text, by the same rules as :func:`read_object`.

    Raises:
        Refused: 400 when it is none, or could not be written again.
    """
    value = _read_json(body)
    if not isinstance(value, str):
        raise Refused(400, "The body is no JSON text.")
    return value


def _read_json(body: bytes) -> Any:
    try:
        value = json.loads(body, parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        raise Refused(400, "The body is no JSON.") from None
    _check_depth_and_text(value)
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(literal: str) -> float:
    value = float(literal)
    if math.isinf(value):
        raise ValueError(literal)
    return value


def _check_depth_and_text(value: Any) -> None:
    level = [value]
    for _ in range(_DEEPEST):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.keys()
                below += item.values()
            elif isinstance(item, list):
                below += item
            elif isinstance(item, str) and not item.isascii():
                _check_text(item)
        if not below:
            return
        level = below
    raise Refused(400, "The body is nested too deeply.")


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused(400, "The body holds half a surrogate pair.") from None
