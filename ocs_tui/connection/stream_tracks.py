"""Tracks of the data store: a stream, a stream that a community shares, a stream of an asset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ocs_tui.api.errors import BadAnswer, BadInput
from ocs_tui.catalog import beside as op
from ocs_tui.catalog.operation import Operation
from ocs_tui.connection.tracks import Asked, Batch, How, Track, pairs
from ocs_tui.data import values
from ocs_tui.data.shape import Shape, shape_of_events
from ocs_tui.data.window import Window
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.api.client import OcsClient

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
                _IN_UNITS[asked.how], *self._ids, params=pairs(params), body=_units(asked)
            )
        return await self._get(_PLAIN[asked.how], params)

    async def _get(self, operation: Operation, params: dict[str, Any]) -> Fetched[Any]:
        return await self._client.ask(operation, *self._ids, params=pairs(params))

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
        params=pairs(params or {}),
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
        fetched = await self._client.ask(_ASSET[asked.how], *self._asset, params=pairs(named))
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
