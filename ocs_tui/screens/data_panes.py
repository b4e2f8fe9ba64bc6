"""What the pane shows of the data of a thing: its last values in words, an asset's status, a data view's fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocs_tui.model.text import safe
from ocs_tui.widgets.detail import Fields
from ocs_tui.widgets.field_list import Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.connection import Connection, Key
    from ocs_tui.data.shape import Shape
    from ocs_tui.model.address import Address

WITH_DATA = frozenset({"stream", "asset", "data view"})
"""The kinds of things whose data can be looked at."""
_FIELDS_SHOWN = 200
_STATUS = {0: ("? Unknown", "muted"), 1: ("✓ Good", "good"), 2: ("! Warning", "changed"), 3: ("✗ Bad", "bad")}
_STATUS_NAMES = {"unknown": 0, "good": 1, "warning": 2, "bad": 3}
_MORE = "v shows more: a window of it as a table and a plot, live, or into a file."


def status_words(value: Any) -> tuple[str, str]:
    """Return an asset's status in mark and word, and its tint; the service writes it as a number or a name."""
    if isinstance(value, str):
        value = int(value) if value.isdigit() else _STATUS_NAMES.get(value.casefold(), value)
    if value is None:
        value = 0  # left out of plain JSON
    if isinstance(value, int) and not isinstance(value, bool) and value in _STATUS:
        return _STATUS[value]
    return f"? {safe(value, 40)}", "muted"


# A stream.


def stream_slots(address: Address) -> tuple[Key, ...]:
    """Return what the tab of a stream shows."""
    return ("last", str(address)), ("resolved", str(address))


def stream(connection: Connection, address: Address) -> tuple[Fields, str]:
    """Return the last event of a stream."""
    lines, subtitle, body = begin(connection, ("last", str(address)))
    if subtitle:
        if isinstance(body, dict):
            lines += _event(body, _shape(connection, address, body))
        else:
            lines.append(note("The stream holds no event."))
    return Fields([*lines, Line(), note(_MORE)]), subtitle


def _shape(connection: Connection, address: Address, event: dict[str, Any]) -> Shape:
    from ocs_tui.data.shape import shape_of, shape_of_events

    resolved = connection.value(("resolved", str(address)))
    shape = shape_of(resolved) if isinstance(resolved, dict) else None
    return shape if shape is not None and shape.keys else shape_of_events([event])


def _event(event: dict[str, Any], shape: Shape) -> list[Line]:
    from ocs_tui.data.values import cell, value_of

    lines = []
    for one in shape.all:
        words = safe(cell(event, one), 400)
        value = value_of(event, one)
        unit = f" {safe(one.unit, 40)}" if one.unit and words else ""
        zone = " UTC" if one.is_time and words else ""
        copied = None if value is None else str(value)
        lines.append(
            Line(
                safe(one.name or one.id, 60), f"{words}{unit}{zone}" or "–", copied, "" if words else "muted"
            )
        )
    return lines


# An asset.


def asset_slots(address: Address) -> tuple[Key, ...]:
    """Return what the tab of an asset shows."""
    return ("asset-last", str(address)), ("asset-status", str(address)), ("asset-resolved", str(address))


def asset(connection: Connection, address: Address) -> tuple[Fields, str]:
    """Return the status of an asset, and the last event of each of its streams."""
    lines = [heading("Status"), *_status(connection, address), Line()]
    more, subtitle, body = begin(connection, ("asset-last", str(address)))
    lines += more
    if subtitle:
        results = body.get("Results") if isinstance(body, dict) else None
        shapes = _shapes(connection, address)
        for name, events in (results if isinstance(results, dict) else {}).items():
            lines += [heading(safe(name, 80)), *_last_of(events, shapes.get(name))]
        errors = body.get("Errors") if isinstance(body, dict) else None
        if isinstance(errors, dict):
            said = " ".join(str(errors[key]) for key in ("Error", "Reason") if errors.get(key))
            lines.append(note(safe(said, 400) or "Some of it could not be read.", "bad"))
        elif not results:
            lines.append(note("The asset gives no data."))
    return Fields([*lines, Line(), note(_MORE)]), subtitle


def _shapes(connection: Connection, address: Address) -> dict[str, Shape]:
    """Return the shapes of an asset's streams, by the names that its values go by: they tell the units."""
    from ocs_tui.data.shape import shape_of

    resolved = connection.value(("asset-resolved", str(address)))
    streams = resolved.get("Streams") if isinstance(resolved, dict) else None
    named = [one for one in streams or () if isinstance(one, dict)] if isinstance(streams, list) else []
    return {str(one.get("Name")): shape_of(one) for one in named}


def _last_of(events: Any, shape: Shape | None) -> list[Line]:
    from ocs_tui.data.shape import shape_of_events

    listed = events if isinstance(events, list) else [events]
    there = [one for one in listed if isinstance(one, dict)]
    if not there:
        return [note("no event")]
    return _event(there[-1], shape if shape is not None and shape.keys else shape_of_events(there))


def _status(connection: Connection, address: Address) -> list[Line]:
    slot = connection.slot(("asset-status", str(address)))
    if slot.error is not None:
        if slot.error.status == 422:
            return [note("The asset says of no value what it means: it has no status.")]
        return [note(f"✖ {slot.error.sentence}", "bad")]
    if slot.fetched is None:
        return [note("reading…" if slot.busy_since is not None else "Not read yet: enter reads it.")]
    body = slot.fetched.value if isinstance(slot.fetched.value, dict) else {}
    words, tint = status_words(body.get("Status"))
    lines = [Line("Status", words, words, tint)]
    for label in ("DisplayName", "Value", "Index", "DataRetrievalTime"):
        if (value := body.get(label)) is not None:
            lines.append(Line(label, safe(value, 200), str(value)))
    return lines


# A data view.


def view_slots(address: Address) -> tuple[Key, ...]:
    """Return what the tab of a data view shows."""
    return ("view-fields", str(address)), ("view-statistics", str(address))


def view(connection: Connection, address: Address) -> tuple[Fields, str]:
    """Return the fields that a data view resolves to."""
    lines, subtitle, body = begin(connection, ("view-fields", str(address)))
    if subtitle and isinstance(body, dict):
        items = [one for one in body.get("Items") or () if isinstance(one, dict)]
        when = body.get("TimeOfResolution")
        if when:
            lines.append(Line("Resolved at", safe(when, 40), str(when)))
        lines += [Line("Fields", f"{len(items):,}"), *_statistics(connection, address), Line()]
        lines += [heading("The fields it resolves to")] if items else [note("It resolves to no field.")]
        for one in items[:_FIELDS_SHOWN]:
            lines.append(
                Line(safe(one.get("Label") or one.get("Id") or "", 60), _mapped(one), str(one.get("Id", "")))
            )
        if len(items) > _FIELDS_SHOWN:
            lines.append(note(f"… and {len(items) - _FIELDS_SHOWN:,} more"))
    return Fields([*lines, Line(), note(_MORE)]), subtitle


def _mapped(field: dict[str, Any]) -> str:
    maps = [one for one in field.get("DataMappings") or () if isinstance(one, dict)]
    targets = [str(one.get("TargetName") or one.get("TargetId") or "") for one in maps]
    named = [one for one in targets if one]
    more = f" and {len(named) - 3:,} more" if len(named) > 3 else ""
    return safe(f"{', '.join(named[:3])}{more}", 200) or "–"


def _statistics(connection: Connection, address: Address) -> list[Line]:
    body = connection.value(("view-statistics", str(address)))
    item = body.get("Item") if isinstance(body, dict) else None
    if not isinstance(item, dict):
        return []
    plain = ((name, value) for name, value in item.items() if isinstance(value, str | int | float))
    return [Line(safe(name, 40), safe(value, 80), str(value)) for name, value in plain]


# All of them.


def begin(connection: Connection, key: Key) -> tuple[list[Line], str, Any]:
    """Return how reading a slot stands, who answered (nothing before that), and what."""
    from ocs_tui.screens.people_panes import NOT_READ, error_lines, served

    slot = connection.slot(key)
    lines: list[Line] = []
    if slot.error is not None:
        lines += [*error_lines(slot.error), note("r tries again.")]
    if slot.fetched is None:
        if slot.error is None:
            lines.append(note("reading…" if slot.busy_since is not None else NOT_READ))
        return lines, "", None
    if slot.fetched.note:
        lines.append(note(safe(slot.fetched.note), "changed"))
    return lines, served(connection, slot.fetched), slot.fetched.value
