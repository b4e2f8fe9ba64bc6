"""The tabs that a kind of thing has of its own, beside what its declaration gives it: a stream's tags.

Such a tab says which slots it shows and makes its body of them; no request is made here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocs_tui.screens import data_panes, sharing_pane, stream_tabs

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.address import Address
    from ocs_tui.widgets.detail import Body


@dataclass(frozen=True, slots=True)
class OwnTab:
    """A tab.

    Attributes:
        name: what it is called.
        slots: the slots that it shows of a thing; the first one is its own.
        body: makes what it shows, and the line under the title.
        edits: what of the thing ``e`` edits there (a member of ``Aspect``); empty for the thing itself.
    """

    name: str
    slots: Callable[[Address], tuple[Key, ...]]
    body: Callable[[Connection, Address], tuple[Body, str]]
    edits: str = ""


def tabs_of(kind: Kind) -> tuple[OwnTab, ...]:
    """Return the tabs that a kind has of its own."""
    return OWN_TABS.get(kind.name, ())


def tab(kind: Kind, name: str) -> OwnTab | None:
    """Return the tab of that name; None where the kind has none of it."""
    return next((one for one in tabs_of(kind) if one.name == name), None)


OWN_TABS: dict[str, tuple[OwnTab, ...]] = {
    "stream": (
        OwnTab("Data", data_panes.stream_slots, data_panes.stream),
        OwnTab("Metadata", stream_tabs.metadata_slots, stream_tabs.metadata, "METADATA"),
        OwnTab("Tags", stream_tabs.tags_slots, stream_tabs.tags, "TAGS"),
    ),
    "asset": (OwnTab("Data", data_panes.asset_slots, data_panes.asset),),
    "data view": (OwnTab("Data", data_panes.view_slots, data_panes.view),),
    "community": (OwnTab("Sharing", sharing_pane.slots, sharing_pane.sharing),),
}
"""By the name of the kind."""
