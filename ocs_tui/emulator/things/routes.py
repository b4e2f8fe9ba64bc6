"""Every route of every kind that lies in a namespace or is served by any region, and those beside the kinds."""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.catalog import kinds
from ocs_tui.catalog.operation import Era, Served
from ocs_tui.emulator.things.areas import special_routes
from ocs_tui.emulator.things.declared import declared
from ocs_tui.emulator.things.special import Special, family_of


def thing_routes(era: Era) -> Iterator[Special]:
    """Yield the routes of one of the two services. Of two with the same verb and path the first counts."""
    for each in special_routes(era):
        if each.only in (None, era):
            yield each
    for kind in kinds.KINDS:
        if kind.in_namespace or kind.lists.served is Served.ANY:
            for operation, handler in declared(kind):
                if operation.only in (None, era):
                    yield Special(
                        operation.verb,
                        operation.path_in(era),
                        handler,
                        family_of(kind.service),
                        operation.only,
                    )
