"""Reads that are given up, as when a screen is left, cost no connection."""

from __future__ import annotations

import asyncio

import psutil
import pytest

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
