"""The track of a data view: its rows, as the service's tables give them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ocs_tui.api.errors import BadAnswer
from ocs_tui.catalog import beside as op
from ocs_tui.connection.tracks import PAGE, Asked, Batch, How, Track
from ocs_tui.data.shape import Property, Shape
from ocs_tui.model.sds_enums import SdsTypeCode, sds_member
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient

_VIEW = {How.RAW: op.VIEW_STORED, How.INTERPOLATED: op.VIEW_INTERPOLATED}


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
