"""Events as a table: ``form=table``, or ``form=tableh`` with the column names as its first row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ocs_tui.emulator.sds.events import Event
from ocs_tui.emulator.sds.stream import ResolvedStream
from ocs_tui.model.sds_enums import sds_name


def table_of(stream: ResolvedStream, events: Sequence[Event], *, headed: bool) -> dict[str, Any]:
    """Return events as {``Name``, ``Columns``, ``Rows``}; every value is there, defaults too.

    The type of a column is the name of its type code, which the reference does not say.
    """
    properties = stream.type.properties.all
    rows = [[event[each.id] for each in properties] for event in events]
    if headed:
        rows.insert(0, [each.id for each in properties])
    return {
        "Name": stream.name,
        "Columns": [{"Name": each.id, "Type": sds_name(each.value.code)} for each in properties],
        "Rows": rows,
    }
