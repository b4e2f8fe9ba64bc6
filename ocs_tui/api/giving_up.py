"""Giving a request up without losing its connection.

A screen that is left cancels what it was reading. httpcore (1.0) shields its bookkeeping from anyio's cancelling
only, not from asyncio's: cancelled after a connection was made and before its request begins, or while an answer
is put away, the connection counts as in use for ever, and after twenty of them no request goes any more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from ocs_tui.api.http import httpx

T = TypeVar("T")


async def unbroken(request: httpx.Request, exchange: Callable[[], Awaitable[T]]) -> T:
    """Run an exchange to its end; when this is cancelled, end it where httpcore waits for the network.

    Everywhere else the next wait is a step away: there it is given up, before anything is sent.

    Args:
        request: the request, whose ``trace`` tells where the exchange is.
        exchange: sends it, reads the answer and closes it.
    """
    given_up, waits = False, True
    told = request.extensions.get("trace")

    async def watch(event: str, info: Mapping[str, Any]) -> None:
        nonlocal given_up, waits
        waits = event.endswith(".started") and "response_closed" not in event
        if waits and given_up:
            given_up = False  # once: what it does about that must not be broken off
            raise asyncio.CancelledError
        if told is not None:
            await told(event, info)

    request.extensions = {**request.extensions, "trace": watch}
    task = asyncio.ensure_future(exchange())
    task.add_done_callback(_seen)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if waits:
            task.cancel()
        else:
            given_up = True
        await asyncio.wait({task})
        raise


def _seen(task: asyncio.Future[Any]) -> None:
    """Take in how it ended, also where nobody waits any more: asyncio would call it an error nobody saw."""
    if not task.cancelled():
        task.exception()
