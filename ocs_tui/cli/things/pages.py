"""A list, page by page, in little memory however long it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ocs_tui.catalog.kinds import NAMESPACE

if TYPE_CHECKING:
    from ocs_tui.api.paging import Wanted
    from ocs_tui.cli.tenant import Tenant
    from ocs_tui.cli.things.naming import Target

PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """Things of a list.

    Attributes:
        things: the things.
        total: how many there are in all; None when not said.
        note: what there is to know of them, as a sentence.
    """

    things: tuple[Any, ...]
    total: int | None = None
    note: str | None = None


async def parts_of(
    tenant: Tenant, target: Target, wanted: Wanted, at_most: int | None
) -> AsyncIterator[Part]:
    """Yield a list part by part, so many things at most in all.

    A thing that moved to the next page while the list changed is told once. The list ends where the service
    says so, else at a page without anything new.

    Raises:
        OcsError: a page cannot be read.
    """
    kind = target.kind
    if kind is NAMESPACE:
        slot = await tenant.connection.load(("namespaces",))
        fetched = slot.got()
        things = sorted(fetched.value, key=lambda one: str(one.id))
        yield Part(tuple(things[:at_most]), len(things), fetched.note)
        return
    skip = told = 0
    before: frozenset[str] = frozenset()
    while at_most is None or told < at_most:
        count = PAGE if at_most is None else min(PAGE, at_most - told)
        page = await tenant.connection.client.list_page(kind, skip, count, target.address.ids, wanted)
        new = [one for one in page.items if not one.id or one.id not in before]
        shown = tuple(new if at_most is None else new[: at_most - told])
        yield Part(shown, page.total, page.fetched.note)
        told += len(shown)
        skip += page.came
        if page.last or not page.came or not new:
            return
        before = frozenset(one.id for one in page.items)
