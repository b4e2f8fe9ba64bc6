"""Moments and spans as ticks: whole tenths of a microsecond, as the service counts them.

A moment is counted from the first day of year 1 in UTC, so that moments compare and subtract as integers.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

SECOND = 10_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?([Zz]|[+\- ]\d\d:?\d\d)?",
    re.ASCII,
)
_SPAN = re.compile(r"(-)?(?:(\d+)\.)?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?", re.ASCII)
_DAYS = re.compile(r"(-)?(\d{1,8})", re.ASCII)


def moment_ticks(text: str) -> tuple[int, int]:
    """Read an ISO 8601 moment; return its ticks in UTC and its offset from UTC in minutes.

    A moment without an offset is in UTC. A blank before the offset is a plus sign that a URL lost. Digits
    beyond the seventh of a second are dropped. Raises ValueError for anything else.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    days = date(int(year), int(month), int(day)).toordinal() - 1
    hours, minutes, seconds = int(hour or 0), int(minute or 0), int(second or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ValueError(text)
    offset = 0
    if zone and zone not in "Zz":
        offset = int(zone[1:3]) * 60 + int(zone[-2:])
        if offset > 14 * 60:
            raise ValueError(text)
        offset = -offset if zone[0] == "-" else offset
    ticks = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
    ticks += int((fraction or "0")[:7].ljust(7, "0")) - offset * MINUTE
    if not 0 <= ticks < 3_652_059 * DAY:
        raise ValueError(text)
    return ticks, offset


def moment_text(ticks: int, offset: int | None = None) -> str:
    """Write a moment: in UTC with ``Z``, or with an offset from UTC in minutes."""
    days, rest = divmod(ticks + (offset or 0) * MINUTE, DAY)
    seconds, fraction = divmod(rest, SECOND)
    text = f"{date.fromordinal(days + 1).isoformat()}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if fraction:
        text += f".{fraction:07}".rstrip("0")
    if offset is None:
        return text + "Z"
    return f"{text}{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"


def moment_of(when: datetime) -> int:
    """Return the ticks of a datetime, which must know its time zone."""
    since = when.astimezone(UTC) - datetime(1, 1, 1, tzinfo=UTC)
    return since.days * DAY + since.seconds * SECOND + since.microseconds * 10


def span_ticks(text: str) -> int:
    """Read a span ``[-][d.]hh:mm[:ss[.fffffff]]``, or whole days, as ticks. Raises ValueError."""
    whole = _DAYS.fullmatch(text.strip())
    if whole:
        return int(whole[2]) * DAY * (-1 if whole[1] else 1)
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    sign, days, hours, minutes, seconds, fraction = match.groups()
    if int(hours) > 23 or int(minutes) > 59 or int(seconds or 0) > 59:
        raise ValueError(text)
    ticks = int(days or 0) * DAY + int(hours) * HOUR + int(minutes) * MINUTE + int(seconds or 0) * SECOND
    ticks += int((fraction or "0").ljust(7, "0"))
    return -ticks if sign else ticks


def span_text(ticks: int) -> str:
    """Write a span as the service does: ``[-][d.]hh:mm:ss[.fffffff]``."""
    days, rest = divmod(abs(ticks), DAY)
    seconds, fraction = divmod(rest, SECOND)
    text = f"{'-' if ticks < 0 else ''}{f'{days}.' if days else ''}"
    text += f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return text + (f".{fraction:07}" if fraction else "")
