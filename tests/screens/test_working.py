"""Work in the background that never had its turn leaves nothing behind."""

from __future__ import annotations

import gc
import warnings
from functools import partial

from textual.app import App

from ocs_tui.screens.working import begin


async def test_work_that_is_replaced_before_its_turn_never_began() -> None:
    done: list[int] = []

    async def work(number: int) -> None:
        done.append(number)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        async with App[None]().run_test() as pilot:
            for number in range(3):
                last = begin(pilot.app, partial(work, number), group="one", exclusive=True)
            await last.wait()
            gc.collect()
    assert done == [2]
