"""Whether the explorer can draw here. Textual itself draws all the same, and hangs or prints rubbish."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_SAMPLE = "│─▼▶●✓…"


def terminal_problem(environ: Mapping[str, str] | None = None) -> str | None:
    """Return why the explorer cannot be shown, as a sentence; None when it can.

    The character set asked about is the one Python writes with: under ``LC_ALL=C`` it writes UTF-8 all the
    same (PEP 540), unless that is switched off, and then the lines arrive.
    """
    environ = os.environ if environ is None else environ
    # Textual reads stdin and draws on stderr, on Windows on stdout.
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, f"__{name}__")
        if stream is None or stream.closed or not stream.isatty():
            return f"The explorer needs a terminal, and {name} is none; the commands work without: ocs-tui --help."
    if sys.platform != "win32" and environ.get("TERM", "") in ("", "dumb"):
        return "The explorer needs a terminal that can move its cursor: TERM is unset or 'dumb'."
    drawn_on = sys.__stdout__ if sys.platform == "win32" else sys.__stderr__
    encoding = drawn_on.encoding if drawn_on is not None else "ascii"
    try:
        _SAMPLE.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return f"The character set here ({encoding}) has no lines and arrows: set LC_ALL=C.UTF-8 or the like."
    return None
