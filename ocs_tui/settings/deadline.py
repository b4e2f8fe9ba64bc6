"""Calls that may hang, each in a daemon thread of its own: nothing waits for them, not even quitting.

An executor's threads are joined when the interpreter ends, so a call that hangs for ever would keep
the program from ending.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class DaemonThreads(ThreadPoolExecutor):
    """An event loop's executor whose calls nobody waits for, so that one that hangs keeps no program alive.

    The loop looks up host names in its executor, and a lookup may take minutes. Each call has a thread of its
    own, so use it where there are few.
    """

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a call in a thread of its own."""
        answer: Future[T] = Future()

        def run() -> None:
            if not answer.set_running_or_notify_cancel():
                return
            try:
                answer.set_result(fn(*args, **kwargs))
            except BaseException as error:
                answer.set_exception(error)

        threading.Thread(target=run, daemon=True, name="ocs-tui call").start()
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for nothing."""


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
