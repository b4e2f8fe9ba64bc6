"""The boards: what is looked at as a whole and holds no things of its own. Health, logs, metrics, usage, the blog."""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.catalog import beside
from ocs_tui.catalog.operation import Operation


@dataclass(frozen=True, slots=True)
class Board:
    """A board.

    Attributes:
        name: in an address of the command line, and as its node is called inside (``health``).
        title: what it is called on the screen.
        operation: what it reads first.
        in_namespace: whether there is one for each namespace.
    """

    name: str
    title: str
    operation: Operation
    in_namespace: bool = False


BOARDS: tuple[Board, ...] = (
    Board("health", "Health", beside.HEALTH),
    Board("usage", "Usage", beside.USAGE),
    Board("logs", "Logs", beside.TENANT_LOGS),
    Board("blog", "Service blog", beside.SERVICE_BLOG),
    Board("metrics", "Metrics", beside.STREAM_METRIC, in_namespace=True),
    Board("logs", "Logs", beside.NAMESPACE_LOGS, in_namespace=True),
)


def boards_of(in_namespace: bool) -> tuple[Board, ...]:
    """Return the boards of the tenant, or those of a namespace."""
    return tuple(board for board in BOARDS if board.in_namespace is in_namespace)
