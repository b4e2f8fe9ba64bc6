"""Talk goes to stderr, data to stdout."""

from __future__ import annotations

import sys

DONE = 0
FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130
READER_GONE = 141


def say(sentence: str) -> None:
    """Tell the user something, on stderr."""
    print(f"ocs-tui: {sentence}", file=sys.stderr)  # noqa: T201


def put(line: str) -> None:
    """Write a line of data, on stdout."""
    print(line)  # noqa: T201
