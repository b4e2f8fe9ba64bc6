"""Believable values of a running plant, computed from a seed and a time and kept nowhere.

What moves: a day and a week, a shift's set point, a slow drift, noise, and standstills in which values hold
still. A standstill is the stream's and not the property's, so that all properties of a stream agree on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import pi, sin
from typing import Any

from ocs_tui.emulator.sds.moments import DAY, HOUR, moment_text, span_text
from ocs_tui.emulator.sds.types import Property, ValueType
from ocs_tui.emulator.sds.values import FLOATS, INTEGER_RANGES, MOMENTS
from ocs_tui.model.sds_enums import SdsTypeCode as Code

Make = Callable[[int, int], Any]
"""Makes a value of a slot's number and its ticks."""

_MASK = (1 << 64) - 1
_SHIFT = 8 * HOUR


@dataclass(frozen=True, slots=True)
class Signal:
    """What one property does.

    Attributes:
        low, high: what it moves between.
        shape: ``process`` (all that a plant does), ``steps`` (set points only), ``tank`` (fills and empties),
            ``counter`` (rises for ever, by about ``high`` an hour).
        decimals: to how many it is rounded.
        words: what a text property says, one a shift.
        empty: how many of a thousand values are null, where null is a value.
    """

    low: float = 0.0
    high: float = 100.0
    shape: str = "process"
    decimals: int = 3
    words: tuple[str, ...] = ("Running", "Cleaning", "Idle", "Changeover")
    empty: int = 5


def chance(seed: int, number: int) -> float:
    """Return a number from 0 up to 1 that looks random and is always the same for the same two numbers."""
    mixed = (seed + number * 0x9E3779B97F4A7C15) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return ((mixed ^ (mixed >> 31)) >> 11) / (1 << 53)


def seed_of(*parts: object) -> int:
    """Return a seed made of names and numbers, the same at every start."""
    return int.from_bytes(blake2b("\0".join(map(str, parts)).encode(), digest_size=8).digest(), "big")


_of_shift = lru_cache(maxsize=1 << 14)(chance)
"""What is drawn once a shift is asked for with each event."""


def stands_still(seed: int, ticks: int) -> bool:
    """True in the shifts in which the plant of a stream stands still: about one of nine, most on Sundays."""
    return _of_shift(seed, ticks // _SHIFT) < (0.4 if ticks // DAY % 7 == 6 else 0.06)


def maker_of(prop: Property, seed: int, signal: Signal | None = None) -> Make:
    """Return what makes the values of a property of the stream with this seed; without a signal one is guessed."""
    signal = signal or guessed_signal(prop)
    own = seed_of(seed, prop.id.casefold())
    make = _maker(prop.value, own, seed, signal, quality=prop.is_quality)
    if not prop.value.nullable or prop.is_key or signal.empty <= 0:
        return make
    share = signal.empty / 1000
    return lambda slot, ticks: None if chance(own + 7, slot) < share else make(slot, ticks)


def _maker(kind: ValueType, own: int, seed: int, signal: Signal, *, quality: bool) -> Make:
    if kind.members is not None:
        return _state(list(kind.members.values()) or [0], own, seed, quality=quality)
    if kind.is_list:
        item = kind.item
        if item is None:
            return lambda slot, ticks: []
        makers = [_maker(item, own + number, seed, signal, quality=False) for number in range(3)]
        return lambda slot, ticks: [make(slot, ticks) for make in makers]
    if kind.properties is not None:
        nested = [(each.id, maker_of(each, own)) for each in kind.properties.all]
        return lambda slot, ticks: {name: make(slot, ticks) for name, make in nested}
    if kind.base in FLOATS:
        return _number(own, seed, signal)
    if kind.base in INTEGER_RANGES:
        number, (low, high) = _number(own, seed, signal), INTEGER_RANGES[kind.base]
        return lambda slot, ticks: min(max(round(number(slot, ticks)), low), high)
    if kind.base is Code.BOOLEAN:
        if quality:
            return lambda slot, ticks: chance(own, slot) < 0.01
        return lambda slot, ticks: not stands_still(seed, ticks)
    if kind.base in MOMENTS:
        offset = None if kind.base is Code.DATE_TIME else 0
        return lambda slot, ticks: moment_text(ticks // _SHIFT * _SHIFT, offset)
    if kind.base is Code.TIME_SPAN:
        return lambda slot, ticks: span_text(ticks % _SHIFT)
    if kind.base is Code.STRING:
        words = signal.words or ("",)
        return lambda slot, ticks: words[int(_of_shift(own, ticks // _SHIFT) * len(words))]
    return lambda slot, ticks: kind.default


def _state(numbers: list[int], own: int, seed: int, *, quality: bool) -> Make:
    """Make an enum's numbers: the first one nearly always for a quality, else one a shift."""

    def make(slot: int, ticks: int) -> int:
        if quality:
            good = chance(own, slot) >= 0.01
            return numbers[0] if good else numbers[int(chance(own + 1, slot) * len(numbers))]
        if stands_still(seed, ticks):
            return numbers[0]
        return numbers[int(_of_shift(own, ticks // _SHIFT) * len(numbers))]

    return make


def _number(own: int, seed: int, signal: Signal) -> Make:
    low, span, decimals = signal.low, signal.high - signal.low, signal.decimals

    def process(slot: int, ticks: int) -> float:
        if stands_still(seed, ticks):
            return round(low + span * 0.04, decimals)
        hours = ticks / HOUR
        share = 0.5 + 0.2 * sin((hours - 9) * pi / 12) + 0.25 * (_level(own, ticks) - 0.5)
        share += 0.2 * (_drift(own, hours / 5) - 0.5) + 0.05 * (chance(own + 3, slot) - 0.5)
        if ticks // DAY % 7 >= 5:
            share -= 0.1
        return round(low + span * min(max(share, 0.0), 1.0), decimals)

    def tank(slot: int, ticks: int) -> float:
        turn = ticks / (DAY * (0.6 + 0.8 * chance(own, 0)))
        filled = turn % 1 / 0.7 if turn % 1 < 0.7 else (1 - turn % 1) / 0.3
        return round(low + span * (0.1 + 0.8 * filled + 0.01 * (chance(own, slot) - 0.5)), decimals)

    def steps(slot: int, ticks: int) -> float:
        return round(low if stands_still(seed, ticks) else low + span * _level(own, ticks), decimals)

    def counter(slot: int, ticks: int) -> float:
        # From 2015 on, with a daily wave that never turns it back.
        hours = max(0.0, ticks / HOUR - 2014 * 365.2425 * 24)
        return round(low + signal.high * (hours + 3.5 * sin(hours * pi / 12)), decimals)

    return {"tank": tank, "steps": steps, "counter": counter}.get(signal.shape, process)


def _level(own: int, ticks: int) -> float:
    """Return a shift's set point, one of five."""
    return int(_of_shift(own + 1, ticks // _SHIFT) * 5) / 4


def _drift(own: int, place: float) -> float:
    """Return slow noise: random numbers at whole places, smooth in between."""
    whole = int(place)
    share = place - whole
    share = share * share * (3 - 2 * share)
    return _of_shift(own + 2, whole) * (1 - share) + _of_shift(own + 2, whole + 1) * share


_GUESSES: Mapping[str, Signal] = {
    "temp": Signal(18, 96, decimals=2),
    "press": Signal(0.8, 9.5),
    "flow": Signal(0, 180, decimals=2),
    "level": Signal(5, 95, "tank", decimals=2),
    "speed": Signal(0, 2950, decimals=0),
    "rpm": Signal(0, 2950, decimals=0),
    "power": Signal(12, 640, decimals=1),
    "energy": Signal(1000, 85, "counter", decimals=1),
    "total": Signal(0, 40, "counter", decimals=1),
    "count": Signal(0, 120, "counter", decimals=0),
    "volt": Signal(392, 408, decimals=1),
    "current": Signal(2, 140, decimals=2),
    "frequency": Signal(49.95, 50.05),
    "vibration": Signal(0.3, 7.5),
    "humid": Signal(25, 85, decimals=1),
    "valve": Signal(0, 100, "steps", decimals=1),
    "setpoint": Signal(20, 80, "steps", decimals=1),
    "batch": Signal(words=("B-1041", "B-1042", "B-1043", "B-1044", "B-1045", "B-1046")),
}


def guessed_signal(prop: Property) -> Signal:
    """Return what a property most likely does, by its name and unit."""
    words = f"{prop.id} {prop.name} {prop.uom or ''}".casefold()
    return next((signal for word, signal in _GUESSES.items() if word in words), Signal())
