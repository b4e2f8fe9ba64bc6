"""Reading into slots: what two want at once is read once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ocs_tui.api.answers import Fetched, Page
from ocs_tui.api.errors import OcsError, without_frames
from ocs_tui.api.paging import ALL, Wanted
from ocs_tui.catalog import beside
from ocs_tui.catalog import identity as op
from ocs_tui.catalog.beside import GET_METADATA_CHANGES
from ocs_tui.catalog.identity_kinds import CLIENT, USER, USER_STATUS
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import kind_at, kind_in, tenant_kinds
from ocs_tui.catalog.sds import ACL_JOB_STEP
from ocs_tui.connection.naming import Naming
from ocs_tui.connection.slots import ME, PROGRESS_AFTER, Key, Me, Slot
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe

TOLD = {
    "resolved": beside.RESOLVED_STREAM,
    "last": beside.LAST_VALUE,
    "asset-last": beside.ASSET_LAST,
    "asset-resolved": beside.RESOLVED_ASSET,
    "asset-status": beside.ASSET_STATUS,
    "view-fields": beside.VIEW_FIELDS,
    "view-statistics": beside.VIEW_STATISTICS,
    "community-summary": beside.COMMUNITY_SUMMARY,
}
"""What is read of a thing beside itself, as it came: by the first word of its slot."""
FIRST_PAGE = 100
"""Things of a long list that are read to show what it holds."""


class Reading(Naming):
    """Reads what screens and the command line ask for."""

    async def load(self, key: Key) -> Slot:
        """Read what ``key`` names, and return its slot. Errors stand in the slot.

        Asked for twice at once, it is read once; when nobody waits any more, the read is cancelled.
        """
        task = self._reads.get(key)
        if task is None or task.done() or task.cancelling():
            task = asyncio.create_task(self._read_into(key), name=f"read {'/'.join(key)}")
            self._reads[key] = task
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            await asyncio.shield(task)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                task.cancel()  # nothing, when it is done
        return self.slot(key)

    async def look_who(self) -> Me | None:
        """Return who is signed in right now; what is known of somebody else than before is read anew.

        Raises:
            OcsError: nobody is, or the server does not say who.
        """
        person = await self.client.person()
        if person is not None and (self._person is None or self._person.id != person.id):
            await self.load(ME)
        return self.me

    async def _read_into(self, key: Key) -> None:
        slot = self.slot(key)
        slot.busy_since = time.monotonic()
        late = asyncio.get_running_loop().call_later(PROGRESS_AFTER, self.changed, key)
        try:
            fetched = await self._read(key, slot)
            slot.fetched = self._written.unless_behind(key, fetched, self.region_name(fetched))
            slot.error = slot.begun = None
            self._names.pop(key[0], None)
        except OcsError as error:
            slot.error = without_frames(error)
        except ValueError as error:  # an id that is never put into a URL
            slot.error = OcsError(safe(error))
        finally:
            late.cancel()
            if self._reads.get(key) is asyncio.current_task():  # else it is being read anew by now
                del self._reads[key]
                slot.busy_since = slot.progress = None
            self.changed(key)

    async def _read(self, key: Key, slot: Slot) -> Fetched[Any]:
        what, *rest = key
        client = self.client
        if what == "tenant":
            return await client.get_tenant()
        if what == "regions":
            return await client.list_regions()
        if what == "namespaces":
            listed = await client.list_namespaces()
            self._keep_namespaces([one.id for one in listed.value])
            return listed
        if what == "me":
            self._person = await client.person()
            if self._person is not None:
                return await client.get_item(USER, self._person.id)
            return await client.get_item(CLIENT, self.profile.client_id)
        for kind in tenant_kinds():
            if what == kind.collection:
                return await self._read_list(kind, key, slot)
        if what == "in":
            address = Address.parse(rest[0])
            return await self._read_list(kind_in(address), key, slot, address.ids)
        if what == "at":
            address = Address.parse(rest[0])
            return await self.client.get_item(kind_at(address), *address.ids)
        if what == "user-statuses":
            return await self._read_list(USER_STATUS, key, slot)
        if what == "user-status":
            from ocs_tui.model.providers import UserStatus

            return await client.read(op.GET_USER_STATUS, UserStatus, rest[0])
        if what == "invitation":
            from ocs_tui.model.providers import Invitation

            return await client.read(op.GET_INVITATION_OF, Invitation, rest[0])
        if what == "first":
            address = Address.parse(rest[0])
            return await self._first_page(address)
        if (told := TOLD.get(what)) is not None:
            return await client.ask(told, *Address.parse(rest[0]).ids)
        address = Address.parse(rest[0] or "/")
        if what == "failures":
            steps = Address((*address.parts, ACL_JOB_STEP.collection))
            failed = await self.page(steps, 0, FIRST_PAGE, Wanted(filters=(("", "Failure"),)))
            fetched: Fetched[Any] = failed.fetched
            return replace(fetched, value=failed)
        if what == "metadata":
            return await client.get_metadata(address)
        if what == "metadata-changes":
            return await client.ask(GET_METADATA_CHANGES, *address.ids)
        if what == "tags":
            return await client.get_tags(address)
        if what == "rights":
            return await client.get_rights_at(address)
        if len(address.parts) > 1:
            return await (client.get_acl_at(address) if what == "acl" else client.get_owner_at(address))
        if address.is_tenant:
            return await client.get_root_acl()
        namespace = self.namespace(rest[0])
        if namespace is None:
            namespace = (await client.find_namespace(rest[0])).value
        if what == "namespace":
            return await client.get_namespace(namespace)
        if what == "acl":
            return await client.get_acl(namespace)
        return await client.get_owner(namespace)

    async def _first_page(self, collection: Address) -> Fetched[Any]:
        page = await self.page(collection, 0, FIRST_PAGE)
        if page.last is None and page.came < FIRST_PAGE:  # a short page alone is no end: look behind it
            behind = await self.page(collection, page.came, 1) if page.came else page
            page = replace(page, last=not behind.came)
        fetched: Fetched[Any] = page.fetched
        return replace(fetched, value=page)

    async def page(self, collection: Address, skip: int, count: int, wanted: Wanted = ALL) -> Page[Any]:
        """Read a part of a list that may be too long to be read whole. Nothing of it is kept here.

        Args:
            collection: ``boiler/streams``.
            skip: how many to leave out.
            count: how many to read at most.
            wanted: which of them, and in what order.

        Raises:
            OcsError: it cannot be read.
        """
        return await self.client.list_page(kind_in(collection), skip, count, collection.ids, wanted)

    async def _read_list(
        self, kind: Kind, key: Key, slot: Slot, within: tuple[str, ...] = ()
    ) -> Fetched[Any]:
        def progress(done: int, total: int | None) -> None:
            slot.progress = (done, total)
            if slot.slow or slot.begun is not None:
                self.changed(key)

        def begun(items: Sequence[Any]) -> None:
            slot.begun = items

        return await self.client.list_all(kind, progress, within, begun)

    async def load_many(
        self, keys: Sequence[Key], progress: Callable[[int, int], None] | None = None, at_once: int = 16
    ) -> None:
        """Read many slots, so many at once; ``progress`` is told how many of how many are there."""
        gate = asyncio.Semaphore(at_once)
        done = 0

        async def one(key: Key) -> None:
            nonlocal done
            async with gate:
                await self.load(key)
            done += 1
            if progress is not None:
                progress(done, len(keys))

        await asyncio.gather(*(one(key) for key in keys))

    async def load_missing(
        self, keys: Sequence[Key], progress: Callable[[int, int], None] | None = None, *, again: bool = False
    ) -> None:
        """Read those of many slots that hold nothing yet; with ``again`` all of them."""
        await self.load_many([key for key in keys if again or self.slot(key).fetched is None], progress)
