"""The times that a board is asked for, and numbers that are always the same for the same time."""

from __future__ import annotations

import zlib
from datetime import date

from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds import moments

HOUR = 3600
DAY = 86400
_EPOCH = (date(1970, 1, 1).toordinal() - 1) * moments.DAY
BEGAN = 17966 * DAY
"""When the tenant began, in seconds since the epoch: nothing is told from before."""


def asked_times(call: Call, *, needed: bool = False) -> tuple[float, float]:
    """Return the start and the end of the query, in seconds since the epoch.

    Without them it is the last day. The reference names no default. Read here as the shortest that an
    operator looks at.

    Args:
        call: the call.
        needed: whether both have to be given.

    Raises:
        Refused: 400 for one that is missing or no time, or an end before the start.
    """
    start_text, end_text = call.asked("start").strip(), call.asked("end").strip()
    if needed and not (start_text and end_text):
        raise Refused(400, "start and end are needed.")
    now = call.box.store.clock()
    end = seconds_of("end", end_text) if end_text else now
    start = seconds_of("start", start_text) if start_text else min(end, now) - DAY
    if end < start:
        raise Refused(400, "end is before start.")
    return start, end


def seconds_of(name: str, text: str) -> float:
    """Return a time in seconds since the epoch.

    Raises:
        Refused: 400 when it is none.
    """
    try:
        ticks, _ = moments.moment_ticks(text)
    except ValueError:
        raise Refused(400, f"{name} is no time.") from None
    return (ticks - _EPOCH) / moments.SECOND


def drawn(*of: object) -> int:
    """Return a number that looks drawn by lot and is always the same for the same things."""
    return zlib.crc32("/".join(map(str, of)).encode())
