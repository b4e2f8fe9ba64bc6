"""A namespace of a million streams, beside one of a few: opening its table, and scrolling in it."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import KEY_QUIET, LIMIT, QUIET, SIZE, NotSeen, Run
from ocs_tui.emulator.server import Emulator
from tests.terminal.terminal import key_bytes

FEW, MANY = 10, 1_000_000
"""Streams that are made beside the demo's own."""
COMMAND = (sys.executable, "-m", "ocs_tui")
TO_THE_STREAMS = ("down", "down", "right", "down", "down")
"""Keys from the tenant to the streams of its first namespace."""
OPENED = ("Streams in boiler", "B1-PI-102")
ENDS = 60
"""How often one goes on to the end that is known, a page further each time: three times what is kept."""
PRESSES = 9
BARE_TABLE = (sys.executable, str(Path(__file__).with_name("bare_table.py")))


@dataclass(frozen=True)
class Scrolled:
    """What a table of streams cost.

    Attributes:
        opened_ms: from enter in the tree until its rows were on the screen.
        down_ms: until a cursor key that scrolls it by a line was answered, as the median.
        page_ms: the same of a key that goes up a screen, to rows that were seen a moment ago.
        fresh_ms: the same to rows that were not.
        grown_mb: the memory more than before it was opened.
    """

    opened_ms: float
    down_ms: float
    page_ms: float
    fresh_ms: float
    grown_mb: float


def opening(emulator: Emulator) -> dict[str, str]:
    """Return the variables that open an emulator's tenant."""
    info = emulator.info
    return {
        "OCS_TUI_BASE_URL": info["global"],
        "OCS_TUI_TENANT_ID": info["tenant_id"],
        "OCS_TUI_CLIENT_ID": info["client_id"],
        "OCS_TUI_CLIENT_SECRET": info["client_secret"],
    }


def scrolled(environment: Mapping[str, str]) -> Scrolled:
    """Open the streams, go on and on, and come back by screens.

    Raises:
        NotSeen: when the namespaces or the streams never came.
    """
    with tempfile.TemporaryDirectory() as home:
        run = Run(COMMAND, Path(home), environment)
        try:
            _wait_for(run, ("boiler", "Quit"))
            for key in TO_THE_STREAMS:
                run.press(key, QUIET)
            before, pressed = run.rss_mb(), run.now()
            os.write(run.fd, key_bytes("enter"))
            opened = _wait_for(run, OPENED) - pressed * 1000
            for _ in range(ENDS):
                run.press("end", KEY_QUIET)
            fresh = statistics.median(run.press("pageup")[1] for _ in range(PRESSES))
            page = _page_up(run)
            _to_the_top_of_the_screen(run)
            down = statistics.median(run.press("up")[1] for _ in range(PRESSES))
            return Scrolled(opened, down, page, fresh, run.rss_mb() - before)
        finally:
            run.close()


def bare() -> tuple[float, float]:
    """Return the milliseconds of a cursor key and of a screen up in a bare table of 100 rows.

    Raises:
        NotSeen: when it never came.
    """
    with tempfile.TemporaryDirectory() as home:
        run = Run(BARE_TABLE, Path(home))
        try:
            _wait_for(run, ("role number 6", "Quit"))
            page = _page_up(run)
            _to_the_top_of_the_screen(run)
            return statistics.median(run.press("up")[1] for _ in range(PRESSES)), page
        finally:
            run.close()


def measured() -> tuple[Scrolled, Scrolled, tuple[float, float]]:
    """Return medians: a million streams, a few, and the bare table's cursor key and screen up.

    Raises:
        NotSeen: when something never came.
    """
    found: dict[int, list[Scrolled]] = {FEW: [], MANY: []}
    bares = []
    with Emulator(provision_delay=0, streams=FEW) as few, Emulator(provision_delay=0, streams=MANY) as many:
        for number in range(4):
            pairs = [(size, scrolled(opening(of))) for size, of in ((FEW, few), (MANY, many))]
            one = bare()
            if number:  # the first round only warms the caches
                bares.append(one)
                for size, result in pairs:
                    found[size].append(result)
    small, large = (_median(found[size]) for size in (FEW, MANY))
    down, page = (statistics.median(column) for column in zip(*bares, strict=True))
    return large, small, (down, page)


def _page_up(run: Run) -> float:
    """Return the milliseconds of a screen up, to rows that two screens down have passed."""
    pages = []
    for _ in range(PRESSES):
        run.press("pagedown")
        run.press("pagedown")
        pages.append(run.press("pageup")[1])
    return statistics.median(pages)


def _to_the_top_of_the_screen(run: Run) -> None:
    """Go up so far that each further line scrolls."""
    for _ in range(SIZE[1]):
        run.press("up", 0.02)


def _median(many: list[Scrolled]) -> Scrolled:
    return Scrolled(
        statistics.median(one.opened_ms for one in many),
        statistics.median(one.down_ms for one in many),
        statistics.median(one.page_ms for one in many),
        statistics.median(one.fresh_ms for one in many),
        max(one.grown_mb for one in many),
    )


def _wait_for(run: Run, texts: tuple[str, ...]) -> float:
    end = run.now() + LIMIT
    while (shown := run.shown_ms(texts)) is None:
        if run.now() > end:
            raise NotSeen(f"{' and '.join(texts)} did not appear. The screen:\n{run.last_screen()}")
        run.settle(QUIET)
    return shown
