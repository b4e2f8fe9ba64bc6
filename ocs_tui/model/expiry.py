"""Until when something holds, as people type it: ``2027-01-31``, ``90d`` or ``never``. Free of pydantic."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, time, timedelta

from ocs_tui.model.text import safe

_DAYS = re.compile(r"([0-9]{1,5})\s*d(?:ays?)?", re.IGNORECASE)
SOON = 30
"""Days within which the end of something is soon."""
INVITATION_DAYS = 21
"""Days that an invitation holds when nothing else is said. Source: the reference."""


def expiry_of(text: str, now: datetime | None = None) -> datetime | None:
    """Return until when, in UTC; None for ``never``. A date holds until its last second.

    Raises:
        ValueError: with one sentence, when it names no moment, or one that is over.
    """
    return None if _is_never(text) else _moment(text, _whole(now), "2027-01-31, 90d or never")


def invitation_until(text: str, now: datetime | None = None) -> datetime:
    """Return until when an invitation can be accepted. Source: at most two months ahead.

    Raises:
        ValueError: with one sentence, when it names no such moment.
    """
    now = _whole(now)
    latest = _two_months_after(now)
    until = None if _is_never(text) else _moment(text, now, "2027-01-31 or 21d")
    if until is not None and until.date() == latest.date():
        return min(until, latest)
    if until is None or until > latest:
        raise ValueError(f"An invitation holds for two months at most, until {latest:%Y-%m-%d}.")
    return until


def _is_never(text: str) -> bool:
    return text.strip().casefold() == "never"


def _whole(now: datetime | None) -> datetime:
    return (now or datetime.now(UTC)).replace(microsecond=0)


def _moment(text: str, now: datetime, forms: str) -> datetime:
    typed = text.strip()
    try:
        if found := _DAYS.fullmatch(typed):
            moment = now + timedelta(days=int(found[1]))
        else:
            moment = datetime.combine(datetime.strptime(typed, "%Y-%m-%d").date(), time(23, 59, 59), UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{safe(typed, 40)!r} is no date: write {forms}.") from None
    if moment <= now:
        raise ValueError(f"{safe(typed, 40)} is over: write a day that is to come.")
    return moment


def days_until(moment: str | None, now: datetime | None = None) -> int | None:
    """Return the whole days until a date-time of the wire, negative when it is over; None where it is none."""
    if not moment:
        return None
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (at - (now or datetime.now(UTC))).days


def days_words(days: int | None, none: str = "never expires") -> str:
    """Say the whole days that are left: ``in 5 days``, ``within a day``, ``expired 3 days ago``."""
    match days:
        case None:
            return none
        case -1:
            return "expired"
        case 0:
            return "within a day"
    many = abs(days) - (days < 0)
    plural = "" if many == 1 else "s"
    return f"in {many} day{plural}" if days > 0 else f"expired {many} day{plural} ago"


def _two_months_after(now: datetime) -> datetime:
    """The same day two months later, or that month's last one."""
    year, month = now.year + (now.month + 1) // 12, (now.month + 1) % 12 + 1
    return now.replace(year=year, month=month, day=min(now.day, calendar.monthrange(year, month)[1]))
