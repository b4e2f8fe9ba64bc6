"""Creating, editing and deleting what lies below the tenant: the same from the tree, the pane and the lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ocs_tui.model.address import Address
from ocs_tui.screens import editing

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.model.wire import Wire
    from ocs_tui.screens.base import Base

Done = Callable[[str | None], Any]
"""Told what was written, in words; None when nothing was."""


def create(screen: Base, kind: Kind, holders: tuple[str, ...], done: Done) -> None:
    """Open the form for one more of a kind; say why where there can be none.

    Args:
        screen: where the key was pressed.
        kind: the kind.
        holders: the ids of the things it comes to lie in.
        done: told what came of it.
    """
    from ocs_tui.catalog.kinds import address_of

    connection = screen.ocs.connection
    if connection is None:
        return
    if refusal := editing.why_not_create(connection, kind):
        screen.fail(refusal)
        return
    from ocs_tui.screens.thing_form import ThingForm

    collection = Address(address_of(kind, *holders, "new").parts[:-1])
    screen.app.push_screen(ThingForm(kind, collection), done)


def edit(screen: Base, address: Address, done: Done) -> None:
    """Open the form of a thing; say why where it cannot be edited."""
    from ocs_tui.catalog.kinds import kind_at

    connection = screen.ocs.connection
    if connection is None:
        return
    if refusal := editing.why_not_edit(connection, address):
        screen.fail(refusal)
        return
    from ocs_tui.screens.thing_form import ThingForm

    label = getattr(connection.known(address), "label", "")
    screen.app.push_screen(ThingForm(kind_at(address), address, label), done)


def delete(screen: Base, address: Address, done: Done, before: Wire | None = None) -> None:
    """Open what deletes a thing; say why where it cannot be deleted.

    Args:
        screen: where the key was pressed.
        address: the thing's.
        done: told what came of it.
        before: what is known of it where no list holds it.
    """
    from ocs_tui.catalog.kinds import kind_at

    connection = screen.ocs.connection
    if connection is None:
        return
    if refusal := editing.why_not_delete(connection, address):
        screen.fail(refusal)
        return
    from ocs_tui.screens.delete import DeleteScreen
    from ocs_tui.screens.role_delete import RoleDelete

    is_role = kind_at(address).name == "role"
    screen.app.push_screen((RoleDelete if is_role else DeleteScreen)(address, before), done)
