"""Plain HTTP to an emulator: nothing here knows how it works inside."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from ocs_tui.emulator.server import Emulator
from tests.emulator.person import Clock, Person

SignIn = Callable[..., httpx.Client]


def token_of(emulator: Emulator, client_id: str | None = None, region: str = "WestUS") -> str:
    """Return a token of a client of the tenant, the demo client if none is named."""
    client_id = client_id or emulator.info["client_id"]
    answer = httpx.post(
        emulator.info["regions"][region] + "/identity/connect/token",
        data={
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": emulator.secret_of(client_id),
        },
        trust_env=False,
        verify=False,
    )
    return str(answer.raise_for_status().json()["access_token"])


@pytest.fixture
def sign_in(emulator: Emulator) -> Iterator[SignIn]:
    """Return a function that signs a client in at a region; its paths are below the tenant."""
    clients: list[httpx.Client] = []

    def signed_in(
        client_id: str | None = None, region: str = "WestUS", of: Emulator = emulator
    ) -> httpx.Client:
        client = httpx.Client(
            base_url=f"{of.info['regions'][region]}/api/v1/Tenants/{of.info['tenant_id']}",
            headers={"Authorization": f"Bearer {token_of(of, client_id, region)}"},
            trust_env=False,
            verify=False,
        )
        clients.append(client)
        return client

    yield signed_in
    for client in clients:
        client.close()


@pytest.fixture
def us(sign_in: SignIn) -> httpx.Client:
    """The demo client at the administrative region."""
    return sign_in()


@pytest.fixture
def eu(sign_in: SignIn) -> httpx.Client:
    """The demo client at the other region."""
    return sign_in(region="WestEurope")


def eventually(condition: Callable[[], bool], within: float = 10.0) -> None:
    """Wait until something is so; fail when it does not become so."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not come to be"
        time.sleep(0.01)


def acl(*entries: tuple[str, int]) -> dict[str, Any]:
    """Return the body of an ACL: roles with their rights, denied where below zero."""
    return {
        "RoleTrusteeAccessControlEntries": [
            {
                "Trustee": {"Type": 3, "ObjectId": role},
                "AccessType": int(rights < 0),
                "AccessRights": abs(rights),
            }
            for role, rights in entries
        ]
    }


@pytest.fixture
def clock() -> Clock:
    """A clock that a test turns."""
    return Clock()


@pytest.fixture
def person(clock: Clock) -> Iterator[Person]:
    """Somebody with a browser, at an emulator with that clock."""
    with Emulator(clock=clock) as emulator, Person(emulator) as somebody:
        yield somebody
