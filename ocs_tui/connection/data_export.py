"""Data into a file, CSV or JSON, page by page: what is shown, whole, in little memory.

The file stands there when it is complete, or not at all: it is written beside its place, and then put there.
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ocs_tui.connection.tracks import Asked, Batch, Track
from ocs_tui.data.shape import Shape
from ocs_tui.data.values import csv_heading, csv_lines, value_of
from ocs_tui.model.text import safe
from ocs_tui.settings.deadline import within
from ocs_tui.settings.errors import CallError

DISK_ANSWERS = 15.0
"""Seconds that a disk may take for a page."""
FORMATS = ("csv", "json")


def format_of(path: Path) -> str:
    """Return the format that a path's ending names.

    Raises:
        CallError: it names none.
    """
    ending = path.suffix.lower().lstrip(".")
    if ending not in FORMATS:
        raise CallError(f"{safe(path)} ends in neither .csv nor .json, which says what is written.")
    return ending


async def batches(track: Track, asked: Asked) -> AsyncIterator[Batch]:
    """Yield all that there is of a window, a page at a time.

    Raises:
        OcsError: a page cannot be read.
    """
    batch = await track.read(asked)
    yield batch
    while batch.token:
        batch = await track.read(asked, batch.token)
        yield batch


async def text_of(track: Track, asked: Asked, form: str) -> AsyncIterator[tuple[int, str]]:
    """Yield what a file of a window holds, a page at a time, with how many events that makes so far.

    Raises:
        OcsError: a page cannot be read.
    """
    done, shape = 0, None
    async for batch in batches(track, asked):
        first = shape is None
        shape = shape or batch.shape
        if form == "csv":
            text = (csv_heading(shape) if first else "") + csv_lines(batch.events, shape)
        else:
            rows = (json.dumps(_whole(one, shape), ensure_ascii=False) for one in batch.events)
            text = "".join(f"{',' if done or number else ''}\n  {row}" for number, row in enumerate(rows))
            text = f"[{text}" if first else text
        done += len(batch.events)
        yield done, text
    if form == "json":
        yield done, "\n]\n"


def _whole(event: object, shape: Shape) -> dict[str, object]:
    """An event with every property that is shown, those with their default value too."""
    return {one.id: value_of(event, one) for one in shape.all}  # type: ignore[arg-type]


async def export(
    track: Track,
    asked: Asked,
    path: Path,
    *,
    overwrite: bool = False,
    on_progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Write what a window holds to a file, and return how many events that are.

    Args:
        track: what gives the events.
        asked: the window, and how it is read.
        path: the file; its ending names the format.
        overwrite: put it in place of one that is there.
        on_progress: told after each page how many events are written.

    Raises:
        CallError: the path names no format, there is a file already, or it cannot be written.
        OcsError: a page cannot be read; nothing is left of the file then, as when this is cancelled.
    """
    form = format_of(path)
    done = 0
    with _file_at(path, overwrite) as (handle, put_in_place):
        async for count, text in text_of(track, asked, form):
            done = count
            with _disk(path):
                await within(DISK_ANSWERS, lambda text=text: handle.write(text))  # type: ignore[misc]
            on_progress(done)
        with _disk(path):
            await within(DISK_ANSWERS, put_in_place)
    return done


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise CallError(
            f"{safe(path)} is there already: say so to write over it, or name another file."
        ) from None
    except TimeoutError:
        raise CallError(f"{safe(path)} cannot be written: the disk does not answer.") from None
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        reason = (getattr(error, "strerror", None) or "no reason is given").lower()
        raise CallError(f"{safe(path)} cannot be written: {reason}.") from None


@contextmanager
def _file_at(path: Path, overwrite: bool) -> Iterator[tuple[IO[str], Callable[[], None]]]:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with _disk(path):
        if path.is_dir():
            raise CallError(f"{safe(path)} is a folder: name a file in it.")
        if path.exists() and not overwrite:
            raise FileExistsError
        handle = part.open("x", encoding="utf-8", newline="")

    def put_in_place() -> None:
        handle.flush()
        os.fsync(handle.fileno())
        handle.close()
        if not overwrite:
            try:
                os.link(part, path)  # refuses where there is one by now
            except FileExistsError:
                raise
            except OSError:  # a disk that knows no links
                if path.exists():
                    raise FileExistsError from None
            else:
                return
        part.replace(path)

    try:
        yield handle, put_in_place
    finally:
        handle.close()
        with suppress(OSError):
            part.unlink()
