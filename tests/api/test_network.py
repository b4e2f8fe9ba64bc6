"""Proxies and certificates of the environment. Nothing leaves this machine: the proxies are here."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import pytest
import trustme

from ocs_tui.api.errors import OutcomeUnknown, Unreachable
from ocs_tui.model.tenant import Region
from tests.api.conftest import Connect
from tests.api.loopback import TENANT, Service, closed, http, regions

FINE = http(200, {"Id": TENANT})


class Proxy:
    """An HTTP proxy that notes what it is asked, and leads every tunnel to one port, or refuses."""

    def __init__(self, port: int = 0, refusal: bytes = b"HTTP/1.1 403 Not this way\r\n\r\n") -> None:
        self.asked: list[str] = []
        self._port = port
        self._refusal = refusal
        self._tunnels: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for tunnel in self._tunnels:
            tunnel.cancel()
        await asyncio.gather(*self._tunnels, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tunnels.add(task)
        self.asked.append((await reader.readuntil(b"\r\n\r\n")).decode().partition("\r\n")[0])
        if not self._port:
            writer.write(self._refusal)
            await closed(writer)
            return
        there, away = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(b"HTTP/1.1 200 Fine\r\n\r\n")
        try:
            await asyncio.gather(_pump(reader, away), _pump(there, writer))
        finally:
            await closed(away)
            await closed(writer)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
        writer.write_eof()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _tls(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def _trust(authority: trustme.CA, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"])
async def test_loopback_never_goes_through_a_proxy(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    proxy = Proxy()
    async with Service({"GET /": FINE}) as service, proxy:
        monkeypatch.setenv(name, proxy.url)
        assert await connect(service).get_tenant()
        assert not proxy.asked


async def test_nor_does_encrypted_loopback(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, tmp_path: Path
) -> None:
    _trust(authority, tmp_path, monkeypatch)
    async with Service({"GET /": FINE}, tls=_tls(authority, "127.0.0.1")) as service, Proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        assert await connect(service).get_tenant()
        assert not proxy.asked


async def test_loopback_needs_no_usable_proxy(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    async with Service({"GET /": FINE}) as service:
        assert await connect(service).get_tenant()


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "all_proxy"])
async def test_elsewhere_the_proxy_of_the_environment_holds(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, authority: trustme.CA, tmp_path: Path, name: str
) -> None:
    _trust(authority, tmp_path, monkeypatch)
    service = Service({"GET /": FINE}, tls=_tls(authority, "ocs.example"))
    async with service, Proxy(service.port) as proxy:
        monkeypatch.setenv(name, proxy.url.removeprefix("http://"))
        assert await connect("https://ocs.example").get_tenant()
        assert set(proxy.asked) == {"CONNECT ocs.example:443 HTTP/1.1"}


async def test_no_proxy_is_respected(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    async with Proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "other.example,.invalid")
        with pytest.raises(Unreachable, match="no host of that name is known"):
            await connect("https://ocs.invalid").get_tenant()
        assert not proxy.asked


async def test_a_proxy_that_refuses_is_one_sentence_and_a_write_was_not_sent(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(Unreachable, match="the proxy refused: 403 Not this way"):
            await connect("https://ocs.invalid").get_tenant()
    async with Service() as service, Proxy(refusal=b"") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        far = [Region.model_validate(item) for item in regions(Far="https://ocs.invalid", Near=service.url)]
        client = connect(service, regions=far)
        with pytest.raises(Unreachable, match="Nothing was sent") as failure:
            await client.delete_namespace("n")
        assert not isinstance(failure.value, OutcomeUnknown)


@pytest.mark.parametrize(
    "proxy", ["socks5://user:pw@127.0.0.1:1", "gopher://127.0.0.1", "http://[", "http://"]
)
async def test_an_unusable_proxy_is_one_sentence(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(Unreachable, match="of the environment cannot be used: set HTTPS_PROXY") as failure:
        await connect("https://ocs.invalid").get_tenant()
    assert "user:pw" not in repr(failure.value)


async def test_a_certificate_that_nobody_vouches_for_is_one_sentence(
    connect: Connect, authority: trustme.CA
) -> None:
    async with Service({"GET /": FINE}, tls=_tls(authority, "127.0.0.1")) as service:
        with pytest.raises(Unreachable, match="its certificate is not trusted: ") as failure:
            await connect(service).get_tenant()
        assert "\n" not in failure.value.sentence
        assert not service.seen


async def test_a_certificate_for_another_host_is_refused(
    connect: Connect, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trust(authority, tmp_path, monkeypatch)
    async with Service({"GET /": FINE}, tls=_tls(authority, "other.example")) as service:
        with pytest.raises(Unreachable, match=r"its certificate is not trusted: .*127\.0\.0\.1"):
            await connect(service).get_tenant()


async def test_ssl_cert_file_adds_an_authority(
    connect: Connect, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trust(authority, tmp_path, monkeypatch)
    async with Service({"GET /": FINE}, tls=_tls(authority, "127.0.0.1")) as service:
        assert await connect(service).get_tenant()


@pytest.mark.parametrize("content", [None, "no certificate"])
async def test_an_unreadable_ssl_cert_file_is_one_sentence(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(Unreachable, match=r"SSL_CERT_FILE names .* cannot be read .*: correct or unset it"):
        await connect("https://ocs.invalid").get_tenant()
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(Unreachable, match="SSL_CERT_DIR names no folder"):
        await connect("https://ocs.invalid").get_tenant()


async def test_a_base_url_that_is_none_is_one_sentence(connect: Connect) -> None:
    for bad in ("dat-b.example.com", "http://dat-b.example.com", "https://", "https://u:p@x.example", ""):
        with pytest.raises(Exception, match=r"cannot be used|not encrypted") as failure:
            await connect(bad).get_tenant()
        assert type(failure.value).__name__ == "Untrusted"


def test_what_the_first_frame_may_import_brings_no_http_client() -> None:
    code = (
        "import sys, ocs_tui.api.errors; "
        "assert not {'httpx', 'pydantic', 'stamina', 'truststore'} & set(sys.modules), sys.modules; "
        "import ocs_tui.api.client; assert not {'stamina', 'truststore'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
