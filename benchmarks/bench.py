"""``make bench``: ocs-tui beside a bare Textual app, in turns in one run, against its bars.

Absolute times drift with the machine and with what else it does; the ratios are what is promised. Exit status 1
when a bar is not held. Other Textual programs are measured for scale, where they can be installed; ``--quick`` leaves
them, the growth and the large tenants out, and keeps nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks import grid, growth, many, others, slow, streams
from benchmarks.measure import Measurement, NotSeen, at_rest, measure
from benchmarks.table import Line, keep, kept, text_of

ROUNDS = 7
DEMO = (sys.executable, "-m", "ocs_tui", "--demo")
BARE = (sys.executable, str(Path(__file__).with_name("bare.py")))
BARE_TABLE = (sys.executable, str(Path(__file__).with_name("bare_table.py")))

DEMO_FIRST_FRAME = ("Clients", "ing", "Quit")
"""What is on the screen when the explorer's tree, pane and footer are."""
DEMO_NAMESPACES = ("boiler",)
"""What is on the screen when the demo's namespaces are."""
BARE_FIRST_FRAME = ("Clients", "the pane", "Quit")
BARE_TABLE_FRAME = ("role number 6", "Quit")

KEYS = {
    "matrix": ("down", "down", "2", "enter"),
    "grid": ("g",),
    "table": ("end", "up", "up", "up", "enter"),
}
"""Where a cursor key is measured besides the tree, to the keys that lead there."""
SETTLES = 24.0
"""Seconds after which the pauses between looks at the demo's namespace that stays Deleting are long."""
NOISE = 0.5
"""Wake-ups a second that come and go with the machine."""
WATCHED = 8.0
"""Seconds for which a program at rest is watched."""


@dataclass(frozen=True)
class Row:
    """A line of the table on starting: what is compared, and the most that is promised."""

    name: str
    unit: str
    demo: Callable[[Measurement], float]
    bare: Callable[[Measurement], float]
    bar: float | None = None
    is_plus: bool = False

    def line(self, demo: Sequence[Measurement], bare: Sequence[Measurement]) -> Line:
        """Return the medians as a line; of times the shortest, which other programs have disturbed the least."""
        one = min if self.unit == "ms" else statistics.median
        ours, theirs = one(map(self.demo, demo)), one(map(self.bare, bare))
        return Line(self.name, self.unit, ours, theirs, self.bar, self.is_plus)


ROWS = (
    Row("first frame", "ms", lambda m: m.shown_ms[0], lambda m: m.shown_ms[0], 1.15),
    Row("the demo's namespaces", "ms", lambda m: m.shown_ms[1], lambda m: m.shown_ms[0], 2.0),
    Row("quitting", "ms", lambda m: m.exit_ms, lambda m: m.exit_ms, 1.2),
    Row("memory", "MB", lambda m: m.rss_mb, lambda m: m.rss_mb, 40, is_plus=True),
    Row("written until settled", "bytes", lambda m: m.start_bytes, lambda m: m.start_bytes),
    Row("a cursor key in the tree", "bytes", lambda m: m.key_bytes, lambda m: m.key_bytes, 1.3),
    Row("a cursor key in the tree", "ms", lambda m: m.key_ms, lambda m: m.key_ms, 1.3),
)


def starting() -> list[Line]:
    """Measure the demo and the bare app in turns; the first round only warms the caches.

    Raises:
        NotSeen: when either does not show what it should.
    """
    demo: list[Measurement] = []
    bare: list[Measurement] = []
    for number in range(ROUNDS + 1):
        _say(f"starting, round {number} of {ROUNDS}")
        measured = (
            measure(DEMO, (DEMO_FIRST_FRAME, DEMO_NAMESPACES)),
            measure(BARE, (BARE_FIRST_FRAME,)),
        )
        if number:
            demo.append(measured[0])
            bare.append(measured[1])
    return [row.line(demo, bare) for row in ROWS]


def keys() -> list[Line]:
    """Measure a cursor key in matrix, grid and table beside one in a bare table.

    Raises:
        NotSeen: when one of them does not show what it should.
    """
    lines: list[Line] = []
    for name, before in KEYS.items():
        _say(f"a key in the {name}")
        pairs = [
            (
                measure(DEMO, (DEMO_NAMESPACES,), before=before, presses=6),
                measure(BARE_TABLE, (BARE_TABLE_FRAME,), presses=6),
            )
            for _ in range(3)
        ]
        for unit, value in (("bytes", _bytes), ("ms", _ms)):
            one = min if unit == "ms" else statistics.median
            ours, bare = (one(map(value, column)) for column in zip(*pairs, strict=True))
            lines.append(Line(f"a cursor key in the {name}", unit, ours, bare, 1.3))
    return lines


def _bytes(measurement: Measurement) -> float:
    return measurement.key_bytes


def _ms(measurement: Measurement) -> float:
    return measurement.key_ms


def idle() -> list[Line]:
    """Watch the demo and the bare app at rest.

    Raises:
        NotSeen: when either does not show what it should.
    """
    _say("at rest")
    ours = at_rest(DEMO, DEMO_NAMESPACES, SETTLES, WATCHED)
    bare = at_rest(BARE, BARE_FIRST_FRAME, 1.0, WATCHED)
    return [
        Line("at rest", "bytes", ours[0], bare[0], 0, is_plus=True),
        Line("at rest, wake-ups", "a second", ours[1], bare[1], NOISE, is_plus=True),
    ]


def slow_line() -> list[Line]:
    """Hold a key down on a slow line, with low bandwidth and without.

    Raises:
        NotSeen: when the namespaces never came, or low bandwidth is chosen where it should not be.
    """
    _say("a slow line")
    low, full = slow.held_key(slow.LOW), slow.held_key(slow.FULL)
    if not slow.chooses_by_itself(slow.RATE) or slow.chooses_by_itself(None):
        raise NotSeen("Low bandwidth is not chosen by itself on a slow line over SSH, or is on a quick one.")
    return [
        Line("low bandwidth, a key", "bytes", low.key_bytes, full.key_bytes, 0.5),
        Line("low bandwidth at 9.6 kB/s, namespaces", "ms", low.start_ms, full.start_ms, 0.8),
        Line("low bandwidth at 9.6 kB/s, behind", "ms", low.behind_ms, 0, 500, is_plus=True),
        Line("all colours at 9.6 kB/s, behind", "ms", full.behind_ms, 0),
    ]


def many_namespaces() -> list[Line]:
    """Open and filter a tenant of 2,000 namespaces beside one of 100.

    Raises:
        NotSeen: when the namespaces never came.
    """
    found: dict[int, list[tuple[float, float]]] = {many.FEW: [], many.MANY: []}
    with many.tenant_of(many.FEW) as few, many.tenant_of(many.MANY) as lot:
        for number in range(3):
            _say(f"many namespaces, round {number} of 2")
            for size, environment in ((many.FEW, few), (many.MANY, lot)):
                measured = many.first_screen_and_filter(environment)
                if number:
                    found[size].append(measured)
    small, large = ([statistics.median(column) for column in zip(*found[n], strict=True)] for n in found)
    return [
        Line("2,000 namespaces beside 100: first screen", "ms", large[0], small[0], 1.5),
        Line("2,000 namespaces beside 100: a filter key", "ms", large[1], small[1], 2.0),
    ]


def many_streams() -> list[Line]:
    """Open and scroll a table of a million streams, beside one of a few and beside a bare table.

    Raises:
        NotSeen: when something never came.
    """
    _say("a million streams")
    large, small, (down, page) = streams.measured()
    return [
        Line("1,000,000 streams beside 10: opened", "ms", large.opened_ms, small.opened_ms, 1.2),
        Line("a cursor key in 1,000,000 streams", "ms", large.down_ms, down, 1.5),
        Line("a screen up in 1,000,000 streams", "ms", large.page_ms, page, 1.5),
        Line("the same, to rows never drawn", "ms", large.fresh_ms, page),
        Line("memory after scrolling them", "MB", large.grown_mb, 0, 30, is_plus=True),
    ]


def acls() -> list[Line]:
    """Read every ACL of 1,000 namespaces."""
    _say("the ACLs of 1,000 namespaces")
    return [Line("ACLs of 1,000 namespaces", "ms", *asyncio.run(grid.measured()), grid.BAR)]


def _say(what: str) -> None:
    print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)


def machine() -> str:
    """Return on what it was measured."""
    python = f"Python {platform.python_version()}, Textual {version('textual')}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {python}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench")
    parser.add_argument("--quick", action="store_true", help="only starting, keys and rest; keep nothing")
    options = parser.parse_args(arguments)
    lines: list[Line] = []
    try:
        for part in (starting, keys, idle) + (
            () if options.quick else (slow_line, many_namespaces, many_streams, acls)
        ):
            lines += part()
    except NotSeen as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    _say("")
    print(text_of(lines, kept()))
    held = all(line.held for line in lines)
    if not options.quick:
        _say("how cost grows")
        growths = growth.all_growths()
        _say("")
        plot = growth.text_of(growths)
        print(f"\n{plot}")
        held = held and all(one.held for one in growths)
        _say("other programs")
        scale = others.measured({"a bare Textual app": BARE, "ocs-tui, the demo": DEMO})
        _say("")
        keep(lines, plot, machine(), scale)
        print(f"\n{others.text_of(scale)}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
