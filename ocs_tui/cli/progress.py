"""How far a long command is, for somebody who looks on: on stderr, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable

_MANY = 40
"""What takes fewer requests is over before it can be read."""


def counted(what: str) -> Callable[[int, int], None] | None:
    """Return what is told how many of how many are done, such as ``Reading``; None where nobody looks on."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of: int) -> None:
        if of >= _MANY:
            # The line is written over, and gone when all is done.
            line = f"{what} {done:,} of {of:,}" if done < of else ""
            sys.stderr.write(f"\r{line}\x1b[K")
            sys.stderr.flush()

    return tell


class Running:
    """How far a long answer is that goes to a file or a pipe: on stderr, where that is a terminal of its own.

    Args:
        what: such as ``Reading``.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._seen = sys.stderr.isatty() and not sys.stdout.isatty()

    def tell(self, done: int, of: int | None = None) -> None:
        """Say how many there are so far."""
        if self._seen:
            total = "" if of is None else f" of {of:,}"
            sys.stderr.write(f"\r{self._what} {done:,}{total}\x1b[K")
            sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._seen:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
