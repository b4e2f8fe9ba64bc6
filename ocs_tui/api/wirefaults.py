"""What went wrong below HTTP, in words. Never the text of an httpx error: it may hold a header."""

from __future__ import annotations

import socket
import ssl

from ocs_tui.api.http import httpx
from ocs_tui.model.text import safe


def words_for(problem: BaseException) -> str:
    """Say a connection's failure as the rest of a sentence, safe to show."""
    if isinstance(problem, httpx.ProxyError):
        return f"the proxy refused: {safe(problem, 120)}"
    if isinstance(problem, httpx.ConnectTimeout | httpx.PoolTimeout):
        return "no connection in time"
    if isinstance(problem, httpx.TimeoutException | TimeoutError):
        return "no answer in time"
    for cause in causes(problem):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted: {safe(cause.verify_message, 120)}"
        if isinstance(cause, ssl.SSLError):
            return "no TLS connection could be made"
        if isinstance(cause, socket.gaierror):
            return "no host of that name is known"
        if isinstance(cause, ConnectionRefusedError):
            return "the connection was refused"
    if isinstance(problem, httpx.ConnectError):
        return "no connection could be made"
    if isinstance(problem, httpx.LocalProtocolError):
        return "the request could not be put into HTTP"
    if isinstance(problem, httpx.RemoteProtocolError):
        return "it broke off or answered something that is no HTTP"
    return "the connection broke off"


def causes(problem: BaseException) -> list[BaseException]:
    """Return a failure and all that led to it, groups taken apart."""
    found: list[BaseException] = []
    waiting = [problem]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.append(one)
        waiting.extend(cause for cause in (one.__cause__, one.__context__) if cause is not None)
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
    return found
