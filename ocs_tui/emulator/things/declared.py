"""What does the operations that a kind declares."""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.catalog.kind import Guard, Kind
from ocs_tui.catalog.operation import Operation
from ocs_tui.emulator.call import Handler
from ocs_tui.emulator.things.guarding import acl_handlers, owner_handlers, rights_of
from ocs_tui.emulator.things.hooks import kind_posts_to_collection
from ocs_tui.emulator.things.reading import item_of, list_of
from ocs_tui.emulator.things.writing import create_at_item, create_in_collection, delete_of, update_of


def declared(kind: Kind) -> Iterator[tuple[Operation, Handler]]:
    """Yield the operations of a kind, and what does them."""
    yield kind.lists, list_of(kind)
    if kind.gets is not None:
        yield kind.gets, item_of(kind)
    if kind.creates is not None:
        at_collection = kind_posts_to_collection(kind)
        yield kind.creates, (create_in_collection if at_collection else create_at_item)(kind)
    if kind.updates is not None:
        yield kind.updates, update_of(kind)
    if kind.deletes is not None:
        yield kind.deletes, delete_of(kind)
    if kind.guard is not None:
        yield from _guard(kind, kind.guard, of_collection=False)
    if kind.collection_guard is not None:
        yield from _guard(kind, kind.collection_guard, of_collection=True)


def _guard(kind: Kind, guard: Guard, *, of_collection: bool) -> Iterator[tuple[Operation, Handler]]:
    acl, owner = acl_handlers(kind, of_collection=of_collection), owner_handlers(kind)
    for operation, handler in (
        (guard.get_acl, acl["GET"]),
        (guard.set_acl, acl["PUT"]),
        (guard.patch_acl, acl.get("PATCH")),
        (guard.get_owner, owner["GET"]),
        (guard.set_owner, owner["PUT"]),
        (guard.get_rights, rights_of(kind, of_collection=of_collection)),
    ):
        if operation is not None and handler is not None:
            yield operation, handler
