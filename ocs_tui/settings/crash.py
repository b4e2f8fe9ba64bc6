"""Reports of errors nobody foresaw: where it happened, never with what values."""

from __future__ import annotations

import platform
import secrets
import time
import traceback
from pathlib import Path

from ocs_tui import __version__
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import state_dir, write_private


def write_report(error: BaseException) -> Path | None:
    """Write a report into the state folder, and return where; None when it cannot be written.

    It holds the lines of code that were running and the types of the errors. Values of variables and
    the errors' own words are left out, since a secret or a token could stand in one.
    """
    lines = [
        f"ocs-tui {__version__}, Python {platform.python_version()}, {platform.system()}",
        time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "",
    ]
    cause: BaseException | None = error
    while cause is not None:
        lines += [line.rstrip() for line in traceback.format_tb(cause.__traceback__)]
        lines += [f"{type(cause).__module__}.{type(cause).__name__}", ""]
        inner = getattr(cause, "error", None)  # a worker's failure holds what it failed with
        cause = (
            inner
            if isinstance(inner, BaseException)
            else cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
        )
    path = state_dir() / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}.txt"
    try:
        write_private(path, "\n".join(lines))
    except SettingsError:
        return None
    return path
