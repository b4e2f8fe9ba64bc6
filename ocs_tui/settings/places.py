"""How the program's folders and files are: whose they are, who may read and write them, and what fits in."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

_MOST_LOOKED_AT = 2_000
_TRIED_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or a file as it is.

    Attributes:
        path: where.
        exists: whether it is there.
        mine: whether it belongs to this user; None where there is none, and on Windows.
        mode: its permission bits; None where there is none, and on Windows.
        fault: why it cannot be used, as a clause such as ``no space left on device``; empty when it can.
        free_bytes: the space for more; None where nothing is there yet, or nobody says.
    """

    path: Path
    exists: bool
    mine: bool | None = None
    mode: int | None = None
    fault: str = ""
    free_bytes: int | None = None

    @property
    def others_may_read(self) -> bool:
        """True when group or others may read it."""
        return self.mode is not None and bool(self.mode & (stat.S_IRGRP | stat.S_IROTH))

    @property
    def others_may_write(self) -> bool:
        """True when group or others may write it."""
        return self.mode is not None and bool(self.mode & (stat.S_IWGRP | stat.S_IWOTH))


def look_at_file(path: Path) -> Place:
    """Look at a file, which need not exist; its fault is why it cannot be read. A link is followed."""
    return _look(path, os.R_OK)


def look_at_folder(path: Path) -> Place:
    """Look at a folder, which need not exist; its fault is why no file could be written there.

    It is tried with a file that has no name, or whose name is gone at once: nothing is left behind.
    """
    place = _look(path, os.R_OK | os.X_OK)
    fault, free = place.fault, None
    if place.exists and not path.is_dir():
        fault = "it is no folder"
    elif not fault and place.exists:
        fault = _why_nothing_can_be_written(path)
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(path).free
    elif not fault:
        fault = _why_it_cannot_be_made(path)
    return Place(path, place.exists, place.mine, place.mode, fault, free)


def files_open_to_others(folder: Path) -> list[Path]:
    """Return the files in ``folder`` and its folders that others may read or write, the first 2,000 looked at.

    Where others cannot get into the folder there are none. On Windows always none.
    """
    if os.name != "posix" or not _others_get_into(folder):
        return []
    found: list[Path] = []
    looked_at = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            looked_at += 1
            if looked_at > _MOST_LOOKED_AT:
                return found
            with contextlib.suppress(OSError):
                file = Path(parent, name)
                if file.lstat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) and not file.is_symlink():
                    found.append(file)
    return found


def _look(path: Path, access: int) -> Place:
    try:
        found = path.stat()
    except FileNotFoundError:
        return Place(path, exists=False)
    except OSError as error:
        return Place(path, exists=False, fault=_reason(error))
    fault = "" if os.access(path, access) else "permission denied"
    if os.name != "posix":
        return Place(path, exists=True, fault=fault)
    mode = stat.S_IMODE(found.st_mode)
    return Place(path, exists=True, mine=found.st_uid == os.geteuid(), mode=mode, fault=fault)


def _why_nothing_can_be_written(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * _TRIED_BYTES)
            file.flush()
    except OSError as error:
        return _reason(error)
    return ""


def _why_it_cannot_be_made(folder: Path) -> str:
    leading = [folder, *folder.parents]
    above = next(path for path in leading if path.exists() or path.is_symlink())  # the root at last
    if not above.is_dir():
        return f"{above} {'is no folder' if above.exists() else 'leads nowhere'}"
    return "" if os.access(above, os.W_OK | os.X_OK) else f"{above} cannot be written"


def _others_get_into(folder: Path) -> bool:
    try:
        return bool(folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH))
    except OSError:
        return False


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
