"""Calls that may hang: nothing waits for them, not even the end of the program."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from ocs_tui.settings.deadline import DaemonThreads

HANGS = """
import asyncio, sys, threading
from ocs_tui.settings.deadline import DaemonThreads

async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(DaemonThreads())
    loop.run_in_executor(None, threading.Event().wait)
    print(await asyncio.to_thread(lambda: "answered"))

asyncio.run(main())
"""


def test_a_call_that_hangs_in_the_executor_does_not_keep_the_program_alive() -> None:
    done = subprocess.run([sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, "answered\n", "")


async def test_what_a_call_raises_is_raised() -> None:
    loop = asyncio.get_running_loop()
    with pytest.raises(ZeroDivisionError):
        await loop.run_in_executor(DaemonThreads(), lambda: 1 // 0)
