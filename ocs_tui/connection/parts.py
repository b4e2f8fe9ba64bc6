"""What a connection is made of and knows: its slots, the profile, the journal, the requests in flight."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ocs_tui.api.answers import TraceRecord
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.catalog.operation import Era
from ocs_tui.connection.slots import ME, NAMESPACES, REGIONS, Key, Me, Slot, at, list_of
from ocs_tui.connection.written import Written
from ocs_tui.model.address import Address
from ocs_tui.model.enums import TrusteeType
from ocs_tui.model.identity import Client, User
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.records import Records
from ocs_tui.model.tenant import Region

if TYPE_CHECKING:
    from ocs_tui.access.evaluate import Who
    from ocs_tui.api.signin.people import ByPerson
    from ocs_tui.api.signin.person import Person
    from ocs_tui.changes.drafts import Drafts
    from ocs_tui.changes.journal import Journal
    from ocs_tui.changes.rotation import Rotations
    from ocs_tui.settings.profile import Profile

TRACE_KEPT = 500


KEPT_INSIDE = 400
"""Slots of what lies in namespaces that are kept: some dozens of things with all that is read of each."""


class ConnectionParts:
    """A tenant, seen as one profile.

    Args:
        profile: whose tenant, and as whom.
        secret: gives the client secret when a token is needed; or how a person signs in instead.
        read_only: refuse every write.
        regions: the last Regions list that was kept for this profile.
        keep_regions: told each fresh Regions list.
        era: which of the two services it is, where that is known from another run.
        keep_era: told which it is, once that was found out.
        keep_namespaces: told the ids of the namespaces, whenever they were listed.
        changed: told the key of each slot that changed, ``None`` for the requests in flight.
        journal: where writes are recorded; in memory when None.
        drafts: where edits in progress are kept; in memory when None.
        rotations: where rotations of secrets under way are kept; in memory when None.
    """

    def __init__(
        self,
        profile: Profile,
        secret: Callable[[], Awaitable[str]] | ByPerson,
        *,
        read_only: bool = False,
        regions: Sequence[Region] = (),
        keep_regions: Callable[[tuple[Region, ...]], None] | None = None,
        era: Era | None = None,
        keep_era: Callable[[Era], None] | None = None,
        keep_namespaces: Callable[[Sequence[str]], None] | None = None,
        changed: Callable[[Key | None], None] = lambda key: None,
        journal: Journal | None = None,
        drafts: Drafts | None = None,
        rotations: Rotations | None = None,
    ) -> None:
        self.profile = profile
        self.read_only = read_only or profile.read_only
        self.changed = changed
        self._keep_namespaces = keep_namespaces or (lambda ids: None)
        self._kept = (journal, drafts, rotations)
        self.trace: list[TraceRecord] = []
        self.in_flight = 0
        self._slots: dict[Key, Slot] = {}
        self._inside: dict[Key, None] = {}
        """The slots of what lies in namespaces; the one asked for last is the last."""
        self._reads: dict[Key, asyncio.Task[None]] = {}
        self._waiting: dict[Key, int] = {}
        self._written = Written()
        self._indexed: Sequence[Namespace] = ()
        self._by_id: dict[str, Namespace] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._person: Person | None = None
        self.client = OcsClient(
            Endpoint.of(profile),
            secret,
            read_only=self.read_only,
            regions=regions,
            on_trace=self._on_trace,
            on_regions=keep_regions,
            era=era,
            on_era=keep_era,
        )

    async def aclose(self) -> None:
        """End reads and connections."""
        for task in self._reads.values():
            task.cancel()
        await self.client.aclose()

    # What is kept of writing; imported when it is wanted, since looking goes first.

    @cached_property
    def journal(self) -> Journal:
        """Where writes are recorded."""
        from ocs_tui.changes.journal import Journal

        return self._kept[0] or Journal(None, profile=self.profile.name, tenant_id=self.profile.tenant_id)

    @cached_property
    def drafts(self) -> Drafts:
        """Where edits in progress are kept."""
        from ocs_tui.changes.drafts import Drafts

        return self._kept[1] or Drafts(None, profile=self.profile.name, tenant_id=self.profile.tenant_id)

    @cached_property
    def rotations(self) -> Rotations:
        """Where rotations of secrets under way are kept."""
        from ocs_tui.changes.rotation import Rotations

        return self._kept[2] or Rotations(None, self.profile.tenant_id)

    # What was read.

    def slot(self, key: Key) -> Slot:
        """Return the slot of that name, empty when nothing was read yet.

        Of what lies in namespaces, which may be millions, those asked for last are kept.
        """
        slot = self._slots.setdefault(key, Slot())
        if len(key) > 1 and key[1].count("/") > 1:
            self._inside.pop(key, None)
            self._inside[key] = None
            if len(self._inside) > KEPT_INSIDE:
                self._forget_the_oldest()
        return slot

    def _forget_the_oldest(self) -> None:
        """Forget the slot that nobody has asked for longest, but none that is being read."""
        oldest = next((key for key in self._inside if key not in self._reads), None)
        if oldest is not None:
            del self._inside[oldest]
            self._slots.pop(oldest, None)

    def value(self, key: Key) -> Any:
        """Return the last value read, or None."""
        fetched = self.slot(key).fetched
        return fetched.value if fetched else None

    def item(self, key: Key, item_id: str) -> Any:
        """Return a thing of a list by its id, as far as the list is there; None when it is not in it."""
        there = self.slot(key).there
        if isinstance(there, Records):
            return there.find(item_id)
        folded = item_id.casefold()
        return next((one for one in there or () if str(one.id).casefold() == folded), None)

    def known(self, address: Address) -> Any:
        """Return what lies below the tenant as last read by itself, else as listed; None when not known."""
        alone = self.value(at(address))
        if alone is not None:
            return alone
        if not address.in_namespace:
            return self.item(list_of(address), address.ids[-1])
        first = self.value(("first", str(Address(address.parts[:-1]))))
        return (
            None if first is None else next((one for one in first.items if one.id == address.ids[-1]), None)
        )

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions: as read, else as kept from another time."""
        return self.value(REGIONS) or self.client.regions

    @property
    def namespaces(self) -> tuple[Namespace, ...]:
        """The namespaces as listed, and those just created that no list has shown yet."""
        return self._written.with_created(self.value(NAMESPACES) or ())

    def namespace(self, namespace_id: str) -> Namespace | None:
        """Return a namespace as last read by itself, else as listed; None when it is not known."""
        alone = self._slots.get(("namespace", namespace_id))
        if alone is not None and alone.fetched is not None:
            value: Namespace = alone.fetched.value
            return value
        listed: Sequence[Namespace] = self.value(NAMESPACES) or ()
        if listed is not self._indexed:  # asked of each of thousands: found by its id, and not looked for
            self._indexed, self._by_id = listed, {item.id: item for item in reversed(listed)}
        return self._by_id.get(namespace_id) or self._written.created(namespace_id)

    @property
    def me(self) -> Me | None:
        """Who is signed in; None before that was read."""
        slot = self.slot(ME)
        kind, my_id, name = TrusteeType.CLIENT, self.profile.client_id, ""
        if self.profile.sign_in != "client":
            kind, person = TrusteeType.USER, self._person
            my_id, name = (person.id, person.name or person.email) if person else ("", "")
        if slot.fetched is not None:
            mine: Client | User = slot.fetched.value
            return Me(my_id, mine.label, mine.role_ids, kind=kind)
        if slot.error is not None:
            return Me(my_id, name or my_id, None, slot.error.sentence, kind)
        return None

    @property
    def who(self) -> Who | None:
        """Who is signed in as the evaluator wants it; None when the roles are not known."""
        from ocs_tui.access.evaluate import Who

        me = self.me
        if me is None or me.role_ids is None:
            return None
        return Who(me.kind, me.id, me.role_ids)

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
