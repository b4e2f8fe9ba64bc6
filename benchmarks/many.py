"""A tenant of 2,000 namespaces beside one of 100: the first screen, and a key of the filter."""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.grid import in_turn, signed_in
from benchmarks.measure import QUIET, NotSeen, Run
from ocs_tui.emulator.server import Emulator

FEW, MANY = 100, 2_000
FILTER = "namespace-0"
"""What is typed: the first key leaves all, each further one fewer or as many."""
COMMAND = (sys.executable, "-m", "ocs_tui")


@contextmanager
def tenant_of(namespaces: int) -> Iterator[dict[str, str]]:
    """Serve a tenant with so many namespaces more than the demo's; yields the variables that open it."""
    with Emulator(provision_delay=0) as emulator:
        asyncio.run(_fill(emulator, namespaces))
        info = emulator.info
        yield {
            "OCS_TUI_BASE_URL": info["global"],
            "OCS_TUI_TENANT_ID": info["tenant_id"],
            "OCS_TUI_CLIENT_ID": info["client_id"],
            "OCS_TUI_CLIENT_SECRET": info["client_secret"],
        }


async def _fill(emulator: Emulator, namespaces: int) -> None:
    async with httpx.AsyncClient() as client:
        await signed_in(client, emulator)
        base = f"{emulator.info['global']}/api/v1/Tenants/{emulator.info['tenant_id']}/Namespaces"
        urls = [f"{base}/namespace-{number:05}" for number in range(namespaces)]
        await in_turn(client, "POST", urls, {"Region": "WestUS"})


def first_screen_and_filter(environment: dict[str, str]) -> tuple[float, float]:
    """Open a tenant and filter it; return the milliseconds of the first screen, and of a key of the filter.

    Raises:
        NotSeen: when the namespaces never came.
    """
    with tempfile.TemporaryDirectory() as home:
        run = Run(COMMAND, Path(home), environment)
        try:
            end = run.now() + 30
            while (shown := run.shown_ms(("boiler", "Quit"))) is None:
                if run.now() > end:
                    raise NotSeen(f"The namespaces did not appear. The screen:\n{run.last_screen()}")
                run.settle(QUIET)
            run.settle(1.0)
            run.press("/", QUIET)
            return shown, statistics.median(run.press(key, QUIET)[1] for key in FILTER)
        finally:
            run.close()
