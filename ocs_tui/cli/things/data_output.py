"""Events on stdout, as they are read: a table, JSON, CSV, a plot; into a file; and as they come."""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ocs_tui.cli.progress import Running
from ocs_tui.cli.row_table import RowTable, width_there
from ocs_tui.cli.talk import DONE, put, put_file, say
from ocs_tui.cli.things.writers import put_text
from ocs_tui.connection.data import plot_events
from ocs_tui.connection.data_export import batches, export, text_of
from ocs_tui.connection.tracks import Asked, Batch, Track
from ocs_tui.data.shape import Shape
from ocs_tui.data.values import cells, csv_heading, csv_lines, index_of, points, value_of
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError, SettingsError

Pairs = Sequence[tuple[Track, Asked]]
LOOK_EVERY = 2.0
"""Seconds between two looks for what came."""
_BEGIN_WITH = 10
"""Events that are shown before those that come."""
_PLOT_OF_A_PIPE = (80, 24)
_HIGHEST = 30


async def put_window(pairs: Pairs, options: argparse.Namespace) -> int:
    """Write what windows hold: one as it is, several each under its name."""
    running = Running("Reading events:")
    try:
        if options.json and len(pairs) > 1:
            await _put_object(pairs, running)
        elif options.json or options.csv:
            form = "json" if options.json else "csv"
            async for done, text in text_of(*pairs[0], form):
                put_text(text) if form == "csv" else put_file(_ascii(text))
                running.tell(done)
        else:
            for track, asked in pairs:
                _put_title(track, pairs)
                await _put_table(track, asked, running)
    finally:
        running.end()
    return DONE


async def _put_object(pairs: Pairs, running: Running) -> None:
    """One JSON object: what each stream of an asset holds, by its name."""
    for number, (track, asked) in enumerate(pairs):
        put_file(f"{',' if number else '{'}\n{json.dumps(track.title)}: ")
        async for done, text in text_of(track, asked, "json"):
            put_file(_ascii(text.removesuffix("\n") if text == "\n]\n" else text))
            running.tell(done)
    put_file("\n}\n")


def _ascii(text: str) -> str:
    """JSON in ASCII: what would be a command to a terminal stands there escaped."""
    return (
        text if text.isascii() else "".join(one if one.isascii() else json.dumps(one)[1:-1] for one in text)
    )


def _put_title(track: Track, pairs: Pairs) -> None:
    if len(pairs) > 1:
        put(f"{safe(track.title)}:" if pairs[0][0] is track else f"\n{safe(track.title)}:")


async def _put_table(track: Track, asked: Asked, running: Running) -> None:
    table: RowTable | None = None
    notes: dict[str | None, None] = {None: None}
    done = 0
    async for batch in batches(track, asked):
        table = _put_rows(table, batch.events, batch.shape)
        done += len(batch.events)
        running.tell(done)
        if batch.note not in notes:
            notes[batch.note] = None
            running.end()
            say(str(batch.note))
    if not done:
        say(f"{safe(track.title, 80)} has no events in this window.")


def _put_rows(table: RowTable | None, events: Sequence[Mapping[str, Any]], shape: Shape) -> RowTable | None:
    if not events:
        return table
    table = table or RowTable(_titles(shape), width_there())
    for line in table.lines([[safe(cell) for cell in cells(event, shape)] for event in events]):
        put(line)
    return table


def _titles(shape: Shape) -> list[str]:
    return [f"{one.label} (UTC)" if one.is_key and one.is_time else one.label for one in shape.all]


async def put_ends(pairs: Pairs, options: argparse.Namespace) -> int:
    """Write the first event, or the last one."""
    found: dict[str, list[Any]] = {}
    for track, asked in pairs:
        if not track.has_end:
            raise CallError("A data view is asked for windows alone: --last, or --from and --to.")
        batch = await (track.first(asked) if options.first else track.last(asked))
        if batch.note:
            say(batch.note)
        if options.json:
            found[track.title] = _bodies(batch)
        elif options.csv:
            put_text(csv_heading(batch.shape) + csv_lines(batch.events, batch.shape))
        else:
            _put_title(track, pairs)
            _put_rows(None, batch.events, batch.shape)
            if not batch.events:
                say(f"{safe(track.title, 80)} has no events.")
    if options.json:
        put_file(json.dumps(found if len(pairs) > 1 else next(iter(found.values())), indent=2) + "\n")
    return DONE


def _bodies(batch: Batch) -> list[dict[str, Any]]:
    return [{one.id: value_of(event, one) for one in batch.shape.all} for event in batch.events]


async def put_plot(pairs: Pairs) -> int:
    """Draw what windows hold, all in one, as large as the terminal."""
    from ocs_tui.widgets.plot_drawing import LEAST_SIZE, Series, ascii_only, plot_text

    width, height = _PLOT_OF_A_PIPE
    if sys.stdout.isatty():
        there = shutil.get_terminal_size()
        width, height = there.columns, min(there.lines - 2, _HIGHEST)
    if width < LEAST_SIZE[0] or height < LEAST_SIZE[1]:
        raise SettingsError(
            f"A plot needs {LEAST_SIZE[0]} columns and {LEAST_SIZE[1]} lines, and there are fewer."
        )
    series = []
    for track, asked in pairs:
        how, batch = await plot_events(track, asked, max(width, 100) * 2)
        if how is not asked.how:
            say(f"{safe(track.title, 80)}: {how.value}, since there are too many events to plot each.")
        if batch.note:
            say(batch.note)
        numbers = [one for one in batch.shape.plotted if one.is_number or asked.properties]
        for one in numbers or batch.shape.plotted:
            label = one.label if len(pairs) == 1 else f"{track.title} {one.label}"
            series.append(Series(label, points(batch.events, batch.shape, one), one.unit, one.stepwise))
    if not series:
        raise SettingsError("There is nothing to plot: none of its properties is a number.")
    put(plot_text(series, width, height, ascii_only()))
    return DONE


async def write_file(track: Track, asked: Asked, options: argparse.Namespace) -> int:
    """Write what a window holds to a file."""
    from ocs_tui.settings.access_file import path_of

    path = path_of(options.output)
    running = Running(f"Writing {safe(path.name, 60)}:")
    try:
        done = await export(track, asked, path, overwrite=options.overwrite, on_progress=running.tell)
    except CallError as error:
        raise CallError(
            error.sentence.replace("say so to write over it", "--overwrite writes over it")
        ) from None
    finally:
        running.end()
    say(f"{safe(path)} holds {done:,} {'event' if done == 1 else 'events'}.")
    return DONE


async def follow(track: Track, asked: Asked, options: argparse.Namespace) -> int:
    """Write the last events, then each that comes, until Ctrl-C. JSON is a line each."""
    if not track.has_end:
        raise CallError("A data view is asked for windows alone, and cannot be followed.")
    batch = await track.latest(asked, _BEGIN_WITH)
    events = list(reversed(batch.events))
    index = index_of(events[-1], track.shape) if events else ""
    table: RowTable | None = None
    headed = False
    while True:
        if options.json:
            for event in events:
                put(json.dumps({one.id: value_of(event, one) for one in batch.shape.all}))
        elif options.csv:
            put_text(("" if headed else csv_heading(batch.shape)) + csv_lines(events, batch.shape))
            headed = True
        else:
            table = _put_rows(table, events, batch.shape)
        sys.stdout.flush()
        await asyncio.sleep(LOOK_EVERY)
        if index:
            batch = await track.since(asked, index)
            events = list(batch.events)
        else:
            batch = await track.last(asked)
            events = list(batch.events)
        index = index_of(events[-1], track.shape) if events else index
