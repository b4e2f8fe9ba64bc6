"""Work in the background that is given as what begins it, so that what never had its turn has never begun.

A coroutine that is made when it is asked for, and then cancelled before its turn, is one that Python remarks
upon: it was never awaited.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.worker import Worker


def begin(
    node: DOMNode,
    work: Callable[[], Coroutine[Any, Any, object]],
    *,
    group: str = "default",
    exclusive: bool = False,
) -> Worker[object]:
    """Run work that leaving ``node`` ends; an error in it does not end the app.

    Args:
        node: the screen or app that it belongs to.
        work: begins it.
        group: its group on that node.
        exclusive: of its group only the last one goes on.
    """
    return node.run_worker(
        work,
        group=group,
        exclusive=exclusive,
        exit_on_error=False,
    )
