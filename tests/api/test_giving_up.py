"""Reads that are given up, as when a screen is left, cost no connection."""

from __future__ import annotations

import asyncio
import gc

import psutil
import pytest

from ocs_tui.api.giving_up import unbroken
from ocs_tui.api.http import httpx
from ocs_tui.catalog.identity_kinds import ROLE
from tests.api.conftest import Connect
from tests.api.loopback import Service, http

KEPT = http(200, [])
CLOSED = http(200, [], Connection="close")


@pytest.mark.parametrize("answer", [KEPT, CLOSED], ids=["kept", "closed"])
async def test_whenever_a_read_is_given_up_no_connection_is_left_behind(
    connect: Connect, answer: bytes
) -> None:
    async with Service({"GET /Roles": answer}) as service:
        client = connect(service)
        for steps in range(150):
            reading = asyncio.create_task(client.list_all(ROLE))
            for _ in range(steps):
                await asyncio.sleep(0)
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        await client.list_all(ROLE)
        assert _open_to(service.port) <= 1, "more than the one that is kept for the next request"


def _open_to(port: int) -> int:
    """How many sockets of this process are connected to a port, or were until the other side closed."""
    return sum(bool(one.raddr) and one.raddr.port == port for one in psutil.Process().net_connections("tcp"))


async def test_a_read_that_is_given_up_twice_and_then_fails_is_no_error_nobody_saw() -> None:
    seen: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: seen.append(context))
    ended = asyncio.Event()

    async def fails_late() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            ended.set()
            raise TimeoutError from None

    reading = asyncio.create_task(unbroken(httpx.Request("GET", "http://127.0.0.1/"), fails_late))
    for _ in range(3):
        await asyncio.sleep(0)
    for _ in range(2):
        reading.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(reading, return_exceptions=True)
    await ended.wait()
    del reading
    await asyncio.sleep(0)
    gc.collect()
    assert seen == []
