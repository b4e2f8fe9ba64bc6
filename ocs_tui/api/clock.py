"""A clock that only grows, whatever becomes of the date, and that goes on while the machine sleeps."""

from __future__ import annotations

import sys
import time


def seconds() -> float:
    """Return seconds since some moment: those count too that the machine was suspended.

    Python's monotonic clock stops for these on Linux and macOS, and a token would seem to hold the next
    morning that had ended in the night. Windows counts them.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()
