"""Creating, editing and deleting what lies below the tenant: the same from the tree, the pane and the lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ocs_tui.model.address import Address
from ocs_tui.screens import editing
from ocs_tui.screens.working import begin

if TYPE_CHECKING:
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.model.wire import Wire
    from ocs_tui.screens.base import Base
    from ocs_tui.screens.editor import Editor

Done = Callable[[str | None], Any]
"""Told what was written, in words; None when nothing was."""


def create(
    screen: Base, kind: Kind, holders: tuple[str, ...], done: Done, begins_as: Mapping[str, Any] | None = None
) -> None:
    """Open the form for one more of a kind; say why where there can be none.

    Args:
        screen: where the key was pressed.
        kind: the kind.
        holders: the ids of the things it comes to lie in.
        done: told what came of it.
        begins_as: the body that one which is created as JSON begins as; the kind's template when None.
    """
    from ocs_tui.catalog.kinds import collection_of

    connection = screen.ocs.connection
    if connection is None:
        return
    if refusal := editing.why_not_create(connection, kind):
        screen.fail(refusal)
        return
    collection = collection_of(kind, *holders)
    screen.app.push_screen(_editor_for_new(kind, collection, begins_as), done)


def _editor_for_new(kind: Kind, collection: Address, begins_as: Mapping[str, Any] | None) -> Editor:
    if kind.name == "bulk ACL job":
        from ocs_tui.screens.acl_job_editor import AclJobEditor

        return AclJobEditor(collection.namespace_id)
    if kind.is_json:
        from ocs_tui.screens.json_editor import JsonEditor

        return JsonEditor(kind, collection, begins_as=begins_as)
    from ocs_tui.screens.thing_form import ThingForm

    return ThingForm(kind, collection)


def create_copy(screen: Base, address: Address, done: Done) -> None:
    """Open the editor of one more thing of a kind, which begins as a copy of one that is there."""
    begin(screen, partial(_create_copy, screen, address, done), group="copy-of", exclusive=True)


async def _create_copy(screen: Base, address: Address, done: Done) -> None:
    from ocs_tui.catalog.kinds import kind_at
    from ocs_tui.catalog.schema import copy_of
    from ocs_tui.connection.slots import at

    connection, kind = screen.ocs.connection, kind_at(address)
    if connection is None:
        return
    if not kind.is_json or kind.creates is None:
        screen.fail(
            f"The {kind.plural.casefold()} are not created from a copy: n creates one, where one can be."
        )
        return
    if kind.gets is not None:  # a list may leave out what a thing by itself tells
        slot = await connection.load(at(address))
        if slot.error is not None:
            screen.fail_with(slot.error)
            return
    if (thing := connection.known(address)) is None:
        screen.fail(editing.NOT_READ)
        return
    body = copy_of(kind, thing.to_wire())
    screen.when_on_top(lambda: create(screen, kind, address.ids[:-1], done, body))


def edit(screen: Base, address: Address, done: Done) -> None:
    """Open the form of a thing; say why where it cannot be edited."""
    from ocs_tui.catalog.kinds import kind_at

    connection = screen.ocs.connection
    if connection is None:
        return
    kind = kind_at(address)
    if refusal := editing.why_not_edit(connection, address):
        if kind.is_json and kind.updates is None and editing.why_not_create(connection, kind) is None:
            _offer_copy(screen, address, refusal, done)
        else:
            screen.fail(refusal)
        return
    label = getattr(connection.known(address), "label", "")
    if kind.is_json:
        from ocs_tui.screens.json_editor import JsonEditor

        screen.app.push_screen(JsonEditor(kind, address, label), done)
        return
    from ocs_tui.screens.thing_form import ThingForm

    screen.app.push_screen(ThingForm(kind, address, label), done)


def _offer_copy(screen: Base, address: Address, why: str, done: Done) -> None:
    """What cannot be changed can be made again under another id."""
    from ocs_tui.screens.ask import Ask

    def answered(yes: bool | None) -> None:
        if yes:
            create_copy(screen, address, done)

    question = f"{why} Create another one under another id, beginning as a copy of it?"
    screen.app.push_screen(Ask(question, "Copy it", "Leave it"), answered)


def edit_part(screen: Base, address: Address, part: str, done: Done) -> None:
    """Open the editor of a stream's metadata or tags (``METADATA``, ``TAGS``); say why where it cannot be edited."""
    connection = screen.ocs.connection
    if connection is None:
        return
    if refusal := editing.why_not_part(connection, address):
        screen.fail(refusal)
        return
    from ocs_tui.screens.parts_editor import MetadataEditor, TagsEditor

    screen.app.push_screen((MetadataEditor if part == "METADATA" else TagsEditor)(address), done)


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
