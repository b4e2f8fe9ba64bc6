"""What the pane shows of a collection in a namespace: how many there are, the first of them, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.screens import people_panes, people_words
from ocs_tui.widgets.detail import Fields
from ocs_tui.widgets.field_list import Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.connection import Connection
    from ocs_tui.widgets.resource_tree import Item

SHOWN = 20
"""Things that are named; the table shows them all."""


def collection(connection: Connection, item: Item) -> tuple[Fields, str]:
    """Return the body of a collection's node."""
    from ocs_tui.catalog.kinds import kind_in

    address = Address.parse(item.id)
    kind = kind_in(address)
    slot = connection.slot(("first", item.id))
    if said := people_words.not_offered(kind, slot.error):
        return Fields([note(said)]), ""
    lines: list[Line] = []
    if slot.error is not None:
        lines += [*people_panes.error_lines(slot.error), note("r tries again.")]
    if slot.fetched is None:
        lines.append(note("reading…" if slot.busy_since is not None else people_panes.NOT_READ))
        return Fields([*lines, Line(), *_what_can_be_done(kind)]), ""
    page = slot.fetched.value
    lines.append(Line("Count", _count(page), None if page.total is None else str(page.total)))
    if slot.fetched.note:
        lines.append(note(safe(slot.fetched.note), "changed"))
    lines += [Line(), *_what_can_be_done(kind), Line()]
    if page.items:
        lines.append(heading("The first of them"))
    for thing in page.items[:SHOWN]:
        place = Address((*address.parts, thing.id)) if thing.id else None
        more = " · ".join(
            words for field in kind.columns if (words := people_words.told(connection, field, thing))
        )
        label = safe(thing.label, 80)
        tint = people_panes.LINK if place and kind.gets else ""
        lines.append(Line(label, safe(more, 200) or "–", thing.id, tint, data=place if kind.gets else None))
    return Fields(lines), people_panes.served(connection, slot.fetched)


def _count(page: object) -> str:
    total, items, last = page.total, page.items, page.last  # type: ignore[attr-defined]
    if total is not None:
        return f"{total:,}"
    return (
        f"{len(items):,}"
        if last or not items
        else f"{len(items):,} and more: the service does not say how many"
    )


def _what_can_be_done(kind: Kind) -> list[Line]:
    verbs = {"n creates one": kind.creates, "d deletes one there": kind.deletes}
    offered = [words for words, operation in verbs.items() if operation is not None]
    lines = [note(", ".join(("enter opens the table: there / searches", *offered)) + ".")]
    if kind.collection_guard is not None:
        lines.append(
            note(
                f"2 shows the default ACL: what a new {kind.name} starts with, and whose Write lets one create one. "
                "Those that are there keep the ACLs they have."
            )
        )
    return lines
