"""Clients that talk to loopback services, each closed at the end of its test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Any

import pytest

from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.api.signin.people import ByPerson, Way
from ocs_tui.api.transport import Patience
from ocs_tui.emulator.server import Emulator
from tests.api.authority import Authority
from tests.api.loopback import CLIENT_ID, SECRET, TENANT, Service

QUICK = Patience(connect=2.0, read=0.3, whole=5.0, attempts=3, first_wait=0.001, longest_wait=1.0)
"""Waits that a test can bear; a read that hangs is given up soon."""

Connect = Callable[..., OcsClient]
SignsIn = Callable[..., OcsClient]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no certificates of the machine that runs the tests."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Makes clients of a service, or of a base URL."""
    async with AsyncExitStack() as stack:

        def make(
            to: Service | str, *, secret: str = SECRET, tenant: str = TENANT, **options: Any
        ) -> OcsClient:
            async def ask() -> str:
                return secret

            trusted: Sequence[str] = options.pop("trusted_origins", ())
            base = to if isinstance(to, str) else to.url
            endpoint = Endpoint(base, tenant, options.pop("client_id", CLIENT_ID), tuple(trusted))
            client = OcsClient(endpoint, ask, patience=options.pop("patience", QUICK), **options)
            stack.push_async_callback(client.aclose)
            return client

        yield make


@pytest.fixture
def connect_demo(connect: Connect, emulator: Emulator) -> Connect:
    """Makes clients of the emulator's demo tenant; ``at`` names the region that is the profile's base."""

    def make(at: str = "WestUS", **options: Any) -> OcsClient:
        info = emulator.info
        return connect(
            info["regions"].get(at, at),
            secret=options.pop("secret", info["client_secret"]),
            tenant=info["tenant_id"],
            client_id=options.pop("client_id", info["client_id"]),
            patience=Patience(first_wait=0.001),
            **options,
        )

    return make


@pytest.fixture
def redirect_uri(unused_tcp_port: int) -> str:
    """A redirect URI of the usual form, at a port that is free."""
    return f"http://localhost:{unused_tcp_port}/callback.html"


@pytest.fixture
async def authority() -> AsyncIterator[Authority]:
    """An identity server that signs people in."""
    async with Authority() as running:
        yield running


@pytest.fixture
async def signs_in(authority: Authority, redirect_uri: str) -> AsyncIterator[SignsIn]:
    """Makes clients of the identity server that a person signs in to; ``interact`` is the person."""
    async with AsyncExitStack() as stack:

        def make(interact: Any, way: Way = Way.BROWSER, *, on_trace: Any = None, **options: Any) -> OcsClient:
            how = ByPerson(way, options.pop("redirect_uri", redirect_uri), interact=interact, **options)
            endpoint = Endpoint(authority.url, TENANT, CLIENT_ID)
            patience = Patience(first_wait=0.001)
            client = OcsClient(endpoint, how, patience=patience, on_trace=on_trace)
            stack.push_async_callback(client.aclose)
            return client

        yield make
