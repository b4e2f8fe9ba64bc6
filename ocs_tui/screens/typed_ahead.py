"""Keys typed ahead go where they were meant to.

Over a slow line keys arrive in bursts. Textual hands each key to what has the focus at that moment, while
the one before it may still be opening the screen that the next was meant for: ``a``, then a role's name,
would act on the matrix. Here a key waits until the one before it was done and its screen stands; and so does
what is pasted, which would else overtake the keys typed before it.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.events import Callback, Key, Paste
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App

DONE_WITHIN = 0.25
"""Seconds that one part of the screen may take for a key before the next one goes on all the same."""
PAINTED_WITHIN = 0.02
"""Seconds for which a key that none follows is painted before it is looked whether it was done."""
OPENS_WITHIN = 1.0
"""Seconds for which keys wait for a screen that is being opened."""
_TICK = 0.01
_PASSES = 3
"""A key rises to the app, which runs its action; the message that this sends rises to the screen, which
may send another."""


class _Walk:
    """Passes through parts of the screen, one after the other: each when it has done what came before.

    One callback goes from part to part: with a task that waits for each of them, a key would take half as long
    again.
    """

    def __init__(self, parts: list[MessagePump]) -> None:
        self._parts = deque(parts)
        self._passed = asyncio.Event()

    def _go_on(self) -> None:
        while self._parts:
            part = self._parts.popleft()
            if part.is_running and part.post_message(Callback(self._go_on)):
                return
        self._passed.set()

    async def done(self) -> None:
        """Walk to the end, or to a part that takes too long."""
        self._go_on()
        left = -1
        while not self._passed.is_set() and len(self._parts) != left:
            left = len(self._parts)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._passed.wait(), DONE_WITHIN)


Typed = Key | Paste


class TypedAhead:
    """Hands keys and pastes on, one after the other.

    Args:
        app: whose keys.
        hand_on: does what Textual does with one.
    """

    def __init__(self, app: App[int], hand_on: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Typed] = deque()
        self._came = asyncio.Event()
        self._busy: asyncio.Task[None] | None = None
        self._screen: object = None
        self._since = 0.0

    async def take(self, key: Typed) -> None:
        """Hand one on: at once when nothing is under way, else in its turn."""
        if self._busy is not None and not self._busy.done():
            self._waiting.append(key)
            self._came.set()
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
            if not self._waiting:
                self._came.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._came.wait(), PAINTED_WITHIN)
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
        await _Walk(path * _PASSES).done()
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
