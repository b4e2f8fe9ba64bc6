"""``make bench``: ocs-tui's demo beside a bare Textual app, in turns in one run, against its bars.

Absolute times drift with the machine and with what else it does; the ratios are what is promised.
Exit status 1 when a bar is not held.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Measurement, NotSeen, measure

ROUNDS = 7
DEMO = (sys.executable, "-m", "ocs_tui", "--demo")
BARE = (sys.executable, str(Path(__file__).with_name("bare.py")))

DEMO_FIRST_FRAME = ("Clients", "ing", "Quit")
"""What is on the screen when the explorer's tree, pane and footer are."""
DEMO_NAMESPACES = ("boiler",)
"""What is on the screen when the demo's namespaces are."""
BARE_FIRST_FRAME = ("Clients", "the pane", "Quit")


@dataclass(frozen=True)
class Row:
    """A line of the table: what is compared, how much more the demo may take, and the two values."""

    name: str
    unit: str
    demo: Callable[[Measurement], float]
    bare: Callable[[Measurement], float]
    bar: float | None = None


ROWS = (
    Row("first frame", "ms", lambda m: m.shown_ms[0], lambda m: m.shown_ms[0], 1.25),
    Row("the demo's namespaces", "ms", lambda m: m.shown_ms[1], lambda m: m.shown_ms[0], 2.5),
    Row("a cursor key in the tree", "bytes", lambda m: m.key_bytes, lambda m: m.key_bytes, 1.5),
    Row("a cursor key in the tree", "ms", lambda m: m.key_ms, lambda m: m.key_ms),
    Row("quitting", "ms", lambda m: m.exit_ms, lambda m: m.exit_ms),
    Row("memory", "MB", lambda m: m.rss_mb, lambda m: m.rss_mb),
    Row("written until settled", "bytes", lambda m: m.start_bytes, lambda m: m.start_bytes),
)


def rounds() -> tuple[list[Measurement], list[Measurement]]:
    """Measure the demo and the bare app in turns; the first round only warms the caches.

    Raises:
        NotSeen: when either does not show what it should.
    """
    demo: list[Measurement] = []
    bare: list[Measurement] = []
    for number in range(ROUNDS + 1):
        print(f"\rround {number} of {ROUNDS}", end="", file=sys.stderr, flush=True)
        measured = (
            measure(DEMO, (DEMO_FIRST_FRAME, DEMO_NAMESPACES)),
            measure(BARE, (BARE_FIRST_FRAME,)),
        )
        if number:
            demo.append(measured[0])
            bare.append(measured[1])
    print(file=sys.stderr)
    return demo, bare


def report(demo: list[Measurement], bare: list[Measurement]) -> bool:
    """Print the table of medians; return whether every bar was held."""
    print(f"{'':32}{'ocs-tui':>10}{'bare':>10}{'ratio':>8}{'bar':>7}")
    held = True
    for row in ROWS:
        ours, theirs = (statistics.median(map(row.demo, demo)), statistics.median(map(row.bare, bare)))
        ratio = ours / theirs if theirs else float("inf")
        line = f"{row.name + ', ' + row.unit:32}{ours:10,.0f}{theirs:10,.0f}{ratio:8.2f}"
        if row.bar is not None:
            line += f"{row.bar:7.2f}  {'held' if ratio <= row.bar else 'NOT HELD'}"
            held = held and ratio <= row.bar
        print(line)
    return held


def main() -> int:
    """Measure, report, and return the exit status."""
    try:
        demo, bare = rounds()
    except NotSeen as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0 if report(demo, bare) else 1


if __name__ == "__main__":
    sys.exit(main())
