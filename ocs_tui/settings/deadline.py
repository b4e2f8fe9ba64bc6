"""Calls that may hang, each in a daemon thread of its own: nothing waits for them, not even quitting.

An executor's threads are joined when the interpreter ends, so a call that hangs for ever would keep
the program from ending.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what ``call`` returns, or raise what it raises.

    Raises:
        TimeoutError: when it takes longer; its thread is left to itself, what it yields is dropped.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def deliver(result: T | None, error: BaseException | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result: T | None = None
        failure: BaseException | None = None
        try:
            result = call()
        except Exception as error:
            failure = error
        except BaseException as error:  # such as a native library's panic: a future must not carry it bare
            failure = RuntimeError(type(error).__name__)
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(deliver, result, failure)

    threading.Thread(target=run, daemon=True, name="ocs-tui call with a deadline").start()
    async with asyncio.timeout(seconds):
        return await answer
