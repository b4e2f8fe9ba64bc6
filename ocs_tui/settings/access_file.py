"""A file of ``acl export`` on the disk: read in one piece, and found by the beginning of its path.

Disks of other machines may hang: an event loop calls these in a thread with a deadline.
"""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

from ocs_tui.access.file import AccessFile
from ocs_tui.access.file_parse import parse
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError, SettingsError

LARGEST = 64 * 1024 * 1024  # bytes; what is larger is no list of access
_LOOKED_AT = 5_000
"""Names of one folder that are looked at."""


def read_access_file(path: Path, largest: int = LARGEST) -> AccessFile:
    """Read a file.

    Raises:
        CallError: when it cannot be read.
        SettingsError: when it is larger than ``largest`` bytes, or no text.
        FileProblem: when it is no such file; every sentence says its line.
    """
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        reason = (getattr(error, "strerror", None) or "no reason is given").lower()
        raise CallError(f"{safe(path)} cannot be read: {reason}.") from None
    return access_file_of(data, str(path), largest)


def access_file_of(data: bytes, name: str, largest: int = LARGEST) -> AccessFile:
    """Return what the bytes of a file say; ``name`` is what a sentence calls it.

    Raises:
        SettingsError: when they are more than ``largest``, or no text.
        FileProblem: when it is no such file.
    """
    if len(data) > largest:
        megabytes = largest // (1024 * 1024)
        raise SettingsError(f"{safe(name)} is larger than {megabytes} MB: too large for what this reads.")
    try:
        return parse(data.decode("utf-8-sig"))  # PowerShell writes a mark before what it redirects
    except UnicodeDecodeError:
        raise SettingsError(f"{safe(name)} is no text in UTF-8.") from None


def path_of(typed: str) -> Path:
    """Return the path that somebody typed: ``~`` is the home, the rest is relative to the working directory.

    Raises:
        SettingsError: for the home of a user that this machine does not know.
    """
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        raise SettingsError(f"{safe(typed)}: the home of that user is not known.") from None


def completions(typed: str) -> list[str]:
    """Return the paths that begin as typed, folders with a separator at their end: YAML first, then folders.

    Names that do something to a terminal are left out: a field would send them as they are. A folder that
    cannot be read has none.
    """
    head, begun = os.path.split(typed)
    found: list[tuple[bool, bool, str]] = []
    try:
        with os.scandir(path_of(head)) as entries:
            for entry in islice(entries, _LOOKED_AT):
                fits = entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
                if fits and safe(entry.name) == entry.name:
                    is_folder = entry.is_dir()
                    is_yaml = entry.name.lower().endswith((".yaml", ".yml")) and not is_folder
                    found.append((not is_yaml, not is_folder, entry.name + os.sep * is_folder))
    except (OSError, ValueError, SettingsError):
        return []
    return [os.path.join(head, name) for *_, name in sorted(found)]  # noqa: PTH118 - "./x" stays as typed
