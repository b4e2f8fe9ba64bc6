"""What gives events: a stream, a stream of an asset, a data view, a stream that a community shares.

A track is read by parts: a window page by page, or so many points of it as the service calculates them. Every
read raises an OcsError, and can be cancelled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from ocs_tui.api.errors import BadAnswer, BadInput
from ocs_tui.catalog import beside as op
from ocs_tui.catalog.operation import Operation
from ocs_tui.data import values
from ocs_tui.data.shape import Property, Shape, shape_of_events
from ocs_tui.data.window import Window
from ocs_tui.model.sds_enums import SdsBoundaryType, SdsTypeCode, sds_member
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.api.client import OcsClient

PAGE = 1_000
"""Events of a page."""


class How(Enum):
    """How a window is read; the value is what it is called."""

    RAW = "as stored"
    SAMPLED = "sampled"
    INTERPOLATED = "interpolated"
    SUMMARIES = "summaries"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read.

    Attributes:
        window: the part of the track.
        how: how it is read.
        count: events of a page; for what is calculated, how many points or intervals.
        properties: the ids of the properties that are wanted; all where empty. Samples are taken by them.
        boundary: which events the edges take in.
        filter: a filter expression of the service's.
        units: the ids of units to be answered, by the ids of properties.
        view: the id of the stream view to read through; empty for none.
    """

    window: Window
    how: How = How.RAW
    count: int = PAGE
    properties: tuple[str, ...] = ()
    boundary: SdsBoundaryType = SdsBoundaryType.EXACT
    filter: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    view: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a read gave.

    Attributes:
        events: the events, as they came.
        shape: what they are made of.
        token: asks for the next page; empty when there is none.
        note: what is to be known of them, as a sentence: that some are missing, that another region answered.
    """

    events: Sequence[Mapping[str, Any]]
    shape: Shape
    token: str = ""
    note: str | None = None


class Track:
    """Something that gives events.

    Attributes:
        title: what it is called, as it came.
        shape: what its events are made of, as far as that is known before they are read.
        hows: how it can be read.
        takes_units: whether it can be asked for other units, and read through stream views.
        has_filter: whether the service filters it.
    """

    takes_units = False
    has_filter = False

    def __init__(self, client: OcsClient, title: str, shape: Shape) -> None:
        self._client = client
        self.title = title
        self.shape = shape

    @property
    def hows(self) -> tuple[How, ...]:
        """How it can be read."""
        sampled = (How.SAMPLED,) if any(one.is_sampled for one in self.shape.values) else ()
        calculated = (How.INTERPOLATED, How.SUMMARIES) if self.shape.interpolates else ()
        return (How.RAW, *sampled, *calculated)

    async def last(self, asked: Asked | None = None) -> Batch:
        """Read the last event; none where it is empty."""
        raise NotImplementedError

    async def read(self, asked: Asked, token: str = "") -> Batch:
        """Read a page of a window, or all that the service calculates of it; ``token`` is that of the last page."""
        raise NotImplementedError

    async def since(self, asked: Asked, index: str) -> Batch:
        """Read what came after an index, a page at most."""
        raise NotImplementedError

    async def first(self, asked: Asked | None = None) -> Batch:
        """Read the first event; none where it is empty."""
        raise NotImplementedError

    async def latest(self, asked: Asked, count: int) -> Batch:
        """Read the last events, so many at most, the newest first."""
        raise NotImplementedError

    @property
    def has_end(self) -> bool:
        """Whether its last events can be asked for, and what came since."""
        return True

    def answered_shape(self, asked: Asked) -> Shape:
        """Return what the events of a read are made of."""
        shape = self.shape.only(asked.properties)
        if self.takes_units and not asked.view:
            shape = shape.in_units(asked.units)
        return values.summary_shape(shape, values.SUMMARIES) if asked.how is How.SUMMARIES else shape


_PLAIN = {
    How.RAW: op.READ_DATA,
    How.SAMPLED: op.SAMPLED,
    How.INTERPOLATED: op.INTERPOLATED,
    How.SUMMARIES: op.SUMMARIES,
}
_THROUGH_A_VIEW = {
    How.RAW: op.TRANSFORMED,
    How.SAMPLED: op.TRANSFORMED_SAMPLED,
    How.INTERPOLATED: op.TRANSFORMED_INTERPOLATED,
    How.SUMMARIES: op.TRANSFORMED_SUMMARIES,
}
_IN_UNITS = {
    How.RAW: op.IN_UNITS,
    How.SAMPLED: op.IN_UNITS_SAMPLED,
    How.INTERPOLATED: op.IN_UNITS_INTERPOLATED,
    How.SUMMARIES: op.IN_UNITS_SUMMARIES,
}
_ASSET = {
    How.SAMPLED: op.ASSET_SAMPLED,
    How.INTERPOLATED: op.ASSET_INTERPOLATED,
    How.SUMMARIES: op.ASSET_SUMMARIES,
}
_VIEW = {How.RAW: op.VIEW_STORED, How.INTERPOLATED: op.VIEW_INTERPOLATED}


class StreamTrack(Track):
    """A stream.

    Args:
        client: reads.
        ids: the ids of its namespace and its own.
        title: what it is called.
        shape: what its events are made of.
        target: what its events are made of when they are read through the view that one asks for.
    """

    takes_units = True
    has_filter = True

    def __init__(
        self, client: OcsClient, ids: tuple[str, str], title: str, shape: Shape, target: Shape | None = None
    ) -> None:
        super().__init__(client, title, shape)
        self._ids = ids
        self._target = target

    def answered_shape(self, asked: Asked) -> Shape:
        """Through a view, that of the view's target, as far as it is known."""
        if asked.view and self._target is not None:
            shape = self._target.only(asked.properties)
            return values.summary_shape(shape, values.SUMMARIES) if asked.how is How.SUMMARIES else shape
        return super().answered_shape(asked)

    async def last(self, asked: Asked | None = None) -> Batch:
        """Read the last event."""
        if asked is not None and asked.view:
            fetched = await self._get(op.TRANSFORMED_LAST, {"streamViewId": asked.view})
        elif asked is not None and asked.units:
            fetched = await self._client.ask(op.IN_UNITS_LAST, *self._ids, body=_units(asked))
        else:
            fetched = await self._get(op.LAST_VALUE, {})
        asked = replace(asked or _NOTHING, how=How.RAW)
        events = [fetched.value] if isinstance(fetched.value, dict) else []
        return Batch(events, self._found(asked, events), note=fetched.note)

    async def first(self, asked: Asked | None = None) -> Batch:
        """Read the first event."""
        fetched = await self._get(op.FIRST_VALUE, {})
        events = [fetched.value] if isinstance(fetched.value, dict) else []
        return Batch(events, self._found(asked or _NOTHING, events), note=fetched.note)

    async def latest(self, asked: Asked, count: int) -> Batch:
        """Read the last events: from the last one backwards."""
        last = await self._get(op.LAST_VALUE, {})
        asked = replace(asked, how=How.RAW)
        if not isinstance(last.value, dict):
            return Batch((), self.answered_shape(asked), note=last.note)
        shape = self.shape if self.shape.keys else shape_of_events([last.value])
        params = {
            "startIndex": values.index_of(last.value, shape),
            "count": str(count),
            "reversed": "true",
            **_filtered(asked),
        }
        return self._batch(asked, await self._fetch(asked, params))

    async def read(self, asked: Asked, token: str = "") -> Batch:
        """Read a page, or what is calculated."""
        params = _params_of(asked, self.answered_shape(replace(asked, how=How.RAW)), token)
        return self._batch(asked, await self._fetch(asked, params))

    async def since(self, asked: Asked, index: str) -> Batch:
        """Read what came after an index."""
        asked = replace(asked, how=How.RAW)
        params = {"startIndex": index, "count": str(asked.count), **_filtered(asked)}
        batch = self._batch(asked, await self._fetch(asked, params))
        later = [one for one in batch.events if values.index_of(one, self.shape) != index]
        return replace(batch, events=later)

    async def _fetch(self, asked: Asked, params: dict[str, Any]) -> Fetched[Any]:
        if asked.view:
            return await self._get(_THROUGH_A_VIEW[asked.how], {**params, "streamViewId": asked.view})
        if asked.units:
            return await self._client.ask(
                _IN_UNITS[asked.how], *self._ids, params=_pairs(params), body=_units(asked)
            )
        return await self._get(_PLAIN[asked.how], params)

    async def _get(self, operation: Operation, params: dict[str, Any]) -> Fetched[Any]:
        return await self._client.ask(operation, *self._ids, params=_pairs(params))

    def _batch(self, asked: Asked, fetched: Fetched[Any]) -> Batch:
        body, token = fetched.value, ""
        if isinstance(body, dict):  # what has no events left out of plain JSON its Results too
            token, body = str(body.get("ContinuationToken") or ""), body.get("Results") or []
        if body is None:
            body = []
        if not isinstance(body, list):
            raise BadAnswer(
                f"Reading the data of {safe(self.title, 80)} gave an answer that holds no events."
            )
        if asked.how is How.SUMMARIES:
            shape = self.answered_shape(replace(asked, how=How.RAW))
            body = values.summary_events(body, shape, values.SUMMARIES)
        events = [one for one in body if isinstance(one, dict)]
        return Batch(events, self._found(asked, events), token, fetched.note)

    def _found(self, asked: Asked, events: Sequence[Mapping[str, Any]]) -> Shape:
        shape = self.answered_shape(asked)
        return shape if shape.keys else shape_of_events(events)


class SharedTrack(StreamTrack):
    """A stream of another tenant that a community shares: read where its ``Self`` is, in the community's name.

    Args:
        client: reads.
        address: its ``Self``.
        community: the community's id.
        title: what it is called.
        shape: what its events are made of.
    """

    takes_units = False

    def __init__(self, client: OcsClient, address: str, community: str, title: str, shape: Shape) -> None:
        super().__init__(client, ("", ""), title, shape)
        self._address = address.rstrip("/")
        self._community = community

    async def _get(self, operation: Operation, params: dict[str, Any]) -> Fetched[Any]:
        return await follow_shared(
            self._client, self._address, self._community, operation, self.title, params
        )


async def follow_shared(
    client: OcsClient,
    address: str,
    community: str,
    operation: Operation,
    title: str,
    params: Mapping[str, Any] | None = None,
) -> Fetched[Any]:
    """Read what an operation on a stream gives, of a shared stream at its ``Self``."""
    below = operation.path.partition("{id}")[2]
    return await client.follow(
        address.rstrip("/") + below,
        f"Reading the shared stream {safe(title, 80)}",
        "The address of the shared stream",
        params=_pairs(params or {}),
        headers={"community-id": community},
    )


class AssetTrack(StreamTrack):
    """A stream of an asset: stored events are read from the stream, page by page, the rest from the asset.

    Args:
        client: reads.
        ids: the ids of the namespace and of the asset.
        reference: the name of the reference to the stream.
        stream_id: the stream's id.
        title: what it is called.
        shape: what its events are made of.
    """

    def __init__(
        self,
        client: OcsClient,
        ids: tuple[str, str],
        reference: str,
        stream_id: str,
        title: str,
        shape: Shape,
    ) -> None:
        super().__init__(client, (ids[0], stream_id), title, shape)
        self._asset = ids
        self._reference = reference

    async def _fetch(self, asked: Asked, params: dict[str, Any]) -> Fetched[Any]:
        if asked.how is How.RAW or asked.units or asked.view:
            return await super()._fetch(asked, params)
        named = {**params, "stream": self._reference}
        fetched = await self._client.ask(_ASSET[asked.how], *self._asset, params=_pairs(named))
        events, said = asset_results(fetched.value, self._reference)
        if events is None:
            raise BadInput(said or f"The asset gave no data of {safe(self._reference, 80)}.")
        return replace(fetched, value=events, note=said or fetched.note)


def asset_results(body: Any, reference: str) -> tuple[Any, str | None]:
    """Return the events of a reference in the data of an asset, None where there are none; and what went wrong."""
    body = body if isinstance(body, dict) else {}
    results = body.get("Results")
    results = results if isinstance(results, dict) else {}
    errors = body.get("Errors")
    said = None
    if isinstance(errors, dict):
        words = (str(errors[name]) for name in ("Error", "Reason") if errors.get(name))
        said = safe(" ".join(words), 300) or None
    folded = {str(name).casefold(): events for name, events in results.items()}
    return folded.get(reference.casefold()), said


class ViewTrack(Track):
    """A data view: its rows, stored or interpolated, page by page.

    Args:
        client: reads.
        ids: the ids of its namespace and its own.
        title: what it is called.
    """

    def __init__(self, client: OcsClient, ids: tuple[str, str], title: str) -> None:
        super().__init__(client, title, Shape((), ()))
        self._ids = ids

    @property
    def hows(self) -> tuple[How, ...]:
        """Interpolated or stored."""
        return (How.INTERPOLATED, How.RAW)

    async def last(self, asked: Asked | None = None) -> Batch:
        """A data view has no last row."""
        return Batch((), self.shape)

    @property
    def has_end(self) -> bool:
        """A data view is asked for windows alone."""
        return False

    async def read(self, asked: Asked, token: str = "") -> Batch:
        """Read a page; the next one stands at the address that the service gave for it."""
        if token:
            fetched = await self._client.follow(token, f"Reading the data view {safe(self.title, 80)}")
        else:
            window = asked.window
            params = {"startIndex": window.start, "endIndex": window.end, "form": "table"}
            params |= {"count": str(PAGE if asked.how is How.INTERPOLATED else asked.count)}
            if asked.how is How.INTERPOLATED and window.length is not None:
                params["interval"] = interval_text(window.length.total_seconds() / max(1, asked.count))
            fetched = await self._client.ask(_VIEW[asked.how], *self._ids, params=params)
        shape, events = _of_table(fetched.value, self.title)
        if not self.shape.all and shape.all:
            self.shape = shape
        return Batch(events, shape.only(asked.properties), fetched.next_page, fetched.note)


def interval_text(seconds: float) -> str:
    """Return an interval as the service takes it, ``1.02:03:04``: a round one, so that rows stand at round times."""
    rounded = next((one for one in _ROUND if one >= seconds * 0.999), None)
    whole = rounded if rounded is not None else -(-int(seconds) // 86_400) * 86_400
    days, rest = divmod(whole, 86_400)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{days}.{clock}" if days else clock


_ROUND = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400)
"""Seconds of a round interval."""


def _of_table(body: Any, title: str) -> tuple[Shape, list[dict[str, Any]]]:
    """Return a table of the service's as events: a column's name is that of a property."""
    columns = body.get("Columns") if isinstance(body, dict) else None
    if not isinstance(columns, list):
        raise BadAnswer(f"Reading the data view {safe(title, 80)} gave an answer that is no table.")
    found: list[Property] = []
    for column in columns:
        name, kind = (
            (str(column.get(key) or "") for key in ("Name", "Type")) if isinstance(column, dict) else ("", "")
        )
        member = sds_member(SdsTypeCode, kind)
        known = {one.id for one in found}
        while name in known:  # two groups may have one label
            name += " "
        found.append(Property(name, name.strip(), None if member is None else int(member), nullable=True))
    key = next((one for one in found if one.is_time), found[0] if found else None)
    shape = Shape(
        (replace(key, is_key=True),) if key is not None else (), tuple(one for one in found if one is not key)
    )
    rows = body.get("Rows") or []
    ids = [one.id for one in found]
    return shape, [dict(zip(ids, row, strict=False)) for row in rows if isinstance(row, list)]


_NOTHING = Asked(Window("", ""))


def _units(asked: Asked) -> list[dict[str, str]]:
    return [{"SdsTypePropertyId": name, "Uom": unit} for name, unit in asked.units.items()]


def _filtered(asked: Asked) -> dict[str, str]:
    return {"filter": asked.filter} if asked.filter and asked.how is not How.INTERPOLATED else {}


def _params_of(asked: Asked, shape: Shape, token: str) -> dict[str, Any]:
    window = asked.window
    params: dict[str, Any] = {"startIndex": window.start, "endIndex": window.end, **_filtered(asked)}
    if asked.how is How.RAW:
        params |= {"count": str(asked.count), "continuationToken": token}
        params["boundaryType"] = str(int(asked.boundary))
    elif asked.how is How.SAMPLED:
        by = [one.id for one in shape.values if one.is_sampled]
        if not by:
            raise BadInput("None of the properties chosen is a number, and samples are taken by numbers.")
        params |= {"intervals": str(asked.count), "sampleBy": by, "boundaryType": str(int(asked.boundary))}
    else:
        params["count"] = str(asked.count)
    return params


def _pairs(params: Mapping[str, Any]) -> list[tuple[str, str]] | None:
    """Return a query as pairs: a list is a parameter for each of its members."""
    pairs = []
    for name, value in params.items():
        pairs += [(name, each) for each in value] if isinstance(value, list) else [(name, value)]
    return pairs or None
