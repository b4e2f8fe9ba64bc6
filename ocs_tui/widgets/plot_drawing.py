"""A plot drawn with characters: curves in braille, or in plain ASCII, with axes and a legend.

Free of Textual: the plot on the screen and the one of the command line are both drawn here. No library does:
textual-plot and uniplot bring numpy (73 MB), plotext 6 a compiled kernel, textual-plotext stays on plotext 5,
which is no longer kept, and none tells curves apart without colour or draws in ASCII alone.
"""

from __future__ import annotations

import math
import os
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from rich.cells import cell_len, set_cell_size

from ocs_tui.model.text import safe
from ocs_tui.widgets.plot_canvas import ASCII_MARKS, AXIS, MARKS, WORDS, Canvas, Line, Point, Window, place
from ocs_tui.widgets.plot_scale import (
    EARLIEST,
    LATEST,
    number_ticks,
    number_words,
    span_words,
    time_ticks,
)

LEAST_SIZE = (24, 8)
_PLAIN = str.maketrans(
    {"│": "|", "┤": "+", "└": "+", "─": "-", "┬": "+", "–": "-", "·": "-", "…": "~"}
    | {"°": "deg", "μ": "u", "Ω": "Ohm", "ß": "ss"}
)


@dataclass(frozen=True, slots=True)
class Series:
    """What is plotted.

    Attributes:
        label: its name, as it came.
        points: where and how much. A time without a zone is UTC. None, or what is no finite number, is a gap.
        unit: the unit of its numbers, as it came; series of one unit share a scale.
        stepwise: a value holds until the next one comes.
    """

    label: str
    points: Sequence[tuple[datetime | float, float | None]]
    unit: str = ""
    stepwise: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A series made ready to be drawn: points as numbers, in order, label and unit safe."""

    label: str
    unit: str
    stepwise: bool
    points: list[Point]


@dataclass(frozen=True, slots=True)
class Curves:
    """All that is drawn, and from where to where; ``is_time`` when that is seconds of POSIX."""

    curves: list[Curve]
    whole: Window | None
    is_time: bool


def ascii_only(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether the terminal is to be given ASCII alone: the Linux console, the C locale, no UTF-8 written.

    Where no variable tells of a locale, what Python writes with decides alone.
    """
    environ = os.environ if environ is None else environ
    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
    return environ.get("TERM") == "linux" or locale in ("C", "POSIX") or "utf" not in encoding.casefold()


def curves_of(series: Iterable[Series]) -> Curves:
    """Return series made ready to be drawn."""
    curves, is_time = [], False
    for one in series:
        points: list[Point] = []
        for x, y in one.points:
            if isinstance(x, datetime):
                is_time = True
                x = (x if x.tzinfo else x.replace(tzinfo=UTC)).timestamp()
            if math.isfinite(x):
                points.append((float(x), _finite(y)))
        points.sort(key=lambda point: point[0])
        curves.append(Curve(safe(one.label, 60), safe(one.unit, 20), one.stepwise, points))
    there = [x for curve in curves for x, y in curve.points if y is not None]
    return Curves(curves, (min(there), max(there)) if there else None, is_time)


def _finite(y: float | None) -> float | None:
    try:
        number = float(y) if y is not None else math.nan
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def nothing_words(curves: Curves) -> str:
    """Return why there is nothing to plot."""
    count = sum(len(curve.points) for curve in curves.curves)
    if not count:
        return "Nothing to plot: there is no value here."
    values = (
        "the one value here is no number" if count == 1 else f"none of the {count:,} values here is a number"
    )
    return f"Nothing to plot: {values}."


def plot_text(series: Sequence[Series], width: int, height: int, ascii: bool) -> str:
    """Return a plot as text of so many columns and lines at most, for the command line; times are UTC."""
    lines = draw(curves_of(series), width, height, ascii=ascii)
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines)


def draw(
    data: Curves,
    width: int,
    height: int,
    *,
    ascii: bool,
    window: Window | None = None,
    zone: tzinfo | None = UTC,
    instead: str = "",
) -> list[Line]:
    """Return the lines of a plot.

    Args:
        data: what is drawn.
        width: columns there are.
        height: lines there are.
        ascii: nothing but ASCII is drawn.
        window: from where to where; all of it by default.
        zone: the zone of the times; None is the one here.
        instead: what is said where there are no curves, by default why there are none.
    """
    if data.whole is None:
        return [[(_plain(instead or nothing_words(data), ascii), WORDS)]]
    if width < LEAST_SIZE[0] or height < LEAST_SIZE[1]:
        return [[(_plain("Too small to plot here.", ascii), WORDS)]]
    begin, end = _opened(*(window or data.whole), data.is_time)
    seen = [_clipped(curve, begin, end) for curve in data.curves]
    scales = _scales(data.curves, seen)
    legend = _legend(data.curves, seen, width, height, ascii)
    rows = height - len(legend) - 3
    scale = next(iter(scales.values()), (0.0, 1.0))
    ticks = number_ticks(*scale, max(2, rows // 2))
    margin = max(cell_len(words) for _, words in ticks) if ticks else 0
    canvas = Canvas(max(2, width - margin - 1), rows, ascii, len(data.curves))
    for number, (curve, points) in enumerate(zip(data.curves, seen, strict=True)):
        if any(y is not None for _, y in points):
            canvas.trace(number, points, (begin, end), scales[curve.unit], curve.stepwise)
    named = {place(value, scale, rows - 1): words for value, words in ticks}
    lines = list(legend)
    for row, pieces in enumerate(canvas.lines()):
        words = named.get(rows - 1 - row, "")
        lines.append([(words.rjust(margin) + ("┤" if words else "│"), AXIS), *pieces])
    lines += _below(data, (begin, end), margin, canvas.width, len(scales), zone, ascii)
    return [[(_plain(text, ascii), tint) for text, tint in line] for line in lines]


def _plain(text: str, ascii: bool) -> str:
    """Return a text as it is drawn: in ASCII without accents, and with ``?`` for what has no letter there."""
    if not ascii or text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_PLAIN)).translate(_PLAIN)
    return (
        "".join(part for part in parts if not unicodedata.combining(part)).encode("ascii", "replace").decode()
    )


def _opened(low: float, high: float, is_time: bool = False) -> Window:
    """Return a range that is wide enough to divide by."""
    if is_time:
        low, high = max(EARLIEST, min(low, LATEST)), max(EARLIEST, min(high, LATEST))
    if high / 2 - low / 2 > max(abs(low) * 1e-12, abs(high) * 1e-12, 1e-300):
        return low, high
    around = 30.0 if is_time else max(abs(low) * 0.05, 0.5)
    return low - around, high + around


def _clipped(curve: Curve, begin: float, end: float) -> list[Point]:
    """Return the points of a window, with what the curve has at its two borders."""
    points = curve.points
    first = bisect_left(points, begin, key=lambda point: point[0])
    last = bisect_right(points, end, key=lambda point: point[0])
    inside = points[first:last]
    for at, border, where in ((first, begin, 0), (last, end, len(inside) + 1)):
        if 0 < at < len(points):
            (x0, y0), (x1, y1) = points[at - 1], points[at]
            if y0 is not None and y1 is not None and x0 < border < x1:
                share = 0.0 if curve.stepwise else (border - x0) / (x1 - x0)
                inside.insert(where, (border, y0 * (1 - share) + y1 * share))
    return inside


def _scales(curves: Sequence[Curve], seen: Sequence[Sequence[Point]]) -> dict[str, Window]:
    """Return from where to where each unit goes."""
    found: dict[str, list[float]] = {}
    for curve, points in zip(curves, seen, strict=True):
        if there := [y for _, y in points if y is not None]:
            found.setdefault(curve.unit, []).extend((min(there), max(there)))
    return {unit: _opened(min(there), max(there)) for unit, there in found.items()}


def _legend(
    curves: Sequence[Curve], seen: Sequence[Sequence[Point]], width: int, height: int, ascii: bool
) -> list[Line]:
    """Return the lines that say which curve is which, as many as there is room for."""
    marks = ASCII_MARKS if ascii else MARKS
    lines: list[Line] = [[]]
    most, room = max(1, height // 4), width
    for number, (curve, points) in enumerate(zip(curves, seen, strict=True)):
        there = [y for _, y in points if y is not None]
        ends = dict.fromkeys(number_words(end) for end in (min(there), max(there))) if there else ()
        span = " – ".join(ends) or "no numbers here"
        unit = f" {curve.unit}" if curve.unit and there else ""
        words = _plain(f"{marks[number % len(marks)]} {curve.label}: {span}{unit}", ascii)
        words = words if cell_len(words) <= width - 12 else set_cell_size(words, width - 13) + "…"
        more = f"and {len(curves) - number} more"
        if lines[-1] and cell_len(words) + (12 if len(lines) == most else 0) > room:
            if len(lines) == most:
                lines[-1].append((f"  {more}", WORDS))
                break
            lines.append([])
            room = width
        lines[-1].append(("  " + words if lines[-1] else words, number))
        room -= cell_len(words) + 2
    return lines


def _below(
    data: Curves, span: Window, margin: int, width: int, units: int, zone: tzinfo | None, ascii: bool
) -> list[Line]:
    """Return the axis below, its words, and what they are told in."""
    ticks = time_ticks(*span, width, zone) if data.is_time else number_ticks(*span, max(2, width // 12))
    axis, words = ["─"] * width, ""
    for value, said in ticks:
        at = place(value, span, width - 1)
        begin = max(0, min(margin + 1 + at - len(said) // 2, margin + 1 + width - len(said)))
        if begin >= len(words) + (2 if words else 0):
            axis[at] = "┬"
            words = words.ljust(begin) + said
    told = [span_words(*span, zone)] if data.is_time else []
    if units > 1:
        first = next(curve.unit for curve in data.curves if any(y is not None for _, y in curve.points))
        told.append(f"each unit to its own scale, the axis in {first or 'numbers without one'}")
    last = _plain(" · ".join(told), ascii)
    last = last if cell_len(last) <= margin + 1 + width else set_cell_size(last, margin + width) + "…"
    return [[(" " * margin + "└" + "".join(axis), AXIS)], [(words, AXIS)], [(last, WORDS)]]
