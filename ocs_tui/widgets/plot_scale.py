"""Where the ticks of a plot stand and what they say: numbers by 1, 2 and 5, times by what a clock knows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

_DAY = 86_400
_CLOCK = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200)
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 3, 6)

EARLIEST = datetime(1, 1, 2, tzinfo=UTC).timestamp()
LATEST = datetime(9999, 12, 30, tzinfo=UTC).timestamp()
"""Moments beyond these have no date in every zone."""


def nice_step(span: float, at_most: float) -> float:
    """Return the least step of 1, 2 or 5 times a power of ten that fits ``span`` at most so many times."""
    least = span / max(0.5, at_most)
    if not least or not math.isfinite(least):
        return 0.0
    power = 10.0 ** math.floor(math.log10(least))
    step = next((factor * power for factor in (1, 2, 5) if factor * power >= least * 0.999), 10 * power)
    return min(step, 1e308)


def number_ticks(low: float, high: float, at_most: int) -> list[tuple[float, str]]:
    """Return where ticks stand between two numbers, and what each says."""
    step = nice_step(high / 2 - low / 2, at_most / 2)  # halves: the span itself may be infinite
    if not step:
        return [(low, number_words(low))]
    first = math.ceil(low / step - 1e-9)
    values = (number * step for number in range(first, first + at_most + 2))
    return [(value, number_words(value, step)) for value in values if value - high <= step * 1e-9]


def number_words(value: float, step: float = 0.0) -> str:
    """Return a number in few characters: as exact as ``step`` needs it, or to five digits without one."""
    if not step:
        if value and not 1e-4 <= abs(value) < 1e7:
            return f"{value:.5g}"
        whole = len(str(int(abs(value))))
        said = f"{value:,.{max(0, 5 - whole)}f}"
        return said.rstrip("0").rstrip(".") if "." in said else said
    value = 0.0 if abs(value) < step / 2 else value
    places = -math.floor(math.log10(step) + 1e-9)
    if max(abs(value), step) >= 1e7 or places > 5:
        digits = math.floor(math.log10(max(abs(value), step))) + places + 1
        return f"{value:.{max(1, min(digits, 15))}g}"
    return f"{value:,.{max(0, places)}f}"


def clock(moment: float, zone: tzinfo | None) -> datetime:
    """Return what clocks show at a moment in seconds of POSIX, without a zone; None is the zone here."""
    return datetime.fromtimestamp(max(EARLIEST, min(LATEST, moment)), zone).replace(tzinfo=None)


def _moment(shown: datetime, zone: tzinfo | None) -> float:
    return (shown.replace(tzinfo=zone) if zone else shown).timestamp()


def zone_words(moment: float, zone: tzinfo | None) -> str:
    """Return what the times are told in: ``UTC``, or ``local time, UTC+01:00`` as it holds at the moment."""
    if zone is UTC:
        return "UTC"
    at = datetime.fromtimestamp(max(EARLIEST, min(LATEST, moment)), UTC).astimezone(zone)
    return f"{'local time' if zone is None else zone}, {at:UTC%z}"


def span_words(low: float, high: float, zone: tzinfo | None) -> str:
    """Return from when to when, and what that is told in."""
    first, last = clock(low, zone), clock(high, zone)
    form = "%H:%M" if high - low >= 7200 else "%H:%M:%S"
    end = last.strftime(form if first.date() == last.date() else f"%Y-%m-%d {form}")
    return f"{first.strftime(f'%Y-%m-%d {form}')} – {end} {zone_words(low, zone)}"


def time_ticks(low: float, high: float, width: int, zone: tzinfo | None) -> list[tuple[float, str]]:
    """Return where ticks stand between two moments on an axis of so many columns, and what each says."""
    ticks: list[tuple[float, str]] = []
    for shown, words in _shown_ticks(low, high, width, zone):
        try:
            moment = _moment(shown, zone)
        except (OverflowError, OSError, ValueError):
            continue
        if low <= moment <= high and (not ticks or moment > ticks[-1][0]):  # an hour comes twice in autumn
            ticks.append((moment, words))
    return ticks


def _shown_ticks(low: float, high: float, width: int, zone: tzinfo | None) -> Iterator[tuple[datetime, str]]:
    """Yield what clocks show at each tick, with its words."""
    first, span = clock(low, zone), high - low
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    at_most, fewer = max(1, width // 9), max(1, width // 11)  # labels of five characters, and of eight
    if span < fewer:
        step = nice_step(span, max(1, width // 15))
        begin, form = first.replace(microsecond=0), "%H:%M:%S.%f"
        for number in range(int(2 / step) + 1 if step > 1e-6 else 0):
            shown = begin + timedelta(seconds=number * step)
            yield shown, shown.strftime(form)[:-3]
        return
    for seconds in _CLOCK:
        if span <= seconds * (fewer if seconds < 60 else at_most):
            begin = midnight + timedelta(seconds=(first - midnight).total_seconds() // seconds * seconds)
            form = "%H:%M:%S" if seconds < 60 else "%H:%M"
            for shown in _every(begin, timedelta(seconds=seconds), at_most):
                yield shown, shown.strftime("%m-%d" if shown.time() == datetime.min.time() else form)
            return
    for days in _DAYS:
        if span <= days * _DAY * at_most:
            begin = midnight - timedelta(days=midnight.toordinal() % days)
            for shown in _every(begin, timedelta(days=days), at_most):
                yield shown, shown.strftime("%m-%d")
            return
    for months in _MONTHS:
        if span <= months * 31 * _DAY * fewer:
            for number in range(first.month - 1, first.month + months * (at_most + 2), months):
                month = number - (first.month - 1) % months
                year = first.year + month // 12
                if year > 9999:
                    return
                shown = datetime(year, month % 12 + 1, 1)
                yield shown, shown.strftime("%Y-%m")
            return
    years = max(1, int(nice_step(span / (365 * _DAY), at_most)))
    for year in range(max(1, first.year // years * years), 10_000, years):
        yield datetime(year, 1, 1), str(year)


def _every(begin: datetime, step: timedelta, at_most: int) -> Iterator[datetime]:
    for number in range(at_most + 3):
        try:
            yield begin + number * step
        except OverflowError:
            return
