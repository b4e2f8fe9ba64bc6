"""Changing: through the journal, and followed until what was written shows.

What changes is imported with the first change: the namespaces come sooner for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ocs_tui.api.answers import Created, Fetched
from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.connection.reading import Reading
from ocs_tui.connection.slots import NAMESPACES, Key, at, list_of
from ocs_tui.model.address import Address
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.records import Records
from ocs_tui.model.wire import Wire

if TYPE_CHECKING:
    from ocs_tui.changes.apply import Applied, Outcome
    from ocs_tui.changes.bulk import Results
    from ocs_tui.changes.change import Aspect, Change, Create, Delete, SetChange
    from ocs_tui.changes.plan import Plan
    from ocs_tui.changes.reread import Reread
    from ocs_tui.changes.verify import Sighting

READ_AGAIN_AT_MOST = 1000
"""Things of a list that is read anew because one of them changed."""


class Changing(Reading):
    """Makes changes, and keeps what came of them."""

    async def read_for_edit(self, address: Address, aspect: Aspect) -> Fetched[Any]:
        """Read what an editor opens on, where it will be written.

        Raises:
            OcsError: when it cannot be read there.
        """
        from ocs_tui.changes.reread import read_aspect

        is_namespace = not address.is_tenant and not address.is_nested
        namespace = await self._known(address) if is_namespace else None
        return await read_aspect(self.client, address, aspect, namespace)

    async def reread(self, change: SetChange) -> Reread:
        """Read the thing again for a review.

        Raises:
            OcsError: when it cannot be read; then nothing may be written.
        """
        from ocs_tui.changes.reread import reread

        return await reread(self.client, change, await self._for_change(change))

    async def apply(self, change: Change, undoes: str | None = None) -> Outcome:
        """Make a change, record it in the journal, and keep what came of it.

        ``undoes`` is the id of the journal's entry that it takes back.

        Raises:
            OcsError: when it failed, or its outcome is not known.
        """
        from ocs_tui.changes import apply

        outcome = await apply.apply(
            self.client, change, await self._for_change(change), self.journal, undoes=undoes
        )
        self._take(change, outcome)
        return outcome

    async def look_what_came(self, change: Change) -> None:
        """Record what became of this program's writes of a change of which no answer told, by looking."""
        from ocs_tui.changes.resolve import resolve_intent

        for entry in await asyncio.to_thread(self.journal.unanswered, change):
            await resolve_intent(self.client, self.journal, entry)

    async def apply_plan(
        self,
        plan: Plan,
        undoes: Sequence[str | None],
        stop: asyncio.Event,
        progress: Callable[[int, int], None],
    ) -> Results:
        """Write a plan, some places at a time, and keep what came of it. Errors stand in the results."""
        from ocs_tui.changes.bulk import apply_plan

        results = await apply_plan(
            self.client,
            plan,
            self.journal,
            undoes=undoes,
            cancel=stop,
            on_progress=lambda done, of, _: progress(done, of),
        )
        for result in results:
            if result.planned.change is not None and result.outcome is not None:
                self._take(result.planned.change, result.outcome)
        return results

    async def look_up(self, results: Results) -> Results:
        """Find out what became of a plan's writes of which no answer told; what is shown of them is read anew."""
        from ocs_tui.changes.bulk import looked_up

        found = await looked_up(self.client, self.journal, results)
        news = [
            after.planned.address for before, after in zip(results, found, strict=True) if after != before
        ]
        shown = [(name, address.place) for address in news for name in ("acl", "owner")]
        await self.load_many([key for key in shown if self.value(key) is not None])
        return found

    def _take(self, change: Change, outcome: Outcome) -> None:
        """Let the slots show what came of a change."""
        from ocs_tui.changes.apply import Applied
        from ocs_tui.changes.change import Create, Delete, SetChange

        match change, outcome:
            case SetChange(), Applied():
                self._keep(change, outcome)
            case Create(), Created():
                self._keep_created(change, outcome)
            case Delete(), Applied():
                self._forget_deleted(change)

    def is_behind(self, key: Key) -> bool:
        """Return True while a region has not shown what was written."""
        return self._written.is_behind(key)

    async def follow(self, change: Change, outcome: object) -> AsyncIterator[Sighting]:
        """Look until what a change did shows where it is read, a minute at most; keep what shows."""
        from ocs_tui.changes.apply import as_done
        from ocs_tui.changes.verify import verify

        done = as_done(change, outcome)
        namespace = None
        if len(done.address.parts) == 1:
            namespace = self.namespace(done.address.namespace_id)
        async for sighting in verify(self.client, done, namespace):
            await self._show(done, sighting)
            yield sighting

    async def _show(self, change: Change, sighting: Sighting) -> None:
        """Let the slots show what a look at a written thing showed."""
        from ocs_tui.changes.change import SetChange
        from ocs_tui.changes.verify import Seen

        if sighting.seen is Seen.WRITTEN:
            return
        if isinstance(change, SetChange):
            key = key_of(change)
            if sighting.seen in (Seen.OTHERWISE, Seen.UNREADABLE):
                self._written.forget(key)
            await self.load(key)
        if change.address.in_namespace:
            if not isinstance(change, SetChange):
                self._first_page_is_old(change.address)
        elif change.address.is_below_tenant or not isinstance(change, SetChange):
            await self._read_list_again(list_of(change.address))

    def _first_page_is_old(self, address: Address) -> None:
        """Forget the first page of a list that a thing was put into or taken out of; whoever shows it is told."""
        parts = address.parts if address.is_collection else address.parts[:-1]
        key = ("first", str(Address(parts)))
        if self._slots.pop(key, None) is not None:
            self.changed(key)

    async def _read_list_again(self, key: Key) -> None:
        """Read a list of which one thing changed; a long one was told of it, and is not read for that."""
        there = self.value(key)
        if key == NAMESPACES or (there is not None and len(there) <= READ_AGAIN_AT_MOST):
            await self.load(key)

    def _keep(self, change: SetChange, outcome: Applied) -> None:
        """Show what was written until the region shows it too; no draft of it is left."""
        self.drafts.discard(change)
        if outcome.fetched is None:
            return
        key = key_of(change)
        self.slot(key).fetched = outcome.fetched
        self.slot(key).error = None
        self._written.keep(key, outcome.fetched.value)
        self._tell_list(change.address, outcome.fetched.value)
        self.changed(key)

    def _tell_list(self, address: Address, now: Wire | None) -> None:
        """Let the list that a thing stands in show what was written, or that the thing is gone."""
        key = list_of(address)
        fetched = self.slot(key).fetched
        if not address.is_below_tenant or fetched is None or not isinstance(fetched.value, Records):
            return
        listed = fetched.value
        told = listed.without(address.ids[-1]) if now is None else listed.with_put(now)
        self.slot(key).fetched = replace(fetched, value=told)
        self._names.pop(key[0], None)
        self.changed(key)

    def _forget_deleted(self, change: Delete) -> None:
        if change.kind is NAMESPACE:
            self.forget(change.address.namespace_id)
            self._written.forget_created(change.address.namespace_id)
            return
        own = ("acl", "owner", "metadata", "metadata-changes", "tags")
        for key in (at(change.address), *((what, str(change.address)) for what in own)):
            self._slots.pop(key, None)
            self._written.forget(key)
        if change.address.in_namespace:
            self._first_page_is_old(change.address)
        self._tell_list(change.address, None)

    def _keep_created(self, change: Create, outcome: Created) -> None:
        from ocs_tui.changes.apply import as_done

        self.drafts.discard(change)
        made = outcome.fetched.value
        if isinstance(made, Namespace):
            self.forget(made.id)
            self._written.keep_created(made)
            self.changed(NAMESPACES)
        elif change.address.in_namespace:
            self._first_page_is_old(change.address)
        elif change.address.is_below_tenant:
            self._tell_list(as_done(change, outcome).address, made)

    async def _for_change(self, change: Change) -> Namespace | None:
        from ocs_tui.changes.change import SetChange

        address = change.address
        if len(address.parts) != 1 or not isinstance(change, SetChange):
            return None
        return await self._known(address)

    async def _known(self, address: Address) -> Namespace:
        known = self.namespace(address.namespace_id)
        return known or (await self.client.find_namespace(address.namespace_id)).value

    def forget(self, namespace_id: str) -> None:
        """Forget a namespace that is gone."""
        for what in ("namespace", "acl", "owner"):
            self._slots.pop((what, namespace_id), None)
            self._written.forget((what, namespace_id))


def key_of(change: SetChange) -> Key:
    """Return the slot of what a change sets."""
    from ocs_tui.changes.change import Aspect

    if change.aspect is Aspect.FIELDS and len(change.address.parts) > 1:
        return at(change.address)
    names = {
        Aspect.ACL: "acl",
        Aspect.OWNER: "owner",
        Aspect.FIELDS: "namespace",
        Aspect.METADATA: "metadata",
        Aspect.TAGS: "tags",
    }
    return (names[change.aspect], change.address.place)
