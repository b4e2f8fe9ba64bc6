"""JSON from a file or stdin, for what is created, changed or sent."""

from __future__ import annotations

import sys
from typing import Any

from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError, SettingsError

LARGEST = 190 * 1024 * 1024
"""Bytes; the service takes no larger message."""


def json_of(name: str) -> Any:
    """Return what a file says; ``-`` is stdin.

    Raises:
        CallError: when it cannot be read.
        SettingsError: when it is no JSON, or would not be sent as it stands.
    """
    from ocs_tui.model.document import Document

    what = "stdin" if name == "-" else safe(name)
    data = _bytes_of(name, what)
    if len(data) > LARGEST:
        raise SettingsError(f"{what} is larger than {LARGEST // 1024 // 1024} MB: the service takes no more.")
    try:
        text = data.decode("utf-8-sig")  # PowerShell writes a mark before what it redirects
    except UnicodeDecodeError:
        raise SettingsError(f"{what} is no text in UTF-8.") from None
    if not text.strip():
        raise SettingsError(f"{what} is empty: JSON belongs there.")
    try:
        document = Document.read(text)
    except ValueError as error:
        raise SettingsError(f"{what} is no JSON: {safe(error, 200)}.") from None
    if document.problem is not None:
        raise SettingsError(f"{what} cannot be sent: {safe(document.problem, 300)}")
    return document.value


def _bytes_of(name: str, what: str) -> bytes:
    from ocs_tui.settings.access_file import path_of

    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with path_of(name).open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        reason = (getattr(error, "strerror", None) or "no reason is given").lower()
        raise CallError(f"{what} cannot be read: {reason}.") from None
