"""Moments as people type them: a date, a number of days, or never."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError

_DAYS = re.compile(r"(\d{1,5})d")


def moment_of(text: str, now: datetime | None = None) -> datetime | None:
    """Return the end of a day (UTC) that ``text`` names: ``2027-01-31``, ``90d``; None for ``never``.

    Raises:
        CallError: when it names none, or one that is over.
    """
    now = now or datetime.now(UTC)
    if text.casefold() == "never":
        return None
    if found := _DAYS.fullmatch(text):
        return now + timedelta(days=int(found[1]))
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise CallError(f"{safe(text, 40)!r} is no date: write 2027-01-31, 90d or never.") from None
    moment = datetime.combine(day, time(23, 59, 59), UTC)
    if moment <= now:
        raise CallError(f"{text} is over: write a day that is to come.")
    return moment
