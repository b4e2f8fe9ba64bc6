"""``python -m tests.fuzz.soak [SECONDS]``: hours of use in one program, with faults on; memory and handles stay flat.

A monkey and a round of ordinary use take turns on one app, behind proxies that break now and then. Each
minute (of a short run: each tenth of it) a line tells memory, what is alive in it, and open handles. It ends
with 1 when they grow, or when anything is not as the monkey wants it.

What is alive is counted exactly, in blocks of Python's allocator after a full collection: a leak shows there
first. What the process has of the system is more, and rises in steps whenever more happens at once than ever
before (a wide terminal, a large table, an editor on top): the allocator keeps what it had, and it was measured
to be a third free.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from pathlib import Path
from random import Random
from typing import Any

import psutil
import pytest

from ocs_tui.api.client import OcsClient
from ocs_tui.app import OcsTui
from ocs_tui.emulator.server import Emulator
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import Start
from tests.faults.faults import CASES
from tests.faults.matrix import QUICK, WEST
from tests.faults.proxy import Proxy, proxies
from tests.fuzz.monkey import HABITS, Monkey, until, watched

FAULTS = (
    "cut off",
    "503",
    "429",
    "500",
    "no HTTP",
    "hangs",
    "302 to itself",
    "a web page",
    "broken gzip",
)
_TO_BOILER = ("escape", "escape", "escape", "backspace", "/", *"boiler", "enter", "backspace")
_TO_STREAMS = (*_TO_BOILER, "right", "down", "down", "enter")
AREAS = (
    (*_TO_STREAMS, "end", "end", "pageup", "up", "v", "x", "x", "m", "f", "r", "f", "escape", "escape"),
    (*_TO_STREAMS, "pagedown", "enter", "2", "3", "4", "5", "6", "7", "escape", "left"),
    (*_TO_STREAMS, "end", "up", "v", "w", *"last 7d", "enter", "down", "z", "n", "escape", "o", "escape"),
    (*_TO_STREAMS, "/", *"pump", "enter", "down", "v", "x", "p", "escape", "escape", "escape"),
    (*_TO_BOILER, "right", *["down"] * 7, "enter", "down", "v", "x", "]", "f", "f", "escape", "enter", "2"),
    (*_TO_BOILER, "right", *["down"] * 9, "right", "down", "enter", "2", "v", "escape", "escape", "left"),
    (*_TO_BOILER, "right", *["down"] * 15, "enter", "r", "escape", "down", "enter", "r", "escape"),
    (
        "escape",
        "escape",
        "end",
        *["up"] * 5,
        "right",
        "down",
        "enter",
        "r",
        "escape",
        "down",
        "enter",
        "escape",
    ),
)
"""Ways through what lies in namespaces: the table, things and data of streams, plots, assets, views, boards."""
MAY_GROW_MB = 24.0
"""What a run may take of the system after its first third."""
STILL_GROWS = 0.05
"""What may be alive in the last third beside what was in the middle one, when all that fills has filled: of the
600,000 blocks of an hour's run, some 1,500 a minute."""
LONG = 9
"""Samples from which on the middle third counts."""
MAY_GROW_HANDLES = 12
"""Connections that are kept open for the next request."""


@dataclass(frozen=True)
class Sample:
    """What was measured: seconds since the start, megabytes of the system, blocks alive, and open handles."""

    at: float
    megabytes: float
    blocks: int
    handles: int

    def __str__(self) -> str:
        return (
            f"{self.at / 60:7.1f} min {self.megabytes:8.1f} MB {self.blocks:10,} blocks alive"
            f" {self.handles:5} handles"
        )


def growth(samples: Sequence[Sample]) -> str:
    """Say what grew between the first third and the last; what is alive, between the middle third and the last,
    which are told apart in a run of some length. Empty when nothing did.
    """
    third = max(1, len(samples) // 3)
    first, last = samples[:third], samples[-third:]
    middle = samples[third:-third] if len(samples) >= LONG else last
    still = _alive(last) / _alive(middle) - 1
    megabytes = min(one.megabytes for one in last) - max(one.megabytes for one in first)
    handles = min(one.handles for one in last) - max(one.handles for one in first)
    grew = [f"memory by {megabytes:.1f} MB"] * (megabytes > MAY_GROW_MB)
    grew += [f"what is alive by {still:.0%} since the middle"] * (still > STILL_GROWS)
    grew += [f"handles by {handles}"] * (handles > MAY_GROW_HANDLES)
    return " and ".join(grew)


def _alive(samples: Sequence[Sample]) -> float:
    return statistics.median(one.blocks for one in samples)


def _caches() -> Iterator[Any]:
    """Yield the caches of functions that Textual and Rich keep: each is bounded, and some by 16,384."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("textual", "rich"):
            found = list(vars(module).values())
            found += [one for kind in found if isinstance(kind, type) for one in vars(kind).values()]
            for one in found:
                function = getattr(one, "__func__", one)
                if isinstance(function, _lru_cache_wrapper) and function.cache_info().maxsize is not None:
                    yield function


def _measured(started: float) -> Sample:
    """Measure, without what fills those caches: for an hour that would look like a leak, or hide one."""
    for cache in _caches():
        cache.cache_clear()
    gc.collect()
    process = psutil.Process()
    return Sample(
        time.monotonic() - started,
        process.memory_info().rss / 1e6,
        sys.getallocatedblocks(),
        process.num_fds(),
    )


async def soak(seconds: float, seed: int, home: Path, patch: pytest.MonkeyPatch) -> list[Sample]:
    """Use one app for so long; return what was measured, the first once it is warm.

    Raises:
        AssertionError: something crashed, hung, or was written without a review.
    """
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        patch.setenv(f"XDG_{name}_HOME", str(home))
    assert set(FAULTS) <= CASES.keys()
    assert OcsClient.__init__.__kwdefaults__ is not None
    patch.setitem(OcsClient.__init__.__kwdefaults__, "patience", QUICK)
    random = Random(seed)
    samples: list[Sample] = []
    with watched(patch) as watch, Emulator(replica_delay=0.2, provision_delay=0.2) as emulator:
        info = emulator.info
        async with proxies(info["regions"]) as made:
            profile = Profile("soak", made[WEST].url, info["tenant_id"], info["client_id"])
            app = OcsTui(Start(profile, secret=Secret(info["client_secret"], "the emulator")))
            async with app.run_test(size=(120, 36)) as pilot:
                await until(pilot, lambda: app.connection and app.connection.slot(("namespaces",)).fetched)
                monkey = Monkey(seed, pilot)
                await monkey.go(150)  # what is imported and cached at first use is there
                for way in AREAS:
                    await monkey.press(*way)
                started = time.monotonic()
                step = min(60.0, seconds / 10)
                while (passed := time.monotonic() - started) < seconds:
                    if passed >= step * len(samples):
                        samples.append(_measured(started))
                        print(samples[-1], flush=True)
                    _break_something(random, made)
                    await monkey.press(*random.choice(HABITS))
                    await monkey.press(*random.choice(AREAS))
                    await monkey.go(40)
                for proxy in made.values():
                    proxy.fault = None
                await monkey.still_answers()
                samples.append(_measured(started))
                print(samples[-1], flush=True)
    assert not watch.unreviewed, f"written and not reviewed: {watch.unreviewed}"
    assert not (found := _crashes(home)), found[0]
    return samples


def _crashes(home: Path) -> list[str]:
    return [file.read_text() for file in home.rglob("crash-*")]


def _break_something(random: Random, made: dict[str, Proxy]) -> None:
    """Let a region answer badly for a while, one time in three."""
    for proxy in made.values():
        proxy.fault = None
    if random.random() < 0.33:
        random.choice(list(made.values())).fault = CASES[random.choice(FAULTS)].fault


def main(arguments: list[str]) -> int:
    """Run, and return the exit code."""
    seconds = float(arguments[0]) if arguments else 3600.0
    seed = int(arguments[1]) if len(arguments) > 1 else Random().randrange(10**6)
    print(f"{seconds:g} seconds, seed {seed}")
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        samples = asyncio.run(soak(seconds, seed, Path(home), patch))
    grew = growth(samples)
    print(f"It grew: {grew}." if grew else "Memory, what is alive in it, and handles are flat.")
    return 1 if grew else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
