"""Talk goes to stderr, data to stdout."""

from __future__ import annotations

import io
import sys
from contextlib import suppress

DONE = 0
FAILED = 1
WRONG_USAGE = 2
CONFLICT = 3
INTERRUPTED = 130
READER_GONE = 141


def say(sentence: str) -> None:
    """Tell the user something, on stderr; a terminal that is gone hears nothing."""
    with suppress(OSError):
        print(f"ocs-tui: {sentence}", file=sys.stderr)  # noqa: T201


def tell(line: str) -> None:
    """Show the user a line of something longer, such as a review, on stderr."""
    print(line, file=sys.stderr)  # noqa: T201


def put(line: str) -> None:
    """Write a line of data, on stdout."""
    print(line)  # noqa: T201


def put_file(text: str) -> None:
    """Write a whole file on stdout: in UTF-8 whatever the locale, unless somebody looks at it."""
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)
