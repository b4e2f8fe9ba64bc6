"""What is done to a thing opens for every kind of the catalog, and ends as its declaration says."""

from __future__ import annotations

from collections.abc import AsyncIterator

from textual.pilot import Pilot

from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import NAMESPACE, address_of, kinds_in, namespace_kinds, tenant_kinds
from ocs_tui.connection import Connection
from ocs_tui.connection.slots import at, list_of
from ocs_tui.emulator.server import Emulator
from ocs_tui.screens import editing, thing_actions
from ocs_tui.screens.base import Base
from ocs_tui.screens.delete import DeleteScreen
from ocs_tui.screens.editor import Editor
from tests.screens.driving import error_of, opened, until


async def _things(connection: Connection) -> AsyncIterator[tuple[Kind, tuple[str, ...], str]]:
    """Give of every collection its kind, the ids of what holds it, and the id of its first thing, if any."""
    todo: list[tuple[Kind, tuple[str, ...]]] = [(kind, ()) for kind in tenant_kinds() if kind.within is None]
    todo += [(kind, ("boiler",)) for kind in namespace_kinds()]
    while todo:
        kind, holders = todo.pop()
        if kind is NAMESPACE or kind.only is not None:
            continue
        page = await connection.client.list_page(kind, 0, 1, holders)
        first = str(page.items[0].id) if page.items else ""
        yield kind, holders, first
        if first:
            todo += [(below, (*holders, first)) for below in kinds_in(kind)]


async def test_every_editor_opens(emulator: Emulator) -> None:
    async with opened(emulator) as pilot:
        session = pilot.app.session  # type: ignore[attr-defined]
        connection, explorer = session.connection, session.explorer
        seen: set[str] = set()
        async for kind, holders, first in _things(connection):
            if kind.creates is not None:
                assert editing.why_not_create(connection, kind) is None
                thing_actions.create(explorer, kind, holders, lambda said: None)
                await _stands(pilot, kind, Editor)
                seen.add(f"create {kind.name}")
            if not first:
                continue
            address = address_of(kind, *holders, first)
            await connection.load(list_of(address) if not kind.in_namespace else at(address))
            if editing.why_not_edit(connection, address) is None:
                thing_actions.edit(explorer, address, lambda said: None)
                await _stands(pilot, kind, Editor)
                seen.add(f"edit {kind.name}")
            if editing.why_not_delete(connection, address) is None:
                thing_actions.delete(explorer, address, lambda said: None)
                await _stands(pilot, kind, DeleteScreen)
                seen.add(f"delete {kind.name}")
        assert {"create community", "edit community", "edit community tenant", "edit stream"} <= seen


async def _stands(pilot: Pilot[int], kind: Kind, wanted: type[Base]) -> None:
    """Wait until an editor has opened without an error, and leave it."""
    explorer = pilot.app.session.explorer  # type: ignore[attr-defined]

    def is_there() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, wanted) and not getattr(screen, "opening", False)

    await until(pilot, is_there)
    assert error_of(pilot) == "", kind.name
    await pilot.press("escape")
    await until(pilot, lambda: pilot.app.screen is explorer)
