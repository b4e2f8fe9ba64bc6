"""What was measured, against its bars and against the last time; kept in ``last.json`` and ``docs/benchmarks.md``.

The README quotes what has a bar.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.others import Other

LAST = Path(__file__).with_name("last.json")
DOCUMENT = Path(__file__).parents[1] / "docs/benchmarks.md"
README = Path(__file__).parents[1] / "README.md"
MOVED = 0.1
"""The share by which a number has to differ from the last one to count as moved: less is noise."""


@dataclass(frozen=True)
class Line:
    """A line of the table.

    Attributes:
        name: what was measured.
        unit: of both values.
        ours: what ocs-tui takes.
        bare: what it is held against: the barest Textual app, or the smaller of two loads.
        bar: the most that is promised: of the ratio, or with ``is_plus`` of the difference; None promises nothing.
        is_plus: whether the bar is a difference.
    """

    name: str
    unit: str
    ours: float
    bare: float
    bar: float | None = None
    is_plus: bool = False

    @property
    def key(self) -> str:
        """Its name among the kept ones."""
        return f"{self.name}, {self.unit}"

    @property
    def measure(self) -> float:
        """What the bar is about: the ratio, or the difference."""
        if self.is_plus:
            return self.ours - self.bare
        return self.ours / self.bare if self.bare else (1.0 if not self.ours else float("inf"))

    @property
    def held(self) -> bool:
        """Whether the bar is held; True where there is none."""
        return self.bar is None or self.measure <= self.bar

    @property
    def words(self) -> tuple[str, str]:
        """The measure and the bar as they are printed."""
        sign = "+" if self.is_plus else "× "
        measure = f"{sign}{self.measure:,.0f}" if self.is_plus else f"{self.measure:.2f} ×"
        if self.bar is None:
            return measure, ""
        return measure, f"{sign}{self.bar:,g}" if self.is_plus else f"{self.bar:.2f} ×"


def kept(file: Path = LAST) -> dict[str, float]:
    """Return the measures of the last time by the lines' keys; empty when there was none."""
    try:
        lines: dict[str, dict[str, float]] = json.loads(file.read_text(encoding="utf-8"))["lines"]
    except (OSError, ValueError, KeyError):
        return {}
    return {key: line["measure"] for key, line in lines.items()}


def others_kept(file: Path = LAST) -> list[Other]:
    """Return the other programs of the last time; empty when there were none."""
    try:
        return [Other(**one) for one in json.loads(file.read_text(encoding="utf-8"))["others"]]
    except (OSError, ValueError, KeyError):
        return []


def moved(line: Line, before: dict[str, float]) -> str:
    """Return how a line has moved since the last time, in a word or two; empty when it has not."""
    if line.key not in before:
        return "new" if before else ""
    last, now = before[line.key], line.measure
    if last == now:  # both may be infinite
        return ""
    if abs(now - last) <= MOVED * max(abs(last), abs(now), 0.1):
        return ""
    return f"{'worse' if now > last else 'better'}, was {last:,.2f}"


def text_of(lines: Iterable[Line], before: dict[str, float]) -> str:
    """Return the table as it is printed."""
    out = [f"{'':46}{'ours':>10}{'bare':>10}{'measure':>10}{'bar':>9}"]
    for line in lines:
        measure, bar = line.words
        verdict = "" if line.bar is None else "held" if line.held else "NOT HELD"
        row = f"{line.key:46}{line.ours:10,.0f}{line.bare:10,.0f}{measure:>10}{bar:>9}  {verdict}"
        out.append(f"{row:98}{moved(line, before)}".rstrip())
    return "\n".join(out)


def keep(
    lines: Sequence[Line],
    growth: str,
    machine: str,
    others: Sequence[Other],
    file: Path = LAST,
    document: Path = DOCUMENT,
) -> None:
    """Keep what was measured, for the next time and for readers.

    Args:
        lines: the table.
        growth: how cost grows, as text.
        machine: on what it was measured.
        others: other programs, for scale; with none, those of the last time stay.
        file: what the next time is compared with.
        document: what readers see.
    """
    others = others or others_kept(file)
    content: dict[str, Any] = {
        "machine": machine,
        "lines": {
            line.key: {
                "ours": round(line.ours, 1),
                "bare": round(line.bare, 1),
                "measure": round(line.measure, 3),
                "bar": line.bar,
            }
            for line in lines
        },
        "others": [asdict(one) for one in others],
    }
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    parts = [
        _HEAD,
        f"Measured on {machine}.\n",
        rows_of(lines),
        *([_SCALE, rows_of_others(others)] if others else []),
        _GROWTH,
        f"```text\n{growth}\n```",
        "",
    ]
    document.write_text("\n".join(parts), encoding="utf-8")
    quoted = rows_of([line for line in lines if line.bar is not None])
    before, _, rest = README.read_text(encoding="utf-8").partition(_BEGINS)
    after = rest.partition(_ENDS)[2]
    README.write_text(f"{before}{_BEGINS}\n{quoted}\n{_ENDS}{after}", encoding="utf-8")


def rows_of(lines: Iterable[Line]) -> str:
    """Return lines as a table of Markdown."""
    rows = [
        f"| {line.name} | {line.unit} | {line.ours:,.0f} | {line.bare:,.0f} | {line.words[0]} | {line.words[1]} |"
        for line in lines
    ]
    return "\n".join(
        ["| what | unit | ours | bare | measure | bar |", "|---|---|---:|---:|---:|---:|", *rows]
    )


def rows_of_others(others: Iterable[Other]) -> str:
    """Return other programs as a table of Markdown."""
    rows = [
        f"| {one.name} | {one.settled_ms:,.0f} | {one.exit_ms:,.0f} | {one.rss_mb:,.0f} | {one.start_bytes:,} |"
        for one in others
    ]
    head = "| program | settled, ms | quitting, ms | memory, MB | written, bytes |"
    return "\n".join([head, "|---|---:|---:|---:|---:|", *rows])


_BEGINS, _ENDS = "<!-- bench -->", "<!-- /bench -->"


_HEAD = """# Benchmarks

Written by `make bench`, which measures on a real pseudo-terminal, in turns with a bare Textual app: absolute
times drift with the machine and with what else it does, and the ratios are what is promised. It ends with status 1
when a bar is not held, and says what has moved by more than a tenth since the table that is kept in the repository.

- *bare* is the barest Textual app with a tree, a pane and a footer; for tables a bare `DataTable`; where two loads
  are compared, the smaller one; for low bandwidth, the program without it.
- A key counts what is written to the terminal, and the time to its last byte.
- *behind* is how long the screen goes on changing after the last of thirty keys a second, over four seconds.
"""

_SCALE = """
## For scale

Other Textual programs from PyPI, as they come, opened on nothing: until nothing more is written, to quit, and the
memory at rest. The same of the bare app and of the demo, measured beside them.
"""

_GROWTH = """
## How cost grows

Milliseconds of work for 10, 100, 1,000 ... things, and the exponent between the last two sizes: 1 is linear,
2 is quadratic. A bar of hashes is one doubling.
"""
