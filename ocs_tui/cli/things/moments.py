"""The window that the options of a command name."""

from __future__ import annotations

import argparse

from ocs_tui.data.window import Window, WindowProblem, indexes_of, window_of
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError


def window_asked(options: argparse.Namespace, default: str, *, timed: bool = True) -> Window:
    """Return the window of ``--last`` (``--since``), or of ``--from`` and ``--to``.

    Args:
        options: the options.
        default: what counts when none of them is given, such as ``24h``.
        timed: whether the index is a time; one that is none needs both ends.

    Raises:
        CallError: when they name none.
    """
    if options.last and (options.begin or options.until):
        raise CallError("Say either how long before now, or --from and --to.")
    if options.until and not options.begin:
        raise CallError("--to needs --from.")
    try:
        if not timed:
            if not (options.begin and options.until):
                raise CallError(
                    "The index here is no time: say --from A --to B, or --first, --last-value or --follow."
                )
            return indexes_of(f"{options.begin}..{options.until}")
        if options.begin:
            return window_of(f"{options.begin}..{options.until or 'now'}")
        return _last(options.last or default)
    except WindowProblem as problem:
        raise CallError(str(problem)) from None


def _last(length: str) -> Window:
    try:
        return window_of(f"last {length}")
    except WindowProblem:
        raise CallError(f"{safe(length, 60)!r} is no length of time: write 15m, 24h, 7d or 1y.") from None
