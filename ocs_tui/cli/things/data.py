"""``ocs-tui data``: the data of a stream, an asset or a data view, as a table, a plot, JSON, CSV or a file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ocs_tui.cli.talk import DONE, say
from ocs_tui.cli.tenant import Tenant, run_in_tenant
from ocs_tui.cli.things.moments import window_asked
from ocs_tui.cli.things.options import data_parser
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError

if TYPE_CHECKING:
    from ocs_tui.connection.data import Opened
    from ocs_tui.connection.tracks import Asked, How, Track

_POINTS = 100
"""Rows of a data view whose number nobody named."""
_DEFAULT = "24h"


def run_data(arguments: Sequence[str]) -> int:
    """Run ``ocs-tui data`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
    """
    parser = data_parser()
    options = parser.parse_args(arguments)
    address = _checked(options)
    return run_in_tenant(parser, options, lambda tenant: _show(tenant, address, options))


def _checked(options: argparse.Namespace) -> Address:
    """Return the address; what makes no sense together is said before signing in."""
    from ocs_tui.cli.things.naming import target_of
    from ocs_tui.connection.data import KINDS

    target = target_of(options.address, None) if "/" in options.address else None
    if target is None or not target.is_one or target.kind.name not in KINDS:
        raise CallError(
            f"{safe(options.address, 80)!r} has no data: name a stream, an asset or a data view, such as "
            "boiler/streams/pump-1."
        )
    windowed = options.last or options.begin or options.until
    alone = next((one for one in ("first", "last_value", "follow") if getattr(options, one)), None)
    if alone is not None and windowed:
        raise CallError(f"--{alone.replace('_', '-')} takes no window: leave --last, --from and --to out.")
    calculated = options.interpolated or options.sampled or options.summaries
    if alone is not None and (calculated or options.plot or options.output):
        raise CallError(
            f"--{alone.replace('_', '-')} shows events: it is neither calculated, plotted nor a file."
        )
    if options.plot and (options.json or options.csv or options.output):
        raise CallError("--plot draws on the terminal: leave --json, --csv and --output out.")
    if options.output and (options.json or options.csv):
        raise CallError("The ending of --output says what is written: leave --json and --csv out.")
    if options.overwrite and not options.output:
        raise CallError("--overwrite is for --output.")
    return target.address


async def _show(tenant: Tenant, address: Address, options: argparse.Namespace) -> int:
    from ocs_tui.cli.things import data_output as output
    from ocs_tui.connection.data import open_data, through

    client = tenant.connection.client
    opened = await open_data(client, address)
    if opened.note:
        say(opened.note)
    tracks = _chosen(opened, options)
    if not tracks:
        return DONE
    if options.view:
        if not opened.stream_id:
            raise CallError("--view is for a stream: an asset and a data view are read as they are.")
        tracks = (await through(client, address.namespace_id, opened.stream_id, options.view),)
    if options.follow:
        return await output.follow(tracks[0], _asked(tracks[0], options, window=False), options)
    if options.first or options.last_value:
        pairs = [(track, _asked(track, options, window=False)) for track in tracks]
        return await output.put_ends(pairs, options)
    pairs = [(track, _asked(track, options)) for track in tracks]
    if options.plot:
        return await output.put_plot(pairs)
    if options.output:
        return await output.write_file(*pairs[0], options)
    return await output.put_window(pairs, options)


def _chosen(opened: Opened, options: argparse.Namespace) -> tuple[Track, ...]:
    """Return what is read: of an asset the stream that was named, else all.

    Raises:
        CallError: when none is called so, or only one fits into what is written.
    """
    tracks = opened.tracks
    listed = ", ".join(safe(track.title, 60) for track in tracks)
    if options.stream is not None:
        wanted = options.stream.casefold()
        tracks = tuple(track for track in tracks if track.title.casefold() == wanted)
        if not tracks:
            raise CallError(f"It has no stream {safe(options.stream, 60)!r}; there are: {listed or 'none'}.")
    one_alone = (
        "--csv" if options.csv else "--output" if options.output else "--follow" if options.follow else ""
    )
    if len(tracks) > 1 and one_alone:
        raise CallError(f"{one_alone} takes one stream: --stream says which of {listed}.")
    return tracks


def _asked(track: Track, options: argparse.Namespace, *, window: bool = True) -> Asked:
    from ocs_tui.connection.tracks import PAGE, Asked
    from ocs_tui.data.window import Window

    timed = track.shape.is_timed or not track.shape.keys
    found = window_asked(options, _DEFAULT, timed=timed) if window else Window("", "")
    how, count = _how(track, options)
    asked = Asked(found, how, count or PAGE, _properties(track, options), view=options.view)
    return replace(asked, count=min(asked.count, PAGE)) if not count else asked


def _how(track: Track, options: argparse.Namespace) -> tuple[How, int]:
    """Return how a track is read, and how many points that makes; 0 for what is stored.

    Raises:
        CallError: when it cannot be read so.
    """
    from ocs_tui.connection.tracks import How

    given = {
        How.INTERPOLATED: options.interpolated,
        How.SAMPLED: options.sampled,
        How.SUMMARIES: options.summaries,
    }
    for how, count in given.items():
        if count:
            if how not in track.hows:
                offered = ", ".join(one.value for one in track.hows)
                raise CallError(f"{safe(track.title, 60)} cannot be read {how.value}: it can be {offered}.")
            return how, count
    if not track.has_end and not options.stored:  # a data view, which is made to be interpolated
        return How.INTERPOLATED, _POINTS
    return How.RAW, 0


def _properties(track: Track, options: argparse.Namespace) -> tuple[str, ...]:
    found = []
    for text in filter(None, (one.strip() for one in options.properties.split(","))):
        one = track.shape.property(text)
        if one is None and track.shape.all:
            known = ", ".join(safe(each.id, 40) for each in track.shape.all)
            raise CallError(
                f"{safe(track.title, 60)} has no property {safe(text, 60)!r}; there are: {known}."
            )
        found.append(text if one is None else one.id)
    return tuple(found)
