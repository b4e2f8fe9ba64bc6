"""What the pane shows of a stream's metadata and its tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocs_tui.model.text import safe
from ocs_tui.screens import people_panes
from ocs_tui.widgets.detail import Fields
from ocs_tui.widgets.field_list import Line, note

if TYPE_CHECKING:
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.address import Address
    from ocs_tui.widgets.detail import Body


def metadata_slots(address: Address) -> tuple[Key, ...]:
    """Return the slots of the metadata: it, who changed it, and their names."""
    return (("metadata", str(address)), ("metadata-changes", str(address)), ("users",), ("clients",))


def tags_slots(address: Address) -> tuple[Key, ...]:
    """Return the slot of the tags."""
    return (("tags", str(address)),)


def metadata(connection: Connection, address: Address) -> tuple[Body, str]:
    """Return the keys and values, with who changed each last where the service tells."""
    from ocs_tui.screens.place_panes import state_lines

    key = ("metadata", str(address))
    fetched = connection.slot(key).fetched
    lines = state_lines(connection, key)
    if fetched is None:
        return Fields(lines), ""
    if fetched.problem:
        lines.append(note(fetched.problem, "changed"))
    changes = connection.value(("metadata-changes", str(address)))
    values = fetched.value.values
    for name in values:
        value = values[name]
        by = _by(connection, changes.get(name) if isinstance(changes, dict) else None, value)
        lines.append(Line(safe(name, 60), safe(value, 2000) or "–", str(value)))
        if by:
            lines.append(Line(" ", by, None, "muted"))
    if not values:
        lines.append(note("No metadata."))
    lines += [Line(), note("e edits it: rows are added, changed and taken out.")]
    return Fields(lines), people_panes.served(connection, fetched)


def _by(connection: Connection, change: Any, value: Any) -> str:
    """Say who changed a value, and when; nothing where what is told is of another value."""
    from ocs_tui.model.access import Trustee

    data = change.get("ChangeData") if isinstance(change, dict) and change.get("Value") == value else None
    if not isinstance(data, dict):
        return ""
    who = ""
    if data.get("CreatorId"):
        kind = data.get("CreatorType") if isinstance(data.get("CreatorType"), int | str) else None
        given = {"ObjectId": str(data["CreatorId"]), "Type": kind}
        who = connection.trustee_name(Trustee.model_validate(given))
    when = safe(data.get("Timestamp") or "", 40)
    return " · ".join(part for part in (f"by {who}" if who else "", when) if part)


def tags(connection: Connection, address: Address) -> tuple[Body, str]:
    """Return the tags."""
    from ocs_tui.screens.place_panes import state_lines

    key = ("tags", str(address))
    fetched = connection.slot(key).fetched
    lines = state_lines(connection, key)
    if fetched is None:
        return Fields(lines), ""
    if fetched.problem:
        lines.append(note(fetched.problem, "changed"))
    lines += [Line("", safe(tag, 300), tag) for tag in fetched.value.tags] or [note("No tags.")]
    return Fields([*lines, Line(), note("e edits them.")]), people_panes.served(connection, fetched)
