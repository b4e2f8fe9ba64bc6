"""After a write: read it back where it was written, then until the region that serves it shows it too."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from ocs_tui.access.diff import same_acl, same_owner
from ocs_tui.api.errors import NotFound, OcsError
from ocs_tui.changes.change import Aspect, Change, Create, Delete, SetChange
from ocs_tui.changes.reread import is_as_set, read_aspect
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.enums import NamespaceState
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.stream_parts import Tags

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.api.client import OcsClient


class Seen(Enum):
    """How far a write has come."""

    WRITTEN = "written"
    """Read back where it was written."""
    REPLICATED = "replicated"
    """The region that serves it shows it. The end."""
    BEHIND = "behind"
    """It is written, and that region has not shown it in the time there was. The end, and no failure."""
    OTHERWISE = "otherwise"
    """Read back, it is not what was written: somebody changed it since. The end."""
    UNREADABLE = "unreadable"
    """It cannot be read back, as when one took one's own Read away. The end."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a look at a written thing showed.

    Attributes:
        seen: how far it has come.
        sentence: the same in words; safe to show.
        fetched: what was read last; None when nothing was, or the thing is gone.
    """

    seen: Seen
    sentence: str
    fetched: Fetched[Any] | None = None

    @property
    def is_replicated(self) -> bool:
        """True when the region that serves it shows it."""
        return self.seen is Seen.REPLICATED


@dataclass(frozen=True, slots=True)
class Waits:
    """How long to look, in seconds: first pause, factor, longest pause, and all in all."""

    first: float = 0.3
    factor: float = 1.6
    longest: float = 8.0
    whole: float = 60.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic


_WAITS = Waits()
_OTHERWISE = "It was written, and reads otherwise now: it was changed since."


async def verify(
    client: OcsClient, change: Change, namespace: Namespace | None = None, waits: Waits = _WAITS
) -> AsyncIterator[Sighting]:
    """Look until what was written shows: yields WRITTEN once, then REPLICATED or BEHIND; or how else it ends.

    Never raises an OcsError: a region that cannot be read has not shown it.

    Args:
        client: the API client.
        change: what was written, as ``Applied.change`` says it.
        namespace: the namespace as it is known; looked up by its id when None.
        waits: how long.
    """
    until = waits.clock() + waits.whole
    try:
        thing = await _known(client, change, namespace)
        back = await _read(client, change, thing, administrative=True)
    except OcsError as error:
        yield Sighting(Seen.UNREADABLE, f"It was written, and cannot be read back. {error.sentence}")
        return
    if not _shows(change, back):
        yield Sighting(Seen.OTHERWISE, _OTHERWISE, back)
        return
    yield Sighting(Seen.WRITTEN, "Written.", back)
    base, region = _serving(client, thing)
    pause = waits.first
    while True:
        there: Fetched[Any] | None = back if back is not None and base == back.base_url else None
        shows = there is not None
        if there is None:
            try:
                async with asyncio.timeout(max(0.0, until - waits.clock())):
                    there = await _read(client, change, thing, administrative=False)
                # Another region answers for one that is down, and says nothing about that one.
                shows = _shows(change, there) and (there is None or base in (None, there.base_url))
            except (OcsError, TimeoutError):
                shows = False
        if there is not None and base is None:
            region = there.region
        if shows:
            gone = "Replicated: it is gone where it is read."
            yield Sighting(Seen.REPLICATED, f"Replicated: {region} shows it." if there else gone, there)
            return
        if waits.clock() + pause >= until:
            yield await _late(client, change, thing, region)
            return
        await waits.sleep(pause)
        pause = min(pause * waits.factor, waits.longest)


async def _late(client: OcsClient, change: Change, thing: Namespace | None, region: str) -> Sighting:
    """Say that the time is over; what was changed again meanwhile is never going to show."""
    sentence = f"Written; {region} has not shown it yet."
    try:
        back = await _read(client, change, thing, administrative=True)
    except OcsError:
        return Sighting(Seen.BEHIND, sentence)
    if _shows(change, back):
        return Sighting(Seen.BEHIND, sentence, back)
    return Sighting(Seen.OTHERWISE, _OTHERWISE, back)


async def _known(client: OcsClient, change: Change, namespace: Namespace | None) -> Namespace | None:
    """Return the namespace with its ``Self``, which says where it is served; None for what the tenant holds."""
    if change.address.is_tenant or change.address.is_below_tenant:
        return None
    if change.address.in_namespace:
        return await client.namespace(change.address.namespace_id)
    known = namespace
    if isinstance(change, Delete) and isinstance(change.before, Namespace):
        known = known or change.before
    if known is not None and known.self_url:
        return known
    named = Namespace(id=change.address.namespace_id)
    try:
        return (await client.get_namespace(named, administrative=True)).value
    except NotFound:
        return named


def _serving(client: OcsClient, thing: Namespace | None) -> tuple[str | None, str]:
    """The base URL to hear it from and its name. Tenant-level reads have one of several: any may say it."""
    if thing is None:
        return None, "the region that is read"
    base, region, _ = client.serving(thing)
    return base, region


async def _read(
    client: OcsClient, change: Change, thing: Namespace | None, *, administrative: bool
) -> Fetched[Any] | None:
    """Read what was written; None for a thing that is not there."""
    if isinstance(change, SetChange):
        return await read_aspect(client, change.address, change.aspect, thing, administrative=administrative)
    try:
        if thing is None or change.address.in_namespace:
            return await client.get_item(change.kind, *change.address.ids, administrative=administrative)
        return await client.get_namespace(thing, administrative=administrative)
    except NotFound:
        return None


def _shows(change: Change, fetched: Fetched[Any] | None) -> bool:
    match change:
        case Delete():
            gone = (NamespaceState.DELETING, NamespaceState.DELETED)
            return fetched is None or getattr(fetched.value, "state", None) in gone
        case Create():
            return fetched is not None
        case SetChange():
            return fetched is not None and _is_set(change, fetched.value)


def _is_set(change: SetChange, now: Any) -> bool:
    match change.aspect:
        case Aspect.ACL:
            return same_acl(now, cast(AccessControlList, change.after))
        case Aspect.OWNER:
            return same_owner(now, cast(Trustee, change.after))
        case Aspect.FIELDS:
            return is_as_set(change, now)
        case Aspect.METADATA:
            return bool(now == change.after)
        case Aspect.TAGS:
            return set(now.tags) == set(cast(Tags, change.after).tags)
