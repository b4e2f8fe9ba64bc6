"""What gives events: a stream, a stream of an asset, a data view, a stream that a community shares.

A track is read by parts: a window page by page, or so many points of it as the service calculates them. Every
read raises an OcsError, and can be cancelled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from ocs_tui.data import values
from ocs_tui.data.shape import Shape
from ocs_tui.data.window import Window
from ocs_tui.model.sds_enums import SdsBoundaryType

if TYPE_CHECKING:
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


def pairs(params: Mapping[str, Any]) -> list[tuple[str, str]] | None:
    """Return a query as pairs: a list is a parameter for each of its members."""
    found = []
    for name, value in params.items():
        found += [(name, each) for each in value] if isinstance(value, list) else [(name, value)]
    return found or None
