"""Whether a base URL answers, how its TLS is, and how far its clock is from ours: one request, no token."""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum

from ocs_tui import __version__
from ocs_tui.api.errors import OcsError
from ocs_tui.api.http import httpx
from ocs_tui.api.network import Network
from ocs_tui.api.wirefaults import causes, words_for
from ocs_tui.catalog.operations import DISCOVERY_PATH

_LARGEST = 1024 * 1024
_HALF_A_SECOND = 0.5


class Fault(Enum):
    """What keeps a base URL from answering, as far as the advice differs."""

    EXPIRED = "certificate expired"
    NOT_YET_VALID = "certificate not yet valid"
    HOST_NAME = "certificate for another host"
    UNKNOWN_AUTHORITY = "certificate of an unknown authority"
    CERTIFICATE = "certificate not trusted"
    TLS = "no TLS"
    PROXY = "proxy"
    SETTINGS = "proxy or certificates of the environment"
    OTHER = "no connection"


@dataclass(frozen=True, slots=True)
class Probe:
    """How a base URL answered.

    Attributes:
        base_url: which.
        status: the status code; None when no answer came.
        words: why none came, as the rest of a sentence, safe to show; empty when one came.
        fault: the kind of that; None when an answer came.
        tls: the protocol, such as ``TLSv1.3``; None for plain http, and when no answer came.
        certificate_ends: when the certificate ends, in seconds since 1970; None where that cannot be told.
        clock_difference: seconds by which this machine's clock is ahead; None when the answer had no date.
            It is right to about a second, since that is what the header tells.
        milliseconds: a round trip on a connection that stands; None when no answer came.
    """

    base_url: str
    status: int | None = None
    words: str = ""
    fault: Fault | None = None
    tls: str | None = None
    certificate_ends: float | None = None
    clock_difference: float | None = None
    milliseconds: float | None = None

    @property
    def reached(self) -> bool:
        """True when an answer came, whatever its status."""
        return self.status is not None


async def probe(base_url: str, seconds: float = 10.0) -> Probe:
    """Ask ``base_url`` for its discovery document, twice: the second time measures the round trip.

    It takes ``seconds`` at most. Never raises.
    """
    try:
        async with asyncio.timeout(seconds), _client(seconds) as client:
            first, _ = await _ask(client, base_url)
            _, milliseconds = await _ask(client, base_url)
            return Probe(
                base_url,
                first.status_code,
                tls=_protocol(first),
                certificate_ends=_certificate_ends(first),
                clock_difference=first.extensions["clock"],
                milliseconds=milliseconds,
            )
    except OcsError as problem:  # of the environment: its proxy, its certificates
        return Probe(base_url, words=problem.sentence.rstrip("."), fault=Fault.SETTINGS)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as problem:
        return Probe(base_url, words=words_for(problem), fault=_fault(problem))


def _client(seconds: float) -> httpx.AsyncClient:
    headers = {
        "User-Agent": f"ocs-tui/{__version__}",
        "Accept": "application/json",
        "Cache-Control": "no-cache",
    }
    return httpx.AsyncClient(transport=Network(), timeout=seconds, headers=headers, trust_env=False)


async def _ask(client: httpx.AsyncClient, base_url: str) -> tuple[httpx.Response, float]:
    began, started = time.time(), time.perf_counter()
    async with client.stream("GET", base_url + DISCOVERY_PATH, follow_redirects=False) as response:
        milliseconds = (time.perf_counter() - started) * 1000
        response.extensions["clock"] = _ahead(response.headers.get("Date"), (began + time.time()) / 2)
        size = 0
        async for part in response.aiter_raw():  # to its end, so that the connection is kept
            size += len(part)
            if size > _LARGEST:
                break
        return response, milliseconds


def _ahead(date: str | None, now: float) -> float | None:
    try:
        # cut to the second, it is half of one too early on average
        return now - (parsedate_to_datetime(date or "").timestamp() + _HALF_A_SECOND)
    except (ValueError, TypeError, OverflowError):
        return None


def _tls(response: httpx.Response) -> ssl.SSLObject | None:
    stream = response.extensions.get("network_stream")
    found = stream.get_extra_info("ssl_object") if stream is not None else None
    return found if isinstance(found, ssl.SSLObject) else None


def _protocol(response: httpx.Response) -> str | None:
    tls = _tls(response)
    return tls.version() if tls is not None else None


def _certificate_ends(response: httpx.Response) -> float | None:
    tls = _tls(response)
    # empty where the platform and not OpenSSL has verified it
    ends = (tls.getpeercert() or {}).get("notAfter") if tls is not None else None
    return float(ssl.cert_time_to_seconds(ends)) if isinstance(ends, str) else None


def _fault(problem: BaseException) -> Fault:
    if isinstance(problem, httpx.ProxyError):
        return Fault.PROXY
    if isinstance(problem, httpx.TimeoutException | TimeoutError):
        return Fault.OTHER  # however far it had come
    for cause in causes(problem):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate_fault(cause.verify_message)
        if isinstance(cause, ssl.SSLError):
            return Fault.TLS
    return Fault.OTHER


def _certificate_fault(message: str) -> Fault:
    """Tell by the words of OpenSSL, of Windows or of macOS; what they have in common are words, not codes."""
    message = message.casefold()
    for fault, words in _TOLD_BY:
        if any(word in message for word in words):
            return fault
    return Fault.CERTIFICATE


_TOLD_BY = (
    (Fault.EXPIRED, ("expired",)),
    (Fault.NOT_YET_VALID, ("not yet valid", "not valid yet")),
    (Fault.HOST_NAME, ("mismatch", "not valid for", "host name", "hostname")),
    (
        Fault.UNKNOWN_AUTHORITY,
        ("issuer", "self-signed", "self signed", "root", "authority", "first certificate"),
    ),
)
