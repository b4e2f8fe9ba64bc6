"""A route that stands beside the kinds."""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.catalog.operation import Era, Operation
from ocs_tui.catalog.service import Service
from ocs_tui.emulator.answers import Family
from ocs_tui.emulator.call import Handler


@dataclass(frozen=True, slots=True)
class Special:
    """One verb of one path.

    Attributes:
        verb: the HTTP method.
        path: the path.
        handler: what answers it.
        family: what a refusal looks like.
        only: the one service that has it; None where both do.
        for_all: whether it takes no token.
    """

    verb: str
    path: str
    handler: Handler
    family: Family = Family.THINGS
    only: Era | None = None
    for_all: bool = False


def special(operation: Operation, handler: Handler, service: Service, era: Era) -> Special:
    """Return the route of an operation as one of the two services has it."""
    return Special(operation.verb, operation.path_in(era), handler, family_of(service), operation.only)


def family_of(service: Service) -> Family:
    """Return what a refusal of a service looks like."""
    return Family.THINGS_WITH_PARAMETERS if "Parameters" in service.error_members else Family.THINGS
