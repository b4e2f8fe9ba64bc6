"""One run of the program at a time, where several of one profile would get in each other's way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ocs_tui.settings.deadline import within
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import make_private_folder

if TYPE_CHECKING:
    from filelock import BaseFileLock

WAITS = 10.0
"""Seconds that a run waits for another; then it goes on all the same: the other may hang."""

CHANGE_WAITS = 2.0
"""The same for a change that takes a moment: who waits sees nothing meanwhile."""

_LOOKS_EVERY = 0.05


@contextmanager
def one_change_at_a_time(file: Path, waits: float = CHANGE_WAITS) -> Iterator[None]:
    """Hold the lock ``file`` while a file of ours is read, changed and written, which takes a moment.

    Where it cannot be had within ``waits`` seconds, or not at all, the block runs without.
    """
    from filelock import FileLock

    lock = FileLock(file, mode=0o600)
    with suppress(SettingsError, OSError, NotImplementedError):  # a Timeout is an OSError
        make_private_folder(file.parent)
        lock.acquire(timeout=waits, poll_interval=_LOOKS_EVERY)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.release()


@asynccontextmanager
async def one_run_at_a_time(file: Path, waits: float = WAITS) -> AsyncIterator[None]:
    """Hold the lock ``file`` inside the block, made for this user alone (0600) and left where it is.

    Where it cannot be had within ``waits`` seconds, or not at all (a home that is read-only, a file system
    without locks), the block runs without. The system lets go of it when a process ends, however that was.
    """
    lock = await _held(file, waits)
    try:
        yield
    finally:
        if lock is not None:
            with suppress(OSError):
                lock.release()


async def _held(file: Path, waits: float) -> BaseFileLock | None:
    from filelock import FileLock, Timeout  # 30 ms, for the moment that somebody signs in

    ends = time.monotonic() + waits
    gave_up = False
    # acquired by a thread, since a disk may hang, and released by another
    lock = FileLock(file, mode=0o600, thread_local=False)

    def try_once() -> bool:
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return False
        if gave_up:
            lock.release()
        return True

    try:
        make_private_folder(file.parent)
        while (left := ends - time.monotonic()) > 0:
            if await within(left, try_once):
                return lock
            await asyncio.sleep(_LOOKS_EVERY)
    except (SettingsError, OSError, NotImplementedError):  # TimeoutError is an OSError
        gave_up = True  # it is better to sign in with the risk than not to
    except asyncio.CancelledError:
        gave_up = True
        raise
    return None
