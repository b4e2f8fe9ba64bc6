"""Reading every ACL of 1,000 namespaces, beside a bare httpx loop.

Both read the same lists from the same emulator, 16 at a time, in turns in one run.
"""

from __future__ import annotations

import asyncio
import statistics
import time

import httpx

from ocs_tui.connection import Connection
from ocs_tui.emulator.server import Emulator
from ocs_tui.settings.profile import Profile

NAMESPACES = 1_000
AT_ONCE = 16
ROUNDS = 3
BAR = 1.5


async def signed_in(client: httpx.AsyncClient, emulator: Emulator) -> None:
    """Give a bare client a token."""
    info = emulator.info
    form = {
        "grant_type": "client_credentials",
        "client_id": info["client_id"],
        "client_secret": info["client_secret"],
    }
    answer = await client.post(f"{info['global']}/identity/connect/token", data=form)
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


async def in_turn(client: httpx.AsyncClient, method: str, urls: list[str], body: object = None) -> None:
    """Ask for all of them, so many at once."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(url: str) -> None:
        async with gate:
            answer = await client.request(method, url, json=body)
            answer.raise_for_status()

    await asyncio.gather(*(one(url) for url in urls))


async def bare(emulator: Emulator, ids: list[str]) -> float:
    """Return how many seconds a bare loop takes."""
    async with httpx.AsyncClient() as client:
        await signed_in(client, emulator)
        base = f"{emulator.info['global']}/api/v1/Tenants/{emulator.info['tenant_id']}/Namespaces"
        start = time.perf_counter()
        await in_turn(client, "GET", [f"{base}/{one}/AccessControl" for one in ids])
        return time.perf_counter() - start


async def ours(emulator: Emulator, ids: list[str]) -> float:
    """Return how many seconds the explorer's connection takes, its models and slots included."""
    info = emulator.info

    async def secret() -> str:
        return str(info["client_secret"])

    profile = Profile("bench", info["global"], info["tenant_id"], info["client_id"])
    connection = Connection(profile, secret)
    try:
        await connection.load(("regions",))
        await connection.load(("namespaces",))
        start = time.perf_counter()
        await connection.load_many([("acl", one) for one in ids], at_once=AT_ONCE)
        took = time.perf_counter() - start
        assert all(connection.value(("acl", one)) is not None for one in ids)
        return took
    finally:
        await connection.aclose()


async def measured() -> tuple[float, float]:
    """Return how many milliseconds the connection and the bare loop take: the medians of some rounds."""
    ids = [f"namespace-{number:04}" for number in range(NAMESPACES)]
    with Emulator(provision_delay=0) as emulator:
        async with httpx.AsyncClient() as client:
            await signed_in(client, emulator)
            base = f"{emulator.info['global']}/api/v1/Tenants/{emulator.info['tenant_id']}/Namespaces"
            await in_turn(client, "POST", [f"{base}/{one}" for one in ids], {"Region": "WestUS"})
        pairs = [(await ours(emulator, ids), await bare(emulator, ids)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    return mine, theirs
