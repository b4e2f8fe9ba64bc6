"""Keys typed ahead go where they were meant to.

Over a slow line keys arrive in bursts. Textual hands each key to what has the focus at that moment, while
the one before it may still be opening the screen that the next was meant for: ``a``, then a role's name,
would act on the matrix. Here a key waits until the one before it was done and its screen stands.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.events import Key
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App

DONE_WITHIN = 0.25
"""Seconds that one part of the screen may take for a key before the next one goes on all the same."""
OPENS_WITHIN = 1.0
"""Seconds for which keys wait for a screen that is being opened."""
_TICK = 0.01
_PASSES = 3
"""A key rises to the app, which runs its action; the message that this sends rises to the screen, which
may send another."""


class TypedAhead:
    """Hands keys on, one after the other.

    Args:
        app: whose keys.
        hand_on: does what Textual does with a key.
    """

    def __init__(self, app: App[int], hand_on: Callable[[Key], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Key] = deque()
        self._busy: asyncio.Task[None] | None = None
        self._screen: object = None
        self._since = 0.0

    async def take(self, key: Key) -> None:
        """Hand a key on: at once when nothing is under way, else in its turn."""
        if self._busy is not None and not self._busy.done():
            self._waiting.append(key)
            return
        if self._opening():
            self._waiting.append(key)
            path: list[MessagePump] = []
        else:
            path = self._path()
            await self._hand_on(key)
        self._busy = asyncio.create_task(self._go_on(path))

    async def _go_on(self, path: list[MessagePump]) -> None:
        while True:
            await self._settle(path)
            if not self._waiting:
                return
            key = self._waiting.popleft()
            path = self._path()
            await self._hand_on(key)

    def _path(self) -> list[MessagePump]:
        """Return the parts that a key and what it causes pass through, from the focus up to the app."""
        focused = self._app.focused
        return [*(focused.ancestors_with_self if focused is not None else [self._app.screen]), self._app]

    async def _settle(self, path: list[MessagePump]) -> None:
        for part in path * _PASSES:
            passed = asyncio.Event()
            if part.is_running and part.call_later(passed.set):
                try:
                    await asyncio.wait_for(passed.wait(), DONE_WITHIN)
                except TimeoutError:
                    break
        # Textual has no event for a screen that stands
        while self._opening():  # noqa: ASYNC110
            await asyncio.sleep(_TICK)

    def _opening(self) -> bool:
        """Whether the screen on top is not there yet; after a second keys go on all the same."""
        screen = self._app.screen
        if screen is not self._screen:
            self._screen, self._since = screen, time.monotonic()
        if time.monotonic() - self._since > OPENS_WITHIN:
            return False
        if getattr(screen, "opening", False):
            return True
        return not screen.is_mounted or (screen.focused is None and bool(screen.focus_chain))
