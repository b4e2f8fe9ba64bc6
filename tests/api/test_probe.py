"""What a base URL without a token tells: whether it answers, its TLS, its clock."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from pathlib import Path

import pytest
import trustme

from ocs_tui.api.probe import Fault, probe
from tests.api.loopback import CUT, HANG, Service, closed, http

DISCOVERY = "GET /identity/.well-known/openid-configuration"

Issue = Callable[[trustme.CA], trustme.LeafCert]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _tls(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _trust(authority: trustme.CA, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


async def test_an_answer_of_any_kind_means_reached() -> None:
    for status in (200, 404, 503):
        async with Service({DISCOVERY: http(status)}) as service:
            found = await probe(service.url)
        assert (found.reached, found.status, found.words, found.fault) == (True, status, "", None)
        assert found.milliseconds is not None
        assert found.tls is None
        assert found.clock_difference is None, "there was no Date"
        assert all("authorization" not in seen.headers for seen in service.seen)


@pytest.mark.parametrize("off", [-7200, -90, 0, 90, 7200])
async def test_the_clock_is_compared_with_the_date_header(off: int) -> None:
    dated = http(200, {}, Date=formatdate(time.time() - off, usegmt=True))
    async with Service({DISCOVERY: dated}) as service:
        found = await probe(service.url)
    assert found.clock_difference is not None
    assert abs(found.clock_difference - off) < 30


@pytest.mark.parametrize("date", ["", "soon", "Mon, 99 Foo 2024 00:00:00 GMT", "-1", "Sat, 01 Jan 99999999"])
async def test_a_date_that_is_none_tells_nothing(date: str) -> None:
    async with Service({DISCOVERY: http(200, {}, Date=date)}) as service:
        found = await probe(service.url)
    assert found.reached
    assert found.clock_difference is None


async def test_a_trusted_certificate_tells_protocol_and_end(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trust(authority, tmp_path, monkeypatch)
    ends = datetime.now(UTC) + timedelta(days=9)
    certificate = authority.issue_cert("127.0.0.1", not_after=ends)
    async with Service({DISCOVERY: http(200, {})}, tls=_tls(certificate)) as service:
        found = await probe(service.url)
    assert found.reached
    assert found.tls == "TLSv1.3"
    assert found.certificate_ends is not None
    assert abs(found.certificate_ends - ends.timestamp()) < 2


def _expired(authority: trustme.CA) -> trustme.LeafCert:
    now = datetime.now(UTC)
    return authority.issue_cert(
        "127.0.0.1", not_before=now - timedelta(days=9), not_after=now - timedelta(days=1)
    )


def _early(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert("127.0.0.1", not_before=datetime.now(UTC) + timedelta(days=1))


def _of_another(authority: trustme.CA) -> trustme.LeafCert:
    return authority.issue_cert("other.example")


@pytest.mark.parametrize(
    ("issue", "fault"),
    [(_expired, Fault.EXPIRED), (_early, Fault.NOT_YET_VALID), (_of_another, Fault.HOST_NAME)],
)
async def test_what_is_wrong_with_a_certificate_is_told_apart(
    issue: Issue, fault: Fault, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trust(authority, tmp_path, monkeypatch)
    async with Service({DISCOVERY: http(200, {})}, tls=_tls(issue(authority))) as service:
        found = await probe(service.url)
    assert (found.reached, found.fault) == (False, fault)
    assert "its certificate is not trusted" in found.words


async def test_an_unknown_authority_is_told(authority: trustme.CA) -> None:
    async with Service(tls=_tls(authority.issue_cert("127.0.0.1"))) as service:
        found = await probe(service.url)
    assert found.fault is Fault.UNKNOWN_AUTHORITY


async def test_what_speaks_no_tls_is_told() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Speak plainly\r\n\r\n")
        await closed(writer)

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        found = await probe(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    assert found.fault is Fault.TLS


async def test_what_does_not_answer_is_given_up() -> None:
    async with Service({DISCOVERY: HANG}) as service:
        hanging = await probe(service.url, seconds=0.2)
    async with Service({DISCOVERY: CUT}) as service:
        cut = await probe(service.url)
    stopped = await probe(service.url)
    nowhere = await probe("https://ocs.invalid")
    assert "no answer in time" in hanging.words
    assert not cut.reached
    assert "the connection was refused" in stopped.words
    assert "no host of that name" in nowhere.words
    assert {found.fault for found in (hanging, cut, stopped, nowhere)} == {Fault.OTHER}


async def test_proxies_that_refuse_or_are_none_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Service() as proxy:  # it answers 404 to a CONNECT
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//user:canary@"))
        refusing = await probe("https://ocs.invalid")
    monkeypatch.setenv("HTTPS_PROXY", "socks5://user:canary@127.0.0.1:1")
    unusable = await probe("https://ocs.invalid")
    assert refusing.fault is Fault.PROXY
    assert unusable.fault is Fault.SETTINGS
    assert "canary" not in repr((refusing, unusable))
