"""A connected tenant: what was read, names for ids, and the way changes are made.

The only door to I/O for the screens. What was read stands in slots; a slot keeps its last value when a
later read fails, and says what went wrong. Reads that two screens want at once are made once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ocs_tui.access.diff import same_acl, same_owner
from ocs_tui.access.directory import Directory
from ocs_tui.access.evaluate import Who
from ocs_tui.access.things import Thing
from ocs_tui.api.answers import Created, Fetched, TraceRecord
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.api.errors import OcsError
from ocs_tui.catalog.identity_kinds import CLIENT, IDENTITY_KINDS
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.changes.apply import Applied, Outcome
from ocs_tui.changes.apply import apply as apply_change
from ocs_tui.changes.bulk import Results
from ocs_tui.changes.bulk import apply_plan as apply_many
from ocs_tui.changes.change import Aspect, Change, Delete, SetChange
from ocs_tui.changes.drafts import Drafts
from ocs_tui.changes.journal import Journal
from ocs_tui.changes.plan import Plan
from ocs_tui.changes.reread import Reread, same_fields_of
from ocs_tui.changes.reread import reread as reread_change
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.document import Document
from ocs_tui.model.enums import NamespaceState, TrusteeType
from ocs_tui.model.identity import Client, Role
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.settings.profile import Profile

Key = tuple[str, ...]
"""Names a slot: ``("tenant",)``, ``("acl", "boiler")``; the root ACL is ``("acl", "")``."""

TENANT: Key = ("tenant",)
REGIONS: Key = ("regions",)
NAMESPACES: Key = ("namespaces",)
ME: Key = ("me",)
PROGRESS_AFTER = 0.2
"""Seconds after which a read under way is worth a word."""
TRACE_KEPT = 500
FOLLOW_FOR = 60.0
"""Seconds for which a region may go on showing what was there before a write."""


@dataclass(slots=True)
class Slot:
    """One thing that is read.

    Attributes:
        fetched: the last value read; None when none was.
        error: why the last read failed; None when it did not.
        busy_since: when the read under way began (monotonic); None when none is.
        progress: how many of a long list are there, and of how many.
    """

    fetched: Fetched[Any] | None = None
    error: OcsError | None = None
    busy_since: float | None = None
    progress: tuple[int, int | None] | None = None

    @property
    def slow(self) -> bool:
        """True when a read has been under way long enough to say so."""
        return self.busy_since is not None and time.monotonic() - self.busy_since >= PROGRESS_AFTER * 0.9


@dataclass(frozen=True, slots=True)
class Me:
    """Who is signed in.

    Attributes:
        id: the client's id.
        name: its name, as it came; the id where the name cannot be read.
        role_ids: its roles; None where they cannot be read.
        problem: why they cannot be read, as a sentence.
    """

    id: str
    name: str
    role_ids: tuple[str, ...] | None
    problem: str | None = None


@dataclass(slots=True)
class _Written:
    value: Any
    at: float = field(default_factory=time.monotonic)


class Connection:
    """A tenant, seen as one profile.

    Args:
        profile: whose tenant, and as whom.
        secret: gives the client secret when a token is needed.
        read_only: refuse every write.
        regions: the last Regions list that was kept for this profile.
        keep_regions: told each fresh Regions list.
        changed: told the key of each slot that changed, ``None`` for the requests in flight.
        journal: where writes are recorded; in memory when None.
        drafts: where edits in progress are kept; in memory when None.
    """

    def __init__(
        self,
        profile: Profile,
        secret: Callable[[], Awaitable[str]],
        *,
        read_only: bool = False,
        regions: Sequence[Region] = (),
        keep_regions: Callable[[tuple[Region, ...]], None] | None = None,
        changed: Callable[[Key | None], None] = lambda key: None,
        journal: Journal | None = None,
        drafts: Drafts | None = None,
    ) -> None:
        self.profile = profile
        self.read_only = read_only or profile.read_only
        self.changed = changed
        of = {"profile": profile.name, "tenant_id": profile.tenant_id}
        self.journal = journal or Journal(None, **of)
        self.drafts = drafts or Drafts(None, **of)
        self.trace: list[TraceRecord] = []
        self.in_flight = 0
        self._slots: dict[Key, Slot] = {}
        self._reads: dict[Key, asyncio.Task[None]] = {}
        self._waiting: dict[Key, int] = {}
        self._written: dict[Key, _Written] = {}
        self._created: dict[str, _Written] = {}
        self._names: dict[str, dict[str, str]] = {}
        endpoint = Endpoint(
            base_url=profile.base_url,
            tenant_id=profile.tenant_id,
            client_id=profile.client_id,
            trusted_origins=profile.trusted_origins,
        )
        self.client = OcsClient(
            endpoint,
            secret,
            read_only=self.read_only,
            regions=regions,
            on_trace=self._on_trace,
            on_regions=keep_regions,
        )

    async def aclose(self) -> None:
        """End reads and connections."""
        for task in self._reads.values():
            task.cancel()
        await self.client.aclose()

    # What was read.

    def slot(self, key: Key) -> Slot:
        """Return the slot of that name, empty when nothing was read yet."""
        return self._slots.setdefault(key, Slot())

    def value(self, key: Key) -> Any:
        """Return the last value read, or None."""
        fetched = self.slot(key).fetched
        return fetched.value if fetched else None

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions: as read, else as kept from another time."""
        return self.value(REGIONS) or self.client.regions

    @property
    def namespaces(self) -> tuple[Namespace, ...]:
        """The namespaces as listed, and those just created that no list has shown yet."""
        listed: tuple[Namespace, ...] = self.value(NAMESPACES) or ()
        if not self._created:
            return listed
        ids = {namespace.id for namespace in listed}
        for namespace_id, made in list(self._created.items()):
            if namespace_id in ids or time.monotonic() - made.at > FOLLOW_FOR:
                del self._created[namespace_id]
        return (*listed, *(made.value for made in self._created.values()))

    def namespace(self, namespace_id: str) -> Namespace | None:
        """Return a namespace as last read by itself, else as listed; None when it is not known."""
        alone: Namespace | None = self.value(("namespace", namespace_id))
        if alone is not None:
            return alone
        return next((item for item in self.namespaces if item.id == namespace_id), None)

    @property
    def me(self) -> Me | None:
        """Who is signed in; None before that was read."""
        slot = self.slot(ME)
        profile = self.profile
        if slot.fetched is not None:
            client: Client = slot.fetched.value
            return Me(profile.client_id, client.label, client.role_ids)
        if slot.error is not None:
            return Me(profile.client_id, profile.client_id, None, slot.error.sentence)
        return None

    @property
    def who(self) -> Who | None:
        """The signed-in client as the evaluator wants it; None when its roles are not known."""
        me = self.me
        if me is None or me.role_ids is None:
            return None
        return Who(TrusteeType.CLIENT, me.id, me.role_ids)

    # Names.

    def region_name(self, fetched: Fetched[Any]) -> str:
        """Return the region that answered, safe to show; its host while the regions are not known."""
        for region in self.regions:
            if region.base_address.rstrip("/").casefold() == fetched.base_url.casefold():
                return safe(region.id)
        return safe(fetched.region)

    def role_known(self) -> set[str] | None:
        """Return the ids of all roles, folded; None when they could not be read (then all may exist)."""
        roles: tuple[Role, ...] | None = self.value(("roles",))
        return None if roles is None else {role.id.casefold() for role in roles}

    def roles_by_id(self) -> dict[str, Role]:
        """Return the roles by folded id."""
        return {role.id.casefold(): role for role in self.value(("roles",)) or ()}

    def role_name(self, role_id: str) -> str:
        """Return a role's name, safe to show; its id where the name is not known."""
        return self._name("roles", role_id)

    def trustee_name(self, trustee: Trustee) -> str:
        """Return who a trustee is, safe to show: its name where it is known, else its id."""
        kind = {TrusteeType.USER: "users", TrusteeType.CLIENT: "clients", TrusteeType.ROLE: "roles"}
        plural = kind.get(trustee.type) if isinstance(trustee.type, TrusteeType) else None
        return self._name(plural, trustee.object_id) if plural else safe(trustee.object_id)

    def _name(self, plural: str, item_id: str) -> str:
        names = self._names.get(plural)
        if names is None:
            items = self.value((plural,))
            if items is None:
                return safe(item_id)
            names = {
                item.id.casefold(): safe(item.name if plural == "roles" else item.label) for item in items
            }
            self._names[plural] = names
        return names.get(item_id.casefold()) or safe(item_id)

    # Reading.

    async def load(self, key: Key) -> Slot:
        """Read what ``key`` names, and return its slot. Errors stand in the slot.

        Asked for twice at once, it is read once; when nobody waits any more, the read is cancelled.
        """
        task = self._reads.get(key)
        if task is None or task.done():
            task = asyncio.create_task(self._read_into(key), name=f"read {'/'.join(key)}")
            self._reads[key] = task
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            await asyncio.shield(task)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key] and not task.done():
                task.cancel()
        return self.slot(key)

    async def _read_into(self, key: Key) -> None:
        slot = self.slot(key)
        slot.busy_since = time.monotonic()
        late = asyncio.get_running_loop().call_later(PROGRESS_AFTER, self.changed, key)
        try:
            fetched = await self._read(key, slot)
            slot.fetched, slot.error = self._unless_behind(key, fetched), None
            self._names.pop(key[0], None)
        except OcsError as error:
            slot.error = error
        except ValueError as error:  # an id that is never put into a URL
            slot.error = OcsError(safe(error))
        finally:
            late.cancel()
            slot.busy_since = slot.progress = None
            self._reads.pop(key, None)
            self.changed(key)

    async def _read(self, key: Key, slot: Slot) -> Fetched[Any]:
        what, *rest = key
        client = self.client
        if what == "tenant":
            return await client.get_tenant()
        if what == "regions":
            return await client.list_regions()
        if what == "namespaces":
            return await client.list_namespaces()
        if what == "me":
            return await client.get_item(CLIENT, self.profile.client_id)
        for kind in IDENTITY_KINDS:
            if what == kind.collection and kind.within is None:
                return await self._read_list(kind, key, slot)
        if not rest[0]:
            return await client.get_root_acl()
        namespace = self.namespace(rest[0])
        if namespace is None:
            namespace = (await client.find_namespace(rest[0])).value
        if what == "namespace":
            return await client.get_namespace(namespace)
        if what == "acl":
            return await client.get_acl(namespace)
        return await client.get_owner(namespace)

    async def _read_list(self, kind: Kind, key: Key, slot: Slot) -> Fetched[Any]:
        def progress(done: int, total: int | None) -> None:
            slot.progress = (done, total)
            if slot.slow:
                self.changed(key)

        return await self.client.list_all(kind, progress)

    def _unless_behind(self, key: Key, fetched: Fetched[Any]) -> Fetched[Any]:
        """Return what was read, or what was just written while the region still shows what was before."""
        written = self._written.get(key)
        if written is None:
            return fetched
        if _same(fetched.value, written.value):
            del self._written[key]
            return fetched
        if time.monotonic() - written.at > FOLLOW_FOR:
            # somebody may have changed it since: show what is there
            del self._written[key]
            note = f"Written; {self.region_name(fetched)} has not shown it yet. This is what it shows."
            return replace(fetched, note=note)
        note = f"Written; {self.region_name(fetched)} has not shown it yet."
        return replace(fetched, value=written.value, document=Document.of(written.value.to_wire()), note=note)

    def is_behind(self, key: Key) -> bool:
        """Return True while a region has not shown what was written."""
        return key in self._written

    async def follow(self, key: Key) -> None:
        """Read until the region shows what was written, for a minute at most, waiting longer each time."""
        pause = 0.3
        while self.is_behind(key):
            await asyncio.sleep(pause)
            pause = min(pause * 1.6, 8.0)
            await self.load(key)

    async def follow_change(self, change: Change) -> None:
        """Read until what a change did shows where it is read, for a minute at most."""
        if isinstance(change, SetChange):
            await self.follow(_key_of(change))
            return
        until = time.monotonic() + FOLLOW_FOR
        pause = 0.3
        await self.load(NAMESPACES)
        while time.monotonic() < until and not self._shows(change):
            await asyncio.sleep(pause)
            pause = min(pause * 1.6, 8.0)
            await self.load(NAMESPACES)

    def _shows(self, change: Change) -> bool:
        listed: tuple[Namespace, ...] = self.value(NAMESPACES) or ()
        found = next((item for item in listed if item.id == change.address.namespace_id), None)
        if isinstance(change, Delete):
            return found is None or found.state != NamespaceState.ACTIVE
        return found is not None

    # Many things at once.

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

    def directory(self) -> Directory:
        """Return who there is in the tenant, as far as it was read."""
        kinds = {TrusteeType.ROLE: "roles", TrusteeType.USER: "users", TrusteeType.CLIENT: "clients"}
        problems = tuple(
            (kind, error.sentence) for kind, plural in kinds.items() if (error := self.slot((plural,)).error)
        )
        roles, users, clients = (self.value((plural,)) for plural in kinds.values())
        return Directory(self.profile.tenant_id, roles, users, clients, problems)

    def thing(self, address: Address) -> Thing:
        """Return a namespace, or the tenant, with its ACL and owner as far as they were read."""
        namespace_id = "" if address.is_tenant else address.namespace_id
        acl = self.slot(("acl", namespace_id))
        owner = self.slot(("owner", namespace_id)) if namespace_id else Slot()
        return Thing(
            address,
            acl.fetched.value if acl.fetched else None,
            owner.fetched.value if owner.fetched else None,
            acl.error.sentence if acl.error and not acl.fetched else None,
            owner.error.sentence if owner.error and not owner.fetched else None,
        )

    # Changing.

    async def read_for_edit(self, address: Address, aspect: Aspect) -> Fetched[Any]:
        """Read what an editor opens on, where it will be written.

        Raises:
            OcsError: when it cannot be read there.
        """
        if address.is_tenant:
            return await self.client.get_root_acl(administrative=True)
        namespace = await self._known(address)
        if aspect is Aspect.ACL:
            return await self.client.get_acl(namespace, administrative=True)
        if aspect is Aspect.OWNER:
            return await self.client.get_owner(namespace, administrative=True)
        return await self.client.get_namespace(namespace, administrative=True)

    async def reread(self, change: SetChange) -> Reread:
        """Read the thing again for a review.

        Raises:
            OcsError: when it cannot be read; then nothing may be written.
        """
        return await reread_change(self.client, change, await self._for_change(change))

    async def apply(self, change: Change, undoes: str | None = None) -> Outcome:
        """Make a change, record it in the journal, and keep what came of it.

        ``undoes`` is the id of the journal's entry that it takes back.

        Raises:
            OcsError: when it failed, or its outcome is not known.
        """
        outcome = await apply_change(
            self.client, change, await self._for_change(change), self.journal, undoes=undoes
        )
        if isinstance(outcome, Applied) and isinstance(change, SetChange):
            self._keep(change, outcome)
        if isinstance(outcome, Created):
            made = outcome.fetched.value
            self.forget(made.id)
            self._created[made.id] = _Written(made)
            self.changed(NAMESPACES)
        if isinstance(change, Delete):
            self.forget(change.address.namespace_id)
            self._created.pop(change.address.namespace_id, None)
        return outcome

    async def apply_plan(
        self,
        plan: Plan,
        undoes: Sequence[str | None],
        stop: asyncio.Event,
        progress: Callable[[int, int], None],
    ) -> Results:
        """Write a plan, some places at a time, and keep what came of it. Errors stand in the results."""
        results = await apply_many(
            self.client,
            plan,
            self.journal,
            undoes=undoes,
            cancel=stop,
            on_progress=lambda done, of, _: progress(done, of),
        )
        for result in results:
            if isinstance(result.outcome, Applied) and isinstance(result.planned.change, SetChange):
                self._keep(result.planned.change, result.outcome)
        return results

    def _keep(self, change: SetChange, outcome: Applied) -> None:
        """Show what was written until the region shows it too; no draft of it is left."""
        self.drafts.discard(change)
        if outcome.fetched is None:
            return
        key = _key_of(change)
        self.slot(key).fetched = outcome.fetched
        self.slot(key).error = None
        self._written[key] = _Written(outcome.fetched.value)
        self.changed(key)

    async def _for_change(self, change: Change) -> Namespace | None:
        if change.address.is_tenant or not isinstance(change, SetChange):
            return None
        return await self._known(change.address)

    async def _known(self, address: Address) -> Namespace:
        known = self.namespace(address.namespace_id)
        return known or (await self.client.find_namespace(address.namespace_id)).value

    def forget(self, namespace_id: str) -> None:
        """Forget a namespace that is gone."""
        for what in ("namespace", "acl", "owner"):
            self._slots.pop((what, namespace_id), None)
            self._written.pop((what, namespace_id), None)

    # The wire.

    def _on_trace(self, record: TraceRecord) -> None:
        if record.milliseconds is None and record.error is None:
            self.trace.append(record)
            del self.trace[:-TRACE_KEPT]
            self.in_flight += 1
        else:
            self.in_flight = max(0, self.in_flight - 1)
            for index in range(len(self.trace) - 1, -1, -1):
                if self.trace[index].number == record.number:
                    self.trace[index] = record
                    break
        self.changed(None)


def _same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: a region may spell defaults and enums in its own way."""
    if isinstance(one, AccessControlList) and isinstance(other, AccessControlList):
        return same_acl(one, other)
    if isinstance(one, Trustee) and isinstance(other, Trustee):
        return same_owner(one, other)
    if isinstance(one, Namespace) and isinstance(other, Namespace):
        return same_fields_of(NAMESPACE, one, other)
    return bool(one == other)


def _key_of(change: SetChange) -> Key:
    names = {Aspect.ACL: "acl", Aspect.OWNER: "owner", Aspect.FIELDS: "namespace"}
    return (names[change.aspect], "" if change.address.is_tenant else change.address.namespace_id)


async def try_profile(profile: Profile, secret: str) -> str | None:
    """Sign in with a profile that is not saved yet and read its tenant.

    Returns what went wrong as a sentence; None when it works.
    """

    async def reveal() -> str:
        return secret

    connection = Connection(profile, reveal)
    try:
        slot = await connection.load(TENANT)
    finally:
        await connection.aclose()
    return slot.error.sentence if slot.error else None
