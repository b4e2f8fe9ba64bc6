"""Where the program keeps its files, and how it writes them: private, and whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

import platformdirs

from ocs_tui.settings.errors import SettingsError

APP = "ocs-tui"


def config_dir() -> Path:
    """Return the platform's config folder of this program; it need not exist."""
    return Path(platformdirs.user_config_path(APP, appauthor=False))


def state_dir() -> Path:
    """Return the platform's state folder of this program; it need not exist."""
    return Path(platformdirs.user_state_path(APP, appauthor=False))


def make_private_folder(folder: Path) -> None:
    """Make ``folder`` for this user alone (0700); one that exists stays as its owner made it.

    Raises:
        SettingsError: when it cannot be made.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"The folder {folder} cannot be made: {_reason(error)}.") from None


def write_private(path: Path, text: str, *, synced: bool = True) -> None:
    """Write ``text`` to ``path`` for this user alone (0600): afterwards it holds the old text or the new.

    A symbolic link is followed, so that a file kept elsewhere stays there.

    Args:
        path: the file.
        text: what it shall hold.
        synced: wait until it lasts through a power cut; without, it outlives the program at once and a
            power cut when the system has found time for it.

    Raises:
        SettingsError: when it cannot be written; the old file is untouched then.
    """
    target = _behind_links(path)
    make_private_folder(target.parent)
    temporary: Path | None = None
    try:
        # mkstemp makes the file 0600 from its first moment.
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            if synced:
                os.fsync(file.fileno())
        temporary.replace(target)
        if synced:
            _sync_folder(target.parent)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
        raise SettingsError(f"{path} cannot be written: {_reason(error)}.") from None


def append_private(path: Path, line: str) -> None:
    """Append ``line`` and a line break to ``path``, made for this user alone (0600), so that it lasts.

    It is one write at the end of the file, whole between the lines of other processes, and on the disk
    when this returns. After a line that was torn off (a full disk, a power cut) it begins a new one.
    A symbolic link is followed.

    Raises:
        SettingsError: when it cannot be written; the start of the line may stand in the file then.
    """
    target = _behind_links(path)
    make_private_folder(target.parent)
    try:
        is_new = not target.exists()
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        handle = os.open(target, flags, 0o600)
        try:
            torn = os.lseek(handle, 0, os.SEEK_END) and not _ends_in_a_line_break(handle)
            data = f"{chr(10) if torn else ''}{line}\n".encode()
            if os.write(handle, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(handle)
        finally:
            os.close(handle)
        if is_new:
            _sync_folder(target.parent)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {_reason(error)}.") from None


def others_may_write(path: Path) -> str | None:
    """Say why ``path`` is not this user's alone to write, as a clause; None when it is.

    The file and its folder must be owned by this user and writable by nobody else. On Windows, where
    the profile folders are private by their access lists, always None.
    """
    if os.name != "posix":
        return None
    try:
        file = _behind_links(path).resolve()
    except (SettingsError, RuntimeError, OSError):
        return f"{path} cannot be looked at"
    for place in (file, file.parent):
        try:
            found = place.stat()
        except OSError as error:
            return f"{place} cannot be looked at ({_reason(error)})"
        if found.st_uid != os.geteuid():
            return f"{place} belongs to another user"
        if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return f"others may write {place} (chmod go-w {place})"
    return None


def _behind_links(path: Path) -> Path:
    try:
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError):  # the latter in Python 3.11 and 3.12
        raise SettingsError(f"{path} cannot be written: it is a link that leads back to itself.") from None


def _ends_in_a_line_break(handle: int) -> bool:
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1) == b"\n"


def _sync_folder(folder: Path) -> None:
    """Make the new name itself last through a power cut, where the platform can."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # some network file systems refuse; the file itself is safe
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
