"""The part of a stream that is looked at, as people type it: ``last 24h``, ``2026-01-01..2026-01-31``.

A moment without a zone is one of the zone that is asked for, UTC or the zone here; ``Z`` and an offset always
count. A date stands for its whole day: at the end of a window the day counts to its last moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ocs_tui.model.text import safe

EXAMPLES = "last 24h, last 15m, today, or 2026-01-01..2026-01-31"
PRESETS = ("last 15m", "last 1h", "last 8h", "last 24h", "last 7d", "last 30d", "last 365d")
"""What can be chosen without typing."""

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "mo": 30 * 86_400, "y": 365 * 86_400}
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("w", "week", "weeks"), "w"),
    **dict.fromkeys(("mo", "month", "months"), "mo"),
    **dict.fromkeys(("y", "year", "years"), "y"),
}
_LENGTH = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)?\s*([a-z]+)", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = timedelta(microseconds=1)


class WindowProblem(ValueError):
    """What was typed is no window; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a stream.

    Attributes:
        start: the first index, as the service takes it.
        end: the last index, which belongs to it.
        begin: the same as a moment; None where the index is no time.
        until: likewise.
        follows: whether it ends now, whenever that is: read again, it has moved on.
        typed: what was typed.
    """

    start: str
    end: str
    begin: datetime | None = None
    until: datetime | None = None
    follows: bool = False
    typed: str = ""

    @property
    def length(self) -> timedelta | None:
        """How long it is; None where the index is no time."""
        return None if self.begin is None or self.until is None else self.until - self.begin


def window_of(typed: str, now: datetime | None = None, zone: tzinfo | None = UTC) -> Window:
    """Return the window that somebody typed.

    Args:
        typed: ``last 24h``, ``24h``, ``today``, ``yesterday``, a date, or two moments with ``..`` between them;
            ``now`` is a moment, and ``-2h`` one so long before now.
        now: the moment that counts as now, with a zone; the end of this second when None, so that what was
            written a moment ago is in it.
        zone: of moments that say none; None is the zone here.

    Raises:
        WindowProblem: it is none, with a sentence that says what is.
    """
    now = now or datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    text = " ".join(typed.split())
    folded = text.casefold()
    if not text:
        raise WindowProblem(f"Type a window: {EXAMPLES}.")
    if ".." in text:
        first, _, last = text.partition("..")
        begin, until = _moment(first, now, zone, False), _moment(last, now, zone, True)
        return _checked(begin, until, typed, follows=_is_now(last))
    if folded in ("today", "yesterday") or _DATE.fullmatch(text):
        if folded == "today":
            return _checked(_midnight(_day_of(now, zone), zone), now, typed, follows=True)
        day = _date(text) if _DATE.fullmatch(text) else _day_of(now, zone) - timedelta(days=1)
        return _checked(_midnight(day, zone), _end_of(day, zone), typed)
    length = _length(folded.removeprefix("last ").strip())
    if length is None:
        raise WindowProblem(f"{safe(text, 60)!r} is no window: {EXAMPLES}.")
    return _checked(_before(now, length), now, typed, follows=True)


def indexes_of(typed: str) -> Window:
    """Return the window of a stream whose index is no time: ``0..1000``.

    Raises:
        WindowProblem: it is none.
    """
    first, dots, last = typed.partition("..")
    if not dots or not first.strip() or not last.strip():
        raise WindowProblem("Type the first and the last index with .. between them: 0..1000.")
    return Window(first.strip(), last.strip(), typed=typed)


def written(moment: datetime) -> str:
    """Return a moment as the service takes it: in UTC."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def said(window: Window, zone: tzinfo | None = UTC) -> str:
    """Return from when to when a window goes, and what the times are told in."""
    if window.begin is None or window.until is None:
        return f"{safe(window.start, 60)} – {safe(window.end, 60)}"
    first, last = window.begin.astimezone(zone), window.until.astimezone(zone)
    end = f"{last:%H:%M:%S}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M:%S}"
    return f"{first:%Y-%m-%d %H:%M:%S} – {end} {zone_name(zone, window.until)}"


def zone_name(zone: tzinfo | None, at: datetime | None = None) -> str:
    """Return what a zone is called: ``UTC``, or ``local time (UTC+0100)`` as it holds at a moment."""
    if zone is UTC:
        return "UTC"
    return f"local time (UTC{(at or datetime.now(UTC)).astimezone(zone):%z})"


def again(window: Window, now: datetime | None = None, zone: tzinfo | None = UTC) -> Window:
    """Return a window as it is now: one that ends now has moved on."""
    return window_of(window.typed, now, zone) if window.follows else window


def _checked(begin: datetime, until: datetime, typed: str, follows: bool = False) -> Window:
    if until <= begin:
        raise WindowProblem(f"The window {safe(typed.strip(), 60)!r} ends before it begins.")
    return Window(written(begin), written(until), begin, until, follows, typed)


def _length(text: str) -> timedelta | None:
    found = _LENGTH.fullmatch(text)
    if found is None or (unit := _UNITS.get(found.group(2).casefold())) is None:
        return None
    amount = float(found.group(1) or 1)
    return timedelta(seconds=min(amount * _SECONDS[unit], 9_000 * 365 * 86_400)) if amount else None


def _before(now: datetime, length: timedelta) -> datetime:
    try:
        return now - length
    except OverflowError:
        return datetime(1, 1, 1, tzinfo=UTC)


def _is_now(text: str) -> bool:
    return text.strip().casefold() in ("now", "")


def _moment(text: str, now: datetime, zone: tzinfo | None, is_end: bool) -> datetime:
    text = text.strip()
    if _is_now(text):
        return now if text or is_end else _nothing(text)
    if text[0] in "-−" and (length := _length(text[1:].strip().casefold())) is not None:
        return _before(now, length)
    if _DATE.fullmatch(text):
        return _end_of(_date(text), zone) if is_end else _midnight(_date(text), zone)
    try:
        moment = datetime.fromisoformat(text)
        return _in_zone(moment, zone)
    except (ValueError, OverflowError):
        return _nothing(text)


def _nothing(text: str) -> datetime:
    raise WindowProblem(f"{safe(text, 60)!r} is no moment: type 2026-01-31, 2026-01-31T08:00, now or -2h.")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WindowProblem(f"{safe(text, 60)!r} is no day of the calendar.") from None


def _in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone) if zone is not None else moment.astimezone()
    return moment.astimezone(UTC)


def _day_of(now: datetime, zone: tzinfo | None) -> date:
    return now.astimezone(zone).date()


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return _in_zone(datetime.combine(day, time()), zone)


def _end_of(day: date, zone: tzinfo | None) -> datetime:
    """The last moment of a day: both ends of a window count, and the next midnight is no part of it."""
    try:
        return _midnight(day + timedelta(days=1), zone) - _MOMENT
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
