"""A browser, a tenant whose clock is moved, and clients that a person signs in to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Protocol

import pytest
import pytest_asyncio

from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.api.errors import SignInFailed
from ocs_tui.api.signin.interaction import BrowserSignIn, DeviceSignIn
from ocs_tui.api.signin.people import ByPerson, Way
from ocs_tui.emulator import demo_signin
from ocs_tui.emulator.server import Emulator
from tests.browser.chromium import Chromium, Page
from tests.terminal.conftest import terminal as terminal
from tests.terminal.signing_in import People


class Clock:
    """The emulator's clock, two minutes late, so that it may be put forward without passing ours."""

    def __init__(self) -> None:
        self.ahead = -120.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class Person:
    """Somebody at the program: is shown what is asked, and says what to do.

    Attributes:
        told: what was told meanwhile.
        failures: why signing in failed, each time that it was offered again.
    """

    def __init__(self) -> None:
        self.told: list[str] = []
        self.failures: list[str] = []
        self._asked: asyncio.Queue[BrowserSignIn] = asyncio.Queue()
        self._leaves = asyncio.Event()

    async def interact(self, asked: BrowserSignIn | DeviceSignIn) -> None:
        """Look at it until it goes, or until one has enough of it."""
        assert isinstance(asked, BrowserSignIn)
        asked.tell = self.told.append
        self._asked.put_nowait(asked)
        await self._leaves.wait()

    async def again(self, failure: SignInFailed) -> bool:
        """Try again, always."""
        self.failures.append(failure.sentence)
        return True

    async def asked(self) -> BrowserSignIn:
        """Wait for what is shown next."""
        return await asyncio.wait_for(self._asked.get(), 20)

    def leave(self) -> None:
        """Have enough of it."""
        self._leaves.set()


class SignsIn(Protocol):
    """Makes a client of the tenant that a person signs in to."""

    def __call__(self, person: Person, *, tries_again: bool = False) -> OcsClient: ...


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the machine that runs the tests."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Chromium]:
    """A browser; its pages share nothing."""
    async with Chromium(tmp_path_factory.mktemp("chromium")) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(chromium: Chromium) -> AsyncIterator[Page]:
    """A page of its own."""
    async with chromium.page() as page:
        yield page


@pytest.fixture
def clock() -> Clock:
    """The emulator's clock."""
    return Clock()


@pytest.fixture
def emulator(clock: Clock) -> Iterator[Emulator]:
    """A demo tenant of its own."""
    with Emulator(replica_delay=0.05, provision_delay=0.1, clock=clock) as running:
        yield running


@pytest.fixture
def redirect_uri(emulator: Emulator, tmp_path: Path) -> str:
    """A redirect URI at a port that is free, registered with the client that signs people in."""
    return People(emulator, tmp_path / "home").redirect_uri


@pytest_asyncio.fixture(loop_scope="module")
async def signs_in(emulator: Emulator, redirect_uri: str) -> AsyncIterator[SignsIn]:
    """Clients of the tenant that a person signs in to; ended with the test."""
    async with AsyncExitStack() as stack:

        def make(person: Person, *, tries_again: bool = False) -> OcsClient:
            again = person.again if tries_again else None
            how = ByPerson(Way.BROWSER, redirect_uri, interact=person.interact, again=again)
            info = emulator.info
            client = OcsClient(Endpoint(info["global"], info["tenant_id"], demo_signin.TERMINAL), how)
            stack.push_async_callback(client.aclose)
            return client

        yield make
