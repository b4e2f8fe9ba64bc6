"""Data by address: what gives events there, the last of them, how much of them is read for a plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ocs_tui.api.errors import BadInput, Forbidden, NotFound, NotOffered, OcsError
from ocs_tui.catalog import beside as op
from ocs_tui.catalog.assets import ASSET
from ocs_tui.catalog.kinds import kind_at
from ocs_tui.catalog.sds import QUANTITY_UNIT, STREAM, STREAM_VIEW, TYPE, UNIT
from ocs_tui.catalog.views import DATA_VIEW
from ocs_tui.connection.stream_tracks import AssetTrack, SharedTrack, StreamTrack, follow_shared
from ocs_tui.connection.tracks import PAGE, Asked, Batch, How, Track
from ocs_tui.connection.view_track import ViewTrack
from ocs_tui.data.shape import Shape, shape_of
from ocs_tui.data.values import Event
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient

KINDS = (STREAM.name, ASSET.name, DATA_VIEW.name)
"""The kinds of things that have data, by name. A shared stream has data too: see :func:`shared_data`."""
TRACKS_AT_MOST = 40
"""Streams of an asset that are opened."""
POINTS = 400
"""Points of a plot: more than a terminal's columns show."""
_LOOKED_AT = 1_000
"""Stream views, and units, that are looked at."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A thing whose data can be read.

    Attributes:
        title: what it is called, as it came.
        tracks: what gives events: one of a stream, one for each stream of an asset.
        type_id: the id of the stream's type; empty where there is none.
        stream_id: the id of the stream; empty where there is not one alone.
        note: what is to be known of it, as a sentence.
    """

    title: str
    tracks: tuple[Track, ...]
    type_id: str = ""
    note: str | None = None
    stream_id: str = ""


async def open_data(client: OcsClient, address: Address) -> Opened:
    """Return what gives events at the address of a stream, an asset or a data view.

    Raises:
        OcsError: it cannot be read, or it is of another kind.
    """
    try:
        kind = kind_at(address)
    except ValueError as problem:
        raise BadInput(safe(problem)) from None
    ids = address.ids
    if kind is STREAM:
        return await _stream(client, ids[0], ids[1])
    if kind is ASSET:
        return await _asset(client, ids[0], ids[1])
    if kind is DATA_VIEW:
        view = (await client.get_item(DATA_VIEW, *ids)).value
        return Opened(view.label, (ViewTrack(client, (ids[0], ids[1]), view.label),))
    raise BadInput(
        f"{safe(address)} is a {kind.name}, which has no data: a stream, an asset or a data view has."
    )


async def shared_data(client: OcsClient, address: str, community: str, title: str) -> Opened:
    """Return what gives the events of a stream that a community shares, by the stream's ``Self``.

    Raises:
        OcsError: it cannot be read; ``Self`` names an origin that is not trusted.
    """
    if not address:
        raise BadInput(f"The shared stream {safe(title, 80)} does not say where it is read: it has no Self.")
    fetched = await follow_shared(client, address, community, op.RESOLVED_STREAM, title)
    body = fetched.value if isinstance(fetched.value, dict) else {}
    return Opened(title, (SharedTrack(client, address, community, title, shape_of(body)),), note=fetched.note)


async def _stream(client: OcsClient, namespace: str, stream_id: str) -> Opened:
    shape, body, note = await _shape(client, namespace, stream_id)
    title = str(body.get("Name") or body.get("Id") or stream_id)
    track = StreamTrack(client, (namespace, stream_id), title, shape)
    return Opened(title, (track,), str(body.get("TypeId") or ""), note, stream_id)


async def _shape(
    client: OcsClient, namespace: str, stream_id: str
) -> tuple[Shape, dict[str, Any], str | None]:
    """Return the shape of a stream, and its body: resolved, or from stream and type where that is not offered."""
    try:
        fetched = await client.ask(op.RESOLVED_STREAM, namespace, stream_id)
        if isinstance(fetched.value, dict) and isinstance(fetched.value.get("Type"), dict):
            return shape_of(fetched.value), fetched.value, fetched.note
    except (NotOffered, NotFound, BadInput):
        pass  # the stream itself says whether it is there
    stream = await client.get_item(STREAM, namespace, stream_id)
    body = stream.value.to_wire()
    try:
        kind = await client.ask(op.STREAM_TYPE, namespace, stream_id)
    except Forbidden:
        return Shape((), ()), body, "The stream's type cannot be read: its columns are those of what comes."
    return shape_of({**body, "Type": kind.value}), body, kind.note


async def _asset(client: OcsClient, namespace: str, asset_id: str) -> Opened:
    asset = (await client.get_item(ASSET, namespace, asset_id)).value
    tracks, left_out = [], []
    references = [
        one for one in asset.StreamReferences or () if isinstance(one, dict) and one.get("StreamId")
    ]
    for one in references[:TRACKS_AT_MOST]:
        stream_id, name = str(one["StreamId"]), str(one.get("Name") or one.get("Id") or one["StreamId"])
        try:
            shape, _, _ = await _shape(client, namespace, stream_id)
        except (NotFound, Forbidden, BadInput):
            left_out.append(safe(name, 60))
            continue
        tracks.append(AssetTrack(client, (namespace, asset_id), name, stream_id, name, shape))
    note = (
        f"Not read, since their streams are not there or not for you: {', '.join(left_out)}."
        if left_out
        else None
    )
    if len(references) > TRACKS_AT_MOST:
        more = f"The first {TRACKS_AT_MOST} of {len(references)} streams are shown."
        note = f"{note} {more}" if note else more
    if not tracks and note is None:
        note = "The asset refers to no stream, so it has no data."
    return Opened(asset.label, tuple(tracks), note=note)


async def all_events(track: Track, asked: Asked, at_most: int) -> Batch:
    """Read a window page by page, so many events at most; the note says when there are more.

    Raises:
        OcsError: a page cannot be read.
    """
    events: list[Event] = []
    batch = await track.read(asked)
    events += batch.events
    while batch.token and len(events) < at_most:
        batch = await track.read(asked, batch.token)
        events += batch.events
    cut = bool(batch.token) or len(events) > at_most
    note = f"The first {at_most:,} events: there are more in this window." if cut else batch.note
    return replace(batch, events=events[:at_most], note=note, token="")


async def plot_events(track: Track, asked: Asked, points: int = POINTS) -> tuple[How, Batch]:
    """Read what a plot of a window needs: all events where they are few, else samples or calculated ones.

    A year of a stream is two short reads. What is asked for as calculated is read as that.

    Returns:
        How it was read, and the events.

    Raises:
        OcsError: it cannot be read.
    """
    if isinstance(track, ViewTrack):
        asked = replace(asked, count=points if asked.how is How.INTERPOLATED else PAGE)
        return asked.how, await all_events(track, asked, 4 * PAGE)
    if asked.how is not How.RAW:
        return asked.how, await track.read(replace(asked, count=points))
    first = await track.read(replace(asked, count=2 * points))
    if not first.token:
        return How.RAW, first
    numbers = [one for one in track.answered_shape(asked).plotted if one.is_sampled]
    others = [one for one in track.answered_shape(asked).plotted if not one.is_sampled]
    if numbers and not others:
        how = How.SAMPLED
    elif How.INTERPOLATED in track.hows:
        how = How.INTERPOLATED
    else:
        batch = await all_events(track, replace(asked, count=PAGE), 10 * PAGE)
        return How.RAW, batch
    return how, await track.read(replace(asked, how=how, count=points))


async def views_of(client: OcsClient, namespace: str, type_id: str) -> list[tuple[str, str]]:
    """Return the stream views that begin with a type: id and name.

    Raises:
        OcsError: they cannot be read.
    """
    page = await client.list_page(STREAM_VIEW, 0, _LOOKED_AT, (namespace,))
    folded = type_id.casefold()
    return [(one.id, one.label) for one in page.items if str(one.SourceTypeId or "").casefold() == folded]


async def through(client: OcsClient, namespace: str, stream_id: str, view_id: str) -> StreamTrack:
    """Return a stream as it is read through a stream view, with what its events are made of then.

    Raises:
        OcsError: view or type cannot be read.
    """
    shape, body, _ = await _shape(client, namespace, stream_id)
    view = (await client.get_item(STREAM_VIEW, namespace, view_id)).value
    target = (await client.get_item(TYPE, namespace, str(view.TargetTypeId))).value
    title = str(body.get("Name") or stream_id)
    return StreamTrack(client, (namespace, stream_id), title, shape, shape_of(target.to_wire()))


async def units_like(client: OcsClient, namespace: str, unit_id: str) -> list[tuple[str, str]]:
    """Return the units that a unit can be turned into, those of its quantity: id and abbreviation.

    Raises:
        OcsError: they cannot be read.
    """
    page = await client.list_page(UNIT, 0, _LOOKED_AT, (namespace,))
    units: Sequence[Any] = page.items
    mine = next((one for one in units if one.id.casefold() == unit_id.casefold()), None)
    if mine is None or not mine.QuantityId:
        return []
    try:
        page = await client.list_page(QUANTITY_UNIT, 0, _LOOKED_AT, (namespace, str(mine.QuantityId)))
        units = page.items
    except OcsError:  # all units say their quantity too
        units = [one for one in units if one.QuantityId == mine.QuantityId]
    return [(one.id, str(one.Abbreviation or one.DisplayName or "")) for one in units]
